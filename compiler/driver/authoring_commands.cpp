// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/authoring.h"
#include "compiler/driver/autogenerate.h"
#include "compiler/project/new_revision.h"
#include "compiler/revisions/commuting.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace retort::driver {
namespace {

using revisions::Node;
using revisions::Revision;
using revisions::RevisionGraph;
using revisions::RevisionHeader;

/// More revisions than this are not named one by one.
constexpr std::size_t kMostNamed = 10;

void name_revisions(diagnostics::Diagnostic& finding, const RevisionGraph& graph,
                    std::span<const Node> nodes, const std::string& what) {
    for (std::size_t i = 0; i < std::min(nodes.size(), kMostNamed); ++i) {
        finding.note(graph.header(nodes[i]).id.span, "\"" + std::string(graph.id(nodes[i])) + what);
    }
}

/// `a, b and c`.
std::string named(const RevisionGraph& graph, const std::vector<Node>& nodes) {
    std::string text;
    for (std::size_t i = 0; i < std::min(nodes.size(), kMostNamed); ++i) {
        if (i != 0) { text += i + 1 == nodes.size() ? " and " : ", "; }
        text += graph.id(nodes[i]);
    }
    return nodes.size() > kMostNamed ? text + ", …" : text;
}

bool is_head(const RevisionGraph& graph, Node node) {
    return graph.children(node).empty();
}

/// Reports a revision that is none of the heads, with what revises it.
void report_no_head(Context& context, const RevisionGraph& graph, Node node,
                    const std::string& help) {
    auto& finding = context.diagnostics.report(diag::NotAHead, {}, graph.id(node));
    name_revisions(finding, graph, graph.children(node), "\" revises it");
    finding.help(help);
}

/// What a new revision revises: nothing, for a base, or one revision.
std::optional<std::vector<Node>> chosen_parent(Context& context, const RevisionGraph& graph) {
    const std::string& word = context.options.head;
    const std::vector<Node>& heads = graph.heads();
    if (word.empty()) {
        if (heads.size() < 2) { return heads; }
        auto& finding = context.diagnostics.report(diag::AmbiguousHead, {}, "head", heads.size());
        name_revisions(finding, graph, heads, "\"");
        finding.help("choose one with `--head`, or join them: `retort merge heads`");
        return std::nullopt;
    }
    std::optional<std::vector<Node>> nodes =
        revisions::resolve_revisions(graph, word, context.diagnostics);
    if (!nodes || nodes->empty()) { return nodes; }
    if (nodes->size() > 1) {
        context.diagnostics.report(diag::NotOneRevision, {}, word, nodes->size())
            .help("name one; `retort merge` joins several");
        return std::nullopt;
    }
    if (!is_head(graph, nodes->front()) && !context.options.splice) {
        report_no_head(context, graph, nodes->front(), "`--splice` starts another branch there");
        return std::nullopt;
    }
    return nodes;
}

/// Identifiers of what `--depends-on` names; a label stays a label.
bool take_dependencies(Context& context, const RevisionGraph& graph, RevisionHeader& header) {
    bool fine = true;
    for (const std::string& word : context.options.dependencies) {
        if (graph.find_label(word)) {
            header.dependencies.emplace_back(word);
            continue;
        }
        const std::optional<Node> node =
            revisions::resolve_revision(graph, word, context.diagnostics);
        if (node) { header.dependencies.emplace_back(std::string(graph.id(*node))); }
        fine = fine && node.has_value();
    }
    return fine;
}

/// The configuration, the revision files and their graph; else the status to end with.
struct OpenHistory {
    const project::Target* target = nullptr;
    std::optional<RevisionGraph> graph;
    ExitStatus status = ExitStatus::Usage;
};

OpenHistory open_history(Context& context) {
    OpenHistory history;
    if (!open_configuration(context)) { return history; }
    history.target = one_history(context);
    if (history.target == nullptr) { return history; }
    history.status = ExitStatus::Failed;
    if (!open_revisions(context, *history.target)) { return history; }
    history.graph = load_graph(context.project, context.diagnostics);
    return history;
}

/// The heads that a merge is to join, in the order in which they were named.
std::optional<std::vector<Node>> merged_heads(Context& context, const RevisionGraph& graph) {
    std::vector<Node> nodes;
    bool fine = true;
    for (const std::string& word : context.options.words) {
        const auto named = revisions::resolve_revisions(graph, word, context.diagnostics);
        if (!named) {
            fine = false;
            continue;
        }
        for (const Node node : *named) {
            if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) {
                nodes.push_back(node);
            }
        }
    }
    for (const Node node : nodes) {
        if (is_head(graph, node)) { continue; }
        report_no_head(context, graph, node, "a merge joins heads: `retort heads` lists them");
        fine = false;
    }
    if (!fine) { return std::nullopt; }
    if (nodes.size() < 2) {
        context.diagnostics
            .report(diag::NothingToMerge, {},
                    fmt::format("{}", fmt::join(context.options.words, " ")))
            .help(graph.heads().size() < 2 ? "the history has one head"
                                           : "name two of " + named(graph, graph.heads()) +
                                                 "; `heads` leaves out what others depend on");
        return std::nullopt;
    }
    return nodes;
}

ExitStatus write_generated(Context& context, const project::Target& target, const std::string& path,
                           const RevisionHeader& header) {
    std::vector<std::string> parents;
    for (const Name& parent : header.parents) { parents.push_back(parent.text); }
    const auto statements = generate_statements(context, target, parents);
    if (!statements) { return ExitStatus::Failed; }
    if (statements->empty()) {
        context.diagnostics.report(diag::NothingToGenerate, {});
        return ExitStatus::Done;
    }
    revisions::Revision revision;
    revision.header = header;
    const std::string text = generated_text(std::move(revision), *statements);
    if (!generated_holds(context, target, path, text, header.id.text)) {
        return ExitStatus::Failed;
    }
    return finish_new_file(context, path, text);
}

/// Whether what the heads do fits together, for every target of the history: the merge that would
/// be written has to compile.
bool fit_together(Context& context, const project::Target& target, const RevisionGraph& graph,
                  const std::vector<Node>& heads) {
    const project::Configuration& configuration = context.project.configuration;
    std::optional<ParsedHistory> parsed =
        parse_history(context.project, *context.world->files, context.diagnostics);
    if (!parsed) { return false; }
    std::vector<Node> nodes;
    for (const Node head : heads) { nodes.push_back(*parsed->graph->find(graph.id(head))); }
    for (const project::Target* each : targets_like(context, target)) {
        const std::optional<Compilation>& compilation =
            keep(context, compile(*parsed, configuration, *each, {}, context.diagnostics));
        if (!compilation) { continue; }
        revisions::check_commute(*compilation->graph, compilation->history, nodes,
                                 configuration.naming, context.diagnostics);
    }
    return !context.diagnostics.has_errors();
}

std::string merge_message(const RevisionGraph& graph, const std::vector<Node>& heads) {
    if (heads.size() > kMostNamed) { return fmt::format("Merge {} heads", heads.size()); }
    return "Merge " + named(graph, heads);
}

}  // namespace

ExitStatus run_revision(Context& context) {
    const OpenHistory history = open_history(context);
    if (!history.graph) { return history.status; }
    const RevisionGraph& graph = *history.graph;
    std::optional<RevisionHeader> header = new_header(context, graph);
    const std::optional<std::vector<Node>> parent = chosen_parent(context, graph);
    RevisionHeader named;
    const bool dependencies = take_dependencies(context, graph, named);
    if (!header || !parent || !dependencies) { return ExitStatus::Failed; }
    for (const Node node : *parent) { header->parents.emplace_back(std::string(graph.id(node))); }
    header->dependencies = std::move(named.dependencies);
    const std::optional<std::string> path = new_path(context, *history.target, graph, *header);
    if (!path) { return ExitStatus::Failed; }
    if (context.options.autogenerate) {
        return write_generated(context, *history.target, *path, *header);
    }
    Revision revision;
    revision.header = std::move(*header);
    revision.has_upgrade = true;
    return finish_new_file(context, *path, project::new_revision_text(revision));
}

ExitStatus run_merge(Context& context) {
    const OpenHistory history = open_history(context);
    if (!history.graph) { return history.status; }
    const RevisionGraph& graph = *history.graph;
    std::optional<RevisionHeader> header = new_header(context, graph);
    const std::optional<std::vector<Node>> heads = merged_heads(context, graph);
    if (!header || !heads) { return ExitStatus::Failed; }
    if (!fit_together(context, *history.target, graph, *heads)) { return ExitStatus::Failed; }
    for (const Node node : *heads) { header->parents.emplace_back(std::string(graph.id(node))); }
    if (header->message.empty()) { header->message = merge_message(graph, *heads); }
    const std::optional<std::string> path = new_path(context, *history.target, graph, *header);
    if (!path) { return ExitStatus::Failed; }
    Revision revision;
    revision.header = std::move(*header);
    return finish_new_file(context, *path, project::new_revision_text(revision));
}

}  // namespace retort::driver
