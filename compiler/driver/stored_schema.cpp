// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/stored_schema.h"

#include "compiler/plan/plan.h"
#include "compiler/schema/adopt_spelling.h"
#include "compiler/schema/changes.h"
#include "compiler/syntax/parse_script.h"

#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace retort::driver {
namespace {

using schema::Schema;

/// The plan that makes the schema, each object as it is in the end: what is altered later only
/// because of the order, as the foreign keys of a circle are, would be read back from rebuilds.
/// Each step is a revision of its own: those are emitted on several threads.
plan::Plan creation_plan(const Schema& schema, const revisions::RevisionHeader& header) {
    plan::Plan plan;
    plan.after = schema;
    for (schema::Operation& operation : schema::changes({}, schema)) {
        if (std::holds_alternative<schema::AlterTable>(operation.kind)) { continue; }
        plan::PlannedRevision& revision = plan.revisions.emplace_back();
        revision.header = &header;
        revision.steps.push_back(
            {std::make_shared<const schema::Operation>(std::move(operation)), Schema(), schema});
    }
    return plan;
}

/// The schema of a database that was made from this one, as it says it itself; nullopt where there
/// can be none.
std::optional<Schema> as_stored(Context& context, const Compilation& compilation,
                                const Schema& schema) {
    Diagnostics diagnostics;
    const auto& header = keep(context, revisions::RevisionHeader());
    const plan::Plan& plan =
        keep(context, plan::legalize(creation_plan(schema, header),
                                     compilation.dialect->capabilities(), diagnostics));
    source::SourceFile script;
    for (const script::EmittedRevision& each : emit_plan(*compilation.dialect, plan, diagnostics)) {
        for (const script::SqlStatement& statement : each.statements) {
            script.text += statement.text + ";\n";
        }
    }
    if (diagnostics.has_errors()) { return std::nullopt; }
    syntax::ForeignScript read = syntax::parse_script(script, 0, diagnostics);
    Schema stored = schema::build_schema(std::move(read.operations),
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
