// SPDX-License-Identifier: Apache-2.0
#include "tests/support/temporary_folder.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace retort::support {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "retort-test-";

void remove_left_behind(const fs::path& parent) {
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(parent, ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(kPrefix)) { continue; }
        const int process = std::atoi(name.c_str() + kPrefix.size());
        if (process > 0 && kill(process, 0) != 0 && errno == ESRCH) {
            fs::remove_all(entry.path(), ignored);
        }
    }
}

}  // namespace

fs::path scratch_root() {
    constexpr std::uintmax_t kEnough = std::uintmax_t{2} << 30U;
    const fs::path memory = "/dev/shm";
    std::error_code error;
    const fs::space_info space = fs::space(memory, error);
    const bool usable = !error && space.available >= kEnough && access(memory.c_str(), W_OK) == 0;
    return usable && std::getenv("TMPDIR") == nullptr ? memory : fs::temp_directory_path();
}

TemporaryFolder::TemporaryFolder(const fs::path& parent) {
    remove_left_behind(parent);
    std::string pattern =
        (parent / (std::string(kPrefix) + std::to_string(getpid()) + "-XXXXXX")).string();
    if (mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("no temporary folder in " + parent.string());
    }
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

}  // namespace retort::support
