// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_server.h"
#include "tests/live/version_commands.h"

#include <algorithm>

namespace retort::live {
namespace {

VersionDatabase postgresql() {
    PostgresServer& server = PostgresServer::instance();
    const std::string name = server.create_database();
    return {[&server, name](const std::string& script, bool go_on) {
                const PsqlResult result =
                    server.run(name, script, go_on ? Psql::IgnoreErrors : Psql::StopOnError);
                const bool failed =
                    result.status != 0 || result.errors.find("ERROR") != std::string::npos;
                return failed ? result.errors : std::string();
            },
            [&server, name](const std::string& query) {
                std::string rows = server.query(name, query);
                std::replace(rows.begin(), rows.end(), '\n', ' ');
                return rows;
            }};
}

ProjectInMemory retort_program(const std::string& settings = {}) {
    return branched_project("postgresql", std::to_string(PostgresServer::instance().version()),
                            settings);
}

TEST(PostgresqlVersionTable, Stamps) {
    check_stamps(postgresql(), retort_program());
}
TEST(PostgresqlVersionTable, StampsEndWhereScriptsDo) {
    check_stamps_like_scripts(postgresql(), retort_program());
}
TEST(PostgresqlVersionTable, StampsStopElsewhere) {
    check_stamps_elsewhere(postgresql(), retort_program());
}
TEST(PostgresqlVersionTable, IsPurged) {
    check_purges(postgresql(), retort_program(), "alembic_version");
    VersionDatabase database = postgresql();
    expect_run(database, "CREATE SCHEMA book;");
    check_purges(database,
                 retort_program("version_table: \"My Versions\"\nversion_table_schema: book\n"),
                 "book.\"My Versions\"");
}
TEST(PostgresqlVersionTable, IsEnsured) {
    check_ensure_version(postgresql(), retort_program());
}

}  // namespace
}  // namespace retort::live
