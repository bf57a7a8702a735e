// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/branches.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What one revision word means. Only revision_words.cpp asks; everybody else asks it.

namespace retort::revisions {

/// What a word means: revisions, and what a downgrade to them must know besides.
struct Meaning {
    std::vector<Node> nodes;     ///< none: base
    std::optional<Node> branch;  ///< the revision before `@`: only its line is meant
    /// Steps down from the rows: the last revision that was passed, right above where they end.
    std::optional<Node> passed;
};

/// Where steps without a revision begin (`+2`, `LABEL@-1`); no rows: below the bases.
struct StepStart {
    std::vector<Node> up;
    std::vector<Node> down;
};

/// Understands one word after another and reports what is wrong with it.
class WordResolver {
public:
    WordResolver(const RevisionGraph& graph, Diagnostics& diagnostics)
        : graph_(graph), diagnostics_(diagnostics) {}

    /// The parts of `text` between commas.
    [[nodiscard]] std::optional<std::vector<Meaning>> resolve(std::string_view text,
                                                              const StepStart& start);

    /// Reports that `text` is no revision word; an empty `help` lists what is one.
    void fail_syntax(std::string_view text, std::string_view why, std::string help = {});

private:
    /// A word taken apart: `LABEL@BODY+N`.
    struct Word {
        std::string_view whole;
        std::string_view label;        ///< empty: none
        std::optional<Node> branch;    ///< what `label` means
        std::string_view body;         ///< empty: only a relative step
        std::string_view offset_text;  ///< `+2`
        long long offset = 0;
        bool relative = false;
    };
    struct Match {
        std::string_view name;
        Node node = 0;
    };

    std::optional<Meaning> resolve_word(std::string_view text, const StepStart& start);
    bool split_offset(Word& word);
    [[nodiscard]] std::optional<Node> exact(std::string_view name) const;
    /// Identifiers and labels that start with `prefix`, a revision at most once.
    [[nodiscard]] std::vector<Match> begin_with(std::string_view prefix) const;
    std::optional<Node> resolve_branch(std::string_view label);
    std::optional<std::vector<Node>> resolve_body(const Word& word);
    std::optional<Node> resolve_name(const Word& word);
    [[nodiscard]] std::vector<Node> heads_of(Node branch) const;
    /// Those of `nodes` that no other of them descends from or depends on.
    [[nodiscard]] std::vector<Node> tips(std::vector<Node> nodes) const;

    std::optional<Meaning> step(const Word& word, const StepStart& start);
    std::optional<std::vector<Node>> step_start(const Word& word, const StepStart& start);
    [[nodiscard]] std::vector<Node> next_of(const Word& word, std::optional<Node> node) const;

    std::nullopt_t unknown(std::string_view word, bool label);
    std::nullopt_t ambiguous(const Word& word, const std::vector<Node>& nodes, std::string help);
    std::nullopt_t ambiguous_prefix(std::string_view prefix, const std::vector<Match>& matches);
    std::nullopt_t elsewhere(const Word& word, Node node);
    std::nullopt_t past_end(const Word& word, long long done, const std::string& from);
    std::nullopt_t fork(const Word& word, std::optional<Node> node, const std::vector<Node>& next);

    const RevisionGraph& graph_;
    Diagnostics& diagnostics_;
};

}  // namespace retort::revisions
