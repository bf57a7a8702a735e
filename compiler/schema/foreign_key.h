// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/table.h"

// Which keys foreign keys can refer to.

namespace retort::schema {

/// The same columns, in whatever order.
[[nodiscard]] bool same_columns(const std::vector<Name>& a, const std::vector<Name>& b);

/// The constraint is a primary or unique key that the foreign key can refer to: over the columns
/// that it names and, where it speaks of periods, over the same one (transformFkeyCheckAttrs in
/// PostgreSQL's tablecmds.c).
[[nodiscard]] bool serves(const Constraint& key, const Constraint& foreign);

}  // namespace retort::schema
