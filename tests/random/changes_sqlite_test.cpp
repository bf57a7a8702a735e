// SPDX-License-Identifier: Apache-2.0
#include "tests/live/sqlite_database.h"
#include "tests/random/pairs.h"
#include "tests/random/round_trip.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace retort::random {
namespace {

/// The changes between two schemas as a revision, on a database with rows: what the model says is
/// what is there, and the derived downgrade leads back.
TEST(RandomChangesSqlite, AreARevisionThatGoesUpAndDown) {
    const Pool pool{"sqlite", true, sqlite3_libversion_number() >= 3031000};
    check_pairs(pool, 500, [&](const Pair& pair) {
        if (std::string problem = model_problem(pair, pool); !problem.empty()) { return problem; }
        return sqlite_problem({as_revisions(pair, pool), {}, true});
    });
}

}  // namespace
}  // namespace retort::random
