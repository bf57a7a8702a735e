// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_server.h"
#include "tests/random/pairs.h"
#include "tests/random/round_trip.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace retort::random {
namespace {

/// The changes between two schemas as a revision, on a database with rows: what the model says is
/// what is there, and the derived downgrade leads back.
TEST(RandomChangesPostgresql, AreARevisionThatGoesUpAndDown) {
    const Pool pool{"postgresql", true};
    check_pairs_together(pool, 60, 20, [&](const std::vector<Pair>& pairs) {
        std::vector<Trip> trips;
        for (const Pair& pair : pairs) {
            // No statement moves a column: those that a parent gets stand last in its children.
            Trip trip{as_revisions(pair, pool)};
            trip.ordered = false;
            trips.push_back(std::move(trip));
        }
        std::vector<std::string> problems = postgresql_problems(trips);
        // An older server may lack a statement: the compiler says so.
        for (std::string& problem : problems) {
            if (problem.starts_with("does not compile:\nR0611 ")) { problem.clear(); }
        }
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            if (std::string problem = model_problem(pairs[i], pool); !problem.empty()) {
                problems[i] = std::move(problem);
            }
        }
        return problems;
    });
}

}  // namespace
}  // namespace retort::random
