// SPDX-License-Identifier: Apache-2.0
#include "compiler/plan/plan.h"

#include "compiler/schema/apply.h"
#include "compiler/schema/invert.h"

#include <algorithm>

namespace retort::plan {
namespace {

using revisions::Direction;
using revisions::History;
using revisions::Node;
using revisions::OperationRef;
using revisions::RevisionGraph;
using schema::Schema;

std::vector<std::string> row_names(const RevisionGraph& graph, const std::vector<Node>& nodes) {
    std::vector<std::string> rows;
    for (const Node node : nodes) { rows.emplace_back(graph.id(node)); }
    std::sort(rows.begin(), rows.end());
    return rows;
}

/// Runs a checked operation on the state of the database.
void run(const OperationRef& operation, Schema& state, const schema::NamingRules& naming,
         Diagnostics& diagnostics) {
    schema::Operation copy = *operation;
    (void)schema::apply(copy, state, naming, diagnostics);
}

/// The steps of one revision from `state` on, which is moved along.
std::vector<Step> steps_of(const revisions::ReplayedRevision& revision, Direction direction,
                           Schema& state, const schema::NamingRules& naming,
                           Diagnostics& diagnostics) {
    const bool upgrade = direction == Direction::Upgrade;
    const std::vector<OperationRef>& operations = upgrade ? revision.upgrade : revision.downgrade;
    // Where the database holds just what the revision was checked on, its states are known.
    const bool known = upgrade && state.same_as(revision.before);
    std::vector<Step> steps;
    steps.reserve(operations.size());
    for (std::size_t i = 0; i < operations.size(); ++i) {
        Step step;
        step.action = operations[i];
        step.before = state;
        if (known) {
            state = revision.states[i];
        } else {
            run(operations[i], state, naming, diagnostics);
        }
        step.after = state;
        steps.push_back(std::move(step));
    }
    return steps;
}

void find_data_loss(PlannedRevision& planned) {
    for (const Step& step : planned.steps) {
        const auto* operation = std::get_if<OperationRef>(&step.action);
        if (operation == nullptr) { continue; }
        for (std::string& value : schema::invented_values(**operation, step.after)) {
            planned.invented.push_back(std::move(value));
        }
        for (std::string& lost : schema::data_loss(**operation, step.before)) {
            if (std::find(planned.data_loss.begin(), planned.data_loss.end(), lost) ==
                planned.data_loss.end()) {
                planned.data_loss.push_back(std::move(lost));
            }
        }
    }
}

}  // namespace

Schema state_at(const RevisionGraph& graph, const History& history, const std::vector<Node>& rows,
                const schema::NamingRules& naming, Diagnostics& diagnostics) {
    if (rows.empty()) { return {}; }
    Schema state = history.revisions[rows[0]].after;
    if (rows.size() == 1) { return state; }
    const std::vector<bool> all = graph.ancestors(rows);
    const std::vector<bool> there = graph.ancestors(std::span<const Node>(rows.data(), 1));
    for (const Node node : graph.order()) {
        if (!all[node] || there[node]) { continue; }
        for (const OperationRef& operation : history.revisions[node].upgrade) {
            run(operation, state, naming, diagnostics);
        }
    }
    return state;
}

Plan make_plan(const RevisionGraph& graph, const History& history, const revisions::Range& range,
               const schema::NamingRules& naming, Diagnostics& diagnostics) {
    Plan plan;
    plan.direction = range.direction;
    plan.start_rows = row_names(graph, range.from);
    plan.end_rows = row_names(graph, range.to);
    Schema state = state_at(graph, history, range.from, naming, diagnostics);
    plan.before = state;
    std::vector<revisions::VersionStep> moves = revisions::version_steps(graph, range);
    plan.revisions.reserve(range.steps.size());
    for (std::size_t i = 0; i < range.steps.size(); ++i) {
        const Node node = range.steps[i];
        const revisions::ReplayedRevision& revision = history.revisions[node];
        if (range.direction == Direction::Downgrade && revision.irreversible) {
            const Span where = revision.downgrade_span.known() ? revision.downgrade_span
                                                               : graph.header(node).id.span;
            diagnostics
                .report(diag::IrreversibleRevision, where, graph.id(node),
                        revision.irreversible_reason)
                .help(
                    "downgrade no further than to this revision, or replace `irreversible` by a "
                    "`downgrade { }` block");
            continue;
        }
        PlannedRevision planned;
        planned.node = node;
        planned.header = &graph.header(node);
        planned.steps = steps_of(revision, range.direction, state, naming, diagnostics);
        if (i < moves.size()) { planned.version = std::move(moves[i]); }
        find_data_loss(planned);
        plan.revisions.push_back(std::move(planned));
    }
    plan.after = state;
    return plan;
}

}  // namespace retort::plan
