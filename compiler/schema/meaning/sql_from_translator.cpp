// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_translator.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <utility>

// What stands behind `from`: tables, joins, functions, queries.

namespace retort::schema {
namespace {

using Kind = SqlTree::Kind;

const VisibleColumn* find_column(const std::vector<VisibleColumn>& columns,
                                 const std::string& name) {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const VisibleColumn& each) { return each.name == name; });
    return found == columns.end() ? nullptr : &*found;
}

}  // namespace

VisibleSource SqlTranslator::table(const SqlFrom& from) {
    VisibleSource source;
    source.alias = from.names.back();
    source.label = new_label();
    source.known = false;
    if (from.names.size() == 1) {
        for (auto each = common_tables_.rbegin(); each != common_tables_.rend(); ++each) {
            if (each->name != from.names[0]) { continue; }
            source.known = each->known;
            for (const GivenColumn& column : each->columns) {
                source.columns.push_back(
                    {column.name, column.type, source.label + sql_name(column.name)});
            }
            return source;
        }
    }
    if (from.names.size() > 2) {
        understood_ = false;
        return source;
    }
    QualifiedName name(from.names.back());
    if (from.names.size() == 2) {
        name.schema = from.names[0];
        source.schema = name.schema;
    }
    if (auto columns = meanings_.columns_of(name)) {
        source.known = true;
        for (const GivenColumn& column : *columns) {
            source.columns.push_back(
                {column.name, column.type, source.label + sql_name(column.name)});
        }
    }
    return source;
}

std::string SqlTranslator::from(const SqlFrom& from, VisibleScope& scope,
                                std::vector<VisibleColumn>& visible) {
    if (!understood_) { return {}; }
    VisibleSource source;
    std::string text;
    switch (from.kind) {
        case SqlFrom::Kind::Join:
            return join(from, scope, visible);
        case SqlFrom::Kind::Table: {
            source = table(from);
            const bool common =
                from.names.size() == 1 &&
                std::any_of(common_tables_.begin(), common_tables_.end(),
                            [&](const CommonTable& each) { return each.name == from.names[0]; });
            QualifiedName name(from.names.back());
            if (from.names.size() == 2) { name.schema = from.names[0]; }
            name = meanings_.plain(name);
            text = (from.only ? "only " : "") + std::string(common ? "with " : "") +
                   (name.schema.empty() ? "" : sql_name(name.schema) + ".") + sql_name(name.name);
            break;
        }
        case SqlFrom::Kind::Query: {
            source.label = new_label();
            const QueryMeaning meaning = query(*from.query, from.lateral ? &scope : scope.outer);
            source.known = meaning.known;
            for (const GivenColumn& column : meaning.columns) {
                source.columns.push_back(
                    {column.name, column.type, source.label + sql_name(column.name)});
            }
            text = (from.lateral ? "lateral (" : "(") + meaning.text + ")";
            break;
        }
        case SqlFrom::Kind::Function: {
            source.label = new_label();
            // Its arguments see what stands before it.
            const SqlValue called = value(from.call, scope);
            text = called.text;
            if (from.ordinality) { text += " with ordinality"; }
            source.alias = from.call.names.back();
            const std::string& name = from.alias.empty() ? source.alias : from.alias;
            source.known =
                !from.columns.empty() || (meanings_.is_scalar(called.type) && !from.ordinality);
            if (source.known && from.columns.empty()) {
                source.columns.push_back({name, called.type, source.label + "1"});
            }
            for (std::size_t i = 0; i < from.columns.size(); ++i) {
                const bool scalar = meanings_.is_scalar(called.type) && i == 0;
                source.columns.push_back({from.columns[i], scalar ? called.type : TypeName(),
                                          source.label + std::to_string(i + 1)});
            }
            break;
        }
    }
    if (!from.alias.empty()) {
        source.alias = from.alias;
        source.schema.clear();
    }
    if (from.kind != SqlFrom::Kind::Function) {
        if (from.columns.size() > source.columns.size()) { understood_ = false; }
        for (std::size_t i = 0; i < from.columns.size() && understood_; ++i) {
            source.columns[i].name = from.columns[i];
        }
    }
    visible = source.columns;
    scope.sources.push_back(std::move(source));
    return text;
}

std::string SqlTranslator::join(const SqlFrom& from, VisibleScope& scope,
                                std::vector<VisibleColumn>& visible) {
    std::vector<VisibleColumn> left;
    std::vector<VisibleColumn> right;
    const std::size_t first = scope.sources.size();
    const std::string left_text = this->from(from.sides[0], scope, left);
    const std::size_t second = scope.sources.size();
    // What is lateral on the right side sees the left one.
    VisibleScope beside = scope;
    beside.columns.insert(beside.columns.end(), left.begin(), left.end());
    const std::string right_text = this->from(from.sides[1], beside, right);
    scope.sources = std::move(beside.sources);
    if (!understood_) { return {}; }
    std::vector<std::string> shared = from.using_columns;
    if (from.natural) {
        for (std::size_t i = first; i < scope.sources.size(); ++i) {
            if (!scope.sources[i].known) { understood_ = false; }
        }
        for (const VisibleColumn& column : left) {
            if (find_column(right, column.name) != nullptr) { shared.push_back(column.name); }
        }
    }
    (void)second;
    std::string text = "(" + left_text + " " + from.join + " join " + right_text;
    if (!shared.empty()) {
        text += " using";
        for (const std::string& name : shared) {
            const VisibleColumn* of_left = find_column(left, name);
            const VisibleColumn* of_right = find_column(right, name);
            if (of_left == nullptr || of_right == nullptr) {
                understood_ = false;
                return {};
            }
            text += " " + of_left->text + "=" + of_right->text;
            // buildMergedJoinVar in PostgreSQL's parse_clause.c: the side that needs no cast.
            const bool wider =
                from.join == "inner" && number_rank(of_right->type) > number_rank(of_left->type);
            VisibleColumn merged = from.join == "right" || wider ? *of_right : *of_left;
            if (from.join == "full") {
                merged.text = "(" + of_left->text + "|" + of_right->text + ")";
            }
            visible.push_back(std::move(merged));
        }
    }
    for (std::vector<VisibleColumn>* side : {&left, &right}) {
        for (VisibleColumn& column : *side) {
            const bool merged =
                std::find(shared.begin(), shared.end(), column.name) != shared.end();
            if (!merged) { visible.push_back(std::move(column)); }
        }
    }
    if (from.on) {
        VisibleScope both;
        both.sources = scope.sources;
        both.columns = visible;
        both.outer = scope.outer;
        text += " on " + condition(*from.on, both).text;
    }
    return text + ")";
}

}  // namespace retort::schema
