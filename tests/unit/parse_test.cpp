// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/parse.h"

#include "compiler/syntax/print.h"
#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

namespace retort::syntax {
namespace {

using namespace schema;
using Lines = std::vector<std::string>;

std::vector<Operation> parse(std::string_view text) {
    const source::SourceFile file{"test.mig", std::string(text)};
    Diagnostics diagnostics;
    std::vector<Operation> operations = parse_statements(file, 0, diagnostics);
    EXPECT_EQ(test::messages(diagnostics), Lines()) << text;
    return operations;
}

/// The one statement of a text, which must be a `T`.
template <class T>
T one(std::string_view text) {
    std::vector<Operation> operations = parse(text);
    EXPECT_EQ(operations.size(), 1U) << text;
    if (operations.size() != 1 || !std::holds_alternative<T>(operations[0].kind)) {
        ADD_FAILURE() << "another statement: " << text;
        return {};
    }
    return std::get<T>(std::move(operations[0].kind));
}

/// The one action of an `alter table`.
template <class T>
T action(const std::string& text) {
    AlterTable alter = one<AlterTable>("alter table t " + text + ";");
    if (alter.actions.size() != 1 || !std::holds_alternative<T>(alter.actions[0])) {
        ADD_FAILURE() << "another action: " << text;
        return {};
    }
    return std::get<T>(std::move(alter.actions[0]));
}

ColumnDefinition column(const std::string& text) {
    CreateTable table = one<CreateTable>("create table t (" + text + ");");
    if (table.elements.size() != 1 ||
        !std::holds_alternative<ColumnDefinition>(table.elements[0])) {
        ADD_FAILURE() << "no column: " << text;
        return {};
    }
    return std::get<ColumnDefinition>(table.elements[0]);
}

Constraint constraint(const std::string& text) {
    return action<AddConstraint>("add " + text).constraint;
}

std::string type(const std::string& text) {
    return type_text(column("c " + text).column.type);
}

std::vector<std::string> texts(const std::vector<Name>& names) {
    std::vector<std::string> result;
    for (const Name& name : names) { result.push_back(name.text); }
    return result;
}

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
branch billing, "Odd label";
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
    EXPECT_EQ(texts(header.labels), Lines({"billing", "Odd label"}));
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

// ---- tables -----------------------------------------------------------------------------------

TEST(ParseTable, OptionsOfAColumn) {
    const ColumnDefinition c = column(
        "c varchar(20) collate \"C\" constraint pk primary key not null default 'x' unique "
        "check (c <> '') references billing.o (id) match full on delete set null "
        "on update cascade deferrable initially deferred comment 'why'");
    EXPECT_EQ(c.column.name.text, "c");
    EXPECT_EQ(type_text(c.column.type), "varchar(20)");
    EXPECT_EQ(c.column.collation->name, "C");
    EXPECT_TRUE(c.column.not_null);
    EXPECT_EQ(expr_text(*c.column.default_value), "'x'");
    EXPECT_EQ(*c.column.comment, "why");
    ASSERT_EQ(c.constraints.size(), 4U);
    EXPECT_EQ(c.constraints[0].kind, ConstraintKind::PrimaryKey);
    EXPECT_EQ(c.constraints[0].name.text, "pk");
    EXPECT_EQ(c.constraints[1].kind, ConstraintKind::Unique);
    EXPECT_EQ(c.constraints[2].kind, ConstraintKind::Check);
    EXPECT_EQ(expr_text(*c.constraints[2].check), "c <> ''");
    const Constraint& key = c.constraints[3];
    EXPECT_EQ(key.kind, ConstraintKind::ForeignKey);
    EXPECT_EQ(key.referenced_table.text(), "billing.o");
    EXPECT_EQ(texts(key.referenced_columns), Lines({"id"}));
    EXPECT_EQ(key.match, MatchKind::Full);
    EXPECT_EQ(key.on_delete, ReferentialAction::SetNull);
    EXPECT_EQ(key.on_update, ReferentialAction::Cascade);
    EXPECT_TRUE(key.deferrable);
    EXPECT_TRUE(key.initially_deferred);
}

TEST(ParseTable, GeneratedColumnsAndIdentities) {
    const ColumnDefinition stored = column("c text generated always as (a || b) stored");
    EXPECT_TRUE(stored.column.generated->stored);
    EXPECT_EQ(expr_text(stored.column.generated->expression), "a || b");
    EXPECT_FALSE(column("c text generated always as (a) virtual").column.generated->stored);
    EXPECT_TRUE(column("c int generated always as identity").column.identity->always);
    const ColumnDefinition identity = column(
        "c int generated by default as identity (start with 10 increment by -2 minvalue -5 "
        "no maxvalue cache 3 cycle)");
    const SequenceOptions& options = identity.column.identity->options;
    EXPECT_FALSE(identity.column.identity->always);
    EXPECT_EQ(options.start, 10);
    EXPECT_EQ(options.increment, -2);
    EXPECT_EQ(options.min_value, -5);
    EXPECT_TRUE(options.no_max_value);
    EXPECT_EQ(options.cache, 3);
    EXPECT_EQ(options.cycle, true);
}

TEST(ParseTable, ElementsAndOptions) {
    const CreateTable table = one<CreateTable>(
        "create unlogged table if not exists s.t (a int, primary key (a), like u including all, "
        "constraint n unique nulls not distinct (a) include (b)) partition by range (a, "
        "(lower(b))) "
        "with (fillfactor = 70) tablespace fast using heap comment 'all';");
    EXPECT_EQ(table.name.text(), "s.t");
    EXPECT_TRUE(table.if_not_exists);
    EXPECT_TRUE(table.options.unlogged);
    ASSERT_EQ(table.elements.size(), 4U);
    EXPECT_EQ(std::get<LikeTable>(table.elements[2]).options, "including all");
    const auto& unique = std::get<Constraint>(table.elements[3]);
    EXPECT_TRUE(unique.nulls_not_distinct);
    EXPECT_EQ(texts(unique.include), Lines({"b"}));
    EXPECT_EQ(table.options.partition_by->strategy, "range");
    EXPECT_EQ(table.options.partition_by->keys.size(), 2U);
    EXPECT_EQ(table.options.with.size(), 1U);
    EXPECT_EQ(table.options.tablespace, "fast");
    EXPECT_EQ(table.options.access_method, "heap");
    EXPECT_EQ(*table.comment, "all");

    const CreateTable rows = one<CreateTable>("create table t (a int) strict, without rowid;");
    EXPECT_TRUE(rows.options.strict);
    EXPECT_TRUE(rows.options.without_rowid);
    EXPECT_EQ(one<CreateTable>("create table t (a int) inherits (u, s.v);").options.inherits.size(),
              2U);
    const CreateTable part = one<CreateTable>(
        "create table p partition of t for values from (1) to (10) partition by list (b);");
    EXPECT_EQ(part.options.partition_of.text(), "t");
    EXPECT_EQ(part.options.partition_bound, "for values from (1) to (10)");
    EXPECT_EQ(one<CreateTable>("create table p partition of t default;").options.partition_bound,
              "default");
    const CreateTable temporary =
        one<CreateTable>("create temp table t (a int) on commit delete rows;");
    EXPECT_TRUE(temporary.options.temporary);
    EXPECT_EQ(temporary.options.on_commit, "delete rows");
    EXPECT_TRUE(one<CreateTable>("create table t ();").elements.empty());
}

TEST(ParseTable, Constraints) {
    const Constraint check = constraint("constraint n check (a > 0) no inherit not valid");
    EXPECT_EQ(check.name.text, "n");
    EXPECT_TRUE(check.no_inherit);
    EXPECT_TRUE(check.not_valid);
    const Constraint key = constraint("foreign key (a, b) references o");
    EXPECT_EQ(texts(key.columns), Lines({"a", "b"}));
    EXPECT_TRUE(key.referenced_columns.empty());
    const Constraint set =
        constraint("foreign key (a, b) references o (x, y) on delete set null (a)");
    EXPECT_EQ(texts(set.on_delete_columns), Lines({"a"}));
    EXPECT_EQ(constraint("constraint n unique using index i").using_index.text, "i");
    const Constraint exclude = constraint(
        "constraint n exclude using gist (a with =, tsrange(b, c) with &&) where (a > 1) "
        "deferrable");
    EXPECT_EQ(exclude.kind, ConstraintKind::Exclude);
    EXPECT_EQ(exclude.method, "gist");
    ASSERT_EQ(exclude.keys.size(), 2U);
    EXPECT_EQ(exclude.keys[1].with_operator, "&&");
    EXPECT_EQ(expr_text(*exclude.where), "a > 1");
    EXPECT_TRUE(exclude.deferrable);
}

TEST(ParseTable, Actions) {
    EXPECT_EQ(action<AddColumn>("add column if not exists c int").definition.column.name.text, "c");
    EXPECT_TRUE(action<AddColumn>("add if not exists c int").if_not_exists);
    EXPECT_TRUE(action<DropColumn>("drop column if exists c cascade").cascade);
    EXPECT_TRUE(action<DropColumn>("drop if exists c").if_exists);
    EXPECT_EQ(action<RenameColumn>("rename c to d").to.text, "d");
    EXPECT_EQ(action<RenameColumn>("rename column c to d").from.text, "c");
    const auto retype =
        action<SetColumnType>("alter column c set data type numeric(8, 2) collate x using c::int");
    EXPECT_EQ(type_text(retype.type), "numeric(8, 2)");
    EXPECT_EQ(expr_text(*retype.using_expression), "c::integer");
    EXPECT_EQ(type_text(action<SetColumnType>("alter c type text").type), "text");
    EXPECT_EQ(expr_text(action<SetColumnDefault>("alter c set default 1 + 2").value), "1 + 2");
    EXPECT_EQ(action<DropColumnDefault>("alter c drop default").column.text, "c");
    EXPECT_EQ(action<SetNotNull>("alter c set not null").column.text, "c");
    EXPECT_EQ(action<DropNotNull>("alter c drop not null").column.text, "c");
    EXPECT_TRUE(action<AddIdentity>("alter c add generated always as identity").identity.always);
    EXPECT_EQ(action<SetIdentity>("alter c set generated by default set start 5 restart with 7")
                  .options.restart,
              7);
    EXPECT_TRUE(action<DropIdentity>("alter c drop identity if exists").if_exists);
    EXPECT_EQ(action<DropExpression>("alter c drop expression").column.text, "c");
    EXPECT_TRUE(action<DropConstraint>("drop constraint if exists n cascade").cascade);
    EXPECT_EQ(action<RenameConstraint>("rename constraint n to m").to.text, "m");
    EXPECT_EQ(action<ValidateConstraint>("validate constraint n").name.text, "n");
    EXPECT_EQ(action<SetRowSecurity>("enable row level security").mode, RowSecurity::Enable);
    EXPECT_EQ(action<SetRowSecurity>("disable row level security").mode, RowSecurity::Disable);
    EXPECT_EQ(action<SetRowSecurity>("force row level security").mode, RowSecurity::Force);
    EXPECT_EQ(action<SetRowSecurity>("no force row level security").mode, RowSecurity::NoForce);
    EXPECT_EQ(action<OtherTableAction>("owner to bob").text, "owner to bob");
    EXPECT_EQ(action<OtherTableAction>("alter column c set statistics 100").text,
              "alter column c set statistics 100");
    EXPECT_EQ(action<OtherTableAction>("attach partition p for values in (1, 2)").text,
              "attach partition p for values in (1, 2)");
    const AlterTable several = one<AlterTable>(
        "alter table if exists only t drop c, set (fillfactor = 70), rename a to b;");
    EXPECT_TRUE(several.if_exists);
    EXPECT_TRUE(several.only);
    EXPECT_EQ(several.actions.size(), 3U);
}

TEST(ParseTable, WholeTables) {
    const DropTable drop = one<DropTable>("drop table if exists s.t cascade;");
    EXPECT_TRUE(drop.if_exists && drop.cascade);
    EXPECT_EQ(parse("drop table a, b, c;").size(), 3U);
    EXPECT_EQ(one<RenameTable>("alter table s.t rename to u;").to.text, "u");
    EXPECT_EQ(one<SetTableSchema>("alter table t set schema s;").schema.text, "s");
    EXPECT_EQ(*one<CommentOn>("comment on table t is 'x''y';").text, "x'y");
    const CommentOn comment = one<CommentOn>("comment on column s.t.c is null;");
    EXPECT_FALSE(comment.text);
    EXPECT_EQ(comment.object.text(), "s.t");
    EXPECT_EQ(comment.part.text, "c");
    EXPECT_EQ(one<CommentOn>("comment on constraint n on t is 'x';").part.text, "n");
    EXPECT_EQ(one<CommentOn>("comment on function f(int, text) is 'x';").signature,
              "(integer, text)");
}

// ---- other objects ------------------------------------------------------------------------------

TEST(ParseObjects, Indexes) {
    const CreateIndex index = one<CreateIndex>(
        "create unique index concurrently if not exists i on only s.t using gin (a, (lower(b)) "
        "collate x text_ops (n = 1) desc nulls last, upper(c) asc nulls first) include (d, e) "
        "nulls not distinct with (fillfactor = 70) tablespace fast where a > 1;");
    EXPECT_TRUE(index.concurrently && index.if_not_exists && index.only);
    EXPECT_EQ(index.table.text(), "s.t");
    const Index& i = index.index;
    EXPECT_TRUE(i.unique && i.nulls_not_distinct);
    EXPECT_EQ(i.method, "gin");
    ASSERT_EQ(i.keys.size(), 3U);
    EXPECT_EQ(i.keys[0].column.text, "a");
    EXPECT_EQ(expr_text(*i.keys[1].expression), "lower(b)");
    EXPECT_EQ(i.keys[1].operator_class->name, "text_ops");
    EXPECT_EQ(i.keys[1].operator_class_options.size(), 1U);
    EXPECT_TRUE(i.keys[1].descending);
    EXPECT_EQ(i.keys[1].nulls, NullsOrder::Last);
    EXPECT_EQ(i.keys[2].nulls, NullsOrder::First);
    EXPECT_EQ(texts(i.include), Lines({"d", "e"}));
    EXPECT_EQ(expr_text(*i.where), "a > 1");
    EXPECT_TRUE(one<CreateIndex>("create index on t (a);").index.name.empty());
    const DropIndex drop = one<DropIndex>("drop index concurrently if exists i on t;");
    EXPECT_TRUE(drop.concurrently && drop.if_exists);
    EXPECT_EQ(drop.table.text(), "t");
    EXPECT_EQ(one<RenameIndex>("alter index if exists i rename to j;").to.text, "j");
}

TEST(ParseObjects, TypesAndDomains) {
    EXPECT_EQ(texts(one<CreateEnum>("create type s.m as enum ('a', 'b''c');").values),
              Lines({"a", "b'c"}));
    EXPECT_TRUE(one<CreateEnum>("create type m as enum ();").values.empty());
    EXPECT_TRUE(one<DropType>("drop type if exists m cascade;").cascade);
    const auto add = one<AddEnumValue>("alter type m add value if not exists 'c' before 'b';");
    EXPECT_TRUE(add.if_not_exists);
    EXPECT_EQ(add.before.text, "b");
    EXPECT_EQ(one<AddEnumValue>("alter type m add value 'c' after 'b';").after.text, "b");
    EXPECT_EQ(one<RenameEnumValue>("alter type m rename value 'a' to 'A';").to.text, "A");
    EXPECT_EQ(one<RenameType>("alter type m rename to n;").to.text, "n");
    EXPECT_EQ(one<DropEnumValue>("alter type m drop value 'c' replace with 'a';").replacement.text,
              "a");
    const auto domain = one<CreateDomain>(
        "create domain d as text collate x default 'q' not null constraint n check (value <> '');");
    EXPECT_TRUE(domain.not_null);
    ASSERT_EQ(domain.checks.size(), 1U);
    EXPECT_EQ(domain.checks[0].name.text, "n");
    EXPECT_EQ(one<DropDomain>("drop domain d;").name.text(), "d");
    EXPECT_EQ(one<SqlStatementText>("create type p as (x int, y int);").keyword, "create type");
}

TEST(ParseObjects, SequencesSchemasExtensions) {
    const auto sequence = one<CreateSequence>(
        "create sequence if not exists s as bigint start 5 increment 2 no minvalue maxvalue 9 "
        "cache 4 no cycle owned by t.c;");
    EXPECT_EQ(type_text(*sequence.options.type), "bigint");
    EXPECT_EQ(sequence.options.start, 5);
    EXPECT_TRUE(sequence.options.no_min_value);
    EXPECT_EQ(sequence.options.cycle, false);
    EXPECT_EQ(sequence.options.owned_table->text(), "t");
    EXPECT_EQ(sequence.options.owned_column.text, "c");
    EXPECT_EQ(one<CreateSequence>("create sequence s owned by none;").options.owned_column.text,
              "none");
    EXPECT_EQ(one<AlterSequence>("alter sequence s restart with 4;").options.restart, 4);
    EXPECT_TRUE(one<DropSequence>("drop sequence if exists s;").if_exists);
    EXPECT_TRUE(one<CreateSchema>("create schema if not exists s;").if_not_exists);
    EXPECT_TRUE(one<DropSchema>("drop schema s cascade;").cascade);
    const auto extension = one<CreateExtension>(
        "create extension if not exists \"uuid-ossp\" with schema s version '1.1';");
    EXPECT_EQ(extension.name.text, "uuid-ossp");
    EXPECT_EQ(extension.schema.text, "s");
    EXPECT_EQ(extension.version, "1.1");
    EXPECT_EQ(one<DropExtension>("drop extension citext;").name.text, "citext");
}

TEST(ParseObjects, ObjectsWithABody) {
    const auto view =
        one<CreateCodeObject>("create or replace view v (a, b) as $$ select 1, 2 $$;");
    EXPECT_TRUE(view.or_replace);
    EXPECT_EQ(view.object.kind, CodeKind::View);
    EXPECT_EQ(view.object.definition, "(a, b) as select 1, 2");
    EXPECT_EQ(one<CreateCodeObject>("create materialized view v as select a from t;").object.kind,
              CodeKind::MaterializedView);
    const auto function = one<CreateCodeObject>(
        "create function f(a int, out b varchar(3), variadic c text[] default null) returns int "
        "language sql as $f$ select ';'; $f$;");
    EXPECT_EQ(function.object.signature, "(integer, text[])");
    const auto atomic = one<CreateCodeObject>(
        "create procedure p() begin atomic insert into t values (1); select 2; end;");
    EXPECT_EQ(atomic.object.kind, CodeKind::Procedure);
    const auto trigger = one<CreateCodeObject>(
        "create trigger g after insert on s.t begin update t set a = case when b then 1 end; "
        "delete from u; end;");
    EXPECT_EQ(trigger.object.table.text(), "s.t");
    EXPECT_EQ(one<CreateCodeObject>("create policy p on t for select using (true);").object.kind,
              CodeKind::Policy);
    EXPECT_EQ(one<CreateCodeObject>("create statistics n (ndistinct) on a, b from t;")
                  .object.table.text(),
              "t");
    EXPECT_EQ(one<DropCodeObject>("drop function if exists f(int);").signature, "(integer)");
    EXPECT_EQ(one<DropCodeObject>("drop trigger g on t;").table.text(), "t");
    EXPECT_EQ(one<DropCodeObject>("drop materialized view v;").kind, CodeKind::MaterializedView);
    EXPECT_EQ(one<Grant>("grant select, insert on t to public;").text,
              "select, insert on t to public");
    EXPECT_TRUE(one<Grant>("revoke all on t from bob;").revoke);
}

// ---- data -------------------------------------------------------------------------------------

TEST(ParseData, TypedStatements) {
    const auto insert = one<InsertRows>(
        "insert into t (a, b) values (1, default), (2, 'x') on conflict do nothing;");
    EXPECT_EQ(texts(insert.columns), Lines({"a", "b"}));
    ASSERT_EQ(insert.rows.size(), 2U);
    EXPECT_EQ(insert.rows[0][1].kind, ExprKind::Default);
    EXPECT_TRUE(insert.on_conflict_do_nothing);
    const auto update = one<UpdateRows>(
        "update t set a = 1, b = b + 1 where c in (1, 2) in batches of 500 reverse update t set a "
        "= 0;");
    EXPECT_EQ(update.assignments.size(), 2U);
    EXPECT_EQ(expr_text(*update.where), "c in (1, 2)");
    EXPECT_EQ(update.batch_size, 500);
    ASSERT_EQ(update.reverse->operations.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<UpdateRows>(update.reverse->operations[0].kind));
    const auto erase = one<DeleteRows>("delete from t reverse nothing;");
    EXPECT_TRUE(erase.reverse->nothing);
    EXPECT_FALSE(erase.where);
}

TEST(ParseData, OtherStatementsAreKeptAsText) {
    for (const char* text : {"update a set x = b.y from b where a.i = b.i",
                             "update only t set x = 1",
                             "update t as u set x = 1",
                             "update t set (a, b) = (1, 2)",
                             "update t set a = 1 returning a",
                             "delete from t using u where t.i = u.i",
                             "delete from t as x",
                             "insert into t select * from u",
                             "insert into t values (1)",
                             "insert into t (a) values (1) returning a",
                             "insert into t (a) values (1) on conflict (a) do update set a = 2",
                             "insert into t default values",
                             "with x as (select 1) select * from x",
                             "set local lock_timeout = '5s'",
                             "reset all",
                             "truncate t",
                             "lock table t in share mode",
                             "do $$ begin perform 1; end $$",
                             "select setval('s', 1)",
                             "reindex table t",
                             "refresh materialized view v",
                             "vacuum t",
                             "analyze t",
                             "call p(1)",
                             "create table t as select 1",
                             "create role bob",
                             "alter view v rename to w",
                             "alter index i set (fillfactor = 70)",
                             "alter default privileges grant select on tables to bob",
                             "drop role bob",
                             "create rule r as on insert to t do nothing",
                             "comment on role bob is 'x'"}) {
        const auto sql = one<SqlStatementText>(std::string(text) + ";");
        EXPECT_EQ(sql.text, text);
        EXPECT_FALSE(sql.reverse);
    }
    const auto undone = one<SqlStatementText>("truncate t reverse insert into t (a) values (1);");
    EXPECT_EQ(undone.text, "truncate t");
    EXPECT_EQ(undone.reverse->operations.size(), 1U);
}

TEST(ParseData, RawSql) {
    const auto plain = one<Execute>("execute $$ select 1; $$ reverse nothing;");
    EXPECT_EQ(plain.up.texts.at(0).first, "");
    EXPECT_TRUE(plain.reverse_nothing);
    const auto dialects = one<Execute>(
        "execute { postgresql $$ a $$; sqlite $$ b $$; } reverse { postgresql $$ c $$; } "
        "as { create table t (a int); drop table u; };");
    EXPECT_EQ(dialects.up.texts.size(), 2U);
    EXPECT_EQ(dialects.up.texts[1].first, "sqlite");
    EXPECT_EQ(dialects.reverse->texts.size(), 1U);
    EXPECT_TRUE(dialects.declares_effects);
    EXPECT_EQ(dialects.effects.size(), 2U);
    const auto file = one<Execute>("execute file 'a.sql' reverse file 'b.sql';");
    EXPECT_EQ(file.up.file, "a.sql");
    EXPECT_EQ(file.reverse->file, "b.sql");
    const auto check = one<Assert>("assert not exists (select 1 from t) else 'rows left';");
    EXPECT_EQ(check.message, "rows left");
    const auto on = one<OnDialect>("on sqlite { drop table t; on postgresql {} }");
    EXPECT_EQ(on.dialect.text, "sqlite");
    EXPECT_EQ(on.body.size(), 2U);
    EXPECT_TRUE(parse(";;;").empty());
}

// ---- types --------------------------------------------------------------------------------------

TEST(ParseTypes, Spellings) {
    EXPECT_EQ(type("VARCHAR(20)"), "varchar(20)");
    EXPECT_EQ(type("character varying(20)"), "varchar(20)");
    EXPECT_EQ(type("int4"), "integer");
    EXPECT_EQ(type("double precision"), "double precision");
    EXPECT_EQ(type("timestamp(3) with time zone"), "timestamptz(3)");
    EXPECT_EQ(type("timestamp without time zone"), "timestamp");
    EXPECT_EQ(type("time with time zone"), "timetz");
    EXPECT_EQ(type("bit varying(8)"), "varbit(8)");
    EXPECT_EQ(type("interval year to month"), "interval year to month");
    EXPECT_EQ(type("text[][]"), "text[][]");
    EXPECT_EQ(type("int[3]"), "integer[]");
    EXPECT_EQ(type("integer array"), "integer[]");
    EXPECT_EQ(type("geometry(Point, 4326)"), "geometry(Point, 4326)");
    EXPECT_EQ(type("billing.\"Mood\""), "billing.Mood");
    EXPECT_EQ(type("by_dialect(postgresql => tsvector, sqlite => text)"),
              "by_dialect(postgresql => tsvector, sqlite => text)");
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
