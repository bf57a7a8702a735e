// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/revision_graph.h"

#include <string>
#include <vector>

// A revision's branch and line, and revisions as a message names them.

namespace retort::revisions {

/// The revisions that only parents and children connect with `node`, itself included.
[[nodiscard]] std::vector<bool> line_of(const RevisionGraph& graph, Node node);

/// The branch of `node`: what grows from it, and what leads to it from the nearest branch or merge
/// point (a label on it is seen on exactly these).
[[nodiscard]] std::vector<Node> branch_of(const RevisionGraph& graph, Node node);

/// How many revisions a message lists.
inline constexpr std::size_t kListedRevisions = 10;

/// The identifiers, quoted, not too many of them.
[[nodiscard]] std::string id_list(const RevisionGraph& graph, const std::vector<Node>& nodes);

/// `"a", "b"` for rows; `base` for none.
[[nodiscard]] std::string place_name(const RevisionGraph& graph, const std::vector<Node>& rows);

}  // namespace retort::revisions
