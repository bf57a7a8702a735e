// SPDX-License-Identifier: Apache-2.0
#include "tests/live/alembic_journeys.h"
#include "tests/live/postgres_server.h"

#include <gtest/gtest.h>

#include <sstream>

// A database in turns with Alembic itself, online, on PostgreSQL.

namespace retort::live {
namespace {

/// Every row of every table, the version table's too.
std::string contents(const std::string& database) {
    PostgresServer& server = PostgresServer::instance();
    return server.query(database,
                        "SELECT c.relname || ': ' || r.line FROM pg_class AS c,\n"
                        "    LATERAL (SELECT unnest(xpath('/table/row', table_to_xml(c.oid, true,\n"
                        "        false, '')))::text AS line) AS r\n"
                        "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace\n"
                        "ORDER BY 1");
}

SharedDatabase fresh() {
    PostgresServer& server = PostgresServer::instance();
    const std::string name = server.create_database();
    SharedDatabase database;
    database.url = "postgresql+psycopg2://retort@/" + name + "?host=" + server.socket_folder();
    database.run = [&server, name](const std::string& script) {
        const PsqlResult result = server.run(name, script);
        EXPECT_EQ(result.status, 0) << result.errors << "\n" << script;
    };
    database.state = [&server, name] { return server.catalog(name) + contents(name); };
    database.rows = [&server, name] {
        std::vector<std::string> rows;
        std::istringstream lines(server.query(
            name, "SELECT version_num FROM alembic_version ORDER BY version_num COLLATE \"C\""));
        for (std::string line; std::getline(lines, line);) { rows.push_back(line); }
        return rows;
    };
    return database;
}

TwoTools tools() {
    return {"postgresql", std::to_string(PostgresServer::instance().version())};
}

TEST(PostgresqlAlembic, BothBuildTheSame) {
    expect_the_same_from_nothing(tools(), fresh);
}

TEST(PostgresqlAlembic, OurScriptsContinueWhereAlembicStopped) {
    expect_ours_continues(tools(), fresh);
}

TEST(PostgresqlAlembic, AlembicContinuesWhereOurScriptsStopped) {
    expect_alembic_continues(tools(), fresh);
}

TEST(PostgresqlAlembic, EachUnderstandsTheStampsOfTheOther) {
    expect_stamps_are_understood(tools(), fresh);
}

}  // namespace
}  // namespace retort::live
