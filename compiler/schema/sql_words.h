// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/names.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Definitions that are kept as text (views, triggers, policies, grants) are read just closely
// enough to see which tables and columns they name, and to let them follow a rename. Used inside
// this folder only.

namespace retort::schema {

/// A word, name, string or symbol of SQL text; comments and white space are left out.
struct SqlWord {
    enum class Kind : unsigned char { Word, Quoted, String, Number, Symbol };
    Kind kind = Kind::Symbol;
    std::string text;  ///< Word: as written; Quoted: without its quotes
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] bool is_name() const { return kind == Kind::Word || kind == Kind::Quoted; }
    /// The keyword or symbol, ASCII case ignored.
    [[nodiscard]] bool is(std::string_view word) const;
};

[[nodiscard]] std::vector<SqlWord> split_sql(std::string_view sql);

/// ASCII letters in lower case, as PostgreSQL folds what is not quoted.
[[nodiscard]] std::string lower_case(std::string_view text);
/// The name as the database knows it: lower case where it is not quoted.
[[nodiscard]] std::string folded(const SqlWord& word);
/// Whether the word means this name to the database: case is ignored where it is not quoted.
[[nodiscard]] bool names_it(const SqlWord& word, std::string_view name);

/// A place in a query that names a table, and the alias that it has there.
struct TableUse {
    std::size_t name = 0;               ///< index of the word that is the table's own name
    std::optional<std::size_t> schema;  ///< index of the word before the dot
    std::string alias;
};

/// The places where a query reads a table of this name (after `from`, `join`, a comma between
/// them).
[[nodiscard]] std::vector<TableUse> table_uses(const std::vector<SqlWord>& words,
                                               const QualifiedName& table);

/// The text with a table's new name in the words at `places`, with its schema where that is another
/// one.
[[nodiscard]] std::string rename_table_at(const std::string& text,
                                          const std::vector<std::size_t>& places,
                                          const QualifiedName& from, const QualifiedName& to);
/// The text with a column's new name where it is used. A column that a query selects keeps its old
/// name in the result (`new as old`), as it does in the database.
[[nodiscard]] std::string rename_column_in_query(const std::string& query,
                                                 const std::vector<std::size_t>& uses,
                                                 const std::string& from, const std::string& to);
/// The text with a name in place of the words at `places`. Those in `exposed` keep what they are
/// called: `new as old`.
[[nodiscard]] std::string rename_at(const std::string& text, const std::vector<std::size_t>& places,
                                    const std::vector<std::size_t>& exposed,
                                    const std::string& from, const std::string& to);
/// The text in lower case outside of quotes, and without quotes that no name needs: texts that are
/// equal so mean the same.
[[nodiscard]] std::string in_plain_spelling(const std::string& text);
/// The text with every name `from` that is not part of a longer dotted name of something else
/// replaced: for privileges.
[[nodiscard]] std::string rename_word(const std::string& text, const std::string& from,
                                      const std::string& to);

/// A name as SQL text: quoted where it must be.
[[nodiscard]] std::string sql_name(const std::string& name);

}  // namespace retort::schema
