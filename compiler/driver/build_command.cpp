// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/context.h"
#include "compiler/driver/target_build.h"
#include "compiler/script/artifacts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace retort::driver {
namespace {

/// A target's artifacts, ready to be written.
struct TargetBuild {
    std::string name;
    std::string shown_directory;
    std::string directory;
    std::size_t revisions = 0;
    std::vector<script::Artifact> artifacts;
};

/// What all targets were built from.
struct Inputs {
    std::vector<FileId> revisions;
    std::vector<std::string> sql_files;
};

/// Builds the targets of one history.
void build_history(Context& context, const std::vector<const project::Target*>& targets,
                   std::vector<TargetBuild>& builds, Inputs& inputs) {
    if (!open_revisions(context, *targets.front())) { return; }
    std::optional<ParsedHistory> parsed =
        parse_history(context.project, *context.world->files, context.diagnostics);
    if (!parsed) { return; }
    inputs.revisions.insert(inputs.revisions.end(), context.project.files.begin(),
                            context.project.files.end());
    inputs.sql_files.insert(inputs.sql_files.end(), parsed->sql_files.begin(),
                            parsed->sql_files.end());
    const std::vector<bool> need_downgrade = reversible(*parsed);
    for (const project::Target* target : targets) {
        const bool last = target == targets.back();
        const std::optional<Compilation> compilation =
            compile(last ? std::move(*parsed) : ParsedHistory(*parsed),
                    context.project.configuration, *target, need_downgrade, context.diagnostics);
        if (!compilation) { continue; }
        std::optional<std::vector<script::Artifact>> artifacts =
            build_artifacts(context, *compilation);
        if (!artifacts) { continue; }
        const auto build = std::find_if(builds.begin(), builds.end(), [&](const TargetBuild& b) {
            return b.name == target->name;
        });
        build->revisions = compilation->graph->size();
        build->artifacts = std::move(*artifacts);
    }
}

/// Where a target's files go; false, with a report, where nothing says so.
bool choose_directory(Context& context, const project::Target& target, bool several,
                      TargetBuild& build) {
    if (!context.options.output.empty()) {
        build.shown_directory =
            several ? context.options.output + "/" + target.name : context.options.output;
        build.directory = from_working_directory(context, build.shown_directory);
        return true;
    }
    if (target.output.empty()) {
        context.diagnostics.report(diag::NoOutputDirectory, target.span, target.name)
            .help("add `output: DIRECTORY` to the target, or pass `-o DIRECTORY`");
        return false;
    }
    build.shown_directory = target.output;
    const std::string& root = context.project.configuration.root;
    const bool absolute = target.output.front() == '/';
    build.directory = absolute || root == "." ? target.output : root + "/" + target.output;
    return true;
}

/// Make's syntax: blanks, `#` and `$` are escaped.
std::string depfile_path(const std::string& path) {
    std::string text;
    for (const char c : path) {
        if (c == ' ' || c == '#') { text += '\\'; }
        if (c == '$') { text += '$'; }
        text += c;
    }
    return text;
}

bool write_depfile(Context& context, const std::vector<TargetBuild>& builds, const Inputs& inputs) {
    if (context.options.depfile.empty()) { return true; }
    const std::string& root = context.project.configuration.root;
    const auto in_root = [&](const std::string& path) {
        return root == "." ? path : root + "/" + path;
    };
    std::string text;
    for (const TargetBuild& build : builds) {
        if (!text.empty()) { text += ' '; }
        text += depfile_path(build.directory + "/manifest.json");
    }
    text += ": " + depfile_path(in_root(context.project.configuration.file));
    for (const FileId id : inputs.revisions) {
        text += " \\\n  " + depfile_path(in_root(context.project.sources.get(id).path));
    }
    for (const std::string& path : inputs.sql_files) {
        text += " \\\n  " + depfile_path(in_root(path));
    }
    text += '\n';
    const std::string path = from_working_directory(context, context.options.depfile);
    if (auto error = context.world->files->write(path, text)) {
        context.diagnostics.report(diag::FileNotWritable, {}, context.options.depfile,
                                   error->reason);
        return false;
    }
    return true;
}

ExitStatus finish(Context& context, const std::vector<TargetBuild>& builds, const Inputs& inputs) {
    for (const TargetBuild& build : builds) {
        if (context.options.check) {
            report_stale(
                context, build.shown_directory,
                script::stale_artifacts(*context.world->files, build.directory, build.artifacts));
        } else if (auto error = script::write_artifacts(*context.world->files, build.directory,
                                                        build.artifacts)) {
            context.diagnostics.report(diag::FileNotWritable, {}, build.shown_directory,
                                       error->reason);
        }
        if (context.diagnostics.has_errors()) { continue; }
        context.out +=
            fmt::format("{}: {} revision{}, {} files {} {}\n", build.name, build.revisions,
                        build.revisions == 1 ? "" : "s", build.artifacts.size(),
                        context.options.check ? "fresh in" : "in", build.shown_directory);
    }
    if (!context.diagnostics.has_errors() && !context.options.check) {
        static_cast<void>(write_depfile(context, builds, inputs));
    }
    return context.diagnostics.has_errors() ? ExitStatus::Failed : ExitStatus::Done;
}

}  // namespace

ExitStatus run_build(Context& context) {
    if (!open_configuration(context)) { return ExitStatus::Usage; }
    const std::vector<const project::Target*> targets = all_targets(context);
    std::vector<TargetBuild> builds;
    for (const project::Target* target : targets) {
        TargetBuild build;
        build.name = target->name;
        if (choose_directory(context, *target, targets.size() > 1, build)) {
            builds.push_back(std::move(build));
        }
    }
    if (context.diagnostics.has_errors()) { return ExitStatus::Usage; }
    Inputs inputs;
    for (const std::vector<const project::Target*>& history : project::histories(targets)) {
        build_history(context, history, builds, inputs);
    }
    // One target's error leaves all earlier artifacts whole.
    if (context.diagnostics.has_errors()) { return ExitStatus::Failed; }
    return finish(context, builds, inputs);
}

}  // namespace retort::driver
