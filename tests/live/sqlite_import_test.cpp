// SPDX-License-Identifier: Apache-2.0
#include "tests/live/imported_history.h"
#include "tests/live/sqlite_database.h"
#include "tests/live/sqlite_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What Alembic prints for SQLite, batch mode's copies of tables included, imported.

namespace retort::live {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const PrintedScripts& printed() {
    static const PrintedScripts scripts = print_history("sqlite");
    return scripts;
}
const ImportedHistory& imported() {
    static const ImportedHistory history =
        import_history("sqlite", printed().up, printed().down, printed().listing);
    return history;
}

TEST(SqliteImport, GivesTheSameDatabase) {
    EXPECT_EQ(imported().warnings, "");
    const TemporaryFolder folder;
    SqliteDatabase theirs(folder.file("theirs.db"));
    SqliteDatabase ours(folder.file("ours.db"));
    ASSERT_THAT(theirs.run(printed().up), IsEmpty());
    SqliteHistory history(imported().files);
    const std::string script = history.upgrade("heads");
    ASSERT_EQ(history.errors(), "");
    ASSERT_THAT(ours.run(script), IsEmpty()) << script;
    // The same type, by another word.
    std::string catalog = theirs.catalog();
    const std::string float_column = " | FLOAT | ";
    const std::size_t at = catalog.find(float_column);
    ASSERT_NE(at, std::string::npos);
    catalog.replace(at, float_column.size(), " | DOUBLE PRECISION | ");
    EXPECT_EQ(ours.catalog(), catalog);
    EXPECT_EQ(ours.contents(), theirs.contents());
}

TEST(SqliteImport, CopiesOfTablesAreWhatTheyChange) {
    for (const auto& [path, text] : imported().by_path) {
        EXPECT_THAT(text, Not(HasSubstr("_alembic_tmp_"))) << path;
    }
    EXPECT_THAT(imported().by_path.at("/p/migrations/1970-01-01_s02_batch_mode.mig"),
                HasSubstr("rename column body to content"));
}

TEST(SqliteImport, GoesBackStepByStep) {
    const TemporaryFolder folder;
    SqliteDatabase database(folder.file("a.db"));
    SqliteHistory history(imported().files);
    struct Step {
        std::string id;
        std::string rows;     ///< before it
        std::string catalog;  ///< before it
    };
    std::vector<Step> steps;
    std::string rows = "base";
    const auto version_rows = [&] {
        return database.value(
            "SELECT group_concat(v, ',') FROM (SELECT version_num AS v FROM alembic_version ORDER "
            "BY 1)");
    };
    for (const std::string& id : history.order()) {
        steps.push_back({id, rows, database.catalog()});
        ASSERT_THAT(database.run(history.upgrade(rows == "base" ? id : rows + ":" + id)), IsEmpty())
            << history.errors();
        rows = version_rows();
    }
    const std::string full = database.catalog();
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        SCOPED_TRACE(step->id);
        ASSERT_THAT(
            database.run(history.downgrade(rows + ":" + one_down(history.graph(), step->id))),
            IsEmpty())
            << history.errors();
        EXPECT_EQ(database.catalog(), step->catalog);
        if (step->rows != "base") {
            rows = version_rows();
            EXPECT_EQ(rows, step->rows);
        }
    }
    ASSERT_THAT(database.run(history.upgrade("heads")), IsEmpty());
    EXPECT_EQ(database.catalog(), full);
    ASSERT_THAT(database.run(history.downgrade("base")), IsEmpty()) << history.errors();
    EXPECT_EQ(database.catalog(), steps.front().catalog);
}

TEST(SqliteImport, EachToolContinuesWhereTheOtherStopped) {
    const TemporaryFolder folder;
    SqliteDatabase fresh(folder.file("fresh.db"));
    SqliteHistory history(imported().files);
    ASSERT_THAT(fresh.run(history.upgrade("heads")), IsEmpty()) << history.errors();
    for (const std::string stop : {"t05", "m02"}) {
        SCOPED_TRACE(stop);
        SqliteDatabase theirs(folder.file(stop + "_theirs.db"));
        ASSERT_THAT(theirs.run(run_alembic("upgrade " + stop + " --sql", {"dialect=sqlite"})),
                    IsEmpty());
        ASSERT_THAT(theirs.run(history.upgrade(stop + ":heads")), IsEmpty()) << history.errors();
        EXPECT_EQ(theirs.contents(), fresh.contents());
        SqliteDatabase ours(folder.file(stop + "_ours.db"));
        ASSERT_THAT(ours.run(history.upgrade(stop)), IsEmpty()) << history.errors();
        ASSERT_THAT(ours.run(run_alembic("upgrade " + stop + ":head --sql", {"dialect=sqlite"})),
                    IsEmpty());
        EXPECT_EQ(ours.contents(), fresh.contents());
    }
}

}  // namespace
}  // namespace retort::live
