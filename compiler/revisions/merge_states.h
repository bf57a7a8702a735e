// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/commuting.h"

#include <vector>

namespace retort::revisions {

/// The state after `missing` (revisions of other branches than `base`) ran on `state`, that of
/// `base`. An operation that cannot run is a BranchesConflict at `where` or, where that is unknown,
/// at the operation.
[[nodiscard]] schema::Schema join_states(schema::Schema state, Node base,
                                         const std::vector<Node>& missing, Span where,
                                         const RevisionGraph& graph, const History& history,
                                         const schema::NamingRules& naming,
                                         Diagnostics& diagnostics);

/// Joins the states of several branches where they come together, and finds branches that do not
/// fit together.
class MergeStates {
public:
    MergeStates(const RevisionGraph& graph, const Lineage& lineage, const History& history,
                const schema::NamingRules& naming)
        : graph_(graph),
          lineage_(lineage),
          history_(history),
          naming_(naming),
          encounters_(graph, lineage, history) {}

    /// Remembers what a replayed revision touches.
    void note(Node node) { encounters_.note(node); }

    /// Every other revision comes before or after this one.
    [[nodiscard]] bool is_alone(Node node) const { return encounters_.is_alone(node); }

    [[nodiscard]] bool has_branches() const { return encounters_.has_branches(); }

    /// The state where `heads` come together: after the first, with what `missing` (of the others)
    /// does besides. What does not commute is reported at `node`, naming both places.
    [[nodiscard]] schema::Schema merge(Node node, const std::vector<Node>& heads,
                                       const std::vector<Node>& missing, Diagnostics& diagnostics);

private:
    const RevisionGraph& graph_;
    const Lineage& lineage_;
    const History& history_;
    const schema::NamingRules& naming_;
    Encounters encounters_;
};

}  // namespace retort::revisions
