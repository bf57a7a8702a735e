// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/driver.h"

#include "compiler/base/check.h"
#include "compiler/diagnostics/render.h"
#include "compiler/driver/context.h"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace retort::driver {
namespace {

std::string environment(const World& world, const std::string& name) {
    return world.environment ? world.environment(name).value_or("") : std::string();
}

bool use_color(const World& world, ColorMode mode) {
    switch (mode) {
        case ColorMode::Always:
            return true;
        case ColorMode::Never:
            return false;
        case ColorMode::Auto:
            break;
    }
    if (!environment(world, "NO_COLOR").empty()) { return false; }
    const std::string force = environment(world, "CLICOLOR_FORCE");
    if (!force.empty() && force != "0") { return true; }
    return world.error_is_terminal && environment(world, "TERM") != "dumb";
}

ExitStatus run_command(Context& context) {
    switch (context.options.command) {
        case Command::Init:
            return run_init(context);
        case Command::Revision:
            return run_revision(context);
        case Command::Merge:
            return run_merge(context);
        case Command::Edit:
            return run_edit(context);
        case Command::Import:
            return run_import(context);
        case Command::Check:
            return run_check(context);
        case Command::Schema:
            return run_schema(context);
        case Command::Squash:
            return run_squash(context);
        case Command::Diff:
            return run_diff(context);
        case Command::Upgrade:
        case Command::Downgrade:
            return run_upgrade_or_downgrade(context);
        case Command::Stamp:
            return run_stamp(context);
        case Command::EnsureVersion:
            return run_ensure_version(context);
        case Command::Current:
            return run_current(context);
        case Command::Build:
            return run_build(context);
        case Command::History:
            return run_history(context);
        case Command::Heads:
            return run_heads(context);
        case Command::Branches:
            return run_branches(context);
        case Command::Show:
            return run_show(context);
        case Command::Graph:
            return run_graph(context);
        case Command::Fmt:
            return run_fmt(context);
        case Command::Explain:
            return run_explain(context);
    }
    RETORT_UNREACHABLE();
}

std::string plural(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// `3 errors in 2 files`.
std::string summary(const std::vector<diagnostics::Diagnostic>& findings) {
    std::size_t errors = 0;
    std::set<FileId> files;
    for (const diagnostics::Diagnostic& finding : findings) {
        if (finding.severity != diagnostics::Severity::Error) { continue; }
        ++errors;
        if (finding.where.known()) { files.insert(finding.where.file); }
    }
    if (errors == 0) { return {}; }
    std::string line = plural(errors, "error");
    if (!files.empty()) { line += " in " + plural(files.size(), "file"); }
    return line + "\n";
}

std::string findings_text(const Context& context) {
    Diagnostics shown;
    for (const diagnostics::Diagnostic& finding : context.diagnostics.all()) {
        if (context.options.quiet && finding.severity != diagnostics::Severity::Error) { continue; }
        shown.add(finding);
    }
    const diagnostics::Format format = context.options.diagnostics;
    const bool human = format == diagnostics::Format::Human;
    // A program that reads findings wants a document even where there are none.
    if (human && shown.empty()) { return {}; }
    const bool color = human && use_color(*context.world, context.options.color);
    std::string text = diagnostics::render(shown, context.project.sources, format, color);
    if (human) { text += summary(shown.sorted()); }
    return text;
}

}  // namespace

ExitStatus run(const std::vector<std::string>& arguments, World& world) {
    world.remains.clear();
    const auto shared = std::make_shared<Context>();
    Context& context = *shared;
    context.world = &world;
    world.remains.push_back(shared);
    std::string answer;
    ExitStatus status = ExitStatus::Usage;
    std::optional<Options> options = parse_options(arguments, answer, context.diagnostics);
    if (options) {
        context.options = std::move(*options);
        status = run_command(context);
    } else if (!answer.empty()) {
        context.out = std::move(answer);
        status = ExitStatus::Done;
    }
    world.err += findings_text(context);
    if (status == ExitStatus::Done) { world.out = std::move(context.out); }
    return status;
}

}  // namespace retort::driver
