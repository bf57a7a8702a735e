// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/lineage.h"
#include "compiler/revisions/replay.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace retort::revisions {

/// Joins the states of several branches, and finds branches that do not fit together.
class MergeStates {
public:
    MergeStates(const RevisionGraph& graph, const Lineage& lineage,
                const schema::NamingRules& naming);

    /// Remembers what a replayed revision touches.
    void note(Node node, const std::vector<OperationRef>& operations);

    /// The state where `heads` come together: after the first, with what `missing` (of the others)
    /// does besides. Branches that do not commute are one error at `node`, naming both.
    [[nodiscard]] schema::Schema merge(Node node, const std::vector<Node>& heads,
                                       const std::vector<Node>& missing, const History& history,
                                       Diagnostics& diagnostics) const;

private:
    /// Two revisions of different branches that touch the same thing.
    struct Pair {
        Node ours = 0;
        Node theirs = 0;
        std::string word;
        bool found = false;
    };
    [[nodiscard]] Pair concurrent(Node base, Node head, const std::vector<Node>& missing,
                                  const History& history) const;
    void report(Node node, const Pair& pair, const std::string& what, const diag::Diagnostic* cause,
                Diagnostics& diagnostics) const;

    const RevisionGraph& graph_;
    const Lineage& lineage_;
    const schema::NamingRules& naming_;
    bool branched_ = false;  ///< something comes together somewhere: touches matter
    std::unordered_map<std::string, std::vector<Node>> touches_;
};

}  // namespace retort::revisions
