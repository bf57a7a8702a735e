// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// SQL that the user wrote as text: how it falls into statements, and what psql would read in it.

namespace retort::dialects::postgresql {

/// One statement of a text, and what is known of it without understanding it.
struct TextStatement {
    std::string text;                ///< trimmed, without the final `;`
    std::vector<std::string> words;  ///< its first words outside quotes and comments, lower case
};

/// Cuts at the `;` outside quotes, comments, parentheses and `begin atomic … end`.
[[nodiscard]] std::vector<TextStatement> split_statements(std::string_view text);

/// Whether the statement begins or ends a transaction block.
[[nodiscard]] bool controls_transaction(const TextStatement& statement);
/// Whether the statement may run inside a transaction block.
[[nodiscard]] bool is_transactional(const TextStatement& statement);
/// Whether running it a second time does no harm (`vacuum`, `reindex`, `analyze`).
[[nodiscard]] bool is_repeatable(const TextStatement& statement);
/// The literal that `alter type … add value` adds, as written; empty for any other statement.
[[nodiscard]] std::string added_enum_literal(const TextStatement& statement);

/// Calls `visit` for every word outside quotes and comments that no `.` joins to another, as
/// written, with whether `(` follows it.
void for_each_bare_word(std::string_view text,
                        const std::function<void(std::string_view word, bool is_called)>& visit);

/// The tokens outside of comments: words, quoted names, strings, single symbols.
[[nodiscard]] std::vector<std::string_view> tokens_of(std::string_view text);

/// ASCII letters in upper case.
[[nodiscard]] std::string upper(std::string_view text);

/// Which text `upper_key_words` reads: in the others' heads, other words are key words.
enum class TextPart : unsigned char {
    ViewHead,
    RoutineHead,
    Privileges,
    PartitionBound,
    TableAction,
};
/// The text with its key words in upper case, as far as they stand outside quotes, comments and
/// parentheses and before the body of a view or routine.
[[nodiscard]] std::string upper_key_words(std::string_view text, TextPart part);

/// `[a:b]` becomes `[a: b]` outside quotes: psql takes `:b` for one of its variables.
[[nodiscard]] std::string protect_colons(std::string_view text);
/// The last token is a comment.
[[nodiscard]] bool ends_in_comment(std::string_view text);
/// A backslash outside quotes and comments, which psql takes for a command of its own.
[[nodiscard]] bool has_stray_backslash(std::string_view text);

}  // namespace retort::dialects::postgresql
