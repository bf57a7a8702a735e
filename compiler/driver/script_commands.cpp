// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/driver/context.h"
#include "compiler/driver/revision_text.h"
#include "compiler/revisions/version_rows.h"
#include "compiler/schema/invert.h"
#include "compiler/schema/operation.h"
#include "compiler/syntax/print.h"

#include <algorithm>
#include <utility>

namespace retort::driver {
namespace {

script::ScriptOptions asked_options(const Context& context, const project::Target& target,
                                    const dialects::Dialect& dialect) {
    script::ScriptOptions options = script_options(context.project.configuration, target, dialect);
    options.transaction = context.options.transaction.value_or(options.transaction);
    options.guard = options.guard && context.options.guard;
    options.comments = context.options.comments;
    return options;
}

std::string ops_text(const Compilation& compilation, const revisions::Range& range) {
    std::string text;
    for (const revisions::Node node : range.steps) {
        const revisions::ReplayedRevision& revision = compilation.history.revisions[node];
        text += "-- revision " + std::string(compilation.graph->id(node)) + "\n";
        const bool up = range.direction == revisions::Direction::Upgrade;
        for (const revisions::OperationRef& operation :
             up ? revision.upgrade : revision.downgrade) {
            text += syntax::print_operation(*operation) + "\n";
        }
    }
    return text;
}

std::string step_text(const plan::Step& step) {
    return match(
        step.action,
        [](const revisions::OperationRef& operation) {
            return syntax::print_operation(*operation) + "\n";
        },
        [](const plan::RebuildTable& rebuild) {
            return "-- rebuild table " + rebuild.before->name.text() + " as\n" +
                   syntax::print_operation({schema::create_statement(*rebuild.after), {}}) + "\n";
        });
}

std::string plan_text(const plan::Plan& plan) {
    std::string text;
    for (const plan::PlannedRevision& revision : plan.revisions) {
        text += "-- revision " + revision.header->id.text + "\n";
        for (const plan::Step& step : revision.steps) { text += step_text(step); }
        for (const revisions::VersionMove& move : revision.version.moves) {
            text += "-- version " + (move.from.empty() ? "(none)" : move.from) + " -> " +
                    (move.to.empty() ? "(none)" : move.to) + "\n";
        }
    }
    return text;
}

std::string schema_text(const schema::Schema& schema) {
    std::string text;
    schema.enums.for_each([&](const QualifiedName&, const Shared<schema::EnumType>& type) {
        text += syntax::print_operation({schema::CreateEnum{type->name, type->values}, {}}) + "\n";
    });
    schema.tables.for_each([&](const QualifiedName&, const Shared<schema::Table>& table) {
        for (const schema::Operation& operation : schema::create_statements(*table)) {
            text += syntax::print_operation(operation) + "\n";
        }
    });
    return text;
}

/// The value that `--emit` asks for, or the script.
std::optional<std::string> compile_text(Context& context, const Compilation& compilation,
                                        const revisions::Range& range) {
    const project::Configuration& configuration = context.project.configuration;
    const EmitStage emit = context.options.emit;
    if (emit == EmitStage::Ops) { return ops_text(compilation, range); }
    if (emit == EmitStage::Schema || emit == EmitStage::Plan) {
        const std::optional<plan::Plan> plan =
            make_legal_plan(compilation, configuration, range, context.diagnostics);
        if (!plan || context.diagnostics.has_errors()) { return std::nullopt; }
        return emit == EmitStage::Plan ? plan_text(*plan) : schema_text(plan->after);
    }
    const std::optional<CompiledScript>& compiled = keep(
        context, compile_script(compilation, configuration, range,
                                asked_options(context, *compilation.target, *compilation.dialect),
                                context.diagnostics));
    if (!compiled) { return std::nullopt; }
    const script::ScriptFrame& frame = compilation.dialect->frame();
    if (context.options.format == OutputFormat::Json) {
        return script::render_plan_json(compiled->script, frame, context.project.sources);
    }
    return script::render_script(compiled->script, frame);
}

}  // namespace

ExitStatus run_upgrade_or_downgrade(Context& context) {
    if (!open_configuration(context)) { return ExitStatus::Usage; }
    const project::Target* target = one_target(context);
    if (target == nullptr) { return ExitStatus::Usage; }
    if (!open_revisions(context, *target)) { return ExitStatus::Failed; }
    std::optional<ParsedHistory> parsed =
        parse_history(context.project, *context.world->files, context.diagnostics);
    if (!parsed) { return ExitStatus::Failed; }
    const std::shared_ptr<const revisions::RevisionGraph> graph = parsed->graph;
    const revisions::Direction direction = context.options.command == Command::Upgrade
                                               ? revisions::Direction::Upgrade
                                               : revisions::Direction::Downgrade;
    const std::optional<revisions::Range> range =
        revisions::resolve_range(*graph, direction, context.options.word, context.diagnostics);
    if (!range) { return ExitStatus::Failed; }
    if (context.options.emit == EmitStage::Graph) { return deliver(context, graph_text(*graph)); }
    const std::optional<Compilation>& compilation =
        keep(context, compile(std::move(*parsed), context.project.configuration, *target,
                              downgrades_of(*graph, *range), context.diagnostics));
    if (!compilation) { return ExitStatus::Failed; }
    std::optional<std::string> text = compile_text(context, *compilation, *range);
    if (!text) { return ExitStatus::Failed; }
    return deliver(context, std::move(*text));
}

ExitStatus run_ensure_version(Context& context) {
    if (!open_configuration(context)) { return ExitStatus::Usage; }
    const project::Target* target = one_target(context);
    if (target == nullptr) { return ExitStatus::Usage; }
    const std::unique_ptr<dialects::Dialect> dialect =
        make_dialect(context.project.configuration, *target, context.diagnostics);
    if (dialect == nullptr) { return ExitStatus::Usage; }
    return deliver(context,
                   dialect->create_version_table(asked_options(context, *target, *dialect)));
}

ExitStatus run_current(Context& context) {
    if (!open_configuration(context)) { return ExitStatus::Usage; }
    const project::Target* target = one_target(context);
    if (target == nullptr) { return ExitStatus::Usage; }
    const std::unique_ptr<dialects::Dialect> dialect =
        make_dialect(context.project.configuration, *target, context.diagnostics);
    if (dialect == nullptr) { return ExitStatus::Usage; }
    return deliver(context, dialect->current_query(asked_options(context, *target, *dialect)));
}

}  // namespace retort::driver
