// SPDX-License-Identifier: Apache-2.0
// Build step: writes the lexer as a constant table. It walks the automaton that ANTLR made from
// MigrationLexer.g4, so the grammar stays the only definition of tokens and the running program
// needs neither ANTLR's lexer nor its lock.
#include "MigrationLexer.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <map>
#include <vector>

#include "ANTLRInputStream.h"
#include "atn/LexerAction.h"
#include "atn/LexerActionExecutor.h"
#include "atn/LexerActionType.h"
#include "atn/TokensStartState.h"

namespace {

using namespace antlr4;

/// Input classes: the ASCII characters, and one class for every byte of a longer UTF-8 sequence
/// (presented to ANTLR as one letter beyond ASCII).
constexpr unsigned kCharacters = 129;
constexpr unsigned kNonAscii = 0xe9;
constexpr unsigned kSkipFlag = 0x8000;

/// Upper case letters go where their lower case goes: key words ignore case.
unsigned character_of(unsigned index) {
    if (index == 128) { return kNonAscii; }
    return index >= 'A' && index <= 'Z' ? index - 'A' + 'a' : index;
}

class Builder : public atn::LexerATNSimulator {
public:
    using LexerATNSimulator::LexerATNSimulator;

    void build() {
        ANTLRInputStream input("");
        _mode = 0;
        _startIndex = 0;
        auto start = computeStartState(&input, atn.modeToStartState[0]);
        start->hasSemanticContext = false;
        number(addDFAState(start.release()));
        while (!queue_.empty()) {
            dfa::DFAState* state = queue_.front();
            queue_.pop_front();
            const unsigned row = numbers_[state] - 1;
            for (unsigned c = 0; c < kCharacters; ++c) {
                const unsigned target = number(computeTargetState(&input, state, character_of(c)));
                rows_[row][c] = target;
            }
        }
    }

    void print() const {
        std::map<std::vector<unsigned>, unsigned> classes;
        std::array<unsigned, kCharacters> class_of{};
        std::vector<std::vector<unsigned>> columns;
        for (unsigned c = 0; c < kCharacters; ++c) {
            std::vector<unsigned> column;
            for (const auto& row : rows_) { column.push_back(row[c]); }
            const auto [found, fresh] =
                classes.emplace(column, static_cast<unsigned>(classes.size()));
            if (fresh) { columns.push_back(column); }
            class_of[c] = found->second;
        }
        std::printf(
            "// Generated from MigrationLexer.g4\n#pragma once\n#include <cstdint>\n"
            "namespace retort::grammar::lexer_table {\n"
            "inline constexpr unsigned kStates = %zu;\n"
            "inline constexpr unsigned kClasses = %zu;\n"
            "inline constexpr std::uint16_t kSkip = 0x8000;\n"
            "inline constexpr std::uint8_t kClass[256] = {",
            rows_.size() + 1, columns.size());
        for (unsigned byte = 0; byte < 256; ++byte) {
            std::printf("%u,", class_of[byte < 128 ? byte : 128]);
        }
        std::printf(
            "};\n// The token type that a state accepts; 0: none; kSkip: dropped.\n"
            "inline constexpr std::uint16_t kAccept[kStates] = {0,");
        for (const unsigned accept : accepts_) { std::printf("%u,", accept); }
        std::printf(
            "};\n// The next state, by state and class, times kClasses; 0: none.\n"
            "inline constexpr std::uint32_t kNext[kStates * kClasses] = {");
        for (std::size_t c = 0; c < columns.size(); ++c) { std::printf("0,"); }
        for (std::size_t state = 0; state < rows_.size(); ++state) {
            std::printf("\n");
            for (const auto& column : columns) {
                std::printf("%zu,", column[state] * columns.size());
            }
        }
        std::printf("};\n}  // namespace retort::grammar::lexer_table\n");
    }

private:
    /// The state's number, from 1; 0 for ANTLR's error state.
    unsigned number(dfa::DFAState* state) {
        if (state == ERROR.get()) { return 0; }
        const auto [found, fresh] =
            numbers_.emplace(state, static_cast<unsigned>(numbers_.size()) + 1);
        if (fresh) {
            queue_.push_back(state);
            rows_.emplace_back();
            accepts_.push_back(accept_of(*state));
        }
        return found->second;
    }
    static unsigned accept_of(const dfa::DFAState& state) {
        if (!state.isAcceptState) { return 0; }
        unsigned accept = static_cast<unsigned>(state.prediction);
        if (state.lexerActionExecutor) {
            for (const auto& action : state.lexerActionExecutor->getLexerActions()) {
                if (action->getActionType() == atn::LexerActionType::SKIP) { accept |= kSkipFlag; }
            }
        }
        return accept;
    }

    std::map<dfa::DFAState*, unsigned> numbers_;
    std::deque<dfa::DFAState*> queue_;
    std::vector<std::array<unsigned, kCharacters>> rows_;
    std::vector<unsigned> accepts_;
};

}  // namespace

int main() {
    ANTLRInputStream input("");
    retort::grammar::MigrationLexer lexer(&input);
    const atn::ATN& atn = lexer.getATN();
    std::vector<dfa::DFA> decisions;
    for (std::size_t i = 0; i < atn.getNumberOfDecisions(); ++i) {
        decisions.emplace_back(atn.getDecisionState(i), i);
    }
    atn::PredictionContextCache cache;
    Builder builder(atn, decisions, cache);
    builder.build();
    builder.print();
    return 0;
}
