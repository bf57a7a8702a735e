// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/lineage.h"
#include "compiler/revisions/replay.h"
#include "compiler/schema/footprint.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace retort::revisions {

/// Reports what of different branches does not commute, as if a merge joined `heads`: a
/// BranchesConflict for each pair of statements (the first ten, and how many there are), placed at
/// the statement that comes later in the graph's order, the other one as a note. Near-linear.
void check_commute(const RevisionGraph& graph, const History& history, std::span<const Node> heads,
                   const schema::NamingRules& naming, Diagnostics& diagnostics);

/// The same for all real heads. Costs nothing where there is only one.
void check_heads_commute(const RevisionGraph& graph, const History& history,
                         const schema::NamingRules& naming, Diagnostics& diagnostics);

/// A statement of a revision.
struct Statement {
    Node node = 0;
    std::uint32_t operation = 0;
    friend auto operator<=>(const Statement&, const Statement&) = default;
};

/// Two statements of different branches that do not commute, and why.
struct Clash {
    Statement first;
    Statement second;
    std::string what;
};

/// What comes to light where a branch joins others.
struct Meeting {
    std::vector<Clash> clashes;  ///< those that were not told before
    bool fits = true;
};

/// Finds the statements that do not commute where branches come together. What a revision touches
/// is noted once, by what is touched; two revisions that touch nothing in common never meet.
class Encounters {
public:
    Encounters(const RevisionGraph& graph, const Lineage& lineage, const History& history);

    /// Remembers what a replayed revision touches, if there is any revision that neither comes
    /// before nor after it.
    void note(Node node);

    /// Every other revision comes before or after this one: it meets none.
    [[nodiscard]] bool is_alone(Node node) const { return alone_[node]; }

    /// There are revisions of which neither comes before the other.
    [[nodiscard]] bool has_branches() const {
        return std::find(alone_.begin(), alone_.end(), false) != alone_.end();
    }

    /// What `arriving` (the ancestors of `head` that are new where it joins) and those of the noted
    /// revisions that are `present` and no ancestors of `head` have against each other. A pair is
    /// told once.
    [[nodiscard]] Meeting find(Node head, const std::vector<Node>& arriving,
                               const std::function<bool(Node)>& present);

private:
    struct Entry {
        Statement statement;
        schema::Deed deed = schema::Deed::Uses;
        /// The entries from here up to this one are of ancestors of this one's revision.
        std::uint32_t reaches = 0;
    };
    using Entries = std::vector<Entry>;
    static constexpr std::size_t kAccesses = 5;

    void find_alone();
    [[nodiscard]] std::vector<schema::Mark> marks_of(Statement statement) const;

    const RevisionGraph& graph_;
    const Lineage& lineage_;
    const History& history_;
    std::vector<bool> alone_;
    std::unordered_map<std::string, std::array<Entries, kAccesses>> touched_;
    std::set<std::pair<Statement, Statement>> found_;
};

/// Reports clashes: at `where` or, where that is unknown, at the later statement.
void report_clashes(const std::vector<Clash>& clashes, Span where, const RevisionGraph& graph,
                    const History& history, Diagnostics& diagnostics);

}  // namespace retort::revisions
