// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/new_revision.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"

#include <gtest/gtest.h>

namespace retort::project {
namespace {

constexpr WallTime kTime{2025, 3, 9, 8, 7, 6, -210, 1741520226};

TEST(FileName, FillsTheTemplateIn) {
    const auto name = [](std::string_view pattern, std::string_view message = "Add x, y") {
        return revision_file_name(pattern, kTime, "ab12", message);
    };
    EXPECT_EQ(name("{year}-{month}-{day}_{rev}_{slug}"), "2025-03-09_ab12_add_x_y.mig");
    EXPECT_EQ(name("{epoch}{hour}{minute}{second}"), "1741520226080706.mig");
    EXPECT_EQ(name("{rev}.mig"), "ab12.mig");
    EXPECT_EQ(name("{year}/{month}/{rev}"), "2025/03/ab12.mig");
}

TEST(FileName, AnEmptySlugTakesItsJointsWithIt) {
    const auto name = [](std::string_view pattern) {
        return revision_file_name(pattern, kTime, "ab12", "…!");
    };
    EXPECT_EQ(name("{rev}_{slug}"), "ab12.mig");
    EXPECT_EQ(name("{slug}_{rev}"), "ab12.mig");
    EXPECT_EQ(name("{rev}-_{slug}/{rev}_{slug}"), "ab12/ab12.mig");
    EXPECT_EQ(name("{year}/{slug}-{rev}"), "2025/ab12.mig");
}

TEST(IsoTime, SaysTheOffset) {
    EXPECT_EQ(iso_time(kTime), "2025-03-09T08:07:06-03:30");
    EXPECT_EQ(iso_time({2025, 3, 9, 8, 7, 6, 0, 0}), "2025-03-09T08:07:06Z");
    EXPECT_EQ(iso_time({2025, 3, 9, 8, 7, 6, 345, 0}), "2025-03-09T08:07:06+05:45");
}

TEST(Directory, IsTheInnermostThatHoldsTheParent) {
    const std::vector<std::string> directories = {"m", "m/inner", "other"};
    EXPECT_EQ(directory_of(directories, "m/inner/deep/a.mig"), "m/inner");
    EXPECT_EQ(directory_of(directories, "m/inner.mig"), "m");
    EXPECT_EQ(directory_of(directories, "other/a.mig"), "other");
    EXPECT_EQ(directory_of(directories, ""), "m");
    EXPECT_EQ(directory_of({"."}, "a.mig"), ".");
}

/// Whatever a header holds, the new file is one that the formatter leaves as it is.
TEST(NewRevision, IsInTheCanonicalLayout) {
    for (const char* text :
         {"plain", "it's", "back\\slash", "two\nlines", "", "ünï", "$$ /* -- */"}) {
        for (const bool merge : {false, true}) {
            revisions::Revision revision;
            revision.header.id = Name("2024-01.a");
            revision.header.message = text;
            revision.header.author = text;
            revision.header.created = iso_time(kTime);
            revision.header.parents = {Name("1e5"), Name("select")};
            revision.header.labels = {Name("both"), Name("a-label")};
            revision.header.dependencies = {Name("x.y"), Name("order")};
            revision.has_upgrade = !merge;
            const source::SourceFile file{"a.mig", new_revision_text(revision)};
            Diagnostics diagnostics;
            const auto parsed =
                syntax::parse_revision(file, 0, syntax::KeepComments::Yes, diagnostics);
            ASSERT_TRUE(parsed && diagnostics.empty()) << file.text;
            EXPECT_EQ(syntax::print_revision(*parsed, file.text), file.text);
            EXPECT_EQ(parsed->revision.header.message, text);
            EXPECT_EQ(parsed->revision.header.author, text);
            EXPECT_EQ(parsed->revision.header.labels, revision.header.labels);
            EXPECT_EQ(parsed->revision.header.dependencies, revision.header.dependencies);
            EXPECT_EQ(parsed->revision.has_upgrade, !merge);
        }
    }
}

}  // namespace
}  // namespace retort::project
