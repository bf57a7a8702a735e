// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_statements.h"

#include "compiler/schema/adopt_spelling.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/changes.h"
#include "compiler/schema/renames.h"
#include "compiler/syntax/print.h"
#include "dialects/all.h"
#include "tests/support/schema_text.h"
#include "tests/support/tree.h"

#include <memory>
#include <stdexcept>
#include <utility>

namespace retort::live {

const std::string& postgres_statements_query() {
    static const std::string kQuery =
        support::read_file(support::source_root() / "tests/live/postgres_statements.sql");
    return kQuery;
}

schema::Schema read_statements(std::string_view text) {
    Diagnostics diagnostics;
    schema::Schema schema;
    for (schema::Operation& operation : test::statements(text, diagnostics)) {
        schema::resolve_schemas(operation, schema, "public");
        if (!schema::prune(operation, schema)) { continue; }
        (void)schema::apply(operation, schema, {}, diagnostics);
    }
    std::string problems;
    for (const std::string& line : test::messages(diagnostics)) { problems += line + "\n"; }
    if (!problems.empty()) { throw std::runtime_error(problems + std::string(text)); }
    return schema;
}

namespace {

schema::SpellingRules rules_of(int version) {
    dialects::DialectOptions options;
    options.version = std::to_string(version);
    return std::get<std::unique_ptr<dialects::Dialect>>(
               dialects::make_dialect("postgresql", std::move(options)))
        ->spelling_rules();
}

}  // namespace

std::vector<std::string> schema_differences(const schema::Schema& from, const schema::Schema& to,
                                            int version) {
    const schema::Schema adopted =
        schema::adopt_spelling(from, schema::with_sequences_of(from, to), rules_of(version));
    std::vector<std::string> lines = schema::list_differences(from, adopted, false);
    for (const schema::Operation& operation : schema::changes(from, adopted)) {
        lines.push_back(syntax::print_operation(operation));
    }
    return lines;
}

std::vector<std::string> spelling_differences(const schema::Schema& model, std::string_view printed,
                                              int version) {
    // A column's own sequence keeps its name where the table gets another one.
    const schema::Schema adopted = schema::adopt_spelling(
        model, schema::with_sequences_of(model, read_statements(printed)), rules_of(version));
    return schema::list_differences(model, adopted, false);
}

}  // namespace retort::live
