// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace retort::support {

struct ProcessResult {
    int status = -1;
    std::string output;
    std::string errors;
};

/// A user who may not be root's equal: databases refuse to run as root.
struct RunAs {
    unsigned user = 0;
    unsigned group = 0;
};
/// The user to start servers as: this process's own or, for root, `postgres` or `nobody`.
[[nodiscard]] RunAs unprivileged_user();

/// Runs a program to its end. `arguments` starts with its path.
[[nodiscard]] ProcessResult run_process(const std::vector<std::string>& arguments,
                                        std::string_view input, RunAs as);
/// Starts a program that goes on; its process id. Its output goes to the file `log`.
[[nodiscard]] int start_process(const std::vector<std::string>& arguments, const std::string& log,
                                RunAs as);
/// Asks a process to end (SIGINT) and waits for it.
void stop_process(int process);

}  // namespace retort::support
