// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/parse.h"

#include "tests/support/parsed.h"

#include <gtest/gtest.h>

namespace retort::syntax {
namespace {

using namespace schema;
using Lines = std::vector<std::string>;
using test::action;
using test::column;
using test::constraint;
using test::one;
using test::parse;
using test::texts;

// ---- headers ----------------------------------------------------------------------------------

std::optional<ParsedRevision> revision(std::string_view text, Lines* found = nullptr) {
    const source::SourceFile file{"test.mig", std::string(text)};
    Diagnostics diagnostics;
    auto parsed = parse_revision(file, 0, KeepComments::Yes, diagnostics);
    if (found != nullptr) {
        *found = test::messages(diagnostics);
    } else {
        EXPECT_EQ(test::messages(diagnostics), Lines()) << text;
    }
    return parsed;
}

TEST(ParseHeader, EveryItem) {
    const auto parsed = revision(R"(-- Why it is so.
--   indented
revision 3f2a9c1b7d04 'Add profiles';
revises 0001, '2024-01-15.a', 1e5;
created '2025-10-01T21:00:00Z';
author 'dana';
branch billing, "Odd-label";
depends on abc, other_label;
targets primary, embedded;
lock_timeout '5s';
statement_timeout '1min';
transaction off;
allow drop-column, rename because 'agreed';
upgrade {}
downgrade irreversible 'rows are gone';
)");
    ASSERT_TRUE(parsed);
    const revisions::RevisionHeader& header = parsed->revision.header;
    EXPECT_EQ(header.id.text, "3f2a9c1b7d04");
    EXPECT_EQ(header.message, "Add profiles");
    EXPECT_EQ(header.description, "Why it is so.\n  indented");
    EXPECT_EQ(texts(header.parents), Lines({"0001", "2024-01-15.a", "1e5"}));
    EXPECT_EQ(header.created, "2025-10-01T21:00:00Z");
    EXPECT_EQ(header.author, "dana");
    EXPECT_EQ(texts(header.labels), Lines({"billing", "Odd-label"}));
    EXPECT_EQ(texts(header.dependencies), Lines({"abc", "other_label"}));
    EXPECT_EQ(texts(header.targets), Lines({"primary", "embedded"}));
    EXPECT_EQ(header.lock_timeout, "5s");
    EXPECT_EQ(header.statement_timeout, "1min");
    EXPECT_TRUE(header.transaction_off);
    ASSERT_EQ(header.waivers.size(), 1U);
    EXPECT_EQ(texts(header.waivers[0].rules), Lines({"drop-column", "rename"}));
    EXPECT_EQ(header.waivers[0].reason, "agreed");
    EXPECT_TRUE(parsed->revision.has_upgrade);
    EXPECT_EQ(parsed->revision.downgrade_kind, revisions::DowngradeKind::Irreversible);
    EXPECT_EQ(parsed->revision.irreversible_reason, "rows are gone");
}

TEST(ParseHeader, DowngradesAndAbsentParts) {
    const auto merge = revision("revision m; revises a, b;");
    EXPECT_FALSE(merge->revision.has_upgrade);
    EXPECT_EQ(merge->revision.downgrade_kind, revisions::DowngradeKind::Auto);
    EXPECT_FALSE(merge->revision.downgrade_auto_written);
    EXPECT_EQ(merge->revision.header.message, "");

    const auto automatic = revision("revision a; upgrade {} downgrade auto;");
    EXPECT_TRUE(automatic->revision.downgrade_auto_written);

    const auto written = revision("revision a; upgrade { drop table t; } downgrade { select 1; }");
    EXPECT_EQ(written->revision.downgrade_kind, revisions::DowngradeKind::Written);
    EXPECT_EQ(written->revision.upgrade.size(), 1U);
    EXPECT_EQ(written->revision.downgrade.size(), 1U);
}

TEST(ParseHeader, IdentifiersThatAreKeywordsOrNumbers) {
    for (const char* id :
         {"action", "upgrade", "revision", "0001", "1e5", "007e", "12_ab", "kilo"}) {
        const auto parsed = revision("revision " + std::string(id) + "; upgrade {}");
        ASSERT_TRUE(parsed) << id;
        EXPECT_EQ(parsed->revision.header.id.text, id);
    }
    Lines found;
    (void)revision("revision 'has space'; upgrade {}", &found);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].substr(0, 5), "R0115");
    (void)revision("revision '" + std::string(33, 'a') + "'; upgrade {}", &found);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].substr(0, 5), "R0115");
}

TEST(ParseHeader, StopsAtTheBody) {
    const source::SourceFile file{"a.mig", "revision a 'm'; revises b; upgrade { not ( sql at all"};
    Diagnostics diagnostics;
    const auto header = parse_header(file, 0, diagnostics);
    EXPECT_EQ(test::messages(diagnostics), Lines());
    ASSERT_TRUE(header);
    EXPECT_EQ(header->id.text, "a");
    EXPECT_EQ(texts(header->parents), Lines({"b"}));
}

TEST(ParseHeader, ManyFilesInTheirOrder) {
    source::SourceFiles sources;
    std::vector<FileId> files;
    for (int i = 0; i < 300; ++i) {
        const std::string id = "r" + std::to_string(i);
        files.push_back(sources.add(
            {id + ".mig", i % 100 == 50 ? "nonsense;" : "revision " + id + "; upgrade { x }"}));
    }
    Diagnostics diagnostics;
    const auto headers = parse_headers(sources, files, diagnostics);
    ASSERT_EQ(headers.size(), 300U);
    EXPECT_EQ(headers[7]->id.text, "r7");
    EXPECT_EQ(headers[299]->id.text, "r299");
    EXPECT_EQ(diagnostics.error_count(), 3U);
    FileId last = 0;
    for (const diag::Diagnostic& found : diagnostics.all()) {
        EXPECT_GE(found.where.file, last);
        last = found.where.file;
    }
}

// ---- words ------------------------------------------------------------------------------------

TEST(ParseWords, WordsThatAreNotReservedAreNames) {
    for (const char* word :
         {"comment",  "type",      "name",     "value",    "index",  "author",     "status",
          "revision", "if",        "exclude",  "key",      "data",   "year",       "level",
          "date",     "timestamp", "time",     "interval", "action", "upgrade",    "reverse",
          "batches",  "view",      "sequence", "set",      "add",    "drop",       "alter",
          "rename",   "position",  "extract",  "trim",     "begin",  "by_dialect", "exists"}) {
        const std::string name(word);
        EXPECT_EQ(column(name + " int").column.name.text, word);
        EXPECT_EQ(one<DropTable>("drop table " + name + ";").name.text(), word);
        EXPECT_EQ(action<RenameColumn>("rename " + name + " to x").from.text, word);
        EXPECT_EQ(texts(one<InsertRows>("insert into t (" + name + ") values (1);").columns),
                  Lines({word}));
        EXPECT_EQ(one<CreateIndex>("create index " + name + " on t (a);").index.name.text(), word);
    }
    for (const char* word : {"comment", "type", "name", "value", "index", "status", "revision",
                             "if", "exclude", "key", "year", "date", "timestamp", "time"}) {
        EXPECT_EQ(expr_text(*constraint("check (" + std::string(word) + " > 0)").check),
                  std::string(word) + " > 0");
    }
}

TEST(ParseWords, IdentifiersAreExact) {
    EXPECT_EQ(one<DropTable>("DROP TABLE UserId;").name.text(), "UserId");
    EXPECT_EQ(one<DropTable>("drop table \"a \"\"b\"\"\";").name.text(), "a \"b\"");
    EXPECT_EQ(one<DropTable>("drop table \"select\";").name.text(), "select");
    EXPECT_EQ(one<DropTable>("drop table größe$1;").name.text(), "größe$1");
    EXPECT_EQ(one<DropTable>("drop table 日本;").name.text(), "日本");
    EXPECT_EQ(one<DropTable>("drop table \"A\".\"B\";").name.schema, "A");
}

std::string text_of(const std::string& literal) {
    return *one<CommentOn>("comment on table t is " + literal + ";").text;
}

TEST(ParseWords, Strings) {
    EXPECT_EQ(text_of("''"), "");
    EXPECT_EQ(text_of("'it''s'"), "it's");
    EXPECT_EQ(text_of("'a\\b'"), "a\\b");
    EXPECT_EQ(text_of("'two\nlines'"), "two\nlines");
    EXPECT_EQ(text_of("E'a\\n\\t\\\\\\'\\x41\\101\\u00e9\\U0001F600'"), "a\n\t\\'AAé😀");
    EXPECT_EQ(text_of("e'b'"), "b");
    EXPECT_EQ(text_of("$$it's$$"), "it's");
    EXPECT_EQ(text_of("$tag$ $$ $tag$"), " $$ ");
    EXPECT_EQ(text_of("'größe 日本'"), "größe 日本");
}

TEST(ParseWords, CommentsAndLineEnds) {
    EXPECT_EQ(one<DropTable>("/* a /* nested */ ; */ drop -- x ;\n table/**/t;--end").name.text(),
              "t");
    EXPECT_EQ(parse("drop table a;\r\n-- c\r\ndrop table b;\r\n").size(), 2U);
    EXPECT_EQ(text_of("'a\r\nb'").find("a"), 0U);
}

}  // namespace
}  // namespace retort::syntax
