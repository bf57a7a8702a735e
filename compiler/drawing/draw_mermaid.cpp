// SPDX-License-Identifier: Apache-2.0
#include "compiler/drawing/caption.h"
#include "compiler/drawing/draw.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace retort::drawing {
namespace {

constexpr std::size_t kMessageColumns = 40;

/// Text between the quotes of a label. Mermaid reads Markdown and HTML there, and `#NN;` as the
/// character of that number: everything that could mean something is written so.
std::string escaped(std::string_view text) {
    constexpr std::string_view kHarmless = " ,.-()";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool word = byte >= 0x80 || (byte >= '0' && byte <= '9') ||
                          (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
        // `-`, `1.` and `1)` would begin a list.
        const bool begins = result.empty() && c != '(';
        const bool list =
            (c == '.' || c == ')') && result.find_first_not_of("0123456789") == std::string::npos;
        if (word || (!begins && !list && kHarmless.find(c) != std::string_view::npos)) {
            result += c;
        } else {
            result += fmt::format("#{};", static_cast<unsigned>(byte));
        }
    }
    return result;
}

std::string label_of(const Caption& words) {
    std::string label = escaped(words.name);
    if (!words.message.empty()) {
        label += "<br/>" + escaped(shortened(words.message, kMessageColumns));
    }
    std::string marks;
    for (const std::string& mark : words.labels) { marks += " (" + mark + ")"; }
    if (!words.head.empty()) { marks += " (" + words.head + ")"; }
    if (!marks.empty()) { label += "<br/>" + escaped(marks.substr(1)); }
    return label;
}

/// The brackets that give a node its shape.
struct Shape {
    std::string_view open;
    std::string_view close;
};

Shape shape_of(Mark mark) {
    switch (mark) {
        case Mark::Plain:
            return {"[\"", "\"]"};
        case Mark::BranchPoint:
            return {"([\"", "\"])"};
        case Mark::MergePoint:
            return {"{{\"", "\"}}"};
        case Mark::BranchAndMerge:
            return {"[[\"", "\"]]"};
        case Mark::Folded:
            break;
    }
    return {"[\"", "\"]:::folded"};
}

std::string_view arrow(EdgeKind kind) {
    switch (kind) {
        case EdgeKind::Revises:
            return "-->";
        case EdgeKind::DependsOn:
            break;
    }
    return "-.->";
}

}  // namespace

std::string draw_mermaid(const RevisionGraph& graph, const Picture& picture) {
    std::string text = "flowchart BT\n";
    const auto out = std::back_inserter(text);
    bool any_folded = false;
    bool any_head = false;
    for (std::size_t row = 0; row < picture.rows.size(); ++row) {
        const Caption words = caption(graph, picture.rows[row], {});
        const Shape shape = shape_of(words.mark);
        const bool head = !words.head.empty();
        fmt::format_to(out, "    r{}{}{}{}{}\n", row, shape.open, label_of(words), shape.close,
                       head ? ":::head" : "");
        any_folded = any_folded || words.mark == Mark::Folded;
        any_head = any_head || head;
    }
    std::map<Node, std::size_t> outside;
    for (const Stub& stub : picture.stubs) {
        const auto [found, fresh] = outside.emplace(stub.other, outside.size());
        if (fresh) {
            fmt::format_to(out, "    s{}[\"{}\"]:::outside\n", found->second,
                           escaped(graph.id(stub.other)));
        }
    }
    // From the older to the newer, as `history` writes its arrows.
    for (const Edge& edge : picture.edges) {
        fmt::format_to(out, "    r{} {} r{}\n", edge.lower, arrow(edge.kind), edge.upper);
    }
    for (const Stub& stub : picture.stubs) {
        const std::string row = fmt::format("r{}", stub.row);
        const std::string other = fmt::format("s{}", outside.at(stub.other));
        fmt::format_to(out, "    {} {} {}\n", stub.upwards ? row : other, arrow(stub.kind),
                       stub.upwards ? other : row);
    }
    if (any_head) { text += "    classDef head stroke-width:3px\n"; }
    if (any_folded) { text += "    classDef folded stroke-dasharray:2 3\n"; }
    if (!outside.empty()) { text += "    classDef outside fill:none,stroke:none\n"; }
    return text;
}

}  // namespace retort::drawing
