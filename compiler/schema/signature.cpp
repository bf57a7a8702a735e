// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/signature.h"

#include "compiler/schema/sql_words.h"
#include "compiler/schema/type.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace retort::schema {
namespace {

bool opens(const SqlWord& word) {
    return word.is("(") || word.is("[");
}
bool closes(const SqlWord& word) {
    return word.is(")") || word.is("]");
}

bool same_text(std::string_view text, std::string_view lower_case) {
    return std::equal(
        text.begin(), text.end(), lower_case.begin(), lower_case.end(),
        [](char x, char y) { return std::tolower(static_cast<unsigned char>(x)) == y; });
}

/// One argument's type, from its words [begin, end); empty for an `out` argument.
std::string argument_type(const std::vector<SqlWord>& words, std::size_t begin, std::size_t end) {
    if (words[begin].is("out") && end - begin > 1) { return {}; }
    if (end - begin > 1 &&
        (words[begin].is("in") || words[begin].is("inout") || words[begin].is("variadic"))) {
        ++begin;
    }
    for (std::size_t i = begin; i < end; ++i) {
        if (words[i].is("default") || words[i].is("=")) {
            end = i;
            break;
        }
    }
    const auto second_word_of_type = [&](const SqlWord& word) {
        return word.is("precision") || word.is("varying") || word.is("with") || word.is("without");
    };
    const bool has_name = end - begin > 1 && !opens(words[begin + 1]) &&
                          !words[begin + 1].is(".") && !second_word_of_type(words[begin + 1]);
    if (has_name) { ++begin; }
    std::string base;
    std::string arrays;
    std::size_t depth = 0;
    for (std::size_t i = begin; i < end; ++i) {
        const SqlWord& word = words[i];
        if (word.is("[")) { arrays += "[]"; }
        if (opens(word)) { ++depth; }
        if (depth == 0 && !word.is("array")) {
            const bool joined = base.empty() || word.is(".") || base.back() == '.';
            if (!joined) { base += ' '; }
            base += word.text;
        }
        if (closes(word) && depth > 0) { --depth; }
    }
    if (same_text(base, "character varying")) { base = "varchar"; }
    if (same_text(base, "timestamp with time zone")) { base = "timestamptz"; }
    if (same_text(base, "timestamp without time zone")) { base = "timestamp"; }
    if (same_text(base, "time with time zone")) { base = "timetz"; }
    if (same_text(base, "bit varying")) { base = "varbit"; }
    const TypeKind kind = type_kind(base);
    if (kind != TypeKind::Named) { base = type_keyword(kind); }
    return base + arrays;
}

}  // namespace

std::string routine_signature(std::string_view text) {
    const std::vector<SqlWord> words = split_sql(text);
    std::string result = "(";
    std::size_t depth = 0;
    std::size_t begin = 1;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const SqlWord& word = words[i];
        const bool ends = depth == 1 && (word.is(",") || word.is(")"));
        if (ends && i > begin) {
            const std::string argument = argument_type(words, begin, i);
            if (!argument.empty()) {
                if (result.size() > 1) { result += ", "; }
                result += argument;
            }
        }
        if (ends) { begin = i + 1; }
        if (opens(word)) { ++depth; }
        if (closes(word) && (depth == 0 || --depth == 0)) { break; }
    }
    return result + ")";
}

}  // namespace retort::schema
