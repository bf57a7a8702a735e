// SPDX-License-Identifier: Apache-2.0
#include "compiler/drawing/picture.h"

#include <algorithm>
#include <limits>
#include <span>
#include <tuple>
#include <utility>

namespace retort::drawing {
namespace {

/// How many revisions stay visible at the end of a run that touches a head or a base, and at one
/// that touches anything else; and how many must be left for folding to be worth a row.
constexpr std::size_t kShownAtHistoryEnd = 3;
constexpr std::size_t kShownAtRunEnd = 1;
constexpr std::size_t kSmallestFold = 3;

constexpr std::size_t kNoRow = std::numeric_limits<std::size_t>::max();

struct Selection {
    const RevisionGraph& graph;
    std::vector<bool> chosen;
    std::vector<Node> newest_first;  ///< in the graph's order
};

Selection select(const RevisionGraph& graph, const std::vector<Node>& nodes) {
    Selection selection{graph, std::vector<bool>(graph.size(), false), {}};
    for (const Node node : nodes) { selection.chosen[node] = true; }
    for (auto node = graph.order().rbegin(); node != graph.order().rend(); ++node) {
        if (selection.chosen[*node]) { selection.newest_first.push_back(*node); }
    }
    return selection;
}

std::vector<Node> chosen_of(const Selection& selection, std::span<const Node> nodes) {
    std::vector<Node> result;
    for (const Node node : nodes) {
        if (selection.chosen[node]) { result.push_back(node); }
    }
    return result;
}

/// The length of the longest way up from each chosen node.
std::vector<std::size_t> heights(const Selection& selection) {
    std::vector<std::size_t> height(selection.graph.size(), 0);
    for (const Node node : selection.newest_first) {
        for (const auto users :
             {selection.graph.children(node), selection.graph.dependents(node)}) {
            for (const Node user : chosen_of(selection, users)) {
                height[node] = std::max(height[node], height[user] + 1);
            }
        }
    }
    return height;
}

/// Every chosen node, after all that uses it: a depth-first walk up from the bases, where the
/// longest way is taken first, and what depends on a node is taken last. What is only a short way
/// off the main line then stands next to it.
std::vector<Node> drawing_order(const Selection& selection) {
    const std::vector<std::size_t> height = heights(selection);
    const auto shortest_first = [&](Node a, Node b) {
        return std::pair(height[a], selection.graph.position(a)) <
               std::pair(height[b], selection.graph.position(b));
    };
    std::vector<Node> stack;
    for (const Node node : selection.newest_first) {
        const auto chosen = [&](Node below) { return static_cast<bool>(selection.chosen[below]); };
        const auto parents = selection.graph.parents(node);
        const auto dependencies = selection.graph.dependencies(node);
        if (std::none_of(parents.begin(), parents.end(), chosen) &&
            std::none_of(dependencies.begin(), dependencies.end(), chosen)) {
            stack.push_back(node);
        }
    }
    std::sort(stack.begin(), stack.end(), shortest_first);
    std::vector<Node> order;
    order.reserve(selection.newest_first.size());
    std::vector<bool> opened(selection.graph.size(), false);
    std::vector<bool> placed(selection.graph.size(), false);
    while (!stack.empty()) {
        const Node node = stack.back();
        if (opened[node]) {
            stack.pop_back();
            if (!placed[node]) { order.push_back(node); }
            placed[node] = true;
            continue;
        }
        opened[node] = true;
        for (const auto users :
             {selection.graph.dependents(node), selection.graph.children(node)}) {
            std::vector<Node> next = chosen_of(selection, users);
            std::erase_if(next, [&](Node user) { return static_cast<bool>(opened[user]); });
            std::sort(next.begin(), next.end(), shortest_first);
            stack.insert(stack.end(), next.begin(), next.end());
        }
    }
    return order;
}

/// Whether a node has nothing that a reader would miss in a folded run.
bool is_plain(const Selection& selection, Node node) {
    const RevisionGraph& graph = selection.graph;
    return graph.parents(node).size() == 1 && graph.children(node).size() == 1 &&
           graph.dependencies(node).empty() && graph.dependents(node).empty() &&
           graph.header(node).labels.empty() && selection.chosen[graph.parents(node).front()] &&
           selection.chosen[graph.children(node).front()];
}

std::vector<Row> rows_of(const Selection& selection, const std::vector<Node>& order,
                         Folding folding) {
    const RevisionGraph& graph = selection.graph;
    std::vector<Row> rows;
    std::size_t at = 0;
    while (at < order.size()) {
        // A plain node has one user, so the walk puts it right below it: runs are in one piece.
        std::size_t end = at;
        if (folding == Folding::Runs) {
            while (end < order.size() && is_plain(selection, order[end]) &&
                   (end == at || graph.parents(order[end - 1]).front() == order[end])) {
                ++end;
            }
        }
        if (end == at) {
            rows.push_back({order[at], order[at], 1});
            ++at;
            continue;
        }
        const Node above = graph.children(order[at]).front();
        const Node below = graph.parents(order[end - 1]).front();
        const std::size_t shown_above =
            graph.children(above).empty() ? kShownAtHistoryEnd : kShownAtRunEnd;
        const std::size_t shown_below =
            graph.parents(below).empty() ? kShownAtHistoryEnd : kShownAtRunEnd;
        const bool fold = end - at >= shown_above + kSmallestFold + shown_below;
        const std::size_t first = fold ? at + shown_above : end;
        const std::size_t last = fold ? end - shown_below : end;
        for (; at < first; ++at) { rows.push_back({order[at], order[at], 1}); }
        if (fold) { rows.push_back({order[first], order[last - 1], last - first}); }
        for (at = last; at < end; ++at) { rows.push_back({order[at], order[at], 1}); }
    }
    return rows;
}

}  // namespace

Picture make_picture(const RevisionGraph& graph, const std::vector<Node>& nodes, Folding folding) {
    const Selection selection = select(graph, nodes);
    Picture picture;
    picture.rows = rows_of(selection, drawing_order(selection), folding);
    std::vector<std::size_t> row_of(graph.size(), kNoRow);
    for (std::size_t row = 0; row < picture.rows.size(); ++row) {
        row_of[picture.rows[row].newest] = row;
        row_of[picture.rows[row].oldest] = row;
    }
    for (std::size_t row = 0; row < picture.rows.size(); ++row) {
        const auto parents = graph.parents(picture.rows[row].oldest);
        const auto down = [&](Node other, EdgeKind kind) {
            if (selection.chosen[other]) {
                picture.edges.push_back({row, row_of[other], kind});
            } else {
                picture.stubs.push_back({row, other, kind, false});
            }
        };
        for (const Node parent : parents) { down(parent, EdgeKind::Revises); }
        for (const Node other : graph.dependencies(picture.rows[row].oldest)) {
            // Who revises a revision needs it anyway.
            if (std::find(parents.begin(), parents.end(), other) == parents.end()) {
                down(other, EdgeKind::DependsOn);
            }
        }
        const Node newest = picture.rows[row].newest;
        for (const Node child : graph.children(newest)) {
            if (!selection.chosen[child]) {
                picture.stubs.push_back({row, child, EdgeKind::Revises, true});
            }
        }
        for (const Node other : graph.dependents(newest)) {
            const auto revised = graph.parents(other);
            if (!selection.chosen[other] &&
                std::find(revised.begin(), revised.end(), newest) == revised.end()) {
                picture.stubs.push_back({row, other, EdgeKind::DependsOn, true});
            }
        }
    }
    return picture;
}

}  // namespace retort::drawing
