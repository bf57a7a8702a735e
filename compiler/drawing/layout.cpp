// SPDX-License-Identifier: Apache-2.0
#include "compiler/drawing/layout.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <tuple>
#include <utility>

namespace retort::drawing {
namespace {

constexpr std::size_t kNoSpan = std::numeric_limits<std::size_t>::max();

/// Goes down the rows once and gives every edge a lane.
class Sweep {
public:
    explicit Sweep(const Picture& picture) : picture_(picture) {
        layout_.lanes.resize(picture.rows.size(), 0);
        layout_.widths.resize(picture.rows.size(), 1);
        layout_.stubs = picture.stubs;
        for (std::vector<std::size_t>& leading : leading_) {
            leading.assign(picture.rows.size(), kNoSpan);
        }
    }

    Layout run() {
        std::size_t edge = 0;
        for (std::size_t row = 0; row < picture_.rows.size(); ++row) {
            place(row);
            const std::size_t begin = edge;
            while (edge < picture_.edges.size() && picture_.edges[edge].upper == row) { ++edge; }
            leave(row, std::span(picture_.edges).subspan(begin, edge - begin));
            arrive(row + 1);
            measure(row);
        }
        std::stable_sort(layout_.spans.begin(), layout_.spans.end(),
                         [](const Span& a, const Span& b) {
                             return std::tie(a.top, a.lane) < std::tie(b.top, b.lane);
                         });
        std::stable_sort(layout_.stubs.begin(), layout_.stubs.end(),
                         [](const Stub& a, const Stub& b) { return a.row < b.row; });
        return std::move(layout_);
    }

private:
    /// The span in use that leads to a row.
    std::size_t& leading(EdgeKind kind, std::size_t row) {
        return leading_[static_cast<std::size_t>(kind)][row];
    }

    /// Gives the row its lane: the one that leads to it, or the first free one.
    void place(std::size_t row) {
        std::size_t lane = 0;
        for (const EdgeKind kind : {EdgeKind::Revises, EdgeKind::DependsOn}) {
            const std::size_t span = leading(kind, row);
            if (span == kNoSpan) { continue; }
            lane = layout_.spans[span].lane;
            layout_.lanes[row] = lane;
            taken_[lane] = kNoSpan;
            return;
        }
        while (lane < kMaxLanes && taken_[lane] != kNoSpan) { ++lane; }
        layout_.lanes[row] = lane;
    }

    /// Sends the row's edges on their way. The one that is drawn first, on the longest way down,
    /// keeps the row's lane; those to a row that a lane leads to already join that.
    void leave(std::size_t row, std::span<const Edge> named) {
        const std::size_t lane = layout_.lanes[row];
        // What is drawn first gets the nearest lane, so that it need not cross the others.
        std::vector<Edge> edges(named.begin(), named.end());
        std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
            return std::tie(a.kind, a.lower) < std::tie(b.kind, b.lower);
        });
        const auto keeper = std::find_if(edges.begin(), edges.end(), [&](const Edge& edge) {
            return lane != kMaxLanes && joined(row, edge) == kNoSpan;
        });
        if (keeper != edges.end()) { open(lane, row, keeper->lower, keeper->kind); }
        for (auto edge = edges.begin(); edge != edges.end(); ++edge) {
            if (edge != keeper) { send(row, lane, *edge); }
        }
    }

    /// The span in use that an edge can join. A dependency's own lane ends above its target where
    /// another leads there, too: for the next row it is too late to join it.
    std::size_t joined(std::size_t row, const Edge& edge) {
        const std::size_t line = leading(EdgeKind::Revises, edge.lower);
        if (edge.lower == row + 1 && line != kNoSpan) { return line; }
        return leading(edge.kind, edge.lower);
    }

    void send(std::size_t row, std::size_t lane, const Edge& edge) {
        std::size_t span = joined(row, edge);
        if (span == kNoSpan) {
            std::size_t free = 0;
            while (free < kMaxLanes && taken_[free] != kNoSpan) { ++free; }
            if (free == kMaxLanes) {
                cut(row, edge);
                return;
            }
            span = open(free, row + 1, edge.lower, edge.kind);
        }
        layout_.links.push_back(
            {row, lane, layout_.spans[span].lane, edge.lower, edge.kind, false});
    }

    void cut(std::size_t row, const Edge& edge) {
        layout_.stubs.push_back({row, picture_.rows[edge.lower].newest, edge.kind, false});
        layout_.stubs.push_back({edge.lower, picture_.rows[row].oldest, edge.kind, true});
    }

    std::size_t open(std::size_t lane, std::size_t top, std::size_t target, EdgeKind kind) {
        const std::size_t span = layout_.spans.size();
        layout_.spans.push_back({lane, top, target, target, kind});
        leading(kind, target) = span;
        taken_[lane] = span;
        return span;
    }

    /// Ends a dependency's lane above the row where another lane leads there, too.
    void arrive(std::size_t row) {
        if (row == picture_.rows.size()) { return; }
        const std::size_t line = leading(EdgeKind::Revises, row);
        const std::size_t needed = leading(EdgeKind::DependsOn, row);
        if (line == kNoSpan || needed == kNoSpan) { return; }
        Span& span = layout_.spans[needed];
        span.bottom = row - 1;
        taken_[span.lane] = kNoSpan;
        layout_.links.push_back(
            {row - 1, span.lane, layout_.spans[line].lane, row, EdgeKind::DependsOn, true});
    }

    void measure(std::size_t row) {
        std::size_t width = layout_.lanes[row] + 1;
        for (std::size_t lane = width; lane < kMaxLanes; ++lane) {
            if (taken_[lane] != kNoSpan) { width = lane + 1; }
        }
        layout_.widths[row] = width;
    }

    const Picture& picture_;
    Layout layout_;
    std::array<std::vector<std::size_t>, 2> leading_;
    std::array<std::size_t, kMaxLanes + 1> taken_ = [] {
        std::array<std::size_t, kMaxLanes + 1> none{};
        none.fill(kNoSpan);
        return none;
    }();
};

}  // namespace

Layout lay_out(const Picture& picture) {
    return Sweep(picture).run();
}

}  // namespace retort::drawing
