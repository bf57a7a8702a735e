// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/instant.h"
#include "compiler/base/persistent_map.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/revisions/revision.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace retort::revisions {

/// A revision's index in its graph: its position in the order of the files that were given.
using Node = std::uint32_t;

/// The revisions and how they hang together. Edges are `revises` (parents) and `depends on`; both
/// constrain the order, only `revises` decides bases, heads, branch points and merge points.
/// Immutable once built; every query is iterative and linear in what it touches.
class RevisionGraph {
public:
    RevisionGraph() = default;
    RevisionGraph(RevisionGraph&&) = default;
    RevisionGraph& operator=(RevisionGraph&&) = default;
    RevisionGraph(const RevisionGraph&) = delete;  // its index holds views into its headers
    RevisionGraph& operator=(const RevisionGraph&) = delete;
    ~RevisionGraph() = default;

    /// Builds the graph and reports what is wrong with it: duplicate identifiers, unknown parents
    /// (with the nearest known one), self reference, cycles (printed as a path), labels with two
    /// owners or equal to an identifier. Edges that are wrong are left out, so that the rest is
    /// usable; of duplicates the first stands.
    [[nodiscard]] static RevisionGraph build(std::vector<RevisionHeader> headers,
                                             Diagnostics& diagnostics);

    [[nodiscard]] std::size_t size() const { return headers_.size(); }
    [[nodiscard]] const RevisionHeader& header(Node node) const { return headers_[node]; }
    [[nodiscard]] std::string_view id(Node node) const { return headers_[node].id.text; }
    [[nodiscard]] std::optional<Node> find(std::string_view id) const;
    /// The revision that declares this branch label.
    [[nodiscard]] std::optional<Node> find_label(std::string_view label) const;
    /// Every revision whose identifier starts with `prefix`, in order.
    [[nodiscard]] std::vector<Node> find_prefix(std::string_view prefix) const;

    [[nodiscard]] std::span<const Node> parents(Node node) const { return parents_[node]; }
    /// In the graph's order, as dependents are.
    [[nodiscard]] std::span<const Node> children(Node node) const { return children_[node]; }
    [[nodiscard]] std::span<const Node> dependencies(Node node) const {
        return dependencies_[node];
    }
    /// Revisions that `depends on` this one.
    [[nodiscard]] std::span<const Node> dependents(Node node) const { return dependents_[node]; }

    [[nodiscard]] const std::vector<Node>& bases() const { return bases_; }
    /// Revisions that nothing revises, in order.
    [[nodiscard]] const std::vector<Node>& heads() const { return heads_; }
    /// Revisions that nothing revises or depends on: what the version table holds at `heads`.
    [[nodiscard]] const std::vector<Node>& real_heads() const { return real_heads_; }

    /// All revisions, each after its parents and dependencies; a branch stays together; ties are
    /// broken by `created` (as instants), then by identifier: the same order on every machine.
    [[nodiscard]] const std::vector<Node>& order() const { return order_; }
    [[nodiscard]] std::size_t position(Node node) const { return position_[node]; }

    /// Marks `nodes` and all that they descend from or depend on (transitively).
    [[nodiscard]] std::vector<bool> ancestors(std::span<const Node> nodes) const;
    /// Marks `nodes` and all that descends from or depends on them (transitively).
    [[nodiscard]] std::vector<bool> descendants(std::span<const Node> nodes) const;
    /// Labels visible on a revision (semantics: on the owner, its descendants through `revises`,
    /// and its ancestors down to the nearest branch or merge point), sorted.
    [[nodiscard]] std::vector<std::string> visible_labels(Node node) const;
    [[nodiscard]] bool is_branch_point(Node node) const { return children_[node].size() > 1; }
    [[nodiscard]] bool is_merge_point(Node node) const { return parents_[node].size() > 1; }

private:
    void index_names(Diagnostics& diagnostics);
    void index_labels(Diagnostics& diagnostics);
    void resolve_edges(Diagnostics& diagnostics);
    void remove_cycles(Diagnostics& diagnostics);
    void derive_edges();
    void derive_order();
    void spread_labels();
    void read_times();
    [[nodiscard]] bool comes_first(Node a, Node b) const;

    /// `created` in the order of time: absent ones first, what is no date last, as text.
    struct Time {
        enum class Kind : std::uint8_t { Absent, Known, Text };
        Kind kind = Kind::Absent;
        Instant instant;
    };

    std::vector<RevisionHeader> headers_;
    std::vector<Time> times_;  ///< only while the order is derived
    std::unordered_map<std::string_view, Node> by_id_;
    std::map<std::string, Node, std::less<>> labels_;
    std::vector<std::vector<Node>> parents_;
    std::vector<std::vector<Node>> children_;
    std::vector<std::vector<Node>> dependencies_;
    std::vector<std::vector<Node>> dependents_;
    std::vector<Node> bases_;
    std::vector<Node> heads_;
    std::vector<Node> real_heads_;
    std::vector<Node> order_;
    std::vector<std::size_t> position_;
    using LabelSet = PersistentMap<std::string, bool>;
    std::vector<LabelSet> labels_below_;  ///< a revision's own and its ancestors'; empty: no labels
    std::vector<LabelSet> labels_above_;  ///< of those that descend from it in a straight line
};

}  // namespace retort::revisions
