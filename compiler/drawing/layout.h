// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/drawing/picture.h"

namespace retort::drawing {

/// No row has more lanes than this beside each other, so that a drawing grows with the history
/// and not with its square. An edge that finds no lane becomes two stubs.
inline constexpr std::size_t kMaxLanes = 32;

/// A straight piece of a lane, from row to row. All edges of a kind that lead to one row share it.
struct Span {
    std::size_t lane = 0;
    std::size_t top = 0;
    std::size_t bottom = 0;
    std::size_t target = 0;  ///< the row that it leads to: `bottom`, or the row below it
    EdgeKind kind = EdgeKind::Revises;
    bool operator==(const Span&) const = default;
};

/// A step from one lane to another, between `row` and the row below it.
struct Link {
    std::size_t row = 0;
    std::size_t from = 0;
    std::size_t to = 0;
    std::size_t target = 0;
    EdgeKind kind = EdgeKind::Revises;
    bool ends = false;  ///< it leaves a lane for the target itself, which is in the row below
    bool operator==(const Link&) const = default;
};

/// Where the rows and edges of a picture stand, in lanes as `git log --graph` draws them.
struct Layout {
    std::vector<std::size_t> lanes;   ///< of each row
    std::vector<std::size_t> widths;  ///< lanes that are in use in each row, up to the rightmost
    std::vector<Span> spans;          ///< by top, then lane
    std::vector<Link> links;          ///< by row
    std::vector<Stub> stubs;          ///< the picture's, and those of edges without a lane; by row
};

[[nodiscard]] Layout lay_out(const Picture& picture);

}  // namespace retort::drawing
