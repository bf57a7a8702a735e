// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/adopt_spelling.h"

#include "compiler/schema/apply.h"
#include "compiler/schema/changes.h"
#include "dialects/all.h"
#include "tests/support/schema_text.h"
#include "tests/support/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// Other words for the same are no difference; everything else is one.

namespace retort::schema {
namespace {

using testing::IsEmpty;
using testing::Not;

SpellingRules rules(const std::string& dialect = "postgresql") {
    return std::get<std::unique_ptr<dialects::Dialect>>(dialects::make_dialect(dialect, {}))
        ->spelling_rules();
}

Schema schema_of(const std::string& text) {
    Diagnostics diagnostics;
    Schema schema;
    for (Operation& operation : test::statements(text, diagnostics)) {
        resolve_schemas(operation, schema, "public");
        if (prune(operation, schema)) { (void)apply(operation, schema, {}, diagnostics); }
    }
    EXPECT_THAT(test::messages(diagnostics), IsEmpty()) << text;
    return schema;
}

std::vector<std::string> differences(const Schema& from, const Schema& to) {
    const Schema adopted = adopt_spelling(from, to, rules());
    std::vector<std::string> lines = list_differences(from, adopted, true);
    EXPECT_EQ(lines.empty(), from == adopted) << testing::PrintToString(lines);
    EXPECT_EQ(lines.empty(), changes(from, adopted).empty()) << testing::PrintToString(lines);
    return lines;
}

std::string file(const std::string& name) {
    return support::read_file(support::source_root() / "tests/unit/spelling" / name);
}

TEST(AdoptSpelling, AllOnATableIsWhatTheCatalogNames) {
    dialects::DialectOptions options;
    options.version = "17";
    const SpellingRules newer =
        std::get<std::unique_ptr<dialects::Dialect>>(dialects::make_dialect("postgresql", options))
            ->spelling_rules();
    const std::string named =
        "grant select, insert, update, delete, truncate, references, trigger on t to public;";
    const Schema all = schema_of("create table t (a int); grant all on t to public;");
    const Schema older = schema_of("create table t (a int); " + named);
    const Schema printed =
        schema_of("create table t (a int); " + named + " grant maintain on t to public;");
    EXPECT_EQ(adopt_spelling(all, printed, newer), all);
    EXPECT_EQ(adopt_spelling(printed, all, newer), printed);
    EXPECT_NE(adopt_spelling(all, older, newer), all);
    EXPECT_EQ(adopt_spelling(all, older, rules()), all);
}

TEST(AdoptSpelling, WhatTheCatalogPrintsIsWhatWasWritten) {
    const Schema written = schema_of(file("written.sql"));
    const Schema printed = schema_of(file("printed.sql"));
    EXPECT_THAT(differences(written, printed), IsEmpty());
    EXPECT_THAT(differences(printed, written), IsEmpty());
    EXPECT_EQ(adopt_spelling(written, printed, rules()), written);
}

/// No statement moves a column: it is told to who asks for it, and nothing is done about it.
TEST(AdoptSpelling, ColumnsThatMovedAreNoChange) {
    const Schema from = schema_of("create table t (a integer, b text);");
    const Schema to = schema_of("create table public.t (b text, a integer);");
    const Schema adopted = adopt_spelling(from, to, rules());
    EXPECT_THAT(changes(from, adopted), IsEmpty());
    EXPECT_THAT(list_differences(from, adopted, false), IsEmpty());
    EXPECT_THAT(list_differences(from, adopted, true), testing::SizeIs(1));
}

TEST(AdoptSpelling, SequencesWithQuotesInTheirNames) {
    const Schema from = schema_of("create table \"a\"\"b\" (id serial primary key);");
    const Schema to = schema_of(
        "create table public.\"a\"\"b\" (id integer not null);\n"
        "create sequence public.\"a\"\"b_id_seq\" as integer;\n"
        "alter sequence public.\"a\"\"b_id_seq\" owned by public.\"a\"\"b\".id;\n"
        "alter table public.\"a\"\"b\" alter column id set default"
        " nextval('public.\"a\"\"b_id_seq\"'::regclass);\n"
        "alter table public.\"a\"\"b\" add constraint \"a\"\"b_pkey\" primary key (id);");
    EXPECT_THAT(differences(from, to), IsEmpty());
    EXPECT_THAT(differences(to, from), IsEmpty());
}

TEST(AdoptSpelling, SerialColumnsThatTakeNulls) {
    const Schema from =
        schema_of("create table t (id serial);\nalter table t alter column id drop not null;");
    const std::string parts =
        "create sequence public.t_id_seq as integer;\n"
        "alter sequence public.t_id_seq owned by public.t.id;\n"
        "alter table public.t alter column id set default nextval('public.t_id_seq'::regclass);";
    const Schema nullable = schema_of("create table public.t (id integer);\n" + parts);
    EXPECT_THAT(differences(from, nullable), IsEmpty());
    EXPECT_THAT(differences(nullable, from), IsEmpty());
    const Schema filled = schema_of("create table public.t (id integer not null);\n" + parts);
    EXPECT_THAT(differences(from, filled), testing::SizeIs(1));
    EXPECT_THAT(differences(filled, from), testing::SizeIs(1));
}

/// A column's default that was made for another type of text.
TEST(AdoptSpelling, BlanksOfCharCountForNothing) {
    const Schema from = schema_of("create table t (a text default '7');");
    EXPECT_THAT(differences(from, schema_of("create table t (a text default '7 '::bpchar);")),
                IsEmpty());
    EXPECT_THAT(differences(from, schema_of("create table t (a text default '8'::bpchar);")),
                Not(IsEmpty()));
}

TEST(AdoptSpelling, NothingIsAdoptedTwice) {
    const Schema written = schema_of(file("written.sql"));
    const Schema once = adopt_spelling(written, schema_of(file("printed.sql")), rules());
    EXPECT_EQ(adopt_spelling(written, once, rules()), once);
    EXPECT_EQ(adopt_spelling(Schema(), Schema(), rules()), Schema());
}

// ---- one real change in the words of the catalog

struct Change {
    const char* was;
    const char* is;
};
void PrintTo(const Change& change, std::ostream* out) {
    *out << change.was << " => " << change.is;
}

class RealChange : public testing::TestWithParam<Change> {};

TEST_P(RealChange, IsNeverHidden) {
    std::string printed = file("printed.sql");
    const std::size_t at = printed.find(GetParam().was);
    ASSERT_NE(at, std::string::npos);
    printed.replace(at, std::string(GetParam().was).size(), GetParam().is);
    EXPECT_THAT(differences(schema_of(file("written.sql")), schema_of(printed)), Not(IsEmpty()));
}

const Change kChanges[] = {
    // types and domains
    {"enum ('sad', 'ok')", "enum ('ok', 'sad')"},
    {"enum ('sad', 'ok')", "enum ('sad', 'ok', 'glad')"},
    {"character varying(20) default", "character varying(21) default"},
    {"default 'x'::character varying constraint code_check", "constraint code_check"},
    {"(VALUE)::text) > 2", "(VALUE)::text) >= 2"},
    {"constraint code_check", "not null constraint code_check"},
    // columns
    {"name character varying(50)", "name character varying(51)"},
    {"name character varying(50)", "name text"},
    {"'x'::character varying not null", "'X'::character varying not null"},
    {"'x'::character varying not null", "'x'::character varying"},
    {"default 'x'::character varying not null", "not null"},
    {"email text collate \"C\"", "email text"},
    {"email text collate \"C\"", "email text collate \"POSIX\""},
    {"age integer default 0", "age integer default 1"},
    {"age integer default 0", "age bigint default 0"},
    {"numeric(10,2)", "numeric(10,3)"},
    {"numeric(10,2) default 0", "numeric(10,2) default 0.001"},
    {"'ok'::mood", "'sad'::mood"},
    {"default now()", "default clock_timestamp()"},
    {"at timestamp with time zone", "at timestamp without time zone"},
    {"'2024-01-31'::date", "'2024-01-30'::date"},
    {"'01:30:00'::interval", "'01:30:01'::interval"},
    {"'{\"a\": [], \"b\": 1}'", "'{\"a\": [], \"b\": 2}'"},
    {"'{a,b}'::text[]", "'{a,c}'::text[]"},
    {"active boolean default true not null", "active boolean default false not null"},
    {"active boolean default true not null", "active boolean default true"},
    {"(age * 2)", "(age * 3)"},
    {"start with 5 increment by 1", "start with 5 increment by 2"},
    {"start with 5 increment by 1", "start with 6 increment by 1"},
    {"generated always as identity", "generated by default as identity"},
    {"as integer start with 1 increment by 1", "as integer start with 1 increment by 5"},
    {"integer default nextval('users_id_seq'::regclass) not null",
     "integer default nextval('counter'::regclass) not null"},
    {"id integer default nextval('users_id_seq'::regclass) not null", "id integer not null"},
    // constraints
    {"CHECK (((age > 1) OR", "CHECK (((age > 2) OR"},
    {"CHECK (((age > 1) OR", "CHECK (((age > 1) AND"},
    {"<> 'y'::text", "<> 'z'::text"},
    {"(age >= 0) AND (age <= 150)", "(age >= 0) AND (age < 150)"},
    {"(age >= 0) AND (age <= 150)", "(age >= 0) OR (age <= 150)"},
    {"ARRAY['a'::text, 'b'::text]", "ARRAY['a'::text, 'b'::text, 'c'::text]"},
    {"kind = ANY (ARRAY", "kind <> ALL (ARRAY"},
    {"(price >= (0)::numeric)", "(price > (0)::numeric)"},
    {"add constraint sane CHECK", "add constraint sane2 CHECK"},
    {"OR ((name)::text <> 'y'::text)))", "OR ((name)::text <> 'y'::text))) not valid"},
    {"UNIQUE (email)", "UNIQUE (email, name)"},
    {"UNIQUE (user_id, title) DEFERRABLE", "UNIQUE (title, user_id) DEFERRABLE"},
    {"UNIQUE (user_id, title) DEFERRABLE", "UNIQUE (user_id, title)"},
    {"UNIQUE (user_id, title) DEFERRABLE", "UNIQUE (user_id, title) DEFERRABLE INITIALLY DEFERRED"},
    {"ON DELETE CASCADE", "ON DELETE SET NULL"},
    {"ON DELETE CASCADE", ""},
    {"ON DELETE CASCADE", "ON UPDATE CASCADE ON DELETE CASCADE"},
    // indexes
    {"lower((name)::text), age DESC", "upper((name)::text), age DESC"},
    {"lower((name)::text), age DESC", "lower((name)::text), age"},
    {"lower((name)::text), age DESC", "lower((name)::text), age DESC NULLS LAST"},
    {"lower((name)::text), age DESC", "age DESC, lower((name)::text)"},
    {"WHERE (active AND (age > 5))", "WHERE (active AND (age > 6))"},
    {"WHERE (active AND (age > 5))", "WHERE (active OR (age > 5))"},
    {" WHERE (active AND (age > 5))", ""},
    {"CREATE UNIQUE INDEX", "CREATE INDEX"},
    {"(email) INCLUDE (name)", "(email) INCLUDE (age)"},
    {"fillfactor='70'", "fillfactor='80'"},
    {"data jsonb_path_ops", "data"},
    // sequences
    {"start with 10 increment by 2", "start with 10 increment by 3"},
    {"start with 10 increment by 2", "start with 12 increment by 2"},
    {"maxvalue 9223372036854775807 cache 1;\ncreate table", "maxvalue 100 cache 1;\ncreate table"},
    // functions
    {"return a + 1;", "return a + 2;"},
    {"STABLE STRICT", "STABLE"},
    {"STABLE STRICT", "STRICT"},
    {"STABLE STRICT", "STABLE STRICT SECURITY DEFINER"},
    {"STABLE STRICT", "STABLE STRICT COST 5"},
    {"b text DEFAULT 'x'::text", "b text DEFAULT 'y'::text"},
    {"b text DEFAULT 'x'::text", "c text DEFAULT 'x'::text"},
    {"RETURNS integer", "RETURNS bigint"},
    // views
    {"u.age >= 18", "u.age > 18"},
    {"u.age >= 18", "p.views >= 18"},
    {"ARRAY[1, 2])))\n", "ARRAY[1, 3])))\n"},
    {"p.title AS first_title", "p.title AS title"},
    {"p.title AS first_title", "u.email AS first_title"},
    {"LEFT JOIN posts", "JOIN posts"},
    {"(p.user_id = u.id)", "(p.id = u.id)"},
    {"ORDER BY u.name DESC", "ORDER BY u.name"},
    {"LIMIT 10", "LIMIT 11"},
    {"UNION ALL", "UNION"},
    {"HAVING (count(*) > 1)", "HAVING (count(*) > 2)"},
    {"GROUP BY posts.user_id", "GROUP BY posts.user_id, posts.title"},
    {"count(*) AS n\n", "count(posts.title) AS n\n"},
    {"    0 AS n", "    1 AS n"},
    {"DISTINCT ON (posts.user_id)", "DISTINCT"},
    {"'none'::text", "'nothing'::text"},
    {"PARTITION BY posts.user_id", "PARTITION BY posts.title"},
    {"ORDER BY posts.views)", "ORDER BY posts.views DESC)"},
    // triggers, policies, statistics, partitions, the rest
    {"BEFORE UPDATE OF name", "BEFORE UPDATE OF name, age"},
    {"BEFORE UPDATE OF name", "AFTER UPDATE OF name"},
    {"BEFORE UPDATE OF name", "BEFORE INSERT"},
    {"FOR EACH ROW WHEN (((new.name)::text <> (old.name)::text))", "FOR EACH ROW"},
    {"(new.name)::text <> (old.name)::text", "(new.name)::text = (old.name)::text"},
    {"touched('a')", "touched('b')"},
    {"own on users for select", "own on users for all"},
    {"to public using", "to pg_monitor using"},
    {"CURRENT_USER) AND (age > 0)", "SESSION_USER) AND (age > 0)"},
    {"CURRENT_USER) AND (age > 0)", "CURRENT_USER) OR (age > 0)"},
    {"enable row level security", "force row level security"},
    {"(ndistinct)", "(mcv)"},
    {"ON name, age FROM", "ON name, kind FROM"},
    {"TO ('2025-01-01')", "TO ('2026-01-01')"},
    {"partition by RANGE (at)", "partition by RANGE (id)"},
    {"users is 'people'", "users is 'persons'"},
    {"name is 'called'", "name is 'named'"},
    {"grant UPDATE", "grant DELETE"},
    {"grant UPDATE on users to public;", ""},
};
INSTANTIATE_TEST_SUITE_P(InOnePlace, RealChange, testing::ValuesIn(kChanges));

// ---- expressions

constexpr const char* kTable =
    "create type mood as enum ('a', 'b');\n"
    "create domain small as integer;\n"
    "create function own(x text) returns integer language sql as 'select 1';\n"
    "create table t (i integer, si smallint, bi bigint, n numeric(10, 2), d double precision,"
    " r real, s text, v varchar(20), c char(5), b boolean, m mood, ts timestamp, tz timestamptz,"
    " dt date, iv interval, u uuid, j jsonb, arr text[], ia integer[], p small,"
    " \"I\" integer);\n";

std::vector<std::string> between(const std::string& from, const std::string& to) {
    const std::string check = "alter table t add constraint k check (";
    return differences(schema_of(kTable + check + from + ");"),
                       schema_of(kTable + check + to + ");"));
}

class OneMeaning : public testing::TestWithParam<Change> {};
class TwoMeanings : public testing::TestWithParam<Change> {};

TEST_P(OneMeaning, IsNoDifference) {
    EXPECT_THAT(between(GetParam().was, GetParam().is), IsEmpty());
    EXPECT_THAT(between(GetParam().is, GetParam().was), IsEmpty());
}

TEST_P(TwoMeanings, AreADifference) {
    EXPECT_THAT(between(GetParam().was, GetParam().is), Not(IsEmpty()));
    EXPECT_THAT(between(GetParam().is, GetParam().was), Not(IsEmpty()));
}

const Change kSame[] = {
    {"i > 0", "((i > 0))"},
    {"I > 0", "\"I\" > 0"},
    {"i != 5", "i <> 5"},
    {"n > 0", "(n > (0)::numeric)"},
    {"d > 0.5", "(d > (0.5)::double precision)"},
    {"i > -1", "(i > '-1'::integer)"},
    {"n > -1", "(n > ('-1'::integer)::numeric)"},
    {"bi > 3000000000", "(bi > '3000000000'::bigint)"},
    {"i + n > 0", "(((i)::numeric + n) > (0)::numeric)"},
    {"v = 'a'", "((v)::text = 'a'::text)"},
    {"m = 'a'", "(m = 'a'::mood)"},
    {"m = 'a'", "(m = 'a'::public.mood)"},
    {"v in ('a', 'b')",
     "((v)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"},
    {"n not in (1, 2)", "(n <> ALL (ARRAY[(1)::numeric, (2)::numeric]))"},
    {"s in ('a')", "(s = 'a'::text)"},
    {"i in (1, bi)", "((i = 1) OR (i = bi))"},
    {"i between 1 and 5", "((i >= 1) AND (i <= 5))"},
    {"i not between 1 and 5", "((i < 1) OR (i > 5))"},
    {"v like 'a%'", "((v)::text ~~ 'a%'::text)"},
    {"s not ilike 'a'", "(s !~~* 'a'::text)"},
    {"i is not distinct from bi", "(NOT (i IS DISTINCT FROM bi))"},
    {"cast(i as text) = 'a'", "((i)::text = 'a'::text)"},
    {"iv > interval '1 hour'", "(iv > '01:00:00'::interval)"},
    {"iv > '24 hours'", "(iv > '24:00:00'::interval)"},
    {"ts > '2024-01-01'", "(ts > '2024-01-01 00:00:00'::timestamp without time zone)"},
    {"tz > '2024-01-01 02:00:00+02'", "(tz > '2024-01-01 00:00:00+00'::timestamptz)"},
    {"ts > '2024-01-01 10:00:00+02'", "(ts > '2024-01-01 10:00:00'::timestamp)"},
    {"now() > tz", "CURRENT_TIMESTAMP > tz"},
    {"b = 't'", "(b = true)"},
    {"extract(year from ts) > 2000", "(EXTRACT(YEAR FROM ts) > (2000)::numeric)"},
    {"COALESCE(n, 0) > 0", "(coalesce(n, (0)::numeric) > (0)::numeric)"},
    {"length(v) > 3", "(length((v)::text) > 3)"},
    {"sqrt(i) > 1", "(sqrt((i)::double precision) > (1)::double precision)"},
    {"case when b then 'x' end = 'x'",
     "(CASE WHEN b THEN 'x'::text ELSE NULL::text END = 'x'::text)"},
    {"substring(s from 1 for 2) = 'a'", "(\"substring\"(s, 1, 2) = 'a'::text)"},
    {"trim(s) = s", "(TRIM(BOTH FROM s) = s)"},
    {"ts at time zone 'utc' > now()", "(timezone('utc'::text, ts) > now())"},
    {"j @> '{\"b\":1,\"a\":2}'", "(j @> '{\"a\": 2, \"b\": 1}'::jsonb)"},
    {"arr && '{a,b}'", "(arr && ARRAY['a'::text, 'b'::text])"},
    {"p + 1 > 0", "(((p)::integer + 1) > 0)"},
    {"(i, bi) = (1, 2)", "((i = 1) AND (bi = 2))"},
    {"own(v) > 0", "(public.own((v)::text) > 0)"},
    {"pg_catalog.lower(s) = s", "(lower(s) = s)"},
    {"u <> 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
     "(u <> 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid)"},
};
INSTANTIATE_TEST_SUITE_P(InOtherWords, OneMeaning, testing::ValuesIn(kSame));

const Change kDifferent[] = {
    {"i > 0", "i >= 0"},
    {"i > 0", "i > 1"},
    {"i > 0", "I > 0"},
    {"n > 0.5", "n > 0.5::real"},
    {"n > 0.5", "n > 0.50::double precision"},
    {"r = 0.1", "r = 0.1::real"},
    {"n::integer > 0", "n > 0"},
    {"i / 2 > 0", "i / 2.0 > 0"},
    {"i + 5 > 0", "i + 5::bigint > 0"},
    {"s = 'a'", "s = 'A'"},
    {"s = 'a'", "lower(s) = 'a'"},
    {"c::text = 'a'", "c = 'a'"},
    {"v::varchar(1) = 'ab'", "v = 'ab'"},
    {"i::text = '1'", "i = 1"},
    {"s like 'a%'", "s ilike 'a%'"},
    {"s like 'a%'", "s not like 'a%'"},
    {"s like 'a%'", "s ~ 'a%'"},
    {"i in (1, 2)", "i in (1, 3)"},
    {"i in (1, 2)", "i not in (1, 2)"},
    {"i = any (array[1, 2])", "i = all (array[1, 2])"},
    {"i between 1 and 5", "i between 1 and 6"},
    {"i between 1 and 5", "i not between 1 and 5"},
    {"b or i > 0 and s = 'a'", "(b or i > 0) and s = 'a'"},
    {"not (i > 0 and b)", "not i > 0 and b"},
    {"i is null", "i is not null"},
    {"b is true", "b is not false"},
    {"i is distinct from 1", "i <> 1"},
    {"iv > '1 day'", "iv > '24 hours'"},
    {"ts > '2024-01-01'", "ts > '2024-01-02'"},
    {"tz > '2024-01-01 00:00:00+00'", "tz > '2024-01-01 00:00:00+01'"},
    {"tz > '2024-01-01'", "tz > '2024-01-01 00:00:00+00'"},
    {"now() > tz", "clock_timestamp() > tz"},
    {"ts at time zone 'utc' > tz", "ts at time zone 'cet' > tz"},
    {"coalesce(i, 0) > 0", "coalesce(i, 1) > 0"},
    {"j @> '{\"a\":1}'", "j @> '{\"a\":2}'"},
    {"j -> 'a' = '1'", "j -> 'b' = '1'"},
    {"arr @> array['x']", "arr @> array['y']"},
    {"ia[1] > 0", "ia[2] > 0"},
    {"substring(s from 1 for 2) = 'a'", "substring(s from 2 for 2) = 'a'"},
    {"trim(leading from s) = s", "trim(s) = s"},
    {"position('a' in s) > 0", "position(s in 'a') > 0"},
    {"extract(year from ts) > 1", "extract(month from ts) > 1"},
    {"case when b then 1 else 0 end > 0", "case when b then 1 end > 0"},
    {"case when b then 1 else 0 end > 0", "case when b then 0 else 1 end > 0"},
    {"s collate \"C\" > 'a'", "s > 'a'"},
    {"i - (1 - 1) > 0", "i - 1 - 1 > 0"},
    {"-i > 0", "i > 0"},
    {"'a' || s = 'x'", "s || 'a' = 'x'"},
    {"current_user = s", "session_user = s"},
    {"m = 'a'", "m = 'b'"},
    {"upper(s) = s", "other.upper(s) = s"},
    {"concat(s, v) = 'x'", "concat(v, s) = 'x'"},
};
INSTANTIATE_TEST_SUITE_P(Told, TwoMeanings, testing::ValuesIn(kDifferent));

// ---- names, and what is not there on one side

TEST(AdoptSpelling, TheDefaultSchemaNeedsNoSaying) {
    const std::string bare =
        "create type mood as enum ('a');\n"
        "create table a (id integer primary key, m mood);\n"
        "create table b (id integer references a (id));\ncreate index b_id on b (id);\n"
        "create view v as select id from a;\n";
    const std::string whole =
        "create type public.mood as enum ('a');\n"
        "create table public.a (id integer primary key, m public.mood);\n"
        "create table public.b (id integer references public.a (id));\n"
        "create index b_id on public.b (id);\ncreate view public.v as select a.id from public.a;\n";
    EXPECT_THAT(differences(schema_of(bare), schema_of(whole)), IsEmpty());
    EXPECT_THAT(differences(schema_of(whole), schema_of(bare)), IsEmpty());
}

TEST(AdoptSpelling, WhatIsNewGetsThePlainSpelling) {
    const Schema from = schema_of("create table a (id integer);");
    const Schema to = schema_of(
        "create table public.a (id integer);\ncreate table public.n (id integer not null);\n"
        "create sequence public.n_id_seq as integer start with 1 increment by 1 no minvalue"
        " no maxvalue cache 1;\nalter sequence public.n_id_seq owned by public.n.id;\n"
        "alter table public.n alter column id set default nextval('public.n_id_seq'::regclass);\n");
    const Schema adopted = adopt_spelling(from, to, rules());
    const Table* table = adopted.find_table(QualifiedName("n"));
    ASSERT_NE(table, nullptr);
    EXPECT_EQ(table->columns[0].type.kind, TypeKind::Serial);
    EXPECT_FALSE(table->columns[0].default_value.has_value());
    EXPECT_EQ(list_differences(from, adopted, true),
              (std::vector<std::string>{"table \"n\" is left over"}));
}

TEST(AdoptSpelling, OnlyWhatDiffersIsChanged) {
    const Schema from = schema_of(
        "create table t (a varchar(5) default 'x', b integer check (b > 0), c integer default 1);");
    const Schema to = schema_of(
        "create table public.t (a character varying(5) default 'x'::character varying, b integer,"
        " c integer default 2, constraint t_b_check check ((b > 0)));");
    EXPECT_EQ(
        list_differences(from, adopt_spelling(from, to, rules()), true),
        (std::vector<std::string>{"table \"t\": column \"c\" has the default `2` instead of `1`"}));
}

TEST(AdoptSpelling, WhereTheTextIsKeptOnlyLayoutAndCaseAreNoDifference) {
    const Schema from = schema_of("create view v as select a, b from t where a > 0;");
    const auto in_text = [&](const std::string& text) {
        return list_differences(from, adopt_spelling(from, schema_of(text), rules("sqlite")), true);
    };
    EXPECT_THAT(in_text("create view v as\nSELECT a,  b\n  FROM t WHERE a > 0;"), IsEmpty());
    EXPECT_THAT(in_text("create view v as select a, b from t where (a > 0);"), Not(IsEmpty()));
}

TEST(AdoptSpelling, FunctionsThatAreWrittenWithTheSameWordsAreNoDifference) {
    const Schema from = schema_of(
        "create table t (a timestamptz default now(), b text check (char_length(b) > 1));");
    const auto other = [&](const std::string& text) {
        return list_differences(from, adopt_spelling(from, schema_of(text), rules("sqlite")), true);
    };
    EXPECT_THAT(other("create table t (a timestamptz default current_timestamp, b text check "
                      "(length(b) > 1));"),
                IsEmpty());
    EXPECT_THAT(other("create table t (a timestamptz default current_date, b text check "
                      "(length(b) > 1));"),
                Not(IsEmpty()));
}

}  // namespace
}  // namespace retort::schema
