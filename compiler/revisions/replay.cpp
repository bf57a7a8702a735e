// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/replay.h"

#include "compiler/revisions/dependencies.h"
#include "compiler/revisions/lineage.h"
#include "compiler/revisions/merge_states.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/invert.h"

#include <algorithm>
#include <utility>

namespace retort::revisions {
namespace {

using schema::Operation;
using schema::Schema;

class Replay {
public:
    Replay(const RevisionGraph& graph, std::vector<Revision> revisions,
           const ReplayOptions& options, Diagnostics& diagnostics)
        : graph_(graph),
          revisions_(std::move(revisions)),
          options_(options),
          diagnostics_(diagnostics),
          lineage_(graph),
          merges_(graph, lineage_, history_, options.naming) {
        history_.revisions.resize(graph.size());
    }

    History run() {
        // Before the first operation is moved into the history.
        if (merges_.has_branches()) { creations_.index(graph_, history_, revisions_); }
        for (const Node node : graph_.order()) { replay(node); }
        return std::move(history_);
    }

private:
    void replay(Node node);
    Schema state_before(Node node);
    bool upgrade(Node node, Revision& revision, ReplayedRevision& replayed);
    void downgrade(Node node, Revision& revision, ReplayedRevision& replayed);
    void derive(ReplayedRevision& replayed, Node node);
    void run_downgrade(Node node, std::vector<Operation> operations, ReplayedRevision& replayed,
                       Span where, bool written);
    /// Reports what an operation's checks found, with the missing `depends on` where one is.
    void forward(Node node);
    [[nodiscard]] bool applies(const Revision& revision) const {
        const std::vector<Name>& targets = revision.header.targets;
        return targets.empty() ||
               std::any_of(targets.begin(), targets.end(),
                           [&](const Name& target) { return target.text == options_.target; });
    }
    [[nodiscard]] bool needs_downgrade(Node node) const {
        return node < options_.need_downgrade.size() && options_.need_downgrade[node];
    }

    const RevisionGraph& graph_;
    std::vector<Revision> revisions_;
    const ReplayOptions& options_;
    Diagnostics& diagnostics_;
    History history_;
    Lineage lineage_;
    MergeStates merges_;
    Diagnostics scratch_;
    MissingDependencies creations_;
};

void Replay::replay(Node node) {
    Revision& revision = revisions_[node];
    ReplayedRevision& replayed = history_.revisions[node];
    replayed.before = state_before(node);
    replayed.after = replayed.before;
    if (!applies(revision)) { return; }
    const bool fine = upgrade(node, revision, replayed);
    merges_.note(node);
    // After a mistake a downgrade would only repeat it.
    if (fine) { downgrade(node, revision, replayed); }
}

Schema Replay::state_before(Node node) {
    const std::vector<Node> missing = lineage_.add(node);
    const std::vector<Node> nodes = lineage_.foundations(node);
    if (nodes.empty()) {
        Schema empty;
        for (const std::string& type : options_.foreign_types) {
            empty.traces.foreign_types.set(type, true);
        }
        return empty;
    }
    if (nodes.size() == 1) { return history_.revisions[nodes[0]].after; }
    return merges_.merge(node, nodes, missing, diagnostics_);
}

void Replay::forward(Node node) {
    if (scratch_.empty()) { return; }
    for (diag::Diagnostic found : scratch_.all()) {
        creations_.explain(found, node, graph_, lineage_, history_, revisions_);
        diagnostics_.add(std::move(found));
    }
    scratch_ = Diagnostics();
}

bool Replay::upgrade(Node node, Revision& revision, ReplayedRevision& replayed) {
    bool fine = true;
    for (const Operation& operation : revision.upgrade) {
        if (std::holds_alternative<schema::OnDialect>(operation.kind)) {
            schema::note_foreign_types(operation, replayed.after);
        }
    }
    std::vector<Operation> operations =
        schema::flatten(std::move(revision.upgrade), options_.dialect, scratch_);
    fine = !scratch_.has_errors();
    replayed.upgrade.reserve(operations.size());
    for (std::size_t i = 0, ordered = 0; i < operations.size(); ++i) {
        if (i == ordered) {
            ordered = schema::order_drops(operations, i, replayed.after, options_.naming,
                                          options_.default_schema);
        }
        Operation& operation = operations[i];
        schema::resolve_schemas(operation, replayed.after, options_.default_schema);
        if (!schema::prune(operation, replayed.after)) { continue; }
        const Schema before = replayed.after;
        const bool applied = schema::apply(operation, replayed.after, options_.naming, scratch_);
        forward(node);
        // Where every other revision comes before or after, the model says it all.
        const bool known = !applied || merges_.is_alone(node) ||
                           creations_.check_names(operation, before, replayed.after, node, graph_,
                                                  lineage_, history_, revisions_, diagnostics_);
        fine = applied && known && fine;
        replayed.upgrade.push_back(std::make_shared<const Operation>(std::move(operation)));
        replayed.states.push_back(replayed.after);
    }
    forward(node);
    return fine;
}

void Replay::downgrade(Node node, Revision& revision, ReplayedRevision& replayed) {
    switch (revision.downgrade_kind) {
        case DowngradeKind::Irreversible:
            replayed.irreversible = true;
            replayed.irreversible_reason = std::move(revision.irreversible_reason);
            replayed.downgrade_span = revision.downgrade_span;
            return;
        case DowngradeKind::Written: {
            std::vector<Operation> operations =
                schema::flatten(std::move(revision.downgrade), options_.dialect, diagnostics_);
            run_downgrade(node, std::move(operations), replayed, revision.downgrade_span, true);
            return;
        }
        case DowngradeKind::Auto:
            if (needs_downgrade(node)) { derive(replayed, node); }
            return;
    }
}

void Replay::derive(ReplayedRevision& replayed, Node node) {
    std::vector<Operation> operations;
    bool known = true;
    for (std::size_t i = replayed.upgrade.size(); i-- > 0;) {
        const Schema& before = i == 0 ? replayed.before : replayed.states[i - 1];
        auto back = schema::invert(*replayed.upgrade[i], before, diagnostics_);
        if (!back) {
            known = false;
            continue;
        }
        std::move(back->begin(), back->end(), std::back_inserter(operations));
    }
    if (known) { run_downgrade(node, std::move(operations), replayed, {}, false); }
}

void Replay::run_downgrade(Node node, std::vector<Operation> operations, ReplayedRevision& replayed,
                           Span where, bool written) {
    Schema state = replayed.after;
    bool fine = true;
    replayed.downgrade.reserve(operations.size());
    for (std::size_t i = 0, ordered = 0; i < operations.size(); ++i) {
        if (i == ordered) {
            ordered =
                schema::order_drops(operations, i, state, options_.naming, options_.default_schema);
        }
        Operation& operation = operations[i];
        if (written) { schema::resolve_schemas(operation, state, options_.default_schema); }
        if (!schema::prune(operation, state)) { continue; }
        fine = schema::apply(operation, state, options_.naming, scratch_) && fine;
        if (written) { forward(node); }
        replayed.downgrade.push_back(std::make_shared<const Operation>(std::move(operation)));
    }
    if (written && !fine) { return; }
    const std::vector<std::string> differences =
        schema::list_differences(replayed.before, state, false);
    if (differences.empty() && fine) {
        scratch_ = Diagnostics();
        return;
    }
    diag::Diagnostic& found =
        diagnostics_.report(diag::DowngradeDiffers,
                            where.known() ? where : graph_.header(node).id.span, graph_.id(node));
    for (const std::string& difference : differences) { found.note({}, difference); }
    if (!written) {
        for (const diag::Diagnostic& inner : scratch_.all()) { found.note({}, inner.message); }
        found.help("it was derived; write the `downgrade { }` block yourself");
        scratch_ = Diagnostics();
    }
}

}  // namespace

History replay(const RevisionGraph& graph, std::vector<Revision> revisions,
               const ReplayOptions& options, Diagnostics& diagnostics) {
    return Replay(graph, std::move(revisions), options, diagnostics).run();
}

}  // namespace retort::revisions
