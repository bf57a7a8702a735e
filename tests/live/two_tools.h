// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace retort::live {

/// Commands of Alembic for one database.
struct Errand {
    std::string url;  ///< of SQLAlchemy
    std::vector<std::string> commands;
};

/// The history in tests/live/alembic_history, which is there twice: as Alembic's Python and as this
/// project's files, with the same identifiers. Each function throws where its tool fails; Alembic
/// (Debian's package) must be there.
class TwoTools {
public:
    /// For a target of its retort.yaml.
    TwoTools(std::string target, std::string version);

    /// The script that `retort COMMAND…` prints.
    [[nodiscard]] std::string retort(const std::vector<std::string>& command) const;

    /// Runs Alembic's commands, one after another, on one database after another; what its
    /// `current` shows of each then, sorted.
    std::vector<std::vector<std::string>> alembic(const std::vector<Errand>& errands) const;

private:
    std::string target_;
    std::string version_;
};

/// A place in that history where a database may stand.
struct Place {
    std::vector<std::string> words;  ///< what to upgrade to, one after another
    std::vector<std::string> rows;   ///< the version rows then
    std::vector<std::string> shown;  ///< what Alembic's `current` shows, where it is more than them
};
/// Every one of them that is a revision, and some of several.
[[nodiscard]] const std::vector<Place>& places();

[[nodiscard]] std::string joined(const std::vector<std::string>& words, const char* separator);

}  // namespace retort::live
