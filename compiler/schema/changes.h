// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"
#include "compiler/schema/schema.h"

#include <vector>

namespace retort::schema {

/// The operations that lead from one schema to the other, in an order in which they can run: what
/// is in the way goes first, what is needed comes first. One `alter table` a table, as far as
/// possible. Names are taken as they are: a rename looks like a drop and a create. Nothing for what
/// both share.
[[nodiscard]] std::vector<Operation> changes(const Schema& from, const Schema& to);

/// Whether a value of one type is put into a column of the other without a `using` clause, and the
/// expression that does it where not.
[[nodiscard]] Box<Expr> conversion(const Schema& schema, const Name& column, const Type& from,
                                   const Type& to);

}  // namespace retort::schema
