// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/parse_script.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace retort::syntax {
namespace {

using Lines = std::vector<std::string>;

/// What becomes of a script, a line a statement in its order: `create table "t"`, `-- set`, and
/// what is reported: `2:1 R0101 …`.
Lines read(std::string_view text) {
    source::SourceFiles sources;
    const FileId id = sources.add({"t.sql", std::string(text)});
    Diagnostics diagnostics;
    const ForeignScript script = parse_script(sources.get(id), id, diagnostics);
    std::vector<std::pair<std::uint32_t, std::string>> found;
    for (const schema::Operation& operation : script.operations) {
        found.emplace_back(operation.span.begin, schema::describe(operation));
    }
    for (const SkippedStatement& skipped : script.skipped) {
        found.emplace_back(skipped.where.begin, "-- " + skipped.what);
    }
    for (const diag::Diagnostic& error : diagnostics.sorted()) {
        const source::LineColumn at = sources.locate(id, error.where.begin);
        found.emplace_back(error.where.begin,
                           std::to_string(at.line) + ":" + std::to_string(at.column) + " " +
                               diag::code_text(error.code) + " " + error.message);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    Lines lines;
    for (auto& [place, line] : found) { lines.push_back(std::move(line)); }
    return lines;
}

TEST(ParseScript, DumpWithData) {
    EXPECT_EQ(read("SET statement_timeout = 0;\n"
                   "SELECT pg_catalog.set_config('search_path', '', false);\n"
                   "CREATE TABLE public.t (\n    id integer NOT NULL\n);\n"
                   "ALTER TABLE public.t OWNER TO app;\n"
                   "COPY public.t (id) FROM stdin;\n1\n'\n\"$$\n\\.\n\n"
                   "SELECT pg_catalog.setval('public.t_id_seq', 1, true);\n"
                   "\\connect other\n"
                   "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (id);\n"),
              (Lines{"-- set", "-- select set_config", "create table \"public.t\"", "-- owner to",
                     "-- copy", "-- select setval", "-- \\connect",
                     "alter table \"public.t\": add constraint \"t_pkey\""}));
}

TEST(ParseScript, ManyStatementsAreReadAsFewAre) {
    constexpr int kBlocks = 4000;
    std::string text;
    Lines expected;
    for (int i = 0; i < kBlocks; ++i) {
        const std::string number = std::to_string(i);
        text += "SET default_tablespace = s" + number + ";\nCREATE TABLE T" + number +
                " (Id INTEGER);\nINSERT INTO T" + number + " VALUES (1);\n";
        expected.insert(expected.end(),
                        {"-- set", "create table \"t" + number + "\"", "-- insert into"});
        if (i % 500 == 0) {
            text += "create table t (a integer nott null);\n";
            const std::string line = std::to_string(3 * i + i / 500 + 4);
            expected.push_back(line +
                               ":27 R0101 expected a column option (not null, default, references, "
                               "…), `array`, `collate`, `(`, `)`, `[`, … after `integer`, found "
                               "`nott`");
        }
    }
    EXPECT_EQ(read(text), expected);
    Diagnostics diagnostics;
    const ForeignScript script = parse_script({"t.sql", text}, 0, diagnostics);
    ASSERT_EQ(script.operations.size(), static_cast<std::size_t>(kBlocks));
    EXPECT_EQ(diagnostics.error_count(), kBlocks / 500U);
    for (std::size_t i = 0; i < script.operations.size(); ++i) {
        const auto& table = std::get<schema::CreateTable>(script.operations[i].kind);
        ASSERT_EQ(table.options.tablespace, "s" + std::to_string(i));
        ASSERT_EQ(std::get<schema::ColumnDefinition>(table.elements[0]).column.name.text, "id");
    }
}

TEST(ParseScript, OneErrorAStatement) {
    EXPECT_EQ(
        read("create table t (a integer nott null, b , c);\ncreate table u (id integer);\n"),
        (Lines{"1:27 R0101 expected a column option (not null, default, references, …), `array`, "
               "`collate`, `(`, `)`, `[`, … after `integer`, found `nott`",
               "create table \"u\""}));
}

TEST(ParseScript, PlacesAreThoseOfTheFile) {
    EXPECT_EQ(read("COPY t (a) FROM stdin;\nä\t'\n\\.\nSET x = 1;\n/* ü */ create table [a b] (id "
                   "nonsense nonsense);"),
              (Lines{"-- copy", "-- set",
                     "5:41 R0101 expected a column option (not null, default, references, …), "
                     "`array`, `collate`, `(`, `)`, `[`, … after `nonsense`, found `nonsense`"}));
}

TEST(ParseScript, NamesWithoutQuotesAreFolded) {
    EXPECT_EQ(
        read("CREATE TABLE Users (Id INTEGER, \"Name\" TEXT);\n"
             "ALTER TABLE USERS ADD CONSTRAINT Users_PK PRIMARY KEY (ID);\n"
             "CREATE TRIGGER Touch BEFORE UPDATE ON Users FOR EACH ROW EXECUTE FUNCTION F();\n"
             "CREATE TABLE Parts PARTITION OF All_Parts FOR VALUES FROM (MINVALUE) TO ('A');"),
        (Lines{"create table \"users\"", "alter table \"users\": add constraint \"users_pk\"",
               "create trigger \"touch\"", "create table \"parts\""}));
    EXPECT_EQ(read("PRAGMA foreign_keys = ON; CREATE TABLE Users (Id INTEGER);"),
              (Lines{"-- pragma", "create table \"Users\""}));
}

TEST(ParseScript, WhatATriggerStandsOnIsFolded) {
    const source::SourceFile file{
        "t.sql",
        "CREATE TRIGGER Touch BEFORE UPDATE ON App.Users FOR EACH ROW EXECUTE FUNCTION F();"};
    Diagnostics diagnostics;
    const ForeignScript script = parse_script(file, 0, diagnostics);
    ASSERT_EQ(script.operations.size(), 1U);
    const auto& trigger = std::get<schema::CreateCodeObject>(script.operations[0].kind).object;
    EXPECT_EQ(trigger.table, QualifiedName("app", "users"));
}

TEST(ParseScript, RowsThatNothingEnds) {
    EXPECT_EQ(read("create table t (a integer);\nCOPY t FROM stdin;\n1\n2\n"),
              (Lines{"create table \"t\"", "-- copy",
                     "5:1 R0103 the file ends here, expected `\\.` behind the rows of a `copy`"}));
    EXPECT_EQ(read("\\copy t from stdin\ncreate '\n\\.\ncreate table t (a integer);"),
              (Lines{"-- \\copy", "create table \"t\""}));
    EXPECT_EQ(read("COPY t FROM stdin;"),
              (Lines{"-- copy",
                     "1:19 R0103 the file ends here, expected `\\.` behind the rows of a `copy`"}));
}

TEST(ParseScript, WhatIsNeverClosed) {
    EXPECT_EQ(read("SET a = 'b;\ncreate table t (a integer);"),
              (Lines{"1:9 R0106 this string is never closed"}));
    EXPECT_EQ(
        read("create table t (a integer); DO $x$ begin end;"),
        (Lines{"create table \"t\"", "1:32 R0109 the text that `$x$` opens is never closed"}));
    EXPECT_EQ(read("create table t (a integer); /* x"),
              (Lines{"create table \"t\"", "1:29 R0108 this comment is never closed"}));
}

TEST(ParseScript, CutInTheMiddle) {
    EXPECT_EQ(read("create table t (a integer);\nalter table publ"),
              (Lines{"create table \"t\"",
                     "2:17 R0101 expected an action (add, drop, alter, rename, …), `.` or `*` "
                     "after `publ`, found the end of the statement"}));
    EXPECT_EQ(read("create table t (a integer);\ncreate table u (a integer, b"),
              (Lines{"create table \"t\"",
                     "2:29 R0101 expected a type or `renamed` after `b`, "
                     "found the end of the statement"}));
}

TEST(ParseScript, NoText) {
    EXPECT_EQ(read(std::string_view("PGDMP\0\1\2", 8)),
              (Lines{"1:1 R0101 this is an archive of pg_dump, expected SQL text"}));
    EXPECT_EQ(read(std::string_view("SQLite format 3\0\1", 17)),
              (Lines{"1:1 R0101 this is a binary file, expected SQL text in UTF-8"}));
    EXPECT_EQ(read(std::string_view("create table t (a\0 integer);", 28)),
              (Lines{"1:18 R0105 a NUL byte stands here"}));
    EXPECT_EQ(read("create table t (a integer);\ncomment on table t is '\xff';\nselect 1;"),
              (Lines{"create table \"t\"", "2:24 R0104 byte 0xff is not UTF-8"}));
    EXPECT_EQ(read(""), Lines());
    EXPECT_EQ(read(";;\n-- nothing\n"), Lines());
}

TEST(ParseScript, SkipsByName) {
    EXPECT_EQ(read("CREATE ROLE a; ALTER USER a SET x = 1; GRANT a TO b; CREATE DATABASE d;\n"
                   "SECURITY LABEL ON TABLE t IS 'x'; CREATE PUBLICATION p FOR ALL TABLES;\n"
                   "CREATE SCHEMA public; COMMENT ON SCHEMA public IS 'standard public schema';\n"
                   "CREATE EXTENSION plpgsql; COMMENT ON EXTENSION hstore IS 'x';\n"
                   "ALTER FUNCTION f(integer) OWNER TO a; REVOKE ALL ON DATABASE d FROM PUBLIC;\n"
                   "\\restrict abc\nCREATE EVENT TRIGGER e ON x EXECUTE FUNCTION f();\n.mode list\n"
                   "DROP TABLE IF EXISTS gone; UPDATE t SET a = 1; SELECT lo_create(1);\n"
                   "ALTER DOMAIN IF EXISTS app.gone DROP CONSTRAINT IF EXISTS c;"),
              (Lines{"-- create role", "-- alter user", "-- grant of a role", "-- create database",
                     "-- security label", "-- create publication", "-- create schema public",
                     "-- comment on schema public", "-- create extension plpgsql",
                     "-- comment on extension", "-- owner to", "-- revoke on database",
                     "-- \\restrict", "-- create event trigger", "-- .mode", "-- drop table",
                     "-- update", "-- select lo_create", "-- alter domain drop"}));
}

TEST(ParseScript, RulesAndRoutinesKeepTheirSemicolons) {
    EXPECT_EQ(read("CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM u; DELETE FROM v);\n"
                   "CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC\n"
                   "SELECT CASE WHEN $1 > 1 THEN 2 END; SELECT 1; END;\n"
                   "CREATE FUNCTION g(integer) RETURNS integer LANGUAGE sql RETURN ($1 + 1);\n"
                   "CREATE TYPE pair AS (a integer); COMMENT ON TYPE pair IS 'x';"),
              (Lines{"create rule statement", "create function \"f\"", "create function \"g\"",
                     "create type statement", "execute"}));
}

TEST(ParseScript, Tablespaces) {
    const source::SourceFile file{"t.sql",
                                  "SET default_tablespace = fast;\nCREATE TABLE t (a integer);\n"
                                  "SET default_tablespace = '';\nCREATE TABLE u (a integer);\n"};
    Diagnostics diagnostics;
    const ForeignScript script = parse_script(file, 0, diagnostics);
    ASSERT_EQ(script.operations.size(), 2U);
    EXPECT_EQ(std::get<schema::CreateTable>(script.operations[0].kind).options.tablespace, "fast");
    EXPECT_EQ(std::get<schema::CreateTable>(script.operations[1].kind).options.tablespace, "");
}

TEST(ParseScript, GeneratedColumnsAreVirtualUnlessStored) {
    const source::SourceFile file{"t.sql",
                                  "CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a), c "
                                  "integer GENERATED ALWAYS AS (a) STORED NOT NULL);"};
    Diagnostics diagnostics;
    const ForeignScript script = parse_script(file, 0, diagnostics);
    ASSERT_EQ(script.operations.size(), 1U);
    const auto& table = std::get<schema::CreateTable>(script.operations[0].kind);
    const auto& b = std::get<schema::ColumnDefinition>(table.elements[1]).column;
    const auto& c = std::get<schema::ColumnDefinition>(table.elements[2]).column;
    EXPECT_FALSE(b.generated->stored);
    EXPECT_TRUE(c.generated->stored);
    EXPECT_TRUE(c.not_null);
}

}  // namespace
}  // namespace retort::syntax
