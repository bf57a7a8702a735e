// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/invert.h"

#include <algorithm>

namespace retort::schema {

CommentOn comment_on(CommentTarget target, QualifiedName object, Name part, Box<std::string> text) {
    CommentOn comment;
    comment.target = target;
    comment.object = std::move(object);
    comment.object.span = Span{};
    comment.part = std::move(part);
    comment.text = std::move(text);
    return comment;
}

void add_comments(std::vector<Operation>& list, const Table& table) {
    for (const Column& column : table.columns) {
        if (column.comment) {
            Changes::add(list, comment_on(CommentTarget::Column, table.name, Name(column.name.text),
                                          column.comment));
        }
    }
    for (const auto& [constraint, text] : table.constraint_comments) {
        Changes::add(list, comment_on(CommentTarget::Constraint, table.name, Name(constraint.text),
                                      Box<std::string>(text)));
    }
    for (const Index& index : table.indexes) {
        if (index.comment) {
            Changes::add(list, comment_on(CommentTarget::Index, index.name, {}, index.comment));
        }
    }
}

CreateTable create_statement(const Table& table) {
    CreateTable create;
    create.name = QualifiedName(table.name.schema, table.name.name);
    create.options = table.options;
    const Constraint* key = table.primary_key();
    // A partition's columns are its parent's.
    if (table.options.partition_of.empty()) {
        for (const Column& column : table.columns) {
            ColumnDefinition definition;
            definition.column = column;
            definition.column.comment.reset();
            const bool implied = is_serial(column.type.kind) || column.identity ||
                                 (key != nullptr && uses_column(*key, column.name.text));
            if (implied) { definition.column.not_null = false; }
            create.elements.emplace_back(std::move(definition));
        }
    }
    for (const Constraint& constraint : table.constraints) {
        create.elements.emplace_back(constraint);
    }
    return create;
}

std::vector<Operation> create_statements(const Table& table) {
    std::vector<Operation> list;
    // A new table's constraints hold, so `not valid` means nothing there; and of two keys over the
    // same columns a new table keeps one.
    AlterTable alter;
    alter.table = table.name;
    Table keys;
    CreateTable statement = create_statement(table);
    std::erase_if(statement.elements, [&](const TableElement& element) {
        const auto* constraint = std::get_if<Constraint>(&element);
        const bool apart =
            constraint != nullptr && (constraint->not_valid || repeats_key(keys, *constraint));
        if (constraint != nullptr && !apart) { keys.constraints.push_back(*constraint); }
        if (!apart) { return false; }
        alter.actions.emplace_back(AddConstraint{*constraint});
        return true;
    });
    Changes::add(list, std::move(statement));
    for (const Column& column : table.columns) {
        // `serial` brings its `not null` along.
        if (is_serial(column.type.kind) && !table.refuses_nulls(column.name.text)) {
            alter.actions.emplace_back(DropNotNull{Name(column.name.text)});
        }
    }
    if (!alter.actions.empty() || table.row_security || table.force_row_security) {
        if (table.row_security) { alter.actions.emplace_back(SetRowSecurity{RowSecurity::Enable}); }
        if (table.force_row_security) {
            alter.actions.emplace_back(SetRowSecurity{RowSecurity::Force});
        }
        Changes::add(list, std::move(alter));
    }
    for (const Index& index : table.indexes) {
        CreateIndex create;
        create.index = index;
        create.index.comment.reset();
        create.table = table.name;
        Changes::add(list, std::move(create));
    }
    if (table.comment) {
        Changes::add(list, comment_on(CommentTarget::Table, table.name, {}, table.comment));
    }
    add_comments(list, table);
    return list;
}

}  // namespace retort::schema
