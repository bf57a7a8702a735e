// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/sql_column_finder.h"

#include <algorithm>
#include <utility>

// Queries: what stands after `from`, what they give, and where their columns are meant.

namespace retort::schema {
namespace {

/// Queries in queries that are read: more than this many are no human's.
constexpr std::size_t kDeepest = 200;

}  // namespace

SqlSource ColumnFinder::table(std::size_t at) const {
    SqlSource source;
    source.alias = words_[at];
    source.own_name = true;
    const bool dotted = at > 1 && words_[at - 1].is(".");
    for (auto each = tables_.rbegin(); each != tables_.rend() && !dotted; ++each) {
        if (!names_it(words_[at], each->alias.text)) { continue; }
        source.columns = each->columns;
        return source;
    }
    const QualifiedName& sought = sought_.table;
    source.sought =
        names_it(words_[at], sought.name) &&
        (!dotted || names_it(words_[at - 2], sought.schema) ||
         (sought.schema.empty() && is_any_word(words_[at - 2], {"main", "public", "temp"})));
    QualifiedName name(words_[at].text);
    if (source.sought) {
        name = sought;
    } else if (dotted && !is_any_word(words_[at - 2], {"main", "public"})) {
        name.schema = words_[at - 2].text;
    }
    source.columns = sought_.columns_of(name);
    return source;
}

SqlSource ColumnFinder::read_table(std::size_t& i, std::size_t end) {
    while (i + 2 < end && words_[i + 1].is(".")) { i += 2; }
    SqlSource source = table(i);
    if (source.sought && !is(i + 1, "(")) { named_.insert(i); }
    ++i;
    return source;
}

void ColumnFinder::read_alias(SqlSource& source, std::size_t& i, std::size_t end) const {
    if (is(i, "as")) { ++i; }
    const bool alias =
        is_name(i, end) &&
        !is_any_word(words_[i],
                     {"cross", "default",   "except",  "fetch",  "for",       "full",
                      "group", "having",    "indexed", "inner",  "intersect", "join",
                      "left",  "limit",     "natural", "not",    "offset",    "on",
                      "order", "returning", "right",   "select", "set",       "tablesample",
                      "union", "using",     "values",  "where",  "window",    "with"});
    if (!alias) { return; }
    source.alias = words_[i++];
    source.own_name = false;
    if (i >= end || !words_[i].is("(")) { return; }
    source.columns = names_in(i);
    source.sought = false;  // its columns have other names here
    i = closing(i, end) + 1;
}

void ColumnFinder::read_sources(SqlPart part, SqlScope& scope, std::vector<SqlPart>& conditions) {
    auto [i, end] = part;
    while (i < end) {
        if (words_[i].is("(")) {
            // `(a join b …)` is read as if without its parentheses.
            if (!begins_query(i + 1, end)) {
                ++i;
                continue;
            }
            const std::size_t close = closing(i, end);
            SqlSource source;
            // https://www.postgresql.org/docs/current/queries-table-expressions.html, LATERAL
            const bool lateral = i > 0 && words_[i - 1].is("lateral");
            source.columns = query(i + 1, close, lateral ? &scope : scope.outer, true);
            i = close + 1;
            read_alias(source, i, end);
            scope.sources.push_back(std::move(source));
        } else if (words_[i].is("on")) {
            const std::size_t next = end_of_condition(i + 1, end);
            conditions.emplace_back(i + 1, next);
            i = next;
        } else if (is_any_word(words_[i], {"using", "indexed", "tablesample"})) {
            i += words_[i].is("indexed") ? 3 : 1;
            if (i < end && words_[i].is("(")) { i = closing(i, end) + 1; }
        } else if (words_[i].is_name() &&
                   !is_any_word(words_[i], {"cross", "full", "inner", "join", "lateral", "left",
                                            "natural", "not", "only", "outer", "right"})) {
            SqlSource source = read_table(i, end);
            if (i < end && words_[i].is("(")) {
                const std::size_t close = closing(i, end);
                conditions.emplace_back(i, close);
                source = {source.alias, false, true, false, {}};
                i = close + 1;
            }
            read_alias(source, i, end);
            scope.sources.push_back(std::move(source));
        } else {
            ++i;
        }
    }
}

std::size_t ColumnFinder::end_of_condition(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i) {
        if (words_[i].is("(")) { i = closing(i, end); }
        if (i >= end) { break; }
        const bool join = is_any_word(words_[i], {"cross", "full", "inner", "join", "left",
                                                  "natural", "right"}) &&
                          !is(i + 1, "(") && !words_[i - 1].is(".");
        if (join || words_[i].is(",") || words_[i].is(")")) { return i; }
    }
    return end;
}

std::optional<ColumnNames> ColumnFinder::query(std::size_t begin, std::size_t end,
                                               const SqlScope* outer, bool exposed) {
    if (depth_ == kDeepest) { return std::nullopt; }
    ++depth_;
    const std::size_t known = tables_.size();
    std::size_t i = begin;
    if (is(i, "with")) { i = read_common_tables(i + 1, end, outer); }
    std::optional<ColumnNames> columns;
    if (i < end && is_any_word(words_[i], {"insert", "replace", "update", "delete"})) {
        change(i, end, outer);
    } else {
        bool first = true;
        while (i < end) {
            const std::size_t next = find(i, end, {"union", "intersect", "except"});
            // What orders a union are the names of its first query's columns.
            const std::size_t last =
                first || next != end ? next : find(i, next, {"order", "limit", "offset", "fetch"});
            auto given = one_query(i, last, outer, exposed && first, exposed || depth_ == 1);
            if (first) { columns = std::move(given); }
            first = false;
            i = next + 1;
            if (i < end && is_any_word(words_[i], {"all", "distinct"})) { ++i; }
        }
    }
    tables_.resize(known);
    --depth_;
    return columns;
}

std::size_t ColumnFinder::read_common_tables(std::size_t i, std::size_t end,
                                             const SqlScope* outer) {
    if (is(i, "recursive")) { ++i; }
    while (is_name(i, end)) {
        SqlSource source;
        source.alias = words_[i++];
        const bool listed = is(i, "(");
        if (listed) {
            source.columns = names_in(i);
            i = closing(i, end) + 1;
        }
        while (i < end && !words_[i].is("(")) { ++i; }
        const std::size_t close = closing(i, end);
        tables_.push_back(source);
        const std::size_t place = tables_.size() - 1;
        auto columns = query(std::min(i + 1, close), close, outer, !listed);
        if (!listed) { tables_[place].columns = std::move(columns); }
        i = close + 1;
        // PostgreSQL's `search` and `cycle` name its own columns.
        while (i < end && !words_[i].is(",") && !begins_query(i, end) &&
               !is_any_word(words_[i], {"insert", "replace", "update", "delete"})) {
            ++i;
        }
        if (!is(i, ",")) { break; }
        ++i;
    }
    return i;
}

std::optional<ColumnNames> ColumnFinder::one_query(std::size_t begin, std::size_t end,
                                                   const SqlScope* outer, bool exposed,
                                                   bool given) {
    if (begin >= end) { return std::nullopt; }
    if (words_[begin].is("(")) { return query(begin + 1, closing(begin, end), outer, exposed); }
    SqlScope scope;
    scope.outer = outer;
    if (!is(begin, "select")) {
        expression({begin, end}, scope);
        return std::nullopt;
    }
    const std::size_t list_end =
        find(begin, end, {"from", "where", "group", "having", "window", "order", "limit"});
    std::size_t rest = list_end;
    std::vector<SqlPart> conditions;
    if (is(list_end, "from") && list_end < end) {
        rest = find(list_end + 1, end,
                    {"where", "group", "having", "window", "order", "limit", "offset", "fetch"});
        read_sources({list_end + 1, rest}, scope, conditions);
    }
    note_joins({list_end, rest}, scope);
    for (const SqlPart& condition : conditions) { expression(condition, scope); }
    select_list_ = true;
    expression({begin + 1, list_end}, scope);
    select_list_ = false;
    if (exposed) { expose(begin + 1, list_end); }
    const bool joined = find(list_end, rest, {"natural", "using"}) != rest;
    for (const SqlPart& item : items(begin + 1, list_end)) {
        if (words_[item.second - 1].is("*")) { note_star(item, scope, given, joined); }
        // `a as a` says no more than `a`.
        const std::size_t alias = item.second - 1;
        const bool needless = alias > item.first + 1 && words_[alias - 1].is("as") &&
                              words_[alias].is_name() && words_[alias - 2].is_name() &&
                              same_name(words_[alias], words_[alias - 2]) &&
                              (alias - 2 == item.first || words_[alias - 3].is("."));
        if (needless) { plain_[{words_[alias - 2].end, words_[alias].end}] = {}; }
    }
    const std::size_t order = find(rest, end, {"order"});
    expression({rest, order}, scope);
    const auto columns = given_columns(begin + 1, list_end, scope);
    order_by({order, end}, scope, aliases_in(begin + 1, list_end));
    return columns;
}

void ColumnFinder::note_joins(SqlPart from, const SqlScope& scope) {
    const bool reads = std::any_of(scope.sources.begin(), scope.sources.end(),
                                   [](const SqlSource& source) { return source.sought; });
    for (std::size_t i = from.first; reads && i < from.second; ++i) {
        if (words_[i].is("natural")) { joins_by_name_ = true; }
        if (!words_[i].is("using") || !is(i + 1, "(")) { continue; }
        for (std::size_t at = i + 2; at < closing(i + 1, from.second); ++at) {
            joins_by_name_ = joins_by_name_ || means_column(at);
        }
    }
}

void ColumnFinder::note_star(SqlPart item, const SqlScope& scope, bool given, bool joined) {
    std::size_t first = item.first;
    if (is_any_word(words_[first], {"all", "distinct"})) { ++first; }
    const std::size_t star = item.second - 1;
    const bool qualified = star > first + 1 && words_[star - 1].is(".");
    // `count(*)` or `a * b` end otherwise.
    if (!qualified && star != first) { return; }
    bool known = !joined || qualified;
    std::string columns;
    for (const SqlSource& source : scope.sources) {
        if (qualified && !names_it(words_[star - 2], source.alias.text)) { continue; }
        takes_all_ = takes_all_ || source.sought;
        known = known && source.columns && !source.columns->empty();
        if (!known) { continue; }
        const bool alone = scope.sources.size() == 1 && !qualified;
        for (const std::string& column : *source.columns) {
            known = known && !column.empty();
            columns += columns.empty() ? "" : ", ";
            if (!alone) {
                columns += source.alias.kind == SqlWord::Kind::Quoted ? sql_name(source.alias.text)
                                                                      : source.alias.text;
                columns += ".";
            }
            columns += sql_name(column);
        }
    }
    if (known && given && !columns.empty()) {
        plain_[{words_[first].begin, words_[star].end}] = columns;
    }
}

void ColumnFinder::expose(std::size_t begin, std::size_t end) {
    for (const auto& [first, last] : items(begin, end)) {
        std::size_t at = first;
        if (at < last && is_any_word(words_[at], {"all", "distinct"})) { ++at; }
        while (at + 2 < last && words_[at + 1].is(".")) { at += 2; }
        const bool alone = at + 1 == last || (at + 3 == last && words_[at + 1].is("as"));
        if (alone && std::find(found_.begin(), found_.end(), at) != found_.end()) {
            exposed_.insert(at);
        }
    }
}

std::optional<ColumnNames> ColumnFinder::given_columns(std::size_t begin, std::size_t end,
                                                       const SqlScope& scope) const {
    ColumnNames names;
    for (const SqlPart& item : items(begin, end)) {
        const SqlWord& last = words_[item.second - 1];
        if (!last.is("*")) {
            const bool alone = item.second - item.first == 1;
            const bool dotted = !alone && words_[item.second - 2].is(".");
            const bool plain = last.is_name() && (alone || dotted || has_alias(item)) &&
                               !is_any_word(last, {"null", "true", "false"});
            names.push_back(plain ? folded(last) : std::string());
            continue;
        }
        const bool qualified = item.second - item.first > 2 && words_[item.second - 2].is(".");
        for (const SqlSource& source : scope.sources) {
            if (qualified && !names_it(words_[item.second - 3], source.alias.text)) { continue; }
            if (!source.columns) { return std::nullopt; }
            names.insert(names.end(), source.columns->begin(), source.columns->end());
        }
    }
    return names;
}

void ColumnFinder::order_by(SqlPart part, const SqlScope& scope, const ColumnNames& aliases) {
    for (const auto& [begin, end] : items(part.first, part.second)) {
        std::size_t first = begin;
        while (first < end && is_any_word(words_[first], {"order", "by"})) { ++first; }
        const bool whole =
            is_name(first, end) &&
            (first + 1 == end || is_any_word(words_[first + 1], {"asc", "desc", "nulls", "limit",
                                                                 "offset", "fetch", "collate"})) &&
            std::any_of(aliases.begin(), aliases.end(),
                        [&](const std::string& alias) { return names_it(words_[first], alias); });
        expression({whole ? first + 1 : first, end}, scope);
    }
}

}  // namespace retort::schema
