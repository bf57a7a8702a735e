// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/revision_words.h"

#include <string>
#include <vector>

namespace retort::revisions {

/// One change of the version table, which must hit exactly one row.
struct VersionMove {
    enum class Kind : unsigned char { Insert, Update, Delete };
    Kind kind = Kind::Insert;
    std::string from;  ///< Update, Delete: the row as it is
    std::string to;    ///< Insert, Update: the row as it will be
    bool operator==(const VersionMove&) const = default;
};

/// The version table's changes at one step, and the rows after it (sorted).
struct VersionStep {
    std::vector<VersionMove> moves;
    std::vector<std::string> rows_after;
};

/// The version moves of every step of a range, in order (semantics, section 2).
[[nodiscard]] std::vector<VersionStep> version_steps(const RevisionGraph& graph,
                                                     const Range& range);

}  // namespace retort::revisions
