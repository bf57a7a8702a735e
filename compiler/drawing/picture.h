// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/revision_graph.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace retort::drawing {

using revisions::Node;
using revisions::RevisionGraph;

enum class EdgeKind : std::uint8_t { Revises, DependsOn };

/// One thing that is drawn: a revision, or a straight run of several folded into one.
struct Row {
    Node newest = 0;
    Node oldest = 0;  ///< the same as `newest` for a single revision
    std::size_t count = 1;
    bool operator==(const Row&) const = default;

    [[nodiscard]] bool folded() const { return count > 1; }
};

/// From the row above, which revises or depends on, to the row below.
struct Edge {
    std::size_t upper = 0;
    std::size_t lower = 0;
    EdgeKind kind = EdgeKind::Revises;
    bool operator==(const Edge&) const = default;
};

/// An end of an edge whose other end is not drawn.
struct Stub {
    std::size_t row = 0;
    Node other = 0;
    EdgeKind kind = EdgeKind::Revises;
    bool upwards = false;  ///< `other` stands above: it revises this row or depends on it
    bool operator==(const Stub&) const = default;
};

/// What is drawn of a history, whatever it is drawn with.
struct Picture {
    std::vector<Row> rows;    ///< newest first: a row stands above all that it revises or needs
    std::vector<Edge> edges;  ///< by upper row; as the revision names them
    std::vector<Stub> stubs;  ///< by row
};

enum class Folding : std::uint8_t { Runs, None };

/// Puts `nodes` into rows. A branch stays together and stands right above where it leaves, the
/// longest one on top, so that few lines run side by side.
///
/// A run is folded where it is straight: each revision has one parent, one child, no label and no
/// dependency. The ends of a run stay visible, more of them next to a head or a base.
[[nodiscard]] Picture make_picture(const RevisionGraph& graph, const std::vector<Node>& nodes,
                                   Folding folding);

}  // namespace retort::drawing
