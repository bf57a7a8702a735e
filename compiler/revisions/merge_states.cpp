// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/merge_states.h"

#include "compiler/revisions/touched.h"
#include "compiler/schema/apply.h"

#include <algorithm>
#include <unordered_set>

namespace retort::revisions {
namespace {

using schema::Schema;

/// How far back a thing's users are looked through for one of another branch.
constexpr std::size_t kLookBack = 4096;

/// Runs a revision's operations again on another state; the first that fails ends it.
bool run(const ReplayedRevision& revision, Schema& state, const schema::NamingRules& naming,
         Diagnostics& found) {
    for (const OperationRef& operation : revision.upgrade) {
        schema::Operation copy = *operation;
        // `if exists` may find something else here: that is no conflict.
        if (!schema::prune(copy, state)) { continue; }
        if (!schema::apply(copy, state, naming, found)) { return false; }
    }
    return true;
}

}  // namespace

MergeStates::MergeStates(const RevisionGraph& graph, const Lineage& lineage,
                         const schema::NamingRules& naming)
    : graph_(graph), lineage_(lineage), naming_(naming) {
    for (Node node = 0; node < graph.size() && !branched_; ++node) {
        branched_ = graph.parents(node).size() + graph.dependencies(node).size() > 1;
    }
}

void MergeStates::note(Node node, const std::vector<OperationRef>& operations) {
    if (!branched_) { return; }
    for (const OperationRef& operation : operations) {
        for (std::string& word : touched(*operation)) {
            std::vector<Node>& nodes = touches_[std::move(word)];
            if (nodes.empty() || nodes.back() != node) { nodes.push_back(node); }
        }
    }
}

MergeStates::Pair MergeStates::concurrent(Node base, Node head, const std::vector<Node>& missing,
                                          const History& history) const {
    const std::unordered_set<Node> theirs(missing.begin(), missing.end());
    for (const Node node : missing) {
        for (const OperationRef& operation : history.revisions[node].upgrade) {
            for (const std::string& word : touched(*operation)) {
                const auto users = touches_.find(word);
                if (users == touches_.end()) { continue; }
                const std::vector<Node>& list = users->second;
                const std::size_t first = list.size() - std::min(list.size(), kLookBack);
                for (std::size_t i = list.size(); i-- > first;) {
                    const Node other = list[i];
                    if (other == node || other == head || lineage_.includes(node, other) ||
                        lineage_.includes(other, node)) {
                        continue;
                    }
                    if (lineage_.includes(base, other) || theirs.count(other) != 0) {
                        return {other, node, word, true};
                    }
                }
            }
        }
    }
    return {};
}

void MergeStates::report(Node node, const Pair& pair, const std::string& what,
                         const diag::Diagnostic* cause, Diagnostics& diagnostics) const {
    diag::Diagnostic& found =
        diagnostics.report(diag::BranchesConflict, graph_.header(node).id.span,
                           graph_.id(pair.ours), graph_.id(pair.theirs), what);
    if (cause != nullptr) {
        if (cause->where.known()) { found.note(cause->where, "one side is here"); }
        for (const diag::Note& note : cause->notes) { found.note(note.where, note.text); }
    } else {
        found.note(graph_.header(pair.ours).id.span, "one side is this revision");
        found.note(graph_.header(pair.theirs).id.span, "the other side is this revision");
    }
    found.help("let one of them revise or depend on the other, and resolve the conflict there");
}

Schema MergeStates::merge(Node node, const std::vector<Node>& heads,
                          const std::vector<Node>& missing, const History& history,
                          Diagnostics& diagnostics) const {
    const Node base = heads.front();
    Schema state = history.revisions[base].after;
    if (missing.empty()) { return state; }
    const Pair pair = concurrent(base, node, missing, history);
    for (const Node other : missing) {
        Diagnostics found;
        if (run(history.revisions[other], state, naming_, found)) { continue; }
        if (found.empty()) { continue; }
        const diag::Diagnostic& cause = found.all().front();
        Pair culprit = pair;
        if (!culprit.found) { culprit.ours = base; }
        culprit.theirs = other;
        // The note says which revision of the other side made, changed or dropped the thing.
        for (const diag::Note& note : cause.notes) {
            for (Node each = 0; note.where.known() && each < graph_.size(); ++each) {
                const bool there = graph_.header(each).file == note.where.file;
                if (there && each != other) { culprit.ours = each; }
            }
        }
        report(node, culprit, cause.message, &cause, diagnostics);
        return state;
    }
    if (!pair.found) { return state; }
    // Both sides touch the same thing: the other order must lead to the same schema.
    std::vector<Node> have{heads.back()};
    Schema reversed = history.revisions[heads.back()].after;
    for (std::size_t i = heads.size() - 1; i-- > 0;) {
        const std::vector<Node> next = lineage_.missing(have, std::span<const Node>(&heads[i], 1));
        for (const Node other : next) {
            Diagnostics found;
            if (run(history.revisions[other], reversed, naming_, found) || found.empty()) {
                continue;
            }
            const diag::Diagnostic& cause = found.all().front();
            report(node, {pair.theirs, other, pair.word, true}, cause.message, &cause, diagnostics);
            return state;
        }
        have.push_back(heads[i]);
    }
    const std::vector<std::string> differences = schema::list_differences(state, reversed, false);
    if (!differences.empty()) {
        report(node, pair, "in one order, " + differences.front(), nullptr, diagnostics);
    }
    return state;
}

}  // namespace retort::revisions
