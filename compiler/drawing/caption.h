// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/drawing/picture.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace retort::drawing {

/// The shape of a row's mark.
enum class Mark : std::uint8_t { Plain, BranchPoint, MergePoint, BranchAndMerge, Folded };

/// What stands beside a row.
struct Caption {
    std::string name;  ///< the identifier, or `12 revisions, 3f2a … 9d1c`, from old to new
    std::vector<std::string> labels;
    std::string head;  ///< `head`, `effective head`, or empty
    std::string message;
    std::vector<std::string> remarks;  ///< `revises 3f2a`: what the stubs lead to
    Mark mark = Mark::Plain;
};

[[nodiscard]] Caption caption(const RevisionGraph& graph, const Row& row,
                              std::span<const Stub> stubs);

/// The stubs of one row after another, in rising order.
class StubReader {
public:
    explicit StubReader(const std::vector<Stub>& stubs) : rest_(stubs) {}
    [[nodiscard]] std::span<const Stub> of(std::size_t row);

private:
    std::span<const Stub> rest_;
};

/// One line of text that cannot disturb what stands around it: no control characters, nothing that
/// turns the writing direction, no broken UTF-8.
[[nodiscard]] std::string one_line(std::string_view text);
/// The columns that a line takes in a terminal, about.
[[nodiscard]] std::size_t columns(std::string_view line);
/// The line, cut with an ellipsis where it takes more columns.
[[nodiscard]] std::string shortened(std::string_view line, std::size_t most);

}  // namespace retort::drawing
