// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/sql_reader.h"

#include <algorithm>

namespace retort::schema {

bool is_any_word(const SqlWord& word, Keywords keywords) {
    return word.kind == SqlWord::Kind::Word &&
           std::any_of(keywords.begin(), keywords.end(),
                       [&](std::string_view keyword) { return word.is(keyword); });
}

bool same_name(const SqlWord& a, const SqlWord& b) {
    return a.kind == SqlWord::Kind::Word ? names_it(a, b.text) || names_it(b, a.text)
                                         : names_it(b, a.text);
}

bool awaits_operand(const SqlWord& word) {
    if (word.kind == SqlWord::Kind::Symbol) { return !word.is(")") && !word.is("]"); }
    return is_any_word(
        word, {"all",    "and",   "any",  "between", "by",    "case",   "distinct", "else",
               "escape", "from",  "glob", "having",  "ilike", "in",     "is",       "like",
               "limit",  "match", "not",  "offset",  "on",    "or",     "regexp",   "returning",
               "select", "set",   "some", "then",    "using", "values", "when",     "where"});
}

SqlWord SqlReader::word(std::string text) {
    SqlWord result;
    result.kind = SqlWord::Kind::Quoted;
    result.text = std::move(text);
    return result;
}

bool SqlReader::is(std::size_t at, std::string_view text) const {
    return at < words_.size() && words_[at].is(text);
}

bool SqlReader::is_name(std::size_t at, std::size_t end) const {
    return at < end && words_[at].is_name();
}

std::size_t SqlReader::closing(std::size_t at, std::size_t end) const {
    std::size_t depth = 0;
    for (std::size_t i = at; i < end; ++i) {
        if (words_[i].is("(")) { ++depth; }
        if (words_[i].is(")") && --depth == 0) { return i; }
    }
    return end;
}

std::size_t SqlReader::find(std::size_t begin, std::size_t end, Keywords keywords) const {
    for (std::size_t i = begin; i < end; ++i) {
        if (words_[i].is("(")) { i = closing(i, end); }
        if (i >= end) { break; }
        const bool distinct = i > begin + 1 && words_[i].is("from") &&
                              words_[i - 1].is("distinct") &&
                              is_any_word(words_[i - 2], {"is", "not"});
        const bool dotted = i > begin && words_[i - 1].is(".");
        if (!distinct && !dotted && is_any_word(words_[i], keywords)) { return i; }
    }
    return end;
}

bool SqlReader::begins_query(std::size_t at, std::size_t end) const {
    return at < end && is_any_word(words_[at], {"select", "with", "values"});
}

std::vector<std::string> SqlReader::names_in(std::size_t open) const {
    std::vector<std::string> names;
    for (std::size_t i = open; i < closing(open, words_.size()); ++i) {
        if (words_[i].is_name()) { names.push_back(folded(words_[i])); }
    }
    return names;
}

std::vector<SqlPart> SqlReader::items(std::size_t begin, std::size_t end) const {
    std::vector<SqlPart> result;
    std::size_t first = begin;
    for (std::size_t i = begin; i < end; ++i) {
        if (words_[i].is("(")) { i = closing(i, end); }
        if (i < end && words_[i].is(",")) {
            result.emplace_back(first, i);
            first = i + 1;
        }
    }
    if (first < end) { result.emplace_back(first, end); }
    return result;
}

bool SqlReader::has_alias(SqlPart item) const {
    const std::size_t last = item.second - 1;
    return last > item.first && words_[last].is_name() && !words_[last - 1].is(".") &&
           !words_[last].is("end") && !awaits_operand(words_[last - 1]);
}

std::vector<std::string> SqlReader::aliases_in(std::size_t begin, std::size_t end) const {
    std::vector<std::string> aliases;
    for (const SqlPart& item : items(begin, end)) {
        if (has_alias(item)) { aliases.push_back(words_[item.second - 1].text); }
    }
    return aliases;
}

}  // namespace retort::schema
