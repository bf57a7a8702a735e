// SPDX-License-Identifier: Apache-2.0
#include "compiler/importing/alembic_output.h"
#include "compiler/syntax/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace retort::importing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PrintedScript read(const std::string& text) {
    return read_alembic_output({"up.sql", text}, 0);
}

std::vector<std::string> texts(const std::string& text, const std::vector<Span>& spans) {
    std::vector<std::string> result;
    for (const Span& span : spans) {
        result.push_back(text.substr(span.begin, span.end - span.begin));
    }
    return result;
}

std::vector<std::string> statements(const std::string& text, const PrintedRevision& revision) {
    std::vector<Span> spans;
    for (const PrintedStatement& statement : revision.statements) {
        spans.push_back(statement.span);
    }
    return texts(text, spans);
}

std::vector<std::string> names(const std::vector<Name>& list) {
    std::vector<std::string> result;
    for (const Name& name : list) { result.push_back(name.text); }
    return result;
}

std::vector<std::string> split(const std::string& sql) {
    return texts(sql, syntax::split_statements(sql, 0));
}

TEST(SplitStatements, AtSemicolonsThatEndThem) {
    EXPECT_THAT(split("select ';'; -- a; b\nselect 1;;\n"), ElementsAre("select ';'", "select 1"));
    EXPECT_THAT(
        split("create function f() returns int as $$ begin; end; $$; drop table t"),
        ElementsAre("create function f() returns int as $$ begin; end; $$", "drop table t"));
    EXPECT_THAT(
        split("create trigger t after insert on a begin update a set x = 1; end; vacuum"),
        ElementsAre("create trigger t after insert on a begin update a set x = 1; end", "vacuum"));
    EXPECT_THAT(split(" ; \n"), IsEmpty());
}

TEST(SplitStatements, AtEmptyLinesWhereAQuoteStaysOpen) {
    EXPECT_THAT(split("select 'a;\n\ndrop table t;\n\n"), ElementsAre("select 'a", "drop table t"));
}

TEST(ExactNames, AreInLowerCaseOutsideQuotes) {
    EXPECT_EQ(syntax::with_exact_names("ALTER TABLE Foo ADD \"Bar\" TEXT DEFAULT 'X';"),
              "alter table foo add \"Bar\" text default 'X';");
    EXPECT_EQ(syntax::with_exact_names("SELECT Foo;"), "SELECT Foo;");
}

TEST(AlembicOutput, HeadsSayWhoRevisesWhom) {
    const PrintedScript script = read(
        "-- Running upgrade  -> a\n-- Running upgrade a -> b, Add a thing\n"
        "-- Running upgrade b, c -> m\n-- Running downgrade m -> b, c\n"
        "-- Running stamp_revision m -> b\n-- Running downgrade a -> \n");
    ASSERT_EQ(script.revisions.size(), 5U);
    EXPECT_EQ(script.revisions[0].id.text, "a");
    EXPECT_THAT(script.revisions[0].parents, IsEmpty());
    EXPECT_EQ(script.revisions[1].message, "Add a thing");
    EXPECT_THAT(names(script.revisions[2].parents), ElementsAre("b", "c"));
    EXPECT_EQ(script.revisions[3].movement, Movement::Down);
    EXPECT_EQ(script.revisions[3].id.text, "m");
    EXPECT_THAT(names(script.revisions[3].parents), ElementsAre("b", "c"));
    EXPECT_EQ(script.revisions[4].id.text, "a");
}

TEST(AlembicOutput, OldOnesHaveANameForTheBase) {
    const PrintedScript script =
        read("-- Running upgrade None -> a\n-- Running downgrade a -> None\n");
    ASSERT_EQ(script.revisions.size(), 2U);
    EXPECT_THAT(script.revisions[0].parents, IsEmpty());
    EXPECT_THAT(script.revisions[1].parents, IsEmpty());
}

TEST(AlembicOutput, TheVersionTableIsLeftOut) {
    const std::string text =
        "BEGIN;\n\nCREATE TABLE app.\"Ver\" (\n    version_num VARCHAR(32) NOT NULL, \n"
        "    CONSTRAINT pk PRIMARY KEY (version_num)\n);\n\n"
        "-- Running upgrade x, y -> m\n\nCREATE TABLE t (version_num VARCHAR(32));\n\n"
        "ALTER TABLE app.\"Ver\" ALTER COLUMN version_num TYPE VARCHAR(64);\n\n"
        "DELETE FROM app.\"Ver\" WHERE app.\"Ver\".version_num = 'x';\n\n"
        "UPDATE app.\"Ver\" SET version_num='m' WHERE app.\"Ver\".version_num = 'y';\n\n"
        "UPDATE t SET version_num='m' WHERE id = 1;\n\n"
        "INSERT INTO app.\"Ver\" (version_num) VALUES ('z') RETURNING app.\"Ver\".version_num;\n\n"
        "DROP TABLE app.\"Ver\";\n\nCOMMIT;\n";
    const PrintedScript script = read(text);
    EXPECT_EQ(script.version_table, "app.Ver");
    ASSERT_EQ(script.revisions.size(), 1U);
    const PrintedRevision& revision = script.revisions[0];
    EXPECT_THAT(statements(text, revision),
                ElementsAre("CREATE TABLE t (version_num VARCHAR(32))",
                            "UPDATE t SET version_num='m' WHERE id = 1"));
    EXPECT_THAT(revision.rows_before, ElementsAre("x", "y"));
    EXPECT_THAT(revision.rows_after, ElementsAre("m", "z"));
    EXPECT_TRUE(revision.moves_version);
}

TEST(AlembicOutput, LinesInQuotesHeadNothing) {
    const std::string text =
        "-- Running upgrade  -> a\n\nINSERT INTO t VALUES ('\n-- Running upgrade a -> b\n');\n\n"
        "CREATE FUNCTION f() RETURNS int AS $$\n-- Running upgrade a -> c\nSELECT 1 $$;\n\n"
        "/*\n-- Running upgrade a -> d\n*/\n-- Running upgrade a -> e\n\nSELECT 2;\n";
    const PrintedScript script = read(text);
    ASSERT_EQ(script.revisions.size(), 2U);
    EXPECT_EQ(script.revisions[0].statements.size(), 2U);
    EXPECT_EQ(script.revisions[1].id.text, "e");
}

TEST(AlembicOutput, IsCleanedOfOtherStreamsAndSystems) {
    EXPECT_EQ(clean_output("\xef\xbb\xbfSELECT 1;\r\n\r\nSELECT '\r';\r\n"),
              "SELECT 1;\n\nSELECT '\r';\n");
    EXPECT_EQ(clean_output("INFO  [alembic.runtime.migration] Generating static SQL\n"
                           "BEGIN;\n\nCREATE TAINFO  [alembic.runtime.migration] Running upgrade\n"
                           "DEBUG [alembic.x] y\nBLE t (a [alembic.b]);"),
              "BEGIN;\n\nCREATE TABLE t (a [alembic.b]);");
}

TEST(AlembicOutput, WhatRunsOutsideATransactionIsKnown) {
    const std::string text =
        "-- Running upgrade  -> a\n\nSELECT 1;\n\nCOMMIT;\n\nVACUUM t;\n\nBEGIN;\n\nSELECT 2;\n\n"
        "COMMIT;\n\nBEGIN;\n\n-- Running upgrade a -> b\n\nSELECT 3;\n";
    const PrintedScript script = read(text);
    ASSERT_EQ(script.revisions[0].statements.size(), 3U);
    EXPECT_FALSE(script.revisions[0].statements[0].outside_transaction);
    EXPECT_TRUE(script.revisions[0].statements[1].outside_transaction);
    EXPECT_FALSE(script.revisions[0].statements[2].outside_transaction);
    EXPECT_FALSE(script.revisions[1].statements[0].outside_transaction);
    EXPECT_FALSE(script.revisions[1].moves_version);
}

TEST(AlembicOutput, WhatWasSkippedSaysWhy) {
    const PrintedScript script = read(
        "-- Running downgrade b -> a\n\n-- SKIPPED b: no downgrade()\n\nSELECT 1;\n\n"
        "UPDATE alembic_version SET version_num='a' WHERE alembic_version.version_num = 'b';\n");
    EXPECT_TRUE(script.revisions[0].skipped);
    EXPECT_EQ(script.revisions[0].skip_reason, "no downgrade()");
    EXPECT_THAT(script.revisions[0].statements, IsEmpty());
}

}  // namespace
}  // namespace retort::importing
