// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/revision_words.h"
#include "compiler/revisions/version_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

// Runs a range on a version table that is kept here, and proves every step of it.

namespace retort::test {

using revisions::Direction;
using revisions::Node;
using revisions::Range;
using revisions::RevisionGraph;
using revisions::VersionMove;
using revisions::VersionStep;

using Rows = std::set<std::string>;

inline std::string joined(const Rows& rows) {
    std::string text;
    for (const std::string& row : rows) { text += (text.empty() ? "" : " ") + row; }
    return text.empty() ? "base" : text;
}

/// The version rows of what is applied, found without what is tested.
inline Rows rows_of(const RevisionGraph& graph, const std::set<Node>& applied) {
    Rows rows;
    for (const Node node : applied) {
        const bool needed = std::any_of(applied.begin(), applied.end(), [&](Node other) {
            const auto parents = graph.parents(other);
            const auto wanted = graph.dependencies(other);
            return std::find(parents.begin(), parents.end(), node) != parents.end() ||
                   std::find(wanted.begin(), wanted.end(), node) != wanted.end();
        });
        if (!needed) { rows.emplace(graph.id(node)); }
    }
    return rows;
}

/// Runs a move on a version table; each must hit exactly one row.
inline std::string run_move(const VersionMove& move, Rows& table) {
    switch (move.kind) {
        case VersionMove::Kind::Insert:
            EXPECT_TRUE(table.insert(move.to).second) << move.to;
            return " insert " + move.to;
        case VersionMove::Kind::Update:
            EXPECT_EQ(table.erase(move.from), 1U) << move.from;
            EXPECT_TRUE(table.insert(move.to).second) << move.to;
            return " " + move.from + "->" + move.to;
        case VersionMove::Kind::Delete:
            EXPECT_EQ(table.erase(move.from), 1U) << move.from;
            return " delete " + move.from;
    }
    return {};
}

inline Rows ids_of(const RevisionGraph& graph, const std::vector<Node>& nodes) {
    Rows rows;
    for (const Node node : nodes) { rows.emplace(graph.id(node)); }
    return rows;
}

/// A line a step: `revision: moves = rows after it`.
inline std::string steps_of(const RevisionGraph& graph, const Range& range) {
    std::string text = "at " + joined(ids_of(graph, range.from)) + "\n";
    Rows table = ids_of(graph, range.from);
    std::set<Node> applied;
    const std::vector<bool> before = graph.ancestors(range.from);
    for (Node node = 0; node < graph.size(); ++node) {
        if (before[node]) { applied.insert(node); }
    }
    EXPECT_EQ(table, rows_of(graph, applied));
    const std::vector<VersionStep> steps = version_steps(graph, range);
    EXPECT_EQ(steps.size(), range.steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Node node = range.steps[i];
        text += std::string(graph.id(node)) + ":";
        for (const VersionMove& move : steps[i].moves) { text += run_move(move, table); }
        text += " = " + joined(table) + "\n";
        if (range.direction == Direction::Upgrade) {
            applied.insert(node);
        } else {
            applied.erase(node);
        }
        EXPECT_EQ(table, rows_of(graph, applied)) << "after " << graph.id(node);
        const std::vector<std::string> rows = steps[i].rows_after.list();
        EXPECT_EQ(table, Rows(rows.begin(), rows.end()));
    }
    EXPECT_EQ(table, ids_of(graph, range.to));
    return text;
}

}  // namespace retort::test
