// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/replaceable.h"

#include "compiler/schema/sql_words.h"
#include "compiler/schema/type.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

// PostgreSQL's manual, CREATE FUNCTION and CREATE VIEW, on `or replace`.

namespace retort::schema {
namespace {

using Words = std::vector<SqlWord>;

std::string lower(const SqlWord& word) {
    std::string text = word.text;
    if (word.kind != SqlWord::Kind::Word) { return text; }
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') { c = static_cast<char>(c - 'A' + 'a'); }
    }
    return text;
}

bool is_any(const SqlWord& word, std::initializer_list<std::string_view> list) {
    return std::any_of(list.begin(), list.end(),
                       [&](std::string_view each) { return word.is(each); });
}

/// Behind the bracket that closes the one at `open`.
std::size_t behind(const Words& words, std::size_t open) {
    std::size_t depth = 0;
    for (std::size_t i = open; i < words.size(); ++i) {
        if (words[i].is("(") || words[i].is("[")) { ++depth; }
        if ((words[i].is(")") || words[i].is("]")) && --depth == 0) { return i + 1; }
    }
    return words.size();
}

/// The parts between the commas of [begin, end), brackets left alone.
std::vector<std::pair<std::size_t, std::size_t>> parts(const Words& words, std::size_t begin,
                                                       std::size_t end) {
    std::vector<std::pair<std::size_t, std::size_t>> result;
    if (begin >= end) { return result; }
    std::size_t start = begin;
    for (std::size_t i = begin; i < end; ++i) {
        if (words[i].is("(") || words[i].is("[")) {
            i = behind(words, i) - 1;
        } else if (words[i].is(",")) {
            result.emplace_back(start, i);
            start = i + 1;
        }
    }
    result.emplace_back(start, end);
    return result;
}

/// A type in one spelling: other names of it, a length and `public` make no difference.
std::string type_words(const Words& words, std::size_t begin, std::size_t end) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kOther = {
        {{"int", "integer"},
         {"int4", "integer"},
         {"int8", "bigint"},
         {"int2", "smallint"},
         {"float8", "double precision"},
         {"float4", "real"},
         {"bool", "boolean"},
         {"decimal", "numeric"},
         {"bpchar", "char"}}};
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kLong = {
        {{"character varying", "varchar"},
         {"character", "char"},
         {"timestamp with time zone", "timestamptz"},
         {"timestamp without time zone", "timestamp"},
         {"time with time zone", "timetz"},
         {"time without time zone", "time"},
         {"bit varying", "varbit"}}};
    std::string text;
    for (std::size_t i = begin; i < end; ++i) {
        if (words[i].is("(")) {
            i = behind(words, i) - 1;
            continue;
        }
        if (words[i].is("public") && i + 1 < end && words[i + 1].is(".")) {
            ++i;
            continue;
        }
        std::string word = lower(words[i]);
        const auto* other = std::find_if(kOther.begin(), kOther.end(),
                                         [&](const auto& each) { return each.first == word; });
        if (other != kOther.end()) { word = other->second; }
        text += (text.empty() ? "" : " ") + word;
    }
    for (const auto& [given, meant] : kLong) {
        if (text == given) { return std::string(meant); }
    }
    return text;
}

struct Argument {
    std::string name;
    std::string type;
    bool in = true;
    bool out = false;
    bool has_default = false;
};

Argument read_argument(const Words& words, std::size_t begin, std::size_t end) {
    Argument result;
    if (begin + 1 < end && is_any(words[begin], {"in", "out", "inout", "variadic"})) {
        result.in = !words[begin].is("out");
        result.out = is_any(words[begin], {"out", "inout"});
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
        !is_any(words[begin + 1], {"precision", "varying", "with", "without", "array"});
    if (named) { result.name = lower(words[begin++]); }
    result.type = type_words(words, begin, end);
    return result;
}

struct Routine {
    std::vector<Argument> arguments;
    std::string returns;
};

Routine read_routine(const std::string& definition) {
    const Words words = split_sql(definition);
    Routine routine;
    if (words.empty() || !words[0].is("(")) { return routine; }
    std::size_t at = behind(words, 0);
    for (const auto& [begin, end] : parts(words, 1, at - 1)) {
        routine.arguments.push_back(read_argument(words, begin, end));
    }
    if (at >= words.size() || !words[at].is("returns")) { return routine; }
    ++at;
    if (at + 1 < words.size() && words[at].is("table") && words[at + 1].is("(")) {
        routine.returns = "table";
        for (const auto& [begin, end] : parts(words, at + 2, behind(words, at + 1) - 1)) {
            const Argument column = read_argument(words, begin, end);
            routine.returns += " " + column.name + " " + column.type + ",";
        }
        return routine;
    }
    std::size_t end = at;
    while (
        end < words.size() &&
        !is_any(words[end],
                {"language", "as",       "immutable", "stable", "volatile",  "strict", "called",
                 "returns",  "security", "external",  "cost",   "rows",      "set",    "parallel",
                 "support",  "window",   "leakproof", "not",    "transform", "begin",  "return"})) {
        ++end;
    }
    routine.returns = type_words(words, at, end);
    return routine;
}

std::string routine_part(const CodeObject& from, const CodeObject& to) {
    const Routine old = read_routine(from.definition);
    const Routine now = read_routine(to.definition);
    if (old.returns != now.returns) { return "the type that it returns"; }
    const auto out = [](const Routine& routine) {
        std::vector<std::string> types;
        for (const Argument& each : routine.arguments) {
            if (each.out) { types.push_back(each.name + " " + each.type); }
        }
        return types;
    };
    if (out(old) != out(now)) { return "the type that it returns (its `out` arguments)"; }
    const auto in = [](const Routine& routine) {
        std::vector<Argument> arguments;
        std::copy_if(routine.arguments.begin(), routine.arguments.end(),
                     std::back_inserter(arguments), [](const Argument& each) { return each.in; });
        return arguments;
    };
    const std::vector<Argument> before = in(old);
    const std::vector<Argument> after = in(now);
    for (std::size_t i = 0; i < before.size() && i < after.size(); ++i) {
        if (!before[i].name.empty() && before[i].name != after[i].name) {
            return "the name of argument \"" + before[i].name + "\"";
        }
        if (before[i].has_default && !after[i].has_default) {
            return "the default of argument " + std::to_string(i + 1) + ", other than its value,";
        }
    }
    return {};
}

/// The names of a view's columns, empty where they are not plain to see.
std::optional<std::vector<std::string>> view_columns(const std::string& definition) {
    const Words words = split_sql(definition);
    std::vector<std::string> names;
    if (!words.empty() && words[0].is("(")) {
        for (const auto& [begin, end] : parts(words, 1, behind(words, 0) - 1)) {
            names.push_back(begin < end ? lower(words[begin]) : std::string());
        }
        return names;
    }
    std::size_t begin = 0;
    while (begin < words.size() && !words[begin].is("select")) {
        begin = words[begin].is("(") ? behind(words, begin) : begin + 1;
    }
    ++begin;
    if (begin < words.size() && is_any(words[begin], {"distinct", "all"})) { ++begin; }
    if (begin < words.size() && words[begin].is("on")) { begin = behind(words, begin + 1); }
    std::size_t end = begin;
    while (end < words.size() && !is_any(words[end], {"from", "where", "union", "group", "order",
                                                      "limit", "intersect", "except", "having"})) {
        end = words[end].is("(") ? behind(words, end) : end + 1;
    }
    for (const auto& [first, last] : parts(words, begin, std::min(end, words.size()))) {
        if (first >= last) { return std::nullopt; }
        const bool all = words[last - 1].is("*") && (last - first == 1 || words[last - 2].is("."));
        if (all) { return std::nullopt; }
        const SqlWord& word = words[last - 1];
        const bool alone = last - first == 1 &&
                           !is_any(word, {"null", "true", "false", "current_date", "current_user"});
        const bool named =
            last - first > 1 && (words[last - 2].is("as") || words[last - 2].is("."));
        const bool known = word.is_name() && (alone || named);
        names.push_back(known ? lower(word) : std::string());
    }
    return names;
}

std::string view_part(const CodeObject& from, const CodeObject& to) {
    const auto old = view_columns(from.definition);
    const auto now = view_columns(to.definition);
    if (!old || !now) { return {}; }
    if (now->size() < old->size()) { return "the number of columns, other than to add some,"; }
    for (std::size_t i = 0; i < old->size(); ++i) {
        const std::string& name = (*old)[i];
        if (!name.empty() && !(*now)[i].empty() && name != (*now)[i]) {
            return "the name of column \"" + name + "\"";
        }
    }
    return {};
}

}  // namespace

std::string irreplaceable_part(const CodeObject& from, const CodeObject& to) {
    switch (from.kind) {
        case CodeKind::Function:
        case CodeKind::Procedure:
            return routine_part(from, to);
        case CodeKind::View:
            return view_part(from, to);
        case CodeKind::MaterializedView:
        case CodeKind::Trigger:
        case CodeKind::Policy:
        case CodeKind::Statistics:
            return {};
    }
    return {};
}

}  // namespace retort::schema
