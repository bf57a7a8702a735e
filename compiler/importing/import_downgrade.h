// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/importing/import_statements.h"
#include "compiler/revisions/revision.h"

#include <string>
#include <string_view>
#include <vector>

namespace retort::importing {

/// What is known of a revision when its way back is chosen.
struct PrintedWayBack {
    bool printed = false;        ///< there is a downgrade, even if it does nothing
    std::string missing_reason;  ///< why there is none, where somebody said so
    std::vector<ReadStatement> statements;
    std::string_view text;  ///< of the script that they stand in
};

/// Chooses how the revision is undone, and says so in `revision`: by what is derived where that
/// leads to the schema before (statements of `applied` are given a `reverse` where the printed way
/// back has it, or shows that nothing is wanted), by the printed statements, or not at all. Returns
/// what a person should know of it; empty where there is nothing to say.
[[nodiscard]] std::string choose_downgrade(std::vector<AppliedOperation>& applied,
                                           PrintedWayBack back, const schema::Schema& before,
                                           const schema::Schema& after, const ImportRules& rules,
                                           revisions::Revision& revision);

}  // namespace retort::importing
