// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/revision_words.h"

#include "compiler/revisions/word_resolver.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace retort::revisions {
namespace {

/// The version rows that stand for an applied set: what nothing applied revises or depends on.
std::vector<Node> rows_of(const RevisionGraph& graph, const std::vector<bool>& applied) {
    std::vector<Node> rows;
    const auto is_applied = [&](Node node) { return static_cast<bool>(applied[node]); };
    for (const Node node : graph.order()) {
        if (!applied[node]) { continue; }
        const auto children = graph.children(node);
        const auto dependents = graph.dependents(node);
        if (std::none_of(children.begin(), children.end(), is_applied) &&
            std::none_of(dependents.begin(), dependents.end(), is_applied)) {
            rows.push_back(node);
        }
    }
    return rows;
}

std::vector<Node> nodes_of(const std::vector<Meaning>& meanings) {
    std::vector<Node> nodes;
    std::unordered_set<Node> seen;
    for (const Meaning& meaning : meanings) {
        for (const Node node : meaning.nodes) {
            if (seen.insert(node).second) { nodes.push_back(node); }
        }
    }
    return nodes;
}

std::vector<Node> below(const RevisionGraph& graph, const std::vector<Node>& nodes) {
    std::vector<Node> result;
    for (const Node node : nodes) {
        result.insert(result.end(), graph.parents(node).begin(), graph.parents(node).end());
        result.insert(result.end(), graph.dependencies(node).begin(),
                      graph.dependencies(node).end());
    }
    return result;
}

/// Reports version rows of which one comes before another: no database can hold both. What others
/// only depend on may be named with them, as `alembic current` does: it is included, and that is
/// all.
bool check_rows(const RevisionGraph& graph, const std::vector<Node>& rows,
                Diagnostics& diagnostics) {
    if (rows.size() < 2) { return true; }
    const std::vector<bool> covered = graph.ancestors(below(graph, rows));
    const std::vector<bool> applied = graph.ancestors(rows);
    bool good = true;
    for (const Node lower : rows) {
        const auto children = graph.children(lower);
        const bool revised = std::any_of(children.begin(), children.end(),
                                         [&](Node child) { return applied[child]; });
        if (!covered[lower] || !revised) { continue; }
        good = false;
        const auto upper = std::find_if(rows.begin(), rows.end(), [&](Node node) {
            return node != lower && graph.ancestors(std::vector<Node>{node})[lower];
        });
        diagnostics.report(diag::OverlappingRows, {}, graph.id(*upper), graph.id(lower))
            .note(graph.header(*upper).id.span, "\"" + std::string(graph.id(*upper)) + "\" is here")
            .note(graph.header(lower).id.span,
                  "\"" + std::string(graph.id(lower)) + "\" comes before it")
            .help("leave out \"" + std::string(graph.id(lower)) + "\"");
    }
    return good;
}

struct Ends {
    std::string_view from;
    std::string_view to;
    bool has_from = false;
};

std::optional<Ends> split(std::string_view word, WordResolver& resolver) {
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos) { return Ends{{}, word, false}; }
    if (word.find(':', colon + 1) != std::string_view::npos) {
        resolver.fail_syntax(word, "more than one `:` stands in it");
        return std::nullopt;
    }
    return Ends{word.substr(0, colon), word.substr(colon + 1), true};
}

/// Both ends of a range, and what is applied where it starts.
struct Course {
    std::vector<bool> applied;
    std::vector<Node> from;
    std::vector<Meaning> to;
};

/// Understands `[FROM:]TO`; without FROM the course starts at `rows`.
std::optional<Course> resolve_course(const RevisionGraph& graph, std::string_view word,
                                     std::vector<Node> rows, Diagnostics& diagnostics) {
    WordResolver resolver(graph, diagnostics);
    const std::optional<Ends> ends = split(word, resolver);
    if (!ends) { return std::nullopt; }
    if (ends->has_from && ends->from.empty()) {
        resolver.fail_syntax(word, "nothing stands before `:`",
                             "name where to begin, as in base" + std::string(word));
        return std::nullopt;
    }
    if (ends->has_from && ends->to.empty()) {
        resolver.fail_syntax(word, "nothing stands behind `:`",
                             "name where to end, as in " + std::string(word) + "heads");
        return std::nullopt;
    }
    if (ends->has_from) {
        const auto from = resolver.resolve(ends->from, {{}, graph.real_heads()});
        if (!from) { return std::nullopt; }
        rows = nodes_of(*from);
        if (!check_rows(graph, rows, diagnostics)) { return std::nullopt; }
    }
    auto to = resolver.resolve(ends->to, {rows, rows});
    if (!to) { return std::nullopt; }
    Course course;
    course.applied = graph.ancestors(rows);
    course.from = rows_of(graph, course.applied);
    course.to = std::move(*to);
    return course;
}

/// The revisions that a downgrade to `target` undoes first of all, with all that needs them.
std::vector<Node> roots_above(const RevisionGraph& graph, const Meaning& target) {
    if (target.passed) { return {*target.passed}; }
    if (target.nodes.empty()) {
        return target.branch ? branch_of(graph, *target.branch) : graph.bases();
    }
    std::vector<Node> roots;
    for (const Node node : target.nodes) {
        roots.insert(roots.end(), graph.children(node).begin(), graph.children(node).end());
    }
    if (target.branch && !roots.empty()) {
        const std::vector<bool> line = line_of(graph, *target.branch);
        std::erase_if(roots, [&](Node root) { return !line[root]; });
    }
    return roots;
}

/// The rows as a revision word.
std::string rows_word(const RevisionGraph& graph, const std::vector<Node>& rows) {
    std::string word;
    for (const Node row : rows) { word += (word.empty() ? "" : ",") + std::string(graph.id(row)); }
    return word.empty() ? "base" : word;
}

/// `rows` and what leads to them through `revises`.
std::vector<bool> revised_by(const RevisionGraph& graph, const std::vector<Node>& rows) {
    std::vector<bool> marked(graph.size(), false);
    std::vector<Node> stack = rows;
    while (!stack.empty()) {
        const Node node = stack.back();
        stack.pop_back();
        if (marked[node]) { continue; }
        marked[node] = true;
        stack.insert(stack.end(), graph.parents(node).begin(), graph.parents(node).end());
    }
    return marked;
}

/// An upgrade to what the start has left behind: most likely its ends are exchanged.
bool leads_down(const RevisionGraph& graph, const Course& course, const std::vector<Node>& to) {
    if (course.from.empty()) { return false; }
    if (to.empty()) { return true; }
    const bool all_applied =
        std::all_of(to.begin(), to.end(), [&](Node node) { return course.applied[node]; });
    if (!all_applied) { return false; }
    // What is there because something depends on it has nothing left to do, that is no mistake.
    const std::vector<bool> revised = revised_by(graph, course.from);
    const std::unordered_set<Node> rows(course.from.begin(), course.from.end());
    return std::any_of(to.begin(), to.end(),
                       [&](Node node) { return revised[node] && !rows.contains(node); });
}

std::optional<Range> upgrade_range(const RevisionGraph& graph, Course course, std::string_view word,
                                   Diagnostics& diagnostics) {
    const std::vector<Node> to = nodes_of(course.to);
    if (leads_down(graph, course, to)) {
        auto& finding = diagnostics.report(diag::RangeBackwards, {}, word, "upgrade");
        for (const Node node : to) {
            finding.note(graph.header(node).id.span, "\"" + std::string(graph.id(node)) +
                                                         "\" comes before " +
                                                         place_name(graph, course.from));
        }
        finding.help("write the older revision first, or use `retort downgrade " +
                     std::string(word) + "`");
        return std::nullopt;
    }
    Range range;
    range.from = std::move(course.from);
    const std::vector<bool> wanted = graph.ancestors(to);
    for (const Node node : graph.order()) {
        if (!wanted[node] || course.applied[node]) { continue; }
        range.steps.push_back(node);
        course.applied[node] = true;
    }
    range.to = rows_of(graph, course.applied);
    return range;
}

bool check_downgrade(const RevisionGraph& graph, const Course& course,
                     const std::vector<Node>& targets, Diagnostics& diagnostics) {
    for (const Node node : targets) {
        if (course.applied[node]) { continue; }
        const std::string id(graph.id(node));
        const std::vector<bool> under = graph.ancestors(std::vector<Node>{node});
        const bool later = std::all_of(course.from.begin(), course.from.end(),
                                       [&](Node row) { return static_cast<bool>(under[row]); });
        auto& finding = diagnostics.report(diag::NotApplied, {}, id, "downgrade");
        finding.note(graph.header(node).id.span, "\"" + id + "\" is here");
        for (const Node row : course.from) {
            finding.note(graph.header(row).id.span,
                         "the downgrade starts at \"" + std::string(graph.id(row)) + "\"");
        }
        finding.help(later ? "`retort upgrade " + rows_word(graph, course.from) + ":" + id +
                                 "` leads up to it"
                           : "name a revision that comes before the start");
        return false;
    }
    return true;
}

/// A downgrade to a revision that is there only because something depends on it.
void report_nothing_to_undo(const RevisionGraph& graph, const Course& course, Node node,
                            Diagnostics& diagnostics) {
    auto& finding =
        diagnostics.report(diag::NothingToUndo, {}, graph.id(node), place_name(graph, course.from));
    std::string way;
    for (const Node dependent : graph.dependents(node)) {
        if (!course.applied[dependent]) { continue; }
        const std::string id(graph.id(dependent));
        finding.note(graph.header(dependent).id.span, "\"" + id + "\" depends on it");
        const auto parents = graph.parents(dependent);
        way = id + "@" + (parents.empty() ? "base" : std::string(graph.id(parents.front())));
    }
    finding.help("to undo what depends on it, go down to a revision before that" +
                 (way.empty() ? std::string() : ", as in " + way));
}

std::optional<Range> downgrade_range(const RevisionGraph& graph, Course course,
                                     Diagnostics& diagnostics) {
    const std::vector<Node> targets = nodes_of(course.to);
    if (!check_downgrade(graph, course, targets, diagnostics)) { return std::nullopt; }
    std::vector<Node> roots;
    for (const Meaning& target : course.to) {
        const std::vector<Node> some = roots_above(graph, target);
        roots.insert(roots.end(), some.begin(), some.end());
    }
    const std::vector<bool> removed = graph.descendants(roots);
    Range range;
    range.direction = Direction::Downgrade;
    std::vector<bool> after = course.applied;
    for (auto node = graph.order().rbegin(); node != graph.order().rend(); ++node) {
        if (!removed[*node] || !after[*node]) { continue; }
        range.steps.push_back(*node);
        after[*node] = false;
    }
    const std::unordered_set<Node> rows(course.from.begin(), course.from.end());
    const auto hidden = std::find_if(targets.begin(), targets.end(),
                                     [&](Node node) { return !rows.contains(node); });
    if (range.steps.empty() && hidden != targets.end()) {
        report_nothing_to_undo(graph, course, *hidden, diagnostics);
        return std::nullopt;
    }
    range.from = std::move(course.from);
    range.to = rows_of(graph, after);
    return range;
}

}  // namespace

std::optional<Range> resolve_range(const RevisionGraph& graph, Direction direction,
                                   std::string_view word, Diagnostics& diagnostics) {
    const bool up = direction == Direction::Upgrade;
    std::optional<Course> course =
        resolve_course(graph, word, up ? std::vector<Node>{} : graph.real_heads(), diagnostics);
    if (!course) { return std::nullopt; }
    return up ? upgrade_range(graph, std::move(*course), word, diagnostics)
              : downgrade_range(graph, std::move(*course), diagnostics);
}

std::optional<Range> resolve_stamp(const RevisionGraph& graph, std::string_view word,
                                   Diagnostics& diagnostics) {
    std::optional<Course> course = resolve_course(graph, word, {}, diagnostics);
    if (!course || !check_rows(graph, nodes_of(course->to), diagnostics)) { return std::nullopt; }
    std::vector<Node> up;
    std::vector<Node> roots;
    for (const Meaning& target : course->to) {
        Meaning there = target;
        there.nodes.clear();
        for (const Node node : target.nodes) {
            (course->applied[node] ? there.nodes : up).push_back(node);
        }
        if (target.nodes.empty() || !there.nodes.empty()) {
            const std::vector<Node> some = roots_above(graph, there);
            roots.insert(roots.end(), some.begin(), some.end());
        }
    }
    const std::vector<bool> removed = graph.descendants(roots);
    const std::vector<bool> wanted = graph.ancestors(up);
    Range range;
    bool removes = false;
    for (Node node = 0; node < graph.size(); ++node) {
        removes = removes || (course->applied[node] && removed[node]);
        course->applied[node] = (course->applied[node] && !removed[node]) || wanted[node];
    }
    range.direction = removes && up.empty() ? Direction::Downgrade : Direction::Upgrade;
    range.from = std::move(course->from);
    range.to = rows_of(graph, course->applied);
    return range;
}

std::optional<std::vector<Node>> resolve_revisions(const RevisionGraph& graph,
                                                   std::string_view word,
                                                   Diagnostics& diagnostics) {
    WordResolver resolver(graph, diagnostics);
    if (word.find(':') != std::string_view::npos) {
        resolver.fail_syntax(word, "a range is not wanted here");
        return std::nullopt;
    }
    const auto meanings = resolver.resolve(word, {{}, graph.real_heads()});
    if (!meanings) { return std::nullopt; }
    return nodes_of(*meanings);
}

std::optional<Node> resolve_revision(const RevisionGraph& graph, std::string_view word,
                                     Diagnostics& diagnostics) {
    const auto nodes = resolve_revisions(graph, word, diagnostics);
    if (!nodes) { return std::nullopt; }
    if (nodes->size() == 1) { return nodes->front(); }
    auto& finding = diagnostics.report(diag::NotOneRevision, {}, word, nodes->size());
    finding.help(nodes->empty() ? "name a revision; `retort history` lists them"
                                : "name one of them: " + id_list(graph, *nodes));
    return std::nullopt;
}

std::optional<std::vector<Node>> resolve_history(const RevisionGraph& graph, std::string_view word,
                                                 Diagnostics& diagnostics) {
    WordResolver resolver(graph, diagnostics);
    const std::optional<Ends> ends = split(word, resolver);
    if (!ends) { return std::nullopt; }
    if (!ends->has_from) {
        resolver.fail_syntax(word, "a range has one `:`, as in base:head or -3:");
        return std::nullopt;
    }
    std::vector<Meaning> low(1);
    std::vector<Node> high = graph.real_heads();
    const auto resolve_low = [&](const std::vector<Node>& top) {
        if (ends->from.empty()) { return true; }
        auto meanings = resolver.resolve(ends->from, {{}, top});
        if (meanings) { low = std::move(*meanings); }
        return meanings.has_value();
    };
    // Steps up count from the lower end, steps down from the upper one.
    const bool upper_counts = ends->to.find('+') != std::string_view::npos;
    if (upper_counts && !resolve_low(high)) { return std::nullopt; }
    if (!ends->to.empty()) {
        const auto to = resolver.resolve(ends->to, {nodes_of(low), graph.real_heads()});
        if (!to) { return std::nullopt; }
        high = nodes_of(*to);
    }
    if (!upper_counts && !resolve_low(high)) { return std::nullopt; }

    const std::vector<bool> under = graph.ancestors(high);
    std::vector<Node> roots;
    for (const Meaning& meaning : low) {
        const bool base = meaning.nodes.empty();
        const std::vector<Node> some = !base            ? meaning.nodes
                                       : meaning.branch ? branch_of(graph, *meaning.branch)
                                                        : graph.bases();
        roots.insert(roots.end(), some.begin(), some.end());
    }
    for (const Node node : nodes_of(low)) {
        if (under[node]) { continue; }
        diagnostics.report(diag::NotBefore, {}, graph.id(node), place_name(graph, high))
            .note(graph.header(node).id.span, "\"" + std::string(graph.id(node)) + "\" is here")
            .help("a range goes from the older revision to the newer one");
        return std::nullopt;
    }
    const std::vector<bool> above = graph.descendants(roots);
    std::vector<Node> result;
    for (auto node = graph.order().rbegin(); node != graph.order().rend(); ++node) {
        if (under[*node] && above[*node]) { result.push_back(*node); }
    }
    return result;
}

}  // namespace retort::revisions
