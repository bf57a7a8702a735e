// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/against.h"
#include "compiler/driver/schemas.h"
#include "compiler/driver/target_build.h"
#include "compiler/project/text.h"
#include "compiler/revisions/commuting.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace retort::driver {
namespace {

using revisions::Node;
using revisions::RevisionGraph;

constexpr std::size_t kMostNamed = 10;

std::string plural(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string named(const std::vector<std::string>& ids) {
    std::string text;
    for (std::size_t i = 0; i < std::min(ids.size(), kMostNamed); ++i) {
        text += (i == 0 ? "" : ", ") + ids[i];
    }
    if (ids.size() > kMostNamed) { text += fmt::format(" and {} more", ids.size() - kMostNamed); }
    return text;
}

std::vector<std::string> head_ids(const RevisionGraph& graph) {
    std::vector<std::string> ids;
    for (const Node head : graph.heads()) { ids.emplace_back(graph.id(head)); }
    return ids;
}

/// Files of an earlier build that are not what the migrations give now. What was never built is not
/// stale.
std::string check_artifacts(Context& context, const project::Target& target,
                            const std::vector<script::Artifact>& artifacts) {
    if (target.output.empty()) { return {}; }
    const source::FileSystem& files = *context.world->files;
    const std::string directory =
        project::join_path(context.project.configuration.root, target.output);
    if (!files.exists(project::join_path(directory, "manifest.json"))) { return {}; }
    report_stale(context, target.output, script::stale_artifacts(files, directory, artifacts));
    return "; the files in " + target.output + " are fresh";
}

/// Whether the heads lead to the desired schema, where one is configured.
std::string check_desired(Context& context, const Compilation& compilation) {
    if (context.project.configuration.schema_file.empty()) { return {}; }
    const auto schemas = find_schemas(context, compilation, {"heads", "schema"});
    const auto& heads = schemas[0];
    const auto& wanted = schemas[1];
    if (!wanted || !heads) { return {}; }
    const std::vector<schema::Operation> operations =
        difference(context, *compilation.dialect, *heads, *wanted);
    if (operations.empty()) { return "; the desired schema is reached"; }
    auto& finding = context.diagnostics.report(diag::SchemaDiffers, {}, compilation.target->name);
    for (std::size_t i = 0; i < std::min(operations.size(), kMostNamed); ++i) {
        finding.note({}, "missing: " + schema::describe(operations[i]));
    }
    if (operations.size() > kMostNamed) {
        finding.note({}, fmt::format("and {} more statements", operations.size() - kMostNamed));
    }
    finding.help(
        "`retort diff heads schema` prints them, `retort revision --autogenerate` writes them");
    return {};
}

/// Proves one target's history and describes it; empty where something does not hold.
std::string check_target(Context& context, const Compilation& compilation, bool artifacts_too) {
    const std::size_t errors_before = context.diagnostics.error_count();
    const RevisionGraph& graph = *compilation.graph;
    revisions::check_heads_commute(graph, compilation.history, context.project.configuration.naming,
                                   context.diagnostics);
    // The scripts would stumble over the same.
    if (context.diagnostics.error_count() != errors_before) { return {}; }
    std::string fresh;
    // The scripts of all revisions, up and down, are where the last mistakes are found.
    const std::optional<std::vector<script::Artifact>> artifacts =
        build_artifacts(context, compilation);
    if (artifacts && artifacts_too) {
        fresh = check_desired(context, compilation) +
                check_artifacts(context, *compilation.target, *artifacts);
    }
    if (context.diagnostics.error_count() != errors_before) { return {}; }
    const auto irreversible = static_cast<std::size_t>(
        std::count_if(compilation.history.revisions.begin(), compilation.history.revisions.end(),
                      [](const revisions::ReplayedRevision& r) { return r.irreversible; }));
    std::string text = fmt::format("{}: {} and {} hold", compilation.target->name,
                                   plural(graph.size(), "revision"),
                                   plural(graph.size() - irreversible, "downgrade"));
    if (irreversible != 0) { text += fmt::format(" ({} irreversible)", irreversible); }
    const std::size_t heads = graph.heads().size();
    if (heads > 1) { text += fmt::format("; {} heads, which commute", heads); }
    return text + fresh + "\n";
}

void check_targets(Context& context, const std::vector<const project::Target*>& targets,
                   ParsedHistory parsed, bool artifacts_too) {
    const std::vector<bool> need_downgrade = reversible(parsed);
    for (const project::Target* target : targets) {
        const bool last = target == targets.back();
        const std::optional<Compilation>& compilation =
            keep(context, compile(last ? std::move(parsed) : ParsedHistory(parsed),
                                  context.project.configuration, *target, need_downgrade,
                                  context.diagnostics));
        if (compilation) { context.out += check_target(context, *compilation, artifacts_too); }
    }
}

void check_history(Context& context, const std::vector<const project::Target*>& targets) {
    if (!open_revisions(context, *targets.front())) { return; }
    std::optional<ParsedHistory> parsed =
        parse_history(context.project, *context.world->files, context.diagnostics);
    if (parsed) { check_targets(context, targets, std::move(*parsed), true); }
}

/// What is to be done once the two lines are merged in git.
std::string advice(const RevisionGraph& graph) {
    const std::vector<std::string> heads = head_ids(graph);
    if (heads.empty()) { return {}; }
    if (heads.size() == 1) { return "together they have one head, " + heads.front() + "\n"; }
    return fmt::format("together they have {} heads, {}; after the merge: retort merge heads\n",
                       heads.size(), named(heads));
}

void check_against(Context& context, const std::vector<const project::Target*>& targets) {
    if (!open_revisions(context, *targets.front())) { return; }
    const std::size_t errors_before = context.diagnostics.error_count();
    std::optional<JointHistory> joint =
        join_with(context, *targets.front(), context.options.against);
    if (!joint || context.diagnostics.error_count() != errors_before) { return; }
    context.out +=
        fmt::format("only here: {}\n", joint->here.empty() ? "nothing" : named(joint->here));
    context.out += fmt::format("only in {}: {}\n", joint->name,
                               joint->there.empty() ? "nothing" : named(joint->there));
    std::optional<ParsedHistory> parsed = order_history(
        std::move(joint->revisions), context.project.configuration, context.diagnostics);
    if (!parsed) { return; }
    context.out += advice(*parsed->graph);
    check_targets(context, targets, std::move(*parsed), false);
}

}  // namespace

ExitStatus run_check(Context& context) {
    if (!open_configuration(context)) { return ExitStatus::Usage; }
    const std::vector<const project::Target*> targets = all_targets(context);
    if (context.diagnostics.has_errors()) { return ExitStatus::Usage; }
    for (const std::vector<const project::Target*>& history : project::histories(targets)) {
        if (context.options.against.empty()) {
            check_history(context, history);
        } else {
            check_against(context, history);
        }
    }
    return context.diagnostics.has_errors() ? ExitStatus::Failed : ExitStatus::Done;
}

}  // namespace retort::driver
