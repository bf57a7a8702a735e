// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace retort::driver {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kConfiguration = R"(targets:
  pg: { dialect: postgresql, output: build/pg }
  lite: { dialect: sqlite, output: build/lite }
)";

constexpr const char* kFirst = R"(-- People who can sign in.
revision a1 'Create users';

upgrade {
    create table users (
        id bigint primary key,
        email text not null
    );
}
)";

constexpr const char* kSecond = R"(revision b2 'Add the age';
revises a1;

upgrade {
    alter table users add column age integer;
}
)";

using Files = std::map<std::string, std::string>;

/// A project in memory and the runs on it.
struct Retort {
    source::MemoryFileSystem files;
    std::map<std::string, std::string> environment;
    std::string directory = "/p";
    World world;

    explicit Retort(const Files& revisions = {{"1.mig", kFirst}, {"2.mig", kSecond}},
                    const std::string& configuration = kConfiguration) {
        files.files["/p/retort.yaml"] = configuration;
        for (const auto& [name, text] : revisions) { files.files["/p/migrations/" + name] = text; }
    }

    int operator()(const std::vector<std::string>& arguments) {
        world = {};
        world.files = &files;
        world.working_directory = directory;
        world.environment = [this](const std::string& name) -> std::optional<std::string> {
            const auto found = environment.find(name);
            return found == environment.end() ? std::nullopt : std::optional(found->second);
        };
        const int status = static_cast<int>(run(arguments, world));
        if (status != 0) {
            EXPECT_EQ(world.out, "") << "a failed run leaves standard output empty";
            EXPECT_NE(world.err, "") << "a failed run says why";
        }
        return status;
    }
};

TEST(Driver, UsageErrors) {
    Retort retort;
    EXPECT_EQ(retort({}), 2);
    EXPECT_EQ(retort({"upgrde", "head"}), 2);
    EXPECT_THAT(retort.world.err, HasSubstr("did you mean \"upgrade\"?"));
    EXPECT_EQ(retort({"upgrade"}), 2);
    EXPECT_EQ(retort({"upgrade", "head", "--outptu", "x"}), 2);
    EXPECT_THAT(retort.world.err, HasSubstr("did you mean \"--output\"?"));
    EXPECT_EQ(retort({"upgrade", "a", "b"}), 2);
    EXPECT_EQ(retort({"upgrade", "head", "--format", "yaml"}), 2);
    EXPECT_EQ(retort({"-x", "novalue", "heads"}), 2);
    EXPECT_EQ(retort({"upgrade", "head", "-o"}), 2);
    EXPECT_EQ(retort({"upgrade", "head", "--idempotent"}), 2);
    EXPECT_EQ(retort({"explain", "R9999"}), 2);
}

TEST(Driver, HelpAndVersion) {
    Retort retort;
    EXPECT_EQ(retort({"--help"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("Examples:"));
    EXPECT_EQ(retort.world.err, "");
    EXPECT_EQ(retort({"upgrade", "--help"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("--no-guard"));
    EXPECT_EQ(retort({"--version"}), 0);
    EXPECT_THAT(retort.world.out, StartsWith("retort "));
}

TEST(Driver, Configuration) {
    Retort retort;
    retort.directory = "/elsewhere";
    EXPECT_EQ(retort({"heads"}), 2);
    EXPECT_THAT(retort.world.err, HasSubstr("-c FILE"));
    EXPECT_EQ(retort({"-c", "../p/nothing.yaml", "heads"}), 2);
    EXPECT_EQ(retort({"-c", "/p/retort.yaml", "heads"}), 0);
    retort.directory = "/p/migrations/deep";
    EXPECT_EQ(retort({"heads"}), 0);

    Retort broken({}, "targets: [");
    EXPECT_EQ(broken({"heads"}), 2);
    Retort version({}, "targets: { m: { dialect: postgresql, version: 1 } }");
    EXPECT_EQ(version({"current"}), 2);
    EXPECT_THAT(version.world.err, HasSubstr("retort.yaml:1:"));
}

TEST(Driver, Variables) {
    Retort retort(Files{{"1.mig", kFirst}}, "targets: { m: { url: \"${URL}\" } }");
    EXPECT_EQ(retort({"upgrade", "head"}), 2);
    EXPECT_THAT(retort.world.err, HasSubstr("environment variable \"URL\" is not set"));
    retort.environment["URL"] = "sqlite:///x";
    EXPECT_EQ(retort({"current"}), 0);
    retort.environment["URL"] = "nonsense";
    EXPECT_EQ(retort({"current", "-x", "URL=postgres://h/d"}), 0);
}

TEST(Driver, SeveralTargets) {
    Retort retort;
    EXPECT_EQ(retort({"upgrade", "head"}), 2);
    EXPECT_THAT(retort.world.err, HasSubstr("`-n pg`, `-n lite`"));
    EXPECT_EQ(retort({"upgrade", "head", "-n", "lit"}), 2);
    EXPECT_THAT(retort.world.err, HasSubstr("`-n lite`"));
}

TEST(Driver, UpgradeAndDowngrade) {
    Retort retort;
    EXPECT_EQ(retort({"upgrade", "head", "-n", "pg", "--sql"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("CREATE TABLE users"));
    EXPECT_THAT(retort.world.out, HasSubstr("ADD COLUMN age"));
    EXPECT_EQ(retort({"upgrade", "a1:+1", "-n", "lite"}), 0);
    EXPECT_THAT(retort.world.out, Not(HasSubstr("CREATE TABLE users")));
    EXPECT_EQ(retort({"downgrade", "-1", "-n", "pg"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("DROP COLUMN age"));
    EXPECT_THAT(retort.world.out, Not(HasSubstr("DROP TABLE")));
    EXPECT_EQ(retort({"downgrade", "base", "-n", "lite"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("DROP TABLE users"));
    EXPECT_EQ(retort({"upgrade", "nonsense", "-n", "pg"}), 1);
}

TEST(Driver, OutputFile) {
    Retort retort;
    EXPECT_EQ(retort({"upgrade", "head", "-n", "pg", "-o", "sql/up.sql"}), 0);
    EXPECT_EQ(retort.world.out, "");
    EXPECT_THAT(retort.files.files.at("/p/sql/up.sql"), HasSubstr("CREATE TABLE users"));
    EXPECT_EQ(retort({"upgrade", "head", "-n", "pg", "-o", "sql"}), 1);
    EXPECT_THAT(retort.world.err, HasSubstr("it is a directory"));
}

TEST(Driver, NeverAPartialScript) {
    Retort retort(
        {{"1.mig", kFirst},
         {"2.mig", kSecond},
         {"3.mig", "revision c3; revises b2; upgrade { alter table users drop column x; }"}});
    EXPECT_EQ(retort({"upgrade", "head", "-n", "pg"}), 1);
    EXPECT_THAT(retort.world.err, HasSubstr("migrations/3.mig:1:"));
    EXPECT_THAT(retort.world.err, HasSubstr("1 error in 1 file\n"));
    EXPECT_EQ(retort({"upgrade", "head", "-n", "pg", "-o", "up.sql"}), 1);
    EXPECT_EQ(retort.files.files.count("/p/up.sql"), 0U);
}

TEST(Driver, JsonPlanAndStages) {
    Retort retort;
    EXPECT_EQ(retort({"upgrade", "head", "-n", "pg", "--format", "json"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("\"a1\""));
    EXPECT_EQ(retort({"upgrade", "head", "-n", "pg", "--emit", "ops"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("create table users ("));
    EXPECT_EQ(retort({"upgrade", "head", "-n", "pg", "--emit", "graph"}), 0);
    EXPECT_EQ(retort.world.out, "a1\nb2 revises a1\n");
    EXPECT_EQ(retort({"upgrade", "head", "-n", "lite", "--emit", "schema"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("age"));
    EXPECT_EQ(retort({"upgrade", "head", "-n", "lite", "--emit", "plan"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("-- version a1 -> b2"));
}

TEST(Driver, VersionCommands) {
    Retort retort;
    EXPECT_EQ(retort({"ensure_version", "-n", "pg"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("alembic_version"));
    EXPECT_EQ(retort({"ensure-version", "-n", "lite"}), 0);
    EXPECT_EQ(retort({"current", "-n", "lite"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("SELECT version_num"));
    EXPECT_EQ(retort({"stamp", "head", "-n", "pg"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("'b2'"));
    EXPECT_THAT(retort.world.out, Not(HasSubstr("users")));
    EXPECT_EQ(retort({"stamp", "b2:a1", "-n", "lite"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("'a1'"));
    EXPECT_EQ(retort({"stamp", "b2:base", "-n", "lite"}), 0);
    EXPECT_EQ(retort({"stamp", "zz", "-n", "pg"}), 1);
}

TEST(Driver, GraphCommands) {
    Retort retort(Files{{"1.mig", kFirst},
                        {"2.mig", kSecond},
                        {"3.mig", "revision c3 'Other'; revises a1; branch other; upgrade { }"},
                        {"4.mig", "revision d4 'Both'; revises b2, c3;"}});
    EXPECT_EQ(retort({"history"}), 0);
    EXPECT_THAT(retort.world.out, StartsWith("b2, c3 -> d4 (other) (head) (mergepoint), Both\n"));
    EXPECT_THAT(retort.world.out, HasSubstr("a1 -> b2, Add the age\n"));
    EXPECT_THAT(retort.world.out, HasSubstr("<base> -> a1 (branchpoint), Create users\n"));
    EXPECT_EQ(retort({"history", "-r", "b2:", "-i", "b2"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("(current)"));
    EXPECT_THAT(retort.world.out, Not(HasSubstr("<base>")));
    EXPECT_EQ(retort({"history", "-v"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("People who can sign in."));
    EXPECT_EQ(retort({"heads"}), 0);
    EXPECT_EQ(retort.world.out, "d4 (other) (head)\n");
    EXPECT_EQ(retort({"heads", "--format", "json"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("\"id\": \"d4\""));
    EXPECT_EQ(retort({"branches"}), 0);
    EXPECT_EQ(retort.world.out, "a1 (branchpoint)\n   -> b2\n   -> c3 (other)\n\n");
    EXPECT_EQ(retort({"show", "a"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("Rev: a1 (branchpoint)\nParent: <base>\n"
                                            "Branches into: b2, c3\nPath: migrations/1.mig\n"));
    EXPECT_EQ(retort({"show", "zz"}), 1);
}

TEST(Driver, Build) {
    Retort retort;
    EXPECT_EQ(retort({"build", "--check"}), 1);
    EXPECT_THAT(retort.world.err, HasSubstr("build/pg/upgrade.sql"));
    EXPECT_EQ(retort.files.files.size(), 3U);
    EXPECT_EQ(retort({"build", "--depfile", "deps"}), 0);
    EXPECT_EQ(retort.world.out,
              "pg: 2 revisions, 7 files in build/pg\nlite: 2 revisions, 7 files in build/lite\n");
    const auto& files = retort.files.files;
    for (const char* target : {"pg", "lite"}) {
        const std::string directory = std::string("/p/build/") + target;
        for (const char* name :
             {"/upgrade.sql", "/downgrade.sql", "/manifest.json",
              "/revisions/0001_a1_create_users.up.sql", "/revisions/0001_a1_create_users.down.sql",
              "/revisions/0002_b2_add_the_age.up.sql", "/revisions/0002_b2_add_the_age.down.sql"}) {
            EXPECT_EQ(files.count(directory + name), 1U) << directory + name;
        }
    }
    EXPECT_EQ(files.at("/p/deps"),
              "/p/build/pg/manifest.json /p/build/lite/manifest.json: /p/retort.yaml \\\n"
              "  /p/migrations/1.mig \\\n  /p/migrations/2.mig\n");
    EXPECT_EQ(retort({"build", "--check"}), 0);
    retort.files.files["/p/build/pg/upgrade.sql"] += "x";
    EXPECT_EQ(retort({"build", "--check", "-n", "lite"}), 0);
    EXPECT_EQ(retort({"build", "--check"}), 1);
    EXPECT_EQ(retort({"build", "-n", "pg", "-o", "elsewhere"}), 0);
    EXPECT_EQ(retort.files.files.count("/p/elsewhere/upgrade.sql"), 1U);
}

TEST(Driver, BuiltStepsAreWhatTheCommandsGive) {
    Retort retort;
    ASSERT_EQ(retort({"build"}), 0);
    ASSERT_EQ(retort({"upgrade", "a1:b2", "-n", "lite"}), 0);
    EXPECT_EQ(retort.world.out,
              retort.files.files.at("/p/build/lite/revisions/0002_b2_add_the_age.up.sql"));
    ASSERT_EQ(retort({"downgrade", "b2:a1", "-n", "pg"}), 0);
    EXPECT_EQ(retort.world.out,
              retort.files.files.at("/p/build/pg/revisions/0002_b2_add_the_age.down.sql"));
    ASSERT_EQ(retort({"downgrade", "base", "-n", "pg"}), 0);
    EXPECT_EQ(retort.world.out, retort.files.files.at("/p/build/pg/downgrade.sql"));
}

TEST(Driver, BuildWithAnIrreversibleRevision) {
    Retort retort(
        Files{{"1.mig", kFirst},
              {"2.mig",
               "revision b2; revises a1; upgrade { drop table users; }\n"
               "downgrade irreversible 'the users are gone';"},
              {"3.mig", "revision c3; revises b2; upgrade { create table t (x integer); }"}});
    EXPECT_EQ(retort({"downgrade", "base", "-n", "pg"}), 1);
    ASSERT_EQ(retort({"build"}), 0);
    const auto& files = retort.files.files;
    EXPECT_THAT(files.at("/p/build/pg/downgrade.sql"),
                StartsWith("-- Revision b2 is irreversible"));
    EXPECT_EQ(files.count("/p/build/pg/revisions/0002_b2.up.sql"), 1U);
    EXPECT_EQ(files.count("/p/build/pg/revisions/0002_b2.down.sql"), 0U);
    EXPECT_EQ(files.count("/p/build/pg/revisions/0001_a1_create_users.down.sql"), 1U);
    EXPECT_THAT(files.at("/p/build/pg/manifest.json"), HasSubstr("\"irreversible\": true"));
}

TEST(Driver, AFailedBuildLeavesTheEarlierFiles) {
    Retort retort;
    ASSERT_EQ(retort({"build"}), 0);
    retort.files.files["/p/migrations/3.mig"] =
        "revision c3; revises b2; upgrade { drop table nothing; }";
    const auto before = retort.files.files;
    EXPECT_EQ(retort({"build"}), 1);
    EXPECT_EQ(retort.files.files, before);
}

TEST(Driver, Fmt) {
    Retort retort(Files{{"1.mig", "revision a1;\nUPGRADE { CREATE TABLE t (x int); }"}});
    EXPECT_EQ(retort({"fmt", "--check"}), 1);
    EXPECT_THAT(retort.world.err, HasSubstr("migrations/1.mig"));
    EXPECT_EQ(retort({"fmt"}), 0);
    EXPECT_EQ(retort.world.out, "migrations/1.mig\n");
    EXPECT_EQ(retort({"fmt", "--check"}), 0);
    EXPECT_EQ(retort({"fmt", "migrations/1.mig"}), 0);
    EXPECT_EQ(retort.world.out, "");
    retort.files.files["/p/migrations/1.mig"] = "revision";
    EXPECT_EQ(retort({"fmt"}), 1);
    EXPECT_EQ(retort.files.files.at("/p/migrations/1.mig"), "revision");
    EXPECT_EQ(retort({"fmt", "nothing.mig"}), 1);
}

TEST(Driver, Explain) {
    Retort retort;
    EXPECT_EQ(retort({"explain", "R0012"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("UnknownKey"));
    EXPECT_EQ(retort({"explain", "UnknownKey"}), 0);
    EXPECT_EQ(retort({"explain", "UnknowKey"}), 2);
    EXPECT_THAT(retort.world.err, HasSubstr("did you mean \"UnknownKey\"?"));
    EXPECT_EQ(retort({"explain"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("R0012  UnknownKey\n"));
}

TEST(Driver, Colour) {
    Retort retort;
    const auto coloured = [&](const std::vector<std::string>& arguments) {
        EXPECT_NE(retort(arguments), 0);
        return retort.world.err.find('\x1b') != std::string::npos;
    };
    EXPECT_FALSE(coloured({"-c", "no", "heads"}));
    EXPECT_TRUE(coloured({"-c", "no", "heads", "--color", "always"}));
    retort.environment["CLICOLOR_FORCE"] = "1";
    EXPECT_TRUE(coloured({"-c", "no", "heads"}));
    EXPECT_FALSE(coloured({"-c", "no", "heads", "--color", "never"}));
    retort.environment["NO_COLOR"] = "1";
    EXPECT_FALSE(coloured({"-c", "no", "heads"}));
}

TEST(Driver, FindingsForPrograms) {
    Retort retort;
    EXPECT_EQ(retort({"show", "zz", "--diagnostics", "json"}), 1);
    EXPECT_THAT(retort.world.err, HasSubstr("{"));
    EXPECT_THAT(retort.world.err, Not(HasSubstr("1 error")));
    EXPECT_EQ(retort({"show", "zz", "--diagnostics", "github"}), 1);
    EXPECT_THAT(retort.world.err, StartsWith("::error"));
}

TEST(Driver, BadFiles) {
    Retort missing({}, "targets: { m: { dialect: sqlite } }");
    EXPECT_EQ(missing({"heads"}), 1);
    EXPECT_THAT(missing.world.err, HasSubstr("cannot list the migrations in \"migrations\""));
    for (const std::string& text :
         {std::string(), std::string("\0", 1), std::string("revision a; \xff"),
          std::string("revision a; upgrade { 'open"), std::string("/* open")}) {
        Retort bad(Files{{"1.mig", text}});
        EXPECT_EQ(bad({"upgrade", "head", "-n", "pg"}), 1) << text;
        EXPECT_THAT(bad.world.err, HasSubstr("migrations/1.mig:")) << text;
    }
    Retort directory(Files{{"1.mig", kFirst}, {"x.mig/inner", ""}});
    // In memory a directory is no file of the list; on the disk it is reported.
    EXPECT_EQ(directory({"heads"}), 0);
}

TEST(Driver, ExecuteFile) {
    Retort retort(
        Files{{"1.mig", "revision a; upgrade { execute file 'x.sql' reverse nothing; }"}});
    EXPECT_EQ(retort({"upgrade", "head", "-n", "pg"}), 1);
    EXPECT_THAT(retort.world.err, HasSubstr("cannot read \"migrations/x.sql\": no such file"));
    retort.files.files["/p/migrations/x.sql"] = "SELECT 42";
    EXPECT_EQ(retort({"upgrade", "head", "-n", "pg"}), 0);
    EXPECT_THAT(retort.world.out, HasSubstr("SELECT 42"));
}

}  // namespace
}  // namespace retort::driver
