// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/build.h"

#include <iterator>
#include <utility>

namespace retort::schema {
namespace {

/// Applies one statement, or leaves the schema as it is where it does not fit.
bool try_statement(Operation operation, Schema& schema, const BuildOptions& options,
                   Diagnostics& found) {
    Schema attempt = schema;
    resolve_schemas(operation, attempt, options.default_schema);
    if (!prune(operation, attempt)) { return true; }
    if (!apply(operation, attempt, options.naming, found)) { return false; }
    schema = std::move(attempt);
    return true;
}

/// Moves a table's foreign keys into statements of their own: tables may reference each other.
std::vector<Operation> take_foreign_keys(Operation& operation) {
    auto* create = std::get_if<CreateTable>(&operation.kind);
    if (create == nullptr) { return {}; }
    std::vector<Operation> taken;
    const auto take = [&](Constraint& constraint) {
        AlterTable alter;
        alter.table = create->name;
        AddConstraint add;
        add.constraint = std::move(constraint);
        alter.actions.emplace_back(std::move(add));
        taken.push_back({std::move(alter), operation.span});
    };
    const auto is_foreign = [](const Constraint& constraint) {
        return constraint.kind == ConstraintKind::ForeignKey;
    };
    for (TableElement& element : create->elements) {
        if (auto* constraint = std::get_if<Constraint>(&element)) {
            if (is_foreign(*constraint)) { take(*constraint); }
        } else if (auto* column = std::get_if<ColumnDefinition>(&element)) {
            for (Constraint& each : column->constraints) {
                if (is_foreign(each)) { take(each); }
            }
            std::erase_if(column->constraints, is_foreign);
        }
    }
    std::erase_if(create->elements, [&](const TableElement& element) {
        const auto* constraint = std::get_if<Constraint>(&element);
        return constraint != nullptr && is_foreign(*constraint);
    });
    return taken;
}

}  // namespace

Schema build_schema(std::vector<Operation> operations, const BuildOptions& options,
                    Diagnostics& diagnostics) {
    Schema schema;
    for (const std::string& type : options.foreign_types) {
        schema.traces.foreign_types.set(type, true);
    }
    for (const Operation& operation : operations) {
        if (std::holds_alternative<OnDialect>(operation.kind)) {
            note_foreign_types(operation, schema);
        }
    }
    std::vector<Operation> waiting = flatten(std::move(operations), options.dialect, diagnostics);
    while (!waiting.empty()) {
        std::vector<Operation> blocked;
        std::vector<Operation> keys;
        for (Operation& operation : waiting) {
            Diagnostics found;
            if (try_statement(operation, schema, options, found)) {
                for (const diag::Diagnostic& warning : found.all()) { diagnostics.add(warning); }
                continue;
            }
            std::vector<Operation> taken = take_foreign_keys(operation);
            std::move(taken.begin(), taken.end(), std::back_inserter(keys));
            blocked.push_back(std::move(operation));
        }
        const bool stuck = blocked.size() == waiting.size() && keys.empty();
        std::move(keys.begin(), keys.end(), std::back_inserter(blocked));
        if (stuck) {
            // Applied as far as they make sense, so that each mistake is told once.
            for (Operation& operation : blocked) {
                resolve_schemas(operation, schema, options.default_schema);
                static_cast<void>(apply(operation, schema, options.naming, diagnostics));
            }
            return schema;
        }
        waiting = std::move(blocked);
    }
    return schema;
}

}  // namespace retort::schema
