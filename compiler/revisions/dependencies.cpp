// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/dependencies.h"

#include "compiler/revisions/touched.h"

#include <algorithm>

namespace retort::revisions {
namespace {

/// The names that a message quotes.
std::vector<std::string> quoted(const std::string& message) {
    std::vector<std::string> names;
    for (std::size_t at = message.find('"'); at != std::string::npos;) {
        const std::size_t end = message.find('"', at + 1);
        if (end == std::string::npos) { break; }
        names.push_back(message.substr(at + 1, end - at - 1));
        at = message.find('"', end + 1);
    }
    return names;
}

/// The word (see `touched`) of the thing that a diagnostic misses, and its name; empty for others.
std::pair<std::string, std::string> missing_thing(const diag::Diagnostic& found) {
    const std::vector<std::string> names = quoted(found.message);
    if (names.empty()) { return {}; }
    if (found.code == diag::UnknownTable.code || found.code == diag::UnknownIndex.code ||
        found.code == diag::UnknownObject.code) {
        return {"r " + names[0], names[0]};
    }
    if (found.code == diag::UnknownType.code) { return {"t " + names[0], names[0]}; }
    if (found.code == diag::UnknownColumn.code && names.size() > 1) {
        const std::string column = names[0] + "." + names[1];
        return {"c " + column, column};
    }
    return {};
}

}  // namespace

void MissingDependencies::index(const RevisionGraph& graph, const History& history,
                                const std::vector<Revision>& revisions) {
    indexed_ = true;
    for (const Node node : graph.order()) {
        const auto add = [&](const schema::Operation& operation) {
            for (Creation& creation : created(operation)) {
                places_[creation.word].push_back({node, creation.where});
            }
        };
        for (const OperationRef& operation : history.revisions[node].upgrade) { add(*operation); }
        // What was replayed has been moved out of here.
        for (const schema::Operation& operation : revisions[node].upgrade) { add(operation); }
    }
}

void MissingDependencies::explain(diag::Diagnostic& found, Node node, const RevisionGraph& graph,
                                  const Lineage& lineage, const History& history,
                                  const std::vector<Revision>& revisions) {
    const auto [word, name] = missing_thing(found);
    if (word.empty()) { return; }
    if (!indexed_) { index(graph, history, revisions); }
    const auto places = places_.find(word);
    if (places == places_.end()) { return; }
    for (const Place& place : places->second) {
        const bool walked = graph.position(place.node) < graph.position(node);
        if (place.node == node || (walked && lineage.includes(node, place.node))) { continue; }
        const std::string id(graph.id(place.node));
        Diagnostics better;
        found =
            better.report(diag::MissingDependency, found.where, name, id)
                .note(place.where, "it is created here")
                .help("add `depends on " + id + ";` (or `revises`) to the header of this revision");
        return;
    }
}

}  // namespace retort::revisions
