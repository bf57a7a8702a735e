// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/revision_words.h"

#include "tests/support/graph_text.h"
#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

namespace retort::revisions {
namespace {

using Lines = std::vector<std::string>;

RevisionGraph build(const std::string& text) {
    Diagnostics diagnostics;
    RevisionGraph graph = RevisionGraph::build(test::headers(text), diagnostics);
    EXPECT_EQ(test::messages(diagnostics), Lines());
    return graph;
}

/// What went wrong, if anything did.
std::string failure(const Diagnostics& diagnostics) {
    EXPECT_LE(diagnostics.error_count(), 1U);
    return diagnostics.empty() ? "nothing" : test::messages(diagnostics).front();
}

/// `from | steps | to` of a range, or the error.
std::string range(const RevisionGraph& graph, Direction direction, std::string_view word) {
    Diagnostics diagnostics;
    const auto found = resolve_range(graph, direction, word, diagnostics);
    if (!found) { return failure(diagnostics); }
    EXPECT_TRUE(diagnostics.empty()) << word;
    return test::ids(graph, found->from) + " | " + test::ids(graph, found->steps) + " | " +
           test::ids(graph, found->to);
}
std::string up(const RevisionGraph& graph, std::string_view word) {
    return range(graph, Direction::Upgrade, word);
}
std::string down(const RevisionGraph& graph, std::string_view word) {
    return range(graph, Direction::Downgrade, word);
}
std::string revisions(const RevisionGraph& graph, std::string_view word) {
    Diagnostics diagnostics;
    const auto found = resolve_revisions(graph, word, diagnostics);
    return found ? test::ids(graph, *found) : failure(diagnostics);
}
std::string code(const std::string& message) {
    return message.substr(0, 5);
}

const std::string kLine = "aaaa1\nbbbb2 < aaaa1\ncccc3 < bbbb2\ndddd4 < cccc3\n";
const std::string kDiamond =
    "aaaa1\nbbbb1 < aaaa1 # left\nbbbb2 < aaaa1 # right\nmmmm1 < bbbb1 bbbb2\ncccc1 < mmmm1\n";
const std::string kBranches =
    "aaaa1\nbbbb1 < aaaa1 # left\nbbbb2 < bbbb1\ncccc1 < aaaa1 # right\ncccc2 < cccc1\n";
const std::string kDependency =
    "aaaa1 # main\naaaa2 < aaaa1\nnnnn1 # net\nnnnn2 < nnnn1 + aaaa2\nnnnn3 < nnnn2\n";

TEST(Words, NamesOfRevisions) {
    const RevisionGraph graph = build(kLine);
    EXPECT_EQ(revisions(graph, "bbbb2"), "bbbb2");
    EXPECT_EQ(revisions(graph, "bb"), "bbbb2");
    EXPECT_EQ(revisions(graph, "head"), "dddd4");
    EXPECT_EQ(revisions(graph, "heads"), "dddd4");
    EXPECT_EQ(revisions(graph, "base"), "");
    EXPECT_EQ(revisions(graph, "aaaa1,cccc3"), "aaaa1 cccc3");
    EXPECT_EQ(revisions(graph, "head-1"), "cccc3");
    EXPECT_EQ(revisions(graph, "heads-1"), "cccc3");
    EXPECT_EQ(revisions(graph, "aaaa1+2"), "cccc3");
    EXPECT_EQ(revisions(graph, "aa+2"), "cccc3");
    EXPECT_EQ(revisions(graph, "dddd4-3"), "aaaa1");
    EXPECT_EQ(revisions(graph, "-1"), "cccc3");
    EXPECT_EQ(code(revisions(graph, "zzzz")), "R0209");
    EXPECT_EQ(code(revisions(graph, "")), "R0208");
    EXPECT_EQ(code(revisions(graph, "a,,b")), "R0208");
    EXPECT_EQ(code(revisions(graph, "+")), "R0208");
    EXPECT_EQ(code(revisions(graph, "aaaa1+99999999999999999999")), "R0208");
    EXPECT_EQ(code(revisions(graph, "nolabel@head")), "R0210");
    EXPECT_EQ(code(revisions(graph, "@head")), "R0208");
    EXPECT_EQ(code(revisions(graph, "left@")), "R0208");
}

TEST(Words, APrefixMustBeTheStartOfOne) {
    const RevisionGraph graph = build("abc1\nabc2 < abc1\nabc < abc2\n");
    EXPECT_EQ(revisions(graph, "abc"), "abc");  // the whole identifier wins
    EXPECT_EQ(revisions(graph, "ab"), "R0211 \"ab\" is the start of 3 names");
    EXPECT_EQ(revisions(graph, "abc2"), "abc2");
}

TEST(Words, IdentifiersWithDashesAreNoSteps) {
    const RevisionGraph graph =
        build("2024-01-15.a\n2024-01-16 < 2024-01-15.a\nx-1 < 2024-01-16\n");
    EXPECT_EQ(revisions(graph, "2024-01-15.a"), "2024-01-15.a");
    EXPECT_EQ(revisions(graph, "2024-01-15"), "2024-01-15.a");
    EXPECT_EQ(revisions(graph, "2024-01-16"), "2024-01-16");
    EXPECT_EQ(revisions(graph, "x-1"), "x-1");
    EXPECT_EQ(revisions(graph, "2024-01-16-1"), "2024-01-15.a");
    EXPECT_EQ(revisions(graph, "2024-01-15.a+1"), "2024-01-16");
}

TEST(Words, HeadMustBeOne) {
    const RevisionGraph graph = build(kBranches);
    EXPECT_EQ(revisions(graph, "head"), "R0212 \"head\" could mean 2 revisions");
    EXPECT_EQ(revisions(graph, "heads"), "bbbb2 cccc2");
    EXPECT_EQ(revisions(graph, "left@head"), "bbbb2");
    EXPECT_EQ(revisions(graph, "right@heads"), "cccc2");
    EXPECT_EQ(revisions(graph, "bbbb1@head"), "bbbb2");
    EXPECT_EQ(revisions(graph, "left"), "bbbb1");
    EXPECT_EQ(revisions(graph, "left@head-1"), "bbbb1");
    EXPECT_EQ(code(revisions(graph, "head-1")), "R0212");
}

TEST(Words, ALabelHoldsOnlyItsOwnRevisions) {
    const RevisionGraph graph = build(kBranches);
    EXPECT_EQ(revisions(graph, "left@bbbb2"), "bbbb2");
    EXPECT_EQ(revisions(graph, "left@aaaa1"), "aaaa1");  // what leads to it
    EXPECT_EQ(revisions(graph, "left@cccc2"),
              "R0218 revision \"cccc2\" is not on the branch \"left\"");
    EXPECT_EQ(code(revisions(graph, "left@ccc")), "R0218");
    EXPECT_EQ(revisions(graph, "bbbb1@bbbb2"), "bbbb2");
    EXPECT_EQ(revisions(graph, "right@c-1"), "R0211 \"c\" is the start of 2 names");
}

TEST(Words, OneRevisionIsWanted) {
    const RevisionGraph graph = build(kBranches);
    Diagnostics diagnostics;
    EXPECT_FALSE(resolve_revision(graph, "heads", diagnostics));
    EXPECT_EQ(failure(diagnostics), "R0217 \"heads\" means 2 revisions, one is wanted");
    Diagnostics other;
    EXPECT_FALSE(resolve_revision(graph, "base", other));
    EXPECT_EQ(code(failure(other)), "R0217");
}

TEST(Upgrade, ALine) {
    const RevisionGraph graph = build(kLine);
    EXPECT_EQ(up(graph, "head"), " | aaaa1 bbbb2 cccc3 dddd4 | dddd4");
    EXPECT_EQ(up(graph, "heads"), " | aaaa1 bbbb2 cccc3 dddd4 | dddd4");
    EXPECT_EQ(up(graph, "base:bb"), " | aaaa1 bbbb2 | bbbb2");
    EXPECT_EQ(up(graph, "bbbb2:head"), "bbbb2 | cccc3 dddd4 | dddd4");
    EXPECT_EQ(up(graph, "+2"), " | aaaa1 bbbb2 | bbbb2");
    EXPECT_EQ(up(graph, "bbbb2:+1"), "bbbb2 | cccc3 | cccc3");
    EXPECT_EQ(up(graph, "bbbb2+1"), " | aaaa1 bbbb2 cccc3 | cccc3");
    EXPECT_EQ(up(graph, "aaaa1:head-1"), "aaaa1 | bbbb2 cccc3 | cccc3");
    EXPECT_EQ(up(graph, "head:head"), "dddd4 |  | dddd4");
    EXPECT_EQ(code(up(graph, "cccc3:aaaa1")), "R0215");
    EXPECT_EQ(code(up(graph, "cccc3:base")), "R0215");
    EXPECT_EQ(up(graph, "+9"), "R0213 \"+9\" goes 9 up from base, but the history ends after 4");
    EXPECT_EQ(up(graph, "bbbb2+9"),
              "R0213 \"bbbb2+9\" goes 9 up from \"bbbb2\", but the history ends after 2");
    EXPECT_EQ(code(up(graph, ":head")), "R0208");
    EXPECT_EQ(code(up(graph, "aaaa1:")), "R0208");
    EXPECT_EQ(code(up(graph, "a:b:c")), "R0208");
    EXPECT_EQ(code(up(graph, "")), "R0208");
}

TEST(Upgrade, BranchesAndMerges) {
    const RevisionGraph diamond = build(kDiamond);
    EXPECT_EQ(up(diamond, "head"), " | aaaa1 bbbb1 bbbb2 mmmm1 cccc1 | cccc1");
    EXPECT_EQ(up(diamond, "bbbb1:mmmm1"), "bbbb1 | bbbb2 mmmm1 | mmmm1");
    EXPECT_EQ(up(diamond, "bbbb1:bbbb2"), "bbbb1 | bbbb2 | bbbb1 bbbb2");
    EXPECT_EQ(up(diamond, "bbbb1,bbbb2:head"), "bbbb1 bbbb2 | mmmm1 cccc1 | cccc1");
    EXPECT_EQ(code(up(diamond, "+2")), "R0214");
    EXPECT_EQ(up(diamond, "left@+2"), " | aaaa1 bbbb1 | bbbb1");
    EXPECT_EQ(up(diamond, "aaaa1:right@+1"), "aaaa1 | bbbb2 | bbbb2");
    const RevisionGraph branches = build(kBranches);
    EXPECT_EQ(up(branches, "heads"), " | aaaa1 bbbb1 bbbb2 cccc1 cccc2 | bbbb2 cccc2");
    EXPECT_EQ(up(branches, "left@head"), " | aaaa1 bbbb1 bbbb2 | bbbb2");
    EXPECT_EQ(code(up(branches, "head")), "R0212");
    EXPECT_EQ(up(branches, "bbbb2:right@head"), "bbbb2 | cccc1 cccc2 | bbbb2 cccc2");
}

TEST(Upgrade, BringsDependencies) {
    const RevisionGraph graph = build(kDependency);
    EXPECT_EQ(up(graph, "nnnn2"), " | aaaa1 aaaa2 nnnn1 nnnn2 | nnnn2");
    EXPECT_EQ(up(graph, "nnnn1:nnnn3"), "nnnn1 | aaaa1 aaaa2 nnnn2 nnnn3 | nnnn3");
    EXPECT_EQ(up(graph, "heads"), " | aaaa1 aaaa2 nnnn1 nnnn2 nnnn3 | nnnn3");
    EXPECT_EQ(up(graph, "aaaa2:net@head"), "aaaa2 | nnnn1 nnnn2 nnnn3 | nnnn3");
    EXPECT_EQ(up(graph, "main@head"), " | aaaa1 aaaa2 | aaaa2");
}

TEST(Downgrade, ALine) {
    const RevisionGraph graph = build(kLine);
    EXPECT_EQ(down(graph, "base"), "dddd4 | dddd4 cccc3 bbbb2 aaaa1 | ");
    EXPECT_EQ(down(graph, "-1"), "dddd4 | dddd4 | cccc3");
    EXPECT_EQ(down(graph, "cccc3:-2"), "cccc3 | cccc3 bbbb2 | aaaa1");
    EXPECT_EQ(down(graph, "head:aaaa1"), "dddd4 | dddd4 cccc3 bbbb2 | aaaa1");
    EXPECT_EQ(down(graph, "cccc3:base"), "cccc3 | cccc3 bbbb2 aaaa1 | ");
    EXPECT_EQ(down(graph, "-4"), "dddd4 | dddd4 cccc3 bbbb2 aaaa1 | ");
    EXPECT_EQ(code(down(graph, "-5")), "R0213");
    EXPECT_EQ(code(down(graph, "aaaa1:cccc3")), "R0216");
    EXPECT_EQ(down(graph, "aaaa1:aaaa1"), "aaaa1 |  | aaaa1");
}

TEST(Downgrade, BranchesAndMerges) {
    const RevisionGraph diamond = build(kDiamond);
    EXPECT_EQ(down(diamond, "-1"), "cccc1 | cccc1 | mmmm1");
    EXPECT_EQ(code(down(diamond, "-2")), "R0214");
    // Below one side of a merge, the other side's row stays.
    EXPECT_EQ(down(diamond, "mmmm1:bbbb1"), "mmmm1 | mmmm1 | bbbb1 bbbb2");
    EXPECT_EQ(down(diamond, "aaaa1"), "cccc1 | cccc1 mmmm1 bbbb2 bbbb1 | aaaa1");
    EXPECT_EQ(down(diamond, "base"), "cccc1 | cccc1 mmmm1 bbbb2 bbbb1 aaaa1 | ");
    const RevisionGraph branches = build(kBranches);
    EXPECT_EQ(down(branches, "base"), "bbbb2 cccc2 | cccc2 cccc1 bbbb2 bbbb1 aaaa1 | ");
    EXPECT_EQ(down(branches, "left@base"), "bbbb2 cccc2 | bbbb2 bbbb1 | cccc2");
    EXPECT_EQ(down(branches, "left@-1"), "bbbb2 cccc2 | bbbb2 | bbbb1 cccc2");
    EXPECT_EQ(code(down(branches, "-1")), "R0212");
}

TEST(Downgrade, TakesDependentsAndKeepsDependencies) {
    const RevisionGraph graph = build(kDependency);
    EXPECT_EQ(down(graph, "nnnn3:net@base"), "nnnn3 | nnnn3 nnnn2 nnnn1 | aaaa2");
    EXPECT_EQ(down(graph, "nnnn3:aaaa1"), "nnnn3 | nnnn3 nnnn2 aaaa2 | aaaa1 nnnn1");
    EXPECT_EQ(down(graph, "nnnn3:nnnn1"), "nnnn3 | nnnn3 nnnn2 | aaaa2 nnnn1");
    EXPECT_EQ(down(graph, "main@base"), "nnnn3 | nnnn3 nnnn2 aaaa2 aaaa1 | nnnn1");
}

TEST(History, Ranges) {
    const RevisionGraph graph = build(kLine);
    const auto history = [&](std::string_view word) {
        Diagnostics diagnostics;
        const auto found = resolve_history(graph, word, diagnostics);
        return found ? test::ids(graph, *found) : failure(diagnostics);
    };
    EXPECT_EQ(history("bbbb2:cccc3"), "cccc3 bbbb2");
    EXPECT_EQ(history("base:bbbb2"), "bbbb2 aaaa1");
    EXPECT_EQ(history("cccc3:"), "dddd4 cccc3");
    EXPECT_EQ(history(":bbbb2"), "bbbb2 aaaa1");
    EXPECT_EQ(history("-2:"), "dddd4 cccc3 bbbb2");
    EXPECT_EQ(history(":"), "dddd4 cccc3 bbbb2 aaaa1");
    EXPECT_EQ(code(history("cccc3:bbbb2")), "R0238");
    EXPECT_EQ(code(history("cccc3")), "R0208");
}

}  // namespace
}  // namespace retort::revisions
