// SPDX-License-Identifier: Apache-2.0
#include "tests/branches/pairs.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace retort::branches {
namespace {

#ifdef RETORT_BRANCHES_POSTGRESQL
constexpr const char* kDialect = "postgresql";
constexpr std::size_t kFalseAlarms = 138;
#else
constexpr const char* kDialect = "sqlite";
constexpr std::size_t kFalseAlarms = 97;
#endif

const char* text_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::Same:
            return "same";
        case Outcome::Fails:
            return "fails in an order";
        case Outcome::Catalog:
            return "other catalogs";
        case Outcome::Rows:
            return "other rows";
        case Outcome::Numbers:
            return "other numbers";
    }
    return "";
}

/// Every pair of operations as two branches of one base: those that a merge accepts lead to the
/// same database in both orders. What is refused without need is counted and must not become more.
TEST(Branches, AreAcceptedOnlyWhereTheOrderDoesNotMatter) {
    const PairCompiler compiler(kDialect, database_version());
    const std::vector<Pair> pairs = compiler.pairs();
    const std::vector<Outcome> found = outcomes(compiler, pairs);
    ASSERT_EQ(found.size(), pairs.size());
    std::string missed;
    std::string alarms;
    std::string all;
    std::size_t missed_count = 0;
    std::size_t alarm_count = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const std::string names =
            compiler.name(pairs[i].first) + " | " + compiler.name(pairs[i].second);
        const std::string said = compiler.conflict(pairs[i]);
        const bool same = found[i] == Outcome::Same || found[i] == Outcome::Numbers;
        all +=
            names + " | " + text_of(found[i]) + " | " + (said.empty() ? "fine" : "conflict") + "\n";
        if (said.empty() && !same) {
            missed += names + ": " + text_of(found[i]) + "\n";
            ++missed_count;
        }
        if (!said.empty() && same) {
            alarms += names + ": " + said;
            ++alarm_count;
        }
    }
    EXPECT_EQ(missed_count, 0U) << missed;
    EXPECT_LE(alarm_count, kFalseAlarms) << alarms;
    if (const char* path = std::getenv("RETORT_BRANCHES_LIST")) { std::ofstream(path) << all; }
}

/// The heads of the same branches get the same verdict before anybody merges them.
TEST(Branches, AreJudgedAlikeBeforeAndAfterTheMerge) {
    const PairCompiler compiler(kDialect, database_version());
    for (const Pair& pair : compiler.pairs()) {
        EXPECT_EQ(compiler.heads_conflict(pair), compiler.conflict(pair))
            << compiler.name(pair.first) << " | " << compiler.name(pair.second);
    }
}

}  // namespace
}  // namespace retort::branches
