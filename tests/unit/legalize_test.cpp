// SPDX-License-Identifier: Apache-2.0
#include "compiler/plan/plan.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/invert.h"
#include "compiler/syntax/parse.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace retort::plan {
namespace {

/// A database that can do little, like those that legalize exists for.
Capabilities little() {
    Capabilities can{};
    can.drop_column = true;
    can.rename_column = true;
    return can;
}

Capabilities much() {
    Capabilities can{};
    can.alter_column = can.add_constraint = can.add_any_column = true;
    can.drop_column = can.rename_column = can.rename_index = can.enum_types = true;
    can.domains = true;
    return can;
}

std::string action_text(const schema::TableAction& action) {
    if (const auto* add = std::get_if<schema::AddColumn>(&action)) {
        return "add " + add->definition.column.name.text;
    }
    if (const auto* drop = std::get_if<schema::DropColumn>(&action)) {
        return "drop " + drop->column.text;
    }
    if (const auto* rename = std::get_if<schema::RenameColumn>(&action)) {
        return "rename " + rename->from.text + " to " + rename->to.text;
    }
    return "other";
}

std::string step_text(const Step& step) {
    if (const auto* rebuild = std::get_if<RebuildTable>(&step.action)) {
        std::string text = "rebuild " + rebuild->after->name.name + ":";
        for (const ColumnCopy& copy : rebuild->copies) {
            text += " " + copy.to.text + "=" + schema::expr_text(copy.from);
        }
        return text;
    }
    const schema::Operation& operation = *std::get<revisions::OperationRef>(step.action);
    if (const auto* alter = std::get_if<schema::AlterTable>(&operation.kind)) {
        std::string text = "alter";
        for (const schema::TableAction& action : alter->actions) {
            text += " " + action_text(action);
        }
        return text;
    }
    return schema::describe(operation);
}

/// What the last statement of `sql` becomes; the ones before it set the stage.
std::vector<std::string> legal(const std::string& sql, const Capabilities& can) {
    source::SourceFile file{"test.mig", sql};
    Diagnostics diagnostics;
    std::vector<schema::Operation> operations = syntax::parse_statements(file, 0, diagnostics);
    schema::Schema schema;
    Plan plan;
    plan.revisions.emplace_back();
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const schema::Schema before = schema;
        EXPECT_TRUE(schema::apply(operations[i], schema, {}, diagnostics)) << sql;
        if (i + 1 == operations.size()) {
            plan.revisions[0].steps.push_back(
                {std::make_shared<const schema::Operation>(operations[i]), before, schema});
        }
    }
    plan = legalize(std::move(plan), can, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << sql;
    std::vector<std::string> texts;
    for (const Step& step : plan.revisions[0].steps) { texts.push_back(step_text(step)); }
    return texts;
}

using Texts = std::vector<std::string>;

const std::string kTable =
    "create table p (id integer primary key);"
    "create table t (id integer primary key, a text, b integer default 3, c integer check (c > 0));"
    "create index t_b on t (b);";

TEST(Legalize, LeavesWhatTheDatabaseCan) {
    EXPECT_EQ(legal(kTable + "alter table t alter column a set not null, drop column b;", much()),
              (Texts{"alter other drop b"}));
}

TEST(Legalize, KeepsNativeActionsApart) {
    EXPECT_EQ(legal(kTable + "alter table t add column x text, add column y integer default 1;",
                    little()),
              (Texts{"alter add x", "alter add y"}));
    EXPECT_EQ(legal(kTable + "alter table t drop column a;", little()), (Texts{"alter drop a"}));
    EXPECT_EQ(legal(kTable + "alter table t rename column a to z;", little()),
              (Texts{"alter rename a to z"}));
    EXPECT_EQ(legal(kTable + "alter table t add column p_id integer references p (id);", little()),
              (Texts{"alter add p_id"}));
    EXPECT_EQ(legal(kTable + "alter table t add column f boolean not null default true;", little()),
              (Texts{"alter add f"}));
}

TEST(Legalize, OneRebuildForOneStatement) {
    const std::string copies = "rebuild t: id=id a=a b=b c=c";
    for (const std::string change :
         {"alter column a set not null", "alter column b drop default",
          "add column d timestamptz default now()", "add column d integer unique",
          "add column d integer default 1 references p (id)", "add column d serial",
          "add constraint u unique (a), alter column a set not null, add column e text",
          "add column g integer generated always as (b + 1) stored"}) {
        EXPECT_EQ(legal(kTable + "alter table t " + change + ";", little()), (Texts{copies}))
            << change;
    }
}

TEST(Legalize, DropsByRebuildWhereSomethingUsesTheColumn) {
    EXPECT_EQ(legal(kTable + "alter table t drop column b;", little()),
              (Texts{"rebuild t: id=id a=a c=c"}));
    EXPECT_EQ(legal(kTable + "alter table t drop column c;", little()),
              (Texts{"rebuild t: id=id a=a b=b"}));
}

TEST(Legalize, RenamesNativelyBeforeARebuild) {
    EXPECT_EQ(legal(kTable + "alter table t rename column a to z, alter column z set not null;",
                    little()),
              (Texts{"alter rename a to z", "rebuild t: id=id z=z b=b c=c"}));
    Capabilities nothing{};
    EXPECT_EQ(
        legal(
            kTable +
                "alter table t rename column a to z, alter column z type integer using z::integer;",
            nothing),
        (Texts{"rebuild t: id=id z=a::integer::integer b=b c=c"}));
}

TEST(Legalize, CastsWhereTheTypeChanges) {
    EXPECT_EQ(legal(kTable + "alter table t alter column b type text;", little()),
              (Texts{"rebuild t: id=id a=a b=b::text c=c"}));
}

TEST(Legalize, EnumsFollowTheirValues) {
    const std::string start =
        "create type m as enum ('x', 'y'); create table e (id integer primary key, v m, n text);"
        "create table f (id integer primary key);";
    EXPECT_EQ(legal(start + "alter type m add value 'z';", little()),
              (Texts{"rebuild e: id=id v=v n=n"}));
    EXPECT_EQ(legal(start + "alter type m rename value 'x' to 'w';", little()),
              (Texts{"rebuild e: id=id v=case v when 'x' then 'w' else v end n=n"}));
    EXPECT_EQ(legal(start + "alter type m drop value 'x' replace with 'y';", little()),
              (Texts{"rebuild e: id=id v=case v when 'x' then 'y' else v end n=n"}));
    const std::string array = "create type m as enum ('x', 'y'); create table e (v m[]);";
    EXPECT_EQ(legal(array + "alter type m add value 'z';", little()), Texts{});
    EXPECT_EQ(legal(array + "alter type m rename value 'x' to 'w';", little()),
              (Texts{"rebuild e: v=array_replace(e.v, 'x', 'w')"}));
    EXPECT_EQ(legal(array + "alter type m drop value 'x';", little()), (Texts{"rebuild e: v=v"}));
    EXPECT_EQ(legal(start + "create type k as enum ('a');", little()), Texts{});
    EXPECT_EQ(legal("create type k as enum ('a'); drop type k;", little()), Texts{});
}

TEST(Legalize, LeavesCommentsToTheDialect) {
    EXPECT_EQ(legal(kTable + "comment on table t is 'x';", little()), (Texts{"comment on \"t\""}));
}

TEST(Legalize, CascadesRebuildTheOtherTable) {
    EXPECT_EQ(
        legal(
            "create table p (id integer primary key); create table c (id integer primary key, p_id "
            "integer references p (id)); drop table p cascade;",
            little()),
        (Texts{"rebuild c: id=id p_id=p_id", "drop table \"p\""}));
}

TEST(Legalize, IndexesAreMadeAnewUnderAnotherName) {
    const Texts steps = legal(kTable + "alter index t_b rename to t_bee;", little());
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_NE(steps[0].find("drop index"), std::string::npos);
    EXPECT_NE(steps[1].find("create index"), std::string::npos);
}

}  // namespace
}  // namespace retort::plan
