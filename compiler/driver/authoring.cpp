// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/authoring.h"

#include "compiler/project/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

namespace retort::driver {
namespace {

using revisions::RevisionGraph;
using revisions::RevisionHeader;

std::string in_root(const Context& context, const std::string& path) {
    return project::join_path(context.project.configuration.root, path);
}

/// How a program failed; empty where it did not.
std::string failure_of(const ProgramResult& result) {
    if (!result.failure.empty()) { return result.failure; }
    return result.status == 0 ? "" : fmt::format("its exit status is {}", result.status);
}

/// 48 random bits, as Alembic's identifiers have, that no revision has yet.
std::string random_id(const Context& context, const RevisionGraph& graph) {
    while (true) {
        std::string id = fmt::format("{:012x}", context.world->random() & 0xFFFF'FFFF'FFFFU);
        if (!graph.find(id) && !graph.find_label(id)) { return id; }
    }
}

std::optional<std::string> asked_id(Context& context, const RevisionGraph& graph) {
    const std::string& id = context.options.revision_id;
    if (id.empty()) { return random_id(context, graph); }
    const std::string_view fault = revisions::find_id_fault(id);
    if (!fault.empty()) {
        context.diagnostics.report(diag::InvalidRevisionId, {}, id, fault);
        return std::nullopt;
    }
    if (const auto same = graph.find(id)) {
        context.diagnostics.report(diag::RevisionExists, {}, id)
            .note(graph.header(*same).id.span, "it is here")
            .help("leave out `--rev-id`: a new identifier is made");
        return std::nullopt;
    }
    return id;
}

/// Why a label cannot stand in `LABEL@head`, or is taken; empty where it is fine.
std::string label_fault(const std::string& label, const std::string& id,
                        const RevisionGraph& graph) {
    if (project::find_bad_text(label)) { return "it is not UTF-8 text"; }
    const std::string_view fault = revisions::find_label_fault(label);
    if (!fault.empty()) { return std::string(fault); }
    if (label == id || graph.find(label)) { return "it is the identifier of a revision"; }
    if (const auto owner = graph.find_label(label)) {
        return "revision \"" + std::string(graph.id(*owner)) + "\" has it";
    }
    return {};
}

bool take_labels(Context& context, const RevisionGraph& graph, RevisionHeader& header) {
    bool fine = true;
    for (const std::string& label : context.options.labels) {
        const std::string fault = label_fault(label, header.id.text, graph);
        if (!fault.empty()) {
            context.diagnostics.report(diag::InvalidLabel, {}, label, fault);
            fine = false;
            continue;
        }
        const bool known = std::any_of(header.labels.begin(), header.labels.end(),
                                       [&](const Name& name) { return name.text == label; });
        if (!known) { header.labels.emplace_back(label); }
    }
    return fine;
}

/// The name that git signs with, where there is git and it has one.
std::string author_of(const Context& context) {
    ProgramCall call;
    call.words = {"git", "config", "--get", "user.name"};
    call.directory = context.project.configuration.root;
    ProgramResult result = context.world->run_program(call);
    if (!failure_of(result).empty()) { return {}; }
    std::string name = result.out.substr(0, result.out.find('\n'));
    return project::find_bad_text(name) ? std::string() : name;
}

/// Runs the configured commands on a new file, up to the first that fails.
bool run_post_write(Context& context, const std::string& path) {
    for (const std::vector<std::string>& command : context.project.configuration.post_write) {
        ProgramCall call;
        call.directory = context.project.configuration.root;
        for (std::string word : command) {
            constexpr std::string_view kFile = "{file}";
            for (std::size_t at = word.find(kFile); at != std::string::npos;
                 at = word.find(kFile, at + path.size())) {
                word.replace(at, kFile.size(), path);
            }
            call.words.push_back(std::move(word));
        }
        const ProgramResult result = context.world->run_program(call);
        const std::string failure = failure_of(result);
        if (failure.empty()) { continue; }
        auto& finding = context.diagnostics.report(
            diag::ProgramFailed, {}, fmt::format("{}", fmt::join(call.words, " ")), failure);
        for (const std::string* printed : {&result.err, &result.out}) {
            const std::size_t end = printed->find_last_not_of(" \t\r\n");
            const bool text = end != std::string::npos && !project::find_bad_text(*printed);
            if (text) { finding.note({}, "it says: " + printed->substr(0, end + 1)); }
        }
        finding.help("the file was written: " + path_from_here(context, path));
        return false;
    }
    return true;
}

}  // namespace

std::optional<project::WallTime> time_now(Context& context) {
    const project::Configuration& configuration = context.project.configuration;
    std::optional<project::WallTime> now = context.world->now(configuration.timezone);
    if (!now) {
        context.diagnostics
            .report(diag::UnknownTimezone, configuration.timezone_span, configuration.timezone)
            .help("write UTC, or a name such as Europe/Berlin (Debian's package tzdata has them)");
    }
    return now;
}

std::string path_from_here(const Context& context, const std::string& path) {
    const std::filesystem::path full(in_root(context, path));
    const std::filesystem::path here(context.world->working_directory);
    if (!full.is_absolute() || !here.is_absolute()) { return full.generic_string(); }
    return full.lexically_relative(here).generic_string();
}

std::optional<RevisionHeader> new_header(Context& context, const RevisionGraph& graph) {
    RevisionHeader header;
    const std::optional<std::string> id = asked_id(context, graph);
    if (id) { header.id = Name(*id); }
    header.message = context.options.message;
    const bool bad_message = project::find_bad_text(header.message).has_value();
    if (bad_message) {
        context.diagnostics.report(diag::WrongOptionValue, {}, "-m", "…", "UTF-8 text");
    }
    const bool labels = take_labels(context, graph, header);
    const std::optional<project::WallTime> now = time_now(context);
    if (!id || bad_message || !labels || !now) { return std::nullopt; }
    header.created = project::iso_time(*now);
    header.author = author_of(context);
    return header;
}

std::optional<std::string> new_path(Context& context, const project::Target& target,
                                    const RevisionGraph& graph, const RevisionHeader& header) {
    const project::Configuration& configuration = context.project.configuration;
    const std::optional<project::WallTime> now = time_now(context);
    if (!now) { return std::nullopt; }
    std::string beside;
    if (!header.parents.empty()) {
        const std::optional<revisions::Node> parent = graph.find(header.parents.front().text);
        if (parent) { beside = context.project.sources.get(graph.header(*parent).file).path; }
    }
    const std::string directory = project::directory_of(target.migrations, beside);
    const std::string name = project::revision_file_name(configuration.file_template, *now,
                                                         header.id.text, header.message);
    if (project::leaves_directory(name) || name.front() == '/') {
        context.diagnostics.report(diag::FileOutside, {}, name, directory)
            .help("correct `file_template` in " + configuration.file);
        return std::nullopt;
    }
    std::string path = project::join_path(directory, name);
    if (context.world->files->exists(in_root(context, path))) {
        context.diagnostics.report(diag::FileExists, {}, path)
            .help("write another message, or put {rev} into `file_template`");
        return std::nullopt;
    }
    return path;
}

ExitStatus finish_new_file(Context& context, const std::string& path, const std::string& text) {
    if (auto error = context.world->files->write(in_root(context, path), text)) {
        context.diagnostics.report(diag::FileNotWritable, {}, path, error->reason);
        return ExitStatus::Failed;
    }
    if (!run_post_write(context, path)) { return ExitStatus::Failed; }
    if (context.options.edit && !open_editor(context, path)) { return ExitStatus::Failed; }
    context.out = path_from_here(context, path) + "\n";
    return ExitStatus::Done;
}

}  // namespace retort::driver
