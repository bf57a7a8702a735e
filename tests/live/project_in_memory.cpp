// SPDX-License-Identifier: Apache-2.0
#include "tests/live/project_in_memory.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

namespace retort::live {

ProjectInMemory::ProjectInMemory(const std::string& dialect, const std::string& version,
                                 const std::vector<std::string>& revisions,
                                 const std::string& settings,
                                 const std::vector<std::string>& targets) {
    std::string configuration = settings + "targets:\n";
    for (const std::string& target : targets) {
        configuration += "  " + target + ": { dialect: " + dialect + ", version: \"" + version +
                         "\", output: out/" + target + " }\n";
    }
    write("retort.yaml", configuration);
    for (std::size_t i = 0; i < revisions.size(); ++i) {
        write("migrations/" + std::to_string(i) + ".mig", revisions[i]);
    }
}

void ProjectInMemory::write(const std::string& name, std::string text) {
    files_.files["/p/" + name] = std::move(text);
}

std::string ProjectInMemory::operator()(const std::vector<std::string>& arguments) {
    driver::World world;
    world.files = &files_;
    world.working_directory = "/p";
    world.environment = [](const std::string&) { return std::nullopt; };
    const driver::ExitStatus status = driver::run(arguments, world);
    EXPECT_EQ(status, driver::ExitStatus::Done) << world.err;
    return world.out;
}

}  // namespace retort::live
