// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/context.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace retort::driver {
namespace {

using revisions::Node;
using revisions::RevisionGraph;
using revisions::VersionMove;

std::vector<std::string> sorted_ids(const RevisionGraph& graph, const std::vector<Node>& nodes) {
    std::vector<std::string> ids;
    for (const Node node : nodes) { ids.emplace_back(graph.id(node)); }
    std::sort(ids.begin(), ids.end());
    return ids;
}

/// The fewest changes that turn the rows `from` into the rows `to`.
std::vector<VersionMove> moves_between(const std::vector<std::string>& from,
                                       const std::vector<std::string>& to) {
    std::vector<std::string> gone;
    std::vector<std::string> fresh;
    std::set_difference(from.begin(), from.end(), to.begin(), to.end(), std::back_inserter(gone));
    std::set_difference(to.begin(), to.end(), from.begin(), from.end(), std::back_inserter(fresh));
    std::vector<VersionMove> moves;
    for (std::size_t i = 0; i < std::max(gone.size(), fresh.size()); ++i) {
        if (i >= fresh.size()) {
            moves.push_back({VersionMove::Kind::Delete, gone[i], ""});
        } else if (i >= gone.size()) {
            moves.push_back({VersionMove::Kind::Insert, "", fresh[i]});
        } else {
            moves.push_back({VersionMove::Kind::Update, gone[i], fresh[i]});
        }
    }
    return moves;
}

/// A plan that does nothing but move the version.
plan::Plan stamp_plan(const RevisionGraph& graph, const revisions::Range& range, bool purge) {
    static const revisions::RevisionHeader kNone;  // a stamp is no revision's work
    plan::Plan plan;
    plan.direction = range.direction;
    plan.start_rows = sorted_ids(graph, range.from);
    plan.end_rows = sorted_ids(graph, range.to);
    std::vector<VersionMove> moves = moves_between(plan.start_rows, plan.end_rows);
    if (moves.empty() && !purge) { return plan; }
    plan::PlannedRevision revision;
    revision.header = &kNone;
    revision.version = {std::move(moves), revisions::VersionRows(plan.end_rows)};
    plan.revisions.push_back(std::move(revision));
    return plan;
}

/// `--purge` knows no FROM: whatever the rows are, they go.
bool check_purge(Context& context) {
    const std::string& word = context.options.word;
    const std::size_t colon = word.find(':');
    if (!context.options.purge || colon == std::string::npos) { return true; }
    context.diagnostics
        .report(diag::RevisionWordSyntax, {}, word, "`--purge` forgets where the database stands")
        .help("write `--purge " + word.substr(colon + 1) + "`, or leave `--purge` out");
    return false;
}

}  // namespace

ExitStatus run_stamp(Context& context) {
    if (!open_configuration(context)) { return ExitStatus::Usage; }
    const project::Target* target = one_target(context);
    if (target == nullptr) { return ExitStatus::Usage; }
    if (!open_revisions(context, *target)) { return ExitStatus::Failed; }
    const std::optional<RevisionGraph> graph = load_graph(context.project, context.diagnostics);
    if (!graph) { return ExitStatus::Failed; }
    const std::unique_ptr<dialects::Dialect> dialect =
        make_dialect(context.project.configuration, *target, context.diagnostics);
    if (dialect == nullptr) { return ExitStatus::Usage; }
    if (!check_purge(context)) { return ExitStatus::Failed; }
    const std::optional<revisions::Range> range =
        revisions::resolve_stamp(*graph, context.options.word, context.diagnostics);
    if (!range) { return ExitStatus::Failed; }

    const plan::Plan plan = stamp_plan(*graph, *range, context.options.purge);
    script::Script script;
    script.plan = &plan;
    script.stamps = true;
    script.purges = context.options.purge;
    script.options = script_options(context.project.configuration, *target, *dialect);
    script.options.guard = script.options.guard && context.options.guard;
    script.options.comments = context.options.comments;
    for (const plan::PlannedRevision& revision : plan.revisions) {
        script.revisions.push_back({&revision, {}});
    }
    return deliver(context, script::render_script(script, dialect->frame()));
}

}  // namespace retort::driver
