// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/replay.h"

#include "compiler/plan/plan.h"
#include "compiler/syntax/parse.h"

#include <gtest/gtest.h>

namespace retort::revisions {
namespace {

using Lines = std::vector<std::string>;

struct Replayed {
    source::SourceFiles sources;
    Diagnostics diagnostics;
    RevisionGraph graph;
    History history;

    [[nodiscard]] const ReplayedRevision& at(std::string_view id) const {
        return history.revisions[*graph.find(id)];
    }
    [[nodiscard]] Lines messages() const {
        Lines lines;
        for (const diag::Diagnostic& found : diagnostics.sorted()) {
            lines.push_back(diag::code_text(found.code) + " " + found.message);
        }
        return lines;
    }
};

Replayed replay_all(const std::vector<std::string>& texts, bool downgrades = false) {
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
    options.need_downgrade.assign(revisions.size(), downgrades);
    result.history = replay(result.graph, std::move(revisions), options, result.diagnostics);
    return result;
}

Lines errors_of(const std::vector<std::string>& texts) {
    return replay_all(texts).messages();
}

TEST(Replay, NamesWithAndWithoutTheDefaultSchemaAreOne) {
    const Replayed all = replay_all(
        {
            "revision a; upgrade { create type mood as enum ('x'); create table t (id integer "
            "primary key, m mood); create table public.u (id integer primary key, up integer "
            "references u (id)); create index i on u (up); }",
            "revision b; revises a; upgrade { alter type public.mood add value 'y'; alter table "
            "public.t add column n public.mood default 'y', add constraint f foreign key (id) "
            "references u; comment on column public.t.n is 'c'; drop index i; insert into u (id) "
            "values (1); }",
            "revision c; revises b; upgrade { drop table public.t; drop table u; drop type "
            "public.mood; }",
        },
        true);
    EXPECT_EQ(all.messages(), Lines());
    const schema::Table* t = all.at("b").after.find_table(QualifiedName("t"));
    ASSERT_NE(t, nullptr);
    EXPECT_EQ(t->constraints.back().referenced_table.text(), "public.u");
    EXPECT_EQ(t->columns.back().type.name->text(), "mood");
    EXPECT_EQ(all.at("c").after, schema::Schema());
    EXPECT_EQ(errors_of({"revision a; upgrade { create table t (x integer); create table public.t "
                         "(x integer); }"}),
              Lines{"R0303 \"t\" is already the name of a table"});
}

TEST(Replay, EachRevisionSeesItsAncestors) {
    const Replayed all = replay_all({
        "revision a; upgrade { create table t (x integer); }",
        "revision b; revises a; upgrade { alter table t add column y integer; }",
    });
    EXPECT_EQ(all.messages(), Lines());
    EXPECT_TRUE(all.at("b").before.same_as(all.at("a").after));
    EXPECT_EQ(all.at("b").after.find_table(QualifiedName("t"))->columns.size(), 2U);
    EXPECT_TRUE(all.at("b").downgrade.empty());
}

TEST(Replay, AnotherBranchIsOutOfSight) {
    EXPECT_EQ(errors_of({
                  "revision a; upgrade { create table t (x integer); }",
                  "revision b; upgrade { alter table t add column y integer; }",
              }),
              Lines{"R0324 \"t\" comes from revision \"a\", which does not come before this one"});
    EXPECT_EQ(errors_of({
                  "revision a; upgrade { create table t (x integer); }",
                  "revision b; depends on a; upgrade { alter table t add column y integer; }",
              }),
              Lines());
}

TEST(Replay, BranchesThatFitComeTogether) {
    const Replayed all = replay_all({
        "revision a; upgrade { create table t (x integer); }",
        "revision b; revises a; upgrade { alter table t add column y integer; }",
        "revision c; revises a; upgrade { alter table t add column z integer; }",
        "revision d; revises b, c;",
    });
    EXPECT_EQ(all.messages(), Lines());
    EXPECT_EQ(all.at("d").after.find_table(QualifiedName("t"))->columns.size(), 3U);
}

TEST(Replay, BranchesThatDoNotFitAreAnError) {
    const std::string base = "revision a; upgrade { create table t (x integer); }";
    const auto conflict = [&](const std::string& left, const std::string& right) {
        const Lines lines = errors_of({base, "revision b; revises a; upgrade { " + left + " }",
                                       "revision c; revises a; upgrade { " + right + " }",
                                       "revision d; revises b, c;"});
        return lines.empty() ? std::string() : lines[0].substr(0, 5);
    };
    EXPECT_EQ(conflict("alter table t add column y integer;", "alter table t add column y text;"),
              "R0325");
    EXPECT_EQ(conflict("alter table t rename to u;", "alter table t add column y text;"), "R0325");
    EXPECT_EQ(conflict("alter table t add column y text;", "alter table t rename to u;"), "R0325");
    EXPECT_EQ(conflict("drop table t;", "alter table t add column y text;"), "R0325");
    EXPECT_EQ(conflict("alter table t add column y text;", "drop table t;"), "R0325");
    EXPECT_EQ(
        conflict("alter table t alter x set default 1;", "alter table t alter x set default 2;"),
        "R0325");
    EXPECT_EQ(conflict("alter table t alter x type bigint;", "alter table t alter x type text;"),
              "R0325");
    EXPECT_EQ(conflict("comment on table t is 'a';", "comment on table t is 'b';"), "R0325");
    EXPECT_EQ(conflict("create table i (a integer);", "create index i on t (x);"), "R0325");
    EXPECT_EQ(conflict("alter table t alter x set default 1;", "alter table t add column y text;"),
              "");
    EXPECT_EQ(conflict("create table u (x integer);", "create table v (x integer);"), "");
    EXPECT_EQ(conflict("grant select on t to r;", "revoke all on public.t from r;"), "R0325");
    EXPECT_EQ(conflict("grant select on t to r;", "alter table t rename to u;"), "R0325");
    EXPECT_EQ(conflict("grant select on t to r;", "grant select, insert on t to r, s;"), "");
}

TEST(Replay, ADerivedDowngradeLeadsBack) {
    const Replayed all = replay_all(
        {
            "revision a; upgrade { create table t (x integer not null, y text); create index i on "
            "t "
            "(x); }",
            "revision b; revises a; upgrade { alter table t drop column x; create table u (z "
            "integer); }",
        },
        true);
    EXPECT_EQ(all.messages(), Lines());
    EXPECT_EQ(all.at("a").downgrade.size(), 2U);
    EXPECT_EQ(all.at("b").downgrade.size(), 4U);
}

TEST(Replay, AWrittenDowngradeMustLeadBack) {
    const Replayed all = replay_all({
        "revision a; upgrade { create table t (x integer); create index i on t (x); create table u "
        "(z integer); } downgrade { drop table t; }",
    });
    ASSERT_EQ(all.messages(),
              Lines{"R0326 the downgrade of revision \"a\" does not lead back to the schema before "
                    "it"});
    EXPECT_EQ(all.diagnostics.all()[0].notes.at(0).text, "table \"u\" is left over");
    EXPECT_EQ(
        errors_of({"revision a; upgrade { create table t (x integer); } downgrade { drop table "
                   "t; }"}),
        Lines());
}

TEST(Replay, OtherTargetsChangeNothing) {
    const Replayed all =
        replay_all({"revision a; targets embedded; upgrade { create table t (x integer); }"});
    EXPECT_TRUE(all.at("a").after.tables.empty());
    EXPECT_TRUE(all.at("a").upgrade.empty());
}

TEST(Replay, OperationsThatDoNothingAreLeftOut) {
    const Replayed all = replay_all({
        "revision a; upgrade { drop table if exists t; create table if not exists t (x integer); "
        "create table if not exists t (y integer); }",
    });
    EXPECT_EQ(all.messages(), Lines());
    EXPECT_EQ(all.at("a").upgrade.size(), 1U);
}

TEST(Replay, ALadderOfDiamonds) {
    std::vector<std::string> texts{"revision m0; upgrade { create table t0 (x integer); }"};
    for (int i = 1; i <= 200; ++i) {
        const std::string n = std::to_string(i);
        const std::string before = "m" + std::to_string(i - 1);
        texts.push_back("revision l" + n + "; revises " + before + "; upgrade { create table l" +
                        n + " (x integer); }");
        texts.push_back("revision r" + n + "; revises " + before + "; upgrade { create table r" +
                        n + " (x integer); }");
        texts.push_back("revision m" + n + "; revises l" + n + ", r" + n + ";");
    }
    const Replayed all = replay_all(texts);
    EXPECT_EQ(all.messages(), Lines());
    EXPECT_EQ(all.at("m200").after.tables.size(), 401U);
}

plan::Plan plan_of(Replayed& all, Direction direction, std::string_view word) {
    const auto range = resolve_range(all.graph, direction, word, all.diagnostics);
    EXPECT_TRUE(range.has_value());
    return plan::make_plan(all.graph, all.history, *range, {}, all.diagnostics);
}

TEST(Plan, StepsStandOnOneAnother) {
    Replayed all = replay_all(
        {
            "revision a; upgrade { create table t (x integer, y integer); create index i on t (x); "
            "}",
            "revision b; revises a; upgrade { alter table t drop column x; }",
        },
        true);
    const plan::Plan up = plan_of(all, Direction::Upgrade, "heads");
    ASSERT_EQ(up.revisions.size(), 2U);
    EXPECT_EQ(up.revisions[0].steps.size(), 2U);
    EXPECT_EQ(up.revisions[0].steps[0].after.find_table(QualifiedName("t"))->indexes.size(), 0U);
    EXPECT_EQ(up.revisions[0].steps[1].after.find_table(QualifiedName("t"))->indexes.size(), 1U);
    EXPECT_EQ(up.revisions[1].data_loss, Lines{"the values of t.x"});
    const plan::Plan down = plan_of(all, Direction::Downgrade, "base");
    ASSERT_EQ(down.revisions.size(), 2U);
    EXPECT_TRUE(down.after.tables.empty());
    EXPECT_EQ(all.messages(), Lines());
}

TEST(Plan, AnotherBranchIsThereWhenItRan) {
    Replayed all = replay_all({
        "revision a; upgrade { create table t (x integer); }",
        "revision b; revises a; upgrade { create table u (x integer); }",
        "revision c; revises a; upgrade { create table v (x integer); create index i on v (x); }",
    });
    const plan::Plan up = plan_of(all, Direction::Upgrade, "heads");
    ASSERT_EQ(up.revisions.size(), 3U);
    EXPECT_EQ(up.revisions[2].steps[0].before.tables.size(), 2U);
    EXPECT_EQ(up.after.tables.size(), 3U);
}

TEST(Plan, NoWayBackOverAnIrreversibleRevision) {
    Replayed all = replay_all(
        {"revision a; upgrade { create table t (x integer); } downgrade irreversible 'gone';"});
    (void)plan_of(all, Direction::Downgrade, "base");
    EXPECT_EQ(all.messages(), Lines{"R0327 revision \"a\" cannot be undone: gone"});
}

}  // namespace
}  // namespace retort::revisions
