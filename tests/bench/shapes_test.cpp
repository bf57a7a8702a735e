// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/driver.h"
#include "tests/bench/history.h"
#include "tests/bench/tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

// The benchmark's histories and schemas end where they should, and in the time that a test has:
// what needs the square of their length does not.

namespace retort::bench {
namespace {

class Project {
public:
    Project(Shape shape, std::size_t n) : count_(revision_count(shape, n)) {
        files_.files["/bench/retort.yaml"] = configuration_text();
        for (std::size_t i = 0; i < count_; ++i) {
            files_.files["/bench/migrations/" + revision_id(i) + ".mig"] = revision_text(i, shape);
        }
    }

    [[nodiscard]] std::string run(std::vector<std::string> words) {
        driver::World world;
        world.files = &files_;
        world.working_directory = "/bench";
        world.environment = [](const std::string&) { return std::nullopt; };
        EXPECT_EQ(driver::run(words, world), driver::ExitStatus::Done) << world.err;
        return world.out;
    }
    void add(const std::string& path, std::string text) {
        files_.files["/bench/" + path] = std::move(text);
    }
    [[nodiscard]] std::size_t lines(std::vector<std::string> words) {
        const std::string out = run(std::move(words));
        return static_cast<std::size_t>(std::count(out.begin(), out.end(), '\n'));
    }

    /// Up for one database, down for the other: every revision once, in one transaction.
    void expect_whole_scripts() {
        const std::string all = std::to_string(count_);
        const std::string up = run({"-n", "primary", "upgrade", "heads"});
        EXPECT_NE(up.find("--   contains    " + all + " revisions"), std::string::npos);
        EXPECT_NE(up.find(" (" + all + " of " + all + ")"), std::string::npos);
        EXPECT_EQ(up.find("-- part 2"), std::string::npos);
        const std::string down = run({"-n", "embedded", "downgrade", "base"});
        EXPECT_NE(down.find("--   contains    " + all + " revisions"), std::string::npos);
        EXPECT_NE(down.find(" (" + all + " of " + all + ")"), std::string::npos);
    }

private:
    std::size_t count_;
    source::MemoryFileSystem files_;
};

TEST(Shapes, ALine) {
    Project project(Shape::Line, 2'000);
    EXPECT_EQ(project.run({"heads"}), revision_id(1'999) + " (head)\n");
    EXPECT_EQ(project.lines({"history", "-r", "-5:"}), 6U);
    project.expect_whole_scripts();
}

TEST(Shapes, Heads) {
    Project project(Shape::Heads, 2'000);
    EXPECT_EQ(project.lines({"heads"}), 2'000U);
    EXPECT_EQ(project.lines({"history"}), 2'001U);
    const std::string step = revision_id(0) + ":" + revision_id(2'000);
    EXPECT_NE(project.run({"-n", "primary", "upgrade", step}).find("1 revision, 2 statements"),
              std::string::npos);
    project.expect_whole_scripts();
}

TEST(Shapes, LabelledHeads) {
    Project project(Shape::Labels, 2'000);
    EXPECT_EQ(project.lines({"heads"}), 2'000U);
    const std::string out = project.run({"history", "-r", "line_000007@head:line_000007@head"});
    EXPECT_NE(out.find(revision_id(7) + " (line_000007) (head)"), std::string::npos) << out;
    const std::string word = revision_id(0) + ":line_000007@head";
    EXPECT_NE(project.run({"-n", "embedded", "upgrade", word}).find("1 revision, 2 statements"),
              std::string::npos);
}

TEST(Shapes, Diamonds) {
    Project project(Shape::Diamonds, 2'000);
    EXPECT_EQ(project.run({"heads"}), revision_id(6'000) + " (head)\n");
    const std::string sides = revision_id(5'998) + "," + revision_id(5'999);
    EXPECT_EQ(project.lines({"history", "-r", sides + ":"}), 3U);
    project.expect_whole_scripts();
}

TEST(Shapes, PairsWithADependencyAtEachStep) {
    Project project(Shape::Pairs, 1'000);
    EXPECT_EQ(project.lines({"heads"}), 2U);
    EXPECT_EQ(project.lines({"heads", "--resolve-dependencies"}), 1U);
    project.expect_whole_scripts();
}

/// The lines of the difference between two schemas of 2,000 tables.
std::size_t difference(Change change, bool from_dump) {
    constexpr std::size_t kTables = 2'000;
    Project project(Shape::Line, 1);
    const std::string before = from_dump ? "before.sql" : "before.mig";
    project.add(before,
                from_dump ? dump_text(kTables) : tables_text(kTables, change, Side::Before));
    project.add("after.mig", tables_text(kTables, change, Side::After));
    return project.lines({"-n", "primary", "diff", before, "after.mig"});
}

TEST(Tables, TheSame) {
    EXPECT_EQ(difference(Change::None, false), 0U);
    EXPECT_EQ(difference(Change::None, true), 0U);
}

TEST(Tables, AFewWithOneMoreColumn) {
    EXPECT_EQ(difference(Change::Few, false), 39U);
    EXPECT_EQ(difference(Change::Few, true), 39U);
}

TEST(Tables, AllAltered) {
    EXPECT_GT(difference(Change::AllAltered, false), 4 * 2'000U);
}

TEST(Tables, AllOther) {
    EXPECT_GT(difference(Change::AllOther, false), 4 * 2'000U);
}

TEST(Tables, ViewsInTheWay) {
    EXPECT_GT(difference(Change::ViewsInTheWay, false), 4 * 2'000U);
}

}  // namespace
}  // namespace retort::bench
