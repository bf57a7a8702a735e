// SPDX-License-Identifier: Apache-2.0
#include "dialects/sql_writer.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/sql_text.h"

#include <gtest/gtest.h>

namespace retort::dialects {
namespace {

using postgresql::kQuoting;

constexpr QuotingRules kPlainRules{[](std::string_view) { return false; }, false, true};

TEST(SqlWriter, NamesStayBareOnlyWhereNothingCanMisreadThem) {
    EXPECT_EQ(quote_name("users", kQuoting), "users");
    EXPECT_EQ(quote_name("_x1", kQuoting), "_x1");
    EXPECT_EQ(quote_name("user", kQuoting), "\"user\"");
    EXPECT_EQ(quote_name("UserId", kQuoting), "\"UserId\"");
    EXPECT_EQ(quote_name("1st", kQuoting), "\"1st\"");
    EXPECT_EQ(quote_name("a b", kQuoting), "\"a b\"");
    EXPECT_EQ(quote_name("größe", kQuoting), "\"größe\"");
    EXPECT_EQ(quote_name("a\"b", kQuoting), "\"a\"\"b\"");
    EXPECT_EQ(quote_name("", kQuoting), "\"\"");
    EXPECT_EQ(quote_name("x\"; drop table y; --", kQuoting), "\"x\"\"; drop table y; --\"");
}

TEST(SqlWriter, WordsThatAnyVersionReservesAreQuoted) {
    EXPECT_EQ(quote_name("system_user", kQuoting), "\"system_user\"");  // since 16
    EXPECT_EQ(quote_name("json_table", kQuoting), "\"json_table\"");    // since 17
    EXPECT_EQ(quote_name("left", kQuoting), "\"left\"");
    EXPECT_EQ(quote_name("timestamp", kQuoting), "\"timestamp\"");
    EXPECT_EQ(quote_name("status", kQuoting), "status");
    EXPECT_EQ(quote_name("value", kQuoting), "value");
}

TEST(SqlWriter, LiteralsMeanTheSameWhateverTheServersSettings) {
    EXPECT_EQ(quote_string("it's", kQuoting), "'it''s'");
    EXPECT_EQ(quote_string("100%", kQuoting), "'100%'");
    EXPECT_EQ(quote_string("a\\b", kQuoting), "E'a\\\\b'");
    EXPECT_EQ(quote_string("a\\'b", kQuoting), "E'a\\\\''b'");
    EXPECT_EQ(quote_string("a\nb", kQuoting), "'a\nb'");
    EXPECT_EQ(quote_string("a\r\nb", kQuoting), "E'a\\r\nb'");
    EXPECT_EQ(quote_string("a\tb\x01", kQuoting), "E'a\\tb\\x01'");
    EXPECT_EQ(quote_string("$$ -- /* ü", kQuoting), "'$$ -- /* ü'");
    EXPECT_EQ(quote_string("a\\b", kPlainRules), "'a\\b'");
    EXPECT_EQ(quote_string("a\rb", kPlainRules), "('a' || char(13) || 'b')");
}

TEST(SqlWriter, DollarQuotesUseATagThatTheBodyLacks) {
    EXPECT_EQ(dollar_quote("x", "sql"), "$sql$x$sql$");
    EXPECT_EQ(dollar_quote("x $sql$ y", "sql"), "$sql_2$x $sql$ y$sql_2$");
    // `$sql` at the very end would meet the closing `$`.
    EXPECT_EQ(dollar_quote("x $sql", "sql"), "$sql_2$x $sql$sql_2$");
}

TEST(SqlWriter, CommentsCannotBeEscaped) {
    EXPECT_EQ(comment_line("a\rDROP TABLE x"), "a DROP TABLE x");
    EXPECT_EQ(comment_line("a\nb\tc"), "a b c");
    EXPECT_EQ(comment_line("a\xc2\x85"
                           "b\xe2\x80\xa8"
                           "c"),
              "a b c");
    EXPECT_EQ(comment_line("größe ✓"), "größe ✓");
}

TEST(SqlWriter, BuildsStatements) {
    SqlWriter out(kQuoting);
    out.raw("ALTER TABLE ").name(QualifiedName("Sales", "order")).raw(" ADD UNIQUE ");
    out.names({Name("a"), Name("B")});
    EXPECT_EQ(out.text(), "ALTER TABLE \"Sales\".\"order\" ADD UNIQUE (a, \"B\")");
}

TEST(SqlText, StatementsEndOnlyAtTheirSemicolon) {
    const auto texts = [](std::string_view sql) {
        std::vector<std::string> result;
        for (const auto& one : postgresql::split_statements(sql)) { result.push_back(one.text); }
        return result;
    };
    using List = std::vector<std::string>;
    EXPECT_EQ(texts("select 1; select 2;"), (List{"select 1", "select 2"}));
    EXPECT_EQ(texts("select ';' || E'\\';' ; -- ; no\nselect \";\""),
              (List{"select ';' || E'\\';'", "-- ; no\nselect \";\""}));
    EXPECT_EQ(texts("do $x$ a; b; $x$; c"), (List{"do $x$ a; b; $x$", "c"}));
    EXPECT_EQ(texts("create rule r as on insert to t do (a; b); c").size(), 2U);
    EXPECT_EQ(texts("create function f() returns int begin atomic select case when 1=1 then 1 end; "
                    "select 2; end; select 3")
                  .size(),
              2U);
    EXPECT_EQ(texts(" ;; -- nothing\n").size(), 0U);
    EXPECT_EQ(texts("/* a /* b; */ ; */ select 1").size(), 1U);
}

TEST(SqlText, KnowsWhatNoTransactionCanHold) {
    const auto inside = [](std::string_view sql) {
        return postgresql::is_transactional(postgresql::split_statements(sql).front());
    };
    EXPECT_FALSE(inside("vacuum full t"));
    EXPECT_FALSE(inside("create unique index concurrently i on t (a)"));
    EXPECT_FALSE(inside("drop index concurrently i"));
    EXPECT_FALSE(inside("reindex index concurrently i"));
    EXPECT_FALSE(inside("create database d"));
    EXPECT_FALSE(inside("alter system set x = 1"));
    EXPECT_FALSE(inside("alter table t detach partition p concurrently"));
    EXPECT_TRUE(inside("refresh materialized view concurrently v"));
    EXPECT_TRUE(inside("create table concurrently_done (a int)"));
    EXPECT_TRUE(inside("reindex table t"));
    EXPECT_TRUE(inside("select 'vacuum'"));
}

TEST(SqlText, KeepsPsqlFromReadingItsOwnSyntax) {
    EXPECT_EQ(postgresql::protect_colons("select a[1:n], x::text, ':n', y:=1"),
              "select a[1: n], x::text, ':n', y:=1");
    EXPECT_TRUE(postgresql::has_stray_backslash("select 1 \\echo x"));
    EXPECT_FALSE(postgresql::has_stray_backslash("select '\\', $$\\$$, E'\\\\' -- \\"));
}

TEST(SqlText, FindsANewEnumValue) {
    const auto added = [](std::string_view sql) {
        return postgresql::added_enum_literal(postgresql::split_statements(sql).front());
    };
    EXPECT_EQ(added("alter type mood add value if not exists 'sad' after 'ok'"), "'sad'");
    EXPECT_EQ(added("alter type mood rename value 'a' to 'b'"), "");
}

}  // namespace
}  // namespace retort::dialects
