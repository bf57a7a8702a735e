// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"
#include "compiler/schema/schema.h"

#include <vector>

namespace retort::schema {

/// What a new column that refuses nulls and has no default is to hold in the rows that are there.
enum class MissingValues : unsigned char {
    MadeUp,  ///< some value that is allowed: for what undoes a change, whose values are gone anyway
    Open,    ///< nothing: a person decides, and until then the statement stops where there are rows
};

/// The operations that lead from one schema to the other, in an order in which they can run: what
/// is in the way goes first, what is needed comes first. One `alter table` a table, as far as
/// possible; what is in the way of a change (a view of a column that gets another type) goes before
/// it and comes back after. Names are taken as they are: a rename looks like a drop and a create,
/// but for constraints and indexes that differ in nothing else. Nothing for what both share.
[[nodiscard]] std::vector<Operation> changes(const Schema& from, const Schema& to,
                                             MissingValues missing = MissingValues::MadeUp);

/// The column refuses nulls and gets no value by itself: adding it to rows needs one.
[[nodiscard]] bool needs_values(const Schema& schema, const Table& table, const Column& column);

/// Whether a value of one type is put into a column of the other without a `using` clause, and the
/// expression that does it where not.
[[nodiscard]] Box<Expr> conversion(const Schema& schema, const Name& column, const Type& from,
                                   const Type& to);

}  // namespace retort::schema
