// SPDX-License-Identifier: Apache-2.0
// What the dialect takes for granted of the version that it compiles for, asked of a server of that
// version: reserved words, functions and types.
#include "dialects/postgresql/keywords.h"
#include "dialects/postgresql/versions.h"
#include "tests/live/postgres_history.h"
#include "tests/live/postgres_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <stdexcept>
#include <string>

namespace retort::live {
namespace {

namespace postgresql = dialects::postgresql;

/// The one column of a query.
std::set<std::string> answers(const std::string& query) {
    std::set<std::string> lines;
    std::istringstream in(PostgresServer::instance().query("postgres", query));
    for (std::string line; std::getline(in, line);) { lines.insert(line); }
    return lines;
}

TEST(PostgresqlVersions, EveryReservedWordIsQuoted) {
    const auto words = answers("SELECT word FROM pg_get_keywords() WHERE catcode <> 'U'");
    ASSERT_GT(words.size(), 100U);
    for (const std::string& word : words) { EXPECT_TRUE(postgresql::is_reserved(word)) << word; }
}

TEST(PostgresqlVersions, FunctionsAndTypesAreThereSinceTheirVersion) {
    auto functions = answers("SELECT DISTINCT proname FROM pg_proc");
    functions.merge(
        answers("SELECT word FROM pg_get_keywords()"));  // some have a syntax of their own
    const int version = PostgresServer::instance().version();
    for (const postgresql::Newer& function : postgresql::newer_functions()) {
        EXPECT_EQ(functions.contains(std::string(function.name)), version >= function.since)
            << function.name << " is said to have come with " << function.since;
    }
    const auto types = answers("SELECT typname FROM pg_type");
    for (const postgresql::Newer& type : postgresql::newer_types()) {
        EXPECT_EQ(types.contains(std::string(type.name)), version >= type.since)
            << type.name << " is said to have come with " << type.since;
    }
}

struct Form {
    const char* statement;
    int since;
};
// On tables q (id integer primary key, a text), t (id integer primary key, a integer, b text, d
// jsonb) and p (id integer, a integer), which is partitioned; extensions btree_gist and pg_trgm.
constexpr Form kForms[] = {
    {"create index on t using gist (b gist_trgm_ops (siglen = 32));", 13},
    {"alter table t add exclude using gist (b gist_trgm_ops (siglen = 32) with %);", 13},
    {"create index on t (a) with (deduplicate_items = off);", 13},
    {"create table u (id integer) with (autovacuum_vacuum_insert_threshold = 100);", 13},
    {"alter table t set (autovacuum_vacuum_insert_scale_factor = 0.5);", 13},
    {"create trigger r before insert on p for each row execute function f();", 13},
    {"create function g(a anycompatible) returns integer language sql as 'select 1';", 13},
    {"create view v as select id from t order by a fetch first 1 row with ties;", 13},
    {"create view v as select b is nfc normalized as x from t;", 13},
    {"create view v as select b is not normalized as x from t;", 13},
    {"create statistics s on (a + 1) from t;", 14},
    {"create statistics s (mcv) on a, lower(b) from t;", 14},
    {"alter table t alter column b set compression pglz;", 14},
    {"create table u (like t including compression);", 14},
    {"create table u (like t including all excluding compression);", 14},
    {"alter table p detach partition p1 concurrently;", 14},
    {"create procedure g(out a integer) language plpgsql as $$ begin a := 1; end $$;", 14},
    {"create procedure g(b text, out a integer) language plpgsql as $$ begin a := 1; end $$;", 14},
    {"create function g(a integer) returns integer language sql return a + 1;", 14},
    {"create function g() returns integer language sql begin atomic select 1; end;", 14},
    {"create function g(a anymultirange) returns integer language sql as 'select 1';", 14},
    {"create policy o on t to current_role using (true);", 14},
    {"grant select on t to current_role;", 14},
    {"grant select on t to public granted by current_user;", 14},
    {"alter table t set (vacuum_index_cleanup = auto);", 14},
    {"create index on t using brin (a int4_minmax_multi_ops);", 14},
    {"create index on t using brin (a int4_bloom_ops);", 14},
    {"create index on t using spgist (b) include (id);", 14},
    {"create view v as select id from t group by distinct rollup (id);", 14},
    {"create view v as with recursive r as (select id, a from t union all select t.id, t.a from t, "
     "r where t.a = r.id) search depth first by id set o select id from r;",
     14},
    {"create view v as with recursive r as (select id, a from t union all select t.id, t.a from t, "
     "r where t.a = r.id) cycle id, a set c using h select id from r;",
     14},
    {"create view v as select j.id from t join q using (id) as j;", 14},
    {"create table u (a numeric(5, -2));", 15},
    {"create table u (a decimal(2, 5)[]);", 15},
    {"alter table t alter column a type numeric(2, 5);", 15},
    {"alter table t add check (a::numeric(3, 5) < 1);", 15},
    {"create domain n as numeric(2, 5);", 15},
    {"create view v with (security_invoker = true) as select id from t;", 15},
    {"alter table t alter column b set storage default;", 16},
    {"create view v as select b is json as x, b is not json object as y from t;", 16},
    {"create view v as select json_object('a': b) as x from t;", 16},
    {"create view v as select json_object('a' value b) as x from t;", 16},
    {"create view v as select id from t where a in (0xff, 1_000);", 16},
    {"alter table t alter column b type text collate \"unicode\";", 16},
    {"alter table t alter column a set statistics default;", 17},
    {"grant maintain on t to public;", 17},
    {"revoke maintain on t from public;", 17},
    {"alter table p add exclude using btree (id with =);", 17},
    {"create view v as select now() at local as x;", 17},
    {"create index on t (b collate pg_c_utf8);", 17},
    {"alter table p add foreign key (a) references q not valid;", 18},
    {"alter table t set (autovacuum_vacuum_max_threshold = 1000);", 18},
    {"create index on t (b collate pg_unicode_fast);", 18},
    {"alter table t add column n integer generated always as (a + 1) virtual;", 18},
    {"alter table t add check (a > 0) not enforced;", 18},
    {"create table u (id integer primary key, a integer references u (id) not enforced);", 18},
    {"create table u (a int4range, b int4range, primary key (a, b without overlaps));", 18},
    {"create table u (a int4range, b int4range, primary key (a, b without overlaps), "
     "foreign key (a, period b) references u (a, period b));",
     18},
    // All versions know these, which look like the others.
    {"create table u (a numeric(5, 2), json text, local text);", 12},
    {"create view v as select id from t group by id order by id limit 1;", 12},
    {"create view v as select json.id from t as json where json is not null;", 12},
    {"create table u (distinct_ text, return integer, maintain text);", 12},
    {"create function g(a integer) returns integer language sql as $$ select 1 -- is json $$;", 12},
    {"create statistics s (ndistinct) on a, b from t;", 12},
    {"create view v as select 'group by distinct' as x; -- at local", 12},
};

TEST(PostgresqlVersions, ClausesAreThereSinceTheirVersion) {
    PostgresServer& server = PostgresServer::instance();
    for (const Form& form : kForms) {
        SCOPED_TRACE(form.statement);
        const PostgresHistory history = PostgresHistory::line(
            {"create extension btree_gist; create extension pg_trgm;"
             "create table q (id integer primary key, a text);"
             "create table t (id integer primary key, a integer, b text, d jsonb);"
             "create table p (id integer, a integer) partition by range (id);"
             "create table p1 partition of p for values from (1) to (2);"
             "create function f() returns trigger language plpgsql as $$ begin return new; end $$;",
             form.statement});
        const std::string database = server.create_database();
        ASSERT_EQ(server.run(database, history.upgrade("r1")).errors, "");
        if (server.version() >= form.since) {
            const PsqlResult result = server.run(database, history.upgrade("r1:r2"));
            EXPECT_EQ(result.status, 0) << result.errors;
            continue;
        }
        try {
            ADD_FAILURE() << history.upgrade("r1:r2");
        } catch (const std::runtime_error& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr("error[R0611]"));
            EXPECT_THAT(error.what(),
                        testing::HasSubstr("needs PostgreSQL " + std::to_string(form.since)));
        }
        // It is no more than the truth: the server does not take the statement.
        EXPECT_NE(server.run(database, form.statement).status, 0);
    }
}

}  // namespace
}  // namespace retort::live
