// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply.h"

#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

namespace retort::schema {
namespace {

using Lines = std::vector<std::string>;
using test::errors_of;

Schema schema_of(std::string_view text) {
    Schema schema;
    Diagnostics diagnostics;
    test::run(text, schema, diagnostics);
    EXPECT_EQ(test::messages(diagnostics), Lines());
    return schema;
}

TEST(Apply, BuildsATableWithEverythingOnIt) {
    const Schema schema = schema_of(
        "create table users (id serial primary key, email varchar(20) not null unique, boss "
        "integer "
        "references users);");
    const Table* users = schema.find_table(QualifiedName("users"));
    ASSERT_NE(users, nullptr);
    EXPECT_EQ(users->columns.size(), 3U);
    EXPECT_TRUE(users->refuses_nulls("id"));
    EXPECT_TRUE(users->refuses_nulls("email"));
    ASSERT_NE(users->primary_key(), nullptr);
    EXPECT_EQ(users->constraints[2].referenced_columns, std::vector<Name>{Name("id")});
    EXPECT_EQ(schema.find_index_owner(QualifiedName("users_email_key")), users);
    EXPECT_NE(schema.find_sequence(QualifiedName("users_id_seq")), nullptr);
}

TEST(Apply, ReportsWhatIsNotThere) {
    EXPECT_EQ(errors_of("drop table t;"), Lines{"R0301 there is no table \"t\" here"});
    EXPECT_EQ(errors_of("create table t (a integer); alter table t drop column b;"),
              Lines{"R0302 table \"t\" has no column \"b\""});
    EXPECT_EQ(errors_of("create table t (a integer, check (b > 0));"),
              Lines{"R0302 table \"t\" has no column \"b\""});
    EXPECT_EQ(
        errors_of("create table t (a integer); create index i on t (lower(b)) where c = 1;"),
        (Lines{"R0302 table \"t\" has no column \"b\"", "R0302 table \"t\" has no column \"c\""}));
    EXPECT_EQ(errors_of("create table t (a integer); alter table t drop constraint c;"),
              Lines{"R0305 table \"t\" has no constraint \"c\""});
    EXPECT_EQ(errors_of("drop index i;"), Lines{"R0307 there is no index \"i\" here"});
    EXPECT_EQ(errors_of("drop type m;"), Lines{"R0308 there is no type \"m\" here"});
    EXPECT_EQ(errors_of("drop view v;"), Lines{"R0309 there is no view \"v\" here"});
    EXPECT_EQ(errors_of("create table t (a integer); update t set a = 1 where b = 2 reverse "
                        "nothing;"),
              Lines{"R0302 table \"t\" has no column \"b\""});
}

TEST(Apply, SaysWhatBecameOfIt) {
    Schema schema;
    Diagnostics diagnostics;
    test::run(
        "create table users (a integer); alter table users rename to people; drop table "
        "users;",
        schema, diagnostics);
    ASSERT_EQ(diagnostics.all().size(), 1U);
    EXPECT_EQ(diagnostics.all()[0].notes.at(0).text, "it was renamed to \"people\" here");
    EXPECT_EQ(diagnostics.all()[0].help_text, "use its new name, `people`");
}

TEST(Apply, OffersTheNearestName) {
    Schema schema;
    Diagnostics diagnostics;
    test::run("create table users (a integer); drop table usres;", schema, diagnostics);
    ASSERT_EQ(diagnostics.all().size(), 1U);
    EXPECT_EQ(diagnostics.all()[0].help_text, "did you mean \"users\"?");
}

TEST(Apply, ReportsOneMistakeOnce) {
    EXPECT_EQ(errors_of("alter table t add column a integer; alter table t add column b integer; "
                        "drop table t;"),
              Lines{"R0301 there is no table \"t\" here"});
    EXPECT_EQ(
        errors_of("create table t (a integer, constraint c check (b > 0)); alter table t drop "
                  "constraint c;"),
        Lines{"R0302 table \"t\" has no column \"b\""});
}

TEST(Apply, NamesAreTakenOnce) {
    EXPECT_EQ(errors_of("create table t (a integer); create table t (b integer);"),
              Lines{"R0303 \"t\" is already the name of a table"});
    EXPECT_EQ(errors_of("create table t (a integer primary key); create table t_pkey (b integer);"),
              Lines{"R0303 \"t_pkey\" is already the name of a constraint's index of table \"t\""});
    EXPECT_EQ(errors_of("create table t (a integer); create view t as select 1;"),
              Lines{"R0303 \"t\" is already the name of a table"});
    EXPECT_EQ(errors_of("create table t (a serial); create sequence t_a_seq;"),
              Lines{"R0303 \"t_a_seq\" is already the name of a sequence"});
    EXPECT_EQ(errors_of("create type m as enum ('a'); create table m (a integer);"),
              Lines{"R0303 \"m\" is already the name of an enum"});
    EXPECT_EQ(errors_of("create table t (a integer, a text);"),
              Lines{"R0304 table \"t\" already has a column \"a\""});
    EXPECT_EQ(
        errors_of("create table t (a integer, constraint c check (a > 0), constraint c unique "
                  "(a));"),
        Lines{"R0306 table \"t\" already has a constraint \"c\""});
    EXPECT_EQ(errors_of("create table t (a integer primary key, b integer primary key);"),
              Lines{"R0313 table \"t\" already has a primary key"});
}

TEST(Apply, ForeignKeysNeedAKeyOnTheOtherSide) {
    EXPECT_EQ(errors_of("create table a (x integer); create table b (x integer references a);"),
              Lines{"R0316 table \"a\" has no primary key that a foreign key could refer to"});
    EXPECT_EQ(errors_of("create table a (x integer); create table b (x integer references a (x));"),
              Lines{"R0314 a foreign key refers to column \"x\", which is not unique in table "
                    "\"a\""});
    EXPECT_EQ(errors_of("create table a (x integer); create unique index on a (x); create table b "
                        "(x integer references a (x));"),
              Lines());
    EXPECT_EQ(errors_of("create table a (x integer, y integer, primary key (x, y)); create table b "
                        "(x integer references a);"),
              Lines{"R0315 column \"x\" refer to columns \"x\", \"y\": a foreign key needs as many "
                    "columns on both sides"});
    EXPECT_EQ(errors_of("create table a (x uuid primary key); create table b (x integer references "
                        "a);"),
              Lines{"R0501 column \"x\" is integer, but the referenced column \"a.x\" is uuid"});
}

TEST(Apply, KeysOverPeriodsServePeriods) {
    const std::string key =
        "create table a (x integer, y daterange, constraint u unique (x, y "
        "without overlaps)); ";
    const std::string table = "create table b (x integer, y daterange, constraint f foreign key ";
    EXPECT_EQ(errors_of(key + table + "(x, period y) references a (x, period y));"), Lines());
    EXPECT_EQ(
        errors_of(key + table + "(x, y) references a (x, y));"),
        Lines{"R0314 a foreign key refers to columns \"x\", \"y\", which is not unique in table "
              "\"a\""});
    EXPECT_EQ(
        errors_of("create table a (x integer, y daterange, z daterange, unique (x, y, z "
                  "without overlaps)); create table b (x integer, y daterange, z daterange, "
                  "foreign key (x, z, period y) references a (x, z, period y));"),
        Lines{"R0314 a foreign key refers to columns \"x\", \"z\", \"y\", which is not unique "
              "in table \"a\""});
    const std::string two = key + "alter table a add constraint w unique (x, y); " + table;
    EXPECT_EQ(errors_of(two + "(x, y) references a (x, y)); alter table a drop constraint w;"),
              Lines{"R0312 constraint \"w\" is still used by foreign key \"f\" of table \"b\""});
    EXPECT_EQ(errors_of(two + "(x, period y) references a (x, period y)); alter table a drop "
                              "constraint w;"),
              Lines());
    EXPECT_EQ(errors_of(key + "create unique index w on a (x, y); " + table +
                        "(x, y) references a (x, y)); drop index w;"),
              Lines{"R0312 index \"w\" is still used by foreign key \"f\" of table \"b\""});
    EXPECT_EQ(errors_of("create table a (x integer, y integer, unique (x, y without overlaps));"),
              Lines{"R0323 \"y\" is a column of type integer, not of a range type"});
}

TEST(Apply, WhatIsNotEnforcedIsNotValidated) {
    const std::string check =
        "create table t (a integer, b integer references t (a) not enforced, "
        "unique (a), constraint c check (a > 0) not enforced); alter table t ";
    EXPECT_EQ(errors_of(check + "validate constraint c;"),
              Lines{"R0323 \"c\" is a constraint that is not enforced, not one that can be "
                    "validated"});
    EXPECT_EQ(
        errors_of(check + "alter constraint c enforced;"),
        Lines{"R0323 \"c\" is no foreign key, not a constraint whose enforcement can change"});
    EXPECT_EQ(errors_of(check + "alter constraint t_b_fkey enforced;"), Lines());
}

TEST(Apply, WhatIsUsedStays) {
    const std::string two =
        "create table a (x integer primary key, y integer); create table b (x integer references "
        "a); ";
    EXPECT_EQ(errors_of(two + "drop table a;"),
              Lines{"R0312 table \"a\" is still used by foreign key \"b_x_fkey\" of table \"b\""});
    EXPECT_EQ(errors_of(two + "drop table a cascade;"), Lines());
    EXPECT_EQ(errors_of(two + "alter table a drop column x;"),
              Lines{"R0312 column \"a.x\" is still used by foreign key \"b_x_fkey\" of table "
                    "\"b\""});
    EXPECT_EQ(errors_of(two + "alter table a drop constraint a_pkey;"),
              Lines{"R0312 constraint \"a_pkey\" is still used by foreign key \"b_x_fkey\" of "
                    "table \"b\""});
    EXPECT_EQ(errors_of(two + "create view v as select q.y from a q; alter table a drop column y;"),
              Lines{"R0312 column \"a.y\" is still used by view \"v\""});
    EXPECT_EQ(
        errors_of(two + "create view v as select q.x as y from a q; alter table a drop column "
                        "y;"),
        Lines());
    EXPECT_EQ(errors_of("create type m as enum ('a'); create table t (c m); drop type m;"),
              Lines{"R0312 enum \"m\" is still used by column \"t.c\""});
    EXPECT_EQ(
        errors_of("create table t (a integer, b integer generated always as (a) stored); alter "
                  "table t drop column a;"),
        Lines{"R0312 column \"t.a\" is still used by the generated column \"b\""});
    EXPECT_EQ(errors_of("create schema s; create table s.t (a integer); drop schema s;"),
              Lines{"R0312 schema \"s\" is still used by table \"s.t\""});
}

TEST(Apply, ADroppedColumnTakesItsOwnAlong) {
    const Schema schema = schema_of(
        "create table t (a integer, b integer, check (a > b), unique (a, b)); create index i on t "
        "(a, b); alter table t drop column b;");
    const Table* table = schema.find_table(QualifiedName("t"));
    EXPECT_TRUE(table->constraints.empty());
    EXPECT_TRUE(table->indexes.empty());
    EXPECT_TRUE(schema.index_owners.empty());
}

TEST(Apply, ARenameIsFollowedEverywhere) {
    const Schema schema = schema_of(
        "create table t (a integer primary key, b text check (b <> ''), c text generated always as "
        "(upper(b)) stored); create index i on t (lower(b)) where b is not null; create table u (a "
        "integer references t (a)); create view v as select t.b, x.a from t, u x; alter table t "
        "rename column b to beta; alter table t rename column a to alpha; alter table t rename to "
        "tt;");
    const Table* table = schema.find_table(QualifiedName("tt"));
    ASSERT_NE(table, nullptr);
    EXPECT_EQ(expr_text(*table->find_constraint("t_b_check")->check), "beta <> ''");
    EXPECT_EQ(expr_text(table->find_column("c")->generated->expression), "upper(beta)");
    EXPECT_EQ(expr_text(*table->indexes[0].where), "beta is not null");
    const Table* other = schema.find_table(QualifiedName("u"));
    EXPECT_EQ(other->constraints[0].referenced_table, QualifiedName("tt"));
    EXPECT_EQ(other->constraints[0].referenced_columns, std::vector<Name>{Name("alpha")});
    const CodeObjectState* view =
        schema.find_code_object(CodeKind::View, {}, QualifiedName("v"), {});
    EXPECT_EQ(view->object.definition, "as select tt.beta as b, x.a from tt, u x");
}

TEST(Apply, EnumLiteralsAreChecked) {
    const std::string enums = "create type mood as enum ('ok', 'sad'); ";
    EXPECT_EQ(errors_of(enums + "create table t (a mood default 'okay');"),
              Lines{"R0310 enum \"mood\" has no value \"okay\""});
    EXPECT_EQ(errors_of(enums + "create table t (a mood); insert into t (a) values ('oh');"),
              Lines{"R0310 enum \"mood\" has no value \"oh\""});
    EXPECT_EQ(errors_of(enums + "create table t (a mood check (a <> 'bad'));"),
              Lines{"R0310 enum \"mood\" has no value \"bad\""});
    EXPECT_EQ(errors_of(enums + "create table t (a mood); update t set a = 'ok' where a in ('sad', "
                                "'mad') reverse nothing;"),
              Lines{"R0310 enum \"mood\" has no value \"mad\""});
}

TEST(Apply, DefaultsCannotUseColumns) {
    EXPECT_EQ(errors_of("create table t (a text default active);"),
              Lines{"R0502 the default of column \"a\" uses column \"active\""});
}

TEST(Apply, RowsFitTheirColumns) {
    EXPECT_EQ(errors_of("create table t (a integer, b integer); insert into t (a, b) values (1), "
                        "(1, 2);"),
              Lines{"R0321 this row has 1 value, but 2 columns are named"});
    EXPECT_EQ(errors_of("create table t (a integer, b integer); insert into t (a) values (1);"),
              Lines());
}

TEST(Apply, IfExistsAndIfNotExistsDoNothingWhereTheyNeedNot) {
    Schema schema = schema_of("create table t (a integer);");
    Diagnostics diagnostics;
    std::vector<Operation> all = test::statements(
        "create table if not exists t (b integer); drop table if exists u; alter table t add "
        "column "
        "if not exists a text, drop column if exists z; create table if not exists v (a integer);",
        diagnostics);
    ASSERT_EQ(all.size(), 4U);
    EXPECT_FALSE(prune(all[0], schema));
    EXPECT_FALSE(prune(all[1], schema));
    EXPECT_FALSE(prune(all[2], schema));
    EXPECT_TRUE(prune(all[3], schema));
}

TEST(Flatten, OpensBlocksAndChoosesArms) {
    const source::SourceFile file{
        "x.mig",
        "on postgresql { create table a (x by_dialect(postgresql => tsvector, sqlite => text)); on "
        "sqlite { drop table a; } } on sqlite { create table b (x integer); } execute { sqlite $$ "
        "select 1 $$; }; execute $$ select 2 $$;"};
    Diagnostics diagnostics;
    const std::vector<Operation> all =
        flatten(syntax::parse_statements(file, 0, diagnostics), "postgresql", diagnostics);
    EXPECT_EQ(test::messages(diagnostics), Lines());
    ASSERT_EQ(all.size(), 2U);
    const auto& table = std::get<CreateTable>(all[0].kind);
    EXPECT_EQ(std::get<ColumnDefinition>(table.elements[0]).column.type.kind, TypeKind::Tsvector);
}

TEST(Flatten, AMissingArmIsAnError) {
    EXPECT_EQ(errors_of("create table a (x by_dialect(sqlite => text));"),
              Lines{"R0503 this `by_dialect` says nothing for postgresql"});
}

TEST(Snapshots, KeepWhatTheySaw) {
    Schema schema = schema_of("create table t (a integer);");
    const Schema before = schema;
    Diagnostics diagnostics;
    test::run("alter table t add column b integer; create index i on t (b);", schema, diagnostics);
    EXPECT_EQ(before.find_table(QualifiedName("t"))->columns.size(), 1U);
    EXPECT_EQ(
        list_differences(before, schema, true),
        (Lines{"table \"t\": column \"b\" is left over", "table \"t\": index \"i\" is left over"}));
}

}  // namespace
}  // namespace retort::schema
