// SPDX-License-Identifier: Apache-2.0
#include "tests/live/imported_history.h"
#include "tests/live/postgres_history.h"
#include "tests/live/postgres_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

// What Alembic prints for the history in imported_history, imported: the same database, from the
// beginning, from where Alembic left one, and back.

namespace retort::live {
namespace {

using ::testing::HasSubstr;

PostgresServer& server() {
    return PostgresServer::instance();
}

void expect_run(const std::string& database, const std::string& script) {
    const PsqlResult result = server().run(database, script);
    ASSERT_EQ(result.status, 0) << result.errors << script;
}

/// In the order of the text, so that differences are short.
std::string catalog(const std::string& database) {
    return server().catalog(database);
}

const ImportedHistory& imported() {
    static const PrintedScripts printed = print_history("postgresql");
    static const ImportedHistory history = import_history("postgresql", printed.up, printed.down);
    return history;
}

TEST(PostgresqlImport, EveryRevisionBecomesAFile) {
    EXPECT_EQ(imported().files.size(), 40U);
    EXPECT_EQ(imported().warnings, "");
    EXPECT_THAT(imported().summary, HasSubstr("40 revisions, "));
}

TEST(PostgresqlImport, GivesTheSameDatabase) {
    const PrintedScripts printed = print_history("postgresql");
    const std::string theirs = server().create_database();
    const std::string ours = server().create_database();
    expect_run(theirs, printed.up);
    const PostgresHistory history(imported().files);
    expect_run(ours, history.upgrade("heads"));
    EXPECT_EQ(catalog(ours), catalog(theirs));
    const char* rows =
        "SELECT string_agg(version_num, ',' ORDER BY version_num) FROM "
        "alembic_version";
    EXPECT_EQ(server().query(ours, rows), server().query(theirs, rows));
    for (const char* table : {"teams", "options", "reports.daily"}) {
        const std::string query = std::string("SELECT * FROM ") + table + " ORDER BY 1";
        EXPECT_EQ(server().query(ours, query), server().query(theirs, query));
    }
}

TEST(PostgresqlImport, GoesBackStepByStep) {
    const PostgresHistory history(imported().files);
    const std::string database = server().create_database();
    const std::string empty = catalog(database);
    expect_run(database, history.upgrade("heads"));
    const std::string full = catalog(database);
    EXPECT_EQ(imported().irreversible, std::set<std::string>());
    expect_run(database, history.downgrade("base"));
    EXPECT_EQ(catalog(database), empty);
    expect_run(database, history.upgrade("heads"));
    EXPECT_EQ(catalog(database), full);
}

TEST(PostgresqlImport, ContinuesWhereAlembicStopped) {
    const PostgresHistory history(imported().files);
    const std::string fresh = server().create_database();
    expect_run(fresh, history.upgrade("heads"));
    for (const std::string stop : {"t05", "b03", "m01", "m02", "u02", "m03"}) {
        SCOPED_TRACE(stop);
        const std::string database = server().create_database();
        expect_run(database, run_alembic("upgrade " + stop + " --sql", {"dialect=postgresql"}));
        std::string rows =
            server().query(database,
                           "SELECT string_agg(version_num, ',' ORDER BY version_num) FROM "
                           "alembic_version");
        rows.erase(std::remove(rows.begin(), rows.end(), '\n'), rows.end());
        expect_run(database, history.upgrade(rows + ":heads"));
        EXPECT_EQ(catalog(database), catalog(fresh));
    }
}

TEST(PostgresqlImport, TransactionsAndVersionTableAsConfigured) {
    const PrintedScripts printed =
        print_history("postgresql", {"transactions=each", "table=Versions", "schema=public"});
    const ImportedHistory history =
        import_history("postgresql", printed.up, printed.down,
                       "version_table: Versions\nversion_table_schema: public\n");
    EXPECT_EQ(history.files, imported().files);
    EXPECT_EQ(history.warnings, "");
    const ImportedHistory other = import_history("postgresql", printed.up, printed.down);
    EXPECT_THAT(other.warnings, HasSubstr("R0045"));
}

}  // namespace
}  // namespace retort::live
