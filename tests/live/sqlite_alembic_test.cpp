// SPDX-License-Identifier: Apache-2.0
#include "tests/live/alembic_journeys.h"
#include "tests/live/sqlite_database.h"

#include <gtest/gtest.h>

#include <memory>

// A database in turns with Alembic itself, online, on SQLite.

namespace retort::live {
namespace {

SharedDatabase fresh() {
    const auto folder = std::make_shared<TemporaryFolder>();
    const std::filesystem::path file = folder->file("db");
    SharedDatabase database;
    database.url = "sqlite:///" + file.string();
    // A connection a script, as the other tool is another process.
    database.run = [folder, file](const std::string& script) {
        const std::vector<std::string> errors = SqliteDatabase(file).run(script);
        EXPECT_TRUE(errors.empty()) << errors[0] << "\n" << script;
    };
    database.state = [folder, file] {
        SqliteDatabase reader(file);
        return reader.catalog() + reader.contents();
    };
    database.rows = [folder, file] {
        std::vector<std::string> rows;
        const std::string query = "SELECT version_num FROM alembic_version ORDER BY version_num";
        for (const auto& row : SqliteDatabase(file).rows(query)) { rows.push_back(row[0]); }
        return rows;
    };
    return database;
}

TwoTools tools() {
    return {"sqlite", sqlite_version()};
}

TEST(SqliteAlembic, BothBuildTheSame) {
    expect_the_same_from_nothing(tools(), fresh);
}

TEST(SqliteAlembic, OurScriptsContinueWhereAlembicStopped) {
    expect_ours_continues(tools(), fresh);
}

TEST(SqliteAlembic, AlembicContinuesWhereOurScriptsStopped) {
    expect_alembic_continues(tools(), fresh);
}

TEST(SqliteAlembic, EachUnderstandsTheStampsOfTheOther) {
    expect_stamps_are_understood(tools(), fresh);
}

}  // namespace
}  // namespace retort::live
