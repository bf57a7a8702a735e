// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

namespace retort::schema {
namespace {

bool is_drop(const Operation& operation) {
    return std::holds_alternative<DropTable>(operation.kind) ||
           std::holds_alternative<DropType>(operation.kind) ||
           std::holds_alternative<DropDomain>(operation.kind) ||
           std::holds_alternative<DropSequence>(operation.kind) ||
           std::holds_alternative<DropSchema>(operation.kind) ||
           std::holds_alternative<DropExtension>(operation.kind) ||
           std::holds_alternative<DropCodeObject>(operation.kind);
}

/// The schema after the operation, or nothing where it cannot be applied.
std::optional<Schema> after(const Operation& operation, const Schema& schema,
                            const NamingRules& naming, std::string_view default_schema) {
    Schema state = schema;
    Operation copy = operation;
    Diagnostics ignored;
    resolve_schemas(copy, state, default_schema);
    if (prune(copy, state) && !apply(copy, state, naming, ignored)) { return std::nullopt; }
    return state;
}

/// Statements that drop the foreign keys among the tables.
std::vector<Operation> untie(const std::vector<Operation>& drops, const Schema& schema,
                             std::string_view default_schema) {
    std::set<QualifiedName> tables;
    for (Operation drop : drops) {
        resolve_schemas(drop, schema, default_schema);
        if (const auto* table = std::get_if<DropTable>(&drop.kind)) { tables.insert(table->name); }
    }
    std::vector<Operation> statements;
    for (const QualifiedName& name : tables) {
        const Table* table = schema.find_table(name);
        if (table == nullptr) { continue; }
        AlterTable alter;
        alter.table = name;
        for (const Constraint& constraint : table->constraints) {
            if (constraint.kind == ConstraintKind::ForeignKey &&
                !(constraint.referenced_table == name) &&
                tables.count(constraint.referenced_table) != 0) {
                alter.actions.emplace_back(DropConstraint{Name(constraint.name.text)});
            }
        }
        if (!alter.actions.empty()) {
            statements.push_back(Operation{std::move(alter), drops.front().span});
        }
    }
    return statements;
}

}  // namespace

std::size_t order_drops(std::vector<Operation>& operations, std::size_t begin, const Schema& schema,
                        const NamingRules& naming, std::string_view default_schema) {
    const auto first = operations.begin() + static_cast<std::ptrdiff_t>(begin);
    if (!first->span.known() || !is_drop(*first)) { return begin + 1; }
    const auto last = std::find_if(first, operations.end(), [&](const Operation& each) {
        return each.span.file != first->span.file || each.span.begin != first->span.begin ||
               each.kind.index() != first->kind.index();
    });
    if (last - first < 2) { return begin + 1; }
    std::vector<Operation> left(first, last);
    std::vector<Operation> ordered;
    Schema state = schema;
    bool untied = false;
    while (!left.empty()) {
        std::optional<Schema> next;
        const auto ready = std::find_if(left.begin(), left.end(), [&](const Operation& each) {
            next = after(each, state, naming, default_schema);
            return next.has_value();
        });
        if (ready != left.end()) {
            state = std::move(*next);
            ordered.push_back(std::move(*ready));
            left.erase(ready);
            continue;
        }
        if (untied) { break; }
        untied = true;
        Schema loose = state;
        std::vector<Operation> statements = untie(left, state, default_schema);
        for (Operation& each : statements) {
            Diagnostics ignored;
            (void)apply(each, loose, naming, ignored);
        }
        const bool helps = std::any_of(left.begin(), left.end(), [&](const Operation& each) {
            return after(each, loose, naming, default_schema).has_value();
        });
        if (!helps) { break; }
        state = std::move(loose);
        std::move(statements.begin(), statements.end(), std::back_inserter(ordered));
    }
    // What cannot be dropped is reported where it stands.
    std::move(left.begin(), left.end(), std::back_inserter(ordered));
    const std::size_t end = begin + ordered.size();
    const auto place = operations.erase(first, last);
    operations.insert(place, std::make_move_iterator(ordered.begin()),
                      std::make_move_iterator(ordered.end()));
    return end;
}

}  // namespace retort::schema
