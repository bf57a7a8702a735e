// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/changes.h"

#include "tests/random/pairs.h"
#include "tests/random/report.h"

#include <gtest/gtest.h>

// What `changes` finds between any two schemas leads from the one to the other: on the model.

namespace retort::random {
namespace {

TEST(RandomChanges, LeadFromAnySchemaToAnyOtherOnPostgresql) {
    const Pool pool{"postgresql", false};
    check_pairs(pool, 3000, [&](const Pair& pair) { return model_problem(pair, pool); });
}

TEST(RandomChanges, LeadFromAnySchemaToAnyOtherOnSqlite) {
    const Pool pool{"sqlite", false};
    check_pairs(pool, 2000, [&](const Pair& pair) { return model_problem(pair, pool); });
}

/// A schema and what further statements make of it: most is the same.
TEST(RandomChanges, LeadFromASchemaToWhatBecomesOfIt) {
    for (const char* dialect : {"postgresql", "sqlite"}) {
        const Pool pool{dialect, false};
        const std::size_t first = setting("RETORT_RANDOM_SEED", 1);
        for (std::size_t seed = first; seed < first + setting("RETORT_RANDOM_COUNT", 1000);
             ++seed) {
            Pair pair;
            const RandomHistory history = changed_schema(seed, pool);
            pair.from = history.start;
            pair.to = history.start;
            pair.to.insert(pair.to.end(), history.change.begin(), history.change.end());
            EXPECT_EQ(model_problem(pair, pool), "") << "seed " << seed << "\n-- from\n"
                                                     << joined(pair.from) << "-- and\n"
                                                     << joined(history.change);
            std::swap(pair.from, pair.to);
            EXPECT_EQ(model_problem(pair, pool), "") << "seed " << seed << ", back\n-- to\n"
                                                     << joined(pair.to) << "-- from that and\n"
                                                     << joined(history.change);
            if (::testing::Test::HasFailure()) { return; }
        }
    }
}

TEST(RandomChanges, AreNoneBetweenASchemaAndItself) {
    for (const char* dialect : {"postgresql", "sqlite"}) {
        const Pool pool{dialect, false};
        for (std::size_t seed = 1; seed < 300; ++seed) {
            const PooledSchema one = pooled_schema(seed, pool);
            // Built twice: nothing is shared.
            std::vector<std::string> statements = one.statements;
            EXPECT_EQ(printed(schema::changes(one.schema, built(statements, pool))), "") << seed;
        }
    }
}

}  // namespace
}  // namespace retort::random
