// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/revision_graph.h"

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>

#include <algorithm>

namespace retort::revisions {
namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
using Edge = std::pair<std::size_t, std::size_t>;

std::string quoted(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

/// A shortest way from `start` back to itself inside one strong component.
std::vector<Node> find_cycle(const std::vector<std::vector<Node>>& next,
                             const std::vector<int>& component, Node start) {
    std::vector<Node> from(next.size(), start);
    std::vector<bool> seen(next.size(), false);
    std::vector<Node> queue{start};
    for (std::size_t i = 0; i < queue.size(); ++i) {
        for (const Node target : next[queue[i]]) {
            if (target == start) {
                std::vector<Node> path{start};
                for (Node node = queue[i]; node != start; node = from[node]) {
                    path.push_back(node);
                }
                std::reverse(path.begin() + 1, path.end());
                return path;
            }
            if (component[target] != component[start] || seen[target]) { continue; }
            seen[target] = true;
            from[target] = queue[i];
            queue.push_back(target);
        }
    }
    return {start};
}

/// Adds what `other` has besides: by their difference, which skips what the two share, or one by
/// one where it is small.
void join(PersistentMap<std::string, bool>& labels, const PersistentMap<std::string, bool>& other) {
    std::vector<std::string> missing;
    if (other.size() * 8 < labels.size()) {
        other.for_each([&](const std::string& label, bool) {
            if (!labels.contains(label)) { missing.push_back(label); }
        });
    } else {
        for_each_difference(labels, other,
                            [&](const std::string& label, const bool* ours, const bool*) {
                                if (ours == nullptr) { missing.push_back(label); }
                            });
    }
    for (const std::string& label : missing) { labels.set(label, true); }
}

}  // namespace

RevisionGraph RevisionGraph::build(std::vector<RevisionHeader> headers, Diagnostics& diagnostics) {
    RevisionGraph graph;
    graph.headers_ = std::move(headers);
    graph.parents_.resize(graph.size());
    graph.dependencies_.resize(graph.size());
    graph.index_names(diagnostics);
    graph.index_labels(diagnostics);
    graph.resolve_edges(diagnostics);
    graph.remove_cycles(diagnostics);
    graph.derive_edges();
    graph.derive_order();
    graph.spread_labels();
    return graph;
}

void RevisionGraph::index_names(Diagnostics& diagnostics) {
    by_id_.reserve(size());
    for (Node node = 0; node < size(); ++node) {
        const auto [found, fresh] = by_id_.emplace(id(node), node);
        if (!fresh) {
            diagnostics.report(diag::DuplicateRevision, headers_[node].id.span, id(node))
                .note(headers_[found->second].id.span, "the first one is here")
                .help("give one of them another identifier");
        }
    }
}

void RevisionGraph::index_labels(Diagnostics& diagnostics) {
    for (Node node = 0; node < size(); ++node) {
        for (const Name& label : headers_[node].labels) {
            if (const auto same = find(label.text)) {
                diagnostics.report(diag::LabelEqualsIdentifier, label.span, label.text)
                    .note(headers_[*same].id.span, "the revision is here")
                    .help("give the branch another name");
                continue;
            }
            const auto [found, fresh] = labels_.emplace(label.text, node);
            if (!fresh && found->second != node) {
                diagnostics.report(diag::LabelTwoOwners, label.span, label.text)
                    .note(headers_[found->second].id.span,
                          "revision " + quoted(id(found->second)) + " has it already")
                    .help("give one of the branches another name");
            }
        }
    }
}

void RevisionGraph::resolve_edges(Diagnostics& diagnostics) {
    std::vector<std::string_view> known;
    const auto nearest = [&](std::string_view word) {
        if (known.empty()) {
            for (Node node = 0; node < size(); ++node) { known.push_back(id(node)); }
        }
        return nearest_name(word, known);
    };
    const auto add = [&](std::vector<Node>& edges, Node target) {
        if (std::find(edges.begin(), edges.end(), target) == edges.end()) {
            edges.push_back(target);
        }
    };
    const auto unknown = [&](const auto& kind, Node node, const Name& name) {
        auto& finding = diagnostics.report(kind, name.span, id(node), name.text);
        const std::string_view near = nearest(name.text);
        finding.help(near.empty() ? "bring its file back, or name a revision that is there"
                                  : "did you mean " + quoted(near) + "?");
    };
    for (Node node = 0; node < size(); ++node) {
        for (const Name& parent : headers_[node].parents) {
            const std::optional<Node> target = find(parent.text);
            if (!target) {
                unknown(diag::UnknownParent, node, parent);
            } else if (*target == node) {
                diagnostics.report(diag::SelfReference, parent.span, id(node), "revises")
                    .help("name the revision that comes before it, or leave the line out");
            } else {
                add(parents_[node], *target);
            }
        }
        for (const Name& dependency : headers_[node].dependencies) {
            std::optional<Node> target = find(dependency.text);
            if (!target) { target = find_label(dependency.text); }
            if (!target) {
                unknown(diag::UnknownDependency, node, dependency);
            } else if (*target == node) {
                diagnostics.report(diag::SelfReference, dependency.span, id(node), "depends on")
                    .help("leave it out");
            } else {
                add(dependencies_[node], *target);
            }
        }
    }
}

void RevisionGraph::remove_cycles(Diagnostics& diagnostics) {
    std::vector<Edge> edges;
    for (Node node = 0; node < size(); ++node) {
        for (const Node parent : parents_[node]) { edges.emplace_back(node, parent); }
        for (const Node dependency : dependencies_[node]) { edges.emplace_back(node, dependency); }
    }
    const Graph graph(boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(), size());
    std::vector<int> component(size());
    const int count = boost::strong_components(
        graph,
        boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph)));
    if (static_cast<std::size_t>(count) == size()) { return; }

    std::vector<std::size_t> members(static_cast<std::size_t>(count), 0);
    for (const int c : component) { ++members[static_cast<std::size_t>(c)]; }
    std::vector<std::vector<Node>> next(size());
    for (const Edge& edge : edges) { next[edge.first].push_back(static_cast<Node>(edge.second)); }
    for (Node node = 0; node < size(); ++node) {
        std::size_t& left = members[static_cast<std::size_t>(component[node])];
        if (left < 2) { continue; }
        left = 0;  // each component is reported once, at its first revision
        const std::vector<Node> cycle = find_cycle(next, component, node);
        std::string path;
        for (const Node step : cycle) { path += std::string(id(step)) + " -> "; }
        auto& finding = diagnostics.report(diag::RevisionCycle, headers_[node].id.span,
                                           path + std::string(id(node)));
        for (std::size_t i = 1; i < cycle.size(); ++i) {
            finding.note(headers_[cycle[i]].id.span, quoted(id(cycle[i])) + " is here");
        }
        finding.help("one of them must not revise or depend on the next");
    }
    for (Node node = 0; node < size(); ++node) {
        const auto inside = [&](Node target) { return component[target] == component[node]; };
        std::erase_if(parents_[node], inside);
        std::erase_if(dependencies_[node], inside);
    }
}

void RevisionGraph::derive_edges() {
    children_.assign(size(), {});
    dependents_.assign(size(), {});
    for (Node i = 0; i < size(); ++i) {
        const Node node = order_.empty() ? i : order_[i];
        for (const Node parent : parents_[node]) { children_[parent].push_back(node); }
        for (const Node target : dependencies_[node]) { dependents_[target].push_back(node); }
    }
}

void RevisionGraph::read_times() {
    times_.resize(size());
    for (Node node = 0; node < size(); ++node) {
        const std::string& created = headers_[node].created;
        if (created.empty()) { continue; }
        const std::optional<Instant> instant = parse_instant(created);
        times_[node].kind = instant ? Time::Kind::Known : Time::Kind::Text;
        if (instant) { times_[node].instant = *instant; }
    }
}

bool RevisionGraph::comes_first(Node a, Node b) const {
    const Time& left = times_[a];
    const Time& right = times_[b];
    if (left.kind != right.kind) { return left.kind < right.kind; }
    if (left.instant != right.instant) { return left.instant < right.instant; }
    if (left.kind == Time::Kind::Text && headers_[a].created != headers_[b].created) {
        return headers_[a].created < headers_[b].created;
    }
    return id(a) < id(b);
}

void RevisionGraph::derive_order() {
    read_times();
    // Kahn's algorithm with a stack: what an emitted revision makes ready runs next, so that a
    // branch stays together until it meets a merge whose other side is still to come.
    const auto last_first = [&](Node a, Node b) { return comes_first(b, a); };
    std::vector<std::size_t> waiting(size());
    std::vector<Node> ready;
    for (Node node = 0; node < size(); ++node) {
        waiting[node] = parents_[node].size() + dependencies_[node].size();
        if (waiting[node] == 0) { ready.push_back(node); }
    }
    std::sort(ready.begin(), ready.end(), last_first);
    order_.reserve(size());
    position_.resize(size());
    std::vector<Node> freed;
    while (!ready.empty()) {
        const Node node = ready.back();
        ready.pop_back();
        position_[node] = order_.size();
        order_.push_back(node);
        freed.clear();
        for (const std::vector<Node>* users : {&children_[node], &dependents_[node]}) {
            for (const Node user : *users) {
                if (--waiting[user] == 0) { freed.push_back(user); }
            }
        }
        std::sort(freed.begin(), freed.end(), last_first);
        ready.insert(ready.end(), freed.begin(), freed.end());
    }
    times_ = {};
    derive_edges();  // once more, now that there is an order: that of the files shall not show
    for (const Node node : order_) {
        if (parents_[node].empty()) { bases_.push_back(node); }
        if (!children_[node].empty()) { continue; }
        heads_.push_back(node);
        if (dependents_[node].empty()) { real_heads_.push_back(node); }
    }
}

void RevisionGraph::spread_labels() {
    if (labels_.empty()) { return; }
    // Neighbours share their sets, so that many labels on a long history cost no more than few.
    labels_below_.resize(size());
    labels_above_.resize(size());
    std::vector<std::vector<std::string>> own(size());
    for (const auto& [label, owner] : labels_) { own[owner].push_back(label); }
    for (const Node node : order_) {
        LabelSet& labels = labels_below_[node];
        for (const Node parent : parents_[node]) {
            if (labels_below_[parent].size() > labels.size()) { labels = labels_below_[parent]; }
        }
        for (const Node parent : parents_[node]) { join(labels, labels_below_[parent]); }
        for (const std::string& label : own[node]) { labels.set(label, true); }
    }
    for (auto node = order_.rbegin(); node != order_.rend(); ++node) {
        if (children_[*node].size() != 1 || is_merge_point(*node)) { continue; }
        const Node child = children_[*node].front();
        if (is_merge_point(child)) { continue; }
        labels_above_[*node] = labels_above_[child];
        for (const std::string& label : own[child]) { labels_above_[*node].set(label, true); }
    }
}

std::optional<Node> RevisionGraph::find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Node> RevisionGraph::find_label(std::string_view label) const {
    const auto found = labels_.find(label);
    return found == labels_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Node> RevisionGraph::find_prefix(std::string_view prefix) const {
    std::vector<Node> result;
    for (const Node node : order_) {
        if (id(node).substr(0, prefix.size()) == prefix) { result.push_back(node); }
    }
    return result;
}

std::vector<bool> RevisionGraph::ancestors(std::span<const Node> nodes) const {
    std::vector<bool> marked(size(), false);
    std::vector<Node> stack(nodes.begin(), nodes.end());
    while (!stack.empty()) {
        const Node node = stack.back();
        stack.pop_back();
        if (marked[node]) { continue; }
        marked[node] = true;
        stack.insert(stack.end(), parents_[node].begin(), parents_[node].end());
        stack.insert(stack.end(), dependencies_[node].begin(), dependencies_[node].end());
    }
    return marked;
}

std::vector<bool> RevisionGraph::descendants(std::span<const Node> nodes) const {
    std::vector<bool> marked(size(), false);
    std::vector<Node> stack(nodes.begin(), nodes.end());
    while (!stack.empty()) {
        const Node node = stack.back();
        stack.pop_back();
        if (marked[node]) { continue; }
        marked[node] = true;
        stack.insert(stack.end(), children_[node].begin(), children_[node].end());
        stack.insert(stack.end(), dependents_[node].begin(), dependents_[node].end());
    }
    return marked;
}

std::vector<std::string> RevisionGraph::visible_labels(Node node) const {
    std::vector<std::string> labels;
    if (labels_.empty()) { return labels; }
    LabelSet all = labels_below_[node];
    labels_above_[node].for_each([&](const std::string& label, bool) { all.set(label, true); });
    all.for_each([&](const std::string& label, bool) { labels.push_back(label); });
    return labels;
}

}  // namespace retort::revisions
