// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/created_by_text.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace retort::schema {
namespace {

using Words = std::vector<SqlWord>;

constexpr std::array<std::string_view, 16> kKinds = {"type",
                                                     "collation",
                                                     "aggregate",
                                                     "rule",
                                                     "conversion",
                                                     "publication",
                                                     "server",
                                                     "access method",
                                                     "event trigger",
                                                     "foreign table",
                                                     "table",
                                                     "foreign data wrapper",
                                                     "text search configuration",
                                                     "text search dictionary",
                                                     "text search parser",
                                                     "text search template"};

/// The word behind the kind; 0 where another kind stands there.
std::size_t behind_kind(const Words& words, std::string_view kind) {
    std::size_t at = 1;
    while (true) {
        const std::size_t space = kind.find(' ');
        if (at >= words.size() || !words[at].is(kind.substr(0, space))) { return 0; }
        ++at;
        if (space == std::string_view::npos) { return at; }
        kind.remove_prefix(space + 1);
    }
}

std::string between(const std::string& text, const Words& words, std::size_t first,
                    std::size_t last) {
    return text.substr(words[first].begin, words[last].end - words[first].begin);
}

/// The last word of a name that begins at `at`.
std::size_t end_of_name(const Words& words, std::size_t at) {
    while (at + 2 < words.size() && words[at + 1].is(".") && words[at + 2].is_name()) { at += 2; }
    return at;
}

/// From the parenthesis at `open` to the one that closes it; empty where there is none.
std::string between_parentheses(const std::string& text, const Words& words, std::size_t open) {
    std::size_t depth = 0;
    for (std::size_t at = open; at < words.size(); ++at) {
        if (words[at].is("(")) { ++depth; }
        if (words[at].is(")") && --depth == 0) { return between(text, words, open, at); }
        if (depth == 0) { break; }
    }
    return {};
}

/// `(integer, text)` behind an aggregate's name. Its old form has no such list.
std::string arguments(const std::string& text, const Words& words, std::size_t open) {
    std::string list = between_parentheses(text, words, open);
    if (list.empty()) { return list; }
    const std::size_t end = words[open].begin + list.size();
    const auto next = std::find_if(words.begin(), words.end(),
                                   [&](const SqlWord& word) { return word.begin >= end; });
    return next != words.end() && next->is("(") ? list : std::string();
}

/// The table behind `as on EVENT to`.
std::string rule_table(const std::string& text, const Words& words, std::size_t at) {
    for (; at + 1 < words.size(); ++at) {
        if (words[at].is("to") && words[at + 1].is_name()) {
            return between(text, words, at + 1, end_of_name(words, at + 1));
        }
    }
    return {};
}

}  // namespace

std::optional<CreatedByText> created_by_text(const Words& words) {
    if (words.empty() || !words.front().is("create")) { return std::nullopt; }
    for (const std::string_view kind : kKinds) {
        const std::size_t at = behind_kind(words, kind);
        if (at == 0 || at >= words.size() || !words[at].is_name()) { continue; }
        const bool may_be_there =
            words[at].is("if") && at + 1 < words.size() && words[at + 1].is("not");
        if (may_be_there) { return std::nullopt; }
        return CreatedByText{std::string(kind), at, end_of_name(words, at)};
    }
    return std::nullopt;
}

std::optional<SqlStatementText> drop_of_text(const std::string& text) {
    const Words words = split_sql(text);
    if (words.size() > 3 && words[0].is("create") && words[1].is("cast")) {
        const std::string types = between_parentheses(text, words, 2);
        if (types.empty()) { return std::nullopt; }
        return SqlStatementText{"drop cast", "drop cast " + types, {}};
    }
    const std::optional<CreatedByText> made = created_by_text(words);
    if (!made) { return std::nullopt; }
    std::string drop = "drop " + made->kind + " " + between(text, words, made->first, made->last);
    if (made->kind == "aggregate") {
        const std::string list = arguments(text, words, made->last + 1);
        if (list.empty()) { return std::nullopt; }
        drop += list;
    } else if (made->kind == "rule") {
        const std::string table = rule_table(text, words, made->last + 1);
        if (table.empty()) { return std::nullopt; }
        drop += " on " + table;
    }
    const std::string first_word = made->kind.substr(0, made->kind.find(' '));
    return SqlStatementText{"drop " + first_word, std::move(drop), {}};
}

}  // namespace retort::schema
