// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/context.h"

#include <optional>
#include <vector>

// Whether an imported history holds where it is put.

namespace retort::driver {

/// The revisions that are there already: what `import` continues.
struct ExistingHistory {
    std::vector<revisions::Revision> revisions;
    schema::Schema schema;  ///< with all of them applied
};

/// Parses and applies the project's revisions. Nullopt, with a report, where they have errors.
[[nodiscard]] std::optional<ExistingHistory> read_existing(Context& context,
                                                           const project::Target& target);

/// Compiles the history with the imported revisions in it. Scripts do not print what a revision
/// depends on: where one needs what another made, that one is added to `imported` as a dependency.
/// What does not hold all the same is told as warnings. False, with a report, where the revisions
/// do not hang together.
[[nodiscard]] bool check_import(Context& context, const project::Target& target,
                                const std::vector<revisions::Revision>& existing,
                                std::vector<revisions::Revision>& imported);

}  // namespace retort::driver
