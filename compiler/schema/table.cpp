// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/table.h"

#include <algorithm>

namespace retort::schema {

const Column* Table::find_column(std::string_view column) const {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& c) { return c.name.text == column; });
    return found == columns.end() ? nullptr : &*found;
}

Column* Table::find_column(std::string_view column) {
    return const_cast<Column*>(std::as_const(*this).find_column(column));
}

const Constraint* Table::find_constraint(std::string_view constraint) const {
    const auto found = std::find_if(constraints.begin(), constraints.end(),
                                    [&](const Constraint& c) { return c.name.text == constraint; });
    return found == constraints.end() ? nullptr : &*found;
}

const Index* Table::find_index(std::string_view index) const {
    const auto found = std::find_if(indexes.begin(), indexes.end(),
                                    [&](const Index& i) { return i.name.name == index; });
    return found == indexes.end() ? nullptr : &*found;
}

const Constraint* Table::primary_key() const {
    const auto found =
        std::find_if(constraints.begin(), constraints.end(),
                     [](const Constraint& c) { return c.kind == ConstraintKind::PrimaryKey; });
    return found == constraints.end() ? nullptr : &*found;
}

bool Table::refuses_nulls(std::string_view column) const {
    const Column* found = find_column(column);
    if (found == nullptr) { return false; }
    if (found->not_null) { return true; }
    const Constraint* key = primary_key();
    return key != nullptr && std::any_of(key->columns.begin(), key->columns.end(),
                                         [&](const Name& part) { return part.text == column; });
}

void for_each_expression(const Table& table, const std::function<void(const Expr&)>& visit) {
    const auto box = [&](const Box<Expr>& expr) {
        if (expr) { visit(*expr); }
    };
    const auto keys = [&](const std::vector<IndexKey>& list) {
        for (const IndexKey& key : list) { box(key.expression); }
    };
    for (const Column& column : table.columns) {
        box(column.default_value);
        if (column.generated) { visit(column.generated->expression); }
    }
    for (const Constraint& constraint : table.constraints) {
        box(constraint.check);
        box(constraint.where);
        keys(constraint.keys);
    }
    for (const Index& index : table.indexes) {
        box(index.where);
        keys(index.keys);
    }
    if (table.options.partition_by) { keys(table.options.partition_by->keys); }
}

}  // namespace retort::schema
