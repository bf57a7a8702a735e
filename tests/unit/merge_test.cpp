// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/commuting.h"
#include "compiler/syntax/parse.h"

#include <gtest/gtest.h>

namespace retort::revisions {
namespace {

struct Replayed {
    source::SourceFiles sources;
    Diagnostics diagnostics;
    RevisionGraph graph;
    History history;

    [[nodiscard]] std::vector<std::string> messages() const {
        std::vector<std::string> lines;
        for (const diag::Diagnostic& found : diagnostics.sorted()) {
            lines.push_back(diag::code_text(found.code) + " " + found.message);
        }
        return lines;
    }
};

Replayed replay_all(const std::vector<std::string>& texts) {
    Replayed result;
    std::vector<Revision> revisions;
    std::vector<RevisionHeader> headers;
    for (const std::string& text : texts) {
        const FileId id =
            result.sources.add({std::to_string(result.sources.size()) + ".mig", text});
        auto parsed = syntax::parse_revision(result.sources.get(id), id, syntax::KeepComments::No,
                                             result.diagnostics);
        if (!parsed) { continue; }
        headers.push_back(parsed->revision.header);
        revisions.push_back(std::move(parsed->revision));
    }
    result.graph = RevisionGraph::build(headers, result.diagnostics);
    ReplayOptions options;
    options.dialect = "postgresql";
    options.target = "primary";
    result.history = replay(result.graph, std::move(revisions), options, result.diagnostics);
    return result;
}

const char* const kBase = R"(revision a; upgrade {
    create type mood as enum ('x', 'y');
    create table p (id integer primary key, name text);
    create table t (id integer primary key, a integer, b text, c text, m mood);
    create table s (id serial primary key, label text);
    create sequence n;
    create function f() returns integer language sql as $$ select 1 $$;
})";

/// What a merge of the two says.
std::vector<std::string> merged(const std::string& one, const std::string& other) {
    return replay_all({kBase, "revision b; revises a; upgrade { " + one + " }",
                       "revision c; revises a; upgrade { " + other + " }",
                       "revision d; revises b, c;"})
        .messages();
}

TEST(Merge, OrdinaryParallelWorkFitsTogether) {
    const std::vector<std::pair<std::string, std::string>> pairs = {
        {"alter table t add column x integer;",
         "alter table t add column y text not null default 'y';"},
        {"create index i on t (a);", "create unique index j on t (b);"},
        {"alter table t add constraint k check (a > 0);",
         "alter table t add constraint l unique (b);"},
        {"create type color as enum ('red');", "create type size as enum ('s', 'm');"},
        {"insert into t (id, a) values (1, 1);", "insert into t (id, a) values (2, 1);"},
        {"insert into s (label) values ('one');", "insert into s (label) values ('two');"},
        {"alter table t alter column a set default 1;",
         "alter table t alter column b set not null;"},
        {"comment on column t.a is 'a';", "comment on column t.b is 'b';"},
        {"create table x (id integer primary key, p integer references p (id));",
         "create table y (id integer primary key, p integer references p (id));"},
        {"alter table t add column p integer references p (id);", "insert into p (id) values (1);"},
        {"update t set a = 1 reverse nothing;", "update t set b = 'b' reverse nothing;"},
        {"alter type mood add value 'z';", "alter type mood add value 'w' before 'x';"},
        {"grant select on t to ann;", "grant insert on t to ann;"},
        {"create view v as select a from t;", "alter table t add column x integer;"},
        {"create function g() returns integer language sql as $$ select 2 $$;",
         "create function g(x integer) returns integer language sql as $$ select 2 $$;"},
        {"execute $$ update t set a = 1 $$ reverse nothing;",
         "execute $$ update p set name = 'p' $$ reverse nothing;"},
        {"execute $$ update t set a = 1 $$ reverse nothing;",
         "alter table t add column x integer;"},
        {"execute $$ select 1 $$ reverse nothing;", "drop table s;"},
        {"execute $$ alter table t set (fillfactor = 70) $$ reverse nothing as { };",
         "create index i on t (a);"},
    };
    for (const auto& [one, other] : pairs) {
        EXPECT_EQ(merged(one, other), std::vector<std::string>()) << one << "\n" << other;
        EXPECT_EQ(merged(other, one), std::vector<std::string>()) << other << "\n" << one;
    }
}

TEST(Merge, WhatTheOrderDecidesIsAConflict) {
    const std::vector<std::pair<std::string, std::string>> pairs = {
        {"update t set a = 1 reverse nothing;", "update t set a = 2 reverse nothing;"},
        {"update t set a = 1 reverse nothing;", "insert into t (id, a) values (1, 2);"},
        {"update t set a = 1 reverse nothing;", "delete from t where a > 5 reverse nothing;"},
        {"insert into t (id) values (1);", "insert into t (id, a) values (1, 1);"},
        {"insert into s (label) values ('one');", "insert into s (id, label) values (1, 'two');"},
        {"alter table t alter column a set not null;",
         "update t set a = 0 where a is null reverse nothing;"},
        {"alter table t add constraint k check (a > 0);", "insert into t (id, a) values (1, 0);"},
        {"alter table t alter column a drop default;",
         "alter table t alter column a set default 1;"},
        {"alter table t alter column a set default 1;", "insert into t (id) values (1);"},
        {"comment on column t.a is null;", "comment on column t.a is 'a';"},
        {"alter type mood add value 'z';", "alter type mood add value 'w';"},
        {"alter type mood rename value 'x' to 'z';", "insert into t (id, m) values (1, 'x');"},
        {"alter table t rename column a to z;", "create index i on t (a);"},
        {"alter table t rename to z;", "update t set b = 'b' reverse nothing;"},
        {"drop table t;", "comment on column t.a is 'a';"},
        {"grant select on t to ann;", "revoke select on t from ann;"},
        {"grant select on t to ann;", "drop table t;"},
        {"grant select on all tables in schema public to ann;", "create table x (a integer);"},
        {"grant select on all tables in schema public to ann;", "revoke select on t from ann;"},
        {"drop function f();", "create view v as select f() as one;"},
        {"create or replace function f() returns integer language sql as $$ select 2 $$;",
         "create or replace function f() returns integer language sql as $$ select 3 $$;"},
        {"alter sequence n increment by 2;", "alter sequence n increment by 3;"},
        {"execute $$ update t set a = 1 $$ reverse nothing;", "alter table t drop column a;"},
        {"execute $$ alter table t set (fillfactor = 70) $$ reverse nothing;",
         "create index i on t (a);"},
        {"execute $$ update t set a = 1 $$ reverse nothing;",
         "execute $$ update t set a = 2 $$ reverse nothing;"},
        {"assert (select count(*) from t) = 0 else 'rows';", "insert into t (id) values (1);"},
    };
    for (const auto& [one, other] : pairs) {
        EXPECT_EQ(merged(one, other).size(), 1U) << one << "\n" << other;
        EXPECT_EQ(merged(other, one).size(), 1U) << other << "\n" << one;
    }
}

TEST(Merge, EachPairOfStatementsIsToldOnceAndTenAtMost) {
    std::string one;
    std::string other;
    for (int i = 0; i < 12; ++i) {
        const std::string column = "x" + std::to_string(i);
        one += "alter table t add column " + column + " integer;\n";
        other += "alter table t add column " + column + " text;\n";
    }
    const Replayed all = replay_all({kBase, "revision b; revises a; upgrade { " + one + " }",
                                     "revision c; revises a; upgrade { " + other + " }",
                                     "revision d; revises b, c;", "revision e; revises b, c;"});
    EXPECT_EQ(all.diagnostics.error_count(), 10U);
    const diag::Diagnostic& first = all.diagnostics.all().front();
    ASSERT_EQ(first.notes.size(), 3U);
    EXPECT_TRUE(first.notes[0].where.known());
    EXPECT_TRUE(first.notes[1].where.known());
    EXPECT_EQ(first.notes[2].text, "2 more pairs of statements do not fit together");
}

TEST(Merge, ADependencyBringsBranchesTogetherAndOrdersThem) {
    const std::string one =
        "revision b; revises a; upgrade { update t set a = 1 reverse nothing; }";
    const std::string other = "upgrade { update t set a = 2 reverse nothing; }";
    EXPECT_EQ(replay_all({kBase, one, "revision c; revises a; depends on b; " + other,
                          "revision d; revises b, c;"})
                  .messages(),
              std::vector<std::string>());
    EXPECT_EQ(replay_all({kBase, one, "revision c; revises a; " + other,
                          "revision d; revises c; depends on b; upgrade { drop table s; }"})
                  .messages()
                  .size(),
              1U);
}

TEST(Merge, HeadsAreJudgedAsIfTheyWereMerged) {
    Replayed all =
        replay_all({kBase, "revision b; revises a; upgrade { update t set a = 1 reverse nothing; }",
                    "revision c; revises a; upgrade { update t set a = 2 reverse nothing; }"});
    EXPECT_FALSE(all.diagnostics.has_errors());
    check_heads_commute(all.graph, all.history, {}, all.diagnostics);
    ASSERT_EQ(all.diagnostics.error_count(), 1U);
    const diag::Diagnostic& found = all.diagnostics.all().front();
    EXPECT_EQ(found.where.file, 2U);
    ASSERT_EQ(found.notes.size(), 1U);
    EXPECT_EQ(found.notes[0].where.file, 1U);
}

TEST(Merge, WhatOnlyAnotherBranchMakesIsNamed) {
    const std::vector<std::pair<std::string, std::string>> pairs = {
        {"create table x (id integer primary key);", "create index i on x (id);"},
        {"create table x (id integer primary key);",
         "create table y (id integer references x (id));"},
        {"create table x (id integer primary key);", "create view v as select id from x;"},
        {"create table x (id integer primary key);", "insert into x (id) values (1);"},
        {"create table x (id integer primary key);",
         "execute $$ update x set id = 2 $$ reverse nothing;"},
        {"create table x (id integer primary key);",
         "update t set a = x.id from x reverse nothing;"},
        {"create table x (id integer primary key);",
         "update t set a = (select max(id) from x) reverse nothing;"},
        {"alter table t add column x integer;", "update t set x = 1 reverse nothing;"},
        {"alter table t add column x integer;", "create index i on t ((x + 1));"},
        {"create index i on t (a);", "drop index i;"},
        {"create type color as enum ('red');", "alter table t add column x color;"},
        {"create domain d as integer;", "create table x (a d);"},
        {"alter type mood add value 'z';", "insert into t (id, m) values (1, 'z');"},
        {"create sequence q;", "drop sequence q;"},
        {"create sequence q;", "alter table t alter column a set default nextval('q');"},
        {"create view v as select a from t;", "create view w as select a from v;"},
        {"create function g() returns integer language sql as $$ select 1 $$;",
         "alter table t alter column a set default g();"},
        {"create function g() returns integer language sql as $$ select 1 $$;",
         "alter table t add constraint k check (a > g());"},
        {"create function g() returns trigger language plpgsql as $$ begin return new; end $$;",
         "create trigger tr before insert on t for each row execute function g();"},
        {"alter table t add constraint k check (a > 0);", "alter table t drop constraint k;"},
        {"create policy mine on t using (true);", "drop policy mine on t;"},
        {"create schema o;", "create table o.x (a integer);"},
        {"create extension citext;", "drop extension citext;"},
    };
    for (const auto& [maker, user] : pairs) {
        const std::vector<std::string> found =
            replay_all({kBase, "revision b; revises a; upgrade { " + maker + " }",
                        "revision c; revises a; upgrade { " + user + " }"})
                .messages();
        ASSERT_EQ(found.size(), 1U) << maker << "\n" << user;
        EXPECT_EQ(found[0].substr(0, 5), "R0324") << found[0] << "\n" << maker << "\n" << user;
        EXPECT_EQ(replay_all({kBase, "revision b; revises a; upgrade { " + maker + " }",
                              "revision c; revises a; depends on b; upgrade { " + user + " }"})
                      .messages(),
                  std::vector<std::string>())
            << maker << "\n"
            << user;
    }
}

TEST(Merge, TenThousandHeads) {
    std::vector<std::string> texts{kBase};
    for (int i = 0; i < 10000; ++i) {
        const std::string number = std::to_string(i);
        texts.push_back("revision h" + number +
                        "; revises a; upgrade { alter table t add column x" + number +
                        " integer; }");
    }
    Replayed all = replay_all(texts);
    check_heads_commute(all.graph, all.history, {}, all.diagnostics);
    EXPECT_EQ(all.messages(), std::vector<std::string>());
}

}  // namespace
}  // namespace retort::revisions
