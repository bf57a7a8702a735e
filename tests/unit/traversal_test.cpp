// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/revision_words.h"
#include "tests/support/graph_text.h"
#include "tests/support/range_steps.h"
#include "tests/support/story.h"
#include "tests/support/text_diff.h"
#include "tests/support/tree.h"

#include <gtest/gtest.h>

#include <cstdlib>

// The stories of tests/unit/traversal: a history, and what each command does in it. With
// UPDATE_GOLDENS=1 in the environment the answers are written anew, to be read by a person.

namespace retort::revisions {
namespace {

std::string text_of(const Diagnostics& diagnostics) {
    std::string text;
    for (const diag::Diagnostic& found : diagnostics.sorted()) {
        text += diag::code_text(found.code) + " " + found.message + "\n";
        for (const diag::Note& note : found.notes) { text += "note: " + note.text + "\n"; }
        if (!found.help_text.empty()) { text += "help: " + found.help_text + "\n"; }
    }
    return text;
}

std::string listed(const RevisionGraph& graph, const std::vector<Node>& nodes) {
    return nodes.empty() ? "base\n" : test::ids(graph, nodes) + "\n";
}

std::string labels_of(const RevisionGraph& graph) {
    std::string text;
    for (const Node node : graph.order()) {
        text += std::string(graph.id(node)) + ":";
        for (const std::string& label : graph.visible_labels(node)) { text += " " + label; }
        text += "\n";
    }
    return text;
}

std::string answer(const RevisionGraph& graph, const std::string& command,
                   const std::string& word) {
    Diagnostics diagnostics;
    std::string text;
    if (command == "upgrade" || command == "downgrade") {
        const Direction direction =
            command == "upgrade" ? Direction::Upgrade : Direction::Downgrade;
        const auto range = resolve_range(graph, direction, word, diagnostics);
        if (range) { text = test::steps_of(graph, *range); }
    } else if (command == "stamp") {
        const auto range = resolve_stamp(graph, word, diagnostics);
        if (range) {
            text = test::joined(test::ids_of(graph, range->from)) + " -> " +
                   test::joined(test::ids_of(graph, range->to)) + "\n";
        }
    } else if (command == "history") {
        const auto nodes = resolve_history(graph, word, diagnostics);
        if (nodes) { text = listed(graph, *nodes); }
    } else if (command == "show") {
        const auto nodes = resolve_revisions(graph, word, diagnostics);
        if (nodes) { text = listed(graph, *nodes); }
    } else if (command == "order") {
        text = listed(graph, graph.order());
    } else if (command == "heads") {
        text = listed(graph, graph.heads()) + listed(graph, graph.real_heads());
    } else if (command == "labels") {
        text = labels_of(graph);
    } else {
        ADD_FAILURE() << "no such question: " << command;
    }
    for (const diag::Diagnostic& found : diagnostics.sorted()) {
        EXPECT_FALSE(found.help_text.empty()) << command << " " << word;
    }
    EXPECT_NE(text.empty(), diagnostics.empty()) << command << " " << word;
    return text + text_of(diagnostics);
}

std::string answer_to(const RevisionGraph& graph, const std::string& question) {
    const std::size_t blank = question.find(' ');
    std::string word = blank == std::string::npos ? "" : question.substr(blank + 1);
    if (word == "''") { word.clear(); }
    return answer(graph, question.substr(0, blank), word);
}

std::filesystem::path stories() {
    return support::source_root() / "tests" / "unit" / "traversal";
}

class Traversal : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Traversal, IsAsTold) {
    support::Story story = support::read_story(GetParam());
    Diagnostics diagnostics;
    const RevisionGraph graph = RevisionGraph::build(test::headers(story.graph), diagnostics);
    EXPECT_EQ(text_of(diagnostics), "");
    ASSERT_FALSE(story.questions.empty());
    const bool update = std::getenv("UPDATE_GOLDENS") != nullptr;
    for (support::StoryQuestion& question : story.questions) {
        const std::string found = answer_to(graph, question.line);
        if (update) {
            question.answer = found;
        } else {
            EXPECT_EQ(support::unified_diff(question.answer, found), "") << question.line;
        }
    }
    if (update) { support::write_story(GetParam(), story); }
}

INSTANTIATE_TEST_SUITE_P(Stories, Traversal, testing::ValuesIn(support::files_below(stories())),
                         [](const auto& story) { return story.param.stem().string(); });

}  // namespace
}  // namespace retort::revisions
