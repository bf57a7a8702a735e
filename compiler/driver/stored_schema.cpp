// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/stored_schema.h"

#include "compiler/plan/plan.h"
#include "compiler/schema/adopt_spelling.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/changes.h"
#include "compiler/syntax/parse_script.h"

#include <memory>
#include <utility>

namespace retort::driver {
namespace {

using schema::Operation;
using schema::Schema;

/// The schema of a database that was made from this one, as it says it itself; nullopt where there
/// can be none.
std::optional<Schema> as_stored(const Context& context, const Compilation& compilation,
                                const Schema& schema) {
    const schema::NamingRules& naming = context.project.configuration.naming;
    Diagnostics diagnostics;
    plan::Plan plan;
    plan.after = schema;
    plan::PlannedRevision revision;
    revisions::RevisionHeader header;
    revision.header = &header;
    Schema state;
    for (Operation& operation : schema::changes(state, schema)) {
        plan::Step step;
        step.before = state;
        schema::apply(operation, state, naming, diagnostics);
        step.after = state;
        step.action = std::make_shared<const Operation>(std::move(operation));
        revision.steps.push_back(std::move(step));
    }
    plan.revisions.push_back(std::move(revision));
    plan = plan::legalize(std::move(plan), compilation.dialect->capabilities(), diagnostics);
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
    const NamedSchema& model = from.printed ? to : from;
    NamedSchema& printed = from.printed ? from : to;
    if (const auto stored = as_stored(context, compilation, model.schema)) {
        printed.schema = schema::adopt_stored(model.schema, *stored, printed.schema, rules);
    }
}

}  // namespace retort::driver
