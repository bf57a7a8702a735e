// SPDX-License-Identifier: Apache-2.0
#include "tests/program/scratch_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

// New revision files, with the clock, the chance and the programs of a real machine.

namespace retort::support {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

/// The last line of what a command printed, without its end.
std::string line_of(const ProcessResult& result) {
    EXPECT_EQ(result.status, 0) << result.errors;
    return result.output.substr(0, result.output.find('\n'));
}

class Fresh : public Project {
public:
    Fresh() {
        fs::remove(root() / "retort.yaml");
        EXPECT_EQ(retort("init -t multidb").status, 0);
    }
};

TEST(Authoring, FromNothingToAScript) {
    const Fresh project;
    const std::string path = line_of(project.retort("revision -m 'Create users'"));
    EXPECT_THAT(path, MatchesRegex(
                          "migrations/20[0-9]{2}-[0-9]{2}-[0-9]{2}_[0-9a-f]{12}_create_users.mig"));
    EXPECT_EQ(project.retort("fmt --check").status, 0);
    EXPECT_EQ(project.retort("check").status, 0);
    const ProcessResult script = project.retort("-n embedded upgrade head");
    EXPECT_THAT(script.output, HasSubstr("Create users"));
    EXPECT_EQ(project.retort("init").status, 1);
}

TEST(Authoring, IdentifiersDiffer) {
    const Fresh project;
    std::set<std::string> ids;
    for (int i = 0; i < 20; ++i) { ids.insert(line_of(project.retort("revision"))); }
    EXPECT_EQ(ids.size(), 20U);
    EXPECT_EQ(project.retort("upgrade head -n primary").status, 0);
}

TEST(Authoring, TheClockIsTheZonesOrTheBuilds) {
    const Fresh project;
    const std::vector<std::string> fixed = {"SOURCE_DATE_EPOCH=1751328000", "TZ=America/Lima"};
    const std::string utc = line_of(project.retort("revision --rev-id one -m x", fixed));
    EXPECT_EQ(utc, "migrations/2025-07-01_one_x.mig");
    EXPECT_THAT(project.read(utc), HasSubstr("created  '2025-07-01T00:00:00Z';"));
    std::string configuration = project.read("retort.yaml");
    configuration.replace(configuration.find("timezone: UTC"), 13, "timezone: Pacific/Honolulu");
    project.write("retort.yaml", configuration);
    const std::string island = line_of(project.retort("revision --rev-id two -m x", fixed));
    EXPECT_EQ(island, "migrations/2025-06-30_two_x.mig");
    EXPECT_THAT(project.read(island), HasSubstr("created  '2025-06-30T14:00:00-10:00';"));
}

TEST(Authoring, CommandsRunOnTheNewFileWithoutAShell) {
    const Fresh project;
    project.write("note", "#!/bin/sh\nfor word in \"$@\"; do echo \"$word\" >> noted; done\n");
    fs::permissions(project.root() / "note", fs::perms::all);
    project.write("retort.yaml", project.read("retort.yaml") +
                                     "post_write:\n  - [./note, \"a b; $HOME\", \"<{file}>\"]\n");
    const std::string path = line_of(project.retort("revision -m x"));
    EXPECT_EQ(project.read("noted"), "a b; $HOME\n<" + path + ">\n");
}

TEST(Authoring, AFailingCommandLeavesTheFile) {
    const Fresh project;
    project.write("retort.yaml",
                  project.read("retort.yaml") +
                      "post_write:\n  - [sh, -c, \"echo no; echo never >&2; exit 3\"]\n"
                      "  - [touch, second]\n");
    const ProcessResult result = project.retort("revision -m x --rev-id one");
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.errors, HasSubstr("error[R0038]"));
    EXPECT_THAT(result.errors, HasSubstr("its exit status is 3"));
    EXPECT_THAT(result.errors, HasSubstr("it says: never"));
    EXPECT_THAT(result.errors, HasSubstr("_one_x.mig"));
    EXPECT_EQ(project.retort("heads").output, "one (head)\n");
    EXPECT_FALSE(fs::exists(project.root() / "second"));
}

TEST(Authoring, TheEditorGetsTheFile) {
    const Fresh project;
    project.write("my editor", "#!/bin/sh\necho '-- edited' >> \"$2\"\necho \"$1\" > how\n");
    fs::permissions(project.root() / "my editor", fs::perms::all);
    const std::vector<std::string> editor = {"VISUAL='" + project.root().string() +
                                             "/my editor' --wait"};
    const std::string path = line_of(project.retort("revision -m x --rev-id one --edit", editor));
    EXPECT_THAT(project.read(path), HasSubstr("-- edited"));
    EXPECT_EQ(project.read("how"), "--wait\n");
    EXPECT_EQ(project.retort("edit one", editor).status, 0);
    EXPECT_EQ(project.retort("edit one", {"EDITOR=false", "VISUAL="}).status, 1);
}

TEST(Authoring, WhereNothingCanBeWrittenNothingIsLeft) {
    const Fresh project;
    const std::string configuration = project.read("retort.yaml");
    project.write("retort.yaml", configuration + "\nfile_template: \"x\"\n");
    EXPECT_EQ(project.retort("revision").status, 2) << "the key stands there twice";
    project.write("retort.yaml", configuration);
    fs::remove_all(project.root() / "migrations");
    project.write("migrations", "a file, no directory");
    const ProcessResult result = project.retort("revision -m x");
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.errors, HasSubstr("error[R0025]"));
    EXPECT_EQ(result.output, "");
}

}  // namespace
}  // namespace retort::support
