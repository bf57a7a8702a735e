// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/revision_words.h"

#include <algorithm>
#include <charconv>

namespace retort::revisions {
namespace {

std::string quoted(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

/// A word taken apart: `LABEL@BODY+N`.
struct Word {
    std::string_view whole;
    std::string_view label;  ///< empty: none
    std::string_view body;   ///< empty: only a relative step
    long long offset = 0;
    bool relative = false;
};

/// Understands one word after another and reports what is wrong with it.
class Resolver {
public:
    Resolver(const RevisionGraph& graph, Diagnostics& diagnostics)
        : graph_(graph), diagnostics_(diagnostics) {}

    /// What `text` may mean: several revisions for `heads` and `a,b`; none for `base`. A relative
    /// word without a revision starts at `start` (empty: below the bases).
    std::optional<std::vector<Node>> resolve(std::string_view text,
                                             const std::vector<Node>& start) {
        std::vector<Node> result;
        std::size_t begin = 0;
        while (begin <= text.size()) {
            const std::size_t end = std::min(text.find(',', begin), text.size());
            const auto part = resolve_word(text.substr(begin, end - begin), start);
            if (!part) { return std::nullopt; }
            for (const Node node : *part) {
                if (std::find(result.begin(), result.end(), node) == result.end()) {
                    result.push_back(node);
                }
            }
            begin = end + 1;
        }
        return result;
    }

    std::optional<std::vector<Node>> fail_syntax(std::string_view text, std::string_view why) {
        diagnostics_.report(diag::RevisionWordSyntax, {}, text, why)
            .help("write an identifier, head, heads, base, +1, -1, ID+1, LABEL@head, or FROM:TO");
        return std::nullopt;
    }

private:
    std::optional<std::vector<Node>> resolve_word(std::string_view text,
                                                  const std::vector<Node>& start) {
        if (text.empty()) { return fail_syntax(text, "it is empty"); }
        Word word;
        word.whole = text;
        if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
            word.label = text.substr(0, at);
            text = text.substr(at + 1);
            if (word.label.empty()) {
                return fail_syntax(word.whole, "no label stands before `@`");
            }
            if (text.empty()) { return fail_syntax(word.whole, "nothing stands behind `@`"); }
            if (!graph_.find_label(word.label) && !graph_.find(word.label)) {
                return unknown(word.label, true);
            }
        }
        word.body = text;
        if (!graph_.find(text) && !split_offset(word)) {
            return fail_syntax(word.whole, "the number of steps is not one");
        }
        if (!word.relative) { return resolve_body(word); }
        return step(word, start);
    }

    /// Splits `ID+2`, `-1`. False where digits do not follow the sign.
    bool split_offset(Word& word) const {
        const std::size_t sign = word.body.find_last_of("+-");
        if (sign == std::string_view::npos) { return true; }
        const std::string_view digits = word.body.substr(sign + 1);
        const bool number =
            !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
        // `2024-01-15.a` is an identifier whose sign begins no step.
        if (!number) { return sign != 0 && word.body[sign] == '-'; }
        if (sign != 0 && word.body[sign] == '-' && !graph_.find_prefix(word.body).empty()) {
            return true;
        }
        long long value = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc() || end != digits.data() + digits.size()) { return false; }
        word.relative = true;
        word.offset = word.body[sign] == '-' ? -value : value;
        word.body = word.body.substr(0, sign);
        return true;
    }

    std::optional<std::vector<Node>> resolve_body(const Word& word) {
        const std::string_view body = word.body;
        if (body == "base") { return std::vector<Node>{}; }
        if (body == "heads") {
            if (word.label.empty()) { return graph_.real_heads(); }
            return heads_of(word.label);
        }
        if (body == "head") {
            const std::vector<Node> heads =
                word.label.empty() ? graph_.heads() : heads_of(word.label);
            if (heads.size() > 1) { return ambiguous_head(word, heads); }
            return heads;
        }
        std::optional<Node> exact = graph_.find(body);
        if (!exact) { exact = graph_.find_label(body); }
        if (exact) {
            if (word.label.empty() || on_line(word.label)[*exact]) {
                return std::vector<Node>{*exact};
            }
            return elsewhere(word, *exact);
        }
        std::vector<Node> matches = graph_.find_prefix(body);
        if (!word.label.empty() && !matches.empty()) {
            const Node first = matches.front();
            const std::vector<bool> line = on_line(word.label);
            std::erase_if(matches, [&](Node node) { return !line[node]; });
            if (matches.empty()) { return elsewhere(word, first); }
        }
        if (matches.size() == 1) { return matches; }
        if (matches.empty()) { return unknown(body, false); }
        auto& finding = diagnostics_.report(diag::AmbiguousPrefix, {}, body, matches.size());
        for (std::size_t i = 0; i < std::min<std::size_t>(matches.size(), 10); ++i) {
            finding.note(graph_.header(matches[i]).id.span, quoted(graph_.id(matches[i])));
        }
        finding.help("write more of the identifier");
        return std::nullopt;
    }

    std::optional<std::vector<Node>> unknown(std::string_view word, bool label) {
        std::vector<std::string_view> names;
        for (const Node node : graph_.order()) {
            if (!label) { names.push_back(graph_.id(node)); }
            for (const Name& own : graph_.header(node).labels) { names.push_back(own.text); }
        }
        if (!label) { names.insert(names.end(), {"head", "heads", "base"}); }
        const std::string_view near = nearest_name(word, names);
        auto& finding = label ? diagnostics_.report(diag::UnknownLabel, {}, word)
                              : diagnostics_.report(diag::UnknownRevision, {}, word);
        if (!near.empty()) {
            finding.help("did you mean " + quoted(near) + "?");
        } else {
            finding.help("`retort history` lists the revisions");
        }
        return std::nullopt;
    }

    std::optional<std::vector<Node>> ambiguous_head(const Word& word,
                                                    const std::vector<Node>& heads) {
        auto& finding = diagnostics_.report(diag::AmbiguousHead, {}, word.whole, heads.size());
        for (std::size_t i = 0; i < std::min<std::size_t>(heads.size(), 10); ++i) {
            finding.note(graph_.header(heads[i]).id.span, quoted(graph_.id(heads[i])));
        }
        finding.help(
            "write heads for all of them, one identifier, or LABEL@head; `retort merge` "
            "joins them");
        return std::nullopt;
    }

    std::optional<std::vector<Node>> elsewhere(const Word& word, Node node) {
        diagnostics_.report(diag::NotOnBranch, {}, graph_.id(node), word.label)
            .note(graph_.header(node).id.span, "the revision is here")
            .help("leave out `" + std::string(word.label) +
                  "@`, or name a revision of that branch");
        return std::nullopt;
    }

    /// What leads to the branch, and what grows from it.
    [[nodiscard]] std::vector<bool> on_line(std::string_view label) const {
        std::optional<Node> owner = graph_.find_label(label);
        if (!owner) { owner = graph_.find(label); }
        const std::vector<Node> start{*owner};
        std::vector<bool> result = graph_.ancestors(start);
        const std::vector<bool> above = graph_.descendants(start);
        for (std::size_t i = 0; i < result.size(); ++i) { result[i] = result[i] || above[i]; }
        return result;
    }
    [[nodiscard]] bool in_branch(Node node, std::string_view label) const {
        const std::vector<std::string> labels = graph_.visible_labels(node);
        if (std::find(labels.begin(), labels.end(), label) != labels.end()) { return true; }
        // `ID@head` means the branch above a revision.
        if (const auto root = graph_.find(label)) {
            return graph_.descendants(std::vector<Node>{*root})[node];
        }
        return false;
    }
    [[nodiscard]] std::vector<Node> heads_of(std::string_view label) const {
        std::vector<Node> result;
        for (const Node head : graph_.heads()) {
            if (in_branch(head, label)) { result.push_back(head); }
        }
        return result;
    }

    /// Walks `word.offset` revisions up or down the lines of `revises`.
    std::optional<std::vector<Node>> step(const Word& word, const std::vector<Node>& start) {
        std::vector<Node> at = start;
        if (!word.body.empty()) {
            const auto named = resolve_body(word);
            if (!named) { return std::nullopt; }
            at = *named;
        } else if (!word.label.empty() && word.offset < 0) {
            at = heads_of(word.label);
        }
        if (at.size() > 1) {
            if (!word.label.empty()) {
                std::erase_if(at, [&](Node node) { return !in_branch(node, word.label); });
            }
            if (at.size() > 1) { return ambiguous_head(word, at); }
        }
        std::optional<Node> node = at.empty() ? std::nullopt : std::optional(at.front());
        const long long count = word.offset < 0 ? -word.offset : word.offset;
        for (long long i = 0; i < count; ++i) {
            if (word.offset < 0 && !node) { return past_end(word, count, i); }
            std::vector<Node> next;
            if (word.offset < 0) {
                next.assign(graph_.parents(*node).begin(), graph_.parents(*node).end());
            } else if (node) {
                next.assign(graph_.children(*node).begin(), graph_.children(*node).end());
            } else {
                next = graph_.bases();
            }
            if (next.size() > 1 && !word.label.empty()) {
                std::erase_if(next, [&](Node n) { return !in_branch(n, word.label); });
            }
            if (next.size() > 1) { return fork(word, node, next); }
            if (next.empty() && word.offset > 0) { return past_end(word, count, i); }
            node = next.empty() ? std::nullopt : std::optional(next.front());
        }
        return node ? std::vector<Node>{*node} : std::vector<Node>{};
    }
    std::optional<std::vector<Node>> past_end(const Word& word, long long wanted, long long done) {
        diagnostics_.report(diag::StepPastEnd, {}, word.whole, wanted, done)
            .help(word.offset < 0 ? "write base to go all the way down"
                                  : "write head to go all the way up");
        return std::nullopt;
    }
    std::optional<std::vector<Node>> fork(const Word& word, std::optional<Node> node,
                                          const std::vector<Node>& next) {
        const std::string where = node ? quoted(graph_.id(*node)) : "base";
        auto& finding = diagnostics_.report(diag::StepAcrossFork, {}, word.whole, where);
        for (std::size_t i = 0; i < std::min<std::size_t>(next.size(), 10); ++i) {
            finding.note(graph_.header(next[i]).id.span, quoted(graph_.id(next[i])));
        }
        finding.help("name the revision, or the branch with LABEL@+N");
        return std::nullopt;
    }

    const RevisionGraph& graph_;
    Diagnostics& diagnostics_;
};

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

struct Ends {
    std::string_view from;
    std::string_view to;
    bool has_from = false;
};

std::optional<Ends> split(std::string_view word) {
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos) { return Ends{{}, word, false}; }
    if (word.find(':', colon + 1) != std::string_view::npos) { return std::nullopt; }
    return Ends{word.substr(0, colon), word.substr(colon + 1), true};
}

std::optional<Range> upgrade_range(const RevisionGraph& graph, Range range,
                                   const std::vector<bool>& applied, std::vector<Node> to,
                                   std::string_view word, Diagnostics& diagnostics) {
    const std::vector<bool> wanted = graph.ancestors(to);
    const bool backwards =
        std::all_of(to.begin(), to.end(), [&](Node node) { return applied[node]; });
    if (backwards && !range.from.empty()) {
        const bool same = rows_of(graph, wanted) == range.from;
        if (!same) {
            diagnostics.report(diag::RangeBackwards, {}, word, "upgrade")
                .help("the start is above the end: swap them, or use `downgrade`");
            return std::nullopt;
        }
    }
    std::vector<bool> after = applied;
    for (const Node node : graph.order()) {
        if (wanted[node] && !applied[node]) {
            range.steps.push_back(node);
            after[node] = true;
        }
    }
    range.to = rows_of(graph, after);
    return range;
}

std::optional<Range> downgrade_range(const RevisionGraph& graph, Range range,
                                     const std::vector<bool>& applied, const std::vector<Node>& to,
                                     std::string_view to_word, Diagnostics& diagnostics) {
    std::vector<Node> roots;
    const std::size_t at = to_word.find('@');
    const bool branch_base = at != std::string_view::npos && to_word.substr(at + 1) == "base";
    if (branch_base) {
        // Only that branch: all that its label is visible on.
        const std::string label(to_word.substr(0, at));
        for (const Node node : graph.order()) {
            const std::vector<std::string> labels = graph.visible_labels(node);
            if (std::find(labels.begin(), labels.end(), label) != labels.end()) {
                roots.push_back(node);
            }
        }
    } else if (to.empty()) {
        roots = graph.bases();
    }
    for (const Node node : to) {
        if (!applied[node]) {
            diagnostics.report(diag::NotApplied, {}, graph.id(node), "downgrade")
                .help("a downgrade leads to an ancestor of where it starts");
            return std::nullopt;
        }
        roots.insert(roots.end(), graph.children(node).begin(), graph.children(node).end());
    }
    const std::vector<bool> removed = graph.descendants(roots);
    std::vector<bool> after = applied;
    for (auto node = graph.order().rbegin(); node != graph.order().rend(); ++node) {
        if (removed[*node] && applied[*node]) {
            range.steps.push_back(*node);
            after[*node] = false;
        }
    }
    range.to = rows_of(graph, after);
    return range;
}

}  // namespace

std::optional<Range> resolve_range(const RevisionGraph& graph, Direction direction,
                                   std::string_view word, Diagnostics& diagnostics) {
    Resolver resolver(graph, diagnostics);
    const auto ends = split(word);
    if (!ends) {
        resolver.fail_syntax(word, "more than one `:` stands in it");
        return std::nullopt;
    }
    if (ends->has_from && ends->from.empty()) {
        resolver.fail_syntax(word, "nothing stands before `:`");
        return std::nullopt;
    }
    if (ends->to.empty()) {
        resolver.fail_syntax(word, ends->has_from ? "nothing stands behind `:`" : "it is empty");
        return std::nullopt;
    }
    Range range;
    range.direction = direction;
    const bool up = direction == Direction::Upgrade;
    std::vector<Node> start = up ? std::vector<Node>{} : graph.real_heads();
    if (ends->has_from) {
        const auto from = resolver.resolve(ends->from, start);
        if (!from) { return std::nullopt; }
        start = *from;
    }
    const std::vector<bool> applied = graph.ancestors(start);
    range.from = rows_of(graph, applied);
    const auto to = resolver.resolve(ends->to, start);
    if (!to) { return std::nullopt; }
    return up ? upgrade_range(graph, std::move(range), applied, *to, word, diagnostics)
              : downgrade_range(graph, std::move(range), applied, *to, ends->to, diagnostics);
}

std::optional<std::vector<Node>> resolve_revisions(const RevisionGraph& graph,
                                                   std::string_view word,
                                                   Diagnostics& diagnostics) {
    return Resolver(graph, diagnostics).resolve(word, graph.real_heads());
}

std::optional<Node> resolve_revision(const RevisionGraph& graph, std::string_view word,
                                     Diagnostics& diagnostics) {
    const auto nodes = resolve_revisions(graph, word, diagnostics);
    if (!nodes) { return std::nullopt; }
    if (nodes->size() == 1) { return nodes->front(); }
    diagnostics.report(diag::NotOneRevision, {}, word, nodes->size()).help("name one revision");
    return std::nullopt;
}

std::optional<std::vector<Node>> resolve_history(const RevisionGraph& graph, std::string_view word,
                                                 Diagnostics& diagnostics) {
    Resolver resolver(graph, diagnostics);
    const auto ends = split(word);
    if (!ends || !ends->has_from) {
        resolver.fail_syntax(word, "a range has one `:`, as in base:head or -3:");
        return std::nullopt;
    }
    std::vector<Node> low;
    std::vector<Node> high = graph.real_heads();
    if (!ends->to.empty()) {
        const auto to = resolver.resolve(ends->to, graph.real_heads());
        if (!to) { return std::nullopt; }
        high = *to;
    }
    if (!ends->from.empty()) {
        const auto from = resolver.resolve(ends->from, high);
        if (!from) { return std::nullopt; }
        low = *from;
    }
    const std::vector<bool> below = graph.ancestors(high);
    const std::vector<bool> above =
        low.empty() ? std::vector<bool>(graph.size(), true) : graph.descendants(low);
    std::vector<Node> result;
    for (auto node = graph.order().rbegin(); node != graph.order().rend(); ++node) {
        if (below[*node] && above[*node]) { result.push_back(*node); }
    }
    return result;
}

}  // namespace retort::revisions
