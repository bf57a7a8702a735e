// SPDX-License-Identifier: Apache-2.0
#include "compiler/diagnostics/render.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace retort::diagnostics {
namespace {

struct Fixture {
    source::SourceFiles sources;
    FileId file = sources.add({"m/1.mig", "first line\n\tcreate täble x (emial);\nlast"});
    Diagnostics diagnostics;
};

TEST(Render, ShowsThePlaceTheCaretTheNoteAndTheHelp) {
    Fixture f;
    f.diagnostics.report(UnknownColumn, {f.file, 28, 33}, "user", "emial")
        .note({f.file, 0, 5}, "\"user\" was created here")
        .help("did you mean \"email\"?");
    EXPECT_EQ(render(f.diagnostics, f.sources, Format::Human, false),
              "error[R0302]: table \"user\" has no column \"emial\"\n"
              "  ┌─ m/1.mig:2:17\n"
              "  │\n"
              "2 │ \tcreate täble x (emial);\n"
              "  │ \t               ^^^^^ help: did you mean \"email\"?\n"
              "  │\n"
              "  = note: \"user\" was created here (m/1.mig:1:1)\n"
              "\n");
}

TEST(Render, SortsByPlaceAndDropsRepetitions) {
    Fixture f;
    f.diagnostics.report(UnknownTable, {f.file, 20, 21}, "b");
    f.diagnostics.report(UnknownTable, {f.file, 0, 5}, "a");
    f.diagnostics.report(UnknownTable, {f.file, 20, 21}, "b");
    const std::vector<Diagnostic> sorted = f.diagnostics.sorted();
    ASSERT_EQ(sorted.size(), 2U);
    EXPECT_EQ(sorted[0].where.begin, 0U);
}

TEST(Render, APlaceAtTheEndOfTheFileStillHasACaret) {
    Fixture f;
    const auto end = static_cast<std::uint32_t>(f.sources.get(f.file).text.size());
    f.diagnostics.report(UnknownTable, {f.file, end, end}, "x");
    const std::string text = render(f.diagnostics, f.sources, Format::Human, false);
    EXPECT_NE(text.find("m/1.mig:3:5"), std::string::npos) << text;
    EXPECT_NE(text.find("^"), std::string::npos) << text;
}

TEST(Render, LongLinesAreCutAroundThePlace) {
    source::SourceFiles sources;
    const FileId file =
        sources.add({"long.mig", std::string(5000, 'a') + "HERE" + std::string(5000, 'b')});
    Diagnostics diagnostics;
    diagnostics.report(UnknownTable, {file, 5000, 5004}, "x");
    const std::string text = render(diagnostics, sources, Format::Human, false);
    EXPECT_NE(text.find("HERE"), std::string::npos);
    EXPECT_LT(text.size(), 800U);
}

TEST(Render, JsonAndSarifAreWellFormedEvenForBrokenBytes) {
    Fixture f;
    f.diagnostics.report(UnknownTable, {f.file, 0, 5}, "\xff\xfe").note({}, "n");
    const auto json = nlohmann::json::parse(render(f.diagnostics, f.sources, Format::Json, false));
    EXPECT_EQ(json[0]["code"], "R0301");
    EXPECT_EQ(json[0]["place"]["line"], 1);
    const auto sarif =
        nlohmann::json::parse(render(f.diagnostics, f.sources, Format::Sarif, false));
    EXPECT_EQ(sarif["runs"][0]["results"][0]["ruleId"], "R0301");
}

TEST(Render, GithubCommandsEscapeWhatWouldEndThem) {
    Fixture f;
    f.diagnostics.report(UnknownTable, {f.file, 0, 5}, "a\nb%").help("x");
    EXPECT_EQ(render(f.diagnostics, f.sources, Format::Github, false),
              "::error file=m/1.mig,line=1,col=1,title=R0301::there is no table \"a%0Ab%25\" "
              "here%0Ahelp: x\n");
}

}  // namespace
}  // namespace retort::diagnostics
