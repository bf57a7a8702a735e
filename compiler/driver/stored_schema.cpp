// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/stored_schema.h"

#include "compiler/base/parallel.h"
#include "compiler/plan/plan.h"
#include "compiler/schema/adopt_spelling.h"
#include "compiler/schema/changes.h"
#include "compiler/syntax/parse_script.h"

#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace retort::driver {
namespace {

using schema::Operation;
using schema::Schema;

/// Statements that make the schema, each object as it is in the end: what is altered later only
/// because of the order, as the foreign keys of a circle are, would be read back from rebuilds.
std::vector<Operation> creation(const Schema& schema) {
    std::vector<Operation> operations = schema::changes({}, schema);
    std::erase_if(operations, [](const Operation& operation) {
        return std::holds_alternative<schema::AlterTable>(operation.kind);
    });
    return operations;
}

/// What a database says of these objects of the schema that were made in it.
std::vector<Operation> read_back(const dialects::Dialect& dialect, const Schema& schema,
                                 std::span<Operation> operations, Diagnostics& diagnostics) {
    const revisions::RevisionHeader header;
    plan::Plan plan;
    plan.after = schema;
    plan::PlannedRevision& revision = plan.revisions.emplace_back();
    revision.header = &header;
    for (Operation& operation : operations) {
        revision.steps.push_back(
            {std::make_shared<const Operation>(std::move(operation)), Schema(), schema});
    }
    plan = plan::legalize(std::move(plan), dialect.capabilities(), diagnostics);
    source::SourceFile script;
    for (const script::EmittedRevision& each : emit_plan(dialect, plan, diagnostics)) {
        for (const script::SqlStatement& statement : each.statements) {
            script.text += statement.text + ";\n";
        }
    }
    return syntax::parse_script(script, 0, diagnostics).operations;
}

/// The schema of a database that was made from this one, as it says it itself; nullopt where there
/// can be none.
std::optional<Schema> as_stored(const Context& context, const Compilation& compilation,
                                const Schema& schema) {
    constexpr std::size_t kStatementsAPart = 200;
    std::vector<Operation> operations = creation(schema);
    const std::size_t parts = count_parts(operations.size(), kStatementsAPart);
    std::vector<std::vector<Operation>> read(parts);
    std::vector<Diagnostics> findings(parts);
    for_each_part(operations.size(), kStatementsAPart, count_processors(), [&](const Part& part) {
        read[part.index] = read_back(
            *compilation.dialect, schema,
            std::span(operations).subspan(part.begin, part.end - part.begin), findings[part.index]);
    });
    operations.clear();
    for (std::vector<Operation>& each : read) {
        std::move(each.begin(), each.end(), std::back_inserter(operations));
    }
    Diagnostics diagnostics;
    for (Diagnostics& found : findings) { diagnostics.take(std::move(found)); }
    if (diagnostics.has_errors()) { return std::nullopt; }
    Schema stored = schema::build_schema(std::move(operations),
                                         build_options(context, *compilation.target), diagnostics);
    if (diagnostics.has_errors()) { return std::nullopt; }
    return stored;
}

}  // namespace

void settle_stored(Context& context, const Compilation& compilation, NamedSchema& from,
                   NamedSchema& to) {
    const schema::SpellingRules rules = compilation.dialect->spelling_rules();
    if (rules.keeps_meaning || from.printed == to.printed) { return; }
    const Schema& model = from.printed ? to.schema : from.schema;
    Schema& printed = from.printed ? from.schema : to.schema;
    const Schema part = schema::part_to_store(model, printed);
    if (const auto stored = as_stored(context, compilation, part)) {
        printed = schema::adopt_stored(model, part, *stored, printed, rules);
    }
}

}  // namespace retort::driver
