// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/driver.h"
#include "compiler/driver/options.h"
#include "compiler/driver/pipeline.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace retort::driver {

/// What a command works with: the world, what was asked, and what was found.
struct Context {
    World* world = nullptr;
    Options options;
    Project project;
    Diagnostics diagnostics;
    std::string out;  ///< the result; shown only if the command succeeds
};

/// Keeps a value until the world ends (see World::remains).
template <class T>
const T& keep(Context& context, T value) {
    auto kept = std::make_shared<const T>(std::move(value));
    context.world->remains.push_back(kept);
    return *kept;
}

/// `path` from the working directory.
[[nodiscard]] std::string from_working_directory(const Context& context, const std::string& path);

/// Finds and reads the configuration into the project. False, with a report, where there is none.
[[nodiscard]] bool open_configuration(Context& context);
/// Reads the revision files of a target's history. False where one cannot be read.
[[nodiscard]] bool open_revisions(Context& context, const project::Target& target);

/// The target that `-n` names, or the only one; null, with a report, otherwise.
[[nodiscard]] const project::Target* one_target(Context& context);
/// A target whose history a command is about: the one that `-n` names or, where all targets have
/// the same history, any; null, with a report, otherwise.
[[nodiscard]] const project::Target* one_history(Context& context);
/// The targets that `-n` names, or all; empty, with a report, where the name is unknown.
[[nodiscard]] std::vector<const project::Target*> all_targets(Context& context);

/// Prints `text`, or writes it to the file of `-o`.
[[nodiscard]] ExitStatus deliver(Context& context, std::string text);

// The commands. Each returns the exit status; what it found is in `context.diagnostics`.
[[nodiscard]] ExitStatus run_init(Context& context);
[[nodiscard]] ExitStatus run_revision(Context& context);
[[nodiscard]] ExitStatus run_merge(Context& context);
[[nodiscard]] ExitStatus run_edit(Context& context);
[[nodiscard]] ExitStatus run_import(Context& context);
[[nodiscard]] ExitStatus run_check(Context& context);
[[nodiscard]] ExitStatus run_schema(Context& context);
[[nodiscard]] ExitStatus run_diff(Context& context);
[[nodiscard]] ExitStatus run_squash(Context& context);
[[nodiscard]] ExitStatus run_upgrade_or_downgrade(Context& context);
[[nodiscard]] ExitStatus run_stamp(Context& context);
[[nodiscard]] ExitStatus run_ensure_version(Context& context);
[[nodiscard]] ExitStatus run_current(Context& context);
[[nodiscard]] ExitStatus run_build(Context& context);
[[nodiscard]] ExitStatus run_history(Context& context);
[[nodiscard]] ExitStatus run_heads(Context& context);
[[nodiscard]] ExitStatus run_branches(Context& context);
[[nodiscard]] ExitStatus run_show(Context& context);
[[nodiscard]] ExitStatus run_graph(Context& context);
[[nodiscard]] ExitStatus run_fmt(Context& context);
[[nodiscard]] ExitStatus run_explain(Context& context);

}  // namespace retort::driver
