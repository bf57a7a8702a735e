// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/schema/operation.h"
#include "compiler/schema/schema.h"

#include <optional>
#include <string>
#include <vector>

namespace retort::schema {

/// The operations that lead from the schema after `operation` back to `before`, in the order in
/// which they run; they need no span. `operation` must have been applied (its names are filled in).
/// Nullopt, with a diagnostic that says what to write, where only the author can know (raw SQL,
/// update and delete without `reverse`).
[[nodiscard]] std::optional<std::vector<Operation>> invert(const Operation& operation,
                                                           const Schema& before,
                                                           Diagnostics& diagnostics);

/// What running `operation` discards that no script can bring back ("the values of users.bio"), one
/// entry each; empty for most. `before` is the schema that it runs on.
[[nodiscard]] std::vector<std::string> data_loss(const Operation& operation, const Schema& before);

/// Values that a derived operation makes up for those that are gone ("users.age is 0"), one entry
/// each.
[[nodiscard]] std::vector<std::string> invented_values(const Operation& operation,
                                                       const Schema& after);

/// The statement that creates the table as it is, without its indexes and comments.
[[nodiscard]] CreateTable create_statement(const Table& table);

/// The statements that create the table with everything on it: constraints, indexes, comments.
[[nodiscard]] std::vector<Operation> create_statements(const Table& table);

}  // namespace retort::schema
