// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/real_world.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <random>
#include <utility>

namespace retort::driver {
namespace {

/// Where the IANA database lies: glibc takes an unknown zone for UTC without a word.
std::string zone_file(const std::string& zone) {
    const char* directory = std::getenv("TZDIR");
    return std::string(directory != nullptr ? directory : "/usr/share/zoneinfo") + "/" + zone;
}

std::optional<project::WallTime> time_in(const std::string& zone) {
    const bool utc = zone == "UTC" || zone == "utc";
    const bool plain = !zone.empty() && zone.front() != '/' && zone.find("..") == zone.npos;
    if (!utc && (!plain || ::access(zone_file(zone).c_str(), R_OK) != 0)) { return std::nullopt; }
    std::time_t now = std::time(nullptr);
    // The convention of reproducible builds.
    if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH")) {
        now = static_cast<std::time_t>(std::strtoll(fixed, nullptr, 10));
    }
    std::tm parts{};
    if (utc) {
        ::gmtime_r(&now, &parts);
    } else {
        ::setenv("TZ", (":" + zone).c_str(), 1);
        ::tzset();
        ::localtime_r(&now, &parts);
    }
    project::WallTime time;
    time.year = parts.tm_year + 1900;
    time.month = parts.tm_mon + 1;
    time.day = parts.tm_mday;
    time.hour = parts.tm_hour;
    time.minute = parts.tm_min;
    time.second = parts.tm_sec;
    time.offset_minutes = static_cast<int>(parts.tm_gmtoff / 60);
    time.epoch = static_cast<long long>(now);
    return time;
}

std::uint64_t random_number() {
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

/// Two ends of a pipe, closed when they go out of scope.
class Pipe {
public:
    Pipe() { open_ = ::pipe2(ends_.data(), O_CLOEXEC) == 0; }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        close_reader();
        close_writer();
    }
    [[nodiscard]] bool is_open() const { return open_; }
    [[nodiscard]] int reader() const { return ends_[0]; }
    [[nodiscard]] int writer() const { return ends_[1]; }
    void close_reader() { close_end(ends_[0]); }
    void close_writer() { close_end(ends_[1]); }

private:
    static void close_end(int& end) {
        if (end >= 0) { ::close(end); }
        end = -1;
    }
    std::array<int, 2> ends_{-1, -1};
    bool open_ = false;
};

/// Reads what is there; false at the end of the stream.
bool take(int descriptor, std::string& text) {
    std::array<char, 65536> buffer{};
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count > 0) { text.append(buffer.data(), static_cast<std::size_t>(count)); }
    return count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN));
}

/// Feeds a program's input and collects what it prints, until it closes both streams.
void converse(const std::string& input, Pipe& in, Pipe& out, Pipe& err, ProgramResult& result) {
    ::fcntl(in.writer(), F_SETFL, O_NONBLOCK);
    std::size_t fed = 0;
    if (input.empty()) { in.close_writer(); }
    while (out.reader() >= 0 || err.reader() >= 0) {
        std::array<pollfd, 3> waits{pollfd{out.reader(), POLLIN, 0},
                                    pollfd{err.reader(), POLLIN, 0},
                                    pollfd{in.writer(), POLLOUT, 0}};
        if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) { return; }
        if (waits[0].revents != 0 && !take(out.reader(), result.out)) { out.close_reader(); }
        if (waits[1].revents != 0 && !take(err.reader(), result.err)) { err.close_reader(); }
        if (waits[2].revents == 0) { continue; }
        const ssize_t count = ::write(in.writer(), input.data() + fed, input.size() - fed);
        if (count > 0) { fed += static_cast<std::size_t>(count); }
        // A program need not read all of its input.
        const bool broken = count < 0 && errno != EAGAIN && errno != EINTR;
        if (broken || fed == input.size()) { in.close_writer(); }
    }
}

void wait_for(pid_t child, ProgramResult& result) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno == EINTR) { continue; }
        result.failure = std::strerror(errno);
        return;
    }
    if (WIFEXITED(status)) {
        result.status = WEXITSTATUS(status);
    } else if (WIFSIGNALED(status)) {
        result.failure = std::string("ended by the signal ") + ::strsignal(WTERMSIG(status));
    }
}

/// Becomes the program, or tells the parent why not. Only calls that are safe after fork().
[[noreturn]] void become(const std::vector<char*>& words, const std::string& directory,
                         int failed) {
    if (directory.empty() || ::chdir(directory.c_str()) == 0) {
        ::execvp(words.front(), words.data());
    }
    const int reason = errno;
    const ssize_t told = ::write(failed, &reason, sizeof reason);
    ::_exit(told == sizeof reason ? 127 : 126);
}

ProgramResult run_real_program(const ProgramCall& call) {
    ProgramResult result;
    std::vector<char*> words;
    for (const std::string& word : call.words) { words.push_back(const_cast<char*>(word.c_str())); }
    words.push_back(nullptr);
    Pipe in;
    Pipe out;
    Pipe err;
    Pipe failed;
    if (!in.is_open() || !out.is_open() || !err.is_open() || !failed.is_open()) {
        result.failure = std::strerror(errno);
        return result;
    }
    ::signal(SIGPIPE, SIG_IGN);
    const pid_t child = ::fork();
    if (child < 0) {
        result.failure = std::strerror(errno);
        return result;
    }
    if (child == 0) {
        ::signal(SIGPIPE, SIG_DFL);
        if (!call.interactive) {
            ::dup2(in.reader(), STDIN_FILENO);
            ::dup2(out.writer(), STDOUT_FILENO);
            ::dup2(err.writer(), STDERR_FILENO);
        }
        become(words, call.directory, failed.writer());
    }
    in.close_reader();
    out.close_writer();
    err.close_writer();
    failed.close_writer();
    int reason = 0;
    const bool started = ::read(failed.reader(), &reason, sizeof reason) <= 0;
    if (started && !call.interactive) { converse(call.input, in, out, err, result); }
    wait_for(child, result);
    if (!started) {
        result.status = -1;
        result.failure = reason == ENOENT ? "there is no such program" : std::strerror(reason);
    }
    return result;
}

}  // namespace

void connect(World& world) {
    world.environment = [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
    world.now = time_in;
    world.random = random_number;
    world.run_program = run_real_program;
    world.output_is_terminal = ::isatty(STDOUT_FILENO) == 1;
    world.error_is_terminal = ::isatty(STDERR_FILENO) == 1;
}

}  // namespace retort::driver
