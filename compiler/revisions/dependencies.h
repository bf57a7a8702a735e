// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/lineage.h"
#include "compiler/revisions/replay.h"

#include <map>
#include <string>
#include <vector>

namespace retort::revisions {

/// Explains a missing thing by the revision that creates it without coming before the one that
/// needs it. The index of what is created where is made when the first thing is missing.
class MissingDependencies {
public:
    /// Finds what every revision makes. Called before the replay or, where there are no branches,
    /// when something is missing.
    void index(const RevisionGraph& graph, const History& history,
               const std::vector<Revision>& revisions);

    /// Turns "there is no table …" into a missing `depends on` where another revision creates it.
    void explain(diag::Diagnostic& found, Node node, const RevisionGraph& graph,
                 const Lineage& lineage, const History& history,
                 const std::vector<Revision>& revisions);

    /// What the operation names in a text, which the model does not check (a query, raw SQL), and
    /// what it calls: reports the first thing that only another revision makes.
    [[nodiscard]] bool check_names(const schema::Operation& operation, const schema::Schema& before,
                                   const schema::Schema& after, Node node,
                                   const RevisionGraph& graph, const Lineage& lineage,
                                   const History& history, const std::vector<Revision>& revisions,
                                   Diagnostics& diagnostics);

private:
    struct Place {
        Node node = 0;
        Span where;
    };
    static diag::Diagnostic& report_maker(Diagnostics& diagnostics, Span where,
                                          const std::string& name, const Place& maker,
                                          const RevisionGraph& graph);

    /// A revision that makes the thing without coming before `node`; null where there is none, or
    /// where one that does come before makes it too.
    [[nodiscard]] const Place* find_maker(const std::string& word, Node node,
                                          const RevisionGraph& graph, const Lineage& lineage) const;

    bool indexed_ = false;
    std::map<std::string, std::vector<Place>> places_;
};

}  // namespace retort::revisions
