// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/lineage.h"

#include <algorithm>
#include <unordered_set>

namespace retort::revisions {

Lineage::Lineage(const RevisionGraph& graph) : graph_(&graph), places_(graph.size()) {}

std::vector<Node> Lineage::foundations(Node node) const {
    std::vector<Node> nodes(graph_->parents(node).begin(), graph_->parents(node).end());
    for (const Node needed : graph_->dependencies(node)) { nodes.push_back(needed); }
    const auto longest = std::max_element(nodes.begin(), nodes.end(),
                                          [&](Node a, Node b) { return size(a) < size(b); });
    if (longest != nodes.end()) { std::rotate(nodes.begin(), longest, longest + 1); }
    return nodes;
}

std::vector<Node> Lineage::add(Node node) {
    const std::vector<Node> nodes = foundations(node);
    std::vector<Node> others;
    if (nodes.size() > 1) {
        others = missing(std::span<const Node>(nodes.data(), 1),
                         std::span<const Node>(nodes.data() + 1, nodes.size() - 1));
    }
    place(node, nodes.empty() ? nullptr : nodes.data(), others);
    return others;
}

void Lineage::place(Node node, const Node* base, const std::vector<Node>& missing) {
    Place& place = places_[node];
    if (base != nullptr) {
        const Place& before = places_[*base];
        place.reach = before.reach;
        if (before.index + 1 == chain_lengths_[before.chain]) {
            place.chain = before.chain;
        } else {
            place.reach.set(before.chain, before.index);
            place.chain = static_cast<std::uint32_t>(chain_lengths_.size());
            chain_lengths_.push_back(0);
        }
    } else {
        place.chain = static_cast<std::uint32_t>(chain_lengths_.size());
        chain_lengths_.push_back(0);
    }
    place.index = chain_lengths_[place.chain]++;
    place.size = (base == nullptr ? 0 : places_[*base].size) + missing.size() + 1;
    for (const Node other : missing) {
        const Place& theirs = places_[other];
        const std::uint32_t* known = place.reach.find(theirs.chain);
        if (known == nullptr || *known < theirs.index) {
            place.reach.set(theirs.chain, theirs.index);
        }
    }
}

bool Lineage::includes(Node node, Node ancestor) const {
    const Place& place = places_[node];
    const Place& other = places_[ancestor];
    if (place.chain == other.chain) { return other.index <= place.index; }
    const std::uint32_t* reach = place.reach.find(other.chain);
    return reach != nullptr && other.index <= *reach;
}

std::vector<Node> Lineage::missing(std::span<const Node> have, std::span<const Node> others) const {
    const auto included = [&](Node node) {
        return std::any_of(have.begin(), have.end(),
                           [&](Node each) { return includes(each, node); });
    };
    std::vector<Node> result;
    std::unordered_set<Node> seen;
    std::vector<Node> open(others.begin(), others.end());
    while (!open.empty()) {
        const Node node = open.back();
        open.pop_back();
        if (included(node) || !seen.insert(node).second) { continue; }
        result.push_back(node);
        for (const Node parent : graph_->parents(node)) { open.push_back(parent); }
        for (const Node needed : graph_->dependencies(node)) { open.push_back(needed); }
    }
    std::sort(result.begin(), result.end(),
              [&](Node a, Node b) { return graph_->position(a) < graph_->position(b); });
    return result;
}

}  // namespace retort::revisions
