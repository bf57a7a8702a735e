// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"

#include <set>
#include <string>

namespace retort::dialects::postgresql {

/// PostgreSQL does not run the actions of one ALTER TABLE as they are written, but in passes: first
/// all that drops, then changes of types, new columns, and so on. What an action names, and the
/// passes that it takes part in.
struct Reach {
    int first = 0;
    int last = 0;
    std::set<std::string> names;  ///< of columns and constraints
};

/// `table` is as the action finds it; null where it is not known.
[[nodiscard]] Reach reach_of(const schema::TableAction& action, const schema::Table* table);

/// In one statement, the later action would run before the earlier one, and they have to do with
/// each other: they must be two statements.
[[nodiscard]] bool changes_places(const Reach& earlier, const Reach& later);

}  // namespace retort::dialects::postgresql
