// SPDX-License-Identifier: Apache-2.0
#include "compiler/drawing/caption.h"
#include "compiler/drawing/draw.h"

#include "tests/support/graph_text.h"
#include "tests/support/random_graph.h"
#include "tests/support/schema_text.h"
#include "tests/support/xml.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <sstream>

namespace retort::drawing {
namespace {

RevisionGraph build(std::vector<revisions::RevisionHeader> headers) {
    Diagnostics diagnostics;
    RevisionGraph graph = RevisionGraph::build(std::move(headers), diagnostics);
    EXPECT_EQ(test::messages(diagnostics), std::vector<std::string>());
    return graph;
}

RevisionGraph build(const std::string& text) {
    return build(test::headers(text));
}

Picture whole(const RevisionGraph& graph, Folding folding = Folding::Runs) {
    return make_picture(graph, graph.order(), folding);
}

std::string text_of(const std::string& graph_text) {
    const RevisionGraph graph = build(graph_text);
    return draw_text(graph, whole(graph));
}

TEST(DrawText, AMergeAndAFork) {
    EXPECT_EQ(text_of("a\nb < a @ 1\nc < a @ 2\nm < b c\n"),
              "◆    m (head)\n"
              "├─╮\n"
              "● │  c\n"
              "│ ●  b\n"
              "├─╯\n"
              "○    a\n");
}

TEST(DrawText, AMergeOfThreeIsOneStar) {
    EXPECT_EQ(text_of("a\nb < a @ 1\nc < a @ 2\nd < a @ 3\nm < b c d\n"),
              "◆      m (head)\n"
              "├─┬─╮\n"
              "● │ │  d\n"
              "│ ● │  c\n"
              "├─╯ │\n"
              "│   ●  b\n"
              "├───╯\n"
              "○      a\n");
}

TEST(DrawText, ALineGoesBeneathThoseThatItCrosses) {
    EXPECT_EQ(text_of("a\nb < a\nc < b\nd < c\ns < a\nt < b\nm < d s\nn < m t\n"),
              "◆      n (head)\n"
              "├─╮\n"
              "◆ │    m\n"
              "├─│─╮\n"
              "● │ │  d\n"
              "● │ │  c\n"
              "│ ● │  t\n"
              "├─╯ │\n"
              "○   │  b\n"
              "│   ●  s\n"
              "├───╯\n"
              "○      a\n");
}

TEST(DrawText, DependenciesAreBroken) {
    EXPECT_EQ(text_of("a\nb < a\nc < b\nx # net\ny < x + a\n"),
              "●    c (head)\n"
              "●    b\n"
              "│ ●  y (head)\n"
              "├┄┤\n"
              "● │  a\n"
              "  ●  x (net)\n");
}

TEST(DrawText, HistoriesThatDoNotTouchStandApart) {
    EXPECT_EQ(text_of("a @ 1\nb < a\nx @ 2\n"), "●  b (head)\n●  a\n\n●  x (head)\n");
    EXPECT_EQ(text_of(""), "");
}

TEST(DrawText, WhatIsLeftOutIsTold) {
    const RevisionGraph graph = build("a\nb < a\nc < b\nd < b\ne < b\nf < b\nx + b\n");
    const Picture picture = make_picture(graph, {*graph.find("b")}, Folding::Runs);
    EXPECT_EQ(draw_text(graph, picture),
              "○  b [revises a] [revised by c, d, e and 1 more] [needed by x]\n");
}

const std::vector<std::string>& hostile() {
    static const std::vector<std::string> messages = {
        "</text><script>alert(1)</script>",
        "a \"quoted\" 'message' & more &amp; <b>",
        "]]> <!-- --> <![CDATA[",
        std::string("nul \0 bell \a escape \x1b[31m tab \t", 32),
        "line\nline\r\nline",
        "broken \xC3 \xE2\x82 \xF0\x9F \xFF \xC0\x80 \xED\xA0\x80",
        "not characters \uFFFE \uFFFF",
        "\u202Ereversed\u202C \u2066isolated\u2069 \u200Fmark",
        "הוסף טבלת לקוחות",
        "emoji 👩‍👩‍👧 🏴 日本語のメッセージ",
        std::string(5000, 'x'),
        std::string(3000, '<'),
        "\\\" \\n \\",
        "1. a list",
        "- a list",
        "`**bold**` #quot; %% comment ; end",
        " ",
        ""};
    return messages;
}

RevisionGraph hostile_graph() {
    std::vector<revisions::RevisionHeader> headers;
    for (std::size_t i = 0; i < hostile().size(); ++i) {
        revisions::RevisionHeader header;
        header.id = Name(test::node_name(i), {});
        header.message = hostile()[i];
        header.labels.emplace_back("l" + std::to_string(i) + hostile()[i], retort::Span{});
        if (i != 0) { header.parents.emplace_back(test::node_name(i - 1), retort::Span{}); }
        headers.push_back(std::move(header));
    }
    return build(std::move(headers));
}

TEST(DrawSvg, IsWellFormedWhateverAMessageSays) {
    const RevisionGraph graph = hostile_graph();
    const std::string svg = draw_svg(graph, whole(graph));
    EXPECT_EQ(test::xml_error(svg), "");
    EXPECT_EQ(svg.find("<script"), std::string::npos);
    EXPECT_EQ(svg.find("http", svg.find("xmlns") + 40), std::string::npos) << "needs another file";
    EXPECT_NE(svg.find("&lt;/text&gt;&lt;script&gt;"), std::string::npos);
}

TEST(DrawSvg, TheCheckOfXmlFindsMistakes) {
    EXPECT_EQ(test::xml_error("<a b=\"c\"><d/>&lt;e</a>\n"), "");
    for (const char* wrong :
         {"<a>", "<a></b>", "<a>&x;</a>", "<a b=c/>", "<a b=\"<\"/>", "<a>\x01</a>", "<a>\xC3</a>",
          "<a>></a>", "a", "<a>\xEF\xBF\xBE</a>"}) {
        EXPECT_NE(test::xml_error(wrong), "") << wrong;
    }
}

TEST(DrawText, AMessageStaysInItsLine) {
    const RevisionGraph graph = hostile_graph();
    const std::string text = draw_text(graph, whole(graph));
    EXPECT_EQ(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), graph.size());
    EXPECT_TRUE(std::none_of(text.begin(), text.end(), [](char c) {
        return (c >= 0 && c < 0x20 && c != '\n') || c == 0x7F;
    }));
    EXPECT_EQ(text.find("\u202E"), std::string::npos);
}

TEST(DrawDot, AMessageStaysInItsQuotes) {
    const RevisionGraph graph = hostile_graph();
    std::istringstream lines(draw_dot(graph, whole(graph)));
    std::string line;
    std::size_t nodes = 0;
    while (std::getline(lines, line)) {
        bool inside = false;
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (inside && line[i] == '\\') {
                ++i;
            } else if (line[i] == '"') {
                inside = !inside;
            }
        }
        EXPECT_FALSE(inside) << line;
        nodes += line.find("[label=") != std::string::npos ? 1U : 0U;
    }
    EXPECT_EQ(nodes, graph.size());
}

TEST(DrawMermaid, AMessageStaysInItsQuotes) {
    const RevisionGraph graph = hostile_graph();
    std::istringstream lines(draw_mermaid(graph, whole(graph)));
    std::string line;
    while (std::getline(lines, line)) {
        const auto quotes = std::count(line.begin(), line.end(), '"');
        EXPECT_TRUE(quotes == 0 || quotes == 2) << line;
        EXPECT_EQ(line.find('`'), std::string::npos);
        EXPECT_EQ(line.find("<br/>-"), std::string::npos);
        EXPECT_EQ(line.find("<br/>1."), std::string::npos);
        EXPECT_EQ(line.find("<script"), std::string::npos);
    }
}

TEST(Draw, EveryRowIsInEveryForm) {
    for (unsigned seed = 0; seed < 40; ++seed) {
        const RevisionGraph graph = build(test::random_graph(60, seed));
        const Picture picture = whole(graph);
        const std::string svg = draw_svg(graph, picture);
        EXPECT_EQ(test::xml_error(svg), "");
        const std::string text = draw_text(graph, picture);
        const std::string dot = draw_dot(graph, picture);
        const std::string mermaid = draw_mermaid(graph, picture);
        for (const Row& row : picture.rows) {
            const std::string name = caption(graph, row, {}).name;
            EXPECT_NE(svg.find(">" + name + "</text>"), std::string::npos);
            EXPECT_NE(text.find("  " + name), std::string::npos);
            EXPECT_NE(dot.find("[label=\"" + name), std::string::npos);
            EXPECT_NE(mermaid.find("\"" + name), std::string::npos);
        }
        EXPECT_EQ(svg, draw_svg(graph, whole(graph)));
    }
}

TEST(Caption, LongMessagesEndInAnEllipsis) {
    EXPECT_EQ(shortened("twelve chars", 12), "twelve chars");
    EXPECT_EQ(shortened("twelve chars", 11), "twelve cha…");
    EXPECT_EQ(shortened("twelve chars", 8), "twelve…");
    EXPECT_EQ(columns("日本語"), 6U);
    EXPECT_EQ(shortened("日本語", 5), "日本…");
    EXPECT_EQ(shortened("日本語", 4), "日…");
    EXPECT_EQ(one_line("  a\n\tb  "), "a b");
    EXPECT_EQ(shortened(one_line("שלום עולם"), 5), "\u2068שלום…\u2069");
}

/// How long the pictures are, for twice the history. A square of these sizes would not end.
void expect_linear(const std::function<std::string(std::size_t)>& history, std::size_t size) {
    std::array<std::size_t, 2> bytes{};
    for (const std::size_t times : {1U, 2U}) {
        const RevisionGraph graph = build(history(size * times / 2));
        for (const Folding folding : {Folding::Runs, Folding::None}) {
            const Picture picture = whole(graph, folding);
            bytes[times - 1] += draw_text(graph, picture).size();
            bytes[times - 1] += draw_svg(graph, picture).size();
            bytes[times - 1] += draw_dot(graph, picture).size();
            bytes[times - 1] += draw_mermaid(graph, picture).size();
        }
    }
    EXPECT_LT(bytes[1], bytes[0] * 5 / 2);
}

TEST(Scale, ALine) {
    expect_linear(
        [](std::size_t count) {
            std::string text = "r0\n";
            for (std::size_t i = 1; i < count; ++i) {
                text += test::node_name(i) + " < " + test::node_name(i - 1) + "\n";
            }
            return text;
        },
        50'000);
}

TEST(Scale, Heads) {
    // From one base, from a line of forks, and each on its own base.
    for (const int shape : {0, 1, 2}) {
        expect_linear(
            [&](std::size_t count) {
                std::string text = "r0\n";
                for (std::size_t i = 1; i < count; ++i) {
                    const std::string below = test::node_name(shape == 0 ? 0 : i - 1);
                    text += test::node_name(i) + (shape == 2 ? "" : " < " + below) + "\n";
                    text += "s" + std::to_string(i) + " < " + test::node_name(i) + "\n";
                }
                return text;
            },
            10'000);
    }
}

TEST(Scale, Diamonds) {
    expect_linear(
        [](std::size_t count) {
            std::string text = "m0\n";
            for (std::size_t i = 1; i < count; ++i) {
                const std::string n = std::to_string(i);
                const std::string below = " < m" + std::to_string(i - 1) + "\n";
                text += "a" + n + below + "b" + n + below;
                text += "m" + n + " < a" + n + " b" + n + "\n";
            }
            return text;
        },
        6'400);
}

TEST(Scale, PairsWithDependencies) {
    expect_linear(
        [](std::size_t count) {
            std::string text = "a0\nb0 + a0\n";
            for (std::size_t i = 1; i < count; ++i) {
                const std::string n = std::to_string(i);
                const std::string below = std::to_string(i - 1) + "\n";
                text += "a" + n + " < a" + below;
                text += "b" + n + " + a" + n + " < b" + below;
            }
            return text;
        },
        3'200);
}

TEST(Scale, LinesThatCannotBeSideBySide) {
    // Many bases merged at once, and dependencies that all cross.
    expect_linear(
        [](std::size_t count) {
            std::string text;
            std::string merge = "m <";
            for (std::size_t i = 0; i < count; ++i) {
                text += test::node_name(i) + "\n";
                merge += " " + test::node_name(i);
            }
            return text + merge + "\n";
        },
        4'000);
    expect_linear(
        [](std::size_t count) {
            std::string text = "a0\nb0 < a0\n";
            for (std::size_t i = 1; i < count; ++i) {
                const std::string n = std::to_string(i);
                const std::string below = std::to_string(i - 1) + "\n";
                text += "a" + n + " < a" + below;
                text += "b" + n + " + a" + std::to_string(i * 7919 % i) + " < b" + below;
            }
            return text;
        },
        4'000);
}

}  // namespace
}  // namespace retort::drawing
