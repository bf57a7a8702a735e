// SPDX-License-Identifier: Apache-2.0
#include "compiler/importing/alembic_listing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace retort::importing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::optional<std::vector<ListedRevision>> read(const std::string& text) {
    return read_alembic_listing({"history.txt", text}, 0);
}

TEST(AlembicListing, TellsWhatIsNotPrinted) {
    const auto list = read(
        "Rev: m (head) (mergepoint)\nMerges: b, c\nBranch names: left\nPath: /v/m.py\n\n    \n\n"
        "Rev: b\nParent: a\nAlso depends on: x, y\nBranch names: left\nPath: /v/b.py\n\n"
        "    Add\n    orders\n    \n    Revision ID: b\n    Revises: a\n"
        "    Create Date: 2015-03-20 14:12:24.123456\n    \n"
        "    Why:\n      - they are needed\n    \n    Rev: not one\n    \n\n"
        "Rev: a (branchpoint)\nParent: <base>\nBranches into: b, c\nPath: /v/a.py\n\n    First\n");
    ASSERT_TRUE(list.has_value());
    ASSERT_EQ(list->size(), 3U);
    const ListedRevision& merge = (*list)[0];
    EXPECT_EQ(merge.id.text, "m");
    EXPECT_THAT(merge.parents, ElementsAre("b", "c"));
    EXPECT_EQ(merge.message, "");
    const ListedRevision& b = (*list)[1];
    EXPECT_EQ(b.message, "Add orders");
    EXPECT_EQ(b.created, "2015-03-20T14:12:24.123456");
    EXPECT_THAT(b.dependencies, ElementsAre("x", "y"));
    EXPECT_THAT(b.description, ElementsAre("Why:", "  - they are needed", "", "Rev: not one"));
    EXPECT_THAT((*list)[2].parents, IsEmpty());
    EXPECT_EQ((*list)[2].message, "First");
}

TEST(AlembicListing, LabelsStayWhereTheirBranchBegins) {
    const auto list = read(
        "Rev: c\r\nParent: b\r\nBranch names: old, new\r\n\r\n    C\r\n\r\n"
        "Rev: b\r\nParent: a\r\nBranch names: old, new\r\n\r\n    B\r\n\r\n"
        "Rev: a\r\nParent: unlisted\r\nBranch names: old\r\n");
    ASSERT_TRUE(list.has_value());
    EXPECT_THAT((*list)[0].labels, IsEmpty());
    EXPECT_THAT((*list)[1].labels, ElementsAre("new"));
    // Where `old` begins is further down.
    EXPECT_THAT((*list)[2].labels, IsEmpty());
    EXPECT_EQ((*list)[1].message, "B");
}

TEST(AlembicListing, OtherFilesAreNone) {
    EXPECT_FALSE(read("").has_value());
    EXPECT_FALSE(read("\n\n").has_value());
    EXPECT_FALSE(read("BEGIN;\n\nRev: a\nParent: <base>\n").has_value());
    EXPECT_FALSE(read("a -> b (head), message\n").has_value());
}

}  // namespace
}  // namespace retort::importing
