// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/apply/context.h"

#include <functional>

// What goes together with a function or an extension: columns, defaults, constraints, indexes,
// views, triggers … that use it. Used inside this folder only.

namespace retort::schema {

/// How something that goes is recognized where it is used. Every function answers for one thing
/// as a whole (an expression with all its parts).
struct Uses {
    std::function<bool(const Expr&)> expression;
    std::function<bool(const CodeObject&)> code;
    std::function<bool(const Type&)> type;  ///< of a column
    /// A key of an index or exclusion constraint over the table: its operator class.
    std::function<bool(const Table&, const std::string& method, const IndexKey&)> key;
};

/// Reports the first user (without `cascade`), or takes all away from the model as the database
/// takes them away. False after a report.
bool release_users(Applying& a, const Uses& uses, const std::string& what, bool cascade,
                   Span where);

/// The same for a function or procedure. Where there is another one of that name, nobody can tell
/// which one a call means, and nothing is found.
bool release_routine(Applying& a, const CodeObject& routine, bool cascade, Span where);

/// Defaults that count on the sequence: reported, or gone with `cascade`.
bool release_sequence(Applying& a, const QualifiedName& sequence, const std::string& what,
                      bool cascade, Span where);

/// The same for all sequences that the table, or the column of it, owns and takes along; its own
/// defaults do not count.
bool release_owned_sequences(Applying& a, const QualifiedName& table, std::string_view column,
                             const std::string& what, bool cascade, Span where);

/// What depends on a type, or on a table's or view's row type, without being a column of a table:
/// functions and procedures.
bool release_routines(Applying& a, const QualifiedName& type, const std::string& what, bool cascade,
                      Span where);

/// The same for an extension, as far as it is known what it brings.
bool release_extension(Applying& a, const Name& extension, bool cascade);

/// The expression asks for the column's value, not only whether it is null.
[[nodiscard]] bool asks_for_value(const Expr& expr, std::string_view column);

/// Some part of the expression is so.
[[nodiscard]] bool any_part(const Expr& expr, const std::function<bool(const Expr&)>& test);

/// The text calls a function of this name.
[[nodiscard]] bool calls(std::string_view sql, const QualifiedName& function);
[[nodiscard]] bool calls(const Expr& expr, const QualifiedName& function);

}  // namespace retort::schema
