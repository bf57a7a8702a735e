// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace retort {

/// Index of a source file in the project's `SourceFiles`.
using FileId = std::uint32_t;

inline constexpr FileId kNoFile = 0xffffffffU;

/// A half-open range of bytes in one source file. Lines and columns are computed only when a
/// diagnostic is rendered. A value that no source text stands for (a derived operation) has none.
struct Span {
    FileId file = kNoFile;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    [[nodiscard]] bool known() const { return file != kNoFile; }

    /// Where a thing was written is no part of what it is: spans never make two values differ.
    friend bool operator==(const Span&, const Span&) { return true; }
};

/// The smallest span that covers both; an unknown span adds nothing.
[[nodiscard]] inline Span cover(Span first, Span last) {
    if (!first.known()) { return last; }
    if (!last.known()) { return first; }
    return {first.file, first.begin < last.begin ? first.begin : last.begin,
            first.end > last.end ? first.end : last.end};
}

}  // namespace retort
