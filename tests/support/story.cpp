// SPDX-License-Identifier: Apache-2.0
#include "tests/support/story.h"

#include "tests/support/text_diff.h"
#include "tests/support/tree.h"

namespace retort::support {
namespace {

constexpr std::string_view kIndent = "    ";

std::string indented(std::string_view text) {
    std::string result;
    for (const std::string_view line : lines_of(text)) {
        result += kIndent;
        result += line;
    }
    return result;
}

}  // namespace

Story read_story(const std::filesystem::path& path) {
    const std::string text = read_file(path);
    Story story;
    std::string* block = nullptr;
    for (const std::string_view line : lines_of(text)) {
        if (line.substr(0, kIndent.size()) == kIndent && block != nullptr) {
            *block += line.substr(kIndent.size());
        } else if (line == "graph\n") {
            block = &story.graph;
        } else if (block == nullptr) {
            story.opening += line;
        } else if (line != "\n") {
            story.questions.push_back({std::string(line.substr(0, line.size() - 1)), {}});
            block = &story.questions.back().answer;
        }
    }
    return story;
}

void write_story(const std::filesystem::path& path, const Story& story) {
    std::string text = story.opening + "graph\n" + indented(story.graph);
    for (const StoryQuestion& question : story.questions) {
        text += "\n" + question.line + "\n" + indented(question.answer);
    }
    write_or_remove(path, text);
}

}  // namespace retort::support
