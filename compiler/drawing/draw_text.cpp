// SPDX-License-Identifier: Apache-2.0
#include "compiler/drawing/caption.h"
#include "compiler/drawing/draw.h"

#include <algorithm>
#include <array>

namespace retort::drawing {
namespace {

/// Captions stand in one column up to this many lanes, and behind the lanes where there are more.
constexpr std::size_t kAlignedLanes = 4;

enum Arm : unsigned { kUp = 1, kDown = 2, kLeft = 4, kRight = 8 };

struct Cell {
    unsigned arms = 0;
    bool solid = false;  ///< of a revises edge, at least one
    const char* mark = nullptr;
};

const char* glyph(const Cell& cell) {
    if (cell.mark != nullptr) { return cell.mark; }
    if (cell.arms == (kUp | kDown)) { return cell.solid ? "│" : "┊"; }
    if (cell.arms == (kLeft | kRight)) { return cell.solid ? "─" : "┄"; }
    constexpr std::array<const char*, 16> kGlyphs = {" ", "│", "│", "│", "─", "╯", "╮", "┤",
                                                     "─", "╰", "╭", "├", "─", "┴", "┬", "┼"};
    return kGlyphs[cell.arms];
}

const char* mark_glyph(Mark mark) {
    switch (mark) {
        case Mark::Plain:
            return "●";
        case Mark::BranchPoint:
            return "○";
        case Mark::MergePoint:
            return "◆";
        case Mark::BranchAndMerge:
            return "◇";
        case Mark::Folded:
            break;
    }
    return "⋮";
}

/// A line of lanes: a cell a lane, and one between each two.
class Line {
public:
    void vertical(std::size_t lane, EdgeKind kind) { add(2 * lane, kUp | kDown, kind); }
    void arm(std::size_t lane, unsigned arms, EdgeKind kind) { add(2 * lane, arms, kind); }
    void mark(std::size_t lane, const char* text) {
        add(2 * lane, 0, EdgeKind::Revises);
        cells_[2 * lane].mark = text;
    }
    /// From lane to lane, beneath those between, but not beneath where another of `links` stops.
    void horizontal(const Link& link, std::span<const Link> links) {
        const std::size_t left = std::min(link.from, link.to);
        const std::size_t right = std::max(link.from, link.to);
        add(2 * left, kRight, link.kind);
        add(2 * right, kLeft, link.kind);
        for (std::size_t at = 2 * left + 1; at < 2 * right; ++at) {
            const bool stop =
                at % 2 == 0 && std::any_of(links.begin(), links.end(), [&](auto& other) {
                    return other.ends == link.ends && 2 * other.to == at;
                });
            const bool lane = at < cells_.size() && (cells_[at].arms & (kUp | kDown)) != 0;
            if (stop || !lane) { add(at, kLeft | kRight, link.kind); }
        }
    }
    [[nodiscard]] std::string text() const {
        std::string result;
        for (const Cell& cell : cells_) { result += glyph(cell); }
        return result;
    }
    [[nodiscard]] std::size_t width() const { return cells_.size(); }

private:
    void add(std::size_t at, unsigned arms, EdgeKind kind) {
        if (at >= cells_.size()) { cells_.resize(at + 1); }
        cells_[at].arms |= arms;
        cells_[at].solid = cells_[at].solid || kind == EdgeKind::Revises;
    }

    std::vector<Cell> cells_;
};

/// Writes row after row, with the spans that are in use around it.
class TextWriter {
public:
    TextWriter(const RevisionGraph& graph, const Picture& picture)
        : graph_(graph), picture_(picture), layout_(lay_out(picture)), stubs_(layout_.stubs) {
        for (const std::size_t width : layout_.widths) {
            aligned_ = std::max(aligned_, std::min(width, kAlignedLanes));
        }
    }

    std::string run() {
        for (std::size_t row = 0; row < picture_.rows.size(); ++row) {
            while (next_span_ < layout_.spans.size() && layout_.spans[next_span_].top <= row) {
                open_.push_back(layout_.spans[next_span_++]);
            }
            write_row(row);
            if (row + 1 < picture_.rows.size()) { write_gap(row); }
            std::erase_if(open_, [&](const Span& span) { return span.bottom <= row; });
        }
        return std::move(out_);
    }

private:
    void write_row(std::size_t row) {
        Line line;
        for (const Span& span : open_) {
            if (span.lane != layout_.lanes[row]) { line.vertical(span.lane, span.kind); }
        }
        const Caption words = caption(graph_, picture_.rows[row], stubs_.of(row));
        line.mark(layout_.lanes[row], mark_glyph(words.mark));
        const std::size_t width = std::max(line.width(), 2 * aligned_ - 1);
        out_ += line.text() + std::string(width - line.width() + 2, ' ') + words.name;
        for (const std::string& label : words.labels) { out_ += " (" + label + ")"; }
        if (!words.head.empty()) { out_ += " (" + words.head + ")"; }
        if (!words.message.empty()) { out_ += ", " + words.message; }
        for (const std::string& remark : words.remarks) { out_ += " [" + remark + "]"; }
        out_ += '\n';
    }

    /// The lines between two rows: one for what leaves the upper row, one for what ends at the
    /// lower.
    void write_gap(std::size_t row) {
        const std::size_t begin = next_link_;
        while (next_link_ < layout_.links.size() && layout_.links[next_link_].row == row) {
            ++next_link_;
        }
        const std::span<const Link> links =
            std::span(layout_.links).subspan(begin, next_link_ - begin);
        std::vector<Span> starting;
        for (std::size_t i = next_span_;
             i < layout_.spans.size() && layout_.spans[i].top == row + 1; ++i) {
            // The lower row's own span starts there, too, but no link leads to it.
            const Span& span = layout_.spans[i];
            for (const Link& link : links) {
                if (!link.ends && link.to == span.lane && link.target == span.target) {
                    starting.push_back(span);
                    break;
                }
            }
        }
        const bool leaves =
            std::any_of(links.begin(), links.end(), [](const Link& link) { return !link.ends; });
        const bool ends =
            std::any_of(links.begin(), links.end(), [](const Link& link) { return link.ends; });
        if (leaves) { write_leaving(row, links, starting, ends); }
        if (ends) { write_ending(row, links, starting); }
        const bool nothing = std::none_of(open_.begin(), open_.end(),
                                          [&](const Span& span) { return span.bottom > row; });
        if (nothing && links.empty()) { out_ += '\n'; }
    }

    void write_leaving(std::size_t row, std::span<const Link> links,
                       const std::vector<Span>& starting, bool ends) {
        Line line;
        const std::size_t lane = layout_.lanes[row];
        for (const Span& span : open_) {
            const bool waits = ends && span.bottom == row && span.target == row + 1;
            if (span.bottom > row || waits) { line.vertical(span.lane, span.kind); }
        }
        for (const Span& span : starting) { line.arm(span.lane, kDown, span.kind); }
        for (const Link& link : links) {
            if (link.ends) { continue; }
            line.arm(lane, kUp, link.kind);
            line.horizontal(link, links);
        }
        out_ += line.text() + '\n';
    }

    void write_ending(std::size_t row, std::span<const Link> links,
                      const std::vector<Span>& starting) {
        Line line;
        for (const Span& span : open_) {
            if (span.bottom > row) { line.vertical(span.lane, span.kind); }
        }
        for (const Span& span : starting) { line.vertical(span.lane, span.kind); }
        for (const Link& link : links) {
            if (!link.ends) { continue; }
            line.arm(link.from, kUp, link.kind);
            line.horizontal(link, links);
        }
        out_ += line.text() + '\n';
    }

    const RevisionGraph& graph_;
    const Picture& picture_;
    const Layout layout_;
    StubReader stubs_;
    std::size_t aligned_ = 1;
    std::size_t next_span_ = 0;
    std::size_t next_link_ = 0;
    std::vector<Span> open_;
    std::string out_;
};

}  // namespace

std::string draw_text(const RevisionGraph& graph, const Picture& picture) {
    return TextWriter(graph, picture).run();
}

}  // namespace retort::drawing
