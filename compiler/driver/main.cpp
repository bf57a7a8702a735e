// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/driver.h"
#include "compiler/driver/real_world.h"

#include <cstdio>
#include <cstdlib>
#include <exception>

namespace {

bool print(std::FILE* stream, const std::string& text) {
    return std::fwrite(text.data(), 1, text.size(), stream) == text.size() &&
           std::fflush(stream) == 0;
}

/// Ends the process itself: nobody needs the memory of a large history back piece by piece.
[[noreturn]] void run_program(const std::vector<std::string>& arguments) {
    using namespace retort;
    source::RealFileSystem files;
    driver::World world;
    world.files = &files;
    world.working_directory = files.real_path(".");
    driver::connect(world);
    driver::ExitStatus status = driver::run(arguments, world);
    print(stderr, world.err);
    if (!print(stdout, world.out)) {
        std::perror("retort: cannot write to standard output");
        status = driver::ExitStatus::Failed;
    }
    std::_Exit(static_cast<int>(status));
}

}  // namespace

int main(int count, char** words) {
    try {
        run_program({words + 1, words + count});
    } catch (const std::exception& error) {
        std::fprintf(stderr,
                     "retort: internal defect: %s\n"
                     "This is a bug in retort, not in your migrations. Nothing was written.\n",
                     error.what());
        std::_Exit(static_cast<int>(retort::driver::ExitStatus::Defect));
    }
}
