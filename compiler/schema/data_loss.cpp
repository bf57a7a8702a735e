// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/invert.h"
#include "compiler/schema/serial.h"

#include <algorithm>

namespace retort::schema {
namespace {

using Lost = std::vector<std::string>;

/// How many bits or characters a type can hold, as far as losing some can be seen from it.
int width_of(TypeKind kind) {
    switch (stored_kind(kind)) {
        case TypeKind::SmallInt:
            return 1;
        case TypeKind::Integer:
            return 2;
        case TypeKind::BigInt:
            return 3;
        case TypeKind::Real:
            return 4;
        case TypeKind::Double:
            return 5;
        case TypeKind::Numeric:
            return 6;
        default:
            return 0;
    }
}

bool is_text(TypeKind kind) {
    return kind == TypeKind::Text || kind == TypeKind::Varchar || kind == TypeKind::Char;
}

int argument(const Type& type, std::size_t index) {
    return index < type.arguments.size() ? std::atoi(type.arguments[index].c_str()) : -1;
}

/// Values may be cut, rounded or refused when they change to this type.
bool narrows(const Type& from, const Type& to) {
    if (from == to || from.dimensions != to.dimensions) { return from.dimensions != to.dimensions; }
    const TypeKind source = stored_kind(from.kind);
    const TypeKind target = stored_kind(to.kind);
    if (source == target && source != TypeKind::Named) {
        if (source == TypeKind::Numeric) {
            // Shorter before or after the point; a numeric without arguments holds everything.
            const bool open = to.arguments.empty();
            const int scale_before = std::max(0, argument(from, 1));
            const int scale_after = std::max(0, argument(to, 1));
            return !open && (from.arguments.empty() || scale_after < scale_before ||
                             argument(to, 0) - scale_after < argument(from, 0) - scale_before);
        }
        const int before = argument(from, 0);
        const int after = argument(to, 0);
        return after >= 0 && (before < 0 || after < before);
    }
    if (is_text(source) && is_text(target)) {
        const int after = argument(to, 0);
        return target != TypeKind::Text && after >= 0 &&
               (argument(from, 0) < 0 || after < argument(from, 0));
    }
    if (width_of(source) != 0 && width_of(target) != 0) {
        return width_of(target) < width_of(source);
    }
    using enum TypeKind;
    if (source == Date && (target == Timestamp || target == Timestamptz)) { return false; }
    if ((source == Timestamp && target == Timestamptz) ||
        (source == Timestamptz && target == Timestamp) || (source == Cidr && target == Inet) ||
        (source == Time && target == Timetz) || (source == Jsonb && target == Json)) {
        return false;
    }
    return !is_text(target) || to.arguments.size() == 1;
}

std::string values_of(const QualifiedName& table, const std::string& column) {
    return "the values of " + table.text() + "." + column;
}

void lose_action(Lost& lost, const TableAction& action, const Table& table) {
    match(
        action, [](const AddColumn&) {},
        [&](const DropColumn& a) {
            const Column* column = table.find_column(a.column.text);
            // What is computed from other columns comes back by itself.
            if (column != nullptr && !column->generated) {
                lost.push_back(values_of(table.name, a.column.text));
            }
        },
        [](const RenameColumn&) {},
        [&](const SetColumnType& a) {
            const Column* column = table.find_column(a.column.text);
            if (column != nullptr && narrows(column->type, a.type)) {
                lost.push_back("what " + table.name.text() + "." + a.column.text +
                               " holds beyond " + type_text(a.type));
            }
        },
        [](const SetColumnDefault&) {}, [](const DropColumnDefault&) {}, [](const SetNotNull&) {},
        [](const DropNotNull&) {}, [](const AddIdentity&) {}, [](const SetIdentity&) {},
        [&](const DropIdentity& a) {
            lost.push_back("the counter of " + table.name.text() + "." + a.column.text);
        },
        [](const DropExpression&) {}, [](const AddConstraint&) {}, [](const DropConstraint&) {},
        [](const RenameConstraint&) {}, [](const ValidateConstraint&) {},
        [](const SetRowSecurity&) {}, [](const OtherTableAction&) {});
}

Lost lose_alter(const AlterTable& alter, const Schema& before) {
    Lost lost;
    Schema state = before;
    Diagnostics ignored;
    for (const TableAction& action : alter.actions) {
        if (const Table* table = state.find_table(alter.table)) {
            lose_action(lost, action, *table);
        }
        if (alter.actions.size() == 1) { break; }
        AlterTable step;
        step.table = alter.table;
        step.actions.push_back(action);
        Operation operation{std::move(step), {}};
        (void)apply(operation, state, {}, ignored);
    }
    return lost;
}

/// Tables and columns that a `cascade` takes along, seen as a difference.
Lost lose_by_difference(const Operation& operation, const Schema& before) {
    Lost lost;
    Schema after = before;
    Operation copy = operation;
    Diagnostics ignored;
    (void)apply(copy, after, {}, ignored);
    for_each_difference(
        before.tables, after.tables,
        [&](const QualifiedName& name, const Shared<Table>* old, const Shared<Table>* now) {
            if (old == nullptr) { return; }
            if (now == nullptr) {
                lost.push_back("the rows of " + name.text());
                return;
            }
            for (const Column& column : (*old)->columns) {
                if ((*now)->find_column(column.name.text) == nullptr && !column.generated) {
                    lost.push_back(values_of(name, column.name.text));
                }
            }
        });
    return lost;
}

}  // namespace

std::vector<std::string> invented_values(const Operation& operation, const Schema& after) {
    std::vector<std::string> invented;
    const auto* alter = std::get_if<AlterTable>(&operation.kind);
    if (alter == nullptr) { return invented; }
    for (const TableAction& action : alter->actions) {
        const auto* add = std::get_if<AddColumn>(&action);
        if (add == nullptr || !add->invents_values) { continue; }
        const Column& column = add->definition.column;
        std::string what = alter->table.text() + "." + column.name.text + " is " +
                           expr_text(*column.default_value) + " in every row";
        if (const Table* table = after.find_table(alter->table)) {
            const std::string refusal = placeholder_refusal(after, *table, column.name.text);
            if (!refusal.empty()) { what += ", which fails where there are rows: " + refusal; }
        }
        invented.push_back(std::move(what));
    }
    return invented;
}

std::vector<std::string> data_loss(const Operation& operation, const Schema& before) {
    const auto difference = [&] { return lose_by_difference(operation, before); };
    const auto nothing = [] { return Lost(); };
    return match(
        operation.kind, [&](const CreateTable&) { return nothing(); },
        [&](const DropTable& o) {
            if (before.find_table(o.name) == nullptr) { return nothing(); }
            return Lost{"the rows of " + o.name.text()};
        },
        [&](const RenameTable&) { return nothing(); },
        [&](const SetTableSchema&) { return nothing(); },
        [&](const AlterTable& o) { return lose_alter(o, before); },
        [&](const CommentOn&) { return nothing(); }, [&](const CreateIndex&) { return nothing(); },
        [&](const DropIndex&) { return nothing(); }, [&](const RenameIndex&) { return nothing(); },
        [&](const CreateEnum&) { return nothing(); },
        [&](const DropType& o) { return o.cascade ? difference() : nothing(); },
        [&](const AddEnumValue&) { return nothing(); },
        [&](const RenameEnumValue&) { return nothing(); },
        [&](const RenameType&) { return nothing(); },
        [&](const DropEnumValue& o) {
            if (o.replacement.empty()) { return nothing(); }
            return Lost{"which rows held \"" + o.value.text + "\" of " + o.type.text()};
        },
        [&](const CreateDomain&) { return nothing(); },
        [&](const DropDomain& o) { return o.cascade ? difference() : nothing(); },
        [&](const CreateSequence&) { return nothing(); },
        [&](const AlterSequence&) { return nothing(); },
        [&](const DropSequence& o) {
            if (before.find_sequence(o.name) == nullptr) { return nothing(); }
            return Lost{"the value of sequence " + o.name.text()};
        },
        [&](const CreateSchema&) { return nothing(); },
        [&](const DropSchema& o) { return o.cascade ? difference() : nothing(); },
        [&](const CreateExtension&) { return nothing(); },
        [&](const DropExtension& o) { return o.cascade ? difference() : nothing(); },
        [&](const CreateCodeObject&) { return nothing(); },
        [&](const DropCodeObject& o) { return o.cascade ? difference() : nothing(); },
        [&](const Grant&) { return nothing(); }, [&](const InsertRows&) { return nothing(); },
        [&](const UpdateRows&) { return nothing(); },
        [&](const DeleteRows& o) {
            // A derived delete takes away only what the upgrade inserts again.
            const bool comes_back = o.reverse && !o.reverse->nothing;
            if (comes_back || !operation.span.known()) { return nothing(); }
            return Lost{"the deleted rows of " + o.table.text()};
        },
        [&](const SqlStatementText& o) {
            return o.keyword == "truncate" ? Lost{"the rows that `" + o.text + "` removes"}
                                           : nothing();
        },
        [&](const Execute&) { return nothing(); }, [&](const Assert&) { return nothing(); },
        [&](const OnDialect&) { return nothing(); });
}

}  // namespace retort::schema
