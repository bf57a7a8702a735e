// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

// A golden case is a directory: a small project, what is typed, and what must come out.
//
//     command        one line a run: the arguments after `retort` (several run one after another)
//     stdout         expected standard output of all runs (absent: nothing)
//     stderr         expected standard error (absent: nothing)
//     status         expected exit status of the last run; all before it must give 0 (absent: 0)
//     environment    NAME=VALUE lines (absent: an empty environment)
//     written/…      files that the runs must have written or changed, by their path in the project
//     git/NAME/…     the files of the git commit NAME; `base` is where the others part
//     retort.yaml, *.mig, *.sql    the project; where it has revisions but no retort.yaml, a
//     default
//                    one with the targets `postgresql` (15) and `sqlite` (3.40) is supplied
//
// It is always 2026-01-02T03:04:05Z (the zones are UTC and Asia/Tokyo), identifiers come in a fixed
// row, and the programs are `true`, `false`, `echo` and (with commits) git.
//
// Any other file fails the case. UPDATE_GOLDENS=1 rewrites stdout, stderr, status and written/.

namespace retort::support {

struct Outcome {
    std::string out;
    std::string err;
    int status = 0;
    std::map<std::string, std::string> written;
};

struct GoldenCase {
    std::filesystem::path directory;
    std::vector<std::vector<std::string>> commands;
    std::map<std::string, std::string> environment;
    std::map<std::string, std::string> files;    ///< by path in the project
    std::map<std::string, std::string> commits;  ///< by commit and path
    std::vector<std::string> unknown_files;
    Outcome expected;
};

/// Every directory below tests/golden that holds a `command`, sorted.
[[nodiscard]] std::vector<std::filesystem::path> golden_directories();
[[nodiscard]] GoldenCase load_case(const std::filesystem::path& directory);
/// Runs the commands of a case on a file system in memory.
[[nodiscard]] Outcome run_case(const GoldenCase& golden);
/// Makes the files of the case say what happened.
void rewrite_case(const GoldenCase& golden, const Outcome& outcome);

}  // namespace retort::support
