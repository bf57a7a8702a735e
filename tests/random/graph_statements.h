// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

// Statements of a random graph, which commute with those of other branches. Used by graph.cpp only.

namespace retort::random {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    std::size_t below(std::size_t limit) { return engine_() % limit; }
    bool one_in(std::size_t chances) { return below(chances) == 0; }

private:
    std::mt19937_64 engine_;
};

/// Who has done what to a table or a view. Additions of several branches commute; a change commutes
/// with nothing, so whoever makes one knows all that was done before, and whoever adds knows all
/// changes.
struct Touches {
    std::vector<std::size_t> additions;
    std::vector<std::size_t> changes;
};

/// What the revisions so far have made.
struct Things {
    struct Table {
        std::string name;
        std::string number;             ///< the name of its column for numbers; empty: gone
        bool filled = false;            ///< which takes no null
        bool referenced = false;        ///< by a foreign key or a view
        std::vector<std::string> more;  ///< columns that were added
        bool there = true;
        Touches touches;
    };
    struct View {
        std::string name;
        std::size_t table = 0;
        bool there = true;
        Touches touches;
    };
    std::vector<Table> tables;
    std::vector<View> views;
    std::size_t names = 0;  ///< that are taken
    std::size_t rows = 10;
};

/// A statement of a revision that knows of `ancestors`, itself among them.
[[nodiscard]] std::string make_statement(std::size_t revision, const std::vector<bool>& ancestors,
                                         Things& things, Dice& dice);

}  // namespace retort::random
