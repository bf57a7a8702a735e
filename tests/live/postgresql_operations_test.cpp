// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_history.h"
#include "tests/live/postgres_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

// Every family of operations on a real server with rows present: up, down, up; the catalog after a
// downgrade is the one before, and the second upgrade gives what the first gave.

namespace retort::live {
namespace {

struct Case {
    const char* name;
    const char* before;        ///< first revision
    const char* change;        ///< second revision
    const char* rows = "";     ///< SQL that fills the tables in between
    const char* kept = "";     ///< query whose result survives up, down, up
    const char* changed = "";  ///< query that must yield `t` after the change
    int since = 12;            ///< versions before this one get a diagnostic that says so
};

PostgresServer& server() {
    return PostgresServer::instance();
}

/// A column that was dropped and added again stands last: lines are compared as a set.
std::vector<std::string> lines_of(const std::string& catalog) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < catalog.size()) {
        const std::size_t end = std::min(catalog.find('\n', begin), catalog.size());
        std::string line = catalog.substr(begin, end - begin);
        if (!line.empty() && line.back() == ',') { line.pop_back(); }
        if (!line.empty()) { lines.push_back(std::move(line)); }
        begin = end + 1;
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

void run(const std::string& database, const std::string& script) {
    const PsqlResult result = server().run(database, script);
    ASSERT_EQ(result.status, 0) << result.errors << "\n" << script;
}

/// The second revision needs `version`: that is what its compilation must say.
void expect_too_new(const PostgresHistory& history, int version) {
    try {
        const std::string script = history.upgrade("r1:r2");
        ADD_FAILURE() << script;
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("error[R0611]"));
        EXPECT_THAT(error.what(), testing::HasSubstr("needs PostgreSQL " + std::to_string(version) +
                                                     " or later, the target is " +
                                                     std::to_string(server().version())));
    }
}

class Operations : public ::testing::TestWithParam<Case> {};

TEST_P(Operations, GoUpAndDownAndUp) {
    const Case& test = GetParam();
    const PostgresHistory history = PostgresHistory::line({test.before, test.change});
    if (server().version() < test.since) {
        expect_too_new(history, test.since);
        return;
    }
    const std::string database = server().create_database();
    run(database, history.upgrade("r1"));
    const std::string before = server().catalog(database);
    server().query(database, test.rows);
    const std::string kept = server().query(database, test.kept);
    run(database, history.upgrade("r1:r2"));
    const std::string after = server().catalog(database);
    EXPECT_NE(after + server().query(database, test.changed), before);
    if (*test.changed != 0) { EXPECT_EQ(server().query(database, test.changed), "t"); }
    run(database, history.downgrade("r2:r1"));
    EXPECT_EQ(lines_of(server().catalog(database)), lines_of(before)) << history.downgrade("r2:r1");
    EXPECT_EQ(server().query(database, test.kept), kept);
    run(database, history.upgrade("r1:r2"));
    EXPECT_EQ(lines_of(server().catalog(database)), lines_of(after)) << history.upgrade("r1:r2");
    run(database, history.downgrade("r2:base"));
    EXPECT_EQ(server().query(database,
                             "SELECT count(*) FROM pg_class WHERE relnamespace = "
                             "'public'::regnamespace"),
              "2")
        << server().catalog(database);
}

constexpr const char* kUsers =
    "create table users (id serial primary key, email varchar(50) not null, age integer, "
    "tags text[]);";
constexpr const char* kUserRows =
    "INSERT INTO users (email, age, tags) SELECT 'u' || g || '@x', g, ARRAY['a', 'b'] FROM "
    "generate_series(1, 5) g";
constexpr const char* kUserQuery = "SELECT id, email, age, tags FROM users ORDER BY id";

const Case kTables[] = {
    {"CreateTable", kUsers,
     "create table posts (\n"
     "  id bigint generated always as identity (start 10 increment 5) primary key,\n"
     "  user_id integer not null references users (id) on delete cascade on update restrict,\n"
     "  title varchar(200) not null default 'untitled' check (length(title) > 0),\n"
     "  body text collate \"C\" comment 'it''s the body',\n"
     "  data jsonb not null default '{}',\n"
     "  price numeric(10, 2) default -1.5,\n"
     "  at timestamptz(3) not null default now(),\n"
     "  search tsvector generated always as (to_tsvector('english', coalesce(title, ''))) stored,\n"
     "  kind text, sort integer, unique (user_id, title), constraint either check (kind <> '' or "
     "sort is not null)\n"
     ") with (fillfactor = 70);\n"
     "comment on table posts is 'all ''posts''';",
     kUserRows, kUserQuery},
    {"DropTable",
     "create table a (id integer primary key);\n"
     "create table b (id serial primary key, a_id integer references a (id), t text "
     "default 'x' not null);\n"
     "create index b_t on b (t) where t <> '';\ncomment on column b.t is 'c';",
     "drop table b;", "INSERT INTO a VALUES (1)", "SELECT * FROM a"},
    {"RenameTable", kUsers, "alter table users rename to people;", kUserRows, "",
     "SELECT count(*) = 5 FROM people"},
    {"RenameColumn",
     "create table users (id integer primary key, a integer, b integer, check (a > b));\n"
     "create index i on users (a) where b > 0;",
     "alter table users rename column a to \"A A\";", "INSERT INTO users VALUES (1, 3, 2)", "",
     "SELECT \"A A\" = 3 FROM users"},
    {"SetSchema", kUsers, "create schema other;\nalter table users set schema other;", kUserRows,
     "", "SELECT count(*) = 5 FROM other.users"},
    {"Options", kUsers,
     "create unlogged table u (id integer) with (fillfactor = 50, autovacuum_enabled = false);\n"
     "create table child (extra integer) inherits (users);\n"
     "create table e ();",
     kUserRows, kUserQuery},
    {"Partitions",
     "create table p (id integer not null, at date not null) partition by range (at);",
     "create table p_2024 partition of p for values from ('2024-01-01') to ('2025-01-01');\n"
     "create table p_rest partition of p default;\ncreate index p_at on p (at);"},
};

const Case kColumns[] = {
    {"AddColumns", kUsers,
     "alter table users add column a integer not null default 0, add column b text unique,\n"
     "  add column c double precision default random(), add column d serial,\n"
     "  add column e integer references users (id), add column f integer check (f > 0),\n"
     "  add column g text generated always as (upper(email)) stored comment 'loud';",
     kUserRows, kUserQuery, "SELECT count(DISTINCT c) = 5 FROM users"},
    {"CheckOfALaterFunction", kUsers,
     "alter table users add check (regexp_count(email, '@') <= 1);", kUserRows, kUserQuery, "", 15},
    {"Multirange", kUsers, "alter table users add column spans int4multirange default '{}';",
     kUserRows, kUserQuery, "", 14},
    {"Virtual", kUsers,
     "alter table users add column twice integer generated always as (age * 2) virtual;", kUserRows,
     kUserQuery, "SELECT bool_and(twice IS NOT DISTINCT FROM age * 2) FROM users", 18},
    {"OrderedUuid", kUsers, "alter table users add column u uuid default uuidv7();", kUserRows,
     kUserQuery, "SELECT count(DISTINCT u) = 5 FROM users", 18},
    {"RandomUuid", kUsers, "alter table users add column c uuid default gen_random_uuid();",
     kUserRows, kUserQuery, "SELECT count(DISTINCT c) = 5 FROM users", 13},
    {"UuidOfAnExtension", "create extension pgcrypto; create table t (a integer);",
     "alter table t add column c uuid default gen_random_uuid();", "INSERT INTO t VALUES (1), (2)",
     "SELECT a FROM t", "SELECT count(DISTINCT c) = 2 FROM t"},
    {"DropColumn",
     "create table users (id integer primary key, email text not null default 'x' unique, "
     "age integer check (age > 0));\ncreate index i on users (lower(email));\n"
     "comment on column users.email is 'mail';",
     "alter table users drop column email;", "INSERT INTO users VALUES (1, 'a', 5)",
     "SELECT id, age FROM users"},
    {"AlterType", kUsers, "alter table users alter column email type text;", kUserRows, kUserQuery},
    {"WidenKeys", kUsers, "alter table users alter column id type bigint;", kUserRows, kUserQuery,
     "SELECT seqtypid = 'bigint'::regtype FROM pg_sequence"},
    {"AlterTypeUsing", kUsers,
     "alter table users alter column age type text using (age * 10)::text;", kUserRows,
     "SELECT id FROM users ORDER BY id", "SELECT bool_and(age LIKE '%0') FROM users"},
    {"TypeWithDefault", "create table t (id integer primary key, v text not null default '5');",
     "alter table t alter column v type integer using v::integer;", "INSERT INTO t (id) VALUES (1)",
     "SELECT id FROM t", "SELECT v = 5 FROM t"},
    {"TextToEnum",
     "create type mood as enum ('sad', 'ok');\n"
     "create table t (id integer primary key, m text not null default 'ok'::text);",
     "alter table t alter column m type mood using m::mood;", "INSERT INTO t (id) VALUES (1)",
     "SELECT m FROM t"},
    {"Defaults", kUsers,
     "alter table users alter column age set default 7, alter column email set default "
     "'it''s a \\ \"thing\"';",
     kUserRows, kUserQuery},
    {"Nullability", kUsers,
     "alter table users alter column age set not null, alter column email drop not null;",
     kUserRows, kUserQuery},
    {"RenameAmongOthers", kUsers,
     "alter table users add column x integer, rename column x to y, alter column y set default 3;",
     kUserRows, kUserQuery},
    {"Identity", "create table t (id integer not null);",
     "alter table t alter column id add generated by default as identity;",
     "INSERT INTO t VALUES (41)", "SELECT id FROM t"},
    {"SerialKinds", kUsers, "create table s (a smallserial, b serial, c bigserial);"},
    {"Types", kUsers,
     "create table y (a interval, b interval year to month, c bit(4), d varbit(8), e time(2), "
     "f inet, g int4range, h text[][], i char(3), j money, k point, l xml, m double precision, "
     "n real[], o interval(3), p timestamp, q macaddr, r bytea, s json, t tsquery, u bit "
     "varying);"},
};

const Case kConstraints[] = {
    {"Constraints", kUsers,
     "alter table users add constraint users_email_key unique (email),\n"
     "  add constraint adult check (age >= 0 and (age < 200 or age is null)),\n"
     "  add constraint self foreign key (age) references users (id) deferrable initially deferred "
     "not valid;",
     kUserRows, kUserQuery},
    {"DropConstraints",
     "create table a (id integer primary key, x integer unique, check (x > 0));\n"
     "create table b (a_id integer references a (id) match full on delete set null);",
     "alter table b drop constraint b_a_id_fkey;\n"
     "alter table a drop constraint a_x_key, drop constraint a_x_check, drop constraint a_pkey;",
     "INSERT INTO a VALUES (1, 2); INSERT INTO b VALUES (1)", "SELECT * FROM a, b"},
    {"RenameConstraint", kUsers, "alter table users rename constraint users_pkey to pk;", kUserRows,
     kUserQuery},
    {"Validate",
     "create table t (a integer);\nalter table t add constraint c check (a > 0) not "
     "valid;",
     "alter table t validate constraint c;", "INSERT INTO t VALUES (1)", "SELECT * FROM t"},
    {"Exclusion", kUsers,
     "create table r (during tstzrange, exclude using gist (during with &&) where (not "
     "isempty(during)));"},
    {"UsingIndex", "create table t (a integer not null);\ncreate unique index t_a on t (a);",
     "alter table t add constraint t_a unique using index t_a;", "INSERT INTO t VALUES (1)",
     "SELECT * FROM t"},
    {"NullsNotDistinct", kUsers,
     "alter table users add constraint one unique nulls not distinct (age) include (email);",
     kUserRows, kUserQuery, "", 15},
    {"DropExpression", "create table t (a integer, b integer generated always as (a * 2) stored);",
     "alter table t alter column b drop expression;", "INSERT INTO t VALUES (1)", "SELECT * FROM t",
     "SELECT attgenerated = '' FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'b'",
     13},
    {"OnDeleteColumns", "create table p (a integer, b integer, primary key (a, b));",
     "create table c (a integer, b integer, foreign key (a, b) references p (a, b) on delete set "
     "null (b));",
     "", "", "", 15},
    {"NotEnforced", kUsers,
     "alter table users add constraint young check (age < 3) not enforced,\n"
     "  add constraint self foreign key (age) references users (id) not enforced;\n"
     "alter table users drop constraint young, add constraint young check (age < 2) not enforced;",
     "INSERT INTO users (email, age, tags) SELECT 'u' || g || '@x', g + 3, '{}' FROM "
     "generate_series(1, 5) g",
     kUserQuery, "SELECT count(*) = 2 FROM pg_constraint WHERE NOT conenforced", 18},
    {"Periods",
     "create table prices (item int4range, valid daterange, price integer);\n"
     "create table offers (item int4range, \"valid at\" daterange);",
     "alter table prices add primary key (item, valid without overlaps),\n"
     "  add unique (valid, item without overlaps) include (price);\n"
     "alter table offers add foreign key (item, period \"valid at\") references prices (item, "
     "period valid);",
     "INSERT INTO prices VALUES ('[1,2)', '[2024-01-01,2024-02-01)', 5), "
     "('[1,2)', '[2024-02-01,2024-03-01)', 6); "
     "INSERT INTO offers VALUES ('[1,2)', '[2024-01-10,2024-02-10)')",
     "SELECT * FROM prices, offers ORDER BY 1, 2",
     "SELECT count(*) = 3 FROM pg_constraint WHERE conperiod", 18},
};

const Case kIndexes[] = {
    {"Indexes", "create table t (a integer, b text, c jsonb, d tsvector, e point);",
     "create index t_ab on t (a, b desc nulls last);\n"
     "create unique index t_low on t (lower(b)) where a > 0 and b is not null;\n"
     "create index t_expr on t ((a + 1), (coalesce(b, '')));\n"
     "create index t_gin on t using gin (c jsonb_path_ops);\ncreate index t_fts on t using gin "
     "(d);\n"
     "create index t_gist on t using gist (e);\n"
     "create index t_pat on t (b text_pattern_ops) include (a) with (fillfactor = 80);\n"
     "create index t_coll on t (b collate \"C\");\ncreate index on t (a);\n"
     "comment on index t_ab is 'both';",
     "INSERT INTO t (a, b) VALUES (1, 'x')", "SELECT a, b FROM t"},
    {"Concurrently", "create table t (a integer, b text);\ncreate index t_b on t (b);",
     "create index concurrently if not exists t_a on t (a);\ndrop index concurrently t_b;",
     "INSERT INTO t VALUES (1)", "SELECT * FROM t"},
    {"DropIndex", "create table t (a integer);\ncreate unique index t_a on t (a) where a > 1;",
     "drop index t_a;", "INSERT INTO t VALUES (1)", "SELECT * FROM t"},
    {"RenameIndex", "create table t (a integer);\ncreate index t_a on t (a);",
     "alter index t_a rename to \"T A\";"},
};

const Case kTypes[] = {
    {"Enum", kUsers,
     "create type mood as enum ('sad', 'it''s ok', 'happy');\n"
     "alter table users add column m mood default 'happy';",
     kUserRows, kUserQuery},
    {"EnumValues", "create type mood as enum ('sad', 'ok');\ncreate table t (m mood, n mood[]);",
     "alter type mood add value 'glum' before 'ok';\nalter type mood rename value 'sad' to "
     "'blue';",
     "INSERT INTO t VALUES ('ok', '{ok,ok}')", "SELECT * FROM t"},
    {"DropEnumValue",
     "create type mood as enum ('sad', 'ok', 'glum');\n"
     "create table t (id integer primary key, m mood not null default 'ok', ms mood[], "
     "check (m <> 'sad' or id > 0));\n"
     "create index t_ok on t (id) where m = 'ok';\ncomment on type mood is 'how';",
     "alter type mood drop value 'glum' replace with 'sad';",
     "INSERT INTO t VALUES (1, 'ok', '{ok}'), (2, 'glum', '{glum,ok}')",
     "SELECT id FROM t ORDER BY id", "SELECT bool_and(ms::text !~ 'glum') FROM t"},
    {"RenameType", "create type mood as enum ('sad');\ncreate table t (m mood);",
     "alter type mood rename to \"Mood\";", "INSERT INTO t VALUES ('sad')", "SELECT * FROM t"},
    {"DropType", "create type mood as enum ('sad', 'ok');", "drop type mood;"},
    {"Domain", kUsers,
     "create domain age_type as integer default 1 not null check (value > 0);\n"
     "create table d (a age_type);",
     kUserRows, kUserQuery},
};

const Case kObjects[] = {
    {"Sequence", kUsers,
     "create sequence s as bigint start 5 increment 2 minvalue 1 maxvalue 100 cache 3 cycle;\n"
     "create table t (id bigint default nextval('s'));\nalter sequence s increment 10;",
     kUserRows, kUserQuery},
    {"Schema", kUsers,
     "create schema billing;\ncreate table billing.invoices (id integer primary key, user_id "
     "integer references users (id));\ncreate index inv on billing.invoices (user_id);",
     kUserRows, kUserQuery},
    {"View", kUsers,
     "create view v as select id, email from users;\n"
     "create or replace view v as select id, email, age from users;\n"
     "create materialized view mv (n) as select count(*) from users;",
     kUserRows, kUserQuery},
    {"ReplaceView", "create table t (a integer, b integer);\ncreate view v as select a from t;",
     "create or replace view v as select a, b from t;", "INSERT INTO t VALUES (1, 2)",
     "SELECT * FROM t"},
    {"Routines", kUsers,
     "create function twice(n integer) returns integer language sql as $$ select n * 2; $$;\n"
     "create procedure nothing() language plpgsql as $body$ begin null; end $body$;\n"
     "create function on_change() returns trigger language plpgsql as $$\nbegin\n  new.age := "
     "coalesce(new.age, 0);\n  return new;\nend\n$$;\n"
     "create trigger changes before insert or update on users for each row execute function "
     "on_change();\ncomment on function twice(integer) is 'doubles';",
     kUserRows, kUserQuery},
    {"RowSecurity", kUsers,
     "alter table users enable row level security, force row level security;\n"
     "create policy own on users for select using (email = current_user);",
     kUserRows, kUserQuery},
    {"OrReplaceTrigger",
     "create table t (a integer);\n"
     "create function f() returns trigger language plpgsql as $$ begin return new; end $$;",
     "create or replace trigger g before insert on t for each row execute function f();\n"
     "create or replace trigger g after insert on t for each row execute function f();",
     "INSERT INTO t VALUES (1)", "SELECT a FROM t",
     "SELECT tgtype & 2 = 0 FROM pg_trigger WHERE tgname = 'g'"},
    {"BodyOfSql", kUsers,
     "create function twice(n integer) returns integer language sql begin atomic select n * 2; "
     "end;",
     kUserRows, kUserQuery, "SELECT twice(2) = 4", 14},
    {"SecurityInvoker", kUsers,
     "create view v with (security_invoker = true) as select id from users;", kUserRows, kUserQuery,
     "SELECT count(*) = 5 FROM v", 15},
    {"OwnFunctionOfALaterName",
     "create function regexp_like(a text) returns boolean language sql immutable as $$ select a "
     "like 'x%' $$;",
     "create table t (a text check (regexp_like(a)));"},
    {"Grants", kUsers, "grant select, insert on users to public;", kUserRows, kUserQuery},
    {"Statistics", kUsers, "create statistics st (dependencies) on email, age from users;",
     kUserRows, kUserQuery},
    {"Comments", kUsers,
     "comment on table users is 'it''s \\ 100%';\ncomment on column users.email is 'mail';\n"
     "comment on constraint users_pkey on users is 'key';",
     kUserRows, kUserQuery},
};

const Case kData[] = {
    {"Insert", kUsers,
     "insert into users (id, email, age, tags) values (100, 'a''b', null, array['x', 'y\\z']), "
     "(101, E'tab\\tnew\\nline', -5, '{}');",
     kUserRows, "SELECT id, email FROM users WHERE id < 50 ORDER BY id",
     "SELECT count(*) = 2 FROM users WHERE id >= 100"},
    {"InsertIdentity", "create table t (id integer generated always as identity primary key);",
     "insert into t (id) values (7);", "", "", "SELECT id = 7 FROM t"},
    {"Update", kUsers,
     "update users set age = age + 1, email = upper(email) where age between 1 and 3 or email "
     "ilike 'U5%' reverse update users set age = age - 1, email = lower(email) where email like "
     "'U%';",
     kUserRows, kUserQuery, "SELECT count(*) = 4 FROM users WHERE email LIKE 'U%'"},
    {"Delete", kUsers,
     "delete from users where id = 3 reverse insert into users (id, email, age, tags) values (3, "
     "'u3@x', 3, array['a', 'b']);",
     kUserRows, kUserQuery, "SELECT count(*) = 4 FROM users"},
    {"Execute", kUsers,
     "execute $$ update users set age = 10; update users set tags = '{}' $$ reverse $$ update "
     "users set age = id, tags = '{a,b}' $$;",
     kUserRows, kUserQuery, "SELECT bool_and(age = 10) FROM users"},
    {"OnDialect", kUsers,
     "on postgresql { alter table users add column p integer; }\n"
     "on sqlite { alter table users add column s integer; }",
     kUserRows, kUserQuery},
};

std::string name_of(const ::testing::TestParamInfo<Case>& info) {
    return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Tables, Operations, ::testing::ValuesIn(kTables), name_of);
INSTANTIATE_TEST_SUITE_P(Columns, Operations, ::testing::ValuesIn(kColumns), name_of);
INSTANTIATE_TEST_SUITE_P(Constraints, Operations, ::testing::ValuesIn(kConstraints), name_of);
INSTANTIATE_TEST_SUITE_P(Indexes, Operations, ::testing::ValuesIn(kIndexes), name_of);
INSTANTIATE_TEST_SUITE_P(Types, Operations, ::testing::ValuesIn(kTypes), name_of);
INSTANTIATE_TEST_SUITE_P(Objects, Operations, ::testing::ValuesIn(kObjects), name_of);
INSTANTIATE_TEST_SUITE_P(Data, Operations, ::testing::ValuesIn(kData), name_of);

/// Names and texts that tempt every quoting mistake.
constexpr const char* kNasty[] = {
    "it's",           "say \"hi\"",  "back\\slash", "100% %s",
    "tab\tand\nline", "$$ $sql$ $1", "-- /* x */",  "größe ✓ 日本",
    "select",         ":name :'x'",  "a;b",         "{\"a\": 1}",
};

TEST(Quoting, NothingIsCorruptedOrInjected) {
    std::string upgrade;
    std::string expected;
    const auto string = [](std::string text) {
        std::string out = "E'";
        for (const char c : text) {
            if (c == '\'' || c == '\\') { out += c; }
            out += c;
        }
        return out + "'";
    };
    const auto name = [](std::string text) {
        std::string out = "\"";
        for (const char c : text) {
            if (c == '"') { out += c; }
            out += c;
        }
        return out + "\"";
    };
    std::size_t number = 0;
    for (const std::string nasty : kNasty) {
        // A name may not hold control characters.
        std::string word = nasty;
        std::replace(word.begin(), word.end(), '\n', ' ');
        std::replace(word.begin(), word.end(), '\t', ' ');
        const std::string table = name("t " + word);
        upgrade += "create table " + table + " (id integer primary key, " + name(word) +
                   " text default " + string(nasty) + " check (" + name(word) + " <> " +
                   string(nasty + "!") + "));\n";
        upgrade += "create index " + name("i " + word) + " on " + table + " (" + name(word) +
                   ") where " + name(word) + " <> " + string(nasty) + ";\n";
        upgrade += "comment on column " + table + "." + name(word) + " is " + string(nasty) + ";\n";
        upgrade += "insert into " + table + " (id) values (" + std::to_string(number) + ");\n";
        ++number;
    }
    const PostgresHistory history = PostgresHistory::line({upgrade});
    const std::string database = server().create_database();
    run(database, history.upgrade("heads"));
    number = 0;
    for (const std::string nasty : kNasty) {
        std::string word = nasty;
        std::replace(word.begin(), word.end(), '\n', ' ');
        std::replace(word.begin(), word.end(), '\t', ' ');
        const std::string table = name("t " + word);
        EXPECT_EQ(server().query(database, "SELECT id FROM " + table + " WHERE " + name(word) +
                                               " = " + string(nasty)),
                  std::to_string(number));
        EXPECT_EQ(server().query(database, "SELECT col_description(" + string(table) +
                                               "::regclass, 2) = " + string(nasty)),
                  "t");
        ++number;
    }
    run(database, history.downgrade("base"));
    EXPECT_EQ(server().query(database,
                             "SELECT count(*) FROM pg_class WHERE relnamespace = "
                             "'public'::regnamespace"),
              "2");
}

}  // namespace
}  // namespace retort::live
