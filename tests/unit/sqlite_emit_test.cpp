// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply.h"
#include "compiler/syntax/parse.h"
#include "dialects/all.h"
#include "dialects/sqlite/tables.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace retort::dialects {
namespace {

struct Emitted {
    std::vector<std::string> texts;
    std::vector<std::string> remarks;
    std::string errors;
};

/// What the last statement of `sql` becomes in SQLite; the ones before it set the stage.
Emitted emitted(const std::string& sql, DialectOptions options = {}) {
    const auto dialect =
        std::get<std::unique_ptr<Dialect>>(make_dialect("sqlite", std::move(options)));
    source::SourceFile file{"test.mig", sql};
    Diagnostics diagnostics;
    std::vector<schema::Operation> operations =
        schema::flatten(syntax::parse_statements(file, 0, diagnostics), "sqlite", diagnostics);
    schema::Schema schema;
    schema.traces.foreign_types.set("citext", true);
    plan::Plan plan;
    plan.revisions.emplace_back();
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const schema::Schema before = schema;
        EXPECT_TRUE(schema::apply(operations[i], schema, {}, diagnostics)) << sql;
        if (i + 1 == operations.size()) {
            plan.revisions[0].steps.push_back(
                {std::make_shared<const schema::Operation>(operations[i]), before, schema});
        }
    }
    plan = plan::legalize(std::move(plan), dialect->capabilities(), diagnostics);
    Emitted result;
    for (const plan::Step& step : plan.revisions[0].steps) {
        for (const script::SqlStatement& statement : dialect->emit(step, diagnostics)) {
            result.texts.push_back(statement.text);
            result.remarks.insert(result.remarks.end(), statement.remarks.begin(),
                                  statement.remarks.end());
        }
    }
    for (const auto& diagnostic : diagnostics.sorted()) {
        result.errors += diagnostics::code_text(diagnostic.code) + " ";
        EXPECT_NE(diagnostic.help_text, "") << diagnostic.message;
    }
    return result;
}

using Texts = std::vector<std::string>;

TEST(SqliteEmit, CreateTable) {
    EXPECT_EQ(
        emitted(
            "create type mood as enum ('ok', 'it''s');"
            "create table \"Order\" (id bigserial primary key, a varchar(20) not null default 'x',"
            " b boolean default false, c jsonb, d mood, e numeric(10, 2) default -1, f timestamptz"
            " default now(), g text[], h uuid, i bytea, \"group\" text collate \"C\","
            " constraint ab unique (a, b), check (e > 0));")
            .texts,
        (Texts{"CREATE TABLE \"Order\" (\n"
               "    id INTEGER PRIMARY KEY,\n"
               "    a VARCHAR(20) NOT NULL DEFAULT 'x',\n"
               "    b BOOLEAN DEFAULT 0 CONSTRAINT b_boolean CHECK (b IN (0, 1)),\n"
               "    c TEXT CONSTRAINT c_json CHECK (c IS NULL OR json_valid(c)),\n"
               "    d TEXT CONSTRAINT d_values CHECK (d IN ('ok', 'it''s')),\n"
               "    e NUMERIC(10, 2) DEFAULT -1,\n"
               "    f TEXT DEFAULT CURRENT_TIMESTAMP,\n"
               "    g TEXT CONSTRAINT g_json CHECK (g IS NULL OR json_valid(g)),\n"
               "    h TEXT,\n"
               "    i BLOB,\n"
               "    \"group\" TEXT COLLATE BINARY,\n"
               "    CONSTRAINT ab UNIQUE (a, b),\n"
               "    CONSTRAINT \"Order_e_check\" CHECK (e > 0)\n"
               ")"}));
    EXPECT_EQ(
        emitted("create table t (a text, b integer, primary key (a, b)) without rowid, strict;")
            .texts,
        (Texts{"CREATE TABLE t (\n    a TEXT NOT NULL,\n    b INTEGER NOT NULL,\n"
               "    CONSTRAINT t_pkey PRIMARY KEY (a, b)\n) WITHOUT ROWID, STRICT"}));
}

TEST(SqliteEmit, TypesFromTheConfiguration) {
    DialectOptions options;
    options.types = {{"citext", "TEXT COLLATE NOCASE"}};
    EXPECT_EQ(emitted("create table t (a citext);", options).texts,
              (Texts{"CREATE TABLE t (\n    a TEXT COLLATE NOCASE\n)"}));
}

TEST(SqliteEmit, Indexes) {
    const std::string table = "create table t (a text, b integer);";
    EXPECT_EQ(
        emitted(
            table +
            "create unique index concurrently if not exists i on t (lower(a), b desc nulls last)"
            " where b > 0;")
            .texts,
        (Texts{"CREATE UNIQUE INDEX IF NOT EXISTS i ON t (lower(a), b DESC) WHERE b > 0"}));
    EXPECT_EQ(emitted(table + "create index i on t using gin (a);").errors, "R0668 ");
    EXPECT_EQ(emitted(table + "create index i on t using btree (a) include (b);").errors, "");
    EXPECT_EQ(emitted(table + "create index i on t (a); alter index i rename to j;").texts,
              (Texts{"DROP INDEX i", "CREATE INDEX j ON t (a)"}));
}

TEST(SqliteEmit, Data) {
    const std::string table =
        "create table t (id serial primary key, a text, b boolean default true, c text[]);";
    EXPECT_EQ(emitted(table + "insert into t (id, a, b, c) values (1, 'x', 'yes', '{u,v}'), "
                              "(default, null, default, array['w']);")
                  .texts,
              (Texts{"INSERT INTO t (id, a, b, c) VALUES\n    (1, 'x', 1, '[\"u\",\"v\"]'),\n"
                     "    (NULL, NULL, 1, '[\"w\"]')"}));
    EXPECT_EQ(emitted(table + "update t set a = default, b = not b where a ilike 'x%' in batches "
                              "of 100 reverse nothing;")
                  .texts,
              (Texts{"UPDATE t SET a = NULL,\n    b = NOT b\n    WHERE a LIKE 'x%'"}));
    EXPECT_EQ(emitted(table + "delete from t where b reverse nothing;").texts,
              (Texts{"DELETE FROM t WHERE b"}));
}

TEST(SqliteEmit, RawSql) {
    EXPECT_EQ(emitted("execute { postgresql $$ x $$; sqlite $$ select 1; -- ; end\n select ';'; "
                      "$$; } reverse nothing;")
                  .texts,
              (Texts{"select 1", "-- ; end\nselect ';'"}));
    EXPECT_EQ(emitted("execute $$ commit $$ reverse nothing;").errors, "R0669 ");
    EXPECT_EQ(emitted("execute $$ .import x y $$ reverse nothing;").errors, "R0672 ");
}

TEST(SqliteEmit, SplitsAroundTriggers) {
    EXPECT_EQ(sqlite::split_statements(
                  "create trigger a after insert on t begin select case when 1 then 2 end; "
                  "delete from t; end; select 1"),
              (Texts{"create trigger a after insert on t begin select case when 1 then 2 end; "
                     "delete from t; end",
                     "select 1"}));
    EXPECT_EQ(sqlite::split_statements("select 'a;b', \"c;d\", [e;f] /* ; */; ; "),
              (Texts{"select 'a;b', \"c;d\", [e;f] /* ; */"}));
}

TEST(SqliteEmit, WhatItCannotDo) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"create extension pgcrypto;", "R0660 "},
        {"create schema billing;", "R0660 "},
        {"create sequence s;", "R0660 "},
        {"create table t (id serial primary key); grant select on t to r;", "R0660 "},
        {"create materialized view v as select 1 as a;", "R0660 "},
        {"create table t (id integer primary key, n serial);", "R0667 "},
        {"create table t (a citext);", "R0663 "},
        {"create table t (a text collate \"de_DE\");", "R0664 "},
        {"truncate t;", "R0670 "},
        {"create view v as select a::text from t;", "R0661 "},
        {"insert into t select a::text from u reverse nothing;", "R0661 "},
        {"create table t (a integer); update t set a = (select 1::integer) reverse nothing;",
         "R0661 "},
    };
    for (const auto& [sql, code] : cases) {
        EXPECT_EQ(emitted(sql).errors, code) << sql;
        EXPECT_TRUE(emitted(sql).texts.empty()) << sql;
    }
    for (const char* sql : {"create view v as select '::' as a, \"b::c\" /* :: */ from t;",
                            "create table u as select 1 as a reverse nothing;"}) {
        EXPECT_EQ(emitted(sql).errors, "") << sql;
    }
    DialectOptions old;
    old.version = "3.30";
    EXPECT_EQ(
        emitted("create table t (a integer, b integer generated always as (a + 1) stored);", old)
            .errors,
        "R0666 ");
}

TEST(SqliteEmit, SkipsWhereToldTo) {
    DialectOptions skip;
    skip.skip_unsupported = true;
    const Emitted found = emitted("create extension pgcrypto;", skip);
    EXPECT_EQ(found.errors, "");
    EXPECT_EQ(found.texts, Texts{""});
    EXPECT_EQ(found.remarks, Texts{"left out: SQLite has no extensions"});
    EXPECT_EQ(
        emitted("create table t (a text); create index i on t using gin (a); drop index i;", skip)
            .texts,
        Texts{});
    // A table's shape is never left out.
    EXPECT_EQ(emitted("create table t (a citext);", skip).errors, "R0663 ");
}

TEST(SqliteDialect, Versions) {
    for (const std::string version : {"", "3", "3.25", "3.40.1", "3.46", "3.54"}) {
        DialectOptions options;
        options.version = version;
        EXPECT_TRUE(
            std::holds_alternative<std::unique_ptr<Dialect>>(make_dialect("sqlite", options)))
            << version;
    }
    for (const std::string version :
         {"3.24", "3.7", "3.400", "4.0", "x", "3.x", "3.40beta", "15"}) {
        DialectOptions options;
        options.version = version;
        EXPECT_TRUE(std::holds_alternative<DialectError>(make_dialect("sqlite", options)))
            << version;
    }
}

}  // namespace
}  // namespace retort::dialects
