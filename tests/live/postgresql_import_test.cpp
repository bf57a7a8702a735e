// SPDX-License-Identifier: Apache-2.0
#include "tests/live/imported_history.h"
#include "tests/live/postgres_catalog.h"
#include "tests/live/postgres_history.h"
#include "tests/live/postgres_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

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
    static const ImportedHistory history =
        import_history("postgresql", printed.up, printed.down, printed.listing);
    return history;
}

TEST(PostgresqlImport, EveryRevisionBecomesAFile) {
    EXPECT_EQ(imported().files.size(), 40U);
    EXPECT_EQ(imported().warnings, "");
    EXPECT_THAT(imported().summary, HasSubstr("40 revisions, "));
}

TEST(PostgresqlImport, HeadersSayWhatIsListed) {
    const auto header = [](const std::string& file) {
        const std::string text = imported().by_path.at("/p/migrations/1970-01-01_" + file);
        return text.substr(0, text.find("upgrade {"));
    };
    EXPECT_EQ(header("u01_a_line_of_its_own.mig"),
              "revision u01 'A line of its own';\nbranch   audit;\n\n");
    EXPECT_EQ(header("u02_a_dependency_that_the_version_table_does.mig"),
              "revision u02 'A dependency that the version table does not show';\n"
              "revises  u01;\ndepends on t03;\n\n");
    EXPECT_EQ(header("s01_documents.mig"),
              "revision s01 'Documents';\nrevises  t05;\nbranch   search;\n\n");
    EXPECT_EQ(header("s02_batch_mode.mig"), "revision s02 'Batch mode';\nrevises  s01;\n\n");
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

/// Without the order of columns: one that was dropped and added again stands last.
std::string quick_catalog(const std::string& database) {
    std::string lines;
    std::istringstream text(server().query(database, postgres_catalog_query()));
    for (std::string line; std::getline(text, line);) {
        if (!line.starts_with("order ")) { lines += line + '\n'; }
    }
    return lines;
}

std::string version_rows(const std::string& database) {
    std::string rows = server().query(
        database, "SELECT string_agg(version_num, ',' ORDER BY version_num) FROM alembic_version");
    rows.erase(std::remove(rows.begin(), rows.end(), '\n'), rows.end());
    return rows;
}

TEST(PostgresqlImport, GoesBackStepByStep) {
    const PostgresHistory history(imported().files);
    EXPECT_EQ(imported().irreversible, std::set<std::string>());
    const std::string database = server().create_database();
    struct Step {
        std::string id;
        std::string rows;     ///< before it
        std::string catalog;  ///< before it
    };
    std::vector<Step> steps;
    std::string rows = "base";
    for (const std::string& id : history.order()) {
        steps.push_back({id, rows, quick_catalog(database)});
        expect_run(database, history.upgrade(rows == "base" ? id : rows + ":" + id));
        rows = version_rows(database);
    }
    const std::string full = quick_catalog(database);
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        SCOPED_TRACE(step->id);
        expect_run(database, history.downgrade(rows + ":" + one_down(history.graph(), step->id)));
        rows = version_rows(database);
        EXPECT_EQ(rows, step->rows == "base" ? "" : step->rows);
        EXPECT_EQ(quick_catalog(database), step->catalog);
    }
    expect_run(database, history.upgrade("heads"));
    EXPECT_EQ(quick_catalog(database), full);
    expect_run(database, history.downgrade("base"));
    EXPECT_EQ(quick_catalog(database), steps.front().catalog);
}

TEST(PostgresqlImport, ContinuesWhereAlembicStopped) {
    const PostgresHistory history(imported().files);
    const std::string fresh = server().create_database();
    expect_run(fresh, history.upgrade("heads"));
    for (const std::string stop : {"t05", "b03", "m01", "m02", "u02", "m03"}) {
        SCOPED_TRACE(stop);
        const std::string database = server().create_database();
        expect_run(database, run_alembic("upgrade " + stop + " --sql", {"dialect=postgresql"}));
        expect_run(database, history.upgrade(version_rows(database) + ":heads"));
        EXPECT_EQ(catalog(database), catalog(fresh));
        EXPECT_EQ(version_rows(database), version_rows(fresh));
    }
}

TEST(PostgresqlImport, AlembicContinuesWhereItStopped) {
    const PostgresHistory history(imported().files);
    const std::string fresh = server().create_database();
    expect_run(fresh, history.upgrade("heads"));
    for (const std::string stop : {"t05", "m02"}) {
        SCOPED_TRACE(stop);
        const std::string database = server().create_database();
        expect_run(database, history.upgrade(stop));
        expect_run(database,
                   run_alembic("upgrade " + stop + ":head --sql", {"dialect=postgresql"}));
        EXPECT_EQ(catalog(database), catalog(fresh));
        EXPECT_EQ(version_rows(database), version_rows(fresh));
        expect_run(database, run_alembic("downgrade head:m02 --sql", {"dialect=postgresql"}));
    }
}

/// Without the list of revisions their dependencies are found where one needs another's tables.
TEST(PostgresqlImport, WithoutAListTheSameUpgrade) {
    const PrintedScripts printed = print_history("postgresql");
    const ImportedHistory bare = import_history("postgresql", printed.up, printed.down);
    EXPECT_THAT(bare.summary, HasSubstr("`alembic history --verbose`"));
    const std::string fresh = server().create_database();
    const std::string ours = server().create_database();
    expect_run(fresh, PostgresHistory(imported().files).upgrade("heads"));
    expect_run(ours, PostgresHistory(bare.files).upgrade("heads"));
    EXPECT_EQ(quick_catalog(ours), quick_catalog(fresh));
}

TEST(PostgresqlImport, TransactionsAndVersionTableAsConfigured) {
    const PrintedScripts printed =
        print_history("postgresql", {"transactions=each", "table=Versions", "schema=public"});
    const ImportedHistory history =
        import_history("postgresql", printed.up, printed.down, printed.listing,
                       "version_table: Versions\nversion_table_schema: public\n");
    EXPECT_EQ(history.files, imported().files);
    EXPECT_EQ(history.warnings, "");
    const ImportedHistory other = import_history("postgresql", printed.up, printed.down);
    EXPECT_THAT(other.warnings, HasSubstr("R0045"));
}

}  // namespace
}  // namespace retort::live
