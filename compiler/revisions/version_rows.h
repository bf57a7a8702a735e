// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/persistent_map.h"
#include "compiler/revisions/revision_words.h"

#include <string>
#include <utility>
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

/// The rows of a version table. Copies share what did not change: with thousands of heads, as many
/// steps each leave nearly all rows as they were.
class VersionRows {
public:
    VersionRows() = default;
    explicit VersionRows(const std::vector<std::string>& rows) {
        for (const std::string& row : rows) { insert(row); }
    }

    void insert(std::string row) { rows_.set(std::move(row), true); }
    void erase(const std::string& row) { rows_.erase(row); }
    /// Sorted.
    [[nodiscard]] std::vector<std::string> list() const;

private:
    PersistentMap<std::string, bool> rows_;
};

/// The version table's changes at one step, and the rows after it.
struct VersionStep {
    std::vector<VersionMove> moves;
    VersionRows rows_after;
};

/// The version moves of every step of a range, in order (semantics, section 2).
[[nodiscard]] std::vector<VersionStep> version_steps(const RevisionGraph& graph,
                                                     const Range& range);

}  // namespace retort::revisions
