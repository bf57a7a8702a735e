// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/source/file_system.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace retort::driver {

/// What the program exits with. A defect (3) ends the process where it is found.
enum class ExitStatus : int { Done = 0, Failed = 1, Usage = 2, Defect = 3 };

/// The world outside, so that tests run the whole program in their own process.
struct World {
    source::FileSystem* files = nullptr;
    std::string working_directory;  ///< relative paths start here
    std::function<std::optional<std::string>(const std::string&)> environment;
    bool output_is_terminal = false;
    bool error_is_terminal = false;
    std::string out;  ///< standard output of the run
    std::string err;  ///< standard error of the run
    /// What the run worked with. It lives as long as the world: a process that is about to end need
    /// not free a large history piece by piece.
    std::vector<std::shared_ptr<const void>> remains;
};

/// Runs one command line (without the program's name). Output is collected in `world`; a failed run
/// leaves standard output empty.
[[nodiscard]] ExitStatus run(const std::vector<std::string>& arguments, World& world);

}  // namespace retort::driver
