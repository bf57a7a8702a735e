// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_server.h"
#include "tests/random/report.h"
#include "tests/random/round_trip.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace retort::random {
namespace {

TEST(RandomPostgresql, ModelCatalogAndRowsAgree) {
    check_histories_together("postgresql",
                             std::to_string(live::PostgresServer::instance().version()), 500, 20,
                             [](const std::vector<RandomHistory>& histories) {
                                 std::vector<Trip> trips;
                                 for (const RandomHistory& history : histories) {
                                     trips.push_back({history.upgrades(), {}, true});
                                 }
                                 return postgresql_problems(trips);
                             });
}

}  // namespace
}  // namespace retort::random
