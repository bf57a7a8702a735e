// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/revision_graph.h"

#include "tests/support/graph_text.h"
#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace retort::revisions {
namespace {

using Lines = std::vector<std::string>;

RevisionGraph build(const std::string& text, Lines* found = nullptr) {
    Diagnostics diagnostics;
    RevisionGraph graph = RevisionGraph::build(test::headers(text), diagnostics);
    if (found != nullptr) {
        *found = test::messages(diagnostics);
    } else {
        EXPECT_EQ(test::messages(diagnostics), Lines());
    }
    return graph;
}

std::string order(const RevisionGraph& graph) {
    return test::ids(graph, graph.order());
}

constexpr const char* kDiamond = "a\nb < a @ 1\nc < a @ 2\nm < b c\nn < m\n";

TEST(Graph, ParentsChildrenBasesAndHeads) {
    const RevisionGraph graph = build(kDiamond);
    EXPECT_EQ(test::ids(graph, graph.bases()), "a");
    EXPECT_EQ(test::ids(graph, graph.heads()), "n");
    EXPECT_EQ(test::ids(graph, graph.parents(*graph.find("m"))), "b c");
    EXPECT_EQ(test::ids(graph, graph.children(*graph.find("a"))), "b c");
    EXPECT_TRUE(graph.is_branch_point(*graph.find("a")));
    EXPECT_TRUE(graph.is_merge_point(*graph.find("m")));
    EXPECT_FALSE(graph.is_branch_point(*graph.find("b")));
    EXPECT_FALSE(graph.find("z"));
    EXPECT_EQ(order(graph), "a b c m n");
    EXPECT_EQ(build("").size(), 0U);
}

TEST(Graph, WhatIsOnlyDependedOnIsAHeadButNoRow) {
    const RevisionGraph graph = build("a1\na2 < a1\nn1\nn2 < n1 + a2\n");
    EXPECT_EQ(test::ids(graph, graph.heads()), "a2 n2");
    EXPECT_EQ(test::ids(graph, graph.real_heads()), "n2");
    EXPECT_EQ(test::ids(graph, graph.bases()), "a1 n1");
    EXPECT_EQ(test::ids(graph, graph.dependencies(*graph.find("n2"))), "a2");
    EXPECT_EQ(test::ids(graph, graph.dependents(*graph.find("a2"))), "n2");
    EXPECT_FALSE(graph.is_merge_point(*graph.find("n2")));
    // A dependency may be named by its label, and is then the revision that has the label.
    const RevisionGraph labelled = build("a1 # net\na2 < a1\nn1 + net\n");
    EXPECT_EQ(test::ids(labelled, labelled.dependencies(*labelled.find("n1"))), "a1");
}

TEST(Order, IsTheSameForEveryOrderOfFiles) {
    Lines lines = {"a",           "b1 < a @ 2", "b2 < b1 @ 9", "c1 < a @ 3",
                   "c2 < c1 @ 4", "m < c2 b2",  "x @ 1",       "y < x + b1 @ 0"};
    std::sort(lines.begin(), lines.end());
    std::string expected;
    do {
        std::string text;
        for (const std::string& line : lines) { text += line + "\n"; }
        const std::string got = order(build(text));
        if (expected.empty()) { expected = got; }
        ASSERT_EQ(got, expected);
    } while (std::next_permutation(lines.begin() + 2, lines.end()));
    EXPECT_EQ(expected, "a b1 b2 c1 c2 m x y");
}

TEST(Order, ABranchStaysTogetherAndCreatedBreaksTies) {
    EXPECT_EQ(order(build("a\nb1 < a @ 2\nb2 < b1 @ 5\nc1 < a @ 1\nc2 < c1 @ 9\n")),
              "a c1 c2 b1 b2");
    // Without a date the identifier decides.
    EXPECT_EQ(order(build("a\nz < a\ny < a\n")), "a y z");
    EXPECT_EQ(order(build("b\na\n")), "a b");
}

TEST(Order, PutsDependenciesFirst) {
    EXPECT_EQ(order(build("n1 @ 1\nn2 < n1 + a2 @ 2\na1 @ 3\na2 < a1 @ 4\n")), "n1 a1 a2 n2");
}

TEST(Order, ALongLineAndALadderCostNoMoreThanTheirSize) {
    std::string line;
    for (int i = 0; i < 100'000; ++i) {
        line += "r" + std::to_string(i) + (i == 0 ? "" : " < r" + std::to_string(i - 1)) + "\n";
    }
    const RevisionGraph graph = build(line);
    EXPECT_EQ(graph.order().size(), 100'000U);
    EXPECT_EQ(graph.id(graph.heads().at(0)), "r99999");
    std::string ladder = "m0\n";
    for (int i = 1; i <= 6'400; ++i) {
        const std::string n = std::to_string(i);
        const std::string last = std::to_string(i - 1);
        ladder += "a" + n + " < m" + last + "\nb" + n + " < m" + last + "\nm" + n + " < a" + n +
                  " b" + n + "\n";
    }
    const RevisionGraph rungs = build(ladder);
    EXPECT_EQ(rungs.order().size(), 19'201U);
    const auto below = rungs.ancestors(rungs.heads());
    EXPECT_EQ(std::count(below.begin(), below.end(), true), 19'201);
}

TEST(Graph, AncestorsAndDescendantsFollowDependencies) {
    const RevisionGraph graph = build("a1\na2 < a1\nn1\nn2 < n1 + a1\n");
    const auto marked = [&](const std::vector<bool>& marks) {
        std::string text;
        for (const Node node : graph.order()) {
            if (marks[node]) { text += (text.empty() ? "" : " ") + std::string(graph.id(node)); }
        }
        return text;
    };
    EXPECT_EQ(marked(graph.ancestors(std::vector<Node>{*graph.find("n2")})), "a1 n1 n2");
    EXPECT_EQ(marked(graph.descendants(std::vector<Node>{*graph.find("a1")})), "a1 a2 n2");
    EXPECT_EQ(marked(graph.ancestors(std::vector<Node>{})), "");
}

TEST(Order, TimesAreComparedAsInstants) {
    // 23:00 two hours east of Greenwich is before 21:30 there, whatever the texts say.
    EXPECT_EQ(order(build("a @ 2025-10-01T21:30:00Z\nb @ 2025-10-01T23:00:00+02:00\n")), "b a");
    EXPECT_EQ(order(build("a @ 2025-10-01T12:00\nb @ 2025-10-01\n")), "b a");
    EXPECT_EQ(order(build("a @ 2025-10-01T00:00:00.5Z\nb @ 2025-10-01T00:00:00.25Z\n")), "b a");
    EXPECT_EQ(order(build("a @ 2025-10-01T00:00:00Z\nb @ 20251001T000000\n")), "a b");
    // Without a time first, what is no time last, as text.
    EXPECT_EQ(order(build("a @ then\nb @ now\nc @ 2025-10-01\nd\n")), "d c b a");
}

TEST(Labels, AreSeenFromTheForkToTheHeads) {
    // The label of a revision in the middle reaches down to the fork, and not beyond it.
    const RevisionGraph graph = build("a\nb < a\nc < b # feat\nd < c\nx < a # other\nm < d x\n");
    const auto labels = [&](const char* id) { return graph.visible_labels(*graph.find(id)); };
    EXPECT_EQ(labels("a"), Lines());
    EXPECT_EQ(labels("b"), Lines({"feat"}));
    EXPECT_EQ(labels("c"), Lines({"feat"}));
    EXPECT_EQ(labels("d"), Lines({"feat"}));
    EXPECT_EQ(labels("x"), Lines({"other"}));
    EXPECT_EQ(labels("m"), Lines({"feat", "other"}));
    EXPECT_EQ(graph.find_label("feat"), graph.find("c"));
    EXPECT_FALSE(graph.find_label("nothing"));
}

TEST(Labels, ManyOfThemOnLongHistories) {
    // A label a revision, in a line and in diamonds: the sets are shared, as all of them written
    // out would be two million.
    std::string line = "r0 # l0\n";
    std::string diamonds = "m0\n";
    for (int i = 1; i < 2'000; ++i) {
        const std::string n = std::to_string(i);
        const std::string last = std::to_string(i - 1);
        line += "r" + n + " < r" + last + " # l" + n + "\n";
        diamonds += "a" + n + " < m" + last + " # x" + n + "\nb" + n + " < m" + last + " # y" + n +
                    "\nm" + n + " < a" + n + " b" + n + "\n";
    }
    const RevisionGraph straight = build(line);
    EXPECT_EQ(straight.visible_labels(*straight.find("r0")).size(), 2'000U);
    EXPECT_EQ(straight.visible_labels(*straight.find("r500")).size(), 2'000U);
    const RevisionGraph rungs = build(diamonds);
    EXPECT_EQ(rungs.visible_labels(*rungs.find("m0")), Lines());
    EXPECT_EQ(rungs.visible_labels(*rungs.find("a1")), Lines({"x1"}));
    EXPECT_EQ(rungs.visible_labels(*rungs.find("b2")), Lines({"x1", "y1", "y2"}));
    EXPECT_EQ(rungs.visible_labels(*rungs.find("m1999")).size(), 2 * 1'999U);

    std::string star = "base\n";
    std::string all = "end <";
    for (int i = 0; i < 2'000; ++i) {
        star += "h" + std::to_string(i) + " < base # s" + std::to_string(i) + "\n";
        all += " h" + std::to_string(i);
    }
    const RevisionGraph joined = build(star + all + "\n");
    EXPECT_EQ(joined.visible_labels(*joined.find("h7")), Lines({"s7"}));
    EXPECT_EQ(joined.visible_labels(*joined.find("end")).size(), 2'000U);
}

TEST(Prefixes, AreFoundInOrder) {
    const RevisionGraph graph = build("abc1\nabc2 < abc1\nxyz < abc2\n");
    EXPECT_EQ(test::ids(graph, graph.find_prefix("abc")), "abc1 abc2");
    EXPECT_EQ(test::ids(graph, graph.find_prefix("x")), "xyz");
    EXPECT_EQ(test::ids(graph, graph.find_prefix("q")), "");
}

TEST(Mistakes, AreReportedWithAllPlaces) {
    Lines found;
    const auto expect = [&](const std::string& text, const Lines& expected) {
        (void)build(text, &found);
        EXPECT_EQ(found, expected) << text;
    };
    expect("a\na\n", {"R0201 revision \"a\" is defined twice"});
    expect("abcd\nb < abce\n", {"R0202 revision \"b\" revises \"abce\", which no file defines"});
    expect("a + b\n", {"R0203 revision \"a\" depends on \"b\", which is no revision and no label"});
    expect("a < a\n", {"R0204 revision \"a\" revises itself"});
    expect("a + a\n", {"R0204 revision \"a\" depends on itself"});
    expect("a # l + l\n", {"R0204 revision \"a\" depends on itself"});
    expect("a # l\nb < a # l\n", {"R0206 two revisions have the branch label \"l\""});
    expect("a # b\nb < a\n", {"R0207 the branch label \"b\" is the identifier of a revision"});
}

TEST(Mistakes, DuplicatesPointAtTheFirst) {
    Diagnostics diagnostics;
    const RevisionGraph graph =
        RevisionGraph::build(test::headers("a\nb < a\na < b\n"), diagnostics);
    ASSERT_EQ(diagnostics.error_count(), 1U);
    const diag::Diagnostic& found = diagnostics.all().front();
    EXPECT_EQ(found.where.file, 2U);
    ASSERT_EQ(found.notes.size(), 1U);
    EXPECT_EQ(found.notes[0].where.file, 0U);
    EXPECT_EQ(graph.find("a"), Node{0});
}

TEST(Mistakes, TheNearestParentIsOffered) {
    Diagnostics diagnostics;
    (void)RevisionGraph::build(test::headers("3f2a9c1b7d04\nb < 3f2a9c1b7d40\n"), diagnostics);
    ASSERT_EQ(diagnostics.error_count(), 1U);
    EXPECT_EQ(diagnostics.all().front().help_text, "did you mean \"3f2a9c1b7d04\"?");
}

TEST(Mistakes, CyclesArePrintedAsAPathOnce) {
    Lines found;
    const RevisionGraph graph = build("x\na < c x\nb < a\nc < b\nd < c\n", &found);
    EXPECT_EQ(found, Lines({"R0205 the revisions form a cycle: a -> c -> b -> a"}));
    // What is outside the cycle is still usable.
    EXPECT_EQ(graph.order().size(), 5U);
    EXPECT_EQ(test::ids(graph, graph.heads()), "b d a");
    (void)build("a + b\nb + a\n", &found);
    EXPECT_EQ(found, Lines({"R0205 the revisions form a cycle: a -> b -> a"}));
    (void)build("a < b\nb < a\nc < d\nd + c\n", &found);
    EXPECT_EQ(found.size(), 2U);
}

}  // namespace
}  // namespace retort::revisions
