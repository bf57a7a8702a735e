// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/replay.h"
#include "compiler/revisions/revision_words.h"
#include "compiler/schema/schema.h"
#include "dialects/dialect.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retort::random {

/// A line of revisions r1, r2, … compiled for one dialect by the passes that the program runs.
class Compiled {
public:
    /// From the texts of upgrade blocks; downgrades are derived.
    Compiled(const std::vector<std::string>& upgrades, std::string dialect, std::string version);

    /// What was wrong so far, a line each: `R0301 message`; empty where all is well.
    [[nodiscard]] const std::string& errors() const { return errors_; }

    /// Scripts for `r1`, `r1:r2`, `r2:base`, …; empty, with errors() set, where there is none.
    [[nodiscard]] std::string upgrade(const std::string& range);
    [[nodiscard]] std::string downgrade(const std::string& range);

    /// The model after the revision, counted from 1.
    [[nodiscard]] const schema::Schema& after(std::size_t revision) const;
    /// The upgrade of the revision discards something that no script brings back.
    [[nodiscard]] bool loses_data(std::size_t revision) const;
    /// The script that builds the model after the revision on an empty database.
    [[nodiscard]] std::string from_nothing(std::size_t revision);

private:
    struct Line {
        std::unique_ptr<revisions::RevisionGraph> graph;
        revisions::History history;
    };
    [[nodiscard]] Line replay(std::vector<revisions::Revision> revisions, Diagnostics& diagnostics);
    [[nodiscard]] std::string script(const Line& line, revisions::Direction direction,
                                     const std::string& range);
    void take(const Diagnostics& diagnostics);

    std::string dialect_name_;
    std::unique_ptr<dialects::Dialect> dialect_;
    Line line_;
    std::string errors_;
};

}  // namespace retort::random
