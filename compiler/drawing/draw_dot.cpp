// SPDX-License-Identifier: Apache-2.0
#include "compiler/drawing/caption.h"
#include "compiler/drawing/draw.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace retort::drawing {
namespace {

constexpr std::size_t kMessageColumns = 40;

constexpr std::string_view kHead =
    "digraph revisions {\n"
    "    rankdir=BT;\n"
    "    node [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=10];\n"
    "    edge [arrowsize=0.7];\n";

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') { result += '\\'; }
        result += c;
    }
    return result + "\"";
}

/// A row's name in the file: identifiers hold no `…`, so no run is called like a revision.
std::string name_of(const RevisionGraph& graph, const Row& row) {
    const std::string newest(graph.id(row.newest));
    return quoted(row.folded() ? std::string(graph.id(row.oldest)) + "…" + newest : newest);
}

/// Lines of text, centred.
std::string label_of(const Caption& words) {
    std::string label = quoted(words.name);
    label.pop_back();
    const auto add = [&](std::string_view text) {
        const std::string line = quoted(text);
        label += "\\n" + line.substr(1, line.size() - 2);
    };
    if (!words.message.empty()) { add(shortened(words.message, kMessageColumns)); }
    std::string marks;
    for (const std::string& mark : words.labels) { marks += "(" + mark + ") "; }
    if (!words.head.empty()) { marks += "(" + words.head + ") "; }
    if (!marks.empty()) {
        marks.pop_back();
        add(marks);
    }
    return label + "\"";
}

std::string_view shape_of(Mark mark) {
    switch (mark) {
        case Mark::Plain:
            return "";
        case Mark::BranchPoint:
            return ", shape=ellipse, style=solid";
        case Mark::MergePoint:
            return ", shape=hexagon, style=solid";
        case Mark::BranchAndMerge:
            return ", shape=octagon, style=solid";
        case Mark::Folded:
            break;
    }
    return ", shape=box, style=dotted";
}

std::string_view style_of(EdgeKind kind) {
    switch (kind) {
        case EdgeKind::Revises:
            return "";
        case EdgeKind::DependsOn:
            break;
    }
    return " [style=dashed]";
}

}  // namespace

std::string draw_dot(const RevisionGraph& graph, const Picture& picture) {
    std::string text(kHead);
    const auto out = std::back_inserter(text);
    for (const Row& row : picture.rows) {
        const Caption words = caption(graph, row, {});
        fmt::format_to(out, "    {} [label={}{}{}];\n", name_of(graph, row), label_of(words),
                       shape_of(words.mark), words.head.empty() ? "" : ", penwidth=2");
    }
    std::vector<Node> outside;
    for (const Stub& stub : picture.stubs) { outside.push_back(stub.other); }
    std::sort(outside.begin(), outside.end(),
              [&](Node a, Node b) { return graph.position(a) > graph.position(b); });
    outside.erase(std::unique(outside.begin(), outside.end()), outside.end());
    for (const Node node : outside) {
        fmt::format_to(out, "    {} [shape=plaintext, fontcolor=gray];\n", quoted(graph.id(node)));
    }
    // From the older to the newer, as `history` writes its arrows.
    for (const Edge& edge : picture.edges) {
        fmt::format_to(out, "    {} -> {}{};\n", name_of(graph, picture.rows[edge.lower]),
                       name_of(graph, picture.rows[edge.upper]), style_of(edge.kind));
    }
    for (const Stub& stub : picture.stubs) {
        const std::string row = name_of(graph, picture.rows[stub.row]);
        const std::string other = quoted(graph.id(stub.other));
        fmt::format_to(out, "    {} -> {}{};\n", stub.upwards ? row : other,
                       stub.upwards ? other : row, style_of(stub.kind));
    }
    return text + "}\n";
}

}  // namespace retort::drawing
