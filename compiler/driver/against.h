// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/context.h"

#include <optional>
#include <string>
#include <vector>

namespace retort::driver {

/// The history that the work tree's files and those of another git revision give together, as a
/// merge of the two would, revision by revision.
struct JointHistory {
    std::string name;  ///< the other side, as it was asked for
    std::vector<revisions::Revision> revisions;
    std::vector<std::string> here;   ///< identifiers that only the work tree has, in file order
    std::vector<std::string> there;  ///< identifiers that only the other side has
};

/// Reads the other side from git's objects and joins it with the revision files that are open.
/// Revisions that both sides changed, or that one changed and the other removed, are reported.
/// Nullopt where git or a file cannot be read.
[[nodiscard]] std::optional<JointHistory> join_with(Context& context, const project::Target& target,
                                                    const std::string& git_revision);

}  // namespace retort::driver
