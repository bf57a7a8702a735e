// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/branches.h"
#include "compiler/revisions/revision_words.h"
#include "tests/support/graph_text.h"
#include "tests/support/range_steps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

// Random words in random histories: always an answer or a diagnostic that helps, never both; and
// the same one in whatever order the files are read.

namespace retort::revisions {
namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
}
bool chance(Random& random, std::size_t one_in) {
    return below(random, one_in) == 0;
}

struct Case {
    std::vector<RevisionHeader> headers;
    std::vector<std::string> names;  ///< identifiers and labels
};

constexpr std::array<std::string_view, 10> kStems{"a", "ab",  "abc",     "b1",  "b1-1",
                                                  "x", "x-2", "2024-01", "q.r", "q-"};

Case random_case(Random& random) {
    Case result;
    const std::size_t count = 1 + below(random, 12);
    for (std::size_t i = 0; i < count; ++i) {
        RevisionHeader header;
        header.file = static_cast<FileId>(i);
        header.id = Name(std::string(kStems[below(random, kStems.size())]) + std::to_string(i),
                         {header.file, 0, 1});
        const auto earlier = [&] { return result.headers[below(random, i)].id; };
        while (i > 0 && (header.parents.empty() ? !chance(random, 6) : chance(random, 4))) {
            header.parents.push_back(earlier());
        }
        while (i > 0 && chance(random, 4)) { header.dependencies.push_back(earlier()); }
        while (chance(random, 5)) {
            const std::string label = "l" + std::to_string(result.names.size());
            header.labels.emplace_back(label, Span{header.file, 1, 2});
            result.names.push_back(label);
        }
        constexpr std::array<std::string_view, 6> kTimes{
            "", "2025-10-01", "2025-10-01T23:00:00+02:00", "2025-10-01T21:30:00Z", "soon", "1"};
        header.created = std::string(kTimes[below(random, kTimes.size())]);
        result.names.push_back(header.id.text);
        result.headers.push_back(std::move(header));
    }
    return result;
}

std::string random_word(Random& random, const std::vector<std::string>& names) {
    constexpr std::array<std::string_view, 20> kPieces{
        "head", "heads", "base", "@", "@",     ":",     ",",   "+",   "-",          "+1",
        "-1",   "-2",    "+3",   "0", "@head", "@base", "@+1", "@-1", "9999999999", "\xff \n"};
    std::string word;
    const std::size_t pieces = below(random, 6);
    for (std::size_t i = 0; i < pieces; ++i) {
        if (chance(random, 2)) {
            const std::string& name = names[below(random, names.size())];
            word +=
                name.substr(0, chance(random, 4) ? below(random, name.size() + 1) : name.size());
        } else {
            word += kPieces[below(random, kPieces.size())];
        }
    }
    return word;
}

/// What an answer looks like, or what was found instead.
std::string told(const RevisionGraph& graph, std::optional<std::vector<Node>> nodes,
                 const Diagnostics& diagnostics) {
    EXPECT_NE(nodes.has_value(), diagnostics.has_errors());
    std::string text = nodes ? test::ids(graph, *nodes) : std::string();
    for (const diag::Diagnostic& found : diagnostics.all()) {
        EXPECT_FALSE(found.help_text.empty()) << found.message;
        text += diag::code_text(found.code) + " " + found.message;
        for (const diag::Note& note : found.notes) { text += "; " + note.text; }
        text += "; " + found.help_text + "\n";
    }
    return text;
}

struct Answers {
    std::string text;
    std::optional<Range> up;
    std::optional<Range> down;
    std::optional<Range> stamp;
};

Answers ask(const RevisionGraph& graph, const std::string& word) {
    Answers answers;
    const auto range = [&](std::optional<Range> found, const Diagnostics& diagnostics) {
        std::optional<std::vector<Node>> rows;
        if (found) { rows = found->to; }
        answers.text += told(graph, rows, diagnostics) + "\n";
        return found;
    };
    Diagnostics up;
    answers.up = range(resolve_range(graph, Direction::Upgrade, word, up), up);
    Diagnostics down;
    answers.down = range(resolve_range(graph, Direction::Downgrade, word, down), down);
    Diagnostics stamp;
    answers.stamp = range(resolve_stamp(graph, word, stamp), stamp);
    for (const auto* found : {&answers.up, &answers.down}) {
        if (*found) { answers.text += test::steps_of(graph, **found); }
    }
    Diagnostics history;
    auto nodes = resolve_history(graph, word, history);
    answers.text += told(graph, std::move(nodes), history) + "\n";
    Diagnostics show;
    nodes = resolve_revisions(graph, word, show);
    answers.text += told(graph, std::move(nodes), show) + "\n";
    return answers;
}

TEST(RandomWords, AlwaysGetAnAnswerOrHelp) {
    Random random(20251001);
    std::size_t ranges = 0;
    for (int round = 0; round < 400; ++round) {
        Case one = random_case(random);
        Diagnostics diagnostics;
        const RevisionGraph graph = RevisionGraph::build(one.headers, diagnostics);
        std::shuffle(one.headers.begin(), one.headers.end(), random);
        const RevisionGraph shuffled = RevisionGraph::build(one.headers, diagnostics);
        EXPECT_EQ(test::ids(graph, graph.order()), test::ids(shuffled, shuffled.order()));
        for (int i = 0; i < 60; ++i) {
            const std::string word = random_word(random, one.names);
            SCOPED_TRACE("the word " + word);
            const Answers answers = ask(graph, word);
            EXPECT_EQ(answers.text, ask(shuffled, word).text);
            ranges += answers.up && !answers.up->steps.empty() ? 1 : 0;
            if (HasFailure()) { return; }
        }
    }
    EXPECT_GT(ranges, 2000U);  // enough of them mean something
}

/// `LABEL@base` takes exactly the revisions on which the label is seen.
TEST(RandomGraphs, ALabelIsSeenOnItsBranch) {
    Random random(3);
    for (int round = 0; round < 500; ++round) {
        Diagnostics diagnostics;
        const RevisionGraph graph = RevisionGraph::build(random_case(random).headers, diagnostics);
        for (Node owner = 0; owner < graph.size(); ++owner) {
            const std::vector<Node> branch = branch_of(graph, owner);
            for (const Name& label : graph.header(owner).labels) {
                for (Node node = 0; node < graph.size(); ++node) {
                    const std::vector<std::string> seen = graph.visible_labels(node);
                    const bool visible =
                        std::find(seen.begin(), seen.end(), label.text) != seen.end();
                    const bool inside =
                        std::find(branch.begin(), branch.end(), node) != branch.end();
                    EXPECT_EQ(visible, inside) << label.text << " on " << graph.id(node);
                }
            }
        }
    }
}

/// A stamp leaves the rows that the script would leave.
TEST(RandomWords, AStampEndsWhereTheScriptDoes) {
    Random random(7);
    std::size_t ups = 0;
    std::size_t downs = 0;
    for (int round = 0; round < 3000; ++round) {
        const Case one = random_case(random);
        Diagnostics diagnostics;
        const RevisionGraph graph = RevisionGraph::build(one.headers, diagnostics);
        const auto name = [&] { return one.names[below(random, one.names.size())]; };
        constexpr std::array<std::string_view, 6> kTails{"",   "@head",  "@base",
                                                         "-1", "@heads", "+1"};
        const std::string word =
            name() + ":" + name() + std::string(kTails[below(random, kTails.size())]);
        SCOPED_TRACE("the word " + word);
        const Answers answers = ask(graph, word);
        if (answers.up && !answers.up->steps.empty()) {
            ++ups;
            ASSERT_TRUE(answers.stamp);
            EXPECT_EQ(answers.stamp->to, answers.up->to);
        } else if (answers.down) {
            ++downs;
            ASSERT_TRUE(answers.stamp);
            EXPECT_EQ(answers.stamp->to, answers.down->to);
        }
    }
    EXPECT_GT(ups, 300U);
    EXPECT_GT(downs, 300U);
}

}  // namespace
}  // namespace retort::revisions
