// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/context.h"
#include "compiler/script/artifacts.h"

namespace retort::driver {

/// The revisions whose downgrades a build derives: all but the irreversible ones, by node.
[[nodiscard]] std::vector<bool> reversible(const ParsedHistory& parsed);

/// A target's artifacts, in memory: the scripts between base and heads, those of every revision
/// alone, and the manifest. Nullopt where an error was reported.
[[nodiscard]] std::optional<std::vector<script::Artifact>> build_artifacts(
    Context& context, const Compilation& compilation);

/// Reports files of a build that are not what the migrations give now (paths relative to
/// `directory`); many are only counted.
void report_stale(Context& context, const std::string& directory,
                  const std::vector<std::string>& stale);

}  // namespace retort::driver
