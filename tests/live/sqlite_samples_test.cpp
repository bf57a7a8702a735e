// SPDX-License-Identifier: Apache-2.0
// Every sample project on a live SQLite, with foreign keys enforced and the rows that it inserts.
#include "tests/live/sqlite_database.h"
#include "tests/live/sqlite_history.h"
#include "tests/live/whole_schema.h"
#include "tests/support/tree.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace retort::live {
namespace {

std::vector<std::string> projects() {
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(support::source_root() / "migrations")) {
        if (entry.is_directory()) { names.push_back(entry.path().filename().string()); }
    }
    return names;
}

const std::vector<std::string> kNoErrors;

/// What compiling all of a project says: nothing, but for the generated column of one of them.
std::string expected_errors(const std::string& project) {
    return project == "learning_platform" && sqlite_minor_version() < 31
               ? "R0666 a generated column came with SQLite 3.31, but the target is SQLite " +
                     sqlite_version() + "\n"
               : "";
}

class SqliteSamples : public testing::TestWithParam<std::string> {
protected:
    SqliteHistory history_ =
        SqliteHistory::read(support::source_root() / "migrations" / GetParam());
    TemporaryFolder folder_;
};

TEST_P(SqliteSamples, UpDownUp) {
    const std::string up = history_.upgrade("heads");
    ASSERT_EQ(history_.errors(), expected_errors(GetParam()));
    if (up.empty()) { return; }
    const std::string down = history_.downgrade("base");
    ASSERT_EQ(history_.errors(), "");
    SqliteDatabase database(folder_.file("db"));
    ASSERT_EQ(database.run(up), kNoErrors) << up;
    const std::string after = database.catalog();
    EXPECT_NE(after, "");
    EXPECT_EQ(database.value("select count(*) from pragma_foreign_key_check"), "0");
    ASSERT_EQ(database.run(down), kNoErrors) << down;
    EXPECT_EQ(database.catalog(), "");
    EXPECT_EQ(database.contents(), "alembic_version\n");
    ASSERT_EQ(database.run(up), kNoErrors) << up;
    EXPECT_EQ(database.catalog(), after);
}

TEST_P(SqliteSamples, ThroughTheShell) {
    const auto path = folder_.file("db");
    const std::string script = history_.upgrade("heads");
    ASSERT_EQ(history_.errors(), expected_errors(GetParam()));
    if (script.empty()) { return; }
    const ShellResult up = run_shell(path, script, false);
    EXPECT_EQ(up.status, 0) << up.output;
    const ShellResult down = run_shell(path, history_.downgrade("base"), true);
    EXPECT_EQ(down.status, 0) << down.output;
    SqliteDatabase database(path);
    EXPECT_EQ(database.contents(), "alembic_version\n");
}

/// A column that a hand-written downgrade adds again comes last: its place is not compared.
std::multiset<std::string> lines_of(const std::string& catalog) {
    std::istringstream in(catalog);
    std::multiset<std::string> lines;
    for (std::string line; std::getline(in, line);) { lines.insert(line); }
    return lines;
}

TEST_P(SqliteSamples, EachStepUpDownUp) {
    SqliteDatabase database(folder_.file("db"));
    std::string from = "base";
    for (const std::string& id : history_.order()) {
        const std::string up = history_.upgrade(from == "base" ? id : from + ":" + id);
        if (up.empty()) {
            EXPECT_EQ(history_.errors(), expected_errors(GetParam())) << id;
            return;
        }
        const std::string down = history_.downgrade(id + ":" + from);
        ASSERT_EQ(history_.errors(), "") << id;
        const auto before = lines_of(database.catalog());
        ASSERT_EQ(database.run(up), kNoErrors) << id << up;
        const auto after = lines_of(database.catalog());
        ASSERT_EQ(database.run(down), kNoErrors) << id << down;
        EXPECT_EQ(lines_of(database.catalog()), before) << id;
        ASSERT_EQ(database.run(up), kNoErrors) << id << up;
        EXPECT_EQ(lines_of(database.catalog()), after) << id;
        EXPECT_EQ(database.value("select version_num from alembic_version"), id);
        EXPECT_EQ(database.value("select count(*) from pragma_foreign_key_check"), "0");
        from = id;
    }
}

TEST_P(SqliteSamples, WholeSchemaAtOnce) {
    (void)history_.upgrade("heads");
    ASSERT_EQ(history_.errors(), expected_errors(GetParam()));
    if (!history_.errors().empty()) { return; }
    const WholeSchema scripts = whole_schema(
        "embedded", "sqlite", sqlite_version(),
        support::texts_below(support::source_root() / "migrations" / GetParam(), ".mig"));
    SqliteDatabase stepwise(folder_.file("stepwise"));
    SqliteDatabase at_once(folder_.file("at_once"));
    ASSERT_EQ(stepwise.run(scripts.history), kNoErrors);
    ASSERT_EQ(at_once.run(scripts.at_once), kNoErrors) << scripts.at_once;
    EXPECT_EQ(lines_of(at_once.catalog()), lines_of(stepwise.catalog()));
    const std::string rows = "select version_num from alembic_version order by 1";
    EXPECT_EQ(at_once.rows(rows), stepwise.rows(rows));
    // The next revisions go on from there.
    EXPECT_EQ(at_once.run(history_.downgrade("base")), kNoErrors);
}

TEST_P(SqliteSamples, DumpsAreTheSchemaAtTheHeads) {
    const auto path = folder_.file("db");
    const std::string script = history_.upgrade("heads");
    ASSERT_EQ(history_.errors(), expected_errors(GetParam()));
    if (script.empty()) { return; }
    ASSERT_EQ(SqliteDatabase(path).run(script), kNoErrors);
    const std::vector<std::string> revisions =
        support::texts_below(support::source_root() / "migrations" / GetParam(), ".mig");
    for (const char* command : {".schema\n", ".dump\n"}) {
        const std::string dump = run_shell(path, command, false).output;
        EXPECT_EQ(dump_differences("embedded", "sqlite", sqlite_version(), revisions, dump), "")
            << dump;
    }
}

INSTANTIATE_TEST_SUITE_P(All, SqliteSamples, testing::ValuesIn(projects()),
                         [](const auto& param_info) { return param_info.param; });

// What a step does not speak of stays, value for value, on the way up and on the way down.
TEST(SqliteSampleRows, TasksKeepTheirStatus) {
    SqliteHistory history = SqliteHistory::read(support::source_root() / "migrations/task_tracker");
    const TemporaryFolder folder;
    SqliteDatabase database(folder.file("db"));
    ASSERT_EQ(database.run(history.upgrade("b2d4f6")), kNoErrors);
    const std::string query =
        "select id, title, status, tags, project_id, priority from task order by id";
    const auto rows = database.rows(query);
    ASSERT_EQ(rows.size(), 3U);
    ASSERT_EQ(database.run(history.upgrade("b2d4f6:heads")), kNoErrors);
    EXPECT_EQ(database.rows(query), rows);
    ASSERT_EQ(database.run(history.downgrade("b2d4f6")), kNoErrors);
    EXPECT_EQ(database.rows(query), rows);
}

TEST(SqliteSampleRows, UsersAndWhatHangsOnThemSurvive) {
    SqliteHistory history =
        SqliteHistory::read(support::source_root() / "migrations/learning_platform");
    const TemporaryFolder folder;
    SqliteDatabase database(folder.file("db"));
    ASSERT_EQ(database.run(history.upgrade("abc123")), kNoErrors);
    const std::vector<std::string> queries = {
        "select id, organization_id, email, full_name, created_at from users order by id",
        "select id, author_id, title, description, content from educational_content order by id",
        "select id, user_id, bio, skills, created_at from user_profiles order by id"};
    std::vector<std::vector<std::vector<std::string>>> before;
    for (const std::string& query : queries) { before.push_back(database.rows(query)); }
    const std::string up = history.upgrade("abc123:heads");
    ASSERT_EQ(history.errors(), expected_errors("learning_platform"));
    if (up.empty()) { return; }
    ASSERT_EQ(database.run(up), kNoErrors);
    for (std::size_t i = 0; i < queries.size(); ++i) {
        EXPECT_EQ(database.rows(queries[i]), before[i]);
    }
    ASSERT_EQ(database.run(history.downgrade("abc123")), kNoErrors);
    for (std::size_t i = 0; i < queries.size(); ++i) {
        EXPECT_EQ(database.rows(queries[i]), before[i]);
    }
}

}  // namespace
}  // namespace retort::live
