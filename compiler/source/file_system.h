// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace retort::source {

/// Why a file could not be read or written, in words for a diagnostic ("is a directory",
/// "permission denied", "no such file").
struct FileError {
    std::string reason;
};

/// The compiler's only door to files. Paths use `/`.
class FileSystem {
public:
    virtual ~FileSystem() = default;
    /// The whole file in one read.
    [[nodiscard]] virtual std::variant<std::string, FileError> read(
        const std::string& path) const = 0;
    /// Files below `directory` (recursive) whose name ends in `suffix`, sorted by path bytes.
    [[nodiscard]] virtual std::variant<std::vector<std::string>, FileError> list(
        const std::string& directory, std::string_view suffix) const = 0;
    /// Writes beside the target and renames, so that a reader sees the old bytes or the new ones.
    /// Missing directories are made. Returns the error, if any.
    virtual std::optional<FileError> write(const std::string& path, std::string_view bytes) = 0;
    virtual std::optional<FileError> remove(const std::string& path) = 0;
    /// Puts `from` in the place of `to` at once, whether `to` exists or not.
    virtual std::optional<FileError> rename(const std::string& from, const std::string& to) = 0;
    [[nodiscard]] virtual bool exists(const std::string& path) const = 0;
    /// The absolute path with symbolic links followed; empty where the file does not exist.
    [[nodiscard]] virtual std::string real_path(const std::string& path) const = 0;
};

/// The disk.
class RealFileSystem final : public FileSystem {
public:
    [[nodiscard]] std::variant<std::string, FileError> read(const std::string& path) const override;
    [[nodiscard]] std::variant<std::vector<std::string>, FileError> list(
        const std::string& directory, std::string_view suffix) const override;
    std::optional<FileError> write(const std::string& path, std::string_view bytes) override;
    std::optional<FileError> remove(const std::string& path) override;
    std::optional<FileError> rename(const std::string& from, const std::string& to) override;
    [[nodiscard]] bool exists(const std::string& path) const override;
    [[nodiscard]] std::string real_path(const std::string& path) const override;
};

/// Files in memory, for tests.
class MemoryFileSystem final : public FileSystem {
public:
    std::map<std::string, std::string> files;

    [[nodiscard]] std::variant<std::string, FileError> read(const std::string& path) const override;
    [[nodiscard]] std::variant<std::vector<std::string>, FileError> list(
        const std::string& directory, std::string_view suffix) const override;
    std::optional<FileError> write(const std::string& path, std::string_view bytes) override;
    std::optional<FileError> remove(const std::string& path) override;
    std::optional<FileError> rename(const std::string& from, const std::string& to) override;
    [[nodiscard]] bool exists(const std::string& path) const override;
    [[nodiscard]] std::string real_path(const std::string& path) const override;
};

}  // namespace retort::source
