// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/revision_graph.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Alembic's revision words: a full identifier, a label, a unique prefix of one, `head`, `heads`,
// `base`, `+N`, `-N`, `id+N`, `id-N`, `LABEL@head`, `LABEL@base`, `LABEL@+N`, `A:B`, and several
// rows `a,b`. A revision may stand where a label may: `ID@head`.

namespace retort::revisions {

enum class Direction : unsigned char { Upgrade, Downgrade };

/// What a command is to do: from which version rows, through which revisions, to which rows.
struct Range {
    Direction direction = Direction::Upgrade;
    std::vector<Node> from;   ///< the version rows at the start; empty: base
    std::vector<Node> to;     ///< the version rows at the end; empty: base
    std::vector<Node> steps;  ///< revisions to run, in the order in which they run; none in a stamp
};

/// Understands `[FROM:]TO` for upgrade or downgrade. Without FROM an upgrade starts at base, a
/// downgrade at the real heads. `word` has no place in a file: diagnostics quote it.
[[nodiscard]] std::optional<Range> resolve_range(const RevisionGraph& graph, Direction direction,
                                                 std::string_view word, Diagnostics& diagnostics);

/// `stamp [FROM:]TO`: each revision of TO that FROM has already is gone down to, as a downgrade
/// would, every other one gone up to; siblings and dependencies keep the rows that they need.
[[nodiscard]] std::optional<Range> resolve_stamp(const RevisionGraph& graph, std::string_view word,
                                                 Diagnostics& diagnostics);

/// One word that may mean several revisions (`heads`, `base` is none of them but empty). Steps
/// without a revision count down from the heads, up from base.
[[nodiscard]] std::optional<std::vector<Node>> resolve_revisions(const RevisionGraph& graph,
                                                                 std::string_view word,
                                                                 Diagnostics& diagnostics);

/// A word that must mean exactly one revision.
[[nodiscard]] std::optional<Node> resolve_revision(const RevisionGraph& graph,
                                                   std::string_view word, Diagnostics& diagnostics);

/// `history -r A:B`: the revisions between, both ends included, either end may be absent; newest
/// first. `LABEL@base:` is only that branch, and what depends on it.
[[nodiscard]] std::optional<std::vector<Node>> resolve_history(const RevisionGraph& graph,
                                                               std::string_view word,
                                                               Diagnostics& diagnostics);

}  // namespace retort::revisions
