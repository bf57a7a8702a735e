// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/word_resolver.h"

#include <algorithm>
#include <charconv>

namespace retort::revisions {
namespace {

std::string quoted(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

void note_revisions(diag::Diagnostic& finding, const RevisionGraph& graph,
                    const std::vector<Node>& nodes) {
    for (std::size_t i = 0; i < std::min(nodes.size(), kListedRevisions); ++i) {
        const auto dependents = graph.dependents(nodes[i]);
        std::string text = quoted(graph.id(nodes[i]));
        if (graph.children(nodes[i]).empty() && !dependents.empty()) {
            text += ", which " + quoted(graph.id(dependents.front())) + " depends on";
        }
        finding.note(graph.header(nodes[i]).id.span, std::move(text));
    }
}

}  // namespace

std::optional<std::vector<Meaning>> WordResolver::resolve(std::string_view text,
                                                          const StepStart& start) {
    std::vector<Meaning> result;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        if (begin == end) {
            fail_syntax(text, text.empty() ? "it is empty" : "no revision stands beside a comma");
            return std::nullopt;
        }
        std::optional<Meaning> part = resolve_word(text.substr(begin, end - begin), start);
        if (!part) { return std::nullopt; }
        result.push_back(std::move(*part));
        begin = end + 1;
    }
    return result;
}

void WordResolver::fail_syntax(std::string_view text, std::string_view why, std::string help) {
    constexpr const char* kWords =
        "write an identifier, head, heads, base, +1, -1, ID+1, LABEL@head, or FROM:TO";
    diagnostics_.report(diag::RevisionWordSyntax, {}, text, why)
        .help(help.empty() ? kWords : std::move(help));
}

std::optional<Meaning> WordResolver::resolve_word(std::string_view text, const StepStart& start) {
    Word word;
    word.whole = text;
    if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
        word.label = text.substr(0, at);
        text = text.substr(at + 1);
        if (word.label.empty()) {
            fail_syntax(word.whole, "no label stands before `@`",
                        "write LABEL@head, or leave out the `@`");
            return std::nullopt;
        }
        if (text.empty()) {
            fail_syntax(word.whole, "nothing stands behind `@`",
                        "write " + std::string(word.label) + "@head");
            return std::nullopt;
        }
        if (text.find('@') != std::string_view::npos) {
            fail_syntax(word.whole, "more than one `@` stands in it");
            return std::nullopt;
        }
        word.branch = resolve_branch(word.label);
        if (!word.branch) { return std::nullopt; }
    }
    word.body = text;
    if (!exact(text) && !split_offset(word)) { return std::nullopt; }
    if (word.relative) { return step(word, start); }
    std::optional<std::vector<Node>> nodes = resolve_body(word);
    if (!nodes) { return std::nullopt; }
    return Meaning{std::move(*nodes), word.branch, std::nullopt};
}

/// Splits `ID+2`, `-1`.
bool WordResolver::split_offset(Word& word) {
    const std::size_t sign = word.body.find_last_of("+-");
    if (sign == std::string_view::npos) { return true; }
    const bool down = word.body[sign] == '-';
    const std::string_view digits = word.body.substr(sign + 1);
    const std::string_view before = word.body.substr(0, sign);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) {
        // An identifier may hold `-` (`2024-01-15.a`), never `+`.
        if (down && sign != 0 && before.find('+') == std::string_view::npos) { return true; }
        fail_syntax(word.whole, down ? "no number of steps stands behind `-`"
                                     : "no number of steps stands behind `+`");
        return false;
    }
    if (before.find('+') != std::string_view::npos) {
        fail_syntax(word.whole, "it holds more than one step");
        return false;
    }
    if (down && sign != 0) {
        const std::vector<Match> whole = begin_with(word.body);
        if (!whole.empty() && !exact(before) && before != "head" && before != "heads") {
            return true;
        }
        if (!whole.empty()) {
            auto& finding =
                diagnostics_.report(diag::AmbiguousHead, {}, word.whole, std::size_t{2});
            finding.note({}, "steps down from " + quoted(before));
            finding.note(graph_.header(whole.front().node).id.span,
                         "the start of " + quoted(whole.front().name));
            finding.help("write the whole identifier that is meant");
            return false;
        }
    }
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), word.offset);
    if (error != std::errc() || end != digits.data() + digits.size()) {
        fail_syntax(word.whole, "no history has that many steps");
        return false;
    }
    if (word.offset == 0 && before.empty()) {
        fail_syntax(word.whole, "a step of 0 leads nowhere");
        return false;
    }
    word.relative = true;
    word.offset = down ? -word.offset : word.offset;
    word.offset_text = word.body.substr(sign);
    word.body = before;
    return true;
}

std::optional<Node> WordResolver::exact(std::string_view name) const {
    const std::optional<Node> node = graph_.find(name);
    return node ? node : graph_.find_label(name);
}

std::vector<WordResolver::Match> WordResolver::begin_with(std::string_view prefix) const {
    std::vector<Match> matches;
    for (const Node node : graph_.order()) {
        if (graph_.id(node).substr(0, prefix.size()) == prefix) {
            matches.push_back({graph_.id(node), node});
            continue;
        }
        for (const Name& label : graph_.header(node).labels) {
            if (std::string_view(label.text).substr(0, prefix.size()) == prefix) {
                matches.push_back({label.text, node});
                break;
            }
        }
    }
    return matches;
}

std::optional<Node> WordResolver::resolve_branch(std::string_view label) {
    std::optional<Node> node = graph_.find_label(label);
    if (!node) { node = graph_.find(label); }
    if (node) { return node; }
    const std::vector<Match> matches = begin_with(label);
    if (matches.size() == 1) { return matches.front().node; }
    if (matches.empty()) { return unknown(label, true); }
    return ambiguous_prefix(label, matches);
}

std::optional<std::vector<Node>> WordResolver::resolve_body(const Word& word) {
    if (word.body == "base") { return std::vector<Node>{}; }
    if (word.body == "heads") {
        return word.branch ? tips(heads_of(*word.branch)) : graph_.real_heads();
    }
    if (word.body == "head") {
        std::vector<Node> heads = word.branch ? heads_of(*word.branch) : graph_.heads();
        if (heads.size() < 2) { return heads; }
        const std::string one = std::string(graph_.id(heads.front()));
        if (word.relative) {
            return ambiguous(word, heads, "name one, as in " + one + std::string(word.offset_text));
        }
        const std::string at = word.branch ? std::string(word.label) + "@" : std::string();
        return ambiguous(word, heads,
                         "write " + at + "heads for all of them, or name one, as in " + one +
                             "; `retort merge` joins them");
    }
    const std::optional<Node> node = resolve_name(word);
    if (!node) { return std::nullopt; }
    return std::vector<Node>{*node};
}

std::optional<Node> WordResolver::resolve_name(const Word& word) {
    const std::optional<Node> whole = exact(word.body);
    if (whole) {
        if (!word.branch || line_of(graph_, *word.branch)[*whole]) { return whole; }
        return elsewhere(word, *whole);
    }
    std::vector<Match> matches = begin_with(word.body);
    if (word.branch && !matches.empty()) {
        const Node first = matches.front().node;
        const std::vector<bool> line = line_of(graph_, *word.branch);
        std::erase_if(matches, [&](const Match& match) { return !line[match.node]; });
        if (matches.empty()) { return elsewhere(word, first); }
    }
    if (matches.size() == 1) { return matches.front().node; }
    if (matches.empty()) { return unknown(word.body, false); }
    return ambiguous_prefix(word.body, matches);
}

std::vector<Node> WordResolver::heads_of(Node branch) const {
    const std::vector<Node> members = branch_of(graph_, branch);
    std::vector<Node> result;
    for (const Node node : members) {
        if (graph_.children(node).empty()) { result.push_back(node); }
    }
    std::sort(result.begin(), result.end(),
              [&](Node a, Node b) { return graph_.position(a) < graph_.position(b); });
    return result;
}

std::vector<Node> WordResolver::tips(std::vector<Node> nodes) const {
    if (nodes.size() < 2) { return nodes; }
    std::vector<Node> below;
    for (const Node node : nodes) {
        below.insert(below.end(), graph_.parents(node).begin(), graph_.parents(node).end());
        below.insert(below.end(), graph_.dependencies(node).begin(),
                     graph_.dependencies(node).end());
    }
    const std::vector<bool> covered = graph_.ancestors(below);
    std::erase_if(nodes, [&](Node node) { return covered[node]; });
    return nodes;
}

/// The one revision where steps begin; none: below the bases.
std::optional<std::vector<Node>> WordResolver::step_start(const Word& word,
                                                          const StepStart& start) {
    if (!word.body.empty()) {
        std::optional<std::vector<Node>> named = resolve_body(word);
        if (named && named->size() > 1) {
            return ambiguous(word, *named,
                             "name one, as in " + std::string(graph_.id(named->front())) +
                                 std::string(word.offset_text));
        }
        return named;
    }
    const std::vector<Node>& rows = word.offset < 0 ? start.down : start.up;
    std::vector<Node> at = rows;
    if (word.branch) {
        const std::vector<bool> line = line_of(graph_, *word.branch);
        std::erase_if(at, [&](Node node) { return !line[node]; });
        if (at.empty()) {
            // No row is on the branch, but a row's ancestors or dependencies may be.
            const std::vector<bool> applied = graph_.ancestors(rows);
            for (Node node = 0; node < graph_.size(); ++node) {
                if (line[node] && applied[node]) { at.push_back(node); }
            }
            at = tips(std::move(at));
        }
    }
    if (at.size() > 1) {
        return ambiguous(word, at,
                         "say which branch is meant, as in " + std::string(graph_.id(at.front())) +
                             "@" + std::string(word.offset_text));
    }
    return at;
}

std::vector<Node> WordResolver::next_of(const Word& word, std::optional<Node> node) const {
    const auto list = [](std::span<const Node> nodes) {
        return std::vector<Node>(nodes.begin(), nodes.end());
    };
    if (word.offset > 0) { return node ? list(graph_.children(*node)) : graph_.bases(); }
    return node ? list(graph_.parents(*node)) : std::vector<Node>{};
}

/// Walks `word.offset` revisions up or down the lines of `revises`.
std::optional<Meaning> WordResolver::step(const Word& word, const StepStart& start) {
    const auto begin = step_start(word, start);
    if (!begin) { return std::nullopt; }
    Meaning meaning;
    meaning.branch = word.branch;
    std::optional<Node> node = begin->empty() ? std::nullopt : std::optional(begin->front());
    const std::string from = place_name(graph_, *begin);
    std::vector<bool> line;
    const long long count = word.offset < 0 ? -word.offset : word.offset;
    for (long long i = 0; i < count; ++i) {
        if (word.offset < 0 && !node) { return past_end(word, i, from); }
        std::vector<Node> next = next_of(word, node);
        if (next.size() > 1 && word.branch) {
            if (line.empty()) { line = line_of(graph_, *word.branch); }
            std::erase_if(next, [&](Node each) { return !line[each]; });
        }
        if (next.size() > 1) { return fork(word, node, next); }
        if (next.empty() && word.offset > 0) { return past_end(word, i, from); }
        if (word.offset < 0 && word.body.empty()) { meaning.passed = node; }
        node = next.empty() ? std::nullopt : std::optional(next.front());
    }
    if (node) { meaning.nodes.push_back(*node); }
    return meaning;
}

std::nullopt_t WordResolver::unknown(std::string_view word, bool label) {
    std::vector<std::string_view> names;
    for (const Node node : graph_.order()) {
        names.push_back(graph_.id(node));
        for (const Name& own : graph_.header(node).labels) { names.emplace_back(own.text); }
    }
    if (!label) { names.insert(names.end(), {"head", "heads", "base"}); }
    const std::string_view near = nearest_name(word, names);
    auto& finding = label ? diagnostics_.report(diag::UnknownLabel, {}, word)
                          : diagnostics_.report(diag::UnknownRevision, {}, word);
    if (!near.empty()) {
        finding.help("did you mean " + quoted(near) + "?");
    } else if (graph_.size() == 0) {
        finding.help("there are no revisions yet");
    } else {
        finding.help("`retort history` lists the revisions and their labels");
    }
    return std::nullopt;
}

std::nullopt_t WordResolver::ambiguous(const Word& word, const std::vector<Node>& nodes,
                                       std::string help) {
    auto& finding = diagnostics_.report(diag::AmbiguousHead, {}, word.whole, nodes.size());
    note_revisions(finding, graph_, nodes);
    finding.help(std::move(help));
    return std::nullopt;
}

std::nullopt_t WordResolver::ambiguous_prefix(std::string_view prefix,
                                              const std::vector<Match>& matches) {
    auto& finding = diagnostics_.report(diag::AmbiguousPrefix, {}, prefix, matches.size());
    for (std::size_t i = 0; i < std::min(matches.size(), kListedRevisions); ++i) {
        finding.note(graph_.header(matches[i].node).id.span, quoted(matches[i].name));
    }
    finding.help("write more of the one that is meant");
    return std::nullopt;
}

std::nullopt_t WordResolver::elsewhere(const Word& word, Node node) {
    diagnostics_.report(diag::NotOnBranch, {}, graph_.id(node), word.label)
        .note(graph_.header(node).id.span, "the revision is here")
        .note(graph_.header(*word.branch).id.span, quoted(word.label) + " is here")
        .help("leave out `" + std::string(word.label) + "@`, or name a revision of that branch");
    return std::nullopt;
}

std::nullopt_t WordResolver::past_end(const Word& word, long long done, const std::string& from) {
    const bool down = word.offset < 0;
    const long long count = down ? -word.offset : word.offset;
    const std::string at = word.branch ? std::string(word.label) + "@" : std::string();
    auto& finding = diagnostics_.report(diag::StepPastEnd, {}, word.whole, count,
                                        down ? "down" : "up", from, done);
    if (done == 0 && word.body.empty()) {
        finding.help(
            down ? "name where to begin, as in " + at + "head" + std::string(word.offset_text)
                 : "name where to begin, as in " + at + "base" + std::string(word.offset_text));
    } else {
        finding.help(down ? "write " + at + "base to go all the way down"
                          : "write " + at + "head to go all the way up");
    }
    return std::nullopt;
}

std::nullopt_t WordResolver::fork(const Word& word, std::optional<Node> node,
                                  const std::vector<Node>& next) {
    const std::string where = node ? quoted(graph_.id(*node)) : "base";
    auto& finding = diagnostics_.report(diag::StepAcrossFork, {}, word.whole, where);
    note_revisions(finding, graph_, next);
    if (word.branch) {
        finding.help("name the revision that is meant");
    } else {
        finding.help("name the revision that is meant, or its branch, as in " +
                     std::string(graph_.id(next.front())) + "@" + std::string(word.whole));
    }
    return std::nullopt;
}

}  // namespace retort::revisions
