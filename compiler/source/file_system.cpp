// SPDX-License-Identifier: Apache-2.0
#include "compiler/source/file_system.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace retort::source {
namespace {

/// The reason in fixed words: strerror's depend on the locale.
FileError error_of(int number) {
    switch (number) {
        case ENOENT:
            return {"no such file"};
        case EACCES:
        case EPERM:
            return {"permission denied"};
        case EISDIR:
            return {"it is a directory"};
        case ENOTDIR:
            return {"a part of its path is not a directory"};
        case ENOSPC:
            return {"no space left on the device"};
        case EROFS:
            return {"the file system is read-only"};
        case ENAMETOOLONG:
            return {"its name is too long"};
        case ELOOP:
            return {"too many symbolic links"};
        default:
            return {"system error " + std::to_string(number)};
    }
}

/// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (value_ >= 0) { ::close(value_); }
    }
    [[nodiscard]] int get() const { return value_; }

private:
    int value_;
};

bool ends_with(std::string_view text, std::string_view suffix) {
    return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

/// Reads to the end; the first read takes the whole file where its size is known.
std::variant<std::string, FileError> read_all(int descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) { return error_of(errno); }
    if (S_ISDIR(status.st_mode)) { return error_of(EISDIR); }
    std::string bytes(static_cast<std::size_t>(std::max<off_t>(status.st_size, 0)) + 1, '\0');
    std::size_t used = 0;
    while (true) {
        const ssize_t count = ::read(descriptor, bytes.data() + used, bytes.size() - used);
        if (count < 0 && errno == EINTR) { continue; }
        if (count < 0) { return error_of(errno); }
        if (count == 0) { break; }
        used += static_cast<std::size_t>(count);
        if (used == bytes.size()) { bytes.resize(bytes.size() * 2); }
    }
    bytes.resize(used);
    return bytes;
}

std::optional<FileError> write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) { continue; }
        if (count < 0) { return error_of(errno); }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return std::nullopt;
}

}  // namespace

std::variant<std::string, FileError> RealFileSystem::read(const std::string& path) const {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) { return error_of(errno); }
    return read_all(file.get());
}

std::variant<std::vector<std::string>, FileError> RealFileSystem::list(
    const std::string& directory, std::string_view suffix) const {
    namespace fs = std::filesystem;
    std::error_code error;
    std::vector<std::string> paths;
    fs::recursive_directory_iterator walk(directory,
                                          fs::directory_options::follow_directory_symlink, error);
    if (error) { return error_of(error.value()); }
    for (const fs::recursive_directory_iterator end; walk != end; walk.increment(error)) {
        if (error) { return error_of(error.value()); }
        std::string path = walk->path().generic_string();
        if (ends_with(path, suffix)) { paths.push_back(std::move(path)); }
    }
    if (error) { return error_of(error.value()); }
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::optional<FileError> RealFileSystem::write(const std::string& path, std::string_view bytes) {
    namespace fs = std::filesystem;
    const fs::path target(path);
    std::error_code error;
    if (target.has_parent_path()) {
        fs::create_directories(target.parent_path(), error);
        if (error) { return error_of(error.value()); }
    }
    if (fs::is_directory(target, error)) { return error_of(EISDIR); }
    std::string beside = path + ".XXXXXX";
    {
        const Descriptor file(::mkstemp(beside.data()));
        if (file.get() < 0) { return error_of(errno); }
        std::optional<FileError> failure = write_all(file.get(), bytes);
        const mode_t mask = ::umask(0);
        ::umask(mask);
        if (!failure && ::fchmod(file.get(), static_cast<mode_t>(0666U & ~mask)) != 0) {
            failure = error_of(errno);
        }
        if (failure) {
            ::unlink(beside.c_str());
            return failure;
        }
    }
    if (::rename(beside.c_str(), path.c_str()) != 0) {
        const int number = errno;
        ::unlink(beside.c_str());
        return error_of(number);
    }
    return std::nullopt;
}

std::optional<FileError> RealFileSystem::remove(const std::string& path) {
    if (::unlink(path.c_str()) != 0) { return error_of(errno); }
    return std::nullopt;
}

std::optional<FileError> RealFileSystem::rename(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) { return error_of(errno); }
    return std::nullopt;
}

std::string RealFileSystem::real_path(const std::string& path) const {
    std::error_code error;
    std::filesystem::path real = std::filesystem::canonical(path, error);
    return error ? std::string() : real.generic_string();
}

bool RealFileSystem::exists(const std::string& path) const {
    return ::access(path.c_str(), F_OK) == 0;
}

std::variant<std::string, FileError> MemoryFileSystem::read(const std::string& path) const {
    const auto found = files.find(path);
    if (found != files.end()) { return found->second; }
    return exists(path) ? error_of(EISDIR) : error_of(ENOENT);
}

std::variant<std::vector<std::string>, FileError> MemoryFileSystem::list(
    const std::string& directory, std::string_view suffix) const {
    const std::string prefix = directory + "/";
    std::vector<std::string> paths;
    bool found = false;
    for (auto entry = files.lower_bound(prefix);
         entry != files.end() && entry->first.compare(0, prefix.size(), prefix) == 0; ++entry) {
        found = true;
        if (ends_with(entry->first, suffix)) { paths.push_back(entry->first); }
    }
    if (!found) { return error_of(files.count(directory) != 0 ? ENOTDIR : ENOENT); }
    return paths;
}

std::optional<FileError> MemoryFileSystem::write(const std::string& path, std::string_view bytes) {
    if (files.count(path) == 0 && exists(path)) { return error_of(EISDIR); }
    for (std::size_t at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1)) {
        if (files.count(path.substr(0, at)) != 0) { return error_of(ENOTDIR); }
    }
    files[path] = std::string(bytes);
    return std::nullopt;
}

std::optional<FileError> MemoryFileSystem::remove(const std::string& path) {
    if (files.erase(path) == 0) { return error_of(ENOENT); }
    return std::nullopt;
}

std::optional<FileError> MemoryFileSystem::rename(const std::string& from, const std::string& to) {
    const auto found = files.find(from);
    if (found == files.end()) { return error_of(ENOENT); }
    if (files.count(to) == 0 && exists(to)) { return error_of(EISDIR); }
    std::string bytes = std::move(found->second);
    files.erase(found);
    files[to] = std::move(bytes);
    return std::nullopt;
}

std::string MemoryFileSystem::real_path(const std::string& path) const {
    return exists(path) ? std::filesystem::path("/" + path).lexically_normal().generic_string()
                        : std::string();
}

bool MemoryFileSystem::exists(const std::string& path) const {
    if (files.count(path) != 0) { return true; }
    const auto below = files.lower_bound(path + "/");
    return below != files.end() && below->first.compare(0, path.size() + 1, path + "/") == 0;
}

}  // namespace retort::source
