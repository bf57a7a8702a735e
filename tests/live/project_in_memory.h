// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/driver.h"

#include <string>
#include <vector>

namespace retort::live {

/// A project in memory whose targets are alike, and the program to run on it.
class ProjectInMemory {
public:
    /// `revisions`: the texts of its revision files; `settings`: more lines of its configuration.
    ProjectInMemory(const std::string& dialect, const std::string& version,
                    const std::vector<std::string>& revisions, const std::string& settings = {},
                    const std::vector<std::string>& targets = {"t"});

    /// What the program prints; the test fails where it fails.
    std::string operator()(const std::vector<std::string>& arguments);

    /// A file in its root.
    void write(const std::string& name, std::string text);

private:
    source::MemoryFileSystem files_;
};

}  // namespace retort::live
