// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/persistent_map.h"
#include "compiler/revisions/revision_graph.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace retort::revisions {

/// Who is an ancestor of whom, as far as the history has been walked. Revisions are grouped into
/// chains; each knows how far into every other chain its ancestors reach, and shares that knowledge
/// with its predecessor. A question costs O(log n), a line of revisions nothing at all.
class Lineage {
public:
    explicit Lineage(const RevisionGraph& graph);

    /// What the revision stands on: parents, then dependencies, but first of all the one with the
    /// longest history. Its state is taken, and what it lacks of the others runs on it again; the
    /// other way round, a long line that takes in one branch after another costs the square of its
    /// length.
    [[nodiscard]] std::vector<Node> foundations(Node node) const;

    /// Places a revision after all that it stands on, which must have been added. Returns what its
    /// foundations but the first bring besides.
    [[nodiscard]] std::vector<Node> add(Node node);

    /// How many revisions `node` includes.
    [[nodiscard]] std::size_t size(Node node) const { return places_[node].size; }

    /// `ancestor` is `node`, or comes before it through parents and dependencies.
    [[nodiscard]] bool includes(Node node, Node ancestor) const;

    /// What `others` and their ancestors bring that none of `have` includes, in graph order.
    [[nodiscard]] std::vector<Node> missing(std::span<const Node> have,
                                            std::span<const Node> others) const;

private:
    void place(Node node, const Node* base, const std::vector<Node>& missing);

    struct Place {
        std::uint32_t chain = 0;
        std::uint32_t index = 0;
        std::size_t size = 0;
        PersistentMap<std::uint32_t, std::uint32_t> reach;  ///< other chains: last index included
    };

    const RevisionGraph* graph_;
    std::vector<Place> places_;
    std::vector<std::uint32_t> chain_lengths_;
};

}  // namespace retort::revisions
