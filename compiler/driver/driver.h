// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/project/new_revision.h"
#include "compiler/source/file_system.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace retort::driver {

/// What the program exits with. A defect (3) ends the process where it is found.
enum class ExitStatus : int { Done = 0, Failed = 1, Usage = 2, Defect = 3 };

/// How a program that was run ended.
struct ProgramResult {
    int status = -1;      ///< its exit status; -1 where it was not started or was killed
    std::string failure;  ///< why it was not started or how it died; empty where it ended by itself
    std::string out;
    std::string err;
};

/// A program to run: no shell looks at its words.
struct ProgramCall {
    std::vector<std::string> words;
    std::string directory;
    std::string input;         ///< its standard input
    bool interactive = false;  ///< it gets the terminal instead, and nothing is collected
};

/// The world outside, so that tests run the whole program in their own process.
struct World {
    source::FileSystem* files = nullptr;
    std::string working_directory;  ///< relative paths start here
    std::function<std::optional<std::string>(const std::string&)> environment;
    /// The time now, on the clocks of a zone of the IANA database; nullopt for an unknown zone.
    std::function<std::optional<project::WallTime>(const std::string& zone)> now;
    std::function<std::uint64_t()> random;
    std::function<ProgramResult(const ProgramCall&)> run_program;
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
