// SPDX-License-Identifier: Apache-2.0
// What the dialect takes for granted of the version that it compiles for, asked of a library of
// that version: keywords, functions, and what expressions are translated to.
#include "dialects/sqlite/expression.h"
#include "dialects/sqlite/words.h"
#include "tests/live/sqlite_database.h"
#include "tests/live/sqlite_history.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <vector>

namespace retort::live {
namespace {

TEST(SqliteVersions, EveryKeywordIsQuoted) {
    ASSERT_GT(sqlite3_keyword_count(), 100);
    for (int i = 0; i < sqlite3_keyword_count(); ++i) {
        const char* text = nullptr;
        int length = 0;
        ASSERT_EQ(sqlite3_keyword_name(i, &text, &length), SQLITE_OK);
        const std::string word =
            dialects::sqlite::lower(std::string(text, static_cast<std::size_t>(length)));
        EXPECT_EQ(dialects::sqlite::quoted(word), '"' + word + '"');
    }
}

/// Called without arguments: the library knows it, even if it wants some.
bool knows(SqliteDatabase& database, std::string_view function) {
    const auto errors = database.run("SELECT " + std::string(function) + "() OVER ()");
    return errors.empty() || errors[0].find("no such function") == std::string::npos;
}

TEST(SqliteVersions, FunctionsAreThereSinceTheirVersion) {
    const TemporaryFolder folder;
    SqliteDatabase database(folder.file("db"));
    // Functions that read more like tables.
    const auto is_table = [](std::string_view name) {
        return name == "json_each" || name == "json_tree";
    };
    for (const dialects::sqlite::KnownFunction& known : dialects::sqlite::known_functions()) {
        if (is_table(known.name)) { continue; }
        EXPECT_EQ(knows(database, known.name), sqlite_minor_version() >= known.since)
            << known.name << " is said to have come with 3." << known.since;
    }
}

struct Translated {
    const char* expression;
    const char* value;  ///< as SQLite prints it
    int since = 25;     ///< versions before 3.since get a diagnostic
};
// Columns: a text 'Ab%c', n integer 7, d timestamp, j jsonb, tags text[], b boolean, r double.
constexpr Translated kTranslated[] = {
    {"true", "1"},
    {"b is true", "1"},
    {"b is not false", "1"},
    {"not b", "0"},
    {"n::text || 'x'", "7x"},
    {"'12'::integer + 1", "13"},
    {"'2024-02-03 04:05:06'::date::text", "2024-02-03"},
    {"extract(year from d)", "2024"},
    {"extract(dow from d)", "6"},
    {"a like 'A%'", "1"},
    {"a like 'a%'", "0"},
    {"a not like '%\\%%'", "0"},
    {"a ilike 'aB%'", "1"},
    {"n is distinct from null", "1"},
    {"n is not distinct from 7", "1"},
    {"a = any(array['x', 'Ab%c'])", "1"},
    {"a <> all(array['x', 'y'])", "1"},
    {"'p' = any(tags)", "1"},
    {"n in (1, 7)", "1"},
    {"n between 1 and 6", "0"},
    {"case when b then 'x' else 'y' end", "x"},
    {"coalesce(null, lower(a))", "ab%c"},
    {"char_length(a)", "4"},
    {"octet_length(a)", "4"},
    {"substring(a, 2, 2)", "b%"},
    {"substring(a from 2 for 2)", "b%"},
    {"concat(a, null, 'x')", "Ab%cx"},
    {"left(a, 2)", "Ab"},
    {"position('%' in a)", "3"},
    {"strpos(a, 'c')", "4"},
    {"trim(both 'A' from a)", "b%c"},
    {"ltrim(a, 'A')", "b%c"},
    {"j ->> 'k'", "v"},
    {"j -> 'l' ->> 0", "9", 38},
    {"json_build_object('x', n)", "{\"x\":7}"},
    {"jsonb_array_length(j -> 'l')", "1", 38},
    {"chr(65)", "A"},
    {"ascii('A')", "65"},
    {"length(gen_random_uuid()::text)", "36"},
    {"length(now()::text)", "19"},
    {"abs(-n)", "7"},
    {"round(r, 1)", "2.3"},
    {"r::integer", "2"},
    {"nullif(n, 7) is null", "1"},
    {"replace(a, 'b', '-')", "A-%c"},
    {"upper(a)", "AB%C"},
    {"(n + 1) * 2 - 3", "13"},
    {"n % 4", "3"},
    {"n / 2", "3"},
    {"n & 3", "3"},
    {"(select count(*) from t)", "1"},
    {"exists (select 1 from t)", "1"},
    {"floor(r)", "2.0", 35},
    {"ceil(r)", "3.0", 35},
    {"power(n, 2)", "49.0", 35},
    {"sqrt(49)", "7.0", 35},
    {"mod(n, 4)", "3.0", 35},
    {"trunc(r)", "2.0", 35},
    {"sign(n)", "1", 35},
    {"iif(b, 'x', 'y')", "x", 32},
    {"format('%d', n)", "7", 38},
    {"printf('%d', n)", "7"},
    {"unixepoch('1970-01-01')", "0", 38},
    {"concat_ws('-', a, n)", "Ab%c-7", 44},
};

TEST(SqliteVersions, TranslatedExpressionsAreUnderstood) {
    for (const Translated& test : kTranslated) {
        SCOPED_TRACE(test.expression);
        SqliteHistory history = SqliteHistory::line(
            {"create table t (id integer primary key, a text, n integer, d timestamp, j jsonb, "
             "tags text[], b boolean, r "
             "double precision, x text);"
             "insert into t (id, a, n, d, j, tags, b, r) values (1, 'Ab%c', 7, '2024-02-03 "
             "04:05:06', "
             "'{\"k\": \"v\", \"l\": [9]}', '{p,q}', true, 2.25);",
             "update t set x = " + std::string(test.expression) + " reverse nothing;"});
        const std::string first = history.upgrade("r1");
        ASSERT_EQ(history.errors(), "");
        const std::string script = history.upgrade("r1:r2");
        if (sqlite_minor_version() < test.since) {
            EXPECT_NE(history.errors().find("came with SQLite 3." + std::to_string(test.since)),
                      std::string::npos)
                << history.errors();
            continue;
        }
        EXPECT_EQ(history.errors(), "");
        const TemporaryFolder folder;
        SqliteDatabase database(folder.file("db"));
        ASSERT_EQ(database.run(first), std::vector<std::string>{});
        EXPECT_EQ(database.run(script), std::vector<std::string>{}) << script;
        EXPECT_EQ(database.value("SELECT x FROM t"), test.value) << script;
    }
}

struct Form {
    const char* statement;
    int since;
};
// On tables t and u (id integer primary key, a integer unique, b text); what is asked of view v has
// to work, too.
constexpr Form kForms[] = {
    {"create view v as select sum(a) over (order by a groups 1 preceding) as n from t;", 28},
    {"create view v as select sum(a) over (order by a groups between 1 preceding and current row) "
     "as n from t;",
     28},
    {"create view v as select sum(a) over (order by id rows between 1 preceding and 1 following "
     "exclude current row) as n from t;",
     28},
    {"create view v as select sum(a) over (order by id range between 1 preceding and current row) "
     "as n from t;",
     28},
    {"create view v as select sum(a) over (w order by id) as n from t window w as (partition by "
     "b);",
     28},
    {"create view v as select count(*) filter (where a > 1) as n from t;", 30},
    {"update t set a = (select max(id) filter (where a > (1)) from u) reverse nothing;", 30},
    {"assert count(*) filter (where true) = 1 else 'x';", 30},
    {"create view v as select a from t order by a desc nulls last;", 30},
    {"create view v as select a from t order by a nulls first;", 30},
    {"create view v as select iif(a > 1, 1, 2) as n from t;", 32},
    {"update t set a = u.a from u where u.id = t.id reverse nothing;", 33},
    {"on sqlite { create trigger r after insert on t begin update t set b = u.b from u where u.id "
     "= "
     "t.id; end; }",
     33},
    {"create view v as select substring(b, 1, 2) as n from t;", 34},
    {"create view v as with x as materialized (select a from t) select a from x;", 35},
    {"create view v as with x as not materialized (select a from t) select a from x;", 35},
    {"update t set a = 1 returning id reverse nothing;", 35},
    {"insert into t (id) select id from u returning id reverse nothing;", 35},
    {"insert into t (id, a) select id, a from u where true on conflict (id) do nothing on conflict "
     "(a) do nothing reverse nothing;",
     35},
    {"create view v as select floor(a) as n from t;", 35},
    {"create view v as select b ->> '$.x' as n from t;", 38},
    {"create view v as select b -> '$.x' as n from t;", 38},
    {"create view v as select t.a from t right join u on t.id = u.id;", 39},
    {"create view v as select t.a from t full outer join u on t.id = u.id;", 39},
    {"on sqlite { create trigger r after insert on t begin insert into u (a) select t.a from t "
     "natural right outer join u; end; }",
     39},
    {"create view v as select a is distinct from 1 as x from t;", 39},
    {"create view v as select a is not distinct from 1 as x from t;", 39},
    {"create view v as select group_concat(b order by a) as n from t;", 44},
    {"create view v as select a from t where a > 1_000;", 46},
    // All versions know these, which look like the others.
    {"create view v as with filter_ (a) as (select a from t order by 1), format (b) as (select 1) "
     "select sum(a) filter (where a = 1) over (partition by a order by a rows between 1 preceding "
     "and current row) as n, 'nulls last' as x, \"->\" from (select a, 1 as \"->\" from filter_) "
     "order by a, 2; -- right join",
     25},
    {"create view v as select sum(a) over w as n, row_number() over (partition by b order by a "
     "range "
     "between unbounded preceding and current row) as m from t window w as (order by b);",
     25},
    {"create view v as select (select max(id) from t order by 1) as x, a in (select id from u "
     "order "
     "by id) as y from t group by a having count(*) > 0 order by (a), b;",
     25},
    {"on sqlite { create trigger r after update of a on t when new.a > (select max(a) from u) "
     "begin "
     "insert into u (id, a) select id, a from t where true on conflict (id) do update set a = "
     "(select a from t where id = excluded.id); update u set a = 1 where id in (select id from t); "
     "delete from t where id = old.id; insert into u (id) values (1) on conflict do nothing; end; "
     "}",
     25},
    {"update t set b = 'x' where id in (select id from u) and (a, b) in ((1, 'y'), (2, 'z')) and b "
     "<> 'returning' reverse nothing;",
     25},
    {"alter table t add constraint c check ((a, b) in ((1, 'y'), (2, 'z')) and (a, b) not in ((1, "
     "'k'), (2, 'v')));",
     25},
};

TEST(SqliteVersions, ClausesAreThereSinceTheirVersion) {
    for (const Form& form : kForms) {
        SCOPED_TRACE(form.statement);
        SqliteHistory history = SqliteHistory::line(
            {"create table t (id integer primary key, a integer unique, b text);"
             "create table u (id integer primary key, a integer unique, b text);",
             form.statement});
        const std::string first = history.upgrade("r1");
        ASSERT_EQ(history.errors(), "");
        const std::string script = history.upgrade("r1:r2");
        const TemporaryFolder folder;
        SqliteDatabase database(folder.file("db"));
        ASSERT_EQ(database.run(first), std::vector<std::string>{});
        const bool makes_view = std::string(form.statement).find("view v ") != std::string::npos;
        const std::string use = makes_view ? "SELECT * FROM v;" : "";
        if (sqlite_minor_version() >= form.since) {
            EXPECT_EQ(history.errors(), "");
            EXPECT_EQ(database.run(script + use), std::vector<std::string>{}) << script;
            continue;
        }
        EXPECT_NE(history.errors().find("came with SQLite 3." + std::to_string(form.since)),
                  std::string::npos)
            << history.errors();
        // It is no more than the truth: the library does not take the statement.
        std::string statement = form.statement;
        if (statement.starts_with("on sqlite { ")) {
            statement = statement.substr(12, statement.rfind('}') - 12);
        }
        if (statement.starts_with("assert ")) {
            statement.replace(0, 6, "SELECT").resize(statement.find(" else "));
        }
        statement.resize(std::min(statement.find(" reverse "), statement.size()));
        EXPECT_NE(database.run(statement + use), std::vector<std::string>{});
    }
}

}  // namespace
}  // namespace retort::live
