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
    static const ImportedHistory history = import_history("sqlite", printed().up, printed().down);
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
    EXPECT_EQ(ours.catalog(), theirs.catalog());
    EXPECT_EQ(ours.contents(), theirs.contents());
}

TEST(SqliteImport, CopiesOfTablesAreWhatTheyChange) {
    for (const auto& [path, text] : imported().by_path) {
        EXPECT_THAT(text, Not(HasSubstr("_alembic_tmp_"))) << path;
    }
    EXPECT_THAT(imported().by_path.at("/p/migrations/1970-01-01_s02.mig"),
                HasSubstr("rename column body to content"));
}

TEST(SqliteImport, GoesBack) {
    const TemporaryFolder folder;
    SqliteDatabase database(folder.file("a.db"));
    SqliteHistory history(imported().files);
    const std::string empty = database.catalog();
    ASSERT_THAT(database.run(history.upgrade("heads")), IsEmpty());
    const std::string full = database.catalog();
    ASSERT_THAT(database.run(history.downgrade("base")), IsEmpty()) << history.errors();
    EXPECT_EQ(database.catalog(), empty);
    ASSERT_THAT(database.run(history.upgrade("heads")), IsEmpty());
    EXPECT_EQ(database.catalog(), full);
}

}  // namespace
}  // namespace retort::live
