// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace retort::project {

/// What `init` starts a project from.
enum class ProjectTemplate : unsigned char {
    Generic,        ///< one database
    MultiDatabase,  ///< several
};

/// A file that does not exist yet, path relative to the project.
struct NewFile {
    std::string path;
    std::string text;
};

/// The files of a new project: a configuration that can be used as it stands, and a directory for
/// its migrations with a page about how to work with them.
[[nodiscard]] std::vector<NewFile> new_project_files(ProjectTemplate kind);

}  // namespace retort::project
