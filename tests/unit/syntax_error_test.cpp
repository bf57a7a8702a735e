// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/parse.h"

#include "compiler/syntax/print.h"
#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

#include <thread>

namespace retort::syntax {
namespace {

using Lines = std::vector<std::string>;

/// What parsing a text reports, a line each: `LINE:COLUMN CODE message [help]`.
template <class Parse>
Lines errors(std::string_view text, Parse parse) {
    source::SourceFiles sources;
    const FileId id = sources.add({"t", std::string(text)});
    Diagnostics diagnostics;
    (void)parse(sources.get(id), id, diagnostics);
    Lines lines;
    for (const diag::Diagnostic& found : diagnostics.sorted()) {
        const source::LineColumn at = sources.locate(id, found.where.begin);
        std::string line = std::to_string(at.line) + ":" + std::to_string(at.column) + " " +
                           diag::code_text(found.code) + " " + found.message;
        if (!found.help_text.empty()) { line += " [" + found.help_text + "]"; }
        lines.push_back(line);
    }
    return lines;
}
Lines statements(std::string_view text) {
    return errors(text, &parse_statements);
}
Lines file(std::string_view text) {
    return errors(text, [](const source::SourceFile& source, FileId id, Diagnostics& diagnostics) {
        return parse_revision(source, id, KeepComments::No, diagnostics);
    });
}
/// Only the places and codes.
Lines places(const Lines& lines) {
    Lines result;
    for (const std::string& line : lines) {
        result.push_back(line.substr(0, line.find(' ', line.find(' ') + 1)));
    }
    return result;
}

TEST(SyntaxErrors, OneAStatementAndOnWithTheNext) {
    EXPECT_EQ(places(statements("create tabel t (a int);\n"
                                "drop table a;\n"
                                "drop table;\n"
                                "alter table t ad column a int;\n"
                                "create index on (a);\n"
                                "insert into t (a) value (1);\n"
                                "update t set where a;\n"
                                "drop table z\n")),
              Lines({"1:8 R0101", "3:11 R0101", "4:15 R0101", "5:17 R0101", "6:19 R0101",
                     "7:14 R0101", "8:13 R0102"}));
}

TEST(SyntaxErrors, OneAColumnAndOnWithTheNext) {
    EXPECT_EQ(statements("create table t (\n"
                         "    a int not nul,\n"
                         "    b int,\n"
                         "    where text,\n"
                         "    c numeric(1,) default 1\n"
                         ");\n"
                         "drop tabel t;\n"),
              Lines({"2:15 R0101 expected `deferrable`, `enforced`, `null` or `valid` after `not`, "
                     "found `nul` "
                     "[did you mean `null`?]",
                     "4:5 R0101 expected a column or a constraint after `,`, found `where` "
                     "[`where` is a key word here; write \"where\" to use it as a name]",
                     "5:17 R0101 expected a name, a number, a 'string' or `-` after `,`, found `)`",
                     "7:6 R0101 expected `domain`, `extension`, `function`, `index`, "
                     "`materialized`, `policy`, … after `drop`, found `tabel` "
                     "[did you mean `table`?]"}));
    // A bracket that is never closed does not swallow what follows the statement.
    EXPECT_EQ(places(statements("create table t (a int check (b > , c int);\ndrop tabel t;")),
              Lines({"1:34 R0101", "1:42 R0102", "2:6 R0101"}));
}

TEST(SyntaxErrors, WhatFollowsAColumnIsOneError) {
    EXPECT_EQ(statements("create table t (\n"
                         "    id uuid primry key,\n"
                         "    a int not nul\n"
                         ");\n"),
              Lines({"2:13 R0101 expected a column option (not null, default, references, …), "
                     "`array`, `collate`, `(`, `)`, `[`, … after `uuid`, found `primry` "
                     "[did you mean `primary`?]"}));
}

TEST(SyntaxErrors, RecoversInsideBlocks) {
    EXPECT_EQ(places(file("revision a;\n"
                          "revise b;\n"
                          "created 5;\n"
                          "upgrade {\n"
                          "    drop tabel t;\n"
                          "    on sqlite {\n"
                          "        frobnicate;\n"
                          "        drop table;\n"
                          "    }\n"
                          "    drop table t\n"
                          "}\n"
                          "downgrade {\n"
                          "    create tabel t (a int);\n"
                          "}\n")),
              Lines({"2:1 R0101", "3:9 R0101", "5:10 R0101", "7:9 R0101", "8:19 R0101",
                     "10:17 R0102", "13:12 R0101"}));
}

TEST(SyntaxErrors, AMissingSemicolonOrBracketIsOneError) {
    EXPECT_EQ(statements("drop table a\ndrop table b;"),
              Lines({"1:13 R0102 missing `;` after `a` [insert `;` here]"}));
    EXPECT_EQ(statements("create table t (a int;\ndrop table b;"),
              Lines({"1:22 R0102 missing `)` after `int` [insert `)` here]"}));
    EXPECT_EQ(places(statements("create table t (a int));\ndrop tabel b;")),
              Lines({"1:23 R0101", "2:6 R0101"}));
    EXPECT_EQ(places(file("revision a\nupgrade { drop table t; }")), Lines({"1:11 R0102"}));
}

TEST(SyntaxErrors, TheEndOfTheFileIsSaidOnce) {
    EXPECT_EQ(places(file("revision a; upgrade { drop table t;")), Lines({"1:36 R0103"}));
    EXPECT_EQ(places(file("revision a; upgrade { create table t (a int")), Lines({"1:44 R0103"}));
    EXPECT_EQ(places(file("revision a; upgrade { on sqlite { on sqlite {")), Lines({"1:46 R0103"}));
    EXPECT_EQ(places(statements("select (1;")), Lines());
    EXPECT_EQ(places(file("revision")), Lines({"1:9 R0103"}));
}

TEST(SyntaxErrors, BracesThatCloseNothing) {
    EXPECT_EQ(places(file("revision a; upgrade { drop table t; } } drop")), Lines({"1:39 R0101"}));
    EXPECT_EQ(places(statements("drop table t; } drop tabel u;")),
              Lines({"1:15 R0101", "1:22 R0101"}));
}

TEST(SyntaxErrors, ReservedWordsAsNames) {
    EXPECT_EQ(statements("alter table t drop column check;"),
              Lines({"1:27 R0101 expected a name or `if exists` after `column`, found `check` "
                     "[`check` is a key word here; write \"check\" to use it as a name]"}));
}

TEST(SyntaxErrors, WhatIsUnterminated) {
    EXPECT_EQ(places(statements("drop table t;\ninsert into t (a) values ('abc;\ndrop table u;")),
              Lines({"2:27 R0106"}));
    EXPECT_EQ(places(statements("insert into t (a) values (E'abc\\'")), Lines({"1:27 R0106"}));
    EXPECT_EQ(places(statements("drop table \"abc;")), Lines({"1:12 R0107"}));
    EXPECT_EQ(places(statements("drop table t; /* /* */ drop")), Lines({"1:15 R0108"}));
    EXPECT_EQ(statements("execute $x$ abc $y$;"),
              Lines({"1:9 R0109 the text that `$x$` opens is never closed [close it with the same "
                     "tag, $x$]"}));
}

TEST(SyntaxErrors, BytesAndCharactersThatNoTokenHas) {
    using namespace std::string_view_literals;
    EXPECT_EQ(places(statements("drop table a\xff;")), Lines({"1:13 R0104"}));
    EXPECT_EQ(places(statements("drop table \xc0\x80;")), Lines({"1:12 R0104"}));
    EXPECT_EQ(places(statements("drop \0table a;"sv)), Lines({"1:6 R0105"}));
    EXPECT_EQ(places(statements("drop table a where b = \\ 1;\nselect 1;")), Lines({"1:24 R0110"}));
    EXPECT_EQ(places(statements("insert into t (a) values ($1);")), Lines({"1:27 R0110"}));
}

TEST(SyntaxErrors, HeaderItems) {
    EXPECT_EQ(places(file("")), Lines({"1:1 R0112"}));
    EXPECT_EQ(places(file("-- only a comment\n")), Lines({"1:1 R0112"}));
    EXPECT_EQ(places(file("upgrade {}")), Lines({"1:1 R0113"}));
    EXPECT_EQ(places(file("revision a; revises b; revises c; upgrade {}")), Lines({"1:24 R0114"}));
    EXPECT_EQ(places(file("revision a; upgrade {} revises b;")), Lines({"1:24 R0116"}));
    EXPECT_EQ(places(file("revision ''; upgrade {}")), Lines({"1:10 R0115"}));
}

TEST(SyntaxErrors, Values) {
    EXPECT_EQ(places(statements("drop table \"\";")), Lines({"1:12 R0117"}));
    EXPECT_EQ(places(statements("create sequence s start 99999999999999999999;")),
              Lines({"1:25 R0118"}));
    EXPECT_EQ(places(statements("insert into t (a) values (E'\\u12');")), Lines({"1:29 R0120"}));
    EXPECT_EQ(places(statements("create table t (a int deferrable);")), Lines({"1:23 R0121"}));
    EXPECT_EQ(places(file("revision a; upgrade { create table t renamed from u (a int); }")),
              Lines({"1:51 R0122"}));
}

// ---- depth ------------------------------------------------------------------------------------

std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i) { result += text; }
    return result;
}

/// Every way to nest, `depth` deep: each is one bracket, block or `case` a level.
std::vector<std::string> nested(std::size_t depth) {
    return {
        "assert " + repeated("(", depth) + "1" + repeated(")", depth) + " else 'x';",
        "assert " + repeated("not (", depth) + "a" + repeated(")", depth) + " else 'x';",
        "assert " + repeated("f(", depth) + "a" + repeated(")", depth) + " else 'x';",
        "assert " + repeated("position('a' in f(", depth / 2) + "a" + repeated("))", depth / 2) +
            " else 'x';",
        "assert " + repeated("a[", depth) + "1" + repeated("]", depth) + " else 'x';",
        "assert " + repeated("a between (", depth) + "1" + repeated(") and 2", depth) +
            " else 'x';",
        "assert " + repeated("array[", depth) + "1" + repeated("]", depth) + " else 'x';",
        "assert " + repeated("case when ", depth) + "a" + repeated(" then 1 end", depth) +
            " else 'x';",
        "assert " + repeated("by_dialect(postgresql => ", depth) + "1" + repeated(")", depth) +
            " else 'x';",
        repeated("on sqlite {", depth) + "drop table t;" + repeated("}", depth),
        repeated("execute 'x' as {", depth) + "drop table t;" + repeated("};", depth),
    };
}

TEST(Depth, IsReadUpToTheLimit) {
    const auto all = [] {
        for (const std::string& text : nested(190)) {
            const source::SourceFile source{"t", text};
            Diagnostics diagnostics;
            auto operations = parse_statements(source, 0, diagnostics);
            EXPECT_EQ(test::messages(diagnostics), Lines()) << text.substr(0, 40);
            ASSERT_EQ(operations.size(), 1U);
            // Printing, copying and comparing recurse too.
            const std::string printed = print_operation(operations[0]);
            const auto copy = operations;
            EXPECT_EQ(copy, operations);
            EXPECT_FALSE(printed.empty());
        }
    };
    all();
    std::thread(all).join();
}

TEST(Depth, BeyondItIsAnError) {
    for (const std::size_t depth : {400U, 100'000U}) {
        for (const std::string& text : nested(depth)) {
            const Lines found = statements(text);
            ASSERT_EQ(found.size(), 1U) << text.substr(0, 40);
            EXPECT_NE(found[0].find("R0111"), std::string::npos) << found[0];
        }
        // What never closes, and what pretends to.
        for (const char* text : {"(", "case ", "on sqlite {", "on sqlite { end;", "case (", "([",
                                 "(case end ", "array[)"}) {
            EXPECT_FALSE(statements("assert " + repeated(text, depth)).empty()) << text;
            EXPECT_FALSE(statements(repeated(text, depth)).empty()) << text;
        }
    }
}

TEST(SyntaxErrors, OfKeysOverPeriods) {
    EXPECT_EQ(statements("alter table t add foreign key (a b) references u;\n"
                         "alter table t add foreign key (period a, b) references u;\n"
                         "alter table t add foreign key (a, period b) references u (a, b);\n"
                         "alter table t add foreign key (a, period b) references u on delete "
                         "cascade;\n"
                         "alter table t add unique (a without overlaps);\n"
                         "alter table t add unique (a, b without doubles);\n"
                         "alter table t add unique (a) not enforced;\n"),
              Lines({"1:34 R0101 expected `,` or `)` after `a`, found `b`",
                     "2:32 R0101 `period` stands before the last of several columns",
                     "3:58 R0101 a foreign key has `period` on both sides or on none",
                     "4:58 R0101 a foreign key with `period` has no actions",
                     "5:37 R0101 expected `without overlaps` behind the last of several columns",
                     "6:40 R0101 expected `without overlaps` behind the last of several columns",
                     "7:34 R0101 only checks and foreign keys can be not enforced"}));
}

TEST(Depth, WhatManyStatementsLeaveOpenDoesNotAddUp) {
    const Lines found = statements(repeated("create table t (a int;\n", 400));
    EXPECT_EQ(found.size(), 400U);
    EXPECT_EQ(places(found).front(), "1:22 R0102");
}

TEST(Depth, ChainsInsideChainsAddUp) {
    const Lines found = statements("assert " + repeated("(", 100) + "a" +
                                   repeated(repeated(" or a", 400) + ")", 100) + " else 'x';");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NE(found[0].find("R0119"), std::string::npos);
}

TEST(Depth, ChainsAreLongButBounded) {
    for (const std::string_view part : {"a or ", "a and ", "a + ", "a * ", "a || ", "not ", "- "}) {
        EXPECT_EQ(statements("assert " + repeated(part, 990) + "a else 'x';"), Lines()) << part;
        const Lines found = statements("assert " + repeated(part, 20'000) + "a else 'x';");
        ASSERT_EQ(found.size(), 1U) << part;
        EXPECT_NE(found[0].find("R0119"), std::string::npos) << part;
    }
    for (const std::string_view part :
         {"::int", "[1]", " is null", " collate x", ".b", " at time zone 'x'"}) {
        const Lines found = statements("assert (a)" + repeated(part, 20'000) + " else 'x';");
        ASSERT_EQ(found.size(), 1U) << part;
        EXPECT_NE(found[0].find("R0119"), std::string::npos) << part;
    }
}

}  // namespace
}  // namespace retort::syntax
