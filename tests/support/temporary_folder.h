// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace retort::support {

/// Where databases go that live as long as a test: a file system in memory with room enough, where
/// there is one and TMPDIR does not say otherwise. Making and dropping thousands of small files on
/// disk takes as long as all that the database does besides.
[[nodiscard]] std::filesystem::path scratch_root();

/// A fresh folder, removed with everything in it. Its name has the number of this process: what
/// one that was killed has left behind goes when the next folder is made beside it.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::filesystem::path& parent = scratch_root());
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path file(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

}  // namespace retort::support
