// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/merge_states.h"

#include "compiler/schema/apply.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace retort::revisions {
namespace {

using schema::Schema;

/// Runs a revision's operations again on another state.
void run(const ReplayedRevision& revision, Schema& state, const schema::NamingRules& naming,
         Diagnostics& found) {
    for (const OperationRef& operation : revision.upgrade) {
        schema::Operation copy = *operation;
        // `if exists` may find something else here: that is no conflict.
        if (!schema::prune(copy, state)) { continue; }
        (void)schema::apply(copy, state, naming, found);
    }
}

}  // namespace

Schema join_states(Schema state, Node base, const std::vector<Node>& missing, Span where,
                   const RevisionGraph& graph, const History& history,
                   const schema::NamingRules& naming, Diagnostics& diagnostics) {
    for (const Node other : missing) {
        Diagnostics inner;
        run(history.revisions[other], state, naming, inner);
        if (inner.empty()) { continue; }
        const diag::Diagnostic& cause = inner.all().front();
        Node side = base;
        // The note says which revision of the other side made, changed or dropped the thing.
        for (const diag::Note& note : cause.notes) {
            for (Node each = 0; note.where.known() && each < graph.size(); ++each) {
                if (graph.header(each).file == note.where.file && each != other) { side = each; }
            }
        }
        diag::Diagnostic& found = diagnostics.report(
            diag::BranchesConflict, where.known() || !cause.where.known() ? where : cause.where,
            graph.id(side), graph.id(other), cause.message);
        if (where.known() && cause.where.known()) { found.note(cause.where, "one side is here"); }
        for (const diag::Note& note : cause.notes) { found.note(note.where, note.text); }
        found.help("let one of them revise or depend on the other, and resolve the conflict there");
        break;
    }
    return state;
}

Schema MergeStates::merge(Node node, const std::vector<Node>& heads,
                          const std::vector<Node>& missing, Diagnostics& diagnostics) {
    Schema state = history_.revisions[heads.front()].after;
    if (missing.empty()) { return state; }
    const Span where = graph_.header(node).id.span;
    std::vector<Clash> clashes;
    bool fits = true;
    for (std::size_t i = 1; i < heads.size(); ++i) {
        const std::span<const Node> have(heads.data(), i);
        const std::vector<Node> arriving =
            lineage_.missing(have, std::span<const Node>(&heads[i], 1));
        Meeting meeting = encounters_.find(heads[i], arriving, [&](Node other) {
            return std::any_of(have.begin(), have.end(),
                               [&](Node each) { return lineage_.includes(each, other); });
        });
        fits = fits && meeting.fits;
        std::move(meeting.clashes.begin(), meeting.clashes.end(), std::back_inserter(clashes));
    }
    report_clashes(clashes, where, graph_, history_, diagnostics);
    Diagnostics scratch;
    return join_states(std::move(state), heads.front(), missing, where, graph_, history_, naming_,
                       fits ? diagnostics : scratch);
}

}  // namespace retort::revisions
