// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_tree_reader.h"
#include "compiler/schema/spelling.h"

#include <utility>

namespace retort::schema {

SqlQuery SqlTreeReader::query() {
    const Depth depth(*this);
    SqlQuery result;
    if (failed_) { return result; }
    SqlQuery with;
    if (at("with")) { common_tables(with); }
    result = set_operations(0);
    if (!with.with.empty()) {
        if (!result.with.empty()) { failed_ = true; }
        result.with = std::move(with.with);
        result.recursive = with.recursive;
    }
    tail(result);
    return result;
}

void SqlTreeReader::common_tables(SqlQuery& query) {
    want("with");
    query.recursive = take("recursive");
    do {
        SqlCommonTable table;
        table.name = name();
        if (at("(")) { table.columns = names_in_parentheses(); }
        want("as");
        const bool negated = take("not");
        if (negated || at("materialized")) {
            want("materialized");
            table.materialized = negated ? "not materialized" : "materialized";
        }
        want("(");
        table.query = std::make_shared<const SqlQuery>(this->query());
        want(")");
        query.with.push_back(std::move(table));
    } while (take(","));
}

/// `union` and `except` bind equally, `intersect` binds tighter.
SqlQuery SqlTreeReader::set_operations(int strength) {
    const Depth depth(*this);
    SqlQuery left = set_operand();
    while (!failed_) {
        const bool tight = at("intersect");
        if (!tight && !at("union") && !at("except")) { break; }
        if ((tight ? 2 : 1) <= strength) { break; }
        SqlQuery both;
        both.kind = SqlQuery::Kind::Set;
        both.operation = name();
        if (take("all")) { both.operation += " all"; }
        (void)take("distinct");
        SqlQuery right = set_operations(tight ? 2 : 1);
        both.sides.push_back(std::move(left));
        both.sides.push_back(std::move(right));
        left = std::move(both);
    }
    return left;
}

SqlQuery SqlTreeReader::set_operand() {
    if (failed_) { return {}; }
    if (take("(")) {
        SqlQuery inner = query();
        want(")");
        return inner;
    }
    if (take("values")) {
        SqlQuery result;
        result.kind = SqlQuery::Kind::Values;
        do {
            want("(");
            result.rows.push_back(list(")"));
        } while (take(","));
        return result;
    }
    return select();
}

SqlQuery SqlTreeReader::select() {
    SqlQuery result;
    want("select");
    (void)take("all");
    if (take("distinct")) {
        result.distinct = true;
        if (take("on")) {
            want("(");
            result.distinct_on = list(")");
        }
    }
    do {
        SqlItem item;
        if (at("*")) {
            ++at_;
            item.value.kind = SqlTree::Kind::Star;
        } else {
            item.value = expression();
            const bool word = at_ < words_.size() && words_[at_].is_name();
            if (take("as")) {
                item.alias = name();
            } else if (word && (at_kind(SqlWord::Kind::Quoted) ||
                                !is_reserved_word(lower_case(words_[at_].text)))) {
                item.alias = name();
            }
        }
        result.items.push_back(std::move(item));
    } while (take(","));
    if (take("from")) {
        do { result.from.push_back(from_item()); } while (take(","));
    }
    if (take("where")) { result.where = expression(); }
    if (take("group")) {
        want("by");
        if (at_any({"grouping", "rollup", "cube", "all", "distinct"})) { failed_ = true; }
        do { result.group_by.push_back(expression()); } while (take(","));
    }
    if (take("having")) { result.having = expression(); }
    if (take("window")) {
        do {
            std::string window_name = name();
            want("as");
            result.windows.emplace_back(std::move(window_name), window());
        } while (take(","));
    }
    return result;
}

void SqlTreeReader::tail(SqlQuery& query) {
    // `(select … limit 1) limit 2` has two of them.
    const auto once = [&](bool there) {
        if (there) { failed_ = true; }
    };
    while (!failed_) {
        if (at("order") && at("by", 1)) {
            once(!query.order_by.empty());
            at_ += 2;
            query.order_by = order_terms();
        } else if (take("limit")) {
            once(query.limit.has_value());
            if (!take("all")) { query.limit = expression(); }
        } else if (take("offset")) {
            once(query.offset.has_value());
            query.offset = expression();
            if (at_any({"row", "rows"})) { ++at_; }
        } else if (take("fetch")) {
            once(query.limit.has_value());
            if (!take("first")) { want("next"); }
            if (at_any({"row", "rows"})) {
                SqlTree one;
                one.kind = SqlTree::Kind::Number;
                one.text = "1";
                query.limit = std::move(one);
            } else {
                query.limit = expression();
            }
            if (!take("rows")) { want("row"); }
            if (take("with")) {
                want("ties");
                query.with_ties = true;
            } else {
                want("only");
            }
        } else if (at("for") && !at(")", 1)) {
            // Locks: `for update of t nowait`, as words.
            while (at_ < words_.size() && !at(")")) {
                query.locking += (query.locking.empty() ? "" : " ") + lower_case(source(at_));
                ++at_;
            }
        } else {
            break;
        }
    }
}

SqlFrom SqlTreeReader::from_item() {
    const Depth depth(*this);
    SqlFrom left = from_primary();
    while (!failed_) {
        SqlFrom join;
        join.kind = SqlFrom::Kind::Join;
        join.join = "inner";
        std::size_t ahead = 0;
        if (at("natural")) {
            join.natural = true;
            ahead = 1;
        }
        for (const char* side : {"left", "right", "full"}) {
            if (!at(side, ahead)) { continue; }
            join.join = side;
            ++ahead;
            if (at("outer", ahead)) { ++ahead; }
            break;
        }
        if (ahead == (join.natural ? 1U : 0U)) {
            if (at("inner", ahead)) {
                ++ahead;
            } else if (at("cross", ahead)) {
                join.join = "cross";
                ++ahead;
            }
        }
        if (!at("join", ahead)) { break; }
        at_ += ahead + 1;
        // The right side of a join takes no further joins, unless their conditions follow.
        SqlFrom right = from_primary();
        const bool conditioned = join.join != "cross" && !join.natural;
        if (conditioned && !at("on") && !at("using")) {
            // `a join b join c on … on …`
            failed_ = true;
        }
        join.sides.push_back(std::move(left));
        join.sides.push_back(std::move(right));
        if (conditioned && take("on")) {
            join.on = expression();
        } else if (conditioned) {
            want("using");
            join.using_columns = names_in_parentheses();
            if (at("as")) { failed_ = true; }
        }
        left = std::move(join);
    }
    return left;
}

SqlFrom SqlTreeReader::from_primary() {
    const Depth depth(*this);
    SqlFrom result;
    if (failed_) { return result; }
    result.lateral = take("lateral");
    result.only = take("only");
    if (at("(")) {
        if (at_query(1)) {
            // `((select …) union …)` and `((a join b …))` both begin so: queries are tried first.
            ++at_;
            result.kind = SqlFrom::Kind::Query;
            result.query = std::make_shared<const SqlQuery>(query());
            want(")");
        } else {
            ++at_;
            result = from_item();
            want(")");
            // `(a join b …) as j` hides what is in it.
            if (at("as")) { failed_ = true; }
            return result;
        }
    } else {
        result.names = dotted_name();
        if (at("(")) {
            result.kind = SqlFrom::Kind::Function;
            result.call = call(std::move(result.names));
            result.names.clear();
            if (at("with") && at("ordinality", 1)) {
                at_ += 2;
                result.ordinality = true;
            }
        }
    }
    if (at("tablesample") || at("*")) { failed_ = true; }
    alias(result);
    return result;
}

void SqlTreeReader::alias(SqlFrom& from) {
    const bool as = take("as");
    const bool named =
        at_ < words_.size() && words_[at_].is_name() &&
        (as || at_kind(SqlWord::Kind::Quoted) || !is_reserved_word(lower_case(words_[at_].text)));
    if (!named) {
        if (as) { failed_ = true; }
        return;
    }
    from.alias = name();
    if (!take("(")) { return; }
    do {
        from.columns.push_back(name());
        // `as f(a integer, b text)`: the types tell what a function returns.
        while (!failed_ && at_ < words_.size() && !at(",") && !at(")")) { failed_ = true; }
    } while (take(","));
    want(")");
}

}  // namespace retort::schema
