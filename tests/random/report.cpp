// SPDX-License-Identifier: Apache-2.0
#include "tests/random/report.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <sstream>
#include <vector>

namespace retort::random {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) { lines.push_back(line); }
    return lines;
}

std::string without(const std::string& text, const std::string& other, const char* mark) {
    std::multiset<std::string> known;
    for (std::string& line : lines_of(other)) { known.insert(std::move(line)); }
    std::string result;
    for (const std::string& line : lines_of(text)) {
        const auto at = known.find(line);
        if (at == known.end()) {
            result += mark + line + "\n";
        } else {
            known.erase(at);
        }
    }
    return result;
}

}  // namespace

std::size_t setting(const char* name, std::size_t fallback) {
    const char* text = std::getenv(name);
    return text == nullptr ? fallback : std::strtoull(text, nullptr, 10);
}

std::string difference(const std::string& expected, const std::string& found) {
    const std::string lines = without(expected, found, "- ") + without(found, expected, "+ ");
    return lines.empty() ? "the same lines in another order\n- " + expected + "\n+ " + found
                         : lines;
}

Seeds chosen_seeds(std::size_t count) {
    return {setting("RETORT_RANDOM_SEED", 1), setting("RETORT_RANDOM_COUNT", count)};
}

void check_histories(const std::string& dialect, const std::string& version, std::size_t count,
                     const std::function<std::string(const RandomHistory&)>& problem_of) {
    const Seeds seeds = chosen_seeds(count);
    std::size_t statements = 0;
    std::size_t refused = 0;
    std::size_t failures = setting("RETORT_RANDOM_FAILURES", 1);
    for (std::size_t seed = seeds.first; seed < seeds.first + seeds.count; ++seed) {
        const RandomHistory history = make_history(seed, dialect, version);
        statements += history.change.size();
        refused += history.refused;
        const std::string problem = problem_of(history);
        if (problem.empty()) { continue; }
        const std::string kind = problem.substr(0, problem.find(':'));
        const bool whole = std::getenv("RETORT_RANDOM_WHOLE") != nullptr;
        const RandomHistory small =
            whole ? history : shrink(history, dialect, version, [&](const auto& less) {
                return problem_of(less).starts_with(kind);
            });
        const std::vector<std::string> upgrades = small.upgrades();
        ADD_FAILURE() << "seed " << seed << "\n-- r1\n"
                      << upgrades[0] << "-- r2\n"
                      << upgrades[1] << problem_of(small);
        if (--failures == 0) { return; }
    }
    ::testing::Test::RecordProperty("statements", static_cast<int>(statements));
    // The generator is meant to write what is valid: otherwise little would be tested.
    EXPECT_LT(refused, statements / 2) << "of " << statements;
}

}  // namespace retort::random
