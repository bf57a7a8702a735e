// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/authoring.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace retort::driver {
namespace {

/// `code --wait` as its words; quotes keep blanks together.
std::vector<std::string> split_words(const std::string& text) {
    std::vector<std::string> words;
    char quote = 0;
    bool open = false;  // a word has begun
    for (const char c : text) {
        if (quote != 0 && c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
            if (!open) { words.emplace_back(); }
            open = true;
        } else if (quote == 0 && (c == ' ' || c == '\t')) {
            open = false;
        } else {
            if (!open) { words.emplace_back(); }
            open = true;
            words.back() += c;
        }
    }
    return words;
}

std::vector<std::string> editor_words(const Context& context) {
    for (const char* name : {"VISUAL", "EDITOR"}) {
        const std::optional<std::string> value =
            context.world->environment ? context.world->environment(name) : std::nullopt;
        std::vector<std::string> words = split_words(value.value_or(""));
        if (!words.empty()) { return words; }
    }
    return {};
}

}  // namespace

bool open_editor(Context& context, const std::string& path) {
    ProgramCall call;
    call.words = editor_words(context);
    if (call.words.empty()) {
        context.diagnostics.report(diag::NoEditor, {})
            .help("set VISUAL or EDITOR; the file is " + path_from_here(context, path));
        return false;
    }
    const std::string shown = fmt::format("{}", fmt::join(call.words, " "));
    call.words.push_back(path_from_here(context, path));
    call.interactive = true;
    const ProgramResult result = context.world->run_program(call);
    if (result.failure.empty() && result.status == 0) { return true; }
    context.diagnostics.report(diag::ProgramFailed, {}, shown,
                               result.failure.empty()
                                   ? fmt::format("its exit status is {}", result.status)
                                   : result.failure);
    return false;
}

ExitStatus run_edit(Context& context) {
    if (!open_configuration(context)) { return ExitStatus::Usage; }
    const project::Target* target = one_history(context);
    if (target == nullptr) { return ExitStatus::Usage; }
    if (!open_revisions(context, *target)) { return ExitStatus::Failed; }
    const std::optional<revisions::RevisionGraph> graph =
        load_graph(context.project, context.diagnostics);
    if (!graph) { return ExitStatus::Failed; }
    const std::optional<revisions::Node> node =
        revisions::resolve_revision(*graph, context.options.word, context.diagnostics);
    if (!node) { return ExitStatus::Failed; }
    const std::string& path = context.project.sources.get(graph->header(*node).file).path;
    return open_editor(context, path) ? ExitStatus::Done : ExitStatus::Failed;
}

}  // namespace retort::driver
