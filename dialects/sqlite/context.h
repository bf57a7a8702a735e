// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/schema/schema.h"
#include "dialects/dialect.h"

#include <string>
#include <string_view>

namespace retort::dialects::sqlite {

/// The second number of SQLite's version: 40 is 3.40. There is no newest: what a version of SQLite
/// 3 reads, all later ones do.
inline constexpr int kOldestVersion = 25;
inline constexpr int kDefaultVersion = 40;

/// What every part of the emitter needs to know about the step at hand.
struct Context {
    int version = kDefaultVersion;
    const DialectOptions* options = nullptr;
    const schema::Schema* before = nullptr;
    const schema::Schema* after = nullptr;
    Diagnostics* diagnostics = nullptr;
    Span span;  ///< of the statement, for what has no place of its own

    [[nodiscard]] Span place(Span own) const { return own.known() ? own : span; }
    /// The enum by this name, before or after the step.
    [[nodiscard]] const schema::EnumType* find_enum(const QualifiedName& name) const;
    [[nodiscard]] const schema::Domain* find_domain(const QualifiedName& name) const;
    /// The table as it is after the step or, where it is gone then, before.
    [[nodiscard]] const schema::Table* find_table(const QualifiedName& name) const;
};

/// "3.40".
[[nodiscard]] std::string version_text(int version);

/// The name as a statement spells it. A schema is an error, unless it is the one that the target
/// takes for granted: a SQLite database has none.
[[nodiscard]] std::string table_name(const Context& context, const QualifiedName& name);

/// Reports that the target's version lacks `what`; returns whether it has it.
bool require_version(const Context& context, Span where, std::string_view what, int version);

/// Reports what SQLite cannot do, with the way out.
void report_cannot(const Context& context, Span where, std::string_view what);
/// The same for a piece of a statement, where `by_dialect` is a way out besides.
void report_cannot_say(const Context& context, Span where, std::string_view what);
/// SQL that is kept as text (views, triggers, sub-selects): reports a `::` outside of quotes and
/// comments, which no version of SQLite can read, and what the target's version cannot.
void check_kept_sql(const Context& context, Span where, std::string_view sql);
/// Words, numbers, quoted text and symbols of SQL.
[[nodiscard]] std::size_t count_tokens(std::string_view sql);

}  // namespace retort::dialects::sqlite
