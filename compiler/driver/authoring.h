// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/context.h"
#include "compiler/project/new_revision.h"

#include <optional>
#include <string>
#include <vector>

// What the commands that make and open revision files share.

namespace retort::driver {

/// `path`, which is relative to the project, as it is named from the working directory.
[[nodiscard]] std::string path_from_here(const Context& context, const std::string& path);

/// The time as the configured zone shows it. Nullopt, with a report, where there is no such zone.
[[nodiscard]] std::optional<project::WallTime> time_now(Context& context);

/// The header of a new revision: identifier, message, labels as asked for on the command line; time
/// and author from outside. Nullopt, with a report, where something is wrong with them.
[[nodiscard]] std::optional<revisions::RevisionHeader> new_header(
    Context& context, const revisions::RevisionGraph& graph);

/// Where a new file goes, relative to the project: beside that of its first parent. Nullopt, with a
/// report, where something is there already.
[[nodiscard]] std::optional<std::string> new_path(Context& context, const project::Target& target,
                                                  const revisions::RevisionGraph& graph,
                                                  const revisions::RevisionHeader& header);

/// Writes the file, runs the configured commands on it, opens it in the editor where asked to, and
/// says its path. Where a command fails that is reported, and the file stays.
[[nodiscard]] ExitStatus finish_new_file(Context& context, const std::string& path,
                                         const std::string& text);

/// Opens a file of the project in the user's editor and waits for it. False, with a report, where
/// there is none or it fails.
[[nodiscard]] bool open_editor(Context& context, const std::string& path);

}  // namespace retort::driver
