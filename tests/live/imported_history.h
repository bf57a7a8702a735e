// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/revision_graph.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace retort::live {

/// What `retort import alembic` makes of printed scripts, in memory.
struct ImportedHistory {
    std::vector<std::string> files;              ///< revision files, in the order of their paths
    std::map<std::string, std::string> by_path;  ///< the same by their paths
    std::set<std::string> irreversible;
    std::set<std::string> as_printed;  ///< those with a downgrade block
    /// What was printed, by revision: each runs alone.
    std::map<std::string, std::string> scripts;
    std::map<std::string, std::string> scripts_back;
    std::string summary;
    std::string warnings;
};

/// The scripts that `alembic … --sql` prints for the history in tests/live/imported_history.
struct PrintedScripts {
    std::string up;
    std::string down;
    std::string listing;  ///< of `alembic history --verbose`
};
/// Runs Debian's alembic; `settings` are its `-x` words. Throws where it fails.
[[nodiscard]] std::string run_alembic(const std::string& arguments,
                                      const std::vector<std::string>& settings);
[[nodiscard]] PrintedScripts print_history(const std::string& dialect,
                                           const std::vector<std::string>& settings = {});

/// Imports them into a project for the dialect; a listing that is empty is left out, `settings` are
/// lines of its configuration. Throws where that fails.
[[nodiscard]] ImportedHistory import_history(const std::string& dialect, const std::string& up,
                                             const std::string& down,
                                             const std::string& listing = {},
                                             const std::string& settings = {});

/// The word that undoes one revision, which nothing stands on, and nothing else.
[[nodiscard]] std::string one_down(const revisions::RevisionGraph& graph, const std::string& id);

}  // namespace retort::live
