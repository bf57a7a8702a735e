// SPDX-License-Identifier: Apache-2.0
#include "tests/random/names.h"
#include "tests/random/statements.h"

#include <iterator>

// Constraints and indexes.

namespace retort::random {
namespace {

using schema::Column;
using schema::Table;
using schema::TypeKind;

std::string alter(const Table& table) {
    return "alter table " + quoted(table.name) + " ";
}

bool is_text(const Column& column) {
    return column.type.dimensions == 0 &&
           (column.type.kind == TypeKind::Text || column.type.kind == TypeKind::Varchar);
}

bool has_order(const Column& column) {
    return column.type.kind != TypeKind::Jsonb && column.type.kind != TypeKind::Json &&
           column.type.kind != TypeKind::Xml;
}

}  // namespace

Proposal Statements::add_constraint() {
    const Table* table = any_table();
    if (table == nullptr) { return {}; }
    const std::string owner = table->name.text();
    const Rows rows = rows_[owner];
    const std::string named = chance(50) ? "constraint " + quoted(fresh("k")) + " " : "";
    const std::string start = alter(*table) + "add " + named;
    switch (below(3)) {
        case 0: {
            const Column* column = any_column(*table, [&](const Column& each) {
                return has_order(each) && (!rows.any || rows.distinct.count(each.name.text) != 0);
            });
            if (column == nullptr) { return {}; }
            const Column* other = any_column(*table, [&](const Column& each) {
                return has_order(each) && each.name.text != column->name.text;
            });
            std::string list = quoted(column->name.text);
            if (other != nullptr && chance(40)) { list += ", " + quoted(other->name.text); }
            return {start + "unique (" + list + ");\n", {}};
        }
        case 1: {
            const Column* column = any_column(*table);
            if (column == nullptr) { return {}; }
            const std::string check =
                column->type.dimensions != 0 || column->type.name
                    ? quoted(column->name.text) + " is null or " + quoted(column->name.text) +
                          " is not null"
                    : check_of(column->name.text, schema::type_text(column->type));
            const bool later = postgres_ && chance(20);
            return {start + "check (" + check + ")" + (later ? " not valid" : "") + ";\n", {}};
        }
        default: {
            const Table* target = any_table();
            const schema::Constraint* key = target->primary_key();
            if (key == nullptr || key->columns.size() != 1) { return {}; }
            const std::string& referenced = key->columns[0].text;
            const Rows& there = rows_[target->name.text()];
            const bool known = there.any && there.keys.count(referenced) != 0;
            const Column* column = any_column(*table, [&](const Column& each) {
                return !rows.any || (known && rows.keys.count(each.name.text) != 0);
            });
            if (column == nullptr) { return {}; }
            return {start + "foreign key (" + quoted(column->name.text) + ") references " +
                        quoted(target->name) + " (" + quoted(referenced) + ")" +
                        (chance(40) ? " on delete cascade" : "") +
                        (chance(15) ? " deferrable" : "") + ";\n",
                    {}};
        }
    }
}

std::function<void()> Statements::pin(const Table& table) {
    std::set<std::string> columns;
    for (const Column& column : table.columns) { columns.insert(column.name.text); }
    return [this, owner = table.name.text(), columns] {
        rows_[owner].pinned.insert(columns.begin(), columns.end());
    };
}

Proposal Statements::drop_constraint() {
    const Table* table = any_table();
    const schema::Constraint* constraint = table == nullptr ? nullptr : any_constraint(*table);
    if (constraint == nullptr) { return {}; }
    return {alter(*table) + "drop constraint " + quoted(constraint->name.text) +
                (chance(40) ? " cascade" : "") + ";\n",
            pin(*table)};
}

Proposal Statements::rename_constraint() {
    const Table* table = any_table();
    const schema::Constraint* constraint = table == nullptr ? nullptr : any_constraint(*table);
    if (constraint == nullptr) { return {}; }
    return {alter(*table) + "rename constraint " + quoted(constraint->name.text) + " to " +
                quoted(fresh("k")) + ";\n",
            {}};
}

Proposal Statements::create_index() {
    const Table* table = any_table();
    const Column* column = table == nullptr ? nullptr : any_column(*table, has_order);
    if (column == nullptr) { return {}; }
    const Rows& rows = rows_[table->name.text()];
    const std::string name = quoted(column->name.text);
    const bool unique = (!rows.any || rows.distinct.count(column->name.text) != 0) && chance(25);
    std::string text = unique ? "create unique index " : "create index ";
    if (postgres_ && chance(10)) { text += "concurrently "; }
    if (chance(60)) { text += quoted(fresh("i")) + " "; }
    text += "on " + quoted(table->name) + " (";
    if (is_text(*column) && chance(30)) {
        text += "lower(" + name + ")";
    } else {
        text += name;
        if (chance(20)) { text += " desc"; }
        if (postgres_ && chance(10)) { text += " nulls first"; }
    }
    const Column* other = any_column(*table, [&](const Column& each) {
        return has_order(each) && each.name.text != column->name.text;
    });
    if (other != nullptr && chance(30)) { text += ", " + quoted(other->name.text); }
    text += ")";
    if (postgres_ && other != nullptr && chance(10)) {
        text += " include (" + quoted(other->name.text) + ")";
    }
    const Column* filter = any_column(
        *table, [](const Column& each) { return each.type.dimensions == 0 && !each.type.name; });
    if (filter != nullptr && chance(25)) {
        text += " where " + check_of(filter->name.text, schema::type_text(filter->type));
    }
    return {text + ";\n", {}};
}

Proposal Statements::drop_index() {
    const Table* table = any_table();
    if (table == nullptr || table->indexes.empty()) { return {}; }
    return {"drop index " + quoted(table->indexes[below(table->indexes.size())].name) + ";\n",
            pin(*table)};
}

Proposal Statements::rename_index() {
    const Table* table = any_table();
    if (table == nullptr || table->indexes.empty()) { return {}; }
    return {"alter index " + quoted(table->indexes[below(table->indexes.size())].name) +
                " rename to " + quoted(fresh("i")) + ";\n",
            {}};
}

Proposal Statements::identity() {
    const Table* table = any_table();
    const Column* column = table == nullptr ? nullptr : any_column(*table, [](const Column& each) {
        return each.type.kind == TypeKind::Integer || each.type.kind == TypeKind::BigInt;
    });
    if (!postgres_ || column == nullptr) { return {}; }
    const std::string start = alter(*table) + "alter column " + quoted(column->name.text);
    if (!column->identity) {
        return {start + " add generated " + (chance(50) ? "always" : "by default") +
                    " as identity (start 100 increment 5);\n",
                {}};
    }
    if (chance(50)) { return {start + " drop identity;\n", {}}; }
    return {start + " set generated " + (column->identity->always ? "by default" : "always") +
                " set increment 3;\n",
            {}};
}

}  // namespace retort::random
