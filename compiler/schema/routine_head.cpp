// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/routine_head.h"

#include "compiler/schema/signature.h"
#include "compiler/schema/type.h"

#include <algorithm>
#include <array>
#include <utility>

namespace retort::schema {
namespace {

using Words = std::vector<SqlWord>;

bool opens(const SqlWord& word) {
    return word.is("(") || word.is("[");
}
bool closes(const SqlWord& word) {
    return word.is(")") || word.is("]");
}

/// Behind the bracket that closes the one at `open`.
std::size_t behind(const Words& words, std::size_t open) {
    std::size_t depth = 0;
    for (std::size_t i = open; i < words.size(); ++i) {
        if (opens(words[i])) { ++depth; }
        if (closes(words[i]) && --depth == 0) { return i + 1; }
    }
    return words.size();
}

RoutineArgument read_argument(const Words& words, std::size_t begin, std::size_t end) {
    RoutineArgument result;
    if (begin + 1 < end && is_any_word(words[begin], {"in", "out", "inout", "variadic"})) {
        result.in = !words[begin].is("out");
        result.out = is_any_word(words[begin], {"out", "inout"});
        ++begin;
    }
    for (std::size_t i = begin; i < end; ++i) {
        if (words[i].is("default") || words[i].is("=")) {
            result.has_default = true;
            end = i;
        }
    }
    const bool named =
        begin + 1 < end && words[begin].is_name() && words[begin + 1].is_name() &&
        !is_any_word(words[begin + 1], {"precision", "varying", "with", "without", "array"});
    if (named) { result.name = folded(words[begin++]); }
    result.type = {begin, end};
    return result;
}

/// The arguments in the parentheses that open at `open`.
std::vector<RoutineArgument> read_list(const Words& words, std::size_t open) {
    std::vector<RoutineArgument> result;
    const std::size_t close = behind(words, open) - 1;
    std::size_t begin = open + 1;
    for (std::size_t i = begin; i < close; ++i) {
        if (opens(words[i])) {
            i = behind(words, i) - 1;
        } else if (words[i].is(",")) {
            result.push_back(read_argument(words, begin, i));
            begin = i + 1;
        }
    }
    if (begin < close) { result.push_back(read_argument(words, begin, close)); }
    return result;
}

}  // namespace

RoutineHead read_routine_head(const Words& words) {
    RoutineHead head;
    if (words.empty() || !words[0].is("(")) { return head; }
    head.arguments = read_list(words, 0);
    std::size_t at = behind(words, 0);
    if (at >= words.size() || !words[at].is("returns")) { return head; }
    head.returns = true;
    ++at;
    if (at + 1 < words.size() && words[at].is("table") && words[at + 1].is("(")) {
        head.returns_set = true;
        head.columns = read_list(words, at + 1);
        return head;
    }
    if (at < words.size() && words[at].is("setof")) {
        head.returns_set = true;
        ++at;
    }
    std::size_t end = at;
    while (end < words.size() &&
           !is_any_word(words[end],
                        {"language",  "as",       "immutable", "stable", "volatile",  "strict",
                         "called",    "returns",  "security",  "cost",   "external",  "rows",
                         "set",       "parallel", "support",   "window", "leakproof", "not",
                         "transform", "begin",    "return"})) {
        ++end;
    }
    head.result = {at, end};
    return head;
}

std::string type_spelling(const Words& words, SqlPart type) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kLong = {
        {{"character varying", "varchar"},
         {"timestamp with time zone", "timestamptz"},
         {"timestamp without time zone", "timestamp"},
         {"time with time zone", "timetz"},
         {"time without time zone", "time"},
         {"bit varying", "varbit"}}};
    std::string base;
    std::string arrays;
    for (std::size_t i = type.first; i < type.second; ++i) {
        const SqlWord& word = words[i];
        if (word.is("[") || word.is("array")) { arrays += "[]"; }
        if (opens(word)) {
            i = behind(words, i) - 1;
        } else if (!word.is("array")) {
            const bool joined = base.empty() || word.is(".") || base.back() == '.';
            base += (joined ? "" : " ") +
                    (word.kind == SqlWord::Kind::Quoted ? sql_name(word.text) : word.text);
        }
    }
    const std::string small = lower_case(base);
    for (const auto& [given, meant] : kLong) {
        if (small == given) { base = meant; }
    }
    const TypeKind kind = type_kind(base);
    if (kind != TypeKind::Named) { base = type_keyword(kind); }
    return base + arrays;
}

std::string routine_signature(std::string_view text) {
    const Words words = split_sql(text);
    std::string result = "(";
    for (const RoutineArgument& argument : read_routine_head(words).arguments) {
        if (!argument.in) { continue; }
        if (result.size() > 1) { result += ", "; }
        result += type_spelling(words, argument.type);
    }
    return result + ")";
}

}  // namespace retort::schema
