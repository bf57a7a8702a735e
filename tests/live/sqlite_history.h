// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/plan/plan.h"
#include "compiler/revisions/replay.h"
#include "compiler/script/script.h"
#include "compiler/source/source_file.h"
#include "dialects/dialect.h"
#include "tests/live/sqlite_database.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace retort::live {

/// A history of revisions compiled for SQLite in memory, by the passes that the program runs, for
/// the version of the library that the tests run on where no other is named.
class SqliteHistory {
public:
    /// From the texts of revision files. Errors end up in `errors`.
    explicit SqliteHistory(const std::vector<std::string>& files, std::string target = "embedded",
                           std::string version = sqlite_version());
    /// A line of revisions r1, r2, … whose upgrade blocks are given; downgrades are derived.
    [[nodiscard]] static SqliteHistory line(const std::vector<std::string>& upgrades,
                                            std::string version = sqlite_version());
    /// All revision files below a folder.
    [[nodiscard]] static SqliteHistory read(const std::filesystem::path& folder);

    /// `heads`, `a:b`, …; empty, with `errors` set, where it cannot be compiled.
    [[nodiscard]] std::string upgrade(const std::string& range);
    [[nodiscard]] std::string downgrade(const std::string& range);

    /// What a range's word means; absent, and no error, where it means nothing.
    [[nodiscard]] std::optional<revisions::Range> range(revisions::Direction direction,
                                                        const std::string& word) const;
    /// The script of a range.
    [[nodiscard]] std::string script(const revisions::Range& range);
    [[nodiscard]] const revisions::RevisionGraph& graph() const { return *graph_; }

    /// Identifiers in the order in which they are applied.
    [[nodiscard]] std::vector<std::string> order() const;
    /// The diagnostics so far, a line each: `R0301 message`.
    [[nodiscard]] const std::string& errors() const { return errors_; }
    /// How scripts are made; change it before compiling one.
    script::ScriptOptions options;

private:
    std::string compile(revisions::Direction direction, const std::string& range);
    void take(const Diagnostics& diagnostics);

    source::SourceFiles sources_;
    std::unique_ptr<dialects::Dialect> dialect_;
    std::unique_ptr<revisions::RevisionGraph> graph_;
    revisions::History history_;
    std::string errors_;
};

}  // namespace retort::live
