// SPDX-License-Identifier: Apache-2.0
#include "compiler/plan/legalize_internal.h"
#include "compiler/schema/changes.h"
#include "compiler/schema/dependants.h"

#include <algorithm>
#include <utility>

namespace retort::plan::internal {

namespace {

using schema::Expr;
using schema::ExprKind;
using schema::Table;

bool is_of(const schema::Type& type, const QualifiedName& enum_name) {
    return type.kind == schema::TypeKind::Named && type.name && *type.name == enum_name;
}

/// `case column when 'from' then 'to' else column end`.
Expr replaced(const Expr& column, const std::string& from, const std::string& to) {
    Expr expr;
    expr.kind = ExprKind::Case;
    expr.flag = true;
    expr.args = {column, string_expression(from), string_expression(to), column};
    return expr;
}

/// The same for the elements of an array: `array_replace(table.column, 'from', 'to')`.
Expr replaced_in_array(const Table& table, const Expr& column, const std::string& from,
                       const std::string& to) {
    Expr qualified = column;
    qualified.names.insert(qualified.names.begin(), Name(table.name.name));
    Expr expr;
    expr.kind = ExprKind::Call;
    expr.names = {Name("array_replace")};
    expr.args = {std::move(qualified), string_expression(from), string_expression(to)};
    return expr;
}

/// Views and triggers whose text the step changes: they go before it and come back after it.
Steps around_code(const Step& step, Steps rebuilds) {
    std::vector<std::string> keys;
    for_each_difference(
        step.before.code_objects, step.after.code_objects,
        [&](const std::string& key, const auto*, const auto*) { keys.push_back(key); });
    if (keys.empty()) { return rebuilds; }
    // And what reads these views.
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const schema::CodeObject& object = (*step.before.code_objects.find(keys[i]))->object;
        if (object.kind != schema::CodeKind::View) { continue; }
        for (std::string& user : schema::views_using(step.before, object.name, {})) {
            if (std::find(keys.begin(), keys.end(), user) == keys.end()) {
                keys.push_back(std::move(user));
            }
        }
    }
    const auto without = [&](schema::Schema schema) {
        for (const std::string& key : keys) { schema.code_objects.erase(key); }
        return schema;
    };
    const schema::Schema before = without(step.before);
    const schema::Schema after = without(step.after);
    const Span span = std::get<revisions::OperationRef>(step.action)->span;
    Steps steps;
    for (schema::Operation& each : schema::changes(step.before, before)) {
        if (!std::holds_alternative<schema::DropCodeObject>(each.kind)) { continue; }
        steps.push_back(make_step(std::move(each.kind), span, step.before, before));
    }
    for (Step& each : rebuilds) {
        each.before = without(std::move(each.before));
        each.after = without(std::move(each.after));
        steps.push_back(std::move(each));
    }
    for (schema::Operation& each : schema::changes(after, step.after)) {
        if (!std::holds_alternative<schema::CreateCodeObject>(each.kind)) { continue; }
        steps.push_back(make_step(std::move(each.kind), span, after, step.after));
    }
    return steps;
}

}  // namespace

Steps rebuild_for_enum(const Step& step, const QualifiedName& type, const std::string& from,
                       const std::string& to, Span span) {
    Steps steps;
    const schema::EnumType* before_values = step.before.find_enum(type);
    const schema::EnumType* after_values = step.after.find_enum(type);
    if (before_values != nullptr && after_values != nullptr &&
        before_values->values == after_values->values) {
        return steps;  // `add value if not exists`, and it does
    }
    step.after.tables.for_each([&](const QualifiedName& name, const Shared<Table>& table) {
        // A new value changes nothing of arrays: what is in them is not checked.
        const bool affected = std::any_of(
            table->columns.begin(), table->columns.end(), [&](const schema::Column& column) {
                return is_of(column.type, type) && (column.type.dimensions == 0 || !from.empty());
            });
        if (!affected) { return; }
        const Table* before = step.before.find_table(name);
        Step rebuild_step = make_rebuild(before != nullptr ? *before : *table, *table, span,
                                         step.before, step.after);
        auto& rebuild = std::get<RebuildTable>(rebuild_step.action);
        if (!from.empty()) {
            rebuild.replaced_values.emplace_back(from, to);
            for (ColumnCopy& copy : rebuild.copies) {
                const schema::Column* column = table->find_column(copy.to.text);
                if (to.empty() || column == nullptr || !is_of(column->type, type)) { continue; }
                copy.from = column->type.dimensions == 0
                                ? replaced(copy.from, from, to)
                                : replaced_in_array(*table, copy.from, from, to);
            }
        }
        steps.push_back(std::move(rebuild_step));
    });
    return around_code(step, std::move(steps));
}

}  // namespace retort::plan::internal
