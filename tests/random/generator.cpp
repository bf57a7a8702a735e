// SPDX-License-Identifier: Apache-2.0
#include "tests/random/generator.h"

#include "tests/random/compiled.h"
#include "tests/random/statements.h"

#include <numeric>

namespace retort::random {
namespace {

std::string joined(const std::vector<std::string>& statements) {
    return std::accumulate(statements.begin(), statements.end(), std::string());
}

bool compiles(const RandomHistory& history, const std::string& dialect,
              const std::string& version) {
    Compiled compiled(history.upgrades(), dialect, version);
    if (!compiled.errors().empty()) { return false; }
    (void)compiled.upgrade("heads");
    (void)compiled.downgrade("base");
    return compiled.errors().empty();
}

}  // namespace

std::vector<std::string> RandomHistory::upgrades() const {
    return {joined(start), joined(change)};
}

RandomHistory make_history(std::uint64_t seed, const std::string& dialect,
                           const std::string& version) {
    Statements statements(seed, dialect == "postgresql");
    RandomHistory history;
    const std::size_t tables = 1 + statements.below(3);
    const std::size_t length = 3 + statements.below(10);
    auto before = std::make_unique<Compiled>(history.upgrades(), dialect, version);
    for (std::size_t i = 0; i < tables + length; ++i) {
        const bool first = i < tables;
        statements.look_at(before->after(first ? 1 : 2));
        const Proposal proposal = first ? statements.filled_table() : statements.change();
        if (proposal.text.empty()) { continue; }
        (first ? history.start : history.change).push_back(proposal.text);
        auto after = std::make_unique<Compiled>(history.upgrades(), dialect, version);
        if (after->errors().empty()) {
            (void)after->upgrade("heads");
            (void)after->downgrade("base");
        }
        if (after->errors().empty()) {
            if (proposal.accepted) { proposal.accepted(); }
            before = std::move(after);
        } else {
            (first ? history.start : history.change).pop_back();
            ++history.refused;
        }
    }
    return history;
}

RandomHistory shrink(RandomHistory history, const std::string& dialect, const std::string& version,
                     const std::function<bool(const RandomHistory&)>& fails) {
    for (bool shorter = true; shorter;) {
        shorter = false;
        for (std::vector<std::string> RandomHistory::*part :
             {&RandomHistory::change, &RandomHistory::start}) {
            for (std::size_t i = (history.*part).size(); i-- > 0;) {
                RandomHistory less = history;
                (less.*part).erase((less.*part).begin() + static_cast<std::ptrdiff_t>(i));
                if (compiles(less, dialect, version) && fails(less)) {
                    history = std::move(less);
                    shorter = true;
                }
            }
        }
    }
    return history;
}

}  // namespace retort::random
