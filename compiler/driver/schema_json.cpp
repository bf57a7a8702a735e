// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/schema_json.h"

#include "compiler/schema/changes.h"
#include "compiler/syntax/print.h"

#include <nlohmann/json.hpp>

namespace retort::driver {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const Box<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
}

Json names(const std::vector<Name>& list) {
    Json array = Json::array();
    for (const Name& name : list) { array.push_back(name.text); }
    return array;
}

Json column_json(const schema::Table& table, const schema::Column& column) {
    Json json;
    json["name"] = column.name.text;
    json["type"] = schema::type_text(column.type);
    json["not_null"] = table.refuses_nulls(column.name.text);
    json["default"] =
        column.default_value ? Json(schema::expr_text(*column.default_value)) : Json(nullptr);
    json["generated"] =
        column.generated ? Json(schema::expr_text(column.generated->expression)) : Json(nullptr);
    json["identity"] =
        column.identity ? Json(column.identity->always ? "always" : "by default") : Json(nullptr);
    json["comment"] = text_or_null(column.comment);
    return json;
}

std::string_view kind_word(schema::ConstraintKind kind) {
    switch (kind) {
        case schema::ConstraintKind::PrimaryKey:
            return "primary key";
        case schema::ConstraintKind::Unique:
            return "unique";
        case schema::ConstraintKind::Check:
            return "check";
        case schema::ConstraintKind::ForeignKey:
            return "foreign key";
        case schema::ConstraintKind::Exclude:
            return "exclude";
    }
    return {};
}

Json constraint_json(const schema::Constraint& constraint) {
    Json json;
    json["name"] = constraint.name.text;
    json["kind"] = kind_word(constraint.kind);
    json["columns"] = names(constraint.columns);
    if (constraint.check) { json["check"] = schema::expr_text(*constraint.check); }
    if (constraint.kind == schema::ConstraintKind::ForeignKey) {
        json["references"] = {{"table", constraint.referenced_table.text()},
                              {"columns", names(constraint.referenced_columns)}};
    }
    return json;
}

Json index_json(const schema::Index& index) {
    Json json;
    json["name"] = index.name.text();
    json["unique"] = index.unique;
    json["keys"] = Json::array();
    for (const schema::IndexKey& key : index.keys) {
        json["keys"].push_back(key.expression ? schema::expr_text(*key.expression)
                                              : key.column.text);
    }
    json["where"] = index.where ? Json(schema::expr_text(*index.where)) : Json(nullptr);
    return json;
}

Json table_json(const schema::Table& table) {
    Json json;
    json["name"] = table.name.text();
    json["comment"] = text_or_null(table.comment);
    json["columns"] = Json::array();
    for (const schema::Column& column : table.columns) {
        json["columns"].push_back(column_json(table, column));
    }
    json["constraints"] = Json::array();
    for (const schema::Constraint& constraint : table.constraints) {
        json["constraints"].push_back(constraint_json(constraint));
    }
    json["indexes"] = Json::array();
    for (const schema::Index& index : table.indexes) {
        json["indexes"].push_back(index_json(index));
    }
    return json;
}

}  // namespace

std::string schema_json(const schema::Schema& schema) {
    Json json;
    json["tables"] = Json::array();
    schema.tables.for_each([&](const QualifiedName&, const Shared<schema::Table>& table) {
        json["tables"].push_back(table_json(*table));
    });
    json["enums"] = Json::array();
    schema.enums.for_each([&](const QualifiedName&, const Shared<schema::EnumType>& type) {
        json["enums"].push_back({{"name", type->name.text()}, {"values", names(type->values)}});
    });
    json["statements"] = Json::array();
    for (const schema::Operation& operation : schema::changes({}, schema)) {
        json["statements"].push_back(syntax::print_operation(operation));
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace retort::driver
