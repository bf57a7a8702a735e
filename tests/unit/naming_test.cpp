// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/naming.h"

#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

namespace retort::schema {
namespace {

std::vector<std::string> names_of(std::string_view text, const NamingRules& rules = {}) {
    Schema schema;
    Diagnostics diagnostics;
    test::run(text, schema, diagnostics, rules);
    std::vector<std::string> names = test::messages(diagnostics);
    schema.tables.for_each([&](const QualifiedName&, const Shared<Table>& table) {
        for (const Constraint& each : table->constraints) { names.push_back(each.name.text); }
        for (const Index& each : table->indexes) { names.push_back(each.name.name); }
    });
    schema.sequences.for_each(
        [&](const QualifiedName& name, const Shared<Sequence>&) { names.push_back(name.name); });
    return names;
}

using Names = std::vector<std::string>;

TEST(Naming, FollowsPostgresql) {
    EXPECT_EQ(names_of("create table t (a serial primary key, b text unique, c integer check (c > "
                       "0), check (a > c), foreign key (c) references t);"),
              (Names{"t_pkey", "t_b_key", "t_c_check", "t_check", "t_c_fkey", "t_a_seq"}));
    EXPECT_EQ(names_of("create table t (a text, b text); create index on t (a, lower(b)); create "
                       "index on t ((a || b)) include (b); create index on t (a, lower(b)); create "
                       "index on t ((a::integer)); create index on t (lower(a), lower(b));"),
              (Names{"t_a_lower_idx", "t_expr_b_idx", "t_a_lower_idx1", "t_a_idx",
                     "t_lower_lower1_idx"}));
}

TEST(Naming, NumbersWhatWouldRepeat) {
    EXPECT_EQ(names_of("create table t (a integer check (a > 0) check (a < 9), unique (a), unique "
                       "(a) include (b), b integer, unique (b, a));"),
              (Names{"t_a_check", "t_a_check1", "t_a_key", "t_a_b_key", "t_b_a_key"}));
}

TEST(Naming, ShortensAsPostgresqlDoes) {
    const std::string a(40, 'a');
    const std::string b(40, 'b');
    EXPECT_EQ(names_of("create table " + a + " (" + b + " integer unique check (" + b + " > 0));"),
              (Names{std::string(29, 'a') + "_" + std::string(29, 'b') + "_key",
                     std::string(28, 'a') + "_" + std::string(28, 'b') + "_check"}));
}

TEST(Naming, MergesAKeyThatIsSaidTwice) {
    EXPECT_EQ(names_of("create table t (a integer primary key unique);"), Names{"t_pkey"});
    EXPECT_EQ(names_of("create table t (a integer unique primary key, unique (a));"),
              Names{"t_pkey"});
}

TEST(Naming, OwnRulesFillTheirPlaceholders) {
    NamingRules rules;
    rules.primary_key = "pk_{table}";
    rules.foreign_key = "fk_{table}_{column}_{referred_table}";
    rules.index = "ix_{table}_{columns}";
    EXPECT_EQ(names_of("create table u (id integer primary key); create table t (a integer, b "
                       "integer references u); create index on t (a, b);",
                       rules),
              (Names{"fk_t_b_u", "ix_t_a_b", "pk_u"}));
}

TEST(Naming, ShortNamesHashTheWhole) {
    EXPECT_EQ(shorten_identifier("users"), "users");
    EXPECT_EQ(shorten_identifier(std::string(64, 'a')), std::string(52, 'a') + "_77qfj7t24d");
    EXPECT_EQ(shorten_identifier(std::string(64, 'a') + "x"), std::string(52, 'a') + "_2snnuatbrj");
    EXPECT_EQ(
        shorten_identifier("ix_very_long_table_name_very_long_table_name_very_long_table_name_"
                           "customer_id_created_at"),
        "ix_very_long_table_name_very_long_table_name_very_lo_siagjy34ni");
    std::string accents;
    for (int i = 0; i < 40; ++i) { accents += "\xc3\xa9"; }
    EXPECT_EQ(shorten_identifier(accents), accents.substr(0, 52) + "_qt7c4a6vbx");
}

}  // namespace
}  // namespace retort::schema
