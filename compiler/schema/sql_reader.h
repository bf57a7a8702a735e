// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/sql_words.h"

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Finding one's way in the words of a definition that is kept as text. Used inside this folder
// only.

namespace retort::schema {

using Keywords = std::initializer_list<std::string_view>;
using SqlPart = std::pair<std::size_t, std::size_t>;  ///< words from … to before …

[[nodiscard]] bool is_any_word(const SqlWord& word, Keywords keywords);
/// Names are folded where they are not quoted.
[[nodiscard]] bool same_name(const SqlWord& a, const SqlWord& b);
/// An operand stands after it: after any other word, an alias.
[[nodiscard]] bool awaits_operand(const SqlWord& word);

class SqlReader {
public:
    explicit SqlReader(const std::vector<SqlWord>& words) : words_(words) {}

protected:
    static SqlWord word(std::string text);
    bool is(std::size_t at, std::string_view text) const;
    bool is_name(std::size_t at, std::size_t end) const;
    /// The parenthesis that closes the one at `at`, or `end`.
    std::size_t closing(std::size_t at, std::size_t end) const;
    /// The first of these words outside of parentheses, or `end`. The `from` of `is distinct from`
    /// is none.
    std::size_t find(std::size_t begin, std::size_t end, Keywords keywords) const;
    bool begins_query(std::size_t at, std::size_t end) const;
    /// `(a, b)`.
    std::vector<std::string> names_in(std::size_t open) const;
    /// The items of a list, cut at its commas.
    std::vector<SqlPart> items(std::size_t begin, std::size_t end) const;
    bool has_alias(SqlPart item) const;
    std::vector<std::string> aliases_in(std::size_t begin, std::size_t end) const;

    const std::vector<SqlWord>& words_;
};

}  // namespace retort::schema
