// SPDX-License-Identifier: Apache-2.0
#include "compiler/source/file_system.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace retort::source {
namespace {

/// A directory that is gone after the test.
class Directory {
public:
    Directory() {
        std::string pattern = (std::filesystem::temp_directory_path() / "retort-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;
    ~Directory() { std::filesystem::remove_all(path_); }
    [[nodiscard]] std::string operator/(const std::string& name) const {
        return path_ + "/" + name;
    }

private:
    std::string path_;
};

/// Both file systems keep the same promises.
void expect_promises(FileSystem& files, const std::string& root) {
    EXPECT_EQ(files.write(root + "/b/two.mig", "2"), std::nullopt);
    EXPECT_EQ(files.write(root + "/a/one.mig", "1"), std::nullopt);
    EXPECT_EQ(files.write(root + "/a/other.txt", "x"), std::nullopt);
    EXPECT_EQ(files.write(root + "/a/one.mig", "one"), std::nullopt);
    EXPECT_EQ(std::get<std::string>(files.read(root + "/a/one.mig")), "one");
    const auto listed = std::get<std::vector<std::string>>(files.list(root, ".mig"));
    EXPECT_EQ(listed, (std::vector<std::string>{root + "/a/one.mig", root + "/b/two.mig"}));
    EXPECT_EQ(std::get<FileError>(files.read(root + "/a")).reason, "it is a directory");
    EXPECT_EQ(std::get<FileError>(files.read(root + "/none")).reason, "no such file");
    EXPECT_EQ(std::get<FileError>(files.list(root + "/none", ".mig")).reason, "no such file");
    EXPECT_EQ(files.write(root + "/a", "x")->reason, "it is a directory");
    EXPECT_TRUE(files.exists(root + "/a"));
    EXPECT_EQ(files.remove(root + "/a/one.mig"), std::nullopt);
    EXPECT_FALSE(files.exists(root + "/a/one.mig"));
    EXPECT_EQ(files.remove(root + "/a/one.mig")->reason, "no such file");
}

}  // namespace

inline bool operator==(const FileError& a, const FileError& b) {
    return a.reason == b.reason;
}

namespace {

TEST(FileSystem, TheDiskKeepsItsPromises) {
    const Directory directory;
    RealFileSystem files;
    expect_promises(files, directory / "root");
}

TEST(FileSystem, MemoryKeepsTheSamePromises) {
    MemoryFileSystem files;
    expect_promises(files, "root");
}

TEST(FileSystem, AFailedWriteLeavesNothingBeside) {
    const Directory directory;
    RealFileSystem files;
    ASSERT_EQ(files.write(directory / "d/file", "x"), std::nullopt);
    EXPECT_NE(files.write(directory / "d/file/below", "x"), std::nullopt);
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator(directory / "d")) {
        ++count;
    }
    EXPECT_EQ(count, 1U);
}

}  // namespace
}  // namespace retort::source
