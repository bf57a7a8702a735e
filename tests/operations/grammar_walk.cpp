// SPDX-License-Identifier: Apache-2.0
#include "tests/operations/grammar_walk.h"

#include "compiler/syntax/scanner.h"

#include "MigrationParser.h"
#include "atn/RuleStartState.h"
#include "atn/RuleTransition.h"

#include <map>
#include <set>

namespace retort::operations {
namespace {

using antlr4::atn::ATNState;
using antlr4::atn::RuleStartState;
using antlr4::atn::RuleTransition;
using antlr4::atn::Transition;

constexpr std::size_t kEnd = static_cast<std::size_t>(antlr4::Token::EOF);

/// Rules that are nothing but lists of words, or belong to the header of a file.
const std::set<std::string> kLeftOut = {"name",       "typeWord", "exprWord",    "revisionId",
                                        "targetName", "item",     "revisionFile"};

}  // namespace

struct GrammarWalk::Automaton {
    Automaton() : stream(), parser(&stream), atn(parser.getATN()) {}

    grammar::OffsetTokenStream stream;
    grammar::MigrationParser parser;
    const antlr4::atn::ATN& atn;

    std::vector<std::size_t> tokens;
    std::size_t at = 0;
    /// By state of the automaton: the alternatives taken, and the tokens that a set matched.
    std::map<std::size_t, std::set<std::size_t>> ways;
    std::map<std::size_t, std::set<std::size_t>> matched;

    [[nodiscard]] std::size_t next() const { return at < tokens.size() ? tokens[at] : kEnd; }

    /// Whether the way may begin with the token; `open`: it may also be empty.
    bool begins(const Transition& way, std::size_t token, bool& open) const {
        if (!way.isEpsilon()) { return way.matches(token, 0, atn.maxTokenType); }
        const antlr4::misc::IntervalSet first = atn.nextTokens(way.target);
        open = open || first.contains(antlr4::Token::EPSILON);
        if (way.getSerializationType() == Transition::RULE) {
            // The rule itself; what follows it where it may be empty.
            antlr4::misc::IntervalSet rule = atn.nextTokens(way.target);
            if (!rule.contains(antlr4::Token::EPSILON)) {
                return rule.contains(static_cast<ssize_t>(token));
            }
            const auto& call = static_cast<const RuleTransition&>(way);
            const antlr4::misc::IntervalSet rest = atn.nextTokens(call.followState);
            open = rest.contains(antlr4::Token::EPSILON);
            return rule.contains(static_cast<ssize_t>(token)) ||
                   rest.contains(static_cast<ssize_t>(token));
        }
        return first.contains(static_cast<ssize_t>(token));
    }

    /// From a state to the end of its rule.
    bool walk(ATNState* state) {
        while (state->getStateType() != ATNState::RULE_STOP) {
            const std::size_t count = state->transitions.size();
            std::size_t chosen = count;
            if (count == 1) {
                chosen = 0;
            } else {
                std::size_t empty = count;
                for (std::size_t i = 0; i < count && chosen == count; ++i) {
                    bool open = false;
                    if (begins(*state->transitions[i], next(), open)) {
                        chosen = i;
                    } else if (open && empty == count) {
                        empty = i;
                    }
                }
                if (chosen == count) { chosen = empty; }
                if (chosen == count) { return false; }
                ways[state->stateNumber].insert(chosen);
            }
            const Transition& way = *state->transitions[chosen];
            if (way.getSerializationType() == Transition::RULE) {
                if (!walk(way.target)) { return false; }
                state = static_cast<const RuleTransition&>(way).followState;
            } else if (way.isEpsilon()) {
                state = way.target;
            } else {
                if (!way.matches(next(), 0, atn.maxTokenType)) { return false; }
                matched[state->stateNumber].insert(next());
                ++at;
                state = way.target;
            }
        }
        return true;
    }

    [[nodiscard]] std::string words(const antlr4::misc::IntervalSet& set) const {
        return set.toString(parser.getVocabulary());
    }
};

GrammarWalk::GrammarWalk() : automaton_(std::make_unique<Automaton>()) {}
GrammarWalk::~GrammarWalk() = default;

bool GrammarWalk::take(const std::string& text) {
    Automaton& a = *automaton_;
    syntax::Scan scan;
    syntax::scan(text, syntax::ScanTo::EndOfFile, scan);
    std::vector<grammar::RawToken> folded;
    syntax::fold_texts(text, scan.tokens, folded);
    a.tokens.clear();
    for (const grammar::RawToken& token : folded) {
        if (token.type != grammar::kEndOfFile) { a.tokens.push_back(token.type); }
    }
    a.at = 0;
    return a.walk(a.atn.ruleToStartState[grammar::MigrationParser::RuleStatementsOnly]) &&
           a.at >= a.tokens.size();
}

std::vector<std::string> GrammarWalk::missing() const {
    const Automaton& a = *automaton_;
    std::vector<std::string> result;
    for (ATNState* state : a.atn.states) {
        if (state == nullptr || state->getStateType() == ATNState::RULE_STOP) { continue; }
        const std::string& rule = a.parser.getRuleNames()[state->ruleIndex];
        if (kLeftOut.count(rule) != 0) { continue; }
        const auto taken = a.ways.find(state->stateNumber);
        for (std::size_t i = 0; state->transitions.size() > 1 && i < state->transitions.size();
             ++i) {
            if (taken != a.ways.end() && taken->second.count(i) != 0) { continue; }
            const Transition& way = *state->transitions[i];
            result.push_back(rule + ": " +
                             a.words(way.isEpsilon() ? a.atn.nextTokens(way.target) : way.label()));
        }
        if (state->transitions.size() != 1 || state->transitions[0]->isEpsilon()) { continue; }
        const antlr4::misc::IntervalSet label = state->transitions[0]->label();
        if (label.size() < 2) { continue; }
        const auto seen = a.matched.find(state->stateNumber);
        for (const ssize_t token : label.toList()) {
            if (seen == a.matched.end() ||
                seen->second.count(static_cast<std::size_t>(token)) == 0) {
                result.push_back(
                    rule + ": one of several: " +
                    a.parser.getVocabulary().getDisplayName(static_cast<std::size_t>(token)));
            }
        }
    }
    return result;
}

}  // namespace retort::operations
