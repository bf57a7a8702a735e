// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/sql_scopes.h"

#include "compiler/schema/spelling.h"
#include "compiler/schema/sql_column_finder.h"

#include <algorithm>
#include <utility>

namespace retort::schema {

std::vector<ColumnUse> ColumnFinder::take() {
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    std::vector<ColumnUse> uses;
    for (const std::size_t word : found_) { uses.push_back({word, exposed_.contains(word)}); }
    return uses;
}

std::vector<std::size_t> ColumnFinder::take_tables() {
    return {named_.begin(), named_.end()};
}

std::optional<ColumnNames> ColumnFinder::view() {
    const std::size_t as = find(0, words_.size(), {"as"});
    std::optional<ColumnNames> columns = query(as + 1, words_.size(), nullptr);
    return is(0, "(") ? names_in(0) : std::move(columns);
}

void ColumnFinder::trigger(const QualifiedName& on) {
    const std::size_t end = words_.size();
    const bool own = on == sought_.table;
    const std::size_t body = find(0, end, {"begin", "execute"});
    const std::size_t when = find(0, body, {"when"});
    const std::size_t table = find(0, when, {"on"});
    if (own) {
        const std::size_t of = find(0, table, {"of"});
        for (std::size_t i = of; i < table; ++i) { mark(i); }
    }
    SqlScope rows;
    for (const char* name : {"new", "old"}) {
        rows.sources.push_back({word(name), own, false, false, {}});
    }
    mark_table(on, "on");
    expression({when, body}, rows);
    if (body != end && words_[body].is("begin")) { statements(body + 1, &rows); }
}

void ColumnFinder::statements(std::size_t begin, const SqlScope* outer) {
    const std::size_t end = words_.size();
    for (std::size_t i = begin; i < end; ++i) {
        if (words_[i].is("(")) { i = closing(i, end); }
        if (i >= end || !words_[i].is(";")) { continue; }
        statement(begin, i, outer);
        begin = i + 1;
    }
}

void ColumnFinder::routine() {
    const std::size_t end = words_.size();
    const std::size_t body = find(0, end, {"begin", "return"});
    if (is(body, "return")) { expression({body + 1, end}, {}); }
    if (is(body, "begin") && is(body + 1, "atomic")) { statements(body + 2, nullptr); }
}

void ColumnFinder::conditions(const QualifiedName& on) {
    SqlScope scope;
    scope.sources.push_back(own_table(on));
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (!words_[i].is("(")) { continue; }
        const std::size_t end = closing(i, words_.size());
        expression({i, end}, scope);
        i = end;
    }
}

void ColumnFinder::statistics(const QualifiedName& on) {
    SqlScope scope;
    scope.sources.push_back(own_table(on));
    const std::size_t from = find(0, words_.size(), {"from"});
    expression({std::min(find(0, from, {"on"}) + 1, from), from}, scope);
}

SqlSource ColumnFinder::own_table(const QualifiedName& on) {
    mark_table(on, "on");
    mark_table(on, "from");
    return {word(on.name), on == sought_.table, true, true, sought_.columns_of(on)};
}

void ColumnFinder::mark_table(const QualifiedName& on, std::string_view key) {
    if (!(on == sought_.table)) { return; }
    std::size_t at = find(0, words_.size(), {key}) + 1;
    while (at + 2 < words_.size() && words_[at + 1].is(".")) { at += 2; }
    if (at < words_.size() && names_it(words_[at], on.name)) { named_.insert(at); }
}

bool ColumnFinder::means_column(std::size_t at) const {
    const SqlWord& found = words_[at];
    const bool reserved =
        found.kind == SqlWord::Kind::Word && is_reserved_word(std::string(sought_.column));
    return found.is_name() && !reserved && names_it(found, sought_.column);
}

void ColumnFinder::mark(std::size_t at) {
    if (means_column(at)) { found_.push_back(at); }
}

void ColumnFinder::statement(std::size_t begin, std::size_t end, const SqlScope* outer) {
    if (begin < end) { (void)query(begin, end, outer); }
}

void ColumnFinder::change(std::size_t begin, std::size_t end, const SqlScope* outer) {
    SqlScope scope;
    scope.outer = outer;
    if (words_[begin].is("update")) {
        update(begin + 1, end, scope);
    } else if (words_[begin].is("delete")) {
        remove(find(begin, end, {"from"}) + 1, end, scope);
    } else {
        insert(find(begin, end, {"into"}) + 1, end, scope);
    }
}

void ColumnFinder::insert(std::size_t i, std::size_t end, SqlScope& scope) {
    if (!is_name(i, end)) { return; }
    SqlSource target = read_table(i, end);
    if (target.sought) { named_.insert(i - 1); }
    if (is(i, "as") && is_name(i + 1, end)) {
        target.alias = words_[i + 1];
        target.own_name = false;
        i += 2;
    }
    if (i < end && words_[i].is("(") && !begins_query(i + 1, end)) {
        const std::size_t close = closing(i, end);
        for (std::size_t at = i; target.sought && at < close; ++at) { mark(at); }
        i = close + 1;
    }
    const std::size_t rest = end_of_insert(i, end);
    if (begins_query(i, rest) || is(i, "(")) { (void)query(i, rest, scope.outer); }
    SqlSource excluded = target;
    excluded.alias = word("excluded");
    excluded.bare = false;
    excluded.own_name = false;
    scope.sources = {std::move(target), std::move(excluded)};
    std::size_t at = rest;
    while (at < end) {
        const std::size_t set = find(at, end, {"set"});
        expression({at, set}, scope);
        if (set == end) { break; }
        at = end_of_insert(set + 1, end);
        const std::size_t where = find(set + 1, at, {"where"});
        assignments({set + 1, where}, scope);
        expression({where, at}, scope);
    }
}

std::size_t ColumnFinder::end_of_insert(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i) {
        if (words_[i].is("(")) { i = closing(i, end); }
        if (i >= end) { break; }
        if (words_[i].is("returning") || (words_[i].is("on") && is(i + 1, "conflict"))) {
            return i;
        }
    }
    return end;
}

void ColumnFinder::update(std::size_t i, std::size_t end, SqlScope& scope) {
    if (is(i, "or")) { i += 2; }
    if (is(i, "only")) { ++i; }
    if (!is_name(i, end)) { return; }
    SqlSource target = read_table(i, end);
    read_alias(target, i, end);
    scope.sources.push_back(std::move(target));
    const std::size_t set = std::min(find(i, end, {"set"}) + 1, end);
    const std::size_t from = find(set, end, {"from", "where", "order", "limit", "returning"});
    std::size_t rest = from;
    std::vector<SqlPart> conditions;
    if (from < end && words_[from].is("from")) {
        rest = find(from, end, {"where", "order", "limit", "returning"});
        read_sources({from + 1, rest}, scope, conditions);
    }
    for (const SqlPart& condition : conditions) { expression(condition, scope); }
    assignments({set, from}, scope);
    expression({rest, end}, scope);
}

void ColumnFinder::remove(std::size_t i, std::size_t end, SqlScope& scope) {
    if (is(i, "only")) { ++i; }
    if (!is_name(i, end)) { return; }
    SqlSource target = read_table(i, end);
    read_alias(target, i, end);
    scope.sources.push_back(std::move(target));
    const std::size_t rest = find(i, end, {"where", "order", "limit", "returning"});
    std::vector<SqlPart> conditions;
    read_sources({i, rest}, scope, conditions);
    for (const SqlPart& condition : conditions) { expression(condition, scope); }
    expression({rest, end}, scope);
}

void ColumnFinder::assignments(SqlPart part, const SqlScope& scope) {
    for (const auto& [begin, end] : items(part.first, part.second)) {
        const std::size_t value = words_[begin].is("(") ? closing(begin, end) : begin;
        const bool own = scope.sources.front().sought;
        for (std::size_t i = begin; own && i <= value && i < end; ++i) { mark(i); }
        expression({std::min(value + 1, end), end}, scope);
    }
}

void ColumnFinder::expression(SqlPart part, const SqlScope& scope) {
    const bool list = std::exchange(select_list_, false);
    std::size_t depth = 0;
    for (std::size_t i = part.first; i < part.second; ++i) {
        if (words_[i].is("(") && begins_query(i + 1, part.second)) {
            const std::size_t close = closing(i, part.second);
            (void)query(i + 1, close, &scope);
            i = close;
            continue;
        }
        if (words_[i].is("(")) { ++depth; }
        if (words_[i].is(")") && depth != 0) { --depth; }
        if (!words_[i].is_name()) { continue; }
        const std::size_t first = i;
        while (i + 2 < part.second && words_[i + 1].is(".") && words_[i + 2].is_name()) { i += 2; }
        const bool all = i + 2 < part.second && is(i + 1, ".") && is(i + 2, "*");
        if (all) { mark_owner(scope, i); }
        if (!all && first != i) { mark_owner(scope, i - 2); }
        if (is(i + 1, "(") || !means_column(i)) { continue; }
        if (is_other_name(first, i)) { continue; }
        const bool alias = list && depth == 0 && first == i && first > part.first &&
                           !awaits_operand(words_[first - 1]);
        if (alias) { continue; }
        if (first == i ? bare_means_it(scope, i) : qualified_means_it(scope, i)) {
            found_.push_back(i);
        }
    }
}

bool ColumnFinder::is_other_name(std::size_t first, std::size_t last) const {
    const bool typed =
        last + 1 < words_.size() && words_[last + 1].kind == SqlWord::Kind::String && first == last;
    if (typed || first == 0) { return typed; }
    if (is_any_word(words_[first - 1], {"as", "collate", "over", "window"})) { return true; }
    if (first == 1) { return false; }
    const bool cast = words_[first - 1].is(":") && words_[first - 2].is(":");
    return cast || (words_[first - 1].is("(") && words_[first - 2].is("extract"));
}

bool ColumnFinder::bare_means_it(const SqlScope& scope, std::size_t at) const {
    for (const SqlScope* each = &scope; each != nullptr; each = each->outer) {
        bool has = false;
        for (const SqlSource& source : each->sources) {
            if (!source.bare) { continue; }
            if (source.sought) { return true; }
            has = has ||
                  (source.columns && std::any_of(source.columns->begin(), source.columns->end(),
                                                 [&](const std::string& column) {
                                                     return names_it(words_[at], column);
                                                 }));
        }
        if (has) { return false; }
    }
    return false;
}

const SqlSource* ColumnFinder::owner(const SqlScope& scope, std::size_t at) const {
    for (const SqlScope* each = &scope; each != nullptr; each = each->outer) {
        for (const SqlSource& source : each->sources) {
            if (same_name(words_[at], source.alias)) { return &source; }
        }
    }
    return nullptr;
}

void ColumnFinder::mark_owner(const SqlScope& scope, std::size_t at) {
    const SqlSource* source = owner(scope, at);
    if (source != nullptr && source->sought && source->own_name) { named_.insert(at); }
}

bool ColumnFinder::qualified_means_it(const SqlScope& scope, std::size_t at) const {
    const SqlSource* source = owner(scope, at - 2);
    return source != nullptr && source->sought;
}

std::vector<ColumnUse> columns_in_query(const std::vector<SqlWord>& words,
                                        const SoughtColumn& sought) {
    ColumnFinder finder(words, sought);
    (void)finder.view();
    return finder.take();
}

std::vector<ColumnUse> columns_in_trigger(const std::vector<SqlWord>& words,
                                          const QualifiedName& on, const SoughtColumn& sought) {
    ColumnFinder finder(words, sought);
    finder.trigger(on);
    return finder.take();
}

std::vector<ColumnUse> columns_in_routine(const std::vector<SqlWord>& words,
                                          const SoughtColumn& sought) {
    ColumnFinder finder(words, sought);
    finder.routine();
    return finder.take();
}

std::vector<ColumnUse> columns_in_policy(const std::vector<SqlWord>& words, const QualifiedName& on,
                                         const SoughtColumn& sought) {
    ColumnFinder finder(words, sought);
    finder.conditions(on);
    return finder.take();
}

std::vector<ColumnUse> columns_in_statistics(const std::vector<SqlWord>& words,
                                             const QualifiedName& on, const SoughtColumn& sought) {
    ColumnFinder finder(words, sought);
    finder.statistics(on);
    return finder.take();
}

std::vector<std::size_t> tables_in_code(const std::vector<SqlWord>& words, const QualifiedName& on,
                                        const QualifiedName& table, const ColumnsOf& columns_of) {
    const SoughtColumn sought{table, {}, columns_of};
    ColumnFinder finder(words, sought);
    const bool trigger = !words.empty() && is_any_word(words[0], {"after", "before", "delete",
                                                                  "insert", "instead", "update"});
    if (trigger) {
        finder.trigger(on);
    } else {
        finder.conditions(on);
    }
    return finder.take_tables();
}

bool takes_all_columns(const std::vector<SqlWord>& words, const SoughtColumn& sought) {
    ColumnFinder finder(words, sought);
    (void)finder.view();
    return finder.takes_all();
}

bool joins_by_name(const std::vector<SqlWord>& words, const SoughtColumn& sought) {
    ColumnFinder finder(words, sought);
    (void)finder.view();
    return finder.joins_by_name();
}

std::string list_columns(const std::string& definition, const ColumnsOf& columns_of) {
    const std::vector<SqlWord> words = split_sql(definition);
    const SoughtColumn nothing{{}, {}, columns_of};
    ColumnFinder finder(words, nothing);
    (void)finder.view();
    std::string result;
    std::size_t at = 0;
    for (const auto& [part, columns] : finder.plain_parts()) {
        result.append(definition, at, part.first - at);
        result += columns;
        at = part.second;
    }
    result.append(definition, at, std::string::npos);
    return result;
}

std::vector<std::size_t> tables_in_query(const std::vector<SqlWord>& words,
                                         const QualifiedName& table, const ColumnsOf& columns_of) {
    const SoughtColumn sought{table, {}, columns_of};
    ColumnFinder finder(words, sought);
    (void)finder.view();
    return finder.take_tables();
}

std::optional<ColumnNames> columns_of_view(const std::vector<SqlWord>& words,
                                           const ColumnsOf& columns_of) {
    const SoughtColumn nothing{{}, {}, columns_of};
    return ColumnFinder(words, nothing).view();
}

}  // namespace retort::schema
