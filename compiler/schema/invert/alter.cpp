// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/invert/parts.h"
#include "compiler/schema/storage.h"

#include <algorithm>

namespace retort::schema {
namespace {

/// A difference of two schemas does not show these: they are turned around by themselves.
bool stands_alone(const TableAction& action) {
    return std::holds_alternative<RenameColumn>(action) ||
           std::holds_alternative<RenameConstraint>(action) ||
           std::holds_alternative<OtherTableAction>(action);
}

/// Action `at` adds a column that one since `begin` drops: two columns, though they look like one.
bool adds_again(const std::vector<TableAction>& actions, std::size_t begin, std::size_t at) {
    const auto* add = std::get_if<AddColumn>(&actions[at]);
    for (std::size_t i = begin; add != nullptr && i < at; ++i) {
        const auto* drop = std::get_if<DropColumn>(&actions[i]);
        if (drop != nullptr && drop->column == add->definition.column.name) { return true; }
    }
    return false;
}

std::vector<TableAction> turn_around(const TableAction& action, const AlterTable& alter,
                                     const Operation& operation, const Schema& before,
                                     Diagnostics& diagnostics, bool& fine) {
    if (const auto* rename = std::get_if<RenameColumn>(&action)) {
        return {RenameColumn{Name(rename->to.text), Name(rename->from.text)}};
    }
    if (const auto* rename = std::get_if<RenameConstraint>(&action)) {
        return {RenameConstraint{Name(rename->to.text), Name(rename->from.text)}};
    }
    const auto& other = std::get<OtherTableAction>(action);
    const Table* table = before.find_table(alter.table);
    if (table != nullptr) {
        if (auto back = invert_storage_action(other, *table, before)) {
            return {back->begin(), back->end()};
        }
    }
    diagnostics.report(diag::NoInverse, operation.span, "`" + other.text + "`")
        .help("write a `downgrade { }` block that says what it was before");
    fine = false;
    return {};
}

/// `using c at time zone 'UTC'` goes both ways by the same expression.
void keep_time_zones(const std::vector<TableAction>& actions, std::vector<Operation>& back) {
    for (const TableAction& action : actions) {
        const auto* set = std::get_if<SetColumnType>(&action);
        if (set == nullptr || !set->using_expression ||
            set->using_expression->kind != ExprKind::AtTimeZone ||
            set->using_expression->args[0].kind != ExprKind::Column) {
            continue;
        }
        for (Operation& each : back) {
            auto* alter = std::get_if<AlterTable>(&each.kind);
            if (alter == nullptr) { continue; }
            for (TableAction& other : alter->actions) {
                auto* reverse = std::get_if<SetColumnType>(&other);
                if (reverse != nullptr && reverse->column == set->column) {
                    reverse->using_expression = set->using_expression;
                }
            }
        }
    }
}

bool detaches(const Operation& operation) {
    const auto* action =
        std::get_if<OtherTableAction>(&std::get<AlterTable>(operation.kind).actions.front());
    return action != nullptr && action->text.starts_with("detach");
}

/// `inherit` and `no inherit`: a child that leaves keeps its parent's checks.
bool concerns_parent(const Operation& operation) {
    const auto* action =
        std::get_if<OtherTableAction>(&std::get<AlterTable>(operation.kind).actions.front());
    return action != nullptr &&
           (action->text.starts_with("inherit") || action->text.starts_with("no inherit"));
}

/// What was done to a parent only is undone there only. (A column can only be added to all.)
void leave_children_alone(const QualifiedName& table, std::vector<Operation>& back) {
    for (Operation& each : back) {
        auto* alter = std::get_if<AlterTable>(&each.kind);
        if (alter == nullptr || !(alter->table == table)) { continue; }
        alter->only = std::none_of(
            alter->actions.begin(), alter->actions.end(),
            [](const TableAction& action) { return std::holds_alternative<AddColumn>(action); });
    }
}

/// Several statements in a row that alter the same table are one.
std::vector<Operation> joined(std::vector<Operation> list) {
    std::vector<Operation> result;
    for (Operation& each : list) {
        auto* next = std::get_if<AlterTable>(&each.kind);
        auto* last = result.empty() ? nullptr : std::get_if<AlterTable>(&result.back().kind);
        // A placeholder default is dropped after its column is there.
        const bool drops_default = next != nullptr && !next->actions.empty() &&
                                   std::holds_alternative<DropColumnDefault>(next->actions.front());
        if (next != nullptr && last != nullptr && next->table == last->table &&
            next->only == last->only && !drops_default) {
            std::move(next->actions.begin(), next->actions.end(),
                      std::back_inserter(last->actions));
        } else {
            result.push_back(std::move(each));
        }
    }
    return result;
}

}  // namespace

std::optional<std::vector<Operation>> invert_alter(const AlterTable& alter,
                                                   const Operation& operation, const Schema& before,
                                                   Diagnostics& diagnostics) {
    bool fine = true;
    std::vector<std::vector<Operation>> pieces;
    Schema state = before;
    Diagnostics ignored;
    for (std::size_t i = 0; i < alter.actions.size();) {
        std::size_t end = i + 1;
        const bool alone = stands_alone(alter.actions[i]);
        while (!alone && end < alter.actions.size() && !stands_alone(alter.actions[end]) &&
               !adds_again(alter.actions, i, end)) {
            ++end;
        }
        AlterTable part;
        part.table = alter.table;
        part.only = alter.only;
        part.actions.assign(alter.actions.begin() + static_cast<std::ptrdiff_t>(i),
                            alter.actions.begin() + static_cast<std::ptrdiff_t>(end));
        Schema next = state;
        Operation step{part, {}};
        (void)apply(step, next, {}, ignored);
        std::vector<Operation> back;
        if (alone) {
            AlterTable turned;
            turned.table = alter.table;
            turned.actions =
                turn_around(alter.actions[i], alter, operation, state, diagnostics, fine);
            if (!turned.actions.empty()) {
                // A table that was attached keeps what the parent gave it, when it is detached.
                Schema there = next;
                Operation turn{turned, {}};
                (void)apply(turn, there, {}, ignored);
                Changes::add(back, std::move(turned));
                if (detaches(back.back())) {
                    std::vector<Operation> rest = changes(there, state);
                    std::move(rest.begin(), rest.end(), std::back_inserter(back));
                } else if (concerns_parent(back.back()) && !changes(there, state).empty()) {
                    back = changes(next, state);
                }
            }
        } else {
            back = changes(next, state);
            keep_time_zones(part.actions, back);
            if (alter.only) { leave_children_alone(alter.table, back); }
        }
        pieces.push_back(std::move(back));
        state = std::move(next);
        i = end;
    }
    if (!fine) { return std::nullopt; }
    std::vector<Operation> list;
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
        std::move(piece->begin(), piece->end(), std::back_inserter(list));
    }
    return joined(std::move(list));
}

}  // namespace retort::schema
