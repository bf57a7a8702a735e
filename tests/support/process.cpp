// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace retort::support {
namespace {

std::vector<char*> c_arguments(const std::vector<std::string>& arguments) {
    std::vector<char*> result;
    for (const std::string& argument : arguments) {
        result.push_back(const_cast<char*>(argument.c_str()));  // NOLINT: execv's signature
    }
    result.push_back(nullptr);
    return result;
}

/// In the child: becomes the program, or ends.
[[noreturn]] void become(const std::vector<char*>& arguments, RunAs as) {
    if (geteuid() == 0 && as.user != 0 &&
        (setgroups(0, nullptr) != 0 || setgid(as.group) != 0 || setuid(as.user) != 0)) {
        _exit(126);
    }
    if (chdir("/") != 0) { _exit(126); }
    prctl(PR_SET_PDEATHSIG, SIGINT);  // a server does not outlive a test that is killed
    execv(arguments.front(), arguments.data());
    _exit(127);
}

void feed(int& descriptor, std::string_view& input) {
    const ssize_t written = write(descriptor, input.data(), input.size());
    if (written > 0) { input.remove_prefix(static_cast<std::size_t>(written)); }
    if (written < 0 || input.empty()) {
        close(descriptor);
        descriptor = -1;
    }
}

void drain(int& descriptor, std::string& into) {
    std::array<char, 65536> buffer{};
    const ssize_t got = read(descriptor, buffer.data(), buffer.size());
    if (got > 0) {
        into.append(buffer.data(), static_cast<std::size_t>(got));
    } else {
        close(descriptor);
        descriptor = -1;
    }
}

}  // namespace

RunAs unprivileged_user() {
    if (geteuid() != 0) { return {geteuid(), getegid()}; }
    for (const char* name : {"postgres", "nobody"}) {
        if (const passwd* entry = getpwnam(name)) { return {entry->pw_uid, entry->pw_gid}; }
    }
    throw std::runtime_error("there is no user to run a database server as");
}

ProcessResult run_process(const std::vector<std::string>& arguments, std::string_view input,
                          RunAs as) {
    std::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    std::array<int, 2> err{};
    if (pipe(in.data()) != 0 || pipe(out.data()) != 0 || pipe(err.data()) != 0) {
        throw std::runtime_error("no pipe");
    }
    const std::vector<char*> list = c_arguments(arguments);
    const pid_t child = fork();
    if (child == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        dup2(err[1], 2);
        for (const int descriptor : {in[0], in[1], out[0], out[1], err[0], err[1]}) {
            close(descriptor);
        }
        become(list, as);
    }
    close(in[0]);
    close(out[1]);
    close(err[1]);
    ProcessResult result;
    int to = in[1];
    int from = out[0];
    int errors = err[0];
    if (input.empty()) {
        close(to);
        to = -1;
    }
    while (to >= 0 || from >= 0 || errors >= 0) {
        std::array<pollfd, 3> wait{{{to, POLLOUT, 0}, {from, POLLIN, 0}, {errors, POLLIN, 0}}};
        poll(wait.data(), wait.size(), -1);
        if (to >= 0 && wait[0].revents != 0) { feed(to, input); }
        if (from >= 0 && wait[1].revents != 0) { drain(from, result.output); }
        if (errors >= 0 && wait[2].revents != 0) { drain(errors, result.errors); }
    }
    int status = 0;
    waitpid(child, &status, 0);
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return result;
}

int start_process(const std::vector<std::string>& arguments, const std::string& log, RunAs as) {
    const std::vector<char*> list = c_arguments(arguments);
    const pid_t child = fork();
    if (child == 0) {
        const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
        const int nothing = open("/dev/null", O_RDONLY);
        dup2(nothing, 0);
        dup2(file, 1);
        dup2(file, 2);
        become(list, as);
    }
    return child;
}

void stop_process(int process) {
    if (process <= 0) { return; }
    kill(process, SIGINT);
    int status = 0;
    waitpid(process, &status, 0);
}

}  // namespace retort::support
