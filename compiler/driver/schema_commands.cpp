// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/schema_json.h"
#include "compiler/driver/schemas.h"
#include "compiler/driver/stored_schema.h"
#include "compiler/plan/plan.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/changes.h"
#include "compiler/schema/invert.h"

#include <fmt/format.h>

#include <utility>

namespace retort::driver {
namespace {

using revisions::Node;
using schema::Operation;
using schema::Schema;

/// A plan that makes the schema at once, where nothing is, and says that all of its revisions have
/// run.
plan::Plan build_plan(const Compilation& compilation, const std::vector<Node>& rows,
                      const Schema& schema, const schema::NamingRules& naming,
                      revisions::RevisionHeader& header, Diagnostics& diagnostics) {
    plan::Plan plan;
    plan.after = schema;
    plan::PlannedRevision revision;
    Schema state;
    for (Operation& operation : schema::changes(state, schema)) {
        plan::Step step;
        step.before = state;
        schema::apply(operation, state, naming, diagnostics);
        step.after = state;
        step.action = std::make_shared<const Operation>(std::move(operation));
        revision.steps.push_back(std::move(step));
    }
    for (const Node row : rows) {
        const std::string id(compilation.graph->id(row));
        plan.end_rows.push_back(id);
        revision.version.moves.push_back({revisions::VersionMove::Kind::Insert, "", id});
        revision.version.rows_after.insert(id);
        header.id.text += (header.id.text.empty() ? "" : ", ") + id;
    }
    header.message = "the whole schema";
    revision.header = &header;
    if (!rows.empty()) { revision.node = rows.front(); }
    plan.revisions.push_back(std::move(revision));
    return plan;
}

/// The script that makes the schema in an empty database.
std::optional<std::string> schema_script(Context& context, const Compilation& compilation,
                                         const std::vector<Node>& rows, const Schema& schema) {
    const project::Configuration& configuration = context.project.configuration;
    const std::size_t errors_before = context.diagnostics.error_count();
    revisions::RevisionHeader header;
    plan::Plan plan =
        build_plan(compilation, rows, schema, configuration.naming, header, context.diagnostics);
    plan =
        plan::legalize(std::move(plan), compilation.dialect->capabilities(), context.diagnostics);
    script::Script script;
    script.plan = &plan;
    script.options = script_options(configuration, *compilation.target, *compilation.dialect);
    script.revisions = emit_plan(*compilation.dialect, plan, context.diagnostics);
    if (context.diagnostics.error_count() != errors_before) { return std::nullopt; }
    return script::render_script(script, compilation.dialect->frame());
}

}  // namespace

ExitStatus run_schema(Context& context) {
    if (!open_configuration(context)) { return ExitStatus::Usage; }
    const project::Target* target = one_target(context);
    if (target == nullptr) { return ExitStatus::Usage; }
    const std::optional<Compilation>& compilation = keep(context, compile_target(context, *target));
    if (!compilation) { return ExitStatus::Failed; }
    const std::string word = context.options.word.empty() ? "heads" : context.options.word;
    const auto rows = revisions::resolve_revisions(*compilation->graph, word, context.diagnostics);
    if (!rows) { return ExitStatus::Failed; }
    const Schema schema = plan::state_at(*compilation->graph, compilation->history, *rows,
                                         context.project.configuration.naming, context.diagnostics);
    switch (context.options.format) {
        case OutputFormat::Text:
            return deliver(context, statements_text(schema::changes({}, schema)));
        case OutputFormat::Json:
            return deliver(context, schema_json(schema));
        case OutputFormat::Sql:
            break;
    }
    std::optional<std::string> script = schema_script(context, *compilation, *rows, schema);
    return script ? deliver(context, std::move(*script)) : ExitStatus::Failed;
}

ExitStatus run_diff(Context& context) {
    if (!open_configuration(context)) { return ExitStatus::Usage; }
    const project::Target* target = one_target(context);
    if (target == nullptr) { return ExitStatus::Usage; }
    const std::optional<Compilation>& compilation = keep(context, compile_target(context, *target));
    if (!compilation) { return ExitStatus::Failed; }
    auto schemas = find_schemas(context, *compilation, context.options.words);
    auto& from = schemas[0];
    auto& to = schemas[1];
    if (!from || !to) { return ExitStatus::Failed; }
    settle_stored(context, *compilation, *from, *to);
    const std::vector<Operation>& operations =
        keep(context, difference(context, *compilation->dialect, *from, *to));
    keep(context, std::move(schemas));
    if (context.diagnostics.has_errors()) { return ExitStatus::Failed; }
    context.out = statements_text(operations);
    return ExitStatus::Done;
}

}  // namespace retort::driver
