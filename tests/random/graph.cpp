// SPDX-License-Identifier: Apache-2.0
#include "tests/random/graph.h"

#include "tests/random/graph_statements.h"

#include <algorithm>
#include <random>
#include <utility>

namespace retort::random {
namespace {

constexpr std::size_t kMostRevisions = 40;
constexpr std::size_t kTrialsAGraph = 2;

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) { text += (text.empty() ? "" : ",") + word; }
    return text;
}

void add_unique(std::vector<std::size_t>& numbers, std::size_t number) {
    if (std::find(numbers.begin(), numbers.end(), number) == numbers.end()) {
        numbers.push_back(number);
    }
}

/// What a revision stands on: seldom nothing, mostly one of the last, sometimes several.
void place(GraphRevision& revision, std::size_t number, const RandomGraph& graph, Dice& dice) {
    if (number == 0 || dice.one_in(12)) { return; }
    const auto recent = [&] { return number - 1 - dice.below(std::min<std::size_t>(number, 6)); };
    revision.parents = {recent()};
    for (std::size_t more = dice.one_in(5) ? 1 + dice.below(2) : 0; more > 0; --more) {
        // A parent that another parent includes would be no side of a merge.
        const std::size_t other = recent();
        const std::vector<bool> known = applied_with(graph, revision.parents);
        const std::vector<bool> below = applied_with(graph, {other});
        const bool covers =
            std::any_of(revision.parents.begin(), revision.parents.end(),
                        [&](std::size_t parent) { return static_cast<bool>(below[parent]); });
        if (!known[other] && !covers) { add_unique(revision.parents, other); }
    }
    if (dice.one_in(6)) {
        const std::size_t other = dice.below(number);
        if (!applied_with(graph, revision.parents)[other]) { revision.dependencies = {other}; }
    }
}

RandomGraph make_graph(Dice& dice) {
    RandomGraph graph;
    Things things;
    const std::size_t count = 2 + dice.below(kMostRevisions - 1);
    for (std::size_t number = 0; number < count; ++number) {
        GraphRevision revision;
        // Scattered, so that the order of the identifiers is not that of the history.
        revision.id =
            std::string(1, static_cast<char>('a' + dice.below(26))) + std::to_string(number) + "x";
        place(revision, number, graph, dice);
        if (dice.one_in(5)) { revision.label = "branch" + std::to_string(number); }
        std::vector<std::size_t> below = revision.parents;
        below.insert(below.end(), revision.dependencies.begin(), revision.dependencies.end());
        std::vector<bool> ancestors = applied_with(graph, below);
        ancestors.resize(number + 1);
        const std::size_t wanted = revision.parents.size() > 1 ? dice.below(2) : 1 + dice.below(3);
        for (std::size_t i = 0; i < wanted; ++i) {
            revision.statements.push_back(make_statement(number, ancestors, things, dice));
        }
        graph.revisions.push_back(std::move(revision));
    }
    return graph;
}

/// A few revisions and all that they stand on.
std::vector<bool> some_applied(const RandomGraph& graph, Dice& dice) {
    std::vector<std::size_t> picked;
    for (std::size_t count = dice.below(4); count > 0; --count) {
        picked.push_back(dice.below(graph.revisions.size()));
    }
    return applied_with(graph, picked);
}

std::string some_label(const RandomGraph& graph, Dice& dice) {
    std::vector<std::string> labels;
    for (const GraphRevision& revision : graph.revisions) {
        if (!revision.label.empty()) { labels.push_back(revision.label); }
    }
    return labels.empty() ? graph.revisions[dice.below(graph.revisions.size())].id
                          : labels[dice.below(labels.size())];
}

std::string some_word(const RandomGraph& graph, bool up, Dice& dice) {
    const std::string id = graph.revisions[dice.below(graph.revisions.size())].id;
    const std::string steps = std::to_string(1 + dice.below(3));
    switch (dice.below(8)) {
        case 0:
            return up ? "heads" : "base";
        case 1:
            return some_label(graph, dice) + (up ? "@head" : "@base");
        case 2:
            return some_label(graph, dice) + (up ? "@heads" : "@base");
        case 3:
            return (up ? "+" : "-") + steps;
        case 4:
            return id + (up ? "+" : "-") + steps;
        case 5:
            return some_label(graph, dice) + "@" + (up ? "+" : "-") + steps;
        case 6:
            return id + "," + graph.revisions[dice.below(graph.revisions.size())].id;
        default:
            return id;
    }
}

/// The same trial without one revision: what stood on it stands on its parents. False, and nothing
/// is changed, where the trial's words name it.
bool remove_revision(GraphTrial& trial, std::size_t number) {
    std::vector<GraphRevision>& all = trial.graph.revisions;
    const GraphRevision gone = all[number];
    const bool named =
        trial.to.find(gone.id) != std::string::npos ||
        (!gone.label.empty() && trial.to.find(gone.label) != std::string::npos) ||
        std::find(trial.start.begin(), trial.start.end(), gone.id) != trial.start.end();
    if (named) { return false; }
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(number));
    for (GraphRevision& revision : all) {
        for (std::vector<std::size_t>* edges : {&revision.parents, &revision.dependencies}) {
            std::vector<std::size_t> kept;
            for (const std::size_t edge : *edges) {
                if (edge != number) {
                    add_unique(kept, edge > number ? edge - 1 : edge);
                } else if (edges == &revision.parents) {
                    for (const std::size_t parent : gone.parents) { add_unique(kept, parent); }
                }
            }
            *edges = std::move(kept);
        }
    }
    return true;
}

}  // namespace

std::vector<std::string> RandomGraph::files() const {
    const auto line = [&](const char* word, const std::vector<std::size_t>& numbers) {
        std::string list;
        for (const std::size_t number : numbers) {
            list += (list.empty() ? "" : ", ") + revisions[number].id;
        }
        return list.empty() ? list : word + list + ";\n";
    };
    std::vector<std::string> files;
    for (const GraphRevision& revision : revisions) {
        std::string text = "revision " + revision.id + ";\n";
        text += line("revises ", revision.parents) + line("depends on ", revision.dependencies);
        if (!revision.label.empty()) { text += "branch " + revision.label + ";\n"; }
        text += "upgrade {\n";
        for (const std::string& statement : revision.statements) { text += statement; }
        files.push_back(text + "}\n");
    }
    return files;
}

std::string GraphTrial::range() const {
    return start.empty() ? (up ? to : "base:" + to) : joined(start) + ":" + to;
}

std::vector<GraphTrial> make_trials(std::uint64_t seed) {
    Dice dice(seed);
    const RandomGraph graph = make_graph(dice);
    std::vector<GraphTrial> trials;
    for (std::size_t i = 0; i < kTrialsAGraph; ++i) {
        GraphTrial trial;
        trial.graph = graph;
        trial.up = dice.below(2) == 0;
        std::vector<bool> applied = some_applied(graph, dice);
        // A downgrade from base has nowhere to go.
        while (!trial.up && rows_of(graph, applied).empty()) {
            applied = some_applied(graph, dice);
        }
        trial.start = rows_of(graph, applied);
        trial.to = some_word(graph, trial.up, dice);
        trials.push_back(std::move(trial));
    }
    return trials;
}

GraphTrial shrink(GraphTrial trial, const std::function<bool(const GraphTrial&)>& fails) {
    bool smaller = true;
    while (smaller) {
        smaller = false;
        for (std::size_t number = trial.graph.revisions.size(); number-- > 0;) {
            GraphTrial less = trial;
            if (remove_revision(less, number) && fails(less)) {
                trial = std::move(less);
                smaller = true;
                continue;
            }
            for (std::size_t i = trial.graph.revisions[number].statements.size(); i-- > 0;) {
                less = trial;
                std::vector<std::string>& statements = less.graph.revisions[number].statements;
                statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(i));
                if (!fails(less)) { continue; }
                trial = std::move(less);
                smaller = true;
            }
        }
    }
    return trial;
}

std::vector<bool> applied_with(const RandomGraph& graph, const std::vector<std::size_t>& numbers) {
    std::vector<bool> applied(graph.revisions.size());
    for (const std::size_t number : numbers) { applied[number] = true; }
    for (std::size_t number = graph.revisions.size(); number-- > 0;) {
        if (!applied[number]) { continue; }
        for (const std::size_t below : graph.revisions[number].parents) { applied[below] = true; }
        for (const std::size_t below : graph.revisions[number].dependencies) {
            applied[below] = true;
        }
    }
    return applied;
}

std::vector<std::string> rows_of(const RandomGraph& graph, const std::vector<bool>& applied) {
    std::vector<bool> covered(graph.revisions.size());
    std::vector<std::string> rows;
    for (std::size_t number = graph.revisions.size(); number-- > 0;) {
        if (!applied[number]) { continue; }
        if (!covered[number]) { rows.push_back(graph.revisions[number].id); }
        for (const std::size_t below : graph.revisions[number].parents) { covered[below] = true; }
        for (const std::size_t below : graph.revisions[number].dependencies) {
            covered[below] = true;
        }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

}  // namespace retort::random
