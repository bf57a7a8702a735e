// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/plan/plan.h"
#include "compiler/revisions/replay.h"
#include "compiler/script/script.h"
#include "compiler/source/source_file.h"
#include "dialects/dialect.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace retort::live {

/// A history of revisions compiled for PostgreSQL in memory, by the passes that the program runs,
/// for the version of the server that the tests run on.
class PostgresHistory {
public:
    /// From the texts of revision files. Throws where they have errors.
    explicit PostgresHistory(const std::vector<std::string>& files);
    /// A line of revisions r1, r2, … whose upgrade blocks are given; downgrades are derived. A text
    /// with its own `upgrade {` is taken as the rest of a file, after its header's first lines.
    [[nodiscard]] static PostgresHistory line(const std::vector<std::string>& upgrades);
    /// All revision files below a folder.
    [[nodiscard]] static PostgresHistory read(const std::filesystem::path& folder);

    /// `heads`, `a:b`, …: the script; throws where it cannot be compiled.
    [[nodiscard]] std::string upgrade(const std::string& range) const;
    [[nodiscard]] std::string downgrade(const std::string& range) const;
    /// The statements of an upgrade, without their frame.
    [[nodiscard]] std::vector<script::SqlStatement> statements(const std::string& range) const;

    [[nodiscard]] const revisions::RevisionGraph& graph() const { return *graph_; }
    /// Identifiers in the order in which they are applied.
    [[nodiscard]] std::vector<std::string> order() const;

    /// How scripts are made; change it before compiling one.
    script::ScriptOptions options;

private:
    struct Compiled;
    [[nodiscard]] std::unique_ptr<Compiled> compile(revisions::Direction direction,
                                                    const std::string& range) const;

    source::SourceFiles sources_;
    std::unique_ptr<dialects::Dialect> dialect_;
    std::unique_ptr<revisions::RevisionGraph> graph_;
    revisions::History history_;
};

}  // namespace retort::live
