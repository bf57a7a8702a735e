// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

// Graphs for tests, in the form that graph_text.h reads.

namespace retort::test {

inline std::string node_name(std::size_t number) {
    return "r" + std::to_string(number);
}

/// Revisions with forks, merges, several bases, labels and dependencies; the seed decides.
inline std::string random_graph(std::size_t count, unsigned seed) {
    std::mt19937 chance(seed);
    const auto below = [&](std::size_t limit) { return chance() % limit; };
    // Some graphs are bushy, others mostly lines.
    const std::size_t reach = 1 + below(12);
    std::string text;
    std::vector<std::size_t> tips;
    for (std::size_t i = 0; i < count; ++i) {
        text += node_name(i);
        const std::size_t kind = i == 0 ? 0 : below(20);
        std::vector<std::size_t> parents;
        if (kind == 0 || tips.empty()) {
            // a base
        } else if (kind < 3) {
            parents.push_back(below(i));
        } else if (kind < 6) {
            for (std::size_t k = 0; k < 2 + below(3) && k < tips.size(); ++k) {
                parents.push_back(tips[below(tips.size())]);
            }
        } else {
            parents.push_back(tips[tips.size() - 1 - below(std::min(reach, tips.size()))]);
        }
        std::sort(parents.begin(), parents.end());
        parents.erase(std::unique(parents.begin(), parents.end()), parents.end());
        std::shuffle(parents.begin(), parents.end(), chance);
        if (!parents.empty()) { text += " <"; }
        for (const std::size_t parent : parents) {
            text += " " + node_name(parent);
            std::erase(tips, parent);
        }
        if (i != 0 && below(8) == 0) { text += " + " + node_name(below(i)); }
        if (below(15) == 0) { text += " # label" + std::to_string(i); }
        text += "\n";
        tips.push_back(i);
    }
    return text;
}

}  // namespace retort::test
