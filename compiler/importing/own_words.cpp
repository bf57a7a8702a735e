// SPDX-License-Identifier: Apache-2.0
#include "compiler/importing/own_words.h"

#include "compiler/schema/types_of_others.h"

namespace retort::importing {
namespace {

using schema::Expr;
using schema::ExprKind;
using schema::Schema;
using schema::Type;
using schema::TypeKind;

bool put_type(Type& type, const Schema& schema) {
    if (type.kind != TypeKind::Named || !type.name->schema.empty()) { return false; }
    const bool known = schema.find_enum(*type.name) != nullptr ||
                       schema.find_domain(*type.name) != nullptr ||
                       schema.traces.foreign_types.contains(type.name->name);
    const TypeKind kind = schema::type_kind(schema::type_of_others(type.name->name));
    if (known || kind == TypeKind::Named) { return false; }
    type.kind = kind;
    type.name.reset();
    return true;
}

bool put_boolean(Expr& value) {
    if (value.kind != ExprKind::Number || (value.text != "0" && value.text != "1")) {
        return false;
    }
    value.kind = ExprKind::Boolean;
    value.text = value.text == "1" ? "true" : "false";
    return true;
}

bool is_boolean(const schema::Table* table, const Name& name) {
    const schema::Column* column = table == nullptr ? nullptr : table->find_column(name.text);
    return column != nullptr && column->type.kind == TypeKind::Boolean;
}

bool put_column(schema::Column& column, const Schema& schema) {
    const bool type = put_type(column.type, schema);
    const bool value = column.type.kind == TypeKind::Boolean && column.default_value &&
                       put_boolean(*column.default_value);
    return type || value;
}

bool put_table(schema::CreateTable& create, const Schema& schema) {
    bool changed = false;
    for (schema::TableElement& element : create.elements) {
        if (auto* definition = std::get_if<schema::ColumnDefinition>(&element)) {
            changed = put_column(definition->column, schema) || changed;
        }
    }
    return changed;
}

bool put_actions(schema::AlterTable& alter, const Schema& schema) {
    const schema::Table* table = schema.find_table(alter.table);
    bool changed = false;
    for (schema::TableAction& action : alter.actions) {
        if (auto* add = std::get_if<schema::AddColumn>(&action)) {
            changed = put_column(add->definition.column, schema) || changed;
        } else if (auto* type = std::get_if<schema::SetColumnType>(&action)) {
            changed = put_type(type->type, schema) || changed;
        } else if (auto* value = std::get_if<schema::SetColumnDefault>(&action)) {
            changed = (is_boolean(table, value->column) && put_boolean(value->value)) || changed;
        }
    }
    return changed;
}

bool put_rows(schema::InsertRows& insert, const Schema& schema) {
    const schema::Table* table = schema.find_table(insert.table);
    bool changed = false;
    for (std::size_t i = 0; i < insert.columns.size(); ++i) {
        if (!is_boolean(table, insert.columns[i])) { continue; }
        for (std::vector<Expr>& row : insert.rows) {
            changed = (i < row.size() && put_boolean(row[i])) || changed;
        }
    }
    return changed;
}

bool put_assignments(schema::UpdateRows& update, const Schema& schema) {
    const schema::Table* table = schema.find_table(update.table);
    bool changed = false;
    for (schema::Assignment& assignment : update.assignments) {
        changed =
            (is_boolean(table, assignment.column) && put_boolean(assignment.value)) || changed;
    }
    return changed;
}

}  // namespace

bool put_in_own_words(schema::Operation& operation, const Schema& schema) {
    if (auto* create = std::get_if<schema::CreateTable>(&operation.kind)) {
        return put_table(*create, schema);
    }
    if (auto* alter = std::get_if<schema::AlterTable>(&operation.kind)) {
        return put_actions(*alter, schema);
    }
    if (auto* insert = std::get_if<schema::InsertRows>(&operation.kind)) {
        return put_rows(*insert, schema);
    }
    if (auto* update = std::get_if<schema::UpdateRows>(&operation.kind)) {
        return put_assignments(*update, schema);
    }
    return false;
}

}  // namespace retort::importing
