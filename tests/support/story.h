// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

// Stories about a history, as text: a graph, then questions, each with its answer indented below.
//
//     # Two branches that a third revision joins
//     graph
//         a1
//         b1 < a1
//     upgrade a1:heads
//         at a1
//         b1: a1->b1 = b1

namespace retort::support {

struct StoryQuestion {
    std::string line;    ///< `upgrade a1:heads`
    std::string answer;  ///< its lines, not indented, each with a line end
};

struct Story {
    std::string opening;  ///< what stands above `graph`
    std::string graph;    ///< see graph_text.h
    std::vector<StoryQuestion> questions;
};

[[nodiscard]] Story read_story(const std::filesystem::path& path);
void write_story(const std::filesystem::path& path, const Story& story);

}  // namespace retort::support
