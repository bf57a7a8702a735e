// SPDX-License-Identifier: Apache-2.0
#include "tests/program/scratch_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace retort::support {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string first_revision() {
    return "revision a1 'Größe';\nupgrade {\n    create table t (id integer primary key, "
           "ısı text default 'é');\n}\n";
}

std::map<std::string, std::string> tree_of(const fs::path& root) {
    std::map<std::string, std::string> files;
    for (const fs::path& file : files_below(root)) {
        files[fs::relative(file, root).string()] = read_file(file);
    }
    return files;
}

TEST(Program, SameInputSameBytes) {
    std::vector<std::map<std::string, std::string>> built;
    const std::vector<std::vector<std::string>> settings = {
        {"LC_ALL=C", "TZ=UTC", "USER=ann"},
        {"LC_ALL=tr_TR.UTF-8", "LANG=de_DE.UTF-8", "TZ=Asia/Kathmandu", "USER=bob", "COLUMNS=20"}};
    for (const auto& setting : settings) {
        const Project project(built.empty() ? "a-" : "another-directory-");
        fs::remove_all(project.root());
        fs::copy(source_root() / "migrations" / "learning_platform", project.root(),
                 fs::copy_options::recursive);
        const ProcessResult result = project.retort("build", setting);
        ASSERT_EQ(result.status, 0) << result.errors;
        built.push_back(tree_of(project.root() / "build"));
    }
    EXPECT_GT(built[0].size(), 40U);
    EXPECT_EQ(built[0], built[1]);
}

TEST(Program, ExitStatusAndStreams) {
    const Project project;
    project.write("migrations/1.mig", first_revision());
    const ProcessResult good = project.retort("-n server upgrade head");
    EXPECT_EQ(good.status, 0);
    EXPECT_THAT(good.output, HasSubstr("CREATE TABLE t ("));
    EXPECT_THAT(good.errors, IsEmpty());
    const ProcessResult wrong_word = project.retort("-n server upgrade nowhere");
    EXPECT_EQ(wrong_word.status, 1);
    EXPECT_THAT(wrong_word.output, IsEmpty());
    EXPECT_THAT(wrong_word.errors, HasSubstr("error[R0209]"));
    const ProcessResult usage = project.retort("upgrade head");
    EXPECT_EQ(usage.status, 2);
    EXPECT_THAT(usage.output, IsEmpty());
    EXPECT_THAT(usage.errors, HasSubstr("error[R0006]"));
    EXPECT_EQ(project.retort("--version").status, 0);
    EXPECT_THAT(project.retort("--help").output, HasSubstr("Examples:"));
}

TEST(Program, MissingConfiguration) {
    const Project project;
    fs::remove(project.root() / "retort.yaml");
    const ProcessResult result = project.retort("heads");
    EXPECT_EQ(result.status, 2);
    EXPECT_THAT(result.errors, HasSubstr("error[R0008]"));
}

TEST(Program, ADirectoryAndAnUnreadableFile) {
    const Project project;
    project.write("migrations/1.mig", first_revision());
    fs::create_directories(project.root() / "migrations" / "2.mig");
    project.write("migrations/2.mig/inside.txt", "x");
    project.write("migrations/3.mig", "revision c3; revises a1;");
    fs::permissions(project.root() / "migrations" / "3.mig", fs::perms::none);
    const ProcessResult result = project.retort("heads", {}, unprivileged_user());
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.output, IsEmpty());
    EXPECT_THAT(result.errors, HasSubstr("error[R0009]: cannot read \"migrations/3.mig\""));
}

TEST(Program, AnOutputThatCannotBeWritten) {
    const Project project;
    project.write("migrations/1.mig", first_revision());
    const ProcessResult result = project.retort("-n server upgrade head -o retort.yaml/up.sql");
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.errors, HasSubstr("error[R0010]"));
    const ProcessResult full = project.retort("-n server upgrade head > /dev/full");
    EXPECT_EQ(full.status, 1);
    EXPECT_THAT(full.errors, HasSubstr("cannot write to standard output"));
}

/// What a run on one strange file gives.
struct BadFile {
    const char* name;
    std::string text;
    const char* code;
};

void PrintTo(const BadFile& file, std::ostream* out) {
    *out << file.name;
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string result;
    result.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) { result += text; }
    return result;
}

std::string in_upgrade(const std::string& text) {
    return "revision a1;\nupgrade {\n" + text + "\n}\n";
}

std::vector<BadFile> bad_files() {
    const std::string padding = "-- " + repeated("x", 1000) + "\n";
    const std::string megabytes = repeated("    insert into t (id) valu (1);\n" + padding, 10'000);
    return {
        {"Empty", "", "R0112"},
        {"OnlyComments", "-- nothing here\n/* nor here */\n", "R0112"},
        {"TenMegabytesOfErrors", in_upgrade(megabytes), "R0101"},
        {"TenMegabytesOfOneString", in_upgrade("select '" + repeated("x", 10'000'000)), "R0106"},
        {"DeepParentheses",
         in_upgrade("update t set a = " + repeated("(", 100'000) + "1" + repeated(")", 100'000) +
                    " reverse nothing;"),
         "R0111"},
        {"DeepBlocks", "revision a1;\nupgrade " + repeated("{ on x ", 100'000), "R0111"},
        {"DeepCase", in_upgrade("assert " + repeated("case when ", 100'000) + "1;"), "R0111"},
        {"LongChain",
         in_upgrade("update t set a = 1" + repeated(" + 1", 100'000) + " reverse nothing;"),
         "R0119"},
        {"ManyNots", in_upgrade("assert " + repeated("not ", 100'000) + "true else 'x';"), "R0119"},
        {"ManyMinuses", in_upgrade("assert " + repeated("- ", 100'000) + "1 = 1 else 'x';"),
         "R0119"},
        {"InvalidUtf8", in_upgrade("create table \xff (a integer);"), "R0104"},
        {"Utf16",
         std::string("\xff\xfe"
                     "r\0e\0v\0",
                     8),
         "R0104"},
        {"Nul", in_upgrade(std::string("create\0table t (a integer);", 27)), "R0105"},
        {"UnterminatedString", in_upgrade("insert into t (a) values ('x);"), "R0106"},
        {"UnterminatedName", in_upgrade("drop table \"t;"), "R0107"},
        {"UnterminatedComment", in_upgrade("/* /* */ drop table t;"), "R0108"},
        {"UnterminatedDollarQuote", in_upgrade("execute $a$ x $$;"), "R0109"},
        {"UnclosedBlock", "revision a1;\nupgrade {\n    drop table t;\n", "R0103"},
        {"Junk", "PK\x03\x04\x14", "R0110"},
        {"CyclicHistory", "revision a1;\nrevises a1;\n", "R0204"},
    };
}

class BadInput : public testing::TestWithParam<BadFile> {};

TEST_P(BadInput, IsAClearError) {
    const Project project;
    // Never empty: that would remove it.
    project.write("migrations/1.mig", "x");
    { std::ofstream(project.root() / "migrations/1.mig") << GetParam().text; }
    for (const char* command : {"-n server upgrade head", "fmt --check"}) {
        const ProcessResult result = project.retort(command);
        if (std::string(command) == "fmt --check" && GetParam().code[1] == '0' &&
            GetParam().code[2] == '2') {
            continue;  // the layout does not depend on other files
        }
        EXPECT_EQ(result.status, 1) << command;
        EXPECT_THAT(result.output, IsEmpty()) << command;
        EXPECT_THAT(result.errors.substr(0, 4000), HasSubstr(GetParam().code)) << command;
        EXPECT_THAT(result.errors.substr(0, 4000), HasSubstr("1.mig")) << command;
    }
}

INSTANTIATE_TEST_SUITE_P(Files, BadInput, testing::ValuesIn(bad_files()),
                         [](const auto& param_info) { return std::string(param_info.param.name); });

TEST(Program, AFileOfTenMegabytesCompiles) {
    const Project project;
    std::string rows = "insert into t (id, name) values\n";
    for (int i = 1; i <= 250'000; ++i) {
        rows += "    (" + std::to_string(i) + ", 'a name of some length')";
        rows += i < 250'000 ? ",\n" : ";\n";
    }
    ASSERT_GT(rows.size(), 9'000'000U);
    project.write("migrations/1.mig",
                  in_upgrade("create table t (id integer primary key, name text);\n" + rows));
    const ProcessResult result = project.retort("-n embedded upgrade head -o up.sql");
    EXPECT_EQ(result.status, 0) << result.errors;
    EXPECT_GT(fs::file_size(project.root() / "up.sql"), 9'000'000U);
}

TEST(Program, ALongerCycleIsNamed) {
    const Project project;
    project.write("migrations/1.mig", "revision a1;\nrevises c3;\n");
    project.write("migrations/2.mig", "revision b2;\nrevises a1;\n");
    project.write("migrations/3.mig", "revision c3;\nrevises b2;\n");
    const ProcessResult result = project.retort("heads");
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.errors, HasSubstr("error[R0205]"));
}

}  // namespace
}  // namespace retort::support
