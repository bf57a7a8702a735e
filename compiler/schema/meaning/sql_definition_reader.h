// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/meaning/sql_tree.h"
#include "compiler/schema/sql_reader.h"
#include "compiler/schema/sql_words.h"

#include <string>
#include <string_view>
#include <vector>

// What those share that read definitions kept as text. Used inside this folder only.

namespace retort::schema {

using Words = std::vector<SqlWord>;

/// The words of a definition, and the text that they are from.
struct Definition : private SqlReader {
    Definition(const std::string& definition, const Words& split)
        : SqlReader(split), text(definition), words(split), end(split.size()) {}

    using SqlReader::closing;
    using SqlReader::find;
    using SqlReader::is;

    [[nodiscard]] std::string part(std::size_t from, std::size_t to) const {
        return from < to && to <= words.size()
                   ? text.substr(words[from].begin, words[to - 1].end - words[from].begin)
                   : std::string();
    }
    bool take(std::string_view word) {
        if (at >= end || !words[at].is(word)) { return false; }
        ++at;
        return true;
    }

    const std::string& text;
    const Words& words;
    std::size_t at = 0;
    std::size_t end;
};

/// A literal's content, whatever quotes it has.
inline std::string body_of(std::string_view literal) {
    const auto tree = read_sql_expression(literal);
    return tree && tree->kind == SqlTree::Kind::String ? tree->text : std::string(literal);
}

}  // namespace retort::schema
