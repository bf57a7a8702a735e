// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/plan/capabilities.h"
#include "compiler/revisions/replay.h"
#include "compiler/revisions/revision_words.h"
#include "compiler/revisions/version_rows.h"

#include <string>
#include <variant>
#include <vector>

namespace retort::plan {

/// A column of the rebuilt table and where its values come from (in terms of the old table).
struct ColumnCopy {
    Name to;
    schema::Expr from;
    bool operator==(const ColumnCopy&) const = default;
};

/// Makes a table anew under its name, keeping its rows: what a database needs that cannot alter.
struct RebuildTable {
    Shared<schema::Table> before;
    Shared<schema::Table> after;
    std::vector<ColumnCopy> copies;  ///< generated columns are not copied
    /// Enum values that go away: rows that hold `first` get `second` (empty: the script fails).
    std::vector<std::pair<std::string, std::string>> replaced_values;
    Span span;
    bool operator==(const RebuildTable&) const = default;
};

/// One thing to do, with the schema of the database before and after it.
struct Step {
    std::variant<revisions::OperationRef, RebuildTable> action;
    schema::Schema before;
    schema::Schema after;
};

/// One revision of a plan: its steps, and how the version table moves with it.
struct PlannedRevision {
    revisions::Node node = 0;
    const revisions::RevisionHeader* header = nullptr;  ///< lives in the graph
    std::vector<Step> steps;
    revisions::VersionStep version;
    std::vector<std::string> data_loss;  ///< what cannot be brought back, in words
    std::vector<std::string> invented;   ///< which values stand for those that are gone, in words
};

/// What a script is to do, step by step.
struct Plan {
    revisions::Direction direction = revisions::Direction::Upgrade;
    std::vector<std::string> start_rows;  ///< sorted; empty: base
    std::vector<std::string> end_rows;
    std::vector<PlannedRevision> revisions;
    schema::Schema before;  ///< of the database at the start
    schema::Schema after;
};

/// Lines up a range's operations on the state of the database that runs them (which at a step holds
/// everything that ran before, other branches included).
[[nodiscard]] Plan make_plan(const revisions::RevisionGraph& graph,
                             const revisions::History& history, const revisions::Range& range,
                             const schema::NamingRules& naming, Diagnostics& diagnostics);

/// What a database holds whose version table has these rows.
[[nodiscard]] schema::Schema state_at(const revisions::RevisionGraph& graph,
                                      const revisions::History& history,
                                      const std::vector<revisions::Node>& rows,
                                      const schema::NamingRules& naming, Diagnostics& diagnostics);

/// Rewrites the steps that a dialect cannot do by itself into steps that it can. What it cannot do
/// at all is an error that names the way out or, where `skip_unsupported`, is left to the dialect
/// to turn into a comment.
[[nodiscard]] Plan legalize(Plan plan, const Capabilities& capabilities, Diagnostics& diagnostics);

}  // namespace retort::plan
