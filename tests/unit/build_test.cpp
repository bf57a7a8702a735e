// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/build.h"

#include "compiler/syntax/parse.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace retort::schema {
namespace {

Schema build(const std::string& text, Diagnostics& diagnostics) {
    const source::SourceFile file{"t.mig", text};
    std::vector<Operation> operations = syntax::parse_statements(file, 0, diagnostics);
    return build_schema(std::move(operations), {}, diagnostics);
}

std::string numbered(const std::string& before, int number, const std::string& after) {
    return before + std::to_string(number) + after;
}

TEST(BuildSchema, TheOrderOfStatementsDoesNotMatter) {
    std::string forwards;
    std::string backwards;
    for (int i = 0; i < 300; ++i) {
        const std::string statement = numbered(
            "create table t", i,
            i == 0 ? " (id integer primary key);\n"
                   : numbered(" (id integer primary key, up integer references t", i / 2, ");\n"));
        forwards += statement;
        backwards.insert(0, statement);
    }
    Diagnostics diagnostics;
    const Schema one = build(forwards, diagnostics);
    const Schema other = build(backwards, diagnostics);
    EXPECT_TRUE(diagnostics.empty());
    EXPECT_EQ(one.tables.size(), 300U);
    EXPECT_TRUE(one == other);
}

TEST(BuildSchema, AllMistakesAreToldAndTheFirstGetHelp) {
    std::string text = "create table items (id integer);\n";
    for (int i = 0; i < 250; ++i) { text += numbered("create index i", i, " on itmes (id);\n"); }
    for (int i = 0; i < 250; ++i) {
        text += numbered("create index j", i, numbered(" on item", i, " (id);\n"));
    }
    Diagnostics diagnostics;
    const Schema schema = build(text, diagnostics);
    EXPECT_EQ(schema.tables.size(), 1U);
    // Of one missing table only the first mention is told.
    EXPECT_EQ(diagnostics.error_count(), 251U);
    EXPECT_EQ(diagnostics.all().front().help_text, "did you mean \"items\"?");
    EXPECT_EQ(diagnostics.all().back().help_text, "");
}

}  // namespace
}  // namespace retort::schema
