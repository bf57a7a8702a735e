// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/check.h"
#include "compiler/drawing/draw.h"
#include "compiler/driver/context.h"
#include "compiler/driver/revision_text.h"

#include <algorithm>
#include <utility>

namespace retort::driver {
namespace {

using revisions::Node;
using revisions::RevisionGraph;

/// The graph of the project, or the status to end with.
std::optional<RevisionGraph> open_graph(Context& context, ExitStatus& status) {
    status = ExitStatus::Usage;
    if (!open_configuration(context)) { return std::nullopt; }
    const project::Target* target = one_history(context);
    if (target == nullptr) { return std::nullopt; }
    status = ExitStatus::Failed;
    if (!open_revisions(context, *target)) { return std::nullopt; }
    return load_graph(context.project, context.diagnostics);
}

/// The revisions of `-r`, or all; newest first. Nullopt, with a report, where it names none.
std::optional<std::vector<Node>> asked_revisions(Context& context, const RevisionGraph& graph) {
    if (context.options.range.empty()) {
        return std::vector<Node>(graph.order().rbegin(), graph.order().rend());
    }
    return revisions::resolve_history(graph, context.options.range, context.diagnostics);
}

std::string draw(const RevisionGraph& graph, const drawing::Picture& picture, DrawingForm form) {
    switch (form) {
        case DrawingForm::Text:
            return drawing::draw_text(graph, picture);
        case DrawingForm::Dot:
            return drawing::draw_dot(graph, picture);
        case DrawingForm::Mermaid:
            return drawing::draw_mermaid(graph, picture);
        case DrawingForm::Svg:
            return drawing::draw_svg(graph, picture);
    }
    RETORT_UNREACHABLE();
}

/// At least one revision, or a report.
std::optional<std::vector<Node>> named_revisions(Context& context, const RevisionGraph& graph,
                                                 const std::string& word) {
    std::optional<std::vector<Node>> nodes =
        revisions::resolve_revisions(graph, word, context.diagnostics);
    if (nodes && nodes->empty()) {
        context.diagnostics.report(diag::NotOneRevision, {}, word, std::size_t{0})
            .help("name a revision; `retort history` lists them");
        return std::nullopt;
    }
    return nodes;
}

void print_list(Context& context, const RevisionPrinter& printer, const std::vector<Node>& nodes,
                bool history) {
    if (context.options.format == OutputFormat::Json) {
        context.out = printer.json(nodes);
        return;
    }
    for (const Node node : nodes) {
        if (context.options.verbose) {
            context.out += printer.paragraph(node);
        } else {
            context.out += history ? printer.history_line(node)
                                   : printer.short_line(node, Marks::Heads, false);
            context.out += '\n';
        }
    }
}

}  // namespace

ExitStatus run_history(Context& context) {
    ExitStatus status = ExitStatus::Done;
    const std::optional<RevisionGraph> graph = open_graph(context, status);
    if (!graph) { return status; }
    const std::optional<std::vector<Node>> nodes = asked_revisions(context, *graph);
    if (!nodes) { return ExitStatus::Failed; }
    std::vector<Node> current;
    if (!context.options.current.empty()) {
        std::optional<std::vector<Node>> rows =
            revisions::resolve_revisions(*graph, context.options.current, context.diagnostics);
        if (!rows) { return ExitStatus::Failed; }
        current = std::move(*rows);
    }
    print_list(context, RevisionPrinter(*graph, context.project.sources, current), *nodes, true);
    return ExitStatus::Done;
}

ExitStatus run_heads(Context& context) {
    ExitStatus status = ExitStatus::Done;
    const std::optional<RevisionGraph> graph = open_graph(context, status);
    if (!graph) { return status; }
    const RevisionPrinter printer(*graph, context.project.sources);
    const bool real = context.options.resolve_dependencies;
    print_list(context, printer, real ? graph->real_heads() : graph->heads(), false);
    return ExitStatus::Done;
}

ExitStatus run_branches(Context& context) {
    ExitStatus status = ExitStatus::Done;
    const std::optional<RevisionGraph> graph = open_graph(context, status);
    if (!graph) { return status; }
    const RevisionPrinter printer(*graph, context.project.sources);
    std::vector<Node> forks;
    for (auto node = graph->order().rbegin(); node != graph->order().rend(); ++node) {
        if (graph->is_branch_point(*node)) { forks.push_back(*node); }
    }
    if (context.options.format == OutputFormat::Json) {
        context.out = printer.json(forks);
        return ExitStatus::Done;
    }
    const bool verbose = context.options.verbose;
    for (const Node fork : forks) {
        context.out +=
            verbose ? printer.paragraph(fork) : printer.short_line(fork, Marks::All, false) + "\n";
        for (const Node child : graph->children(fork)) {
            context.out += std::string(graph->id(fork).size(), ' ') + " -> " +
                           printer.short_line(child, Marks::All, verbose) + "\n";
        }
        context.out += '\n';
    }
    return ExitStatus::Done;
}

ExitStatus run_show(Context& context) {
    ExitStatus status = ExitStatus::Done;
    const std::optional<RevisionGraph> graph = open_graph(context, status);
    if (!graph) { return status; }
    const std::optional<std::vector<Node>> nodes =
        named_revisions(context, *graph, context.options.word);
    if (!nodes) { return ExitStatus::Failed; }
    const RevisionPrinter printer(*graph, context.project.sources);
    if (context.options.format == OutputFormat::Json) {
        context.out = printer.json(*nodes);
        return ExitStatus::Done;
    }
    for (const Node node : *nodes) { context.out += printer.paragraph(node); }
    return ExitStatus::Done;
}

ExitStatus run_graph(Context& context) {
    ExitStatus status = ExitStatus::Done;
    const std::optional<RevisionGraph> graph = open_graph(context, status);
    if (!graph) { return status; }
    const std::optional<std::vector<Node>> nodes = asked_revisions(context, *graph);
    if (!nodes) { return ExitStatus::Failed; }
    const drawing::Folding folding =
        context.options.fold ? drawing::Folding::Runs : drawing::Folding::None;
    const drawing::Picture picture = drawing::make_picture(*graph, *nodes, folding);
    return deliver(context, draw(*graph, picture, context.options.drawing));
}

}  // namespace retort::driver
