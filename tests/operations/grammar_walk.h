// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace retort::operations {

/// Follows texts through the grammar's automaton, one token of look-ahead at a time, and remembers
/// which ways were taken.
class GrammarWalk {
public:
    GrammarWalk();
    ~GrammarWalk();

    /// Statements. False where the automaton does not lead to their end.
    bool take(const std::string& text);
    /// The ways that no text took: `rule: what stands at its beginning`. Rules that are lists of
    /// words are left out: other tests compare them with PostgreSQL's.
    [[nodiscard]] std::vector<std::string> missing() const;

private:
    struct Automaton;
    std::unique_ptr<Automaton> automaton_;
};

}  // namespace retort::operations
