// SPDX-License-Identifier: Apache-2.0
#include "tests/live/sqlite_database.h"
#include "tests/live/version_commands.h"

#include <memory>

namespace retort::live {
namespace {

/// A database file that lives as long as the functions that use it.
VersionDatabase sqlite() {
    struct Kept {
        TemporaryFolder folder;
        SqliteDatabase database{folder.file("version.db")};
    };
    const auto kept = std::make_shared<Kept>();
    return {[kept](const std::string& script, bool go_on) {
                std::string errors;
                for (const std::string& error :
                     kept->database.run(script, go_on ? OnError::GoOn : OnError::Stop)) {
                    errors += error + "\n";
                }
                return errors;
            },
            [kept](const std::string& query) {
                std::string rows;
                for (const std::vector<std::string>& row : kept->database.rows(query)) {
                    rows += (rows.empty() ? "" : " ") + row.front();
                }
                return rows;
            }};
}

ProjectInMemory retort_program(const std::string& settings = {}) {
    return branched_project("sqlite", sqlite_version(), settings);
}

TEST(SqliteVersionTable, Stamps) {
    check_stamps(sqlite(), retort_program());
}
TEST(SqliteVersionTable, StampsEndWhereScriptsDo) {
    check_stamps_like_scripts(sqlite(), retort_program());
}
TEST(SqliteVersionTable, StampsStopElsewhere) {
    check_stamps_elsewhere(sqlite(), retort_program());
}
TEST(SqliteVersionTable, IsPurged) {
    check_purges(sqlite(), retort_program(), "alembic_version");
    check_purges(sqlite(), retort_program("version_table: \"My Versions\"\n"), "\"My Versions\"");
}
TEST(SqliteVersionTable, IsEnsured) {
    check_ensure_version(sqlite(), retort_program());
}

}  // namespace
}  // namespace retort::live
