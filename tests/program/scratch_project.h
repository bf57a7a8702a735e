// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/process.h"
#include "tests/support/tree.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace retort::support {

namespace fs = std::filesystem;

inline constexpr const char* kConfiguration =
    "migrations: [migrations]\n"
    "targets:\n"
    "  server: { dialect: postgresql, version: 15, output: sql/server }\n"
    "  embedded: { dialect: sqlite, version: \"3.40\", output: sql/embedded }\n";

/// A project on disk, in a directory that goes away.
class Project {
public:
    explicit Project(const std::string& prefix = "retort-program-") {
        std::string pattern = (fs::temp_directory_path() / (prefix + "XXXXXX")).string();
        root_ = mkdtemp(pattern.data());
        fs::permissions(root_, fs::perms::all);
        write("retort.yaml", kConfiguration);
    }
    Project(const Project&) = delete;
    Project& operator=(const Project&) = delete;
    ~Project() { fs::remove_all(root_); }

    void write(const std::string& name, const std::string& text) const {
        write_or_remove(root_ / name, text);
    }
    [[nodiscard]] std::string read(const std::string& name) const {
        return read_file(root_ / name);
    }
    [[nodiscard]] const fs::path& root() const { return root_; }

    /// `env SETTINGS… sh -c 'cd ROOT && retort ARGUMENTS'`.
    [[nodiscard]] ProcessResult retort(const std::string& arguments,
                                       const std::vector<std::string>& settings = {},
                                       RunAs as = {}) const {
        return shell("exec '" RETORT_PROGRAM "' " + arguments, settings, as);
    }
    /// `env SETTINGS… sh -c 'cd ROOT && LINE'`.
    [[nodiscard]] ProcessResult shell(const std::string& line,
                                      const std::vector<std::string>& settings = {},
                                      RunAs as = {}) const {
        std::vector<std::string> command = {"/usr/bin/env"};
        command.insert(command.end(), settings.begin(), settings.end());
        command.insert(command.end(), {"/bin/sh", "-c", "cd '" + root_.string() + "' && " + line});
        return run_process(command, "", as);
    }

private:
    fs::path root_;
};

}  // namespace retort::support
