// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/code_uses.h"
#include "compiler/schema/footprint/marks.h"

#include <algorithm>

namespace retort::schema {
namespace {

/// Some values may make it fail: it is computed for every row.
bool may_fail(const Expr& expr) {
    if (expr.kind == ExprKind::Cast) { return true; }
    if (expr.kind == ExprKind::Binary && (expr.text == "/" || expr.text == "%")) { return true; }
    return std::any_of(expr.args.begin(), expr.args.end(), may_fail);
}

}  // namespace

std::string key_columns(std::vector<std::string> columns) {
    std::sort(columns.begin(), columns.end());
    std::string text;
    for (const std::string& column : columns) { text += (text.empty() ? "" : ", ") + column; }
    return text;
}

std::vector<std::string> texts_of(const std::vector<Name>& names) {
    std::vector<std::string> texts;
    for (const Name& name : names) { texts.push_back(name.text); }
    return texts;
}

const Table* Marks::find_table(const QualifiedName& name) const {
    const Table* table = before.find_table(name);
    return table != nullptr ? table : after.find_table(name);
}

bool Marks::is_old(const QualifiedName& table, const std::string& column) const {
    const Table* known = before.find_table(table);
    return known != nullptr && known->find_column(column) != nullptr;
}

void Marks::relation(const QualifiedName& name) {
    if (name.empty()) { return; }
    read(Facet::Relation, name.text());
    if (!name.schema.empty()) { read(Facet::Schema, name.schema); }
    for (const CodeKind kind : {CodeKind::View, CodeKind::MaterializedView}) {
        if (before.find_code_object(kind, {}, name, {}) != nullptr) {
            read(Facet::Body, name.text());
        }
    }
}

void Marks::type_name(const QualifiedName& name) {
    read(Facet::Type, name.text());
    if (!name.schema.empty()) { read(Facet::Schema, name.schema); }
    const bool known = before.find_enum(name) != nullptr || after.find_enum(name) != nullptr ||
                       before.find_domain(name) != nullptr || after.find_domain(name) != nullptr;
    if (!known) { read(Facet::Extensions, {}); }
}

void Marks::type(const Type& type) {
    if (type.kind == TypeKind::Named) { type_name(*type.name); }
}

void Marks::function(const std::string& name) {
    read(Facet::Routine, name);
}

void Marks::column(const QualifiedName& table, const std::string& name) {
    read(Facet::Column, table.text(), name);
    read(Facet::ColumnType, table.text(), name);
}

void Marks::values(const QualifiedName& table, const std::string& name) {
    column(table, name);
    values_alone(table, name);
}

void Marks::values_alone(const QualifiedName& table, const std::string& name) {
    read(Facet::Values, table.text(), name);
    const Table* known = find_table(table);
    const Column* found = known == nullptr ? nullptr : known->find_column(name);
    if (found == nullptr) { return; }
    if (found->type.kind == TypeKind::Named) { read(Facet::Labels, found->type.name->text()); }
    // Computed from other columns, whose values are read with it.
    if (found->generated) {
        for_each_column(found->generated->expression, [&](const Expr& source) {
            read(Facet::Values, table.text(), source.names.back().text);
        });
    }
}

void Marks::expression(const Expr& expr, const QualifiedName& table, bool with_values) {
    if (expr.type) { type(*expr.type); }
    switch (expr.kind) {
        case ExprKind::Column: {
            const std::string& name = expr.names.back().text;
            const Table* known = find_table(table);
            if (table.empty() || (known != nullptr && known->find_column(name) == nullptr)) {
                break;
            }
            if (with_values) {
                values(table, name);
            } else {
                column(table, name);
                const Column* found = known == nullptr ? nullptr : known->find_column(name);
                if (found != nullptr && found->type.kind == TypeKind::Named) {
                    read(Facet::Labels, found->type.name->text());
                }
            }
            break;
        }
        case ExprKind::Call:
            function(expr.names.back().text);
            if (expr.names.back().text == "nextval" && !expr.args.empty()) {
                read(Facet::Relation, in_plain_spelling(expr.args[0].text));
            }
            if (!expr.tail.empty()) { text(expr.tail, with_values); }
            break;
        case ExprKind::Query:
        case ExprKind::Exists:
            text(expr.text, with_values);
            break;
        case ExprKind::Null:
        case ExprKind::Default:
        case ExprKind::Boolean:
        case ExprKind::Number:
        case ExprKind::String:
        case ExprKind::TypedString:
        case ExprKind::Star:
        case ExprKind::Keyword:
        case ExprKind::Unary:
        case ExprKind::Binary:
        case ExprKind::Is:
        case ExprKind::IsDistinct:
        case ExprKind::Between:
        case ExprKind::In:
        case ExprKind::Quantified:
        case ExprKind::Case:
        case ExprKind::Cast:
        case ExprKind::Collate:
        case ExprKind::AtTimeZone:
        case ExprKind::Array:
        case ExprKind::Subscript:
        case ExprKind::Row:
        case ExprKind::Field:
        case ExprKind::ByDialect:
            break;
    }
    for (const Expr& argument : expr.args) { expression(argument, table, with_values); }
}

void Marks::constraint(const Constraint& constraint, const QualifiedName& table) {
    for (const Name& name : constraint.columns) { column(table, name.text); }
    for (const Name& name : constraint.include) { column(table, name.text); }
    if (constraint.check) { expression(*constraint.check, table, false); }
    for (const IndexKey& key : constraint.keys) {
        if (!key.column.empty()) { column(table, key.column.text); }
        if (key.expression) { expression(*key.expression, table, false); }
    }
    if (constraint.where) { expression(*constraint.where, table, false); }
    if (!constraint.using_index.empty()) {
        relation(QualifiedName(table.schema, constraint.using_index.text));
    }
    if (constraint.kind != ConstraintKind::ForeignKey) { return; }
    const QualifiedName& parent = constraint.referenced_table;
    relation(parent);
    for (const Name& name : constraint.referenced_columns) { column(parent, name.text); }
    read(Facet::Key, parent.text(), key_columns(texts_of(constraint.referenced_columns)));
}

void Marks::checked_rows(const Constraint& constraint, const QualifiedName& table, bool dropped) {
    std::set<std::string> columns;
    for (const Name& name : constraint.columns) { columns.insert(name.text); }
    const auto add_all = [&](const Expr& expr) {
        for_each_column(expr, [&](const Expr& use) { columns.insert(use.names.back().text); });
        if (expr.kind == ExprKind::Query) { text(expr.text, true); }
    };
    if (constraint.check) { add_all(*constraint.check); }
    for (const IndexKey& key : constraint.keys) {
        if (!key.column.empty()) { columns.insert(key.column.text); }
        if (key.expression) { add_all(*key.expression); }
    }
    if (constraint.where) { add_all(*constraint.where); }
    // Columns that come with it are null in all rows that are there, which fits.
    const Table* later = after.find_table(table);
    const bool fresh = std::all_of(columns.begin(), columns.end(), [&](const std::string& name) {
        if (is_old(table, name)) { return false; }
        const Column* found = later == nullptr ? nullptr : later->find_column(name);
        return found != nullptr && !found->not_null && !found->default_value && !found->identity &&
               !found->generated && !is_serial(found->type.kind);
    });
    if (before.find_table(table) == nullptr || (fresh && !columns.empty())) { return; }
    read(Facet::Rows, table.text());
    // A constraint that goes needs nothing to be called as it was.
    for (const std::string& name : columns) { values_alone(table, name); }
    if (constraint.kind == ConstraintKind::ForeignKey) {
        // Rows that are added to the parent matter only to a key that comes.
        add(Facet::Rows, dropped ? Access::Join : Access::Read, dropped ? Deed::Frees : Deed::Uses,
            constraint.referenced_table.text());
        for (const Name& name : constraint.referenced_columns) {
            values_alone(constraint.referenced_table, name.text);
        }
    }
}

void Marks::index(const Index& index, const QualifiedName& table) {
    relation(table);
    std::set<std::string> columns;
    bool computed = false;
    const auto add_expression = [&](const Expr& expr) {
        expression(expr, table, false);
        for_each_column(expr, [&](const Expr& use) { columns.insert(use.names.back().text); });
        computed = computed || may_fail(expr);
    };
    for (const IndexKey& key : index.keys) {
        if (!key.column.empty()) {
            column(table, key.column.text);
            columns.insert(key.column.text);
        }
        if (key.expression) { add_expression(*key.expression); }
    }
    for (const Name& name : index.include) { column(table, name.text); }
    if (index.where) { add_expression(*index.where); }
    if (!index.unique && !computed) { return; }
    read(Facet::Rows, table.text());
    for (const std::string& name : columns) { read(Facet::Values, table.text(), name); }
}

void Marks::column_definition(const Column& column, const QualifiedName& table) {
    type(column.type);
    if (column.default_value) { expression(*column.default_value, table, false); }
    if (column.generated) { expression(column.generated->expression, table, false); }
}

void Marks::code(const CodeObject& object) {
    relation(object.table);
    if (!object.name.schema.empty()) { read(Facet::Schema, object.name.schema); }
    // A materialized view takes its rows when it is made.
    text(object.definition, object.kind == CodeKind::MaterializedView);
}

}  // namespace retort::schema
