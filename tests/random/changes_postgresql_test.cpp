// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_server.h"
#include "tests/random/pairs.h"
#include "tests/random/round_trip.h"

#include <gtest/gtest.h>

namespace retort::random {
namespace {

/// The changes between two schemas as a revision, on a database with rows: what the model says is
/// what is there, and the derived downgrade leads back.
TEST(RandomChangesPostgresql, AreARevisionThatGoesUpAndDown) {
    const Pool pool{"postgresql", true};
    check_pairs(pool, 40, [&](const Pair& pair) {
        if (std::string problem = model_problem(pair, pool); !problem.empty()) { return problem; }
        return postgresql_problem({as_revisions(pair, pool), {}, true});
    });
}

}  // namespace
}  // namespace retort::random
