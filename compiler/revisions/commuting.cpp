// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/commuting.h"

#include "compiler/revisions/merge_states.h"

#include <algorithm>

namespace retort::revisions {
namespace {

/// After so many pairs nobody reads on.
constexpr std::size_t kEnough = 1000;
constexpr std::size_t kShown = 10;
/// More heads are not joined into one schema: with all their columns in one table, that would cost
/// the square of their number. What touches what says enough (tests/branches).
constexpr std::size_t kJoined = 16;

std::string word_of(const schema::Mark& mark) {
    std::string word(1, static_cast<char>('A' + static_cast<int>(mark.facet)));
    word += mark.object;
    word += '\x01';
    word += mark.part;
    return word;
}

Span place_of(Statement statement, const RevisionGraph& graph, const History& history) {
    const Span span = history.revisions[statement.node].upgrade[statement.operation]->span;
    return span.known() ? span : graph.header(statement.node).id.span;
}

std::string describe(Statement statement, const RevisionGraph& graph, const History& history) {
    return '"' + std::string(graph.id(statement.node)) + "\": " +
           schema::describe(*history.revisions[statement.node].upgrade[statement.operation]);
}

}  // namespace

Encounters::Encounters(const RevisionGraph& graph, const Lineage& lineage, const History& history)
    : graph_(graph), lineage_(lineage), history_(history) {
    find_alone();
}

/// A revision is on every way if all ends of what comes before it lead into it, and all beginnings
/// of what comes after it stem from it.
void Encounters::find_alone() {
    const std::vector<Node>& order = graph_.order();
    alone_.assign(graph_.size(), true);
    const auto sweep = [&](auto begin, auto end, const auto& for_each_behind) {
        std::vector<bool> is_end(graph_.size(), false);
        std::size_t ends = 0;
        for (auto at = begin; at != end; ++at) {
            std::size_t closed = 0;
            for_each_behind(*at, [&](Node behind) {
                if (!is_end[behind]) { return; }
                is_end[behind] = false;
                ++closed;
            });
            if (closed != ends) { alone_[*at] = false; }
            ends = ends - closed + 1;
            is_end[*at] = true;
        }
    };
    sweep(order.begin(), order.end(), [&](Node node, const auto& visit) {
        for (const Node each : graph_.parents(node)) { visit(each); }
        for (const Node each : graph_.dependencies(node)) { visit(each); }
    });
    sweep(order.rbegin(), order.rend(), [&](Node node, const auto& visit) {
        for (const Node each : graph_.children(node)) { visit(each); }
        for (const Node each : graph_.dependents(node)) { visit(each); }
    });
}

std::vector<schema::Mark> Encounters::marks_of(Statement statement) const {
    const ReplayedRevision& revision = history_.revisions[statement.node];
    const std::size_t at = statement.operation;
    return schema::footprint(*revision.upgrade[at],
                             at == 0 ? revision.before : revision.states[at - 1],
                             revision.states[at]);
}

void Encounters::note(Node node) {
    if (alone_[node]) { return; }
    const std::size_t count = history_.revisions[node].upgrade.size();
    for (std::uint32_t i = 0; i < count; ++i) {
        for (const schema::Mark& mark : marks_of({node, i})) {
            Entries& entries = touched_[word_of(mark)][static_cast<std::size_t>(mark.access)];
            std::size_t reaches = entries.size();
            while (reaches > 0 && lineage_.includes(node, entries[reaches - 1].statement.node)) {
                reaches = entries[reaches - 1].reaches;
            }
            entries.push_back({{node, i}, mark.deed, static_cast<std::uint32_t>(reaches)});
        }
    }
}

Meeting Encounters::find(Node head, const std::vector<Node>& arriving,
                         const std::function<bool(Node)>& present) {
    Meeting meeting;
    const auto meet = [&](Statement statement, const schema::Mark& mark, const Entries& entries,
                          schema::Access access) {
        for (std::size_t i = entries.size(); i > 0;) {
            const Entry& entry = entries[i - 1];
            if (lineage_.includes(head, entry.statement.node)) {
                i = entry.reaches;
                continue;
            }
            --i;
            if (!present(entry.statement.node)) { continue; }
            meeting.fits = false;
            if (found_.size() >= kEnough) { return; }
            if (!found_.insert({entry.statement, statement}).second) { continue; }
            const schema::Mark other{mark.facet, access, entry.deed, mark.object, mark.part};
            meeting.clashes.push_back(
                {entry.statement, statement, schema::clash_text(other, mark)});
        }
    };
    for (const Node node : arriving) {
        if (alone_[node]) { continue; }
        const std::size_t count = history_.revisions[node].upgrade.size();
        for (std::uint32_t i = 0; i < count; ++i) {
            for (const schema::Mark& mark : marks_of({node, i})) {
                const auto found = touched_.find(word_of(mark));
                if (found == touched_.end()) { continue; }
                for (std::size_t access = 0; access < kAccesses; ++access) {
                    if (!schema::clash(mark.access, static_cast<schema::Access>(access))) {
                        continue;
                    }
                    meet({node, i}, mark, found->second[access],
                         static_cast<schema::Access>(access));
                }
            }
        }
    }
    return meeting;
}

void report_clashes(const std::vector<Clash>& clashes, Span where, const RevisionGraph& graph,
                    const History& history, Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < clashes.size() && i < kShown; ++i) {
        const Clash& clash = clashes[i];
        const Span second = place_of(clash.second, graph, history);
        diag::Diagnostic& found =
            diagnostics.report(diag::BranchesConflict, where.known() ? where : second,
                               graph.id(clash.first.node), graph.id(clash.second.node), clash.what);
        found.note(place_of(clash.first, graph, history), describe(clash.first, graph, history));
        if (where.known()) { found.note(second, describe(clash.second, graph, history)); }
        if (i == 0 && clashes.size() > kShown) {
            const std::size_t more = clashes.size() - kShown;
            found.note({}, (clashes.size() >= kEnough ? "at least " : "") + std::to_string(more) +
                               " more pairs of statements do not fit together");
        }
        found.help("say which runs first by `depends on " +
                   std::string(graph.id(clash.first.node)) + ";` in revision \"" +
                   std::string(graph.id(clash.second.node)) +
                   "\" (or the other way round), or change one of them");
    }
}

void check_commute(const RevisionGraph& graph, const History& history, std::span<const Node> heads,
                   const schema::NamingRules& naming, Diagnostics& diagnostics) {
    if (heads.size() < 2) { return; }
    Lineage lineage(graph);
    for (const Node node : graph.order()) { (void)lineage.add(node); }
    Encounters encounters(graph, lineage, history);
    std::vector<Node> sorted(heads.begin(), heads.end());
    std::sort(sorted.begin(), sorted.end(),
              [&](Node a, Node b) { return graph.position(a) < graph.position(b); });
    std::vector<bool> there(graph.size(), false);
    std::vector<Clash> clashes;
    schema::Schema state = history.revisions[sorted.front()].after;
    std::vector<Node> joined;
    for (const Node head : sorted) {
        std::vector<Node> arriving;
        std::vector<Node> open{head};
        while (!open.empty()) {
            const Node node = open.back();
            open.pop_back();
            if (there[node]) { continue; }
            there[node] = true;
            arriving.push_back(node);
            for (const Node each : graph.parents(node)) { open.push_back(each); }
            for (const Node each : graph.dependencies(node)) { open.push_back(each); }
        }
        std::sort(arriving.begin(), arriving.end(),
                  [&](Node a, Node b) { return graph.position(a) < graph.position(b); });
        if (head != sorted.front()) {
            for (Clash& clash :
                 encounters.find(head, arriving, [](Node) { return true; }).clashes) {
                clashes.push_back(std::move(clash));
            }
            joined.insert(joined.end(), arriving.begin(), arriving.end());
        }
        for (const Node node : arriving) { encounters.note(node); }
    }
    report_clashes(clashes, {}, graph, history, diagnostics);
    if (!clashes.empty() || sorted.size() > kJoined) { return; }
    // Whatever the schema itself does not allow besides.
    (void)join_states(std::move(state), sorted.front(), joined, {}, graph, history, naming,
                      diagnostics);
}

void check_heads_commute(const RevisionGraph& graph, const History& history,
                         const schema::NamingRules& naming, Diagnostics& diagnostics) {
    check_commute(graph, history, graph.real_heads(), naming, diagnostics);
}

}  // namespace retort::revisions
