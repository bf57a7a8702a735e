// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/branches.h"

#include <algorithm>

namespace retort::revisions {

std::vector<bool> line_of(const RevisionGraph& graph, Node node) {
    std::vector<bool> above(graph.size(), false);
    std::vector<bool> below(graph.size(), false);
    std::vector<Node> stack{node};
    while (!stack.empty()) {
        const Node at = stack.back();
        stack.pop_back();
        if (above[at]) { continue; }
        above[at] = true;
        stack.insert(stack.end(), graph.children(at).begin(), graph.children(at).end());
    }
    stack.push_back(node);
    while (!stack.empty()) {
        const Node at = stack.back();
        stack.pop_back();
        if (below[at]) { continue; }
        below[at] = true;
        above[at] = true;
        stack.insert(stack.end(), graph.parents(at).begin(), graph.parents(at).end());
    }
    return above;
}

std::vector<Node> branch_of(const RevisionGraph& graph, Node node) {
    std::vector<Node> result{node};
    std::vector<bool> seen(graph.size(), false);
    seen[node] = true;
    for (std::size_t i = 0; i < result.size(); ++i) {
        for (const Node child : graph.children(result[i])) {
            if (seen[child]) { continue; }
            seen[child] = true;
            result.push_back(child);
        }
    }
    while (graph.parents(node).size() == 1) {
        node = graph.parents(node).front();
        if (graph.is_branch_point(node) || graph.is_merge_point(node)) { break; }
        result.push_back(node);
    }
    return result;
}

std::string id_list(const RevisionGraph& graph, const std::vector<Node>& nodes) {
    std::string text;
    for (std::size_t i = 0; i < std::min(nodes.size(), kListedRevisions); ++i) {
        text += std::string(i == 0 ? "\"" : ", \"") + std::string(graph.id(nodes[i])) + "\"";
    }
    return nodes.size() > kListedRevisions ? text + ", …" : text;
}

std::string place_name(const RevisionGraph& graph, const std::vector<Node>& rows) {
    return rows.empty() ? "base" : id_list(graph, rows);
}

}  // namespace retort::revisions
