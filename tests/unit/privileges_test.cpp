// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/privileges.h"

#include "compiler/schema/changes.h"
#include "compiler/schema/invert.h"
#include "compiler/syntax/print.h"
#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

namespace retort::schema {
namespace {

// ---- reading --------------------------------------------------------------------------------

PrivilegeStatement read(std::string_view text) {
    const bool revoke = text.starts_with("revoke ");
    const auto found =
        read_privileges(Grant{revoke, std::string(text.substr(text.find(' ') + 1)), "public"});
    EXPECT_TRUE(found.has_value()) << text;
    return found.value_or(PrivilegeStatement());
}

bool is_read(std::string_view text) {
    const bool revoke = text.starts_with("revoke ");
    return read_privileges(Grant{revoke, std::string(text.substr(text.find(' ') + 1)), "public"})
        .has_value();
}

using Part = PrivilegeStatement::Part;
using Object = PrivilegeStatement::Object;

TEST(ReadPrivileges, KnowsPartsObjectsAndRoles) {
    const PrivilegeStatement found = read(
        "grant SELECT, update (Email, \"Age\"), insert on table People, app.\"T\" to public, "
        "group Bob, \"Ann\", current_user with grant option");
    EXPECT_EQ(found.parts,
              (std::vector<Part>{{"select", {}}, {"update", {"email", "Age"}}, {"insert", {}}}));
    EXPECT_EQ(found.kind, SecuredKind::Relation);
    EXPECT_EQ(found.objects, (std::vector<Object>{{QualifiedName("people"), {}},
                                                  {QualifiedName("app", "T"), {}}}));
    EXPECT_EQ(found.grantees,
              (std::vector<std::string>{"public", "bob", "\"Ann\"", "current_user"}));
    EXPECT_TRUE(found.option);
    EXPECT_FALSE(found.revoke);
}

TEST(ReadPrivileges, TellsKeyWordsFromNames) {
    const PrivilegeStatement found = read("grant select on \"select\", \"to\" to \"from\"");
    EXPECT_EQ(found.parts, std::vector<Part>{(Part{"select", {}})});
    EXPECT_EQ(found.objects,
              (std::vector<Object>{{QualifiedName("select"), {}}, {QualifiedName("to"), {}}}));
    EXPECT_EQ(found.grantees, std::vector<std::string>{"\"from\""});
    EXPECT_EQ(read("grant select on type to bob").kind, SecuredKind::Relation);
    EXPECT_EQ(read("grant usage on type \"to\" to bob").kind, SecuredKind::Type);
    EXPECT_EQ(read("grant select on schema, t to bob").objects[0].name.name, "schema");
    EXPECT_EQ(read("grant select on function.t to bob").objects[0].name.schema, "function");
}

TEST(ReadPrivileges, KnowsEveryKindOfObject) {
    EXPECT_EQ(read("revoke usage on sequence s from bob").kind, SecuredKind::Sequence);
    EXPECT_EQ(read("revoke usage on schema s from bob").kind, SecuredKind::Schema);
    EXPECT_EQ(read("revoke usage on domain d from bob").kind, SecuredKind::Type);
    EXPECT_EQ(read("revoke temp on database d from bob").parts[0].privilege, "temporary");
    EXPECT_EQ(read("revoke usage on language c from bob").kind, SecuredKind::Language);
    EXPECT_EQ(read("revoke all on all tables in schema a, b from bob").objects.size(), 2U);
    EXPECT_EQ(read("revoke all on all routines in schema a from bob").kind, SecuredKind::Routine);
    EXPECT_TRUE(read("revoke all privileges on all sequences in schema a from b").all_in_schema);
    const PrivilegeStatement role = read("grant a, \"B\" to c with admin option");
    EXPECT_EQ(role.kind, SecuredKind::Role);
    EXPECT_TRUE(role.option);
    EXPECT_TRUE(read("revoke admin option for a from b cascade").option);
    EXPECT_TRUE(read("revoke grant option for select on t from b restrict").option);
}

TEST(ReadPrivileges, TellsRoutinesApartByTheirTypes) {
    const PrivilegeStatement found = read(
        "grant execute on function f(a integer, out b text, c character varying(3)[] default "
        "'{}'), app.g(), h to bob");
    ASSERT_EQ(found.objects.size(), 3U);
    EXPECT_EQ(found.objects[0].signature, "(integer, varchar[])");
    EXPECT_EQ(found.objects[1].signature, "()");
    EXPECT_EQ(found.objects[2].signature, "");
}

TEST(ReadPrivileges, LeavesOtherFormsAlone) {
    EXPECT_FALSE(is_read("grant usage on foreign server s to bob"));
    EXPECT_FALSE(is_read("grant set on parameter work_mem to bob"));
    EXPECT_FALSE(is_read("grant a to b with inherit true"));
    EXPECT_FALSE(is_read("grant a to b granted by c"));
    EXPECT_FALSE(is_read("grant select on t"));
    EXPECT_FALSE(is_read("grant select on t to"));
    EXPECT_FALSE(is_read("grant to bob"));
    EXPECT_FALSE(is_read("grant select (a on t to bob"));
    EXPECT_FALSE(is_read("grant execute on function f(integer to bob"));
    EXPECT_FALSE(is_read("grant"));
    EXPECT_FALSE(is_read("grant select on t from bob"));
    EXPECT_TRUE(is_read("grant select on t to bob granted by current_user"));
}

// ---- entries and statements -----------------------------------------------------------------

std::string script_of(const std::vector<Operation>& operations) {
    std::string text;
    for (const Operation& operation : operations) {
        text += syntax::print_operation(operation) + "\n";
    }
    return text;
}

constexpr std::string_view kTables = R"(
create schema app;
create table t (id integer primary key, a integer, b integer);
create table u (id serial primary key);
create table app.w (id integer primary key);
create type mood as enum ('ok');
create function f(n integer) returns integer language sql as $$ select n $$;
)";

/// The downgrade of the last statement of `text`; that of the others is only run.
std::string inverse(std::string_view text) {
    Schema schema;
    Diagnostics diagnostics;
    test::run(kTables, schema, diagnostics);
    std::string script;
    for (Operation& operation : test::statements(text, diagnostics)) {
        const Schema before = schema;
        EXPECT_TRUE(apply(operation, schema, {}, diagnostics));
        const auto back = invert(operation, before, diagnostics);
        EXPECT_TRUE(back.has_value());
        script = script_of(*back);
        Schema state = schema;
        for (Operation each : *back) { EXPECT_TRUE(apply(each, state, {}, diagnostics)); }
        EXPECT_EQ(list_differences(before, state, true), std::vector<std::string>()) << text;
    }
    EXPECT_EQ(test::messages(diagnostics), std::vector<std::string>());
    return script;
}

/// What gives an empty database the privileges that the statements leave.
std::string left_by(std::string_view text) {
    Schema schema;
    Diagnostics diagnostics;
    test::run(kTables, schema, diagnostics);
    Schema tables = schema;
    test::run(text, schema, diagnostics);
    EXPECT_EQ(test::messages(diagnostics), std::vector<std::string>());
    return script_of(changes(tables, schema));
}

TEST(Privileges, APlainStatementHasAPlainOpposite) {
    EXPECT_EQ(inverse("grant Select, insert on T to bob;"),
              "revoke Select, insert on T from bob;\n");
    EXPECT_EQ(inverse("grant usage on sequence u_id_seq to bob with grant option;"),
              "revoke usage on sequence u_id_seq from bob;\n");
    EXPECT_EQ(inverse("grant select on all tables in schema app to bob;"),
              "revoke select on all tables in schema app from bob;\n");
    EXPECT_EQ(inverse("grant a to b with admin option;"), "revoke a from b;\n");
    EXPECT_EQ(inverse("grant update (a, b) on t to bob; revoke update (a, b) on t from bob;"),
              "grant update (a, b) on t to bob;\n");
    EXPECT_EQ(inverse("grant usage on foreign server s to bob;"),
              "revoke usage on foreign server s from bob;\n");
}

TEST(Privileges, OnlyWhatAStatementGaveIsTakenBack) {
    EXPECT_EQ(inverse("grant select on t to bob; grant select on t to bob;"), "");
    EXPECT_EQ(inverse("grant select on t to bob; grant select, insert on t, u to bob, ann;"),
              "revoke select, insert on t from ann;\n"
              "revoke insert on t from bob;\n"
              "revoke select, insert on u from ann, bob;\n");
    EXPECT_EQ(inverse("grant select, update (a) on t to bob; grant all on t to bob;"),
              "revoke all on t from bob;\n"
              "grant select, update (a) on t to bob;\n");
    EXPECT_EQ(inverse("grant select on t to bob; "
                      "grant all privileges on all tables in schema public to bob;"),
              "revoke all privileges on all tables in schema public from bob;\n"
              "grant select on t to bob;\n");
}

TEST(Privileges, TheOptionIsAStateOfItsOwn) {
    EXPECT_EQ(inverse("grant select on t to bob; grant select on t to bob with grant option;"),
              "revoke grant option for select on t from bob;\n");
    EXPECT_EQ(inverse("grant select on t to bob with grant option; revoke select on t from bob;"),
              "grant select on t to bob with grant option;\n");
    EXPECT_EQ(inverse("grant select on t to bob with grant option; "
                      "revoke grant option for select on t from bob cascade;"),
              "grant select on t to bob with grant option;\n");
    EXPECT_EQ(inverse("grant select on t to bob; revoke grant option for select on t from bob;"),
              "");
}

TEST(Privileges, NothingIsGivenThatNobodyHad) {
    EXPECT_EQ(inverse("revoke all on t from public;"), "");
    EXPECT_EQ(inverse("revoke all on t from bob;"), "");
    EXPECT_EQ(inverse("revoke all on all tables in schema public from public;"), "");
    EXPECT_EQ(inverse("revoke all on all sequences in schema nowhere from bob;"), "");
    EXPECT_EQ(inverse("revoke all on unknown from public;"), "");
    EXPECT_EQ(inverse("grant select on t to public; revoke all on t from public;"),
              "grant select on t to public;\n");
    EXPECT_EQ(inverse("revoke all on of_others from bob;"), "");
    EXPECT_EQ(inverse("revoke create on schema public from public;"), "");
    EXPECT_EQ(inverse("revoke all on schema app from public;"), "");
}

TEST(Privileges, EverybodyHasSomeFromTheStart) {
    EXPECT_EQ(inverse("revoke all on function f from public;"),
              "grant all on function f to public;\n");
    EXPECT_EQ(inverse("revoke usage on type mood from public;"),
              "grant usage on type mood to public;\n");
    EXPECT_EQ(inverse("revoke all on schema public from public;"),
              "grant usage on schema public to public;\n");
    EXPECT_EQ(inverse("revoke all on database d from public;"),
              "grant connect, temporary on database d to public;\n");
    EXPECT_EQ(inverse("grant execute on function f(integer) to public;"), "");
    EXPECT_EQ(inverse("revoke insert on t from current_user;"),
              "grant insert on t to current_user;\n");
    EXPECT_EQ(inverse("revoke select on of_others from bob;"),
              "grant select on of_others to bob;\n");
}

TEST(Privileges, GoAndComeBackWithTheirObjects) {
    EXPECT_EQ(inverse("revoke execute on function f(integer) from public; drop function f;"),
              "create function f(n integer) returns integer language sql as $$ select n $$;\n"
              "revoke execute on function f(integer) from public;\n");
    EXPECT_EQ(inverse("grant select on t, u to bob, ann; grant all on sequence u_id_seq to bob; "
                      "drop table u;"),
              "create table u (\n"
              "    id  serial,\n"
              "    constraint u_pkey primary key (id)\n"
              ");\n"
              "grant select on u to ann, bob;\n"
              "grant all on sequence u_id_seq to bob;\n");
    EXPECT_EQ(inverse("grant update (a, b) on t to bob; alter table t drop column a;"),
              "alter table t add column a integer;\n"
              "grant update (a) on t to bob;\n");
}

TEST(Privileges, FollowNames) {
    EXPECT_EQ(left_by("grant select, update (a) on t to bob; alter table t rename to \"select\"; "
                      "alter table \"select\" rename column a to \"on\";"),
              left_by("alter table t rename to \"select\"; "
                      "alter table \"select\" rename column a to \"on\"; "
                      "grant select, update (\"on\") on \"select\" to bob;"));
    EXPECT_EQ(left_by("grant usage on type mood to bob; alter type mood rename to \"type\";"),
              left_by("alter type mood rename to \"type\"; grant usage on type \"type\" to bob;"));
    EXPECT_EQ(left_by("grant usage on sequence u_id_seq to bob; alter table u set schema app; "
                      "grant usage on sequence app.u_id_seq to bob;"),
              left_by("alter table u set schema app; "
                      "grant usage on sequence app.u_id_seq to bob;"));
}

TEST(Privileges, EntriesOfOneKindAreOneStatement) {
    EXPECT_EQ(left_by("grant select on t to bob; grant insert on t to bob; "
                      "grant select, insert on table public.t, app.w to ann; "
                      "grant insert, select on app.w to bob; "
                      "grant update (b) on t to bob; grant update (a) on t to bob;"),
              "grant select, insert on t to ann;\n"
              "grant select, insert, update (a, b) on t to bob;\n"
              "grant select, insert on app.w to ann, bob;\n");
    EXPECT_EQ(left_by("grant all on t to bob;"), "grant all on t to bob;\n");
    EXPECT_EQ(left_by("grant all on t to bob; revoke delete, select on t from bob; "
                      "grant select (a) on t to bob;"),
              "grant all on t to bob;\n"
              "revoke select, delete on t from bob;\n"
              "grant select (a) on t to bob;\n");
    EXPECT_EQ(left_by("grant all on t to bob; revoke maintain on t from bob;"),
              "grant select, insert, update, delete, truncate, references, trigger on t to bob;\n");
}

TEST(Privileges, MaintainIsPartOfAll) {
    EXPECT_EQ(inverse("grant all on t to bob; grant maintain on t to bob;"), "");
    EXPECT_EQ(inverse("grant maintain on t to bob; grant all on t to bob;"),
              "revoke all on t from bob;\n"
              "grant maintain on t to bob;\n");
    EXPECT_EQ(inverse("grant all on t to bob; revoke maintain on t from bob;"),
              "grant all on t to bob;\n");
}

TEST(Privileges, CostNothingWhereThereAreNone) {
    Schema schema;
    Diagnostics diagnostics;
    test::run(kTables, schema, diagnostics);
    EXPECT_TRUE(schema.privileges.empty());
    test::run("revoke all on t from public; grant execute on function f to public;", schema,
              diagnostics);
    EXPECT_TRUE(schema.privileges.empty());
}

}  // namespace
}  // namespace retort::schema
