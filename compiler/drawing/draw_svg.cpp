// SPDX-License-Identifier: Apache-2.0
#include "compiler/drawing/caption.h"
#include "compiler/drawing/draw.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace retort::drawing {
namespace {

// All lengths are in CSS pixels; text is 12 high.
constexpr std::size_t kRowHeight = 24;
constexpr std::size_t kLaneWidth = 16;
constexpr std::size_t kMargin = 20;
constexpr std::size_t kLegendHeight = 44;
constexpr std::size_t kLeastWidth = 560;
constexpr std::size_t kGap = 8;
constexpr std::size_t kColors = 6;
constexpr std::size_t kMessageColumns = 80;
constexpr std::size_t kLabelColumns = 24;
/// Captions stand in one column up to this many lanes, and behind the lanes where there are more.
constexpr std::size_t kAlignedLanes = 6;

/// The lanes' colours have contrast on white and on black; the rest follows the reader's setting.
constexpr std::string_view kStyle =
    "<style>\n"
    ".page{fill:#ffffff}\n"
    "text{font:12px system-ui,-apple-system,\"Segoe UI\",\"DejaVu Sans\",sans-serif;fill:#1f2328}\n"
    ".id{font-family:ui-monospace,Menlo,Consolas,\"DejaVu Sans Mono\",monospace}\n"
    ".quiet{fill:#6b7280}\n"
    ".tag{fill:#ddf4ff;stroke:#0969da}\n"
    ".head{fill:#1a7f37;stroke:#1a7f37}\n"
    ".tagtext,.headtext{font-size:11px;text-anchor:middle}\n"
    ".tagtext{fill:#0550ae}\n"
    ".headtext{fill:#ffffff}\n"
    ".line{fill:none;stroke-width:2}\n"
    ".need{fill:none;stroke-width:1.5;stroke-dasharray:4 3}\n"
    ".out{fill:none;stroke:#8b949e;stroke-width:2;stroke-dasharray:1 3}\n"
    ".ring{fill:#ffffff;stroke-width:2.5}\n"
    ".fold{fill:#ffffff;stroke-width:2;stroke-dasharray:2 2}\n"
    ".c0{stroke:#2f7fd1}.d0{fill:#2f7fd1}\n"
    ".c1{stroke:#c4572b}.d1{fill:#c4572b}\n"
    ".c2{stroke:#3a8f4a}.d2{fill:#3a8f4a}\n"
    ".c3{stroke:#a25bc9}.d3{fill:#a25bc9}\n"
    ".c4{stroke:#a98108}.d4{fill:#a98108}\n"
    ".c5{stroke:#1c8f93}.d5{fill:#1c8f93}\n"
    "@media (prefers-color-scheme:dark){\n"
    ".page,.ring,.fold{fill:#0d1117}\n"
    "text{fill:#e6edf3}\n"
    ".quiet{fill:#9198a1}\n"
    ".tag{fill:#0c2d4d;stroke:#4493f8}\n"
    ".tagtext{fill:#a5d0ff}\n"
    ".headtext{fill:#ffffff}\n"
    "}\n"
    "</style>\n";

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            default:
                result += c;
        }
    }
    return result;
}

/// The width of text in the fixed font, and about that in the other.
std::size_t fixed_width(std::string_view text) {
    return (columns(text) * 29 + 3) / 4;
}
std::size_t text_width(std::string_view text) {
    return columns(text) * 7;
}
std::size_t tag_width(std::string_view text) {
    return columns(text) * 7 + 10;
}

std::size_t lane_x(std::size_t lane) {
    return kMargin + lane * kLaneWidth;
}
std::size_t row_y(std::size_t row) {
    return kLegendHeight + kRowHeight / 2 + row * kRowHeight;
}

std::string_view line_class(EdgeKind kind) {
    switch (kind) {
        case EdgeKind::Revises:
            return "line";
        case EdgeKind::DependsOn:
            break;
    }
    return "need";
}

class SvgWriter {
public:
    SvgWriter(const RevisionGraph& graph, const Picture& picture)
        : graph_(graph), picture_(picture), layout_(lay_out(picture)) {
        for (const std::size_t width : layout_.widths) {
            aligned_ = std::max(aligned_, std::min(width, kAlignedLanes));
        }
    }

    std::string run() {
        legend();
        for (const Span& span : layout_.spans) { draw(span); }
        for (const Link& link : layout_.links) { draw(link); }
        StubReader stubs(layout_.stubs);
        for (std::size_t row = 0; row < picture_.rows.size(); ++row) { draw(row, stubs.of(row)); }
        const std::size_t height = row_y(picture_.rows.size()) + kMargin - kRowHeight / 2;
        std::string text = fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
            "viewBox=\"0 0 {0} {1}\">\n",
            width_ + kMargin, height);
        text += kStyle;
        text += "<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n";
        return text + body_ + "</svg>\n";
    }

private:
    template <class... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(body_), format, std::forward<Args>(args)...);
    }

    void draw(const Span& span) {
        if (span.top >= span.bottom) { return; }
        add("<path class=\"{} c{}\" d=\"M{} {}V{}\"/>\n", line_class(span.kind),
            span.lane % kColors, lane_x(span.lane), row_y(span.top), row_y(span.bottom));
    }

    /// An S from row to row, in the colour of the lane that is not the row's own.
    void draw(const Link& link) {
        const std::size_t top = row_y(link.row);
        const std::size_t middle = top + kRowHeight / 2;
        const std::size_t color = std::max(link.from, link.to) % kColors;
        add("<path class=\"{} c{}\" d=\"M{} {}C{} {} {} {} {} {}\"/>\n", line_class(link.kind),
            color, lane_x(link.from), top, lane_x(link.from), middle, lane_x(link.to), middle,
            lane_x(link.to), top + kRowHeight);
    }

    void draw(std::size_t row, std::span<const Stub> stubs) {
        const Caption words = caption(graph_, picture_.rows[row], stubs);
        const std::size_t x = lane_x(layout_.lanes[row]);
        const std::size_t y = row_y(row);
        add("<g><title>{}</title>\n", escaped(tooltip(row, words)));
        for (const bool upwards : {true, false}) {
            if (std::any_of(stubs.begin(), stubs.end(),
                            [&](const Stub& stub) { return stub.upwards == upwards; })) {
                add("<path class=\"out\" d=\"M{} {}v{}12\"/>\n", x, y, upwards ? "-" : "");
            }
        }
        mark(words.mark, !words.head.empty(), x, y, layout_.lanes[row] % kColors);
        write(words, caption_x(row), y + 4);
        body_ += "</g>\n";
    }

    void mark(Mark mark, bool head, std::size_t x, std::size_t y, std::size_t color) {
        if (head) {
            add("<circle class=\"line c{}\" cx=\"{}\" cy=\"{}\" r=\"8.5\"/>\n", color, x, y);
        }
        switch (mark) {
            case Mark::Plain:
                add("<circle class=\"d{}\" cx=\"{}\" cy=\"{}\" r=\"4.5\"/>\n", color, x, y);
                break;
            case Mark::BranchPoint:
                add("<circle class=\"ring c{}\" cx=\"{}\" cy=\"{}\" r=\"4.5\"/>\n", color, x, y);
                break;
            case Mark::MergePoint:
                add("<path class=\"d{}\" d=\"M{} {}l6 6 -6 6 -6 -6z\"/>\n", color, x, y - 6);
                break;
            case Mark::BranchAndMerge:
                add("<path class=\"ring c{}\" d=\"M{} {}l6 6 -6 6 -6 -6z\"/>\n", color, x, y - 6);
                break;
            case Mark::Folded:
                add("<circle class=\"fold c{}\" cx=\"{}\" cy=\"{}\" r=\"5\"/>\n", color, x, y);
                break;
        }
    }

    [[nodiscard]] std::size_t caption_x(std::size_t row) const {
        std::size_t width = std::max(aligned_, layout_.widths[row]);
        if (row != 0) { width = std::max(width, layout_.widths[row - 1]); }
        if (row + 1 < layout_.widths.size()) { width = std::max(width, layout_.widths[row + 1]); }
        return lane_x(width) + kGap;
    }

    void write(const Caption& words, std::size_t x, std::size_t y) {
        const bool folded = words.mark == Mark::Folded;
        const std::size_t name = fixed_width(words.name);
        add("<text class=\"id{}\" x=\"{}\" y=\"{}\" textLength=\"{}\">{}</text>\n",
            folded ? " quiet" : "", x, y, name, escaped(words.name));
        x += name + kGap;
        for (const std::string& label : words.labels) {
            x += tag(shortened(label, kLabelColumns), "tag", x, y);
        }
        if (!words.head.empty()) { x += tag(words.head, "head", x, y); }
        if (!words.message.empty()) {
            const std::string message = shortened(words.message, kMessageColumns);
            add("<text x=\"{}\" y=\"{}\">{}</text>\n", x, y, escaped(message));
            x += text_width(message) + kGap;
        }
        for (const std::string& remark : words.remarks) {
            add("<text class=\"quiet\" x=\"{}\" y=\"{}\">{}</text>\n", x, y, escaped(remark));
            x += text_width(remark) + kGap;
        }
        width_ = std::max(width_, x);
    }

    /// A word in a frame; the room that it takes.
    std::size_t tag(const std::string& text, std::string_view style, std::size_t x, std::size_t y) {
        const std::size_t width = tag_width(text);
        add("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"17\" rx=\"4\"/>\n", style,
            x, y - 12, width);
        add("<text class=\"id {}text\" x=\"{}\" y=\"{}\">{}</text>\n", style, x + width / 2, y + 1,
            escaped(text));
        return width + kGap;
    }

    [[nodiscard]] std::string tooltip(std::size_t row, const Caption& words) const {
        std::string text = words.name;
        if (!words.message.empty()) { text += "\n" + words.message; }
        if (words.mark == Mark::Folded) { return text; }
        const Node node = picture_.rows[row].newest;
        const auto list = [&](std::string_view verb, std::span<const Node> nodes) {
            if (nodes.empty()) { return; }
            text += "\n" + std::string(verb);
            for (const Node other : nodes.first(std::min<std::size_t>(nodes.size(), 10))) {
                text += " " + std::string(graph_.id(other));
            }
            if (nodes.size() > 10) { text += " …"; }
        };
        list("revises", graph_.parents(node));
        list("depends on", graph_.dependencies(node));
        return text;
    }

    /// The marks and lines that this picture has, with what they mean.
    void legend() {
        std::array<bool, 5> marks{};
        bool heads = false;
        for (const Row& row : picture_.rows) {
            const Caption words = caption(graph_, row, {});
            marks[static_cast<std::size_t>(words.mark)] = true;
            heads = heads || !words.head.empty();
        }
        constexpr std::array<std::string_view, 5> kNames = {
            "revision", "branch point", "merge point", "branch and merge point", "folded run"};
        const std::size_t y = kLegendHeight / 2;
        std::size_t x = kMargin;
        const auto name = [&](std::string_view text) {
            add("<text class=\"quiet\" x=\"{}\" y=\"{}\">{}</text>\n", x + 14, y + 4, text);
            x += 14 + text_width(text) + 2 * kGap;
        };
        for (std::size_t i = 0; i < marks.size(); ++i) {
            if (!marks[i]) { continue; }
            mark(static_cast<Mark>(i), false, x, y, 0);
            name(kNames[i]);
        }
        if (heads) {
            mark(Mark::Plain, true, x, y, 0);
            name("head");
        }
        const bool needs =
            std::any_of(picture_.edges.begin(), picture_.edges.end(),
                        [](const Edge& edge) { return edge.kind == EdgeKind::DependsOn; });
        if (needs) {
            add("<path class=\"need c1\" d=\"M{} {}h22\"/>\n", x - 6, y);
            x += 10;
            name("depends on");
        }
        if (!layout_.stubs.empty()) {
            add("<path class=\"out\" d=\"M{} {}v16\"/>\n", x, y - 8);
            name("goes on elsewhere");
        }
        width_ = std::max(x, kLeastWidth);
    }

    const RevisionGraph& graph_;
    const Picture& picture_;
    const Layout layout_;
    std::size_t aligned_ = 1;
    std::size_t width_ = 0;
    std::string body_;
};

}  // namespace

std::string draw_svg(const RevisionGraph& graph, const Picture& picture) {
    return SvgWriter(graph, picture).run();
}

}  // namespace retort::drawing
