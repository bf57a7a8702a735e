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

namespace retort::driver {

/// A configuration with its sources loaded.
struct Project {
    project::Configuration configuration;
    source::SourceFiles sources;
    std::vector<FileId> files;
};

/// load, scan, order: what graph commands need.
[[nodiscard]] revisions::RevisionGraph load_graph(const Project& project, Diagnostics& diagnostics);

/// A project compiled for one target: parsed, ordered, replayed; ready to plan any range.
struct Compilation {
    const project::Target* target = nullptr;
    std::unique_ptr<dialects::Dialect> dialect;
    revisions::RevisionGraph graph;
    revisions::History history;
};

/// load, parse, order, replay. With `downgrades` every revision's downgrade is derived and checked;
/// else only those of `range`'s steps are.
[[nodiscard]] std::optional<Compilation> compile(
    const Project& project, const project::Target& target,
    const std::optional<std::pair<revisions::Direction, std::string>>& range, bool downgrades,
    const source::FileSystem& files, Diagnostics& diagnostics);

/// One script and the values that it is made of (the script points into the plan).
struct CompiledScript {
    std::unique_ptr<plan::Plan> plan;
    script::Script script;
};

/// plan, legalize, emit: the statements of a range.
[[nodiscard]] std::optional<CompiledScript> compile_script(
    const Compilation& compilation, const project::Configuration& configuration,
    const revisions::Range& range, const script::ScriptOptions& options, Diagnostics& diagnostics);

}  // namespace retort::driver
