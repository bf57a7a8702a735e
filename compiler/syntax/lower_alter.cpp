// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/lower.h"

#include "compiler/schema/signature.h"

namespace retort::syntax {

using schema::Operation;
using schema::OperationKind;
using schema::TableAction;

void Lowering::alter(P::AlterTailContext* context, Span where, std::vector<Operation>& out) {
    if (context->change != nullptr) {
        alter_table(context, where, out);
    } else if (context->index != nullptr) {
        schema::RenameIndex rename;
        rename.if_exists = context->ie != nullptr;
        rename.from = qualified(context->index);
        rename.to = name(context->newName);
        out.push_back({std::move(rename), where});
    } else if (context->sequence != nullptr) {
        schema::AlterSequence change;
        change.if_exists = context->ie != nullptr;
        change.name = qualified(context->sequence);
        for (auto* option : context->options) { sequence_option(option, change.options); }
        out.push_back({std::move(change), where});
    } else {
        out.push_back({type_change(qualified(context->type), context->typeChanged), where});
    }
}

void Lowering::alter_table(P::AlterTailContext* context, Span where, std::vector<Operation>& out) {
    schema::AlterTable alter;
    alter.table = qualified(context->table);
    alter.if_exists = context->ie != nullptr;
    alter.only = context->only != nullptr;
    const auto& actions = context->change->actions;
    for (auto* action : actions) {
        const bool alone = action->newTable != nullptr || action->schema != nullptr;
        if (!alone) {
            alter.actions.push_back(table_action(action));
            alter.action_spans.push_back(span(action));
            continue;
        }
        if (actions.size() > 1) {
            diagnostics_
                .report(diag::SyntaxError, span(action),
                        "`" + slice(action) + "` stands beside other actions")
                .help("write it as a statement of its own");
            continue;
        }
        if (action->newTable != nullptr) {
            out.push_back(
                {schema::RenameTable{alter.table, name(action->newTable), alter.if_exists}, where});
        } else {
            out.push_back(
                {schema::SetTableSchema{alter.table, name(action->schema), alter.if_exists},
                 where});
        }
    }
    if (!alter.actions.empty()) { out.push_back({std::move(alter), where}); }
}

TableAction Lowering::table_action(P::TableActionContext* context) {
    const bool cascade = context->behavior != nullptr && context->behavior->cascade != nullptr;
    switch (context->start->getType()) {
        case P::KW_ADD:
            if (context->definition != nullptr) {
                schema::AddColumn add;
                add.definition = column(context->definition);
                add.if_not_exists = context->ine != nullptr;
                return add;
            }
            return schema::AddConstraint{constraint(context->added)};
        case P::KW_DROP:
            if (context->constraint != nullptr) {
                return schema::DropConstraint{name(context->constraint), context->ie != nullptr,
                                              cascade};
            }
            return schema::DropColumn{name(context->column), context->ie != nullptr, cascade};
        case P::KW_RENAME:
            if (context->constraint != nullptr) {
                return schema::RenameConstraint{name(context->constraint), name(context->newName)};
            }
            return schema::RenameColumn{name(context->column), name(context->newName)};
        case P::KW_ALTER:
            return column_change(name(context->column), context->change);
        case P::KW_VALIDATE:
            return schema::ValidateConstraint{name(context->constraint)};
        case P::KW_ENABLE:
            return schema::SetRowSecurity{schema::RowSecurity::Enable};
        case P::KW_DISABLE:
            return schema::SetRowSecurity{schema::RowSecurity::Disable};
        case P::KW_FORCE:
            return schema::SetRowSecurity{schema::RowSecurity::Force};
        case P::KW_NO:
            return schema::SetRowSecurity{schema::RowSecurity::NoForce};
        default:
            return schema::OtherTableAction{std::string(view(context->text))};
    }
}

TableAction Lowering::retype(Name column, P::TypeTailContext* context) {
    schema::SetColumnType change;
    change.column = std::move(column);
    change.type = type(context->type);
    if (context->collation != nullptr) { change.collation = qualified(context->collation); }
    if (context->value != nullptr) { change.using_expression = expression(context->value); }
    return change;
}

TableAction Lowering::column_change(Name column, P::ColumnChangeContext* context) {
    switch (context->start->getType()) {
        case P::KW_SET:
            return set_change(std::move(column), context->set);
        case P::KW_TYPE:
            return retype(std::move(column), context->retype);
        case P::KW_ADD: {
            schema::AddIdentity add;
            add.column = std::move(column);
            add.identity.always = context->always != nullptr;
            if (context->options != nullptr) {
                for (auto* option : context->options->options) {
                    sequence_option(option, add.identity.options);
                }
            }
            return add;
        }
        case P::KW_RESTART: {
            schema::SetIdentity change;
            change.column = std::move(column);
            change.options.restart = context->restart != nullptr ? integer(context->restart) : 1;
            for (auto* part : context->changes) { identity_change(part, change); }
            return change;
        }
        default:
            break;
    }
    if (context->identity != nullptr) {
        return schema::DropIdentity{std::move(column), context->ie != nullptr};
    }
    if (context->expression != nullptr) {
        return schema::DropExpression{std::move(column), context->ie != nullptr};
    }
    if (context->default_ != nullptr) { return schema::DropColumnDefault{std::move(column)}; }
    return schema::DropNotNull{std::move(column)};
}

TableAction Lowering::set_change(Name column, P::SetTailContext* context) {
    switch (context->start->getType()) {
        case P::KW_DATA:
            return retype(std::move(column), context->retype);
        case P::KW_DEFAULT:
            return schema::SetColumnDefault{std::move(column), expression(context->value)};
        case P::KW_NOT:
            return schema::SetNotNull{std::move(column)};
        default:
            break;
    }
    schema::SetIdentity change;
    change.column = std::move(column);
    if (context->option != nullptr) {
        sequence_option(context->option, change.options);
    } else {
        change.always = context->always != nullptr;
    }
    for (auto* part : context->changes) { identity_change(part, change); }
    return change;
}

void Lowering::identity_change(P::IdentityChangeContext* context, schema::SetIdentity& change) {
    if (context->generated != nullptr) {
        change.always = context->always != nullptr;
    } else if (context->option != nullptr) {
        sequence_option(context->option, change.options);
    } else {
        change.options.restart = context->restart != nullptr ? integer(context->restart) : 1;
    }
}

OperationKind Lowering::type_change(QualifiedName type, P::TypeChangeContext* context) {
    const auto label = [&](P::StringContext* text) { return Name(string(text), span(text)); };
    switch (context->start->getType()) {
        case P::KW_ADD: {
            schema::AddEnumValue add;
            add.type = std::move(type);
            add.value = label(context->value);
            add.if_not_exists = context->ine != nullptr;
            if (context->place != nullptr) {
                const bool before = context->place->getType() == P::KW_BEFORE;
                (before ? add.before : add.after) = label(context->neighbour);
            }
            return add;
        }
        case P::KW_RENAME:
            if (context->newName != nullptr) {
                return schema::RenameType{std::move(type), name(context->newName)};
            }
            return schema::RenameEnumValue{std::move(type), label(context->value),
                                           label(context->newValue)};
        default: {
            schema::DropEnumValue drop;
            drop.type = std::move(type);
            drop.value = label(context->value);
            if (context->newValue != nullptr) { drop.replacement = label(context->newValue); }
            return drop;
        }
    }
}

namespace {

schema::CodeKind code_kind(std::size_t token) {
    switch (token) {
        case P::KW_VIEW:
            return schema::CodeKind::View;
        case P::KW_FUNCTION:
            return schema::CodeKind::Function;
        case P::KW_PROCEDURE:
            return schema::CodeKind::Procedure;
        case P::KW_TRIGGER:
            return schema::CodeKind::Trigger;
        case P::KW_POLICY:
            return schema::CodeKind::Policy;
        default:
            return schema::CodeKind::Statistics;
    }
}

}  // namespace

void Lowering::drop(P::DropTailContext* context, Span where, std::vector<Operation>& out) {
    const bool if_exists = context->ie != nullptr;
    const bool cascade = context->behavior != nullptr && context->behavior->cascade != nullptr;
    for (auto* part : context->names) {
        QualifiedName object = qualified(part);
        Name plain(object.name, object.span);
        const auto add = [&](OperationKind kind) { out.push_back({std::move(kind), where}); };
        if (context->index != nullptr) {
            schema::DropIndex drop;
            drop.name = std::move(object);
            if (context->table != nullptr) { drop.table = qualified(context->table); }
            drop.concurrently = context->concurrently != nullptr;
            drop.if_exists = if_exists;
            drop.cascade = cascade;
            add(std::move(drop));
            continue;
        }
        if (context->kind == nullptr && context->materialized == nullptr) {
            add(schema::DropTable{std::move(object), if_exists, cascade});
            continue;
        }
        switch (context->materialized != nullptr ? 0 : context->kind->getType()) {
            case P::KW_TYPE:
                add(schema::DropType{std::move(object), if_exists, cascade});
                break;
            case P::KW_DOMAIN:
                add(schema::DropDomain{std::move(object), if_exists, cascade});
                break;
            case P::KW_SEQUENCE:
                add(schema::DropSequence{std::move(object), if_exists, cascade});
                break;
            case P::KW_SCHEMA:
                add(schema::DropSchema{plain, if_exists, cascade});
                break;
            case P::KW_EXTENSION:
                add(schema::DropExtension{plain, if_exists, cascade});
                break;
            default: {
                schema::DropCodeObject drop;
                drop.kind = context->materialized != nullptr ? schema::CodeKind::MaterializedView
                                                             : code_kind(context->kind->getType());
                drop.name = std::move(object);
                if (context->table != nullptr) { drop.table = qualified(context->table); }
                if (context->text != nullptr) {
                    drop.signature = schema::routine_signature(view(context->text));
                }
                drop.if_exists = if_exists;
                drop.cascade = cascade;
                add(std::move(drop));
            }
        }
    }
}

schema::CommentOn Lowering::comment(P::CommentTailContext* context) {
    using Target = schema::CommentTarget;
    schema::CommentOn result;
    const std::size_t parts = context->object->parts.size();
    result.object = qualified_from(context->object, parts);
    if (context->text != nullptr) { result.text = string(context->text); }
    if (context->part != nullptr) { result.part = name(context->part); }
    if (context->signature != nullptr) {
        result.signature = schema::routine_signature(view(context->signature));
    }
    if (context->materialized != nullptr) {
        result.target = Target::MaterializedView;
        return result;
    }
    switch (context->kind->getType()) {
        case P::KW_TABLE:
            result.target = Target::Table;
            break;
        case P::KW_COLUMN:
            result.target = Target::Column;
            if (parts < 2) {
                diagnostics_
                    .report(diag::SyntaxError, span(context->object),
                            "`" + slice(context->object) + "` does not name a column of a table")
                    .help("write table.column");
                break;
            }
            result.part = name(context->object->parts[parts - 1]);
            result.object = qualified_from(context->object, parts - 1);
            break;
        case P::KW_INDEX:
            result.target = Target::Index;
            break;
        case P::KW_TYPE:
            result.target = Target::Type;
            break;
        case P::KW_DOMAIN:
            result.target = Target::Domain;
            break;
        case P::KW_SEQUENCE:
            result.target = Target::Sequence;
            break;
        case P::KW_VIEW:
            result.target = Target::View;
            break;
        case P::KW_SCHEMA:
            result.target = Target::Schema;
            break;
        case P::KW_EXTENSION:
            result.target = Target::Extension;
            break;
        case P::KW_STATISTICS:
            result.target = Target::Statistics;
            break;
        case P::KW_CONSTRAINT:
            result.target = Target::Constraint;
            break;
        case P::KW_TRIGGER:
            result.target = Target::Trigger;
            break;
        case P::KW_POLICY:
            result.target = Target::Policy;
            break;
        case P::KW_FUNCTION:
            result.target = Target::Function;
            break;
        default:
            result.target = Target::Procedure;
            break;
    }
    return result;
}

}  // namespace retort::syntax
