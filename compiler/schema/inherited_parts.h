// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/apply/context.h"

// A partition has the indexes and constraints of the table that it hangs on. The model keeps them
// there alone; when the partition is detached they are its own. So it is with the checks of a table
// that others inherit from. Used inside this folder only.

namespace retort::schema {

/// The same part of two tables, but for its name (and an index' comment and `only`).
[[nodiscard]] bool same_part(const Index& a, const Index& b);
[[nodiscard]] bool same_part(const Constraint& a, const Constraint& b);

/// The child is attached: what it has exactly as the parent would have made it is the parent's.
void hand_to_parent(Applying& a, const Table& parent, const QualifiedName& child);

/// The child is detached, and keeps what it had from the parent, under PostgreSQL's names for it.
void keep_from_parent(Applying& a, const Table& parent, const QualifiedName& child);

/// The checks that the table has from those that it inherits from, and they from theirs
/// (https://www.postgresql.org/docs/current/ddl-inherit.html).
[[nodiscard]] std::vector<Constraint> inherited_checks(const Schema& schema, const Table& table);

/// Reports a unique key of the tables that this one is a partition of, which it could not check
/// over its own partitions.
void check_keys_of_parents(Applying& a, const Table& table, Span where);

/// It is the table itself, or one from which that is a partition or inherits.
[[nodiscard]] bool descends_from(const Schema& schema, const QualifiedName& table,
                                 const QualifiedName& ancestor);
/// `inherit`: reports the column or check of the parent that the child lacks.
void apply_inherit(Applying& a, const QualifiedName& child, const QualifiedName& parent);
/// `no inherit`: the child keeps all that it had.
void apply_no_inherit(Applying& a, const QualifiedName& child, const QualifiedName& parent);

}  // namespace retort::schema
