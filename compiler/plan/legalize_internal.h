// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/plan/plan.h"

#include <string>
#include <vector>

// Parts of legalize, a file a theme.

namespace retort::plan::internal {

/// A step that was taken apart, in the order in which its pieces run.
using Steps = std::vector<Step>;

/// Wraps an operation that legalize made itself.
[[nodiscard]] Step make_step(schema::OperationKind kind, Span span, const schema::Schema& before,
                             const schema::Schema& after);

/// `alter table` where the database cannot do every action: renames and what it can do stay as
/// statements of their own, the rest of the actions is one rebuild.
[[nodiscard]] Steps legalize_alter_table(const Step& step, const schema::AlterTable& alter,
                                         const Capabilities& capabilities);

/// Drops of the views and triggers that a cascade takes along, rebuilds of the tables other than
/// `table` that it changes (they lose a foreign key, or a column), and then the `rest`.
[[nodiscard]] Steps spell_out_cascade(const Step& step, const QualifiedName& table, Steps rest);

/// Drops of the views, functions, triggers and policies that the step's `cascade` takes along, and
/// then the step: a script says what goes, and the server's own idea of what depends on what does
/// not matter.
[[nodiscard]] Steps drop_code_first(Step step);

/// A rebuild that copies every column as it is.
[[nodiscard]] Step make_rebuild(const schema::Table& before, const schema::Table& after, Span span,
                                const schema::Schema& schema_before,
                                const schema::Schema& schema_after);

/// Rebuilds of every table with a column of the enum, whose check follows its values.
/// `from` becomes `to` in the rows; both empty: only the list of values changes.
[[nodiscard]] Steps rebuild_for_enum(const Step& step, const QualifiedName& type,
                                     const std::string& from, const std::string& to, Span span);

[[nodiscard]] schema::Expr column_expression(const std::string& name);
[[nodiscard]] schema::Expr string_expression(const std::string& text);

}  // namespace retort::plan::internal
