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
    /// Turns "there is no table …" into a missing `depends on` where another revision creates it.
    void explain(diag::Diagnostic& found, Node node, const RevisionGraph& graph,
                 const Lineage& lineage, const History& history,
                 const std::vector<Revision>& revisions);

private:
    struct Place {
        Node node = 0;
        Span where;
    };
    void index(const RevisionGraph& graph, const History& history,
               const std::vector<Revision>& revisions);

    bool indexed_ = false;
    std::map<std::string, std::vector<Place>> places_;
};

}  // namespace retort::revisions
