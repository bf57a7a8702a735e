// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply.h"

#include "compiler/base/check.h"
#include "compiler/base/match.h"
#include "compiler/schema/apply/context.h"

#include <algorithm>

namespace retort::schema {

bool apply(Operation& operation, Schema& schema, const NamingRules& naming,
           Diagnostics& diagnostics) {
    Applying a{schema, naming, diagnostics, operation.span};
    match(
        operation.kind,  //
        [&](CreateTable& o) { apply_operation(a, o); },
        [&](DropTable& o) { apply_operation(a, o); },
        [&](RenameTable& o) { apply_operation(a, o); },
        [&](SetTableSchema& o) { apply_operation(a, o); },
        [&](AlterTable& o) { apply_operation(a, o); }, [&](CommentOn& o) { apply_operation(a, o); },
        [&](CreateIndex& o) { apply_operation(a, o); },
        [&](DropIndex& o) { apply_operation(a, o); },
        [&](RenameIndex& o) { apply_operation(a, o); },
        [&](CreateEnum& o) { apply_operation(a, o); }, [&](DropType& o) { apply_operation(a, o); },
        [&](AddEnumValue& o) { apply_operation(a, o); },
        [&](RenameEnumValue& o) { apply_operation(a, o); },
        [&](RenameType& o) { apply_operation(a, o); },
        [&](DropEnumValue& o) { apply_operation(a, o); },
        [&](CreateDomain& o) { apply_operation(a, o); },
        [&](DropDomain& o) { apply_operation(a, o); },
        [&](CreateSequence& o) { apply_operation(a, o); },
        [&](AlterSequence& o) { apply_operation(a, o); },
        [&](DropSequence& o) { apply_operation(a, o); },
        [&](CreateSchema& o) { apply_operation(a, o); },
        [&](DropSchema& o) { apply_operation(a, o); },
        [&](CreateExtension& o) { apply_operation(a, o); },
        [&](DropExtension& o) { apply_operation(a, o); },
        [&](CreateCodeObject& o) { apply_operation(a, o); },
        [&](DropCodeObject& o) { apply_operation(a, o); }, [&](Grant& o) { apply_operation(a, o); },
        [&](InsertRows& o) { apply_operation(a, o); },
        [&](UpdateRows& o) { apply_operation(a, o); },
        [&](DeleteRows& o) { apply_operation(a, o); },
        [&](SqlStatementText& o) { apply_operation(a, o); },
        [&](Execute& o) { apply_operation(a, o); }, [&](Assert& o) { apply_operation(a, o); },
        [&](OnDialect&) { RETORT_UNREACHABLE(); });
    return a.ok;
}

namespace {

bool action_does_nothing(const TableAction& action, const Table& table) {
    if (const auto* add = std::get_if<AddColumn>(&action)) {
        return add->if_not_exists && table.find_column(add->definition.column.name.text) != nullptr;
    }
    if (const auto* drop = std::get_if<DropColumn>(&action)) {
        return drop->if_exists && table.find_column(drop->column.text) == nullptr;
    }
    if (const auto* drop = std::get_if<DropConstraint>(&action)) {
        return drop->if_exists && table.find_constraint(drop->name.text) == nullptr;
    }
    if (const auto* drop = std::get_if<DropIdentity>(&action)) {
        const Column* column = table.find_column(drop->column.text);
        return drop->if_exists && column != nullptr && !column->identity;
    }
    if (const auto* drop = std::get_if<DropExpression>(&action)) {
        const Column* column = table.find_column(drop->column.text);
        return drop->if_exists && column != nullptr && !column->generated;
    }
    return false;
}

bool is_conditional(const TableAction& action) {
    if (const auto* add = std::get_if<AddColumn>(&action)) { return add->if_not_exists; }
    if (const auto* drop = std::get_if<DropColumn>(&action)) { return drop->if_exists; }
    if (const auto* drop = std::get_if<DropConstraint>(&action)) { return drop->if_exists; }
    if (const auto* drop = std::get_if<DropIdentity>(&action)) { return drop->if_exists; }
    const auto* drop = std::get_if<DropExpression>(&action);
    return drop != nullptr && drop->if_exists;
}

bool prune_actions(AlterTable& operation, const Schema& schema) {
    const Table* table = schema.find_table(operation.table);
    if (table == nullptr) { return !operation.if_exists; }
    std::vector<TableAction> actions;
    std::vector<Span> spans;
    bool pruned = false;
    for (std::size_t i = 0; i < operation.actions.size(); ++i) {
        if (action_does_nothing(operation.actions[i], *table)) {
            pruned = true;
            continue;
        }
        actions.push_back(operation.actions[i]);
        if (i < operation.action_spans.size()) { spans.push_back(operation.action_spans[i]); }
    }
    if (pruned) {
        operation.actions = std::move(actions);
        operation.action_spans = std::move(spans);
    }
    return !operation.actions.empty();
}

bool code_object_exists(const Schema& schema, const DropCodeObject& drop) {
    Schema scratch = schema;
    Diagnostics ignored;
    Operation operation{drop, {}};
    std::get<DropCodeObject>(operation.kind).if_exists = false;
    std::get<DropCodeObject>(operation.kind).cascade = true;
    return apply(operation, scratch, {}, ignored);
}

}  // namespace

bool prune(Operation& operation, const Schema& schema) {
    return match(
        operation.kind,  //
        [&](const CreateTable& o) {
            return !o.if_not_exists || schema.find_table(o.name) == nullptr;
        },
        [&](const DropTable& o) { return !o.if_exists || schema.find_table(o.name) != nullptr; },
        [&](const RenameTable& o) { return !o.if_exists || schema.find_table(o.from) != nullptr; },
        [&](const SetTableSchema& o) {
            return !o.if_exists || schema.find_table(o.table) != nullptr;
        },
        [&](AlterTable& o) {
            const bool conditional = o.if_exists || std::any_of(o.actions.begin(), o.actions.end(),
                                                                [](const TableAction& action) {
                                                                    return is_conditional(action);
                                                                });
            return !conditional || prune_actions(o, schema);
        },
        [](const CommentOn&) { return true; },
        [&](const CreateIndex& o) {
            return !o.if_not_exists || o.index.name.empty() ||
                   !find_relation(schema, {o.table.schema, o.index.name.name});
        },
        [&](const DropIndex& o) { return !o.if_exists || schema.index_owners.contains(o.name); },
        [&](const RenameIndex& o) { return !o.if_exists || schema.index_owners.contains(o.from); },
        [](const CreateEnum&) { return true; },
        [&](const DropType& o) {
            return !o.if_exists || schema.find_enum(o.name) != nullptr ||
                   schema.find_domain(o.name) != nullptr;
        },
        [&](const AddEnumValue& o) {
            const EnumType* type = schema.find_enum(o.type);
            return !o.if_not_exists || type == nullptr ||
                   std::find(type->values.begin(), type->values.end(), o.value) ==
                       type->values.end();
        },
        [](const RenameEnumValue&) { return true; }, [](const RenameType&) { return true; },
        [](const DropEnumValue&) { return true; }, [](const CreateDomain&) { return true; },
        [&](const DropDomain& o) { return !o.if_exists || schema.find_domain(o.name) != nullptr; },
        [&](const CreateSequence& o) {
            return !o.if_not_exists || schema.find_sequence(o.name) == nullptr;
        },
        [&](const AlterSequence& o) {
            return !o.if_exists || schema.find_sequence(o.name) != nullptr;
        },
        [&](const DropSequence& o) {
            return !o.if_exists || schema.find_sequence(o.name) != nullptr;
        },
        [&](const CreateSchema& o) {
            return !o.if_not_exists || !schema.schemas.contains(o.name.text);
        },
        [&](const DropSchema& o) { return !o.if_exists || schema.schemas.contains(o.name.text); },
        [&](const CreateExtension& o) {
            return !o.if_not_exists || !schema.extensions.contains(o.name.text);
        },
        [&](const DropExtension& o) {
            return !o.if_exists || schema.extensions.contains(o.name.text);
        },
        [&](const CreateCodeObject& o) {
            return !o.if_not_exists ||
                   schema.find_code_object(o.object.kind, o.object.table, o.object.name,
                                           o.object.signature) == nullptr;
        },
        [&](const DropCodeObject& o) { return !o.if_exists || code_object_exists(schema, o); },
        [](const Grant&) { return true; }, [](const InsertRows&) { return true; },
        [](const UpdateRows&) { return true; }, [](const DeleteRows&) { return true; },
        [](const SqlStatementText&) { return true; }, [](const Execute&) { return true; },
        [](const Assert&) { return true; }, [](const OnDialect&) { return true; });
}

}  // namespace retort::schema
