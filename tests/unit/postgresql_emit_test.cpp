// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply.h"
#include "compiler/syntax/parse.h"
#include "dialects/all.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace retort::dialects {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// What statements of the migration language become, after others were applied.
struct Emitted {
    std::vector<script::SqlStatement> statements;
    std::vector<std::string> codes;

    [[nodiscard]] std::vector<std::string> texts() const {
        std::vector<std::string> result;
        for (const script::SqlStatement& statement : statements) {
            result.push_back(statement.text);
        }
        return result;
    }
};

Emitted emit(const std::string& before, const std::string& change,
             const std::string& version = "15") {
    auto dialect = std::get<std::unique_ptr<Dialect>>(
        make_dialect("postgresql", DialectOptions{.version = version}));
    source::SourceFiles sources;
    Diagnostics diagnostics;
    Emitted result;
    schema::Schema schema;
    for (const bool emits : {false, true}) {
        const std::string& text = emits ? change : before;
        const FileId id = sources.add({"x.mig", text});
        for (schema::Operation& operation :
             schema::flatten(syntax::parse_statements(sources.get(id), id, diagnostics),
                             "postgresql", diagnostics)) {
            plan::Step step;
            step.before = schema;
            schema::apply(operation, schema, {}, diagnostics);
            step.after = schema;
            step.action = std::make_shared<const schema::Operation>(std::move(operation));
            if (!emits) { continue; }
            for (script::SqlStatement& statement : dialect->emit(step, diagnostics)) {
                result.statements.push_back(std::move(statement));
            }
        }
    }
    for (const diagnostics::Diagnostic& diagnostic : diagnostics.sorted()) {
        result.codes.push_back(diagnostics::code_text(diagnostic.code));
    }
    return result;
}

constexpr const char* kUsers =
    "create table users (id serial primary key, email varchar(50) not null, age integer);";

TEST(PostgresqlEmit, TablesAreAligned) {
    const Emitted out = emit("", R"(create table posts (
        id bigint generated always as identity primary key,
        title varchar(200) not null default 'x' unique,
        body text,
        "Order" integer check ("Order" > 0)
    ))"
                                 ";");
    EXPECT_THAT(out.texts(), ElementsAre(R"(CREATE TABLE posts (
    id      bigint       GENERATED ALWAYS AS IDENTITY,
    title   varchar(200) NOT NULL DEFAULT 'x',
    body    text,
    "Order" integer,
    CONSTRAINT posts_pkey PRIMARY KEY (id),
    CONSTRAINT posts_title_key UNIQUE (title),
    CONSTRAINT "posts_Order_check" CHECK ("Order" > 0)
))"));
}

TEST(PostgresqlEmit, SeveralActionsStandOneALine) {
    const Emitted out =
        emit(kUsers, "alter table users add column a text, alter column age set default 3;");
    EXPECT_THAT(out.texts(), ElementsAre("ALTER TABLE users\n    ADD COLUMN a text,\n    "
                                         "ALTER COLUMN age SET DEFAULT 3"));
    EXPECT_EQ(out.statements[0].lock, "ACCESS EXCLUSIVE on users");
}

TEST(PostgresqlEmit, RenamesStandAlone) {
    const Emitted out = emit(
        kUsers, "alter table users add column a text, rename column a to b, alter b set not null;");
    EXPECT_THAT(out.texts(), ElementsAre("ALTER TABLE users ADD COLUMN a text",
                                         "ALTER TABLE users RENAME COLUMN a TO b",
                                         "ALTER TABLE users ALTER COLUMN b SET NOT NULL"));
}

TEST(PostgresqlEmit, ADefaultThatCannotFollowItsTypeIsTakenOffAndPutBack) {
    const Emitted out = emit("create table t (v text default '5'::text);",
                             "alter table t alter v type integer using v::integer;");
    EXPECT_THAT(out.texts(),
                ElementsAre("ALTER TABLE t\n    ALTER COLUMN v DROP DEFAULT,\n    ALTER COLUMN v "
                            "TYPE integer USING (v::integer),\n    ALTER COLUMN v SET DEFAULT "
                            "'5'::integer"));
    EXPECT_TRUE(out.statements[0].rewrites);
}

TEST(PostgresqlEmit, WideningASerialColumnWidensItsSequence) {
    const Emitted out = emit(kUsers, "alter table users alter id type bigint;");
    EXPECT_THAT(out.texts(), ElementsAre("ALTER TABLE users ALTER COLUMN id TYPE bigint",
                                         "ALTER SEQUENCE users_id_seq AS bigint"));
}

TEST(PostgresqlEmit, SaysWhatRewritesAndWhatScans) {
    const auto first = [](const std::string& change) {
        return emit(kUsers, change).statements.front();
    };
    EXPECT_FALSE(first("alter table users add column a text default now();").rewrites);
    EXPECT_TRUE(first("alter table users add column a uuid default gen_random_uuid();").rewrites);
    EXPECT_TRUE(first("alter table users add column a serial;").rewrites);
    EXPECT_FALSE(first("alter table users alter email type text;").rewrites);
    EXPECT_FALSE(first("alter table users alter email type varchar(60);").rewrites);
    EXPECT_TRUE(first("alter table users alter email type varchar(40);").rewrites);
    EXPECT_TRUE(first("alter table users alter age type bigint;").rewrites);
    EXPECT_TRUE(first("alter table users alter age set not null;").scans);
    EXPECT_TRUE(first("alter table users add constraint c check (age > 0);").scans);
    EXPECT_FALSE(first("alter table users add constraint c check (age > 0) not valid;").scans);
}

TEST(PostgresqlEmit, LocksNameEveryTable) {
    const std::string two = std::string(kUsers) + "create table posts (user_id integer);";
    const Emitted add = emit(two, "alter table posts add foreign key (user_id) references users;");
    EXPECT_EQ(add.statements[0].lock, "SHARE ROW EXCLUSIVE on posts, users");
    const Emitted index = emit(two, "create index i on posts (user_id);");
    EXPECT_EQ(index.statements[0].lock, "SHARE on posts");
}

TEST(PostgresqlEmit, ConcurrentIndexesMayRunAgain) {
    const Emitted out = emit(kUsers,
                             "create unique index concurrently i on users (lower(email)) "
                             "where age > 3 or age is null;");
    ASSERT_EQ(out.statements.size(), 1U);
    EXPECT_EQ(out.statements[0].text,
              "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i\n    ON users (lower(email))\n    "
              "WHERE age > 3 OR age IS NULL");
    EXPECT_FALSE(out.statements[0].transactional);
    EXPECT_THAT(out.statements[0].cleanup, HasSubstr("NOT indisvalid"));
    EXPECT_THAT(out.statements[0].holds_after, HasSubstr("indisunique AND indisvalid"));
}

TEST(PostgresqlEmit, ExpressionsKeepTheirMeaning) {
    const auto check = [](const std::string& expression) {
        const Emitted out = emit(
            "create table t (a integer, b integer, c text, d jsonb, e "
            "integer[], f timestamptz);",
            "alter table t add constraint k check (" + expression + ");");
        std::string text = out.statements.at(0).text;
        const std::size_t begin = text.find("CHECK (") + 7;
        return text.substr(begin, text.rfind(')') - begin);
    };
    EXPECT_EQ(check("(a + 1) * 2 > b - (3 - a)"), "(a + 1) * 2 > b - (3 - a)");
    EXPECT_EQ(check("not (a = 1 and b = 2) or c is null"), "NOT (a = 1 AND b = 2) OR c IS NULL");
    EXPECT_EQ(check("(a = 1) is not true"), "(a = 1) IS NOT TRUE");
    EXPECT_EQ(check("a = any (e) and a <> all (array[1, 2])"),
              "a = ANY (e) AND a <> ALL (ARRAY[1, 2])");
    EXPECT_EQ(check("c not like '%\\_%' and c ilike 'x'"), "c NOT LIKE E'%\\\\_%' AND c ILIKE 'x'");
    EXPECT_EQ(check("d ->> 'k' = 'v' and d @> '{}'::jsonb"),
              "d ->> 'k' = 'v' AND d @> '{}'::jsonb");
    EXPECT_EQ(check("e[1:2] = e[a]::integer[]"), "e[1 : 2] = e[a]::integer[]");
    EXPECT_EQ(check("f at time zone 'UTC' > current_timestamp - interval '1 day'"),
              "f AT TIME ZONE 'UTC' > CURRENT_TIMESTAMP - interval '1 day'");
    EXPECT_EQ(check("case when a > 1 then 'x' else c end in ('x', 'y')"),
              "CASE WHEN a > 1 THEN 'x' ELSE c END IN ('x', 'y')");
    EXPECT_EQ(check("- (-1) < a and (-a)::bigint > -2"), "-(-1) < a AND (-a)::bigint > -2");
    EXPECT_EQ(check("a between 1 and 2 + b and (a, b) is distinct from (1, 2)"),
              "a BETWEEN 1 AND 2 + b AND (a, b) IS DISTINCT FROM (1, 2)");
    EXPECT_EQ(check("extract(year from f) > 2000 and trim(both 'x' from c) <> ''"),
              "extract(YEAR FROM f) > 2000 AND trim(BOTH 'x' FROM c) <> ''");
    EXPECT_EQ(check("position('x' in c) in (1, 2) or substring(c from 1 for a + 1) = 'x'"),
              "position('x' IN c) IN (1, 2) OR substring(c FROM 1 FOR a + 1) = 'x'");
    EXPECT_EQ(check("overlay(c placing 'x' from 2 for 3) = trim(trailing from c)"),
              "overlay(c PLACING 'x' FROM 2 FOR 3) = trim(TRAILING FROM c)");
    EXPECT_EQ(check("coalesce(left(c, 1), upper(c) collate \"C\") < 'x'"),
              "coalesce(left(c, 1), upper(c) COLLATE \"C\") < 'x'");
}

TEST(PostgresqlEmit, RowsStandOneALine) {
    const Emitted out = emit(kUsers,
                             "insert into users (id, email) values (1, 'a'), (2, default) "
                             "on conflict do nothing;");
    EXPECT_THAT(out.texts(), ElementsAre("INSERT INTO users (id, email)\nVALUES\n    (1, 'a'),\n   "
                                         " (2, DEFAULT)\nON CONFLICT DO NOTHING"));
}

TEST(PostgresqlEmit, NewEnumValuesMustBeCommittedFirst) {
    const Emitted out =
        emit("create type mood as enum ('ok');", "alter type mood add value 'it''s' after 'ok';");
    EXPECT_EQ(out.statements[0].text, "ALTER TYPE mood ADD VALUE 'it''s' AFTER 'ok'");
    EXPECT_EQ(out.statements[0].settles, "'it''s'");
}

TEST(PostgresqlEmit, DroppingAnEnumValueMakesTheTypeAnew) {
    const Emitted out =
        emit("create type mood as enum ('sad', 'ok'); create table t (m mood default 'ok');",
             "alter type mood drop value 'sad' replace with 'ok';");
    EXPECT_THAT(
        out.texts(),
        ElementsAre("ALTER TYPE mood RENAME TO mood_old", "CREATE TYPE mood AS ENUM ('ok')",
                    "ALTER TABLE t\n    ALTER COLUMN m DROP DEFAULT,\n    ALTER COLUMN m TYPE mood "
                    "USING (CASE m::text WHEN 'sad' THEN 'ok' ELSE m::text END)::mood,\n    ALTER "
                    "COLUMN m SET DEFAULT 'ok'",
                    "DROP TYPE mood_old"));
}

TEST(PostgresqlEmit, RawSqlIsCutIntoStatements) {
    const Emitted out = emit(kUsers, "execute $$ select ';'; vacuum users; $$ reverse nothing;");
    EXPECT_THAT(out.texts(), ElementsAre("select ';'", "vacuum users"));
    EXPECT_TRUE(out.statements[0].transactional);
    EXPECT_FALSE(out.statements[1].transactional);
}

TEST(PostgresqlEmit, SaysWhatItCannotDo) {
    EXPECT_THAT(emit(kUsers, "alter table users add unique nulls not distinct (age);", "14").codes,
                ElementsAre("R0611"));
    EXPECT_THAT(emit("create table p (a integer) partition by list (a);",
                     "create index concurrently i on p (a);")
                    .codes,
                ElementsAre("R0612"));
    EXPECT_THAT(emit(kUsers, "execute $$ select 1 \\gset $$ reverse nothing;").codes,
                ElementsAre("R0613"));
    EXPECT_THAT(emit(kUsers, "update users set age = 1 in batches of 5 reverse nothing;").codes,
                ElementsAre("R0614"));
    EXPECT_THAT(
        emit(kUsers, "update users set age = 1 where id > 0 in batches of 5 reverse nothing;")
            .codes,
        ElementsAre("R0614"));
}

TEST(Postgresql, KnowsItsVersions) {
    EXPECT_TRUE(std::holds_alternative<DialectError>(
        make_dialect("postgresql", DialectOptions{.version = "11"})));
    EXPECT_TRUE(std::holds_alternative<DialectError>(
        make_dialect("postgresql", DialectOptions{.version = "next"})));
    const auto made = make_dialect("postgresql", DialectOptions{.version = "16.2"});
    EXPECT_EQ(std::get<std::unique_ptr<Dialect>>(made)->display_name(), "PostgreSQL 16");
}

}  // namespace
}  // namespace retort::dialects
