// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/project/project.h"
#include "compiler/revisions/replay.h"
#include "compiler/revisions/revision_words.h"
#include "compiler/script/script.h"
#include "dialects/dialect.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The phases in their order, each a function from one value to the next (docs/ARCHITECTURE.md).
// A phase that found errors gives nothing: that is the gate to the next.

namespace retort::driver {

/// A configuration with its sources loaded.
struct Project {
    project::Configuration configuration;
    source::SourceFiles sources;
    std::vector<FileId> files;
};

/// scan, order: what graph commands need. Bodies are not parsed.
[[nodiscard]] std::optional<revisions::RevisionGraph> load_graph(const Project& project,
                                                                 Diagnostics& diagnostics);

/// Every revision file parsed, and the graph of the revisions.
struct ParsedHistory {
    std::vector<revisions::Revision> revisions;             ///< by node
    std::shared_ptr<const revisions::RevisionGraph> graph;  ///< shared by the targets' compilations
    std::vector<std::string> sql_files;                     ///< read by `execute file`
};

/// order: the history of revisions that are parsed already.
[[nodiscard]] std::optional<ParsedHistory> order_history(
    std::vector<revisions::Revision> revisions, const project::Configuration& configuration,
    Diagnostics& diagnostics);

/// parse, order.
[[nodiscard]] std::optional<ParsedHistory> parse_history(const Project& project,
                                                         const source::FileSystem& files,
                                                         Diagnostics& diagnostics);

/// A project compiled for one target: parsed, ordered, replayed; ready to plan any range.
struct Compilation {
    const project::Target* target = nullptr;
    std::unique_ptr<dialects::Dialect> dialect;
    std::shared_ptr<const revisions::RevisionGraph> graph;
    revisions::History history;
};

/// The dialect of a target; reports a version that is not supported.
[[nodiscard]] std::unique_ptr<dialects::Dialect> make_dialect(
    const project::Configuration& configuration, const project::Target& target,
    Diagnostics& diagnostics);

/// replay. `need_downgrade` (by node, or empty for none) says whose downgrades are derived.
[[nodiscard]] std::optional<Compilation> compile(ParsedHistory parsed,
                                                 const project::Configuration& configuration,
                                                 const project::Target& target,
                                                 std::vector<bool> need_downgrade,
                                                 Diagnostics& diagnostics);

/// The nodes whose downgrades a range runs.
[[nodiscard]] std::vector<bool> downgrades_of(const revisions::RevisionGraph& graph,
                                              const revisions::Range& range);

/// The script's settings as the configuration has them.
[[nodiscard]] script::ScriptOptions script_options(const project::Configuration& configuration,
                                                   const project::Target& target,
                                                   const dialects::Dialect& dialect);

/// One script and the values that it is made of (the script points into the plan).
struct CompiledScript {
    std::unique_ptr<plan::Plan> plan;
    script::Script script;
};

/// plan, legalize.
[[nodiscard]] std::optional<plan::Plan> make_legal_plan(const Compilation& compilation,
                                                        const project::Configuration& configuration,
                                                        const revisions::Range& range,
                                                        Diagnostics& diagnostics);

/// emit: the statements of a legal plan, revision by revision; chunks of them on several threads,
/// findings in the order of the plan.
[[nodiscard]] std::vector<script::EmittedRevision> emit_plan(const dialects::Dialect& dialect,
                                                             const plan::Plan& plan,
                                                             Diagnostics& diagnostics);

/// plan, legalize, emit: the statements of a range.
[[nodiscard]] std::optional<CompiledScript> compile_script(
    const Compilation& compilation, const project::Configuration& configuration,
    const revisions::Range& range, const script::ScriptOptions& options, Diagnostics& diagnostics);

}  // namespace retort::driver
