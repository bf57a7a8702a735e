// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/driver.h"
#include "compiler/source/file_system.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace retort::driver {

/// What git said no to, in its own words.
struct GitError {
    std::string task;  ///< what was asked of it: `find the revision "main"`
    std::string reason;
};

/// The files of a git commit below a directory of its work tree, read from git's objects: nothing
/// is checked out. All paths are `NAME:/path`, where NAME is the commit's in messages and the path
/// is relative to the directory.
class GitFiles final : public source::FileSystem {
public:
    /// Lists the files of `commit` below `directory`, and reads those that end in `.mig` or `.sql`.
    [[nodiscard]] static std::variant<GitFiles, GitError> open(const World& world,
                                                               const std::string& directory,
                                                               const std::string& commit,
                                                               std::string name);

    /// `path` (`.`: the directory itself) as it is called here.
    [[nodiscard]] std::string path_of(std::string_view path) const;

    [[nodiscard]] std::variant<std::string, source::FileError> read(
        const std::string& path) const override;
    [[nodiscard]] std::variant<std::vector<std::string>, source::FileError> list(
        const std::string& directory, std::string_view suffix) const override;
    std::optional<source::FileError> write(const std::string& path,
                                           std::string_view bytes) override;
    std::optional<source::FileError> remove(const std::string& path) override;
    std::optional<source::FileError> rename(const std::string& from,
                                            const std::string& to) override;
    [[nodiscard]] bool exists(const std::string& path) const override;
    [[nodiscard]] std::string real_path(const std::string& path) const override;

private:
    std::string name_;
    std::map<std::string, std::string, std::less<>> texts_;  ///< by path with the name
};

/// The commit that a git revision names, as a full hash.
[[nodiscard]] std::variant<std::string, GitError> find_commit(const World& world,
                                                              const std::string& directory,
                                                              const std::string& revision);

/// The best common ancestor of the work tree's commit and another; empty where there is none.
[[nodiscard]] std::variant<std::string, GitError> find_merge_base(const World& world,
                                                                  const std::string& directory,
                                                                  const std::string& commit);

}  // namespace retort::driver
