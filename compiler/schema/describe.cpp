// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/schema/operation.h"

namespace retort::schema {
namespace {

std::string quoted(const Name& name) {
    return "\"" + name.text + "\"";
}
std::string quoted(const QualifiedName& name) {
    return "\"" + name.text() + "\"";
}

std::string_view code_word(CodeKind kind) {
    switch (kind) {
        case CodeKind::View:
            return "view";
        case CodeKind::MaterializedView:
            return "materialized view";
        case CodeKind::Function:
            return "function";
        case CodeKind::Procedure:
            return "procedure";
        case CodeKind::Trigger:
            return "trigger";
        case CodeKind::Policy:
            return "policy";
        case CodeKind::Statistics:
            return "statistics";
    }
    return "object";
}

std::string of_constraint(const Constraint& constraint) {
    return constraint.name.empty() ? "constraint" : "constraint " + quoted(constraint.name);
}

std::string of_action(const TableAction& action) {
    return match(
        action, [](const AddColumn& a) { return "add column " + quoted(a.definition.column.name); },
        [](const DropColumn& a) { return "drop column " + quoted(a.column); },
        [](const RenameColumn& a) {
            return "rename column " + quoted(a.from) + " to " + quoted(a.to);
        },
        [](const SetColumnType& a) { return "change the type of column " + quoted(a.column); },
        [](const SetColumnDefault& a) { return "set the default of column " + quoted(a.column); },
        [](const DropColumnDefault& a) { return "drop the default of column " + quoted(a.column); },
        [](const SetNotNull& a) { return "set column " + quoted(a.column) + " not null"; },
        [](const DropNotNull& a) { return "drop not null of column " + quoted(a.column); },
        [](const AddIdentity& a) { return "add identity to column " + quoted(a.column); },
        [](const SetIdentity& a) { return "change the identity of column " + quoted(a.column); },
        [](const DropIdentity& a) { return "drop the identity of column " + quoted(a.column); },
        [](const DropExpression& a) { return "drop the expression of column " + quoted(a.column); },
        [](const AddConstraint& a) { return "add " + of_constraint(a.constraint); },
        [](const DropConstraint& a) { return "drop constraint " + quoted(a.name); },
        [](const RenameConstraint& a) {
            return "rename constraint " + quoted(a.from) + " to " + quoted(a.to);
        },
        [](const ValidateConstraint& a) { return "validate constraint " + quoted(a.name); },
        [](const SetRowSecurity&) { return std::string("change row level security"); },
        [](const OtherTableAction& a) { return a.text; });
}

std::string of_alter(const AlterTable& alter) {
    std::string text = "alter table " + quoted(alter.table);
    for (std::size_t i = 0; i < alter.actions.size(); ++i) {
        text += (i == 0 ? ": " : ", ") + of_action(alter.actions[i]);
    }
    return text;
}

}  // namespace

std::string describe(const Operation& operation) {
    return match(
        operation.kind, [](const CreateTable& o) { return "create table " + quoted(o.name); },
        [](const DropTable& o) { return "drop table " + quoted(o.name); },
        [](const RenameTable& o) {
            return "rename table " + quoted(o.from) + " to " + quoted(o.to);
        },
        [](const SetTableSchema& o) {
            return "move table " + quoted(o.table) + " to schema " + quoted(o.schema);
        },
        [](const AlterTable& o) { return of_alter(o); },
        [](const CommentOn& o) {
            return "comment on " + (o.part.empty() ? std::string() : quoted(o.part) + " of ") +
                   quoted(o.object);
        },
        [](const CreateIndex& o) {
            return o.index.name.empty() ? "create an index on " + quoted(o.table)
                                        : "create index " + quoted(o.index.name);
        },
        [](const DropIndex& o) { return "drop index " + quoted(o.name); },
        [](const RenameIndex& o) {
            return "rename index " + quoted(o.from) + " to " + quoted(o.to);
        },
        [](const CreateEnum& o) { return "create type " + quoted(o.name); },
        [](const DropType& o) { return "drop type " + quoted(o.name); },
        [](const AddEnumValue& o) {
            return "add value '" + o.value.text + "' to type " + quoted(o.type);
        },
        [](const RenameEnumValue& o) {
            return "rename value '" + o.from.text + "' of type " + quoted(o.type);
        },
        [](const RenameType& o) { return "rename type " + quoted(o.from) + " to " + quoted(o.to); },
        [](const DropEnumValue& o) {
            return "drop value '" + o.value.text + "' of type " + quoted(o.type);
        },
        [](const CreateDomain& o) { return "create domain " + quoted(o.name); },
        [](const DropDomain& o) { return "drop domain " + quoted(o.name); },
        [](const CreateSequence& o) { return "create sequence " + quoted(o.name); },
        [](const AlterSequence& o) { return "alter sequence " + quoted(o.name); },
        [](const DropSequence& o) { return "drop sequence " + quoted(o.name); },
        [](const CreateSchema& o) { return "create schema " + quoted(o.name); },
        [](const DropSchema& o) { return "drop schema " + quoted(o.name); },
        [](const CreateExtension& o) { return "create extension " + quoted(o.name); },
        [](const DropExtension& o) { return "drop extension " + quoted(o.name); },
        [](const CreateCodeObject& o) {
            return "create " + std::string(code_word(o.object.kind)) + " " + quoted(o.object.name);
        },
        [](const DropCodeObject& o) {
            return "drop " + std::string(code_word(o.kind)) + " " + quoted(o.name);
        },
        [](const Grant& o) { return std::string(o.revoke ? "revoke" : "grant"); },
        [](const InsertRows& o) { return "insert into " + quoted(o.table); },
        [](const UpdateRows& o) { return "update " + quoted(o.table); },
        [](const DeleteRows& o) { return "delete from " + quoted(o.table); },
        [](const SqlStatementText& o) { return o.keyword + " statement"; },
        [](const Execute&) { return std::string("execute"); },
        [](const Assert&) { return std::string("assert"); },
        [](const OnDialect& o) { return "on " + o.dialect.text; });
}

}  // namespace retort::schema
