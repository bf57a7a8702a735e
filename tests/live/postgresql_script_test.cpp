// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_history.h"
#include "tests/live/postgres_server.h"
#include "tests/support/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What the frame of a script does on a real server: guard, version table, split revisions.

namespace retort::live {
namespace {

using ::testing::HasSubstr;

constexpr const char* kRows = "SELECT version_num FROM alembic_version ORDER BY 1";

PostgresServer& server() {
    return PostgresServer::instance();
}

PostgresHistory three_tables() {
    return PostgresHistory::line({"create table a (id integer primary key);",
                                  "create table b (id integer primary key);",
                                  "create table c (id integer primary key);"});
}

std::string tables(const std::string& database) {
    return server().query(database,
                          "SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), '') FROM "
                          "pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace");
}

void expect_success(const PsqlResult& result, const std::string& script) {
    EXPECT_EQ(result.status, 0) << result.errors << script;
    EXPECT_THAT(result.errors, ::testing::Not(HasSubstr("ERROR"))) << script;
}

TEST(Version, MovesWithTheWorkAndLeavesAnEmptyTable) {
    const std::string database = server().create_database();
    const PostgresHistory history = three_tables();
    expect_success(server().run(database, history.upgrade("heads")), history.upgrade("heads"));
    EXPECT_EQ(server().query(database, kRows), "r3");
    EXPECT_EQ(tables(database), "a alembic_version b c");
    expect_success(server().run(database, history.downgrade("r3:r1")), "");
    EXPECT_EQ(server().query(database, kRows), "r1");
    EXPECT_EQ(tables(database), "a alembic_version");
    expect_success(server().run(database, history.downgrade("r1:base")), "");
    EXPECT_EQ(server().query(database, kRows), "");
    EXPECT_EQ(tables(database), "alembic_version");
}

TEST(Version, MergesAndBranchesMoveTheirRows) {
    const std::string database = server().create_database();
    const PostgresHistory history({
        "revision root;\nupgrade { create table root (id integer primary key); }",
        "revision left;\nrevises root;\nupgrade { create table l (id integer primary key); }",
        "revision right;\nrevises root;\nupgrade { create table r (id integer primary key); }",
        "revision joined;\nrevises left, right;\n",
    });
    // `left` and `right` are words of SQL besides.
    expect_success(server().run(database, history.upgrade("heads")), history.upgrade("heads"));
    EXPECT_EQ(server().query(database, kRows), "joined");
    expect_success(server().run(database, history.downgrade("joined:left")),
                   history.downgrade("joined:left"));
    EXPECT_EQ(server().query(database, kRows), "left\nright");
    expect_success(server().run(database, history.upgrade("left,right:heads")), "");
    EXPECT_EQ(server().query(database, kRows), "joined");
    expect_success(server().run(database, history.downgrade("base")), "");
    EXPECT_EQ(tables(database), "alembic_version");
}

TEST(Version, RunsInEveryClient) {
    for (const Psql how :
         {Psql::StopOnError, Psql::IgnoreErrors, Psql::OneTransaction, Psql::OneString}) {
        const std::string database = server().create_database();
        const PostgresHistory history = three_tables();
        expect_success(server().run(database, history.upgrade("heads"), how), "");
        EXPECT_EQ(server().query(database, kRows), "r3");
        expect_success(server().run(database, history.downgrade("base"), how), "");
        EXPECT_EQ(tables(database), "alembic_version");
    }
}

TEST(Version, EachRevisionMayHaveItsOwnTransaction) {
    const std::string database = server().create_database();
    PostgresHistory history = three_tables();
    history.options.transaction = script::TransactionMode::PerRevision;
    server().query(database, "CREATE TABLE c (x text)");
    const PsqlResult result = server().run(database, history.upgrade("heads"), Psql::IgnoreErrors);
    EXPECT_THAT(result.errors, HasSubstr("relation \"c\" already exists"));
    EXPECT_EQ(server().query(database, kRows), "r2");
    server().query(database, "DROP TABLE c");
    expect_success(server().run(database, history.upgrade("r2:heads")), "");
    EXPECT_EQ(server().query(database, kRows), "r3");
}

TEST(Version, LivesInASchemaOfItsOwn) {
    const std::string database = server().create_database();
    PostgresHistory history = three_tables();
    history.options.version_table = "Versions";
    history.options.version_table_schema = "my schema";
    server().query(database, "CREATE SCHEMA \"my schema\"");
    expect_success(server().run(database, history.upgrade("heads")), history.upgrade("heads"));
    EXPECT_EQ(server().query(database, "SELECT * FROM \"my schema\".\"Versions\""), "r3");
    EXPECT_EQ(server().run(database, history.upgrade("heads")).status, 3);
}

class Guard : public ::testing::TestWithParam<Psql> {};

TEST_P(Guard, StopsAtAnotherRevision) {
    const std::string database = server().create_database();
    const PostgresHistory history = three_tables();
    server().query(database, history.upgrade("r1"));
    const std::string before = server().catalog(database);
    for (const std::string& script :
         {history.upgrade("heads"), history.upgrade("r2:heads"), history.downgrade("base")}) {
        const PsqlResult result = server().run(database, script, GetParam());
        if (GetParam() == Psql::StopOnError) { EXPECT_EQ(result.status, 3); }
        EXPECT_THAT(result.errors,
                    HasSubstr("retort: the database is at r1, but this script starts at"));
        EXPECT_EQ(server().catalog(database), before);
        EXPECT_EQ(server().query(database, kRows), "r1");
    }
}

TEST_P(Guard, StopsWhereThereIsNoVersionTable) {
    const std::string database = server().create_database();
    const PsqlResult result =
        server().run(database, three_tables().upgrade("r1:heads"), GetParam());
    EXPECT_THAT(result.errors, HasSubstr("the database is at base, but this script starts at r1"));
    EXPECT_EQ(tables(database), "");
}

TEST_P(Guard, LaterPartsDoNotRunAfterAnEarlierOneWasRefused) {
    // The database stands where the second part starts, and the first one was refused.
    const std::string database = server().create_database();
    PostgresHistory history = three_tables();
    history.options.transaction = script::TransactionMode::PerRevision;
    server().query(database, history.upgrade("r1"));
    const PsqlResult result = server().run(database, history.upgrade("heads"), GetParam());
    EXPECT_THAT(result.errors, HasSubstr("the database is at r1, but this script starts at base"));
    EXPECT_EQ(server().query(database, kRows), "r1");
    EXPECT_EQ(tables(database), "a alembic_version");
}

TEST_P(Guard, StopsConcurrentIndexesToo) {
    const std::string database = server().create_database();
    const PostgresHistory history =
        PostgresHistory::line({"create table a (id integer primary key, x integer);",
                               "create index concurrently a_x on a (x);"});
    server().query(database, history.upgrade("r1"));
    server().query(database, "UPDATE alembic_version SET version_num = 'other'");
    const PsqlResult result = server().run(database, history.upgrade("r1:heads"), GetParam());
    EXPECT_THAT(result.errors, HasSubstr("the database is at other"));
    EXPECT_EQ(server().query(database, "SELECT to_regclass('a_x') IS NULL"), "t");
    EXPECT_EQ(server().query(database, kRows), "other");
}

TEST_P(Guard, AnEmptyRangeStillLooks) {
    const std::string database = server().create_database();
    const PostgresHistory history = three_tables();
    server().query(database, history.upgrade("r2"));
    expect_success(server().run(database, history.upgrade("r2:r2"), GetParam()), "");
    const PsqlResult result = server().run(database, history.upgrade("r3:r3"), GetParam());
    EXPECT_THAT(result.errors, HasSubstr("the database is at r2, but this script starts at r3"));
}

INSTANTIATE_TEST_SUITE_P(Clients, Guard,
                         ::testing::Values(Psql::StopOnError, Psql::IgnoreErrors, Psql::OneString));

TEST(Guarding, TheVersionTableChangedMeanwhileRollsBack) {
    const std::string database = server().create_database();
    PostgresHistory history = three_tables();
    history.options.guard = false;
    server().query(database, history.upgrade("r1"));
    const PsqlResult result =
        server().run(database, history.upgrade("r2:heads"), Psql::IgnoreErrors);
    EXPECT_THAT(result.errors, HasSubstr("alembic_version no longer holds r2"));
    EXPECT_EQ(tables(database), "a alembic_version");
}

PostgresHistory split() {
    return PostgresHistory::line({"create table t (a integer);",
                                  "alter table t add column b integer;\n"
                                  "create unique index concurrently t_a on t (a);\n"
                                  "alter table t add column c integer;"});
}

TEST(Split, RunsAndLeavesNothingBehind) {
    const std::string database = server().create_database();
    const PostgresHistory history = split();
    expect_success(server().run(database, history.upgrade("heads")), history.upgrade("heads"));
    EXPECT_EQ(server().query(database, kRows), "r2");
    EXPECT_EQ(tables(database), "alembic_version t");
    const std::string catalog = server().catalog(database);
    expect_success(server().run(database, history.downgrade("r2:r1")), history.downgrade("r2:r1"));
    EXPECT_EQ(server().query(database, "SELECT to_regclass('t_a') IS NULL"), "t");
    expect_success(server().run(database, history.upgrade("r1:r2")), "");
    EXPECT_EQ(server().catalog(database), catalog);
    expect_success(server().run(database, history.downgrade("base")), "");
    EXPECT_EQ(tables(database), "alembic_version");
}

TEST(Split, GoesOnAfterAFailure) {
    for (const Psql how : {Psql::StopOnError, Psql::IgnoreErrors}) {
        const std::string database = server().create_database();
        const PostgresHistory history = split();
        server().query(database, history.upgrade("r1"));
        server().query(database, "INSERT INTO t (a) VALUES (1), (1)");
        const PsqlResult failed = server().run(database, history.upgrade("r1:r2"), how);
        EXPECT_THAT(failed.errors, HasSubstr("could not create unique index"));
        EXPECT_EQ(server().query(database, kRows), "r1");
        EXPECT_EQ(server().query(database,
                                 "SELECT indisvalid FROM pg_index WHERE indexrelid = "
                                 "'t_a'::regclass"),
                  "f");
        // Any other script refuses meanwhile.
        const PsqlResult refused = server().run(database, history.downgrade("r1:base"), how);
        EXPECT_THAT(refused.errors, HasSubstr("revision r2 was left half done"));
        server().query(database, "DELETE FROM t WHERE ctid = '(0,1)'");
        expect_success(server().run(database, history.upgrade("r1:r2"), how), "");
        EXPECT_EQ(server().query(database, kRows), "r2");
        EXPECT_EQ(tables(database), "alembic_version t");
        EXPECT_EQ(server().query(database,
                                 "SELECT indisvalid FROM pg_index WHERE indexrelid = "
                                 "'t_a'::regclass"),
                  "t");
    }
}

TEST(Split, GoesOnFromEveryPointOfFailure) {
    // The script is cut off after each of its statements in turn; running it again completes it.
    const PostgresHistory history = split();
    const std::string script = history.upgrade("r1:r2");
    std::vector<std::size_t> cuts;
    for (std::size_t at = script.find(";\n\n"); at != std::string::npos;
         at = script.find(";\n\n", at + 1)) {
        cuts.push_back(at + 2);
    }
    ASSERT_GT(cuts.size(), 20U);
    for (const std::size_t cut : cuts) {
        const std::string database = server().create_database();
        server().query(database, history.upgrade("r1"));
        expect_success(server().run(database, script.substr(0, cut)), "");
        const PsqlResult again = server().run(database, script);
        const bool was_done = again.errors.find("the database is at r2") != std::string::npos;
        EXPECT_TRUE(again.status == 0 || was_done) << again.errors;
        EXPECT_EQ(server().query(database, kRows), "r2");
        EXPECT_EQ(tables(database), "alembic_version t");
        EXPECT_EQ(server().query(database,
                                 "SELECT count(*) FROM pg_attribute WHERE attrelid = "
                                 "'t'::regclass AND attnum > 0"),
                  "3");
    }
}

TEST(Split, AnEnumValueIsCommittedBeforeItIsUsed) {
    const std::string database = server().create_database();
    const PostgresHistory history = PostgresHistory::line(
        {"create type mood as enum ('ok');\n"
         "create table t (id integer primary key, m mood not null default 'ok');\n"
         "insert into t (id) values (1);",
         "alter type mood add value 'sad';\n"
         "alter table t alter column m set default 'sad';\n"
         "insert into t (id) values (2);"});
    expect_success(server().run(database, history.upgrade("heads")), history.upgrade("heads"));
    EXPECT_EQ(server().query(database, "SELECT id, m FROM t ORDER BY id"), "1|ok\n2|sad");
    expect_success(server().run(database, history.downgrade("r2:r1")), history.downgrade("r2:r1"));
    EXPECT_EQ(server().query(database, "SELECT id, m FROM t ORDER BY id"), "1|ok");
}

TEST(Split, BatchesCommitEachAndEnd) {
    const std::string database = server().create_database();
    const PostgresHistory history = PostgresHistory::line(
        {"create table t (id integer primary key, s text);",
         "update t set s = 'it''s ' || id where s is null in batches of 10 reverse nothing;",
         "delete from t where id > 50 in batches of 7 reverse nothing;"});
    server().query(database, history.upgrade("r1"));
    server().query(database, "INSERT INTO t (id) SELECT generate_series(1, 105)");
    expect_success(server().run(database, history.upgrade("r1:heads")),
                   history.upgrade("r1:heads"));
    EXPECT_EQ(server().query(database,
                             "SELECT count(*), min(s), count(DISTINCT xmin::text) FROM "
                             "t"),
              "50|it's 1|5");
    EXPECT_EQ(server().query(database, kRows), "r3");
}

TEST(Split, BatchesThatWouldNotEndStop) {
    const std::string database = server().create_database();
    const PostgresHistory history = PostgresHistory::line(
        {"create table t (id integer primary key, n integer);",
         "update t set n = n + 1 where n > 0 in batches of 10 reverse nothing;"});
    server().query(database, history.upgrade("r1"));
    server().query(database, "INSERT INTO t SELECT g, 1 FROM generate_series(1, 30) g");
    const PsqlResult result = server().run(database, history.upgrade("r1:heads"));
    EXPECT_EQ(result.status, 3);
    EXPECT_THAT(result.errors, HasSubstr("would never end"));
    EXPECT_EQ(server().query(database, "SELECT sum(n) FROM t"), "30");
}

TEST(Split, TransactionOffRecordsEveryStatement) {
    const std::string database = server().create_database();
    const PostgresHistory history = PostgresHistory::line(
        {"create table t (a integer);",
         "transaction off;\nupgrade {\n"
         "alter table t add column b integer;\n"
         "vacuum t;\n"
         "execute $$ alter table t add column c integer $$ reverse $$ alter table t drop column c "
         "$$ as { alter table t add column c integer; };\n"
         "alter table t add constraint t_positive check (a > 0);\n}\n"});
    server().query(database, history.upgrade("r1"));
    server().query(database, "INSERT INTO t VALUES (0)");
    const std::string script = history.upgrade("r1:r2");
    const PsqlResult failed = server().run(database, script);
    EXPECT_THAT(failed.errors, HasSubstr("t_positive"));
    EXPECT_EQ(server().query(database, kRows), "r1");
    // Raw SQL is not known to bear a second run: the script refuses, and says so.
    server().query(database, "DELETE FROM t");
    const PsqlResult refused = server().run(database, script);
    EXPECT_THAT(refused.errors, HasSubstr("has run already and cannot be repeated"));
}

TEST(Asserting, StopsBeforeAnythingIsDone) {
    const std::string database = server().create_database();
    const PostgresHistory history = PostgresHistory::line(
        {"create table t (a integer);",
         "alter table t add column b integer;\n"
         "assert not exists (select 1 from t where a < 0) else '100% of \"t\" must not be < 0';"});
    server().query(database, history.upgrade("r1"));
    server().query(database, "INSERT INTO t VALUES (-1)");
    const PsqlResult result = server().run(database, history.upgrade("r1:r2"));
    EXPECT_EQ(result.status, 3);
    EXPECT_THAT(result.errors, HasSubstr("100% of \"t\" must not be < 0"));
    EXPECT_EQ(server().query(database, kRows), "r1");
    server().query(database, "DELETE FROM t");
    expect_success(server().run(database, history.upgrade("r1:r2")), "");
}

TEST(Settings, TimeoutsAreSetAndOverridden) {
    const std::string database = server().create_database();
    PostgresHistory history = PostgresHistory::line(
        {"create table s (name text, value text);",
         "lock_timeout '2s';\nupgrade {\nexecute $$ insert into s select 'r2', "
         "current_setting('lock_timeout') $$ reverse nothing;\n}",
         "execute $$ insert into s select 'r3', current_setting('lock_timeout') $$ reverse "
         "nothing;"});
    history.options.lock_timeout = "5s";
    expect_success(server().run(database, history.upgrade("heads") +
                                              "SELECT current_setting('lock_timeout') = '0' AS "
                                              "restored;\n"),
                   history.upgrade("heads"));
    EXPECT_EQ(server().query(database, "SELECT * FROM s ORDER BY 1"), "r2|2s\nr3|5s");
}

TEST(Locking, TwoRunsDoNotMix) {
    const std::string database = server().create_database();
    const PostgresHistory history = three_tables();
    const std::string held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'";
    const int other = server().start(
        database,
        "SELECT pg_advisory_lock(hashtextextended('retort:alembic_version', 0)), pg_sleep(60)");
    for (int attempt = 0; attempt < 600 && server().query(database, held) == "0"; ++attempt) {}
    const PsqlResult refused = server().run(database, history.upgrade("heads"));
    EXPECT_EQ(refused.status, 3);
    EXPECT_THAT(refused.errors, HasSubstr("another migration of this database is running"));
    EXPECT_EQ(tables(database), "");
    support::stop_process(other);
    for (int attempt = 0; attempt < 600 && server().query(database, held) != "0"; ++attempt) {}
    expect_success(server().run(database, history.upgrade("heads")), "");
}

}  // namespace
}  // namespace retort::live
