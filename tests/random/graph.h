// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace retort::random {

/// A revision of a random graph; the numbers are below its own.
struct GraphRevision {
    std::string id;
    std::vector<std::size_t> parents;
    std::vector<std::size_t> dependencies;
    std::string label;                    ///< empty: none
    std::vector<std::string> statements;  ///< of its upgrade, in the migration language

    bool operator==(const GraphRevision&) const = default;
};

/// A history with several bases, forks, merges, labels and dependencies, whose branches commute:
/// what one of them changes by more than an addition, no other touches.
struct RandomGraph {
    std::vector<GraphRevision> revisions;

    /// The revision files, in the order of `revisions`.
    [[nodiscard]] std::vector<std::string> files() const;
};

/// A command on a database of that history.
struct GraphTrial {
    RandomGraph graph;
    std::vector<std::string> start;  ///< the version rows where it stands; empty: base
    bool up = true;
    std::string to;  ///< a revision word

    /// `a,b:heads`
    [[nodiscard]] std::string range() const;
};

/// The trials of a seed, all on one graph: the same on every machine.
[[nodiscard]] std::vector<GraphTrial> make_trials(std::uint64_t seed);

/// The trial without the revisions and statements that `fails` does not need to go on failing.
[[nodiscard]] GraphTrial shrink(GraphTrial trial,
                                const std::function<bool(const GraphTrial&)>& fails);

/// Which revisions are `numbers` or come before them.
[[nodiscard]] std::vector<bool> applied_with(const RandomGraph& graph,
                                             const std::vector<std::size_t>& numbers);
/// The identifiers, sorted, of those of a closed set that no other of it stands on.
[[nodiscard]] std::vector<std::string> rows_of(const RandomGraph& graph,
                                               const std::vector<bool>& applied);

}  // namespace retort::random
