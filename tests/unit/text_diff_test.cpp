// SPDX-License-Identifier: Apache-2.0
#include "tests/support/text_diff.h"

#include "tests/support/tree.h"

#include <gmock/gmock.h>

namespace retort::support {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TextDiff, EqualTextsDoNotDiffer) {
    EXPECT_EQ(unified_diff("", ""), "");
    EXPECT_EQ(unified_diff("a\nb\n", "a\nb\n"), "");
}

TEST(TextDiff, ShowsWhatChangedWithItsSurroundings) {
    EXPECT_EQ(unified_diff("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\nsix\n7\n"),
              "--- expected\n+++ actual\n@@ line 3 @@\n 3\n 4\n 5\n-6\n+six\n+7\n");
    EXPECT_EQ(unified_diff("a\n", ""), "--- expected\n+++ actual\n@@ line 1 @@\n-a\n");
}

TEST(TextDiff, SaysWhereALineEndIsMissing) {
    EXPECT_EQ(unified_diff("a\n", "a"),
              "--- expected\n+++ actual\n@@ line 1 @@\n-a\n+a\n\\ no line end\n");
}

TEST(SplitCommand, KeepsQuotedWordsTogether) {
    EXPECT_THAT(split_command("-n main  upgrade head"),
                ElementsAre("-n", "main", "upgrade", "head"));
    EXPECT_THAT(split_command("show 'a b' \"c'd\" ''"), ElementsAre("show", "a b", "c'd", ""));
    EXPECT_THAT(split_command(""), IsEmpty());
}

}  // namespace
}  // namespace retort::support
