// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/schema/naming.h"
#include "compiler/schema/operation.h"
#include "compiler/schema/schema.h"

#include <string>
#include <vector>

namespace retort::schema {

/// Checks `operation` against `schema` and changes the schema accordingly. What the author left to
/// convention (names of constraints and indexes, referenced columns of a foreign key) is filled
/// into the operation, so that what is emitted, inverted and replayed later is exact.
///
/// A mistake is reported at its place, with where the thing was created or dropped; the operation
/// is then skipped, or applied as far as it makes sense, so that nothing is reported that only
/// follows from it. Returns whether it was applied without an error.
///
/// Operations must be flat: `on DIALECT` and `by_dialect` resolved (see `flatten`). Raw SQL changes
/// nothing but what its `as { … }` declares.
bool apply(Operation& operation, Schema& schema, const NamingRules& naming,
           Diagnostics& diagnostics);

/// Names one object one way: where only `t` exists, `public.t` in `operation` becomes `t`, and the
/// other way round. `default_schema` is where names without a schema are looked up.
void resolve_schemas(Operation& operation, const Schema& schema, std::string_view default_schema);

/// Takes out of `operation` what `if exists` and `if not exists` make do nothing on this schema
/// (single actions of `alter table` too). False where nothing is left: such an operation is no part
/// of what runs.
[[nodiscard]] bool prune(Operation& operation, const Schema& schema);

/// One statement that drops several things (`drop table a, b`) drops them together: what only they
/// have of one another is not in the way. Brings such statements' operations, from `begin` on, into
/// an order in which each can be applied after the other; foreign keys in a circle go before.
/// Returns the end of the operations that belong together.
[[nodiscard]] std::size_t order_drops(std::vector<Operation>& operations, std::size_t begin,
                                      const Schema& schema, const NamingRules& naming,
                                      std::string_view default_schema);

/// The operations that concern `dialect`, in order: `on DIALECT` blocks opened or left out,
/// `by_dialect` types and expressions replaced by their arm (an error where there is none), raw SQL
/// for another dialect left out.
[[nodiscard]] std::vector<Operation> flatten(std::vector<Operation> operations,
                                             std::string_view dialect, Diagnostics& diagnostics);

/// Notes the types that a statement for another dialect makes: their names are known, though
/// nothing of this name exists here.
void note_foreign_types(const Operation& operation, Schema& schema);

}  // namespace retort::schema
