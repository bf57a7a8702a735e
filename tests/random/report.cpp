// SPDX-License-Identifier: Apache-2.0
#include "tests/random/report.h"

#include <gtest/gtest.h>

#include <algorithm>
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
    check_histories_together(dialect, version, count, 1,
                             [&](const std::vector<RandomHistory>& histories) {
                                 return std::vector<std::string>{problem_of(histories.front())};
                             });
}

void check_histories_together(const std::string& dialect, const std::string& version,
                              std::size_t count, std::size_t together,
                              const ProblemsOfHistories& problems_of) {
    const Seeds seeds = chosen_seeds(count);
    const std::size_t end = seeds.first + seeds.count;
    std::size_t statements = 0;
    std::size_t refused = 0;
    std::size_t failures = setting("RETORT_RANDOM_FAILURES", 1);
    const bool whole = std::getenv("RETORT_RANDOM_WHOLE") != nullptr;
    const auto problem_of = [&](const RandomHistory& history) {
        return problems_of({history}).front();
    };
    for (std::size_t begin = seeds.first; begin < end; begin += together) {
        std::vector<RandomHistory> histories;
        for (std::size_t seed = begin; seed < std::min(begin + together, end); ++seed) {
            histories.push_back(make_history(seed, dialect, version));
            statements += histories.back().change.size();
            refused += histories.back().refused;
        }
        const std::vector<std::string> problems = problems_of(histories);
        for (std::size_t i = 0; i < histories.size(); ++i) {
            const std::string& problem = problems.at(i);
            if (problem.empty()) { continue; }
            const std::string kind = problem.substr(0, problem.find(':'));
            const auto fails = [&](const RandomHistory& less) {
                return problem_of(less).starts_with(kind);
            };
            const RandomHistory small =
                whole ? histories[i] : shrink(histories[i], dialect, version, fails);
            const std::vector<std::string> upgrades = small.upgrades();
            // What only the others of its session bring about does not show in it alone.
            const std::string alone = problem_of(small);
            ADD_FAILURE() << "seed " << begin + i << "\n-- r1\n"
                          << upgrades[0] << "-- r2\n"
                          << upgrades[1] << (alone.empty() ? problem : alone);
            if (--failures == 0) { return; }
        }
    }
    ::testing::Test::RecordProperty("statements", static_cast<int>(statements));
    // The generator is meant to write what is valid: otherwise little would be tested.
    EXPECT_LT(refused, statements / 2) << "of " << statements;
}

}  // namespace retort::random
