// SPDX-License-Identifier: Apache-2.0
#include "compiler/script/script.h"
#include "dialects/all.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

namespace retort::script {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

SqlStatement statement(std::string text) {
    SqlStatement result;
    result.text = std::move(text);
    result.kind = "test";
    return result;
}

SqlStatement alone(std::string text) {
    SqlStatement result = statement(std::move(text));
    result.transactional = false;
    return result;
}

/// A line of revisions r1, r2, … from base, each with its statements.
class Line {
public:
    Line& revision(std::vector<SqlStatement> statements) {
        const std::string id = "r" + std::to_string(headers_.size() + 1);
        const std::string parent = headers_.empty() ? "" : headers_.back().id.text;
        headers_.emplace_back().id = Name(id);
        plan::PlannedRevision& planned = plan_.revisions.emplace_back();
        using Kind = revisions::VersionMove::Kind;
        planned.version.moves = {{parent.empty() ? Kind::Insert : Kind::Update, parent, id}};
        planned.version.rows_after.insert(id);
        plan_.end_rows = {id};
        statements_.push_back(std::move(statements));
        return *this;
    }
    Script& script() {
        script_.plan = &plan_;
        script_.revisions.clear();
        for (std::size_t i = 0; i < plan_.revisions.size(); ++i) {
            plan_.revisions[i].header = &headers_[i];
            script_.revisions.push_back({&plan_.revisions[i], statements_[i]});
        }
        return script_;
    }
    std::vector<Segment> segments() { return make_segments(script()); }
    revisions::RevisionHeader& header(std::size_t index) { return headers_[index]; }
    plan::Plan& plan() { return plan_; }

private:
    plan::Plan plan_;
    std::deque<revisions::RevisionHeader> headers_;
    std::vector<std::vector<SqlStatement>> statements_;
    Script script_;
};

/// `[r1 r2] (r3.1) [r3.2]`: brackets for transactions, parentheses for lone statements.
std::string shape(const std::vector<Segment>& segments) {
    std::string text;
    for (const Segment& segment : segments) {
        std::string inside;
        for (const SegmentPart& part : segment.parts) {
            inside +=
                (inside.empty() ? "" : " ") + std::string("r") + std::to_string(part.revision + 1);
            if (part.pieces > 1) { inside += "." + std::to_string(part.piece + 1); }
        }
        text += (text.empty() ? "" : " ");
        text += segment.transactional ? "[" + inside + "]" : "(" + inside + ")";
    }
    return text;
}

std::string render(Script& script) {
    auto dialect =
        std::get<std::unique_ptr<dialects::Dialect>>(dialects::make_dialect("postgresql", {}));
    script.options.dialect = dialect->display_name();
    return render_script(script, dialect->frame());
}

TEST(Segments, AScriptIsOneTransaction) {
    Line line;
    line.revision({statement("a")}).revision({}).revision({statement("b"), statement("c")});
    const std::vector<Segment> segments = line.segments();
    EXPECT_EQ(shape(segments), "[r1 r2 r3]");
    EXPECT_TRUE(segments[0].rows_before.empty());
    EXPECT_EQ(segments[0].rows_after, (std::vector<std::string>{"r3"}));
}

TEST(Segments, EachRevisionMayHaveItsOwn) {
    Line line;
    line.revision({statement("a")}).revision({statement("b")});
    line.script().options.transaction = TransactionMode::PerRevision;
    const std::vector<Segment> segments = line.segments();
    EXPECT_EQ(shape(segments), "[r1] [r2]");
    EXPECT_EQ(segments[1].rows_before, (std::vector<std::string>{"r1"}));
}

TEST(Segments, NoTransactionsMeansNoCuts) {
    Line line;
    line.revision({statement("a"), alone("b")}).revision({statement("c")});
    line.script().options.transaction = TransactionMode::None;
    EXPECT_EQ(shape(line.segments()), "[r1 r2]");
}

TEST(Segments, AStatementThatNoTransactionHoldsStandsAlone) {
    Line line;
    line.revision({statement("a")})
        .revision({statement("b"), alone("c"), statement("d")})
        .revision({statement("e")});
    const std::vector<Segment> segments = line.segments();
    EXPECT_EQ(shape(segments), "[r1] [r2.1] (r2.2) [r2.3] [r3]");
    // The version stays where it is until the last piece is done.
    EXPECT_EQ(segments[2].rows_after, (std::vector<std::string>{"r1"}));
    EXPECT_EQ(segments[3].rows_after, (std::vector<std::string>{"r2"}));
}

TEST(Segments, TheVersionMovesInATransactionEvenAfterALoneStatement) {
    Line line;
    line.revision({alone("a")});
    EXPECT_EQ(shape(line.segments()), "(r1.1) [r1.2]");
    EXPECT_TRUE(line.segments()[1].parts[0].statements.empty());
}

TEST(Segments, WhatIsNewMustBeCommittedBeforeItIsUsed) {
    SqlStatement add = statement("ALTER TYPE mood ADD VALUE 'sad'");
    add.settles = "'sad'";
    SqlStatement add_next = statement("ALTER TYPE mood ADD VALUE 'glum' AFTER 'sad'");
    add_next.settles = "'glum'";
    const SqlStatement use = statement("UPDATE t SET m = 'sad'");
    Line same;
    same.revision({add, add_next, use});
    EXPECT_EQ(shape(same.segments()), "[r1.1] [r1.2]");
    Line later;
    later.revision({add}).revision({statement("x")}).revision({use});
    EXPECT_EQ(shape(later.segments()), "[r1 r2] [r3]");
    Line unused;
    unused.revision({add}).revision({statement("SELECT 'glad'")});
    EXPECT_EQ(shape(unused.segments()), "[r1 r2]");
}

TEST(Segments, TransactionOffCutsEverywhere) {
    SqlStatement raw = statement("anything");
    raw.kind = "execute";
    Line line;
    line.revision({statement("a"), statement("b"), raw});
    line.header(0).transaction_off = true;
    EXPECT_EQ(shape(line.segments()), "[r1.1] [r1.2] (r1.3) [r1.4]");
}

TEST(RenderScript, CommentsCannotBeLeft) {
    Line line;
    line.revision({statement("SELECT 1")});
    line.header(0).message = "x\rDROP TABLE y";
    line.header(0).description = "one\ntwo\xe2\x80\xa8three";
    const std::string text = render(line.script());
    EXPECT_THAT(text, HasSubstr("-- revision r1 (1 of 1): x DROP TABLE y\n-- one\n-- two three\n"));
    EXPECT_THAT(text, Not(HasSubstr("\r")));
    EXPECT_THAT(text, Not(HasSubstr("\t")));
    EXPECT_THAT(text, Not(HasSubstr("\n\n\n")));
    EXPECT_EQ(text.back(), '\n');
}

TEST(RenderScript, CommentsAndGuardCanBeLeftOut) {
    Line line;
    line.revision({statement("SELECT 1")});
    Script& script = line.script();
    script.options.comments = false;
    EXPECT_THAT(render(script), Not(HasSubstr("-- ")));
    script.options.guard = false;
    EXPECT_THAT(render(script), Not(HasSubstr("read_only")));
    EXPECT_THAT(render(script), HasSubstr("SELECT 1;\n"));
}

TEST(RenderScript, AnEmptyRangeOnlyLooks) {
    Line line;
    line.plan().start_rows = line.plan().end_rows = {"r9"};
    const std::string text = render(line.script());
    EXPECT_THAT(text, HasSubstr("There is nothing to do"));
    EXPECT_THAT(text, HasSubstr("retort_guard"));
    EXPECT_THAT(text, Not(HasSubstr("BEGIN;")));
}

TEST(RenderScript, TheHeadNamesLocksOnTablesThatWereThereBefore) {
    SqlStatement alter = statement("ALTER TABLE old ADD x int");
    alter.lock = "ACCESS EXCLUSIVE on old";
    alter.locked = {QualifiedName("old")};
    alter.rewrites = true;
    SqlStatement fresh = statement("CREATE INDEX i ON fresh (x)");
    fresh.lock = "SHARE on fresh";
    fresh.locked = {QualifiedName("fresh")};
    Line line;
    line.revision({alter, fresh});
    schema::Table table;
    table.name = QualifiedName("old");
    line.plan().before.tables.set(table.name, Shared<schema::Table>(table));
    line.plan().revisions[0].data_loss = {"the rows of old"};
    const std::string text = render(line.script());
    EXPECT_THAT(text, HasSubstr("--   locks       ACCESS EXCLUSIVE on old, which is rewritten\n"));
    EXPECT_THAT(text, Not(HasSubstr("SHARE on fresh\n")));
    EXPECT_THAT(text, HasSubstr("--   loses       the rows of old (r1)\n"));
    EXPECT_THAT(text, HasSubstr("-- data loss: the rows of old\n"));
}

TEST(PlanJson, HasAnEntryForEveryStatement) {
    Line line;
    line.revision({statement("SELECT 1"), alone("VACUUM")});
    auto dialect =
        std::get<std::unique_ptr<dialects::Dialect>>(dialects::make_dialect("postgresql", {}));
    const std::string json =
        render_plan_json(line.script(), dialect->frame(), source::SourceFiles());
    EXPECT_THAT(json, HasSubstr("\"sql\": \"VACUUM;\""));
    EXPECT_THAT(json, HasSubstr("\"sql\": \"BEGIN;\""));
    EXPECT_THAT(json, HasSubstr("\"revision\": \"r1\""));
    EXPECT_THAT(json, HasSubstr("\"transactional\": false"));
}

}  // namespace
}  // namespace retort::script
