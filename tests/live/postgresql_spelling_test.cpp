// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_history.h"
#include "tests/live/postgres_server.h"
#include "tests/live/postgres_statements.h"
#include "tests/support/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

// A schema and what the catalog prints of a database that was built from it are one schema.

namespace retort::live {
namespace {

class Spelling : public testing::TestWithParam<const char*> {};

TEST_P(Spelling, TheCatalogsWordsAreNoDifference) {
    PostgresServer& server = PostgresServer::instance();
    const std::string text =
        support::read_file(support::source_root() / "tests/live/spelling" / GetParam());
    const std::string database = server.create_database();
    const PsqlResult built = server.run(database, text);
    ASSERT_EQ(built.status, 0) << built.errors;
    const std::string printed = server.query(database, postgres_statements_query());
    EXPECT_THAT(spelling_differences(read_statements(text), printed, server.version()),
                testing::IsEmpty())
        << printed;
}

INSTANTIATE_TEST_SUITE_P(Files, Spelling,
                         testing::Values("checks.sql", "defaults.sql", "objects.sql"),
                         [](const testing::TestParamInfo<const char*>& file) {
                             const std::string name = file.param;
                             return name.substr(0, name.find('.'));
                         });

}  // namespace
}  // namespace retort::live
