// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/context.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace retort::driver {
namespace {

using revisions::Direction;
using revisions::Node;
using revisions::RevisionGraph;
using revisions::VersionMove;

/// A stamp to a revision below where the database stands keeps the rows that a downgrade would.
std::optional<Direction> stamp_direction(const RevisionGraph& graph, const std::string& word,
                                         Diagnostics& diagnostics) {
    const std::size_t colon = word.find(':');
    if (colon == std::string::npos) { return Direction::Upgrade; }
    const auto from = revisions::resolve_revisions(graph, word.substr(0, colon), diagnostics);
    const auto to = revisions::resolve_revisions(graph, word.substr(colon + 1), diagnostics);
    if (!from || !to) { return std::nullopt; }
    const std::vector<bool> below = graph.ancestors(*from);
    const bool down = !from->empty() && *from != *to &&
                      std::all_of(to->begin(), to->end(), [&](Node node) { return below[node]; });
    return down ? Direction::Downgrade : Direction::Upgrade;
}

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
plan::Plan stamp_plan(const RevisionGraph& graph, const revisions::Range& range) {
    plan::Plan plan;
    plan.direction = range.direction;
    plan.start_rows = sorted_ids(graph, range.from);
    plan.end_rows = sorted_ids(graph, range.to);
    std::vector<VersionMove> moves = moves_between(plan.start_rows, plan.end_rows);
    if (moves.empty()) { return plan; }
    plan::PlannedRevision revision;
    revision.node = range.steps.back();
    revision.header = &graph.header(revision.node);
    revision.version = {std::move(moves), revisions::VersionRows(plan.end_rows)};
    plan.revisions.push_back(std::move(revision));
    return plan;
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
    const std::string& word = context.options.word;
    const std::optional<Direction> direction = stamp_direction(*graph, word, context.diagnostics);
    if (!direction) { return ExitStatus::Failed; }
    const std::optional<revisions::Range> range =
        revisions::resolve_range(*graph, *direction, word, context.diagnostics);
    if (!range) { return ExitStatus::Failed; }

    const plan::Plan plan = stamp_plan(*graph, *range);
    script::Script script;
    script.plan = &plan;
    script.stamps = true;
    script.options = script_options(context.project.configuration, *target, *dialect);
    script.options.guard = script.options.guard && context.options.guard;
    script.options.comments = context.options.comments;
    for (const plan::PlannedRevision& revision : plan.revisions) {
        script.revisions.push_back({&revision, {}});
    }
    return deliver(context, script::render_script(script, dialect->frame()));
}

}  // namespace retort::driver
