// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

// Runs a command several times as a whole process, its output in a file, and prints the median of
// its wall-clock time in milliseconds and the largest peak memory in KiB.

namespace {

struct Run {
    double milliseconds;
    long kibibytes;
};

Run run_once(const char* output, char** command) {
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0) {
        const int file = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        if (file < 0 || dup2(file, STDOUT_FILENO) < 0) { _exit(126); }
        execvp(command[0], command);
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0) {
        std::cerr << "failed: " << command[0] << '\n';
        std::exit(1);
    }
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    return {took.count(), usage.ru_maxrss};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::cerr << "usage: retort_bench_run TIMES OUTPUT COMMAND …\n";
        return 2;
    }
    std::vector<double> times;
    long memory = 0;
    for (int left = std::stoi(argv[1]); left > 0; --left) {
        const Run run = run_once(argv[2], argv + 3);
        times.push_back(run.milliseconds);
        memory = std::max(memory, run.kibibytes);
    }
    std::sort(times.begin(), times.end());
    std::cout << times[times.size() / 2] << ' ' << memory << '\n';
    return 0;
}
