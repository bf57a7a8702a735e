// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/build.h"

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
        for (Operation& operation : waiting) {
            Diagnostics found;
            if (try_statement(operation, schema, options, found)) {
                for (const diag::Diagnostic& warning : found.all()) { diagnostics.add(warning); }
            } else {
                blocked.push_back(std::move(operation));
            }
        }
        if (blocked.size() == waiting.size()) {
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
