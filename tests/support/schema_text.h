// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/schema.h"
#include "compiler/source/source_file.h"
#include "compiler/syntax/parse.h"

#include <string>
#include <string_view>
#include <vector>

// Schemas for tests, written as the migration language.

namespace retort::test {

/// The statements of a text, flat for one dialect.
inline std::vector<schema::Operation> statements(std::string_view text, Diagnostics& diagnostics) {
    const source::SourceFile file{"test.mig", std::string(text)};
    return schema::flatten(syntax::parse_statements(file, 0, diagnostics), "postgresql",
                           diagnostics);
}

/// Runs a text on a schema.
inline void run(std::string_view text, schema::Schema& schema, Diagnostics& diagnostics,
                const schema::NamingRules& naming = {}) {
    for (schema::Operation& operation : statements(text, diagnostics)) {
        if (!schema::prune(operation, schema)) { continue; }
        (void)schema::apply(operation, schema, naming, diagnostics);
    }
}

/// What was found, one line each: `R0301 there is no table "x" here`.
inline std::vector<std::string> messages(const Diagnostics& diagnostics) {
    std::vector<std::string> lines;
    for (const diag::Diagnostic& found : diagnostics.sorted()) {
        lines.push_back(diag::code_text(found.code) + " " + found.message);
    }
    return lines;
}

/// What running a text on an empty schema reports.
inline std::vector<std::string> errors_of(std::string_view text) {
    schema::Schema schema;
    Diagnostics diagnostics;
    run(text, schema, diagnostics);
    return messages(diagnostics);
}

}  // namespace retort::test
