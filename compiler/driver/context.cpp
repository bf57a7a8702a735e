// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/context.h"

#include "compiler/base/names.h"

#include <utility>

namespace retort::driver {
namespace {

constexpr const char* kNoConfigurationHelp =
    "`retort init` starts a project here; `-c FILE` names the configuration of another";

/// `-x NAME=VALUE` goes before the environment.
project::Environment environment_of(const Context& context) {
    return [&context](const std::string& name) -> std::optional<std::string> {
        for (auto given = context.options.variables.rbegin();
             given != context.options.variables.rend(); ++given) {
            if (given->first == name) { return given->second; }
        }
        return context.world->environment ? context.world->environment(name) : std::nullopt;
    };
}

std::string target_list(const std::vector<project::Target>& targets) {
    std::string list;
    for (const project::Target& target : targets) {
        if (!list.empty()) { list += ", "; }
        list += "`-n " + target.name + "`";
    }
    return list;
}

const project::Target* named_target(Context& context) {
    const std::vector<project::Target>& targets = context.project.configuration.targets;
    std::vector<std::string_view> names;
    for (const project::Target& target : targets) {
        if (target.name == context.options.target) { return &target; }
        names.push_back(target.name);
    }
    const std::string_view nearest = nearest_name(context.options.target, names);
    context.diagnostics.report(diag::UnknownTarget, {}, context.options.target)
        .help(nearest.empty() ? "the configuration has " + target_list(targets)
                              : "did you mean `-n " + std::string(nearest) + "`?");
    return nullptr;
}

}  // namespace

std::string from_working_directory(const Context& context, const std::string& path) {
    const std::string& directory = context.world->working_directory;
    const bool absolute = !path.empty() && path.front() == '/';
    if (absolute || directory.empty() || directory == ".") { return path; }
    return directory.back() == '/' ? directory + path : directory + "/" + path;
}

bool open_configuration(Context& context) {
    const source::FileSystem& files = *context.world->files;
    std::string path;
    if (!context.options.config.empty()) {
        path = from_working_directory(context, context.options.config);
    } else {
        path = project::find_configuration(files, context.world->working_directory);
    }
    if (path.empty()) {
        const std::string& directory = context.world->working_directory;
        context.diagnostics.report(diag::NoConfiguration, {}, directory.empty() ? "." : directory)
            .help(kNoConfigurationHelp);
        return false;
    }
    std::optional<project::Configuration> configuration = project::load_configuration(
        files, path, environment_of(context), context.project.sources, context.diagnostics);
    if (!configuration) { return false; }
    context.project.configuration = std::move(*configuration);
    return true;
}

bool open_revisions(Context& context, const project::Target& target) {
    const std::size_t errors_before = context.diagnostics.error_count();
    context.project.files = project::load_revision_files(
        *context.world->files, context.project.configuration, target.migrations,
        context.project.sources, context.diagnostics);
    return context.diagnostics.error_count() == errors_before;
}

const project::Target* one_target(Context& context) {
    if (!context.options.target.empty()) { return named_target(context); }
    const std::vector<project::Target>& targets = context.project.configuration.targets;
    if (targets.size() == 1) { return &targets.front(); }
    context.diagnostics
        .report(diag::SeveralTargets, {}, std::to_string(targets.size()),
                context.options.command_name)
        .help("choose one: " + target_list(targets));
    return nullptr;
}

const project::Target* one_history(Context& context) {
    if (!context.options.target.empty()) { return named_target(context); }
    const std::vector<project::Target>& targets = context.project.configuration.targets;
    std::vector<const project::Target*> all;
    for (const project::Target& target : targets) { all.push_back(&target); }
    const std::size_t count = project::histories(all).size();
    if (count == 1) { return all.front(); }
    context.diagnostics.report(diag::SeveralHistories, {}, count, context.options.command_name)
        .help("choose one: " + target_list(targets));
    return nullptr;
}

std::vector<const project::Target*> all_targets(Context& context) {
    std::vector<const project::Target*> chosen;
    if (!context.options.target.empty()) {
        if (const project::Target* target = named_target(context)) { chosen.push_back(target); }
        return chosen;
    }
    for (const project::Target& target : context.project.configuration.targets) {
        chosen.push_back(&target);
    }
    return chosen;
}

ExitStatus deliver(Context& context, std::string text) {
    if (context.options.output.empty()) {
        context.out = std::move(text);
        return ExitStatus::Done;
    }
    const std::string path = from_working_directory(context, context.options.output);
    if (std::optional<source::FileError> error = context.world->files->write(path, text)) {
        context.diagnostics.report(diag::FileNotWritable, {}, context.options.output,
                                   error->reason);
        return ExitStatus::Failed;
    }
    return ExitStatus::Done;
}

}  // namespace retort::driver
