// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_server.h"
#include "tests/random/report.h"
#include "tests/random/round_trip.h"

#include <gtest/gtest.h>

namespace retort::random {
namespace {

TEST(RandomPostgresql, ModelCatalogAndRowsAgree) {
    check_histories("postgresql", std::to_string(live::PostgresServer::instance().version()), 1000,
                    [](const RandomHistory& history) {
                        return postgresql_problem({history.upgrades(), {}, true});
                    });
}

}  // namespace
}  // namespace retort::random
