// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/names.h"

#include <string>
#include <string_view>
#include <vector>

namespace retort::dialects {

/// SQL source text that was written in this program's own source: the only text that may enter a
/// statement unquoted. The constructor is consteval, so a run-time string cannot become one.
struct Raw {
    template <std::size_t N>
    consteval Raw(const char (&text)[N]) : value(text, N - 1) {}  // NOLINT: implicit on purpose
    std::string_view value;
};

/// How a dialect spells names and literals.
struct QuotingRules {
    /// Whether a name must be quoted although its characters would not need it (a reserved word).
    bool (*is_reserved)(std::string_view lower_case_name);
    /// String literals with a backslash need E'…' (PostgreSQL, whatever
    /// standard_conforming_strings).
    bool escape_strings;
    /// Carriage returns inside a literal are spelled char(13) (the sqlite3 shell drops them).
    bool char_function_for_cr;
};

/// Builds one SQL statement. The only place that quotes: names and literals cannot be corrupted or
/// injected whatever they hold.
class SqlWriter {
public:
    explicit SqlWriter(const QuotingRules& rules) : rules_(&rules) {}

    SqlWriter& raw(Raw text);
    /// Text that the user wrote as SQL (bodies of `execute`, views, functions), taken as it stands.
    SqlWriter& user_sql(std::string_view text);
    SqlWriter& name(std::string_view identifier);
    SqlWriter& name(const Name& identifier) { return name(identifier.text); }
    SqlWriter& name(const QualifiedName& identifier);
    SqlWriter& string(std::string_view value);
    SqlWriter& number(long long value);
    /// A word of SQL that this program chose at run time (`CASCADE`, `timestamptz`): letters,
    /// digits, spaces and `_` only, or this program has a defect.
    SqlWriter& word(std::string_view words);
    /// An operator, of operator characters only, and a number as it was written.
    SqlWriter& symbol(std::string_view characters);
    SqlWriter& digits(std::string_view number_text);
    /// `(a, b, c)` of names.
    SqlWriter& names(const std::vector<Name>& list);

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] std::string take() { return std::move(text_); }
    [[nodiscard]] const QuotingRules& rules() const { return *rules_; }

private:
    const QuotingRules* rules_;
    std::string text_;
};

/// The identifier as the dialect spells it: bare where it is lower case, starts with a letter or
/// `_`, and is not reserved; else in double quotes, `"` doubled.
[[nodiscard]] std::string quote_name(std::string_view identifier, const QuotingRules& rules);
[[nodiscard]] std::string quote_string(std::string_view value, const QuotingRules& rules);
/// `$tag$ … $tag$` with a tag that the body does not contain.
[[nodiscard]] std::string dollar_quote(std::string_view body, std::string_view tag);
/// One line for a `--` comment: control characters and line separators become spaces.
[[nodiscard]] std::string comment_line(std::string_view text);

}  // namespace retort::dialects
