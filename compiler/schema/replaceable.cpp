// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/replaceable.h"

#include "compiler/schema/routine_head.h"
#include "compiler/schema/sql_scopes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

// PostgreSQL's manual, CREATE FUNCTION and CREATE VIEW, on `or replace`.

namespace retort::schema {
namespace {

/// What a routine gives: its result type, the columns of its table, its `out` arguments.
std::string result_of(const std::vector<SqlWord>& words, const RoutineHead& head) {
    std::string text = head.returns_set ? "set " : "";
    if (head.returns) { text += type_spelling(words, head.result); }
    const auto add = [&](const RoutineArgument& each) {
        text += ", " + each.name + " " + type_spelling(words, each.type);
    };
    for (const RoutineArgument& column : head.columns) { add(column); }
    for (const RoutineArgument& argument : head.arguments) {
        if (argument.out) { add(argument); }
    }
    return text;
}

std::string routine_part(const CodeObject& from, const CodeObject& to) {
    const std::vector<SqlWord> old_words = split_sql(from.definition);
    const std::vector<SqlWord> new_words = split_sql(to.definition);
    const RoutineHead old = read_routine_head(old_words);
    const RoutineHead now = read_routine_head(new_words);
    if (result_of(old_words, old) != result_of(new_words, now)) {
        return "the type that it returns";
    }
    const auto in = [](const RoutineHead& head) {
        std::vector<RoutineArgument> arguments;
        std::copy_if(head.arguments.begin(), head.arguments.end(), std::back_inserter(arguments),
                     [](const RoutineArgument& each) { return each.in; });
        return arguments;
    };
    const std::vector<RoutineArgument> before = in(old);
    const std::vector<RoutineArgument> after = in(now);
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

std::string view_part(const CodeObject& from, const CodeObject& to) {
    const ColumnsOf unknown = [](const QualifiedName&) { return std::nullopt; };
    const auto old = columns_of_view(split_sql(from.definition), unknown);
    const auto now = columns_of_view(split_sql(to.definition), unknown);
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

/// A view's select list and what it selects from; neither where its text is of another form.
struct Selected {
    std::vector<std::string> head;
    std::vector<std::string> list;
    std::vector<std::string> source;
};

std::optional<Selected> selected_by(const std::string& definition) {
    static constexpr std::array<std::string_view, 8> kAfterSource{
        "where", "group", "having", "window", "order", "limit", "offset", "fetch"};
    static constexpr std::array<std::string_view, 3> kSets{"union", "intersect", "except"};
    Selected result;
    std::vector<std::string>* part = &result.head;
    int depth = 0;
    for (const SqlWord& word : split_sql(definition)) {
        if (depth == 0) {
            const auto is = [&](std::string_view text) { return word.is(text); };
            if (part == &result.head && is("select")) {
                part = &result.list;
                continue;
            }
            if (part == &result.list && is("from")) {
                part = &result.source;
                continue;
            }
            if (std::any_of(kSets.begin(), kSets.end(), is)) { return std::nullopt; }
            if (part == &result.source &&
                std::any_of(kAfterSource.begin(), kAfterSource.end(), is)) {
                part = nullptr;
            }
        }
        if (word.is("(")) { ++depth; }
        if (word.is(")")) { --depth; }
        if (part == nullptr) { continue; }
        part->push_back(word.kind == SqlWord::Kind::Word
                            ? lower_case(word.text)
                            : definition.substr(word.begin, word.end - word.begin));
    }
    if (result.source.empty()) { return std::nullopt; }
    return result;
}

}  // namespace

bool keeps_columns(const CodeObject& from, const CodeObject& to) {
    const std::optional<Selected> old = selected_by(from.definition);
    const std::optional<Selected> now = selected_by(to.definition);
    if (!old || !now || old->head != std::vector<std::string>{"as"} || now->head != old->head ||
        old->source != now->source || now->list.size() < old->list.size()) {
        return false;
    }
    return std::equal(old->list.begin(), old->list.end(), now->list.begin()) &&
           (now->list.size() == old->list.size() || now->list[old->list.size()] == ",");
}

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
