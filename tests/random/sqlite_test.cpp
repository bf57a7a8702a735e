// SPDX-License-Identifier: Apache-2.0
#include "tests/live/sqlite_database.h"
#include "tests/random/report.h"
#include "tests/random/round_trip.h"

#include <gtest/gtest.h>

namespace retort::random {
namespace {

TEST(RandomSqlite, ModelCatalogAndRowsAgree) {
    check_histories("sqlite", live::sqlite_version(), 1000, [](const RandomHistory& history) {
        return sqlite_problem({history.upgrades(), {}, true});
    });
}

}  // namespace
}  // namespace retort::random
