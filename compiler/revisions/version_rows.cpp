// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/version_rows.h"

#include <algorithm>
#include <set>

namespace retort::revisions {
namespace {

/// The version table while a range runs.
class VersionTable {
public:
    VersionTable(const RevisionGraph& graph, const Range& range)
        : graph_(graph), is_row_(graph.size(), false), users_(graph.size(), 0) {
        for (const Node row : range.from) { add_row(row); }
        const std::vector<bool> applied = graph.ancestors(range.from);
        for (Node node = 0; node < graph.size(); ++node) {
            if (applied[node]) { count_users(node, 1); }
        }
    }

    VersionStep up(Node node) {
        const std::vector<Node> needed = requirements(node);
        std::vector<Node> rows;
        for (const Node need : needed) {
            if (is_row_[need]) { rows.push_back(need); }
        }
        VersionStep step;
        if (rows.empty()) {
            step.moves.push_back({VersionMove::Kind::Insert, "", text(node)});
        } else {
            for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
                step.moves.push_back({VersionMove::Kind::Delete, text(rows[i]), ""});
            }
            step.moves.push_back({VersionMove::Kind::Update, text(rows.back()), text(node)});
        }
        for (const Node row : rows) { remove_row(row); }
        add_row(node);
        count_users(node, 1);
        return finish(std::move(step));
    }

    VersionStep down(Node node) {
        count_users(node, -1);
        VersionStep step;
        if (!is_row_[node]) { return finish(std::move(step)); }
        // What no other applied revision revises or depends on becomes a row again.
        std::vector<Node> back;
        for (const Node need : requirements(node)) {
            if (users_[need] == 0) { back.push_back(need); }
        }
        remove_row(node);
        for (const Node need : back) { add_row(need); }
        if (back.empty()) {
            step.moves.push_back({VersionMove::Kind::Delete, text(node), ""});
            return finish(std::move(step));
        }
        for (std::size_t i = 0; i + 1 < back.size(); ++i) {
            step.moves.push_back({VersionMove::Kind::Insert, "", text(back[i])});
        }
        step.moves.push_back({VersionMove::Kind::Update, text(node), text(back.back())});
        return finish(std::move(step));
    }

private:
    [[nodiscard]] std::string text(Node node) const { return std::string(graph_.id(node)); }

    void add_row(Node node) {
        is_row_[node] = true;
        rows_.insert(text(node));
    }
    void remove_row(Node node) {
        is_row_[node] = false;
        rows_.erase(text(node));
    }
    void count_users(Node node, int change) {
        for (const Node parent : graph_.parents(node)) { users_[parent] += change; }
        for (const Node target : graph_.dependencies(node)) { users_[target] += change; }
    }
    VersionStep finish(VersionStep step) const {
        step.rows_after = rows_;
        return step;
    }

    /// Parents, and dependencies that no ancestor through `revises` already has, in declared order.
    [[nodiscard]] std::vector<Node> requirements(Node node) const {
        const auto parents = graph_.parents(node);
        std::vector<Node> result(parents.begin(), parents.end());
        for (const Node target : graph_.dependencies(node)) {
            const bool parent = std::find(result.begin(), result.end(), target) != result.end();
            if (!parent && !inherited(node, target)) { result.push_back(target); }
        }
        return result;
    }
    /// An ancestor of `node` through `revises` depends on `target` too.
    [[nodiscard]] bool inherited(Node node, Node target) const {
        const auto others = graph_.dependents(target);
        if (others.size() < 2) { return false; }
        std::size_t earliest = graph_.position(node);
        for (const Node other : others) { earliest = std::min(earliest, graph_.position(other)); }
        std::vector<Node> stack(graph_.parents(node).begin(), graph_.parents(node).end());
        std::set<Node> seen;
        while (!stack.empty()) {
            const Node at = stack.back();
            stack.pop_back();
            if (graph_.position(at) < earliest || !seen.insert(at).second) { continue; }
            const auto own = graph_.dependencies(at);
            if (std::find(own.begin(), own.end(), target) != own.end()) { return true; }
            stack.insert(stack.end(), graph_.parents(at).begin(), graph_.parents(at).end());
        }
        return false;
    }

    const RevisionGraph& graph_;
    std::vector<bool> is_row_;
    std::vector<int> users_;  ///< applied revisions that revise or depend on a revision
    VersionRows rows_;
};

}  // namespace

std::vector<std::string> VersionRows::list() const {
    std::vector<std::string> result;
    result.reserve(rows_.size());
    rows_.for_each([&](const std::string& row, bool) { result.push_back(row); });
    return result;
}

std::vector<VersionStep> version_steps(const RevisionGraph& graph, const Range& range) {
    VersionTable table(graph, range);
    std::vector<VersionStep> result;
    result.reserve(range.steps.size());
    for (const Node node : range.steps) {
        result.push_back(range.direction == Direction::Upgrade ? table.up(node) : table.down(node));
    }
    return result;
}

}  // namespace retort::revisions
