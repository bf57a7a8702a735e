// SPDX-License-Identifier: Apache-2.0
// Scripts on a live SQLite, through its library and through its shell: what they do when all is
// well, and that they do nothing, or everything, when it is not.
#include "dialects/sqlite/tables.h"
#include "tests/live/sqlite_database.h"
#include "tests/live/sqlite_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace retort::live {
namespace {

using dialects::sqlite::split_statements;

/// One family of operations: a start with rows, and a change to it.
struct Family {
    std::string name;
    std::string start;
    std::string change;
    std::string query;     ///< asked after the change …
    std::string expected;  ///< … and its first value
    int since = 25;        ///< versions before 3.since get a diagnostic that says so
};

void PrintTo(const Family& family, std::ostream* out) {
    *out << family.name;
}

/// People and what refers to them, with a generated column where the library has such (3.31).
std::string people_text() {
    std::string text = R"(
    create table people (
        id serial primary key,
        boss_id integer references people (id) on delete set null,
        email varchar(100) unique,
        age text,
        score double precision default 1.5 check (score >= 0)$generated
    );
    create table orders (
        id serial primary key,
        person_id integer not null references people (id) on delete cascade,
        amount numeric(10, 2)
    );
    create table lines (id serial primary key, order_id integer not null references orders (id) on delete cascade);
    create unique index people_age on people (age desc) where age is not null;
    create index people_mail on people (lower(email));
    create view people_view as select p.id, p.email, (select count(*) from orders o where o.person_id = p.id) as n from people p;
    create table audit (msg text);
    create trigger orders_ai after insert on orders begin update people set score = score + 1 where id = new.person_id; end;
    create trigger people_au after update of email on people begin insert into audit values ('email ' || new.email); end;
    insert into people (id, boss_id, email, age) values (1, null, 'Ann@x', '30'), (2, 1, 'bob@x', '41'), (3, 2, 'cy@x', null);
    insert into orders (id, person_id, amount) values (10, 1, 5), (11, 2, 6), (12, 2, 7.25);
    insert into lines (id, order_id) values (100, 10), (101, 11);
)";
    const std::string generated = ", email_lc text generated always as (lower(email)) stored";
    return text.replace(text.find("$generated"), 10, sqlite_minor_version() < 31 ? "" : generated);
}

std::vector<Family> families() {
    const std::string people = people_text();
    const std::string both =
        "select (select count(*) from orders) || ' ' || (select count(*) from lines) "
        "|| ' ' || (select count(*) from people) || ' ' || (select count(*) from audit)";
    return {
        {"CreateTable", people,
         "create table t (a integer primary key, b boolean default true, c jsonb not null default "
         "'{}', d text[] default '{a,b}', e uuid default gen_random_uuid(), f timestamptz default "
         "now(), unique (b, c)); insert into t (a) values (1);",
         "select b || ' ' || c || ' ' || d || ' ' || length(e) || ' ' || length(f) from t",
         "1 {} [\"a\",\"b\"] 36 19"},
        {"DropTable", people, "drop view people_view; drop table lines; drop table orders;",
         "select count(*) from people", "3"},
        {"RenameTable", people, "alter table people rename to persons;",
         "select (select group_concat(n) from people_view) || ' ' || count(*) from persons",
         "1,2,0 3"},
        {"AddColumn", people, "alter table people add column nick varchar(20);",
         "select count(*) from people where nick is null", "3"},
        {"AddColumnWithDefault", people,
         "alter table people add column active boolean not null default true;",
         "select sum(active) from people", "3"},
        {"AddColumnWithTime", people,
         "alter table people add column seen timestamptz not null default now();",
         "select count(*) from people where seen > '2000-01-01'", "3"},
        {"AddColumnUnique", people, "alter table people add column code integer unique;", both,
         "3 2 3 0"},
        {"AddColumnReference", people,
         "alter table people add column order_id integer references orders (id) on delete set "
         "null;",
         both, "3 2 3 0"},
        {"AddColumnStored", people,
         "alter table people add column shout text generated always as (upper(email)) stored;",
         "select shout from people where id = 2", "BOB@X", 31},
        {"DropColumn", people, "alter table people drop column boss_id;", both, "3 2 3 0"},
        {"DropPlainColumn", people, "alter table orders drop column amount;", both, "3 2 3 0"},
        {"RenameColumn", people, "alter table people rename column score to points;",
         "select group_concat(points) from people", "2.5,3.5,1.5"},
        {"RenamesInTriggersOfOthers", people,
         "alter table people rename column score to points; alter table people rename to persons;"
         "alter table orders alter column person_id drop not null;"
         "insert into orders (id, person_id, amount) values (20, 1, 1);",
         "select points from persons where id = 1", "3.5"},
        {"AlterType", people,
         "drop index people_age; alter table people alter column age type integer using "
         "age::integer;",
         "select group_concat(typeof(age) || age) from people where age is not null",
         "integer30,integer41"},
        {"SetNotNull", people,
         "update people set age = '0' where age is null reverse nothing; alter table people alter "
         "column age set not null;",
         both, "3 2 3 0"},
        {"Default", people, "alter table people alter column age set default '7';", both,
         "3 2 3 0"},
        {"DropDefault", people, "alter table people alter column score drop default;", both,
         "3 2 3 0"},
        {"DropNotNull", people, "alter table orders alter column person_id drop not null;", both,
         "3 2 3 0"},
        {"Constraints", people,
         "alter table orders add constraint positive check (amount > 0), add constraint once "
         "unique (person_id, amount);",
         both, "3 2 3 0"},
        {"DropConstraint", people, "alter table people drop constraint people_score_check;", both,
         "3 2 3 0"},
        {"RenameConstraint", people,
         "alter table people rename constraint people_score_check to good_score;", both, "3 2 3 0"},
        {"DropForeignKey", people, "alter table orders drop constraint orders_person_id_fkey;",
         both, "3 2 3 0"},
        {"SeveralActions", people,
         "alter table people rename column age to years, alter column years type varchar(3), add "
         "column extra integer default 1, drop column score cascade;",
         "select group_concat(years || extra) from (select years, extra from people where years is "
         "not null order by id)",
         "301,411"},
        {"Indexes", people,
         "drop index people_mail; create index people_both on people (email collate nocase, score "
         "desc); alter index people_age rename to people_years;",
         both, "3 2 3 0"},
        {"EnumAddValue",
         "create type mood as enum ('ok', 'sad'); create table t (id serial primary key, m mood "
         "not null default 'ok'); create table c (id serial primary key, t_id integer references t "
         "(id) on delete cascade); insert into t (id, m) values (1, 'sad'); insert into c (id, "
         "t_id) values (1, 1);",
         "alter type mood add value 'glad' before 'ok'; insert into t (id, m) values (2, 'glad');",
         "select group_concat(m) || (select count(*) from c) from t", "sad,glad1"},
        {"EnumRenameValue",
         "create type mood as enum ('ok', 'sad'); create table t (id serial primary key, m mood "
         "not null default 'ok'); insert into t (id, m) values (1, 'sad'), (2, 'ok');",
         "alter type mood rename value 'ok' to 'fine'; insert into t (id) values (3);",
         "select group_concat(m) from t", "sad,fine,fine"},
        {"EnumDropValue",
         "create type mood as enum ('ok', 'sad', 'odd'); create table t (id serial primary key, m "
         "mood not null default 'ok'); insert into t (id, m) values (1, 'sad'), (2, 'odd');",
         "alter type mood drop value 'odd' replace with 'ok';", "select group_concat(m) from t",
         "sad,ok"},
        {"Domain",
         "create domain small as integer check (value < 10); create table t (id serial primary "
         "key, n small default 3); insert into t (id) values (1);",
         "alter table t add column k small; update t set k = 4 reverse nothing;",
         "select n + k from t", "7"},
        {"Views", people,
         "create or replace view people_view as select id, email from people; create view more as "
         "select 1 as one;",
         "select one from more", "1"},
        {"Data", people,
         "update people set score = score + 1 where id < 3 reverse update people set score = score "
         "- 1 where id < 3; insert into people (id, email) values (7, 'new@x'); insert into people "
         "(id, email) values (7, 'again@x') on conflict do nothing reverse nothing;",
         "select count(*) || ' ' || sum(score) from people", "4 11.0"},
        {"DeleteCascades", people, "delete from people where id = 2 reverse nothing;",
         "select (select count(*) from orders) || ' ' || (select count(*) from lines)", "1 1"},
        {"Assert", people, "assert (select count(*) from people) = 3 else 'three people';", both,
         "3 2 3 0"},
        {"StrictTable",
         "create table t (id serial primary key, a text, b numeric) strict; insert into t (id, a) "
         "values (1, 'x');",
         "alter table t alter column a set not null;", "select count(*) from t", "1", 37},
        {"WithoutRowid",
         "create table t (k text primary key, v integer) without rowid; insert into t (k, v) "
         "values ('a', 1);",
         "alter table t alter column v set default 4;", "select k || v from t", "a1"},
        {"PrimaryKey",
         "create table t (a integer not null, b text unique); insert into t (a, b) values (1, "
         "'x');",
         "alter table t add primary key (a);", "select count(*) from t", "1"},
    };
}

class SqliteFamilies : public testing::TestWithParam<Family> {};

TEST_P(SqliteFamilies, UpDownUp) {
    const Family& family = GetParam();
    SqliteHistory history = SqliteHistory::line({family.start, family.change});
    const std::string first = history.upgrade("r1");
    const std::string up = history.upgrade("r1:r2");
    const std::string down = history.downgrade("r2:r1");
    if (sqlite_minor_version() < family.since) {
        EXPECT_EQ(up, "");
        EXPECT_THAT(
            history.errors(),
            testing::MatchesRegex("(R0666 .* came with SQLite 3\\." + std::to_string(family.since) +
                                  ", but the target is SQLite 3\\." +
                                  std::to_string(sqlite_minor_version()) + "\n)+"));
        return;
    }
    ASSERT_EQ(history.errors(), "");
    const TemporaryFolder folder;
    SqliteDatabase database(folder.file("db"));
    ASSERT_EQ(database.run(first), std::vector<std::string>{}) << first;
    const std::string before = database.catalog();
    ASSERT_EQ(database.run(up), std::vector<std::string>{}) << up;
    EXPECT_EQ(database.value(family.query), family.expected) << up;
    EXPECT_EQ(database.value("select version_num from alembic_version"), "r2");
    EXPECT_EQ(database.value("select count(*) from pragma_foreign_key_check"), "0");
    const std::string after = database.catalog();
    ASSERT_EQ(database.run(down), std::vector<std::string>{}) << down;
    EXPECT_EQ(database.catalog(), before) << down;
    ASSERT_EQ(database.run(up), std::vector<std::string>{}) << up;
    EXPECT_EQ(database.catalog(), after);
    // Nothing of the script's own is left.
    EXPECT_EQ(database.value("select count(*) from sqlite_master where name like 'retort%'"), "0");
    EXPECT_EQ(database.value("select count(*) from temp.sqlite_master"), "0");
    const std::string base = history.downgrade("r2:base");
    ASSERT_EQ(history.errors(), "");
    ASSERT_EQ(database.run(base), std::vector<std::string>{}) << base;
    EXPECT_EQ(database.catalog(), "");
    EXPECT_EQ(database.value("select count(*) from alembic_version"), "0");
}

INSTANTIATE_TEST_SUITE_P(All, SqliteFamilies, testing::ValuesIn(families()),
                         [](const auto& param_info) { return param_info.param.name; });

/// A change that needs a rebuild of a parent table, with everything around it.
SqliteHistory rebuild_history() {
    return SqliteHistory::line({people_text(),
                                "update people set age = '0' where age is null reverse nothing;"
                                "drop index people_age;"
                                "alter table people alter column age type integer using "
                                "age::integer, alter column age set not null;"
                                "insert into people (id, email, age) values (9, 'z@x', 9);"});
}

TEST(SqliteScript, RebuildKeepsChildrenRowForRow) {
    SqliteHistory history = rebuild_history();
    const TemporaryFolder folder;
    SqliteDatabase database(folder.file("db"));
    ASSERT_TRUE(database.run(history.upgrade("r1")).empty());
    const auto orders = database.rows("select * from orders order by id");
    const auto lines = database.rows("select * from lines order by id");
    ASSERT_EQ(database.run(history.upgrade("r1:r2")), std::vector<std::string>{});
    EXPECT_EQ(database.rows("select * from orders order by id"), orders);
    EXPECT_EQ(database.rows("select * from lines order by id"), lines);
    EXPECT_EQ(database.value("select group_concat(n) from people_view"), "1,2,0,0");
    EXPECT_EQ(database.value("pragma foreign_keys"), "1");
    // Cascades and triggers work as before.
    EXPECT_TRUE(
        database.run("delete from people where id = 1; update people set email = 'b' where id = 2")
            .empty());
    EXPECT_EQ(database.value("select count(*) from orders"), "2");
    EXPECT_EQ(database.value("select boss_id is null from people where id = 2"), "1");
    EXPECT_EQ(database.value("select count(*) from audit"), "1");
}

TEST(SqliteScript, DeletesCascadeBesideARebuild) {
    SqliteHistory history =
        SqliteHistory::line({people_text(),
                             "delete from people where id = 2 reverse nothing;"
                             "alter table people alter column score drop default;"});
    const TemporaryFolder folder;
    SqliteDatabase database(folder.file("db"));
    ASSERT_TRUE(database.run(history.upgrade("r1")).empty());
    const std::string up = history.upgrade("r1:r2");
    ASSERT_EQ(history.errors(), "");
    ASSERT_EQ(database.run(up), std::vector<std::string>{}) << up;
    EXPECT_EQ(database.value("select group_concat(id) from orders"), "10");
    EXPECT_EQ(database.value("select group_concat(id) from lines"), "100");
    EXPECT_EQ(database.value("select boss_id is null from people where id = 3"), "1");
    EXPECT_EQ(database.value("select count(*) from temp.sqlite_master"), "0");
}

/// What fault injection does with one statement.
enum class Fault : unsigned char { Syntax, Runtime, Missing };

std::string with_fault(const std::vector<std::string>& statements, std::size_t at, Fault fault) {
    std::string script;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        if (i != at) {
            script += statements[i] + ";\n";
        } else if (fault == Fault::Syntax) {
            script += "CREATE NONSENSE;\n";
        } else if (fault == Fault::Runtime) {
            script += "SELECT abs(-9223372036854775807 - 1);\n";
        }
    }
    return script;
}

void inject_everywhere(SqliteHistory& history, OnError on_error) {
    const std::string first = history.upgrade("r1");
    const std::vector<std::string> statements = split_statements(history.upgrade("r1:r2"));
    ASSERT_EQ(history.errors(), "");
    const TemporaryFolder folder;
    const auto fresh = folder.file("fresh");
    const auto state = [](SqliteDatabase& database) {
        return database.catalog() + database.contents();
    };
    std::string before;
    std::string after;
    {
        SqliteDatabase database(fresh);
        ASSERT_TRUE(database.run(first).empty());
        before = state(database);
    }
    {
        std::filesystem::copy_file(fresh, folder.file("whole"));
        SqliteDatabase database(folder.file("whole"));
        ASSERT_EQ(database.run(history.upgrade("r1:r2")), std::vector<std::string>{});
        after = state(database);
    }
    ASSERT_NE(before, after);
    for (const Fault fault : {Fault::Syntax, Fault::Runtime, Fault::Missing}) {
        for (std::size_t i = 0; i < statements.size(); ++i) {
            const auto path = folder.file("faulty");
            std::filesystem::copy_file(fresh, path,
                                       std::filesystem::copy_options::overwrite_existing);
            std::vector<std::string> errors;
            {
                SqliteDatabase database(path);
                errors = database.run(with_fault(statements, i, fault), on_error);
            }
            SqliteDatabase database(path);
            const std::string found = state(database);
            EXPECT_TRUE(found == before || found == after)
                << "fault " << static_cast<int>(fault) << " at statement " << i << ": "
                << statements[i] << "\n"
                << found;
            if (fault != Fault::Missing) { EXPECT_FALSE(errors.empty()); }
        }
    }
}

TEST(SqliteScript, FaultsWhereTheClientStops) {
    SqliteHistory history = rebuild_history();
    inject_everywhere(history, OnError::Stop);
}

TEST(SqliteScript, FaultsWhereTheClientGoesOn) {
    SqliteHistory history = rebuild_history();
    inject_everywhere(history, OnError::GoOn);
}

TEST(SqliteScript, FaultsInNativeChangesWhereTheClientGoesOn) {
    SqliteHistory history = SqliteHistory::line({people_text(),
                                                 "alter table people add column nick varchar(20);"
                                                 "update people set nick = email reverse nothing;"
                                                 "alter table people rename column score to points;"
                                                 "create table t (id serial primary key, a text);"
                                                 "insert into t (id, a) values (1, 'x'), (2, 'y');"
                                                 "delete from lines where id = 101 reverse nothing;"
                                                 "alter table orders drop column amount;"
                                                 "alter table lines rename to details;"
                                                 "create index t_a on t (a);"});
    inject_everywhere(history, OnError::GoOn);
}

TEST(SqliteScript, FaultsWhereEachRevisionIsATransaction) {
    SqliteHistory history = rebuild_history();
    history.options.transaction = script::TransactionMode::PerRevision;
    inject_everywhere(history, OnError::GoOn);
}

TEST(SqliteScript, StopsAtAnotherRevision) {
    SqliteHistory history =
        SqliteHistory::line({people_text(), "alter table people add column a integer;",
                             "alter table people alter column a set default 3;"});
    const TemporaryFolder folder;
    const auto path = folder.file("db");
    {
        SqliteDatabase database(path);
        ASSERT_TRUE(database.run(history.upgrade("r1")).empty());
    }
    const auto state = [&] {
        SqliteDatabase database(path);
        return database.catalog() + database.contents();
    };
    const std::string before = state();
    for (const bool bail : {true, false}) {
        const ShellResult result = run_shell(path, history.upgrade("r2:r3"), bail);
        EXPECT_NE(result.status, 0);
        EXPECT_NE(result.output.find("retort: the database is not at revision r2"),
                  std::string::npos)
            << result.output;
        EXPECT_NE(result.output.find("retort: the database is at r1"), std::string::npos)
            << result.output;
        EXPECT_EQ(state(), before);
        // From base on a database that has tables already.
        const ShellResult again = run_shell(path, history.upgrade("r3"), bail);
        EXPECT_NE(again.status, 0);
        EXPECT_NE(again.output.find("retort: the database is not at base"), std::string::npos);
        EXPECT_EQ(state(), before);
    }
    // A database without a version table.
    const auto empty = folder.file("empty");
    for (const bool bail : {true, false}) {
        const ShellResult result = run_shell(empty, history.upgrade("r1:r2"), bail);
        EXPECT_NE(result.status, 0);
        EXPECT_NE(result.output.find("retort: the database has no table alembic_version"),
                  std::string::npos)
            << result.output;
        SqliteDatabase database(empty);
        EXPECT_EQ(database.value("select count(*) from sqlite_master"), "0");
    }
}

TEST(SqliteScript, ShellAppliesAllOfIt) {
    SqliteHistory history = rebuild_history();
    for (const bool bail : {true, false}) {
        const TemporaryFolder folder;
        const auto path = folder.file("db");
        const ShellResult up = run_shell(path, history.upgrade("heads"), bail);
        EXPECT_EQ(up.status, 0) << up.output;
        EXPECT_EQ(up.output, "5000\n");
        const ShellResult down = run_shell(path, history.downgrade("base"), bail);
        EXPECT_EQ(down.status, 0) << down.output;
        SqliteDatabase database(path);
        EXPECT_EQ(database.catalog(), "");
    }
}

TEST(SqliteScript, LockedDatabaseIsLeftAlone) {
    SqliteHistory history = rebuild_history();
    history.options.lock_timeout = "50ms";
    const TemporaryFolder folder;
    const auto path = folder.file("db");
    SqliteDatabase other(path);
    ASSERT_TRUE(other.run(history.upgrade("r1")).empty());
    const std::string before = other.catalog() + other.contents();
    ASSERT_TRUE(other.run("begin immediate").empty());
    for (const bool bail : {true, false}) {
        const ShellResult result = run_shell(path, history.upgrade("r1:r2"), bail);
        EXPECT_NE(result.status, 0);
        EXPECT_NE(result.output.find("locked"), std::string::npos) << result.output;
    }
    ASSERT_TRUE(other.run("rollback").empty());
    EXPECT_EQ(other.catalog() + other.contents(), before);
}

TEST(SqliteScript, DataThatDoesNotFitStopsIt) {
    const TemporaryFolder folder;
    int number = 0;
    const auto refuse = [&](const std::string& start, const std::string& change,
                            const std::string& message) {
        SqliteHistory history = SqliteHistory::line({start, change});
        // Every proof is a check, and this client has turned checks off.
        const std::string unchecked = "PRAGMA ignore_check_constraints = ON;\n";
        for (const auto& [bail, client] :
             {std::pair(true, std::string()), {false, std::string()}, {false, unchecked}}) {
            const auto path = folder.file("db" + std::to_string(++number));
            const std::string up = client + history.upgrade("r1:r2");
            ASSERT_EQ(history.errors(), "");
            std::string before;
            {
                SqliteDatabase database(path);
                ASSERT_TRUE(database.run(history.upgrade("r1")).empty());
                before = database.catalog() + database.contents();
            }
            const ShellResult result = run_shell(path, up, bail);
            EXPECT_NE(result.status, 0) << change;
            EXPECT_NE(result.output.find(message), std::string::npos) << result.output;
            SqliteDatabase database(path);
            EXPECT_EQ(database.catalog() + database.contents(), before) << change;
        }
    };
    const std::string t =
        "create table t (id serial primary key, a text); insert into t (id, a) values (1, 'x'), "
        "(2, null);";
    refuse(t, "alter table t alter column a type integer using a::integer;",
           "a column holds values that its new type cannot take");
    refuse(t, "alter table t alter column a set not null;", "NOT NULL constraint failed");
    refuse(t, "insert into t (id, a) values (1, 'y');", "UNIQUE constraint failed");
    refuse(t, "assert (select count(*) from t) = 3 else 'three \"rows\" wanted';",
           "three \"rows\" wanted");
    refuse(t + "create table c (id serial primary key, t_id integer); insert into c (id, t_id) "
               "values (1, 5);",
           "alter table c add constraint fk foreign key (t_id) references t (id);",
           "foreign keys point to rows that do not exist");
    refuse(
        "create type m as enum ('a', 'b'); create table t (id serial primary key, v m); insert "
        "into t (id, v) values (1, 'b');",
        "alter type m drop value 'b';", "CHECK constraint failed");
}

TEST(SqliteScript, DriftStopsARebuild) {
    SqliteHistory history = rebuild_history();
    const TemporaryFolder folder;
    SqliteDatabase database(folder.file("db"));
    ASSERT_TRUE(database.run(history.upgrade("r1")).empty());
    ASSERT_TRUE(database.run("create index by_hand on people (score)").empty());
    const std::string before = database.catalog();
    const auto errors = database.run(history.upgrade("r1:r2"), OnError::GoOn);
    ASSERT_FALSE(errors.empty());
    EXPECT_NE(errors[0].find("a table has other columns, indexes or triggers"), std::string::npos);
    EXPECT_EQ(database.catalog(), before);
}

TEST(SqliteScript, InsideATransactionARebuildRefuses) {
    SqliteHistory history = rebuild_history();
    const TemporaryFolder folder;
    SqliteDatabase database(folder.file("db"));
    ASSERT_TRUE(database.run(history.upgrade("r1")).empty());
    const std::string before = database.catalog() + database.contents();
    ASSERT_TRUE(database.run("begin").empty());
    const auto errors = database.run(history.upgrade("r1:r2"), OnError::GoOn);
    ASSERT_FALSE(errors.empty());
    EXPECT_EQ(database.catalog() + database.contents(), before);
}

TEST(SqliteScript, VacuumStandsAlone) {
    SqliteHistory history =
        SqliteHistory::line({"create table t (id serial primary key); vacuum; create table u (id "
                             "serial primary key);"});
    const std::string script = history.upgrade("heads");
    ASSERT_EQ(history.errors(), "");
    const TemporaryFolder folder;
    const ShellResult result = run_shell(folder.file("db"), script, true);
    EXPECT_EQ(result.status, 0) << result.output << script;
    SqliteDatabase database(folder.file("db"));
    EXPECT_EQ(database.value("select group_concat(name) from (select name from sqlite_master where "
                             "type = 'table' order by 1)"),
              "alembic_version,t,u");
    EXPECT_EQ(database.value("select version_num from alembic_version"), "r1");
}

TEST(SqliteScript, ScriptsGrowLinearly) {
    const auto size_of = [](std::size_t revisions) {
        std::vector<std::string> upgrades;
        for (std::size_t i = 0; i < revisions; ++i) {
            const std::string n = std::to_string(i);
            upgrades.push_back("create table t" + n +
                               " (id serial primary key, a text); create index t" + n + "_a on t" +
                               n + " (a);");
        }
        SqliteHistory history = SqliteHistory::line(upgrades);
        const std::string script = history.upgrade("heads");
        EXPECT_EQ(history.errors(), "");
        const TemporaryFolder folder;
        SqliteDatabase database(folder.file("db"));
        EXPECT_EQ(database.run(script), std::vector<std::string>{});
        return script.size();
    };
    const std::size_t small = size_of(100);
    EXPECT_LT(size_of(400), 5 * small);
}

}  // namespace
}  // namespace retort::live
