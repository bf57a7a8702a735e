// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/version_rows.h"

#include "tests/support/graph_text.h"
#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace retort::revisions {
namespace {

using Lines = std::vector<std::string>;

/// A line a step: `revision: moves = rows after it`.
Lines steps(const std::string& text, Direction direction, std::string_view word) {
    Diagnostics diagnostics;
    const RevisionGraph graph = RevisionGraph::build(test::headers(text), diagnostics);
    const auto range = resolve_range(graph, direction, word, diagnostics);
    EXPECT_EQ(test::messages(diagnostics), Lines());
    if (!range) { return {}; }
    Lines lines;
    const std::vector<VersionStep> found = version_steps(graph, *range);
    EXPECT_EQ(found.size(), range->steps.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        std::string line = std::string(graph.id(range->steps[i])) + ":";
        for (const VersionMove& move : found[i].moves) {
            switch (move.kind) {
                case VersionMove::Kind::Insert:
                    line += " insert " + move.to;
                    break;
                case VersionMove::Kind::Update:
                    line += " " + move.from + "->" + move.to;
                    break;
                case VersionMove::Kind::Delete:
                    line += " delete " + move.from;
                    break;
            }
        }
        line += " =";
        for (const std::string& row : found[i].rows_after.list()) { line += " " + row; }
        lines.push_back(line);
    }
    // What the range promises is what the rows come to.
    Lines last;
    for (const Node node : range->to) { last.emplace_back(graph.id(node)); }
    std::sort(last.begin(), last.end());
    if (!found.empty()) { EXPECT_EQ(found.back().rows_after.list(), last); }
    return lines;
}
Lines up(const std::string& text, std::string_view word) {
    return steps(text, Direction::Upgrade, word);
}
Lines down(const std::string& text, std::string_view word) {
    return steps(text, Direction::Downgrade, word);
}

TEST(VersionRows, ALine) {
    const std::string line = "a\nb < a\nc < b\n";
    EXPECT_EQ(up(line, "head"), Lines({"a: insert a = a", "b: a->b = b", "c: b->c = c"}));
    EXPECT_EQ(up(line, "b:c"), Lines({"c: b->c = c"}));
    EXPECT_EQ(down(line, "base"), Lines({"c: c->b = b", "b: b->a = a", "a: delete a ="}));
}

TEST(VersionRows, BranchesAndMerges) {
    const std::string diamond = "a\nb1 < a\nb2 < a\nm < b1 b2\nc < m\n";
    EXPECT_EQ(up(diamond, "head"),
              Lines({"a: insert a = a", "b1: a->b1 = b1", "b2: insert b2 = b1 b2",
                     "m: delete b1 b2->m = m", "c: m->c = c"}));
    EXPECT_EQ(down(diamond, "base"),
              Lines({"c: c->m = m", "m: insert b1 m->b2 = b1 b2", "b2: delete b2 = b1",
                     "b1: b1->a = a", "a: delete a ="}));
    EXPECT_EQ(down(diamond, "m:b1"), Lines({"m: insert b1 m->b2 = b1 b2"}));
    EXPECT_EQ(up(diamond, "b1:b2"), Lines({"b2: insert b2 = b1 b2"}));
    // The declared order of the parents decides which row goes on.
    EXPECT_EQ(up("a\nb1 < a\nb2 < a\nm < b2 b1\n", "b1,b2:m"), Lines({"m: delete b2 b1->m = m"}));
}

TEST(VersionRows, AMergeOfThree) {
    const std::string three = "a\nb < a\nc < a\nd < a\nm < b c d\n";
    EXPECT_EQ(up(three, "b,c,d:m"), Lines({"m: delete b delete c d->m = m"}));
    EXPECT_EQ(down(three, "m:b"), Lines({"m: insert b insert c m->d = b c d"}));
}

TEST(VersionRows, AMergeWithAnAncestor) {
    // One parent is above the other: only the upper one is a row.
    const std::string skip = "a\nb < a\nm < a b\n";
    EXPECT_EQ(up(skip, "head"), Lines({"a: insert a = a", "b: a->b = b", "m: b->m = m"}));
    EXPECT_EQ(down(skip, "base"), Lines({"m: m->b = b", "b: b->a = a", "a: delete a ="}));
}

TEST(VersionRows, UnrelatedLines) {
    const std::string two = "a1\na2 < a1\nb1\nb2 < b1\n";
    EXPECT_EQ(up(two, "heads"), Lines({"a1: insert a1 = a1", "a2: a1->a2 = a2",
                                       "b1: insert b1 = a2 b1", "b2: b1->b2 = a2 b2"}));
    EXPECT_EQ(down(two, "a2,b2:base"), Lines({"b2: b2->b1 = a2 b1", "b1: delete b1 = a2",
                                              "a2: a2->a1 = a1", "a1: delete a1 ="}));
}

TEST(VersionRows, DependenciesMergeRows) {
    const std::string net = "a1\na2 < a1\nn1\nn2 < n1 + a2\nn3 < n2\n";
    EXPECT_EQ(up(net, "a2,n1:n3"), Lines({"n2: delete n1 a2->n2 = n2", "n3: n2->n3 = n3"}));
    EXPECT_EQ(down(net, "n3:n1"), Lines({"n3: n3->n2 = n2", "n2: insert n1 n2->a2 = a2 n1"}));
    // A dependency that a row already covers brings no row back.
    const std::string covered = "a1\na2 < a1\nn1 + a1\n";
    EXPECT_EQ(up(covered, "a2:n1"), Lines({"n1: insert n1 = a2 n1"}));
    EXPECT_EQ(down(covered, "a2,n1:a2"), Lines());
    EXPECT_EQ(up(covered, "a1:n1"), Lines({"n1: a1->n1 = n1"}));
    EXPECT_EQ(up(covered, "n1:a2"), Lines({"a2: insert a2 = a2 n1"}));
}

TEST(VersionRows, ADependencyThatAnAncestorHasCountsOnce) {
    const std::string twice = "a1\nn1 + a1\nn2 < n1 + a1\n";
    EXPECT_EQ(up(twice, "heads"),
              Lines({"a1: insert a1 = a1", "n1: a1->n1 = n1", "n2: n1->n2 = n2"}));
    EXPECT_EQ(down(twice, "n2:n1"), Lines({"n2: n2->n1 = n1"}));
}

TEST(VersionRows, UpAndDownMeet) {
    const std::string ladder = "a\nb < a\nc < a\nd < b c\ne < c\nf < d e\nx\ny < x + c\nz < y f\n";
    const Lines there = up(ladder, "heads");
    const Lines back = down(ladder, "base");
    ASSERT_EQ(there.size(), back.size());
    for (std::size_t i = 0; i + 1 < there.size(); ++i) {
        const std::string after = there[i].substr(there[i].find('='));
        const std::string& undone = back[back.size() - 2 - i];
        EXPECT_EQ(undone.substr(undone.find('=')), after);
    }
}

}  // namespace
}  // namespace retort::revisions
