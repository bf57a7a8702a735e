// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/schema/spelling.h"
#include "compiler/syntax/layout.h"
#include "compiler/syntax/print.h"

#include <algorithm>

namespace retort::syntax {
namespace {

using schema::Constraint;
using schema::ConstraintKind;
using schema::IndexKey;
using schema::spell_name;
using schema::spell_string;

std::string action_text(schema::ReferentialAction action) {
    switch (action) {
        case schema::ReferentialAction::NoAction:
            return "no action";
        case schema::ReferentialAction::Restrict:
            return "restrict";
        case schema::ReferentialAction::Cascade:
            return "cascade";
        case schema::ReferentialAction::SetNull:
            return "set null";
        case schema::ReferentialAction::SetDefault:
            return "set default";
    }
    return {};
}

/// The columns of a foreign key's side.
std::string period_list(const std::vector<Name>& columns, bool period) {
    if (!period) { return name_list(columns); }
    std::string text = "(";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i != 0) { text += ", "; }
        if (i + 1 == columns.size()) { text += "period "; }
        text += spell_name(columns[i].text);
    }
    return text + ")";
}

std::string references_text(const Constraint& c) {
    std::string text = "references " + spell_name(c.referenced_table);
    if (!c.referenced_columns.empty()) {
        text += " " + period_list(c.referenced_columns, c.period);
    }
    if (c.match == schema::MatchKind::Full) { text += " match full"; }
    if (c.match == schema::MatchKind::Partial) { text += " match partial"; }
    if (c.on_delete != schema::ReferentialAction::NoAction) {
        text += " on delete " + action_text(c.on_delete);
        if (!c.on_delete_columns.empty()) { text += " " + name_list(c.on_delete_columns); }
    }
    if (c.on_update != schema::ReferentialAction::NoAction) {
        text += " on update " + action_text(c.on_update);
    }
    return text;
}

std::string attributes_text(const Constraint& c) {
    std::string text;
    if (c.no_inherit) { text += " no inherit"; }
    if (c.deferrable) { text += " deferrable"; }
    if (c.initially_deferred) { text += " initially deferred"; }
    if (c.not_valid) { text += " not valid"; }
    if (c.not_enforced) { text += " not enforced"; }
    return text;
}

std::string named(const Constraint& c) {
    return c.name.empty() ? "" : "constraint " + spell_name(c.name.text) + " ";
}

std::string index_tail(const Constraint& c) {
    std::string text;
    if (!c.include.empty()) { text += " include " + name_list(c.include); }
    if (!c.with.empty()) { text += " with " + parameters_text(c.with); }
    if (!c.tablespace.empty()) { text += " using index tablespace " + spell_name(c.tablespace); }
    return text;
}

std::string key_text(const IndexKey& key) {
    std::string text;
    if (!key.expression) {
        text = spell_name(key.column.text);
    } else {
        const bool call =
            key.expression->kind == schema::ExprKind::Call && key.expression->tail.empty();
        text = schema::expr_text(*key.expression);
        if (!call) { text = "(" + text + ")"; }
    }
    if (key.collation) { text += " collate " + spell_name(*key.collation); }
    if (key.operator_class) { text += " " + spell_name(*key.operator_class); }
    if (!key.operator_class_options.empty()) {
        text += " " + parameters_text(key.operator_class_options);
    }
    if (key.descending) { text += " desc"; }
    if (key.nulls == schema::NullsOrder::First) { text += " nulls first"; }
    if (key.nulls == schema::NullsOrder::Last) { text += " nulls last"; }
    if (!key.with_operator.empty()) { text += " with " + key.with_operator; }
    return text;
}

std::string keys_text(const std::vector<IndexKey>& keys) {
    std::string text = "(";
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (i != 0) { text += ", "; }
        text += key_text(keys[i]);
    }
    return text + ")";
}

/// A constraint beside its column: the columns go without saying.
std::string beside_column(const Constraint& c) {
    switch (c.kind) {
        case ConstraintKind::PrimaryKey:
            return named(c) + "primary key" + attributes_text(c);
        case ConstraintKind::Unique:
            return named(c) + "unique" + (c.nulls_not_distinct ? " nulls not distinct" : "") +
                   attributes_text(c);
        case ConstraintKind::Check:
            return named(c) + "check (" + schema::expr_text(*c.check) + ")" + attributes_text(c);
        case ConstraintKind::ForeignKey:
            return named(c) + references_text(c) + attributes_text(c);
        case ConstraintKind::Exclude:
            return constraint_text(c);
    }
    return {};
}

std::string generated_text(const schema::Column& column) {
    if (column.identity) {
        std::string text = column.identity->always ? "generated always as identity"
                                                   : "generated by default as identity";
        const std::string options = sequence_text(column.identity->options);
        return options.empty() ? text : text + " (" + options + ")";
    }
    return "generated always as (" + schema::expr_text(column.generated->expression) + ") " +
           (column.generated->stored ? "stored" : "virtual");
}

std::string pad(std::string text, std::size_t width) {
    if (text.size() < width) { text.resize(width, ' '); }
    return text;
}

std::string options_text(const schema::CreateTable& table) {
    const schema::TableOptions& o = table.options;
    std::string text;
    if (o.partition_by) {
        text += " partition by " + o.partition_by->strategy + " " + keys_text(o.partition_by->keys);
    }
    if (!o.inherits.empty()) {
        text += " inherits (";
        for (std::size_t i = 0; i < o.inherits.size(); ++i) {
            text += (i == 0 ? "" : ", ") + spell_name(o.inherits[i]);
        }
        text += ")";
    }
    if (!o.access_method.empty()) { text += " using " + spell_name(o.access_method); }
    if (!o.with.empty()) { text += " with " + parameters_text(o.with); }
    if (o.without_rowid) { text += " without rowid"; }
    if (o.strict) { text += " strict"; }
    if (!o.on_commit.empty()) { text += " on commit " + o.on_commit; }
    if (!o.tablespace.empty()) { text += " tablespace " + spell_name(o.tablespace); }
    if (table.comment) { text += " comment " + spell_string(*table.comment); }
    return text;
}

std::string head_text(const schema::CreateTable& table) {
    std::string text = "create ";
    if (table.options.unlogged) { text += "unlogged "; }
    if (table.options.temporary) { text += "temporary "; }
    text += "table ";
    if (table.if_not_exists) { text += "if not exists "; }
    text += spell_name(table.name);
    if (!table.renamed_from.empty()) { text += " renamed from " + spell_name(table.renamed_from); }
    if (!table.options.partition_of.empty()) {
        text += " partition of " + spell_name(table.options.partition_of);
    }
    return text;
}

Span span_of(const schema::TableElement& element) {
    return match(
        element, [](const schema::ColumnDefinition& c) { return c.column.name.span; },
        [](const Constraint& c) { return c.span; },
        [](const schema::LikeTable& l) { return l.table.span; });
}

}  // namespace

std::string name_list(const std::vector<Name>& names) {
    std::string text = "(";
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i != 0) { text += ", "; }
        text += spell_name(names[i].text);
    }
    return text + ")";
}

std::string parameters_text(const std::vector<std::pair<std::string, std::string>>& parameters) {
    std::string text = "(";
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (i != 0) { text += ", "; }
        text += parameters[i].first;
        if (!parameters[i].second.empty()) { text += " = " + parameters[i].second; }
    }
    return text + ")";
}

std::string value_text(const schema::Expr& expr) {
    using schema::ExprKind;
    bool loose = false;
    switch (expr.kind) {
        case ExprKind::Is:
        case ExprKind::IsDistinct:
        case ExprKind::Between:
        case ExprKind::In:
        case ExprKind::Collate:
            loose = true;
            break;
        case ExprKind::Unary:
            loose = expr.text == "not";
            break;
        case ExprKind::Binary:
        case ExprKind::Quantified:
            loose = schema::binary_precedence(expr.text) < schema::binary_precedence("||");
            break;
        default:
            break;
    }
    return loose ? "(" + schema::expr_text(expr) + ")" : schema::expr_text(expr);
}

std::string key_list(const Constraint& c) {
    std::string text = name_list(c.columns);
    if (c.period) { text.insert(text.size() - 1, " without overlaps"); }
    return text;
}

std::string constraint_text(const Constraint& c) {
    const auto key = [&](std::string_view word) {
        if (!c.using_index.empty()) {
            return named(c) + std::string(word) + " using index " + spell_name(c.using_index.text) +
                   attributes_text(c);
        }
        return named(c) + std::string(word) + (c.nulls_not_distinct ? " nulls not distinct" : "") +
               " " + key_list(c) + index_tail(c) + attributes_text(c);
    };
    switch (c.kind) {
        case ConstraintKind::PrimaryKey:
            return key("primary key");
        case ConstraintKind::Unique:
            return key("unique");
        case ConstraintKind::Check:
            return named(c) + "check (" + schema::expr_text(*c.check) + ")" + attributes_text(c);
        case ConstraintKind::ForeignKey:
            return named(c) + "foreign key " + period_list(c.columns, c.period) + " " +
                   references_text(c) + attributes_text(c);
        case ConstraintKind::Exclude: {
            std::string text = named(c) + "exclude ";
            if (!c.method.empty()) { text += "using " + spell_name(c.method) + " "; }
            text += keys_text(c.keys) + index_tail(c);
            if (c.where) { text += " where (" + schema::expr_text(*c.where) + ")"; }
            return text + attributes_text(c);
        }
    }
    return {};
}

std::string column_text(const schema::ColumnDefinition& definition, std::size_t name_width,
                        std::size_t type_width) {
    const schema::Column& column = definition.column;
    std::vector<std::string> options;
    if (column.collation) { options.push_back("collate " + spell_name(*column.collation)); }
    if (column.identity || column.generated) { options.push_back(generated_text(column)); }
    std::size_t first = 0;
    const auto& constraints = definition.constraints;
    if (!constraints.empty() && constraints[0].kind == ConstraintKind::PrimaryKey) {
        options.push_back(beside_column(constraints[0]));
        first = 1;
    }
    if (column.not_null) { options.emplace_back("not null"); }
    if (column.default_value) { options.push_back("default " + value_text(*column.default_value)); }
    for (std::size_t i = first; i < constraints.size(); ++i) {
        options.push_back(beside_column(constraints[i]));
    }
    if (column.comment) { options.push_back("comment " + spell_string(*column.comment)); }

    std::string text = spell_name(column.name.text);
    if (!definition.renamed_from.empty()) {
        text += " renamed from " + spell_name(definition.renamed_from.text);
    }
    text = pad(std::move(text), name_width) + " " + schema::type_text(column.type);
    if (!options.empty()) { text = pad(std::move(text), name_width + 1 + type_width); }
    for (const std::string& option : options) { text += " " + option; }
    return text;
}

Lines table_lines(const schema::CreateTable& table, Span span, int indent) {
    std::size_t name_width = 0;
    std::size_t type_width = 0;
    for (const schema::TableElement& element : table.elements) {
        const auto* column = std::get_if<schema::ColumnDefinition>(&element);
        if (column == nullptr) { continue; }
        if (column->renamed_from.empty()) {
            name_width = std::max(name_width, spell_name(column->column.name.text).size() + 1);
        }
        const std::size_t type = schema::type_text(column->column.type).size() + 1;
        if (type <= 28) { type_width = std::max(type_width, type); }
    }
    const bool partition = !table.options.partition_of.empty();
    const std::string bound = partition ? " " + table.options.partition_bound : std::string();
    if (table.elements.empty()) {
        const std::string list = partition ? "" : " ()";
        return {{indent, head_text(table) + list + bound + options_text(table) + ";", span.begin,
                 span.end}};
    }
    Lines lines;
    lines.push_back(
        {indent, head_text(table) + " (", span.begin, span.known() ? span.begin + 1 : 0});
    for (std::size_t i = 0; i < table.elements.size(); ++i) {
        std::string text = match(
            table.elements[i],
            [&](const schema::ColumnDefinition& c) {
                return column_text(c, name_width, type_width);
            },
            [](const Constraint& c) { return constraint_text(c); },
            [](const schema::LikeTable& l) {
                return "like " + spell_name(l.table) + (l.options.empty() ? "" : " " + l.options);
            });
        if (i + 1 < table.elements.size()) { text += ","; }
        const Span where = span_of(table.elements[i]);
        lines.push_back({indent + 4, std::move(text), where.begin, where.end});
    }
    lines.push_back({indent, ")" + bound + options_text(table) + ";",
                     span.known() ? span.end - 1 : 0, span.end});
    return lines;
}

std::string index_text(const schema::CreateIndex& create) {
    const schema::Index& index = create.index;
    std::string text = index.unique ? "create unique index" : "create index";
    if (create.concurrently) { text += " concurrently"; }
    if (create.if_not_exists) { text += " if not exists"; }
    if (!index.name.empty()) { text += " " + spell_name(index.name); }
    text += " on ";
    if (create.index.only) { text += "only "; }
    text += spell_name(create.table);
    if (!index.method.empty()) { text += " using " + spell_name(index.method); }
    text += " " + keys_text(index.keys);
    if (!index.include.empty()) { text += " include " + name_list(index.include); }
    if (index.nulls_not_distinct) { text += " nulls not distinct"; }
    if (!index.with.empty()) { text += " with " + parameters_text(index.with); }
    if (!index.tablespace.empty()) { text += " tablespace " + spell_name(index.tablespace); }
    if (index.where) { text += " where " + schema::expr_text(*index.where); }
    return text;
}

std::string sequence_text(const schema::SequenceOptions& o) {
    std::vector<std::string> parts;
    const auto add = [&](std::string_view word, const std::optional<std::int64_t>& value) {
        if (value) { parts.push_back(std::string(word) + " " + std::to_string(*value)); }
    };
    if (o.type) { parts.push_back("as " + schema::type_text(*o.type)); }
    add("start", o.start);
    add("increment", o.increment);
    add("minvalue", o.min_value);
    add("maxvalue", o.max_value);
    if (o.no_min_value) { parts.emplace_back("no minvalue"); }
    if (o.no_max_value) { parts.emplace_back("no maxvalue"); }
    add("cache", o.cache);
    if (o.cycle) { parts.emplace_back(*o.cycle ? "cycle" : "no cycle"); }
    add("restart with", o.restart);
    if (!o.owned_column.empty()) {
        parts.push_back("owned by " + (o.owned_table ? spell_name(*o.owned_table) + "." +
                                                           spell_name(o.owned_column.text)
                                                     : std::string("none")));
    }
    std::string text;
    for (const std::string& part : parts) { text += (text.empty() ? "" : " ") + part; }
    return text;
}

}  // namespace retort::syntax
