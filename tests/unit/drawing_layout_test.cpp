// SPDX-License-Identifier: Apache-2.0
#include "compiler/drawing/layout.h"

#include "tests/support/graph_text.h"
#include "tests/support/random_graph.h"
#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace retort::drawing {
namespace {

RevisionGraph build(const std::string& text) {
    Diagnostics diagnostics;
    RevisionGraph graph = RevisionGraph::build(test::headers(text), diagnostics);
    EXPECT_EQ(test::messages(diagnostics), std::vector<std::string>());
    return graph;
}

std::vector<Node> all(const RevisionGraph& graph) {
    return graph.order();
}

std::string rows(const RevisionGraph& graph, const Picture& picture) {
    std::string text;
    for (const Row& row : picture.rows) {
        text += text.empty() ? "" : " ";
        text += graph.id(row.newest);
        if (row.folded()) { text += ".." + std::string(graph.id(row.oldest)); }
    }
    return text;
}

/// A line of `count` revisions, l0 the oldest; `extra` is written behind some.
std::string line(std::size_t count, const std::map<std::size_t, std::string>& extra = {}) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += "l" + std::to_string(i);
        if (i != 0) { text += " < l" + std::to_string(i - 1); }
        if (const auto found = extra.find(i); found != extra.end()) { text += found->second; }
        text += "\n";
    }
    return text;
}

/// Every edge, stub and row of a picture is the graph's, and none is missing.
void expect_whole(const RevisionGraph& graph, const std::vector<Node>& nodes,
                  const Picture& picture) {
    const std::set<Node> chosen(nodes.begin(), nodes.end());
    std::map<Node, std::size_t> row_of;
    std::size_t count = 0;
    for (std::size_t row = 0; row < picture.rows.size(); ++row) {
        std::size_t length = 0;
        for (Node node = picture.rows[row].newest;; node = graph.parents(node).front()) {
            EXPECT_TRUE(chosen.contains(node));
            EXPECT_TRUE(row_of.emplace(node, row).second) << graph.id(node) << " twice";
            ++length;
            if (node == picture.rows[row].oldest) { break; }
            ASSERT_EQ(graph.parents(node).size(), 1U);
        }
        EXPECT_EQ(length, picture.rows[row].count);
        count += length;
    }
    EXPECT_EQ(count, chosen.size());
    using Found = std::set<std::tuple<std::size_t, std::size_t, EdgeKind>>;
    Found wanted;
    std::size_t stubs = 0;
    for (const Node node : chosen) {
        const auto parents = graph.parents(node);
        const auto edge = [&](Node below, EdgeKind kind) {
            if (!chosen.contains(below)) {
                ++stubs;
            } else if (row_of.at(node) != row_of.at(below)) {
                wanted.emplace(row_of.at(node), row_of.at(below), kind);
            }
        };
        for (const Node parent : parents) { edge(parent, EdgeKind::Revises); }
        for (const Node needed : graph.dependencies(node)) {
            if (std::find(parents.begin(), parents.end(), needed) == parents.end()) {
                edge(needed, EdgeKind::DependsOn);
            }
        }
    }
    Found drawn;
    for (const Edge& edge : picture.edges) {
        EXPECT_LT(edge.upper, edge.lower);
        EXPECT_TRUE(drawn.emplace(edge.upper, edge.lower, edge.kind).second) << "drawn twice";
    }
    EXPECT_EQ(drawn, wanted);
    EXPECT_EQ(
        static_cast<std::size_t>(std::count_if(picture.stubs.begin(), picture.stubs.end(),
                                               [](const Stub& stub) { return !stub.upwards; })),
        stubs);
}

/// No two lines share a lane, no line runs through a row that it does not concern, and every edge
/// can be followed from its upper to its lower row, or both its ends are told.
void expect_sound(const Picture& picture, const Layout& layout) {
    ASSERT_EQ(layout.lanes.size(), picture.rows.size());
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> in_gap;  // lane, row above: span
    for (std::size_t i = 0; i < layout.spans.size(); ++i) {
        const Span& span = layout.spans[i];
        ASSERT_LT(span.lane, kMaxLanes);
        ASSERT_LE(span.top, span.bottom);
        ASSERT_LE(span.bottom, span.target);
        ASSERT_LE(span.target, span.bottom + 1);
        for (std::size_t row = span.top; row < span.bottom; ++row) {
            EXPECT_TRUE(in_gap.emplace(std::pair(span.lane, row), i).second)
                << "two lines in lane " << span.lane << " below row " << row;
        }
        for (std::size_t row = span.top; row <= span.bottom; ++row) {
            const bool ends_here = row == span.top || row == span.target;
            if (!ends_here) {
                EXPECT_NE(layout.lanes[row], span.lane) << "a line through row " << row;
            }
            if (row < span.bottom) {
                EXPECT_LT(span.lane, layout.widths[row]) << "row " << row << " is wider";
            }
        }
    }
    // Where the line of a kind stands that leads to a target, in the row below a link.
    const auto leads = [&](std::size_t row, std::size_t lane, std::size_t target) {
        return std::any_of(layout.spans.begin(), layout.spans.end(), [&](const Span& span) {
            return span.lane == lane && span.target == target && span.top <= row &&
                   row <= span.bottom;
        });
    };
    std::map<std::size_t, std::vector<Link>> links;
    for (const Link& link : layout.links) { links[link.row].push_back(link); }
    std::size_t cut = 0;
    for (const Edge& edge : picture.edges) {
        const auto stub_at = [&](std::size_t row, Node other, bool upwards) {
            return std::find(layout.stubs.begin(), layout.stubs.end(),
                             Stub{row, other, edge.kind, upwards}) != layout.stubs.end();
        };
        bool drawn = false;
        for (const Span& span : layout.spans) {  // it keeps the row's lane
            drawn = drawn || (span.top == edge.upper && span.target == edge.lower &&
                              span.kind == edge.kind && span.lane == layout.lanes[edge.upper]);
        }
        for (const Link& link : links[edge.upper]) {
            if (link.ends || link.target != edge.lower || link.kind != edge.kind) { continue; }
            EXPECT_EQ(link.from, layout.lanes[edge.upper]);
            EXPECT_TRUE(leads(edge.upper + 1, link.to, edge.lower));
            drawn = true;
        }
        if (!drawn) {
            ++cut;
            EXPECT_TRUE(stub_at(edge.upper, picture.rows[edge.lower].newest, false));
            EXPECT_TRUE(stub_at(edge.lower, picture.rows[edge.upper].oldest, true));
        }
    }
    EXPECT_EQ(layout.stubs.size(), picture.stubs.size() + 2 * cut);
    EXPECT_TRUE(std::is_sorted(layout.stubs.begin(), layout.stubs.end(),
                               [](const Stub& a, const Stub& b) { return a.row < b.row; }));
    for (const Span& span : layout.spans) {  // it arrives
        if (span.bottom == span.target) {
            EXPECT_EQ(layout.lanes[span.target], span.lane);
            continue;
        }
        EXPECT_TRUE(std::any_of(
            links[span.bottom].begin(), links[span.bottom].end(), [&](const Link& link) {
                return link.ends && link.from == span.lane &&
                       link.to == layout.lanes[span.target] && link.target == span.target;
            }));
    }
}

TEST(Picture, ALineIsFoldedBetweenItsEnds) {
    const RevisionGraph graph = build(line(20));
    const Picture picture = make_picture(graph, all(graph), Folding::Runs);
    EXPECT_EQ(rows(graph, picture), "l19 l18 l17 l16 l15..l4 l3 l2 l1 l0");
    EXPECT_EQ(picture.rows[4].count, 12U);
    expect_whole(graph, all(graph), picture);
    const Picture open = make_picture(graph, all(graph), Folding::None);
    EXPECT_EQ(open.rows.size(), 20U);
    expect_whole(graph, all(graph), open);
}

TEST(Picture, AShortRunIsNotFolded) {
    const RevisionGraph graph = build(line(10));
    EXPECT_EQ(make_picture(graph, all(graph), Folding::Runs).rows.size(), 10U);
    const RevisionGraph longer = build(line(11));
    EXPECT_EQ(make_picture(longer, all(longer), Folding::Runs).rows.size(), 9U);
}

TEST(Picture, WhatAReaderLooksForIsNotFolded) {
    const RevisionGraph graph = build(line(60, {{12, " # billing"}, {24, " + x1"}, {48, " x1"}}) +
                                      "x0\nx1 < x0\ny + l36\n");
    const Picture picture = make_picture(graph, all(graph), Folding::Runs);
    for (const char* id : {"l12", "l24", "l36", "l47", "l48", "x0", "x1", "y", "l0", "l59"}) {
        const bool shown = std::any_of(
            picture.rows.begin(), picture.rows.end(),
            [&](const Row& row) { return !row.folded() && graph.id(row.newest) == id; });
        EXPECT_TRUE(shown) << id;
    }
    EXPECT_LT(picture.rows.size(), 45U);
    expect_whole(graph, all(graph), picture);
}

TEST(Picture, AShortBranchStandsRightAboveItsFork) {
    const RevisionGraph graph = build(line(6) + "s < l2\n");
    EXPECT_EQ(rows(graph, make_picture(graph, all(graph), Folding::Runs)), "l5 l4 l3 s l2 l1 l0");
}

TEST(Picture, PairsThatDependOnEachOtherStandTogether) {
    const RevisionGraph graph =
        build("a1\na2 < a1\na3 < a2\nb1 + a1\nb2 < b1 + a2\nb3 < b2 + a3\n");
    const Picture picture = make_picture(graph, all(graph), Folding::Runs);
    EXPECT_EQ(rows(graph, picture), "b3 a3 b2 a2 b1 a1");
    expect_sound(picture, lay_out(picture));
}

TEST(Picture, WhatIsNotChosenIsToldAtItsEnds) {
    const RevisionGraph graph = build("a\nb < a\nc < b\nd < c + a\n");
    const std::vector<Node> nodes{*graph.find("c"), *graph.find("b")};
    const Picture picture = make_picture(graph, nodes, Folding::Runs);
    EXPECT_EQ(rows(graph, picture), "c b");
    const std::vector<Stub> expected{{0, *graph.find("d"), EdgeKind::Revises, true},
                                     {1, *graph.find("a"), EdgeKind::Revises, false}};
    EXPECT_EQ(picture.stubs, expected);
    expect_whole(graph, nodes, picture);
    EXPECT_TRUE(make_picture(graph, {}, Folding::Runs).rows.empty());
}

TEST(Layout, ABranchRunsBesideTheLineAndGivesItsLaneBack) {
    const RevisionGraph graph = build("a\nb1 < a\nb2 < b1\nc < a\nm < b2 c\nd < m\nx < d\ny < d\n");
    const Picture picture = make_picture(graph, all(graph), Folding::Runs);
    ASSERT_EQ(rows(graph, picture), "y x d m b2 b1 c a");
    const Layout layout = lay_out(picture);
    EXPECT_EQ(layout.lanes, (std::vector<std::size_t>{0, 1, 0, 0, 0, 0, 1, 0}));
    expect_sound(picture, layout);
}

TEST(Layout, RandomGraphsHaveSoundLanes) {
    for (unsigned seed = 0; seed < 400; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const RevisionGraph graph = build(test::random_graph(2 + seed % 90, seed));
        std::vector<Node> nodes = all(graph);
        if (seed % 3 == 0) {
            std::erase_if(nodes, [&](Node node) { return (node + seed) % 5 == 0; });
        }
        for (const Folding folding : {Folding::Runs, Folding::None}) {
            const Picture picture = make_picture(graph, nodes, folding);
            expect_whole(graph, nodes, picture);
            expect_sound(picture, lay_out(picture));
            if (HasFailure()) { return; }
        }
    }
}

TEST(Layout, TooManyLinesAreCutAndTold) {
    std::string text;
    std::string merge = "m <";
    for (int i = 0; i < 100; ++i) {
        const std::string id = "b" + std::to_string(i);
        text += id + "\n";
        merge += " " + id;
    }
    const RevisionGraph graph = build(text + merge + "\n");
    const Picture picture = make_picture(graph, all(graph), Folding::Runs);
    const Layout layout = lay_out(picture);
    expect_sound(picture, layout);
    EXPECT_EQ(layout.stubs.size(), 2 * (100 - kMaxLanes));
    EXPECT_EQ(*std::max_element(layout.widths.begin(), layout.widths.end()), kMaxLanes);
}

}  // namespace
}  // namespace retort::drawing
