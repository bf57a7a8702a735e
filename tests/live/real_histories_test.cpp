// SPDX-License-Identifier: Apache-2.0
#include "tests/live/imported_history.h"
#include "tests/live/postgres_catalog.h"
#include "tests/live/postgres_history.h"
#include "tests/live/postgres_server.h"
#include "tests/live/sqlite_database.h"
#include "tests/live/sqlite_history.h"
#include "tests/support/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <sstream>

// Whole histories of real projects, as Alembic prints them for PostgreSQL: `NAME.up.sql` files in
// the folder that RETORT_REAL_HISTORIES names, with `NAME.down.sql` beside them. They are imported;
// on a real server our scripts and the printed ones must give the same catalogs.

namespace retort::live {
namespace {

namespace fs = std::filesystem;

PostgresServer& server() {
    return PostgresServer::instance();
}

std::vector<fs::path> printed_histories() {
    const char* folder = std::getenv("RETORT_REAL_HISTORIES");
    if (folder == nullptr || *folder == '\0') {
        throw std::runtime_error("RETORT_REAL_HISTORIES must name a folder of *.up.sql files");
    }
    std::vector<fs::path> found;
    for (const fs::path& path : support::files_below(folder)) {
        if (path.filename().string().ends_with(".up.sql")) { found.push_back(path); }
    }
    if (found.empty()) { throw std::runtime_error("no *.up.sql in " + std::string(folder)); }
    return found;
}

/// The scripts of a history, imported; the downgrades stand beside the upgrades.
ImportedHistory read(const fs::path& up) {
    std::string down = up.string();
    down.replace(down.size() - std::string_view("up.sql").size(), std::string::npos, "down.sql");
    return import_history("postgresql", support::read_file(up),
                          fs::exists(down) ? support::read_file(down) : "");
}

std::vector<std::string> catalog(const std::string& database) {
    std::vector<std::string> lines;
    std::istringstream text(server().query(database, postgres_catalog_query()));
    for (std::string line; std::getline(text, line);) { lines.push_back(std::move(line)); }
    return lines;
}

/// Without the order of columns: one that was dropped and added again stands last.
std::vector<std::string> unordered(std::vector<std::string> lines) {
    lines.erase(std::remove_if(lines.begin(), lines.end(),
                               [](const std::string& line) { return line.starts_with("order "); }),
                lines.end());
    return lines;
}

/// What one has and the other lacks, for messages.
std::string differences(const std::vector<std::string>& expected,
                        const std::vector<std::string>& actual) {
    std::string text;
    for (const std::string& line : expected) {
        if (!std::binary_search(actual.begin(), actual.end(), line)) { text += "- " + line + '\n'; }
    }
    for (const std::string& line : actual) {
        if (!std::binary_search(expected.begin(), expected.end(), line)) {
            text += "+ " + line + '\n';
        }
    }
    return text;
}

std::string version_rows(const std::string& database) {
    return server().query(
        database,
        "SELECT string_agg(version_num, ',' ORDER BY version_num COLLATE \"C\") FROM "
        "alembic_version");
}

class RealHistories : public ::testing::TestWithParam<fs::path> {};

TEST_P(RealHistories, EveryStepGivesPrintedCatalogAndGoesBack) {
    const ImportedHistory real = read(GetParam());
    const PostgresHistory history(real.files);
    const std::string printed = server().create_database();
    const std::string ours = server().create_database();
    (void)server().query(printed, "CREATE TABLE alembic_version (version_num varchar(32))");
    std::vector<std::string> before = unordered(catalog(ours));
    std::string rows = "base";
    std::size_t back = 0;
    std::size_t wrong_there = 0;
    for (const std::string& id : history.order()) {
        SCOPED_TRACE(id);
        const PsqlResult theirs = server().run(printed, real.scripts.at(id));
        EXPECT_EQ(theirs.status, 0) << theirs.errors;
        const std::string up = history.upgrade(rows == "base" ? id : rows + ":" + id);
        const PsqlResult result = server().run(ours, up);
        ASSERT_EQ(result.status, 0) << result.errors << up;
        const std::vector<std::string> after = catalog(ours);
        EXPECT_EQ(differences(catalog(printed), after), "");
        const std::string now = version_rows(ours);
        // Going back to one branch leaves the other alone.
        const bool reversible =
            real.irreversible.count(id) == 0 && now.find(',') == std::string::npos;
        const std::string down = reversible ? history.downgrade(now + ":" + rows) : "";
        const PsqlResult undone = down.empty() ? PsqlResult() : server().run(ours, down);
        if (!down.empty() && undone.status != 0 && real.as_printed.count(id) != 0) {
            // One that was printed is wrong where it is wrong there as well.
            const PsqlResult wrong = server().run(printed, real.scripts_back.at(id));
            EXPECT_NE(wrong.status, 0) << undone.errors << down;
            ++wrong_there;
        } else if (!down.empty()) {
            ++back;
            ASSERT_EQ(undone.status, 0) << undone.errors << down;
            EXPECT_EQ(differences(before, unordered(catalog(ours))), "") << down;
            const PsqlResult again = server().run(ours, up);
            ASSERT_EQ(again.status, 0) << again.errors << up;
            EXPECT_EQ(differences(unordered(after), unordered(catalog(ours))), "") << down;
        }
        before = unordered(after);
        rows = now;
    }
    EXPECT_EQ(real.warnings, "");
    const std::size_t counts = real.summary.find(" revisions, ");
    std::cout << GetParam().filename().string() << ": " << back << " went back, " << wrong_there
              << " cannot in the print either; "
              << real.summary.substr(real.summary.rfind('\n', counts) + 1);
}

/// What is PostgreSQL's alone is told with a code of SQLite's own; nothing else is wrong.
TEST_P(RealHistories, WhatSqliteCannotHaveIsDiagnosed) {
    const ImportedHistory real = read(GetParam());
    SqliteHistory history(real.files);
    (void)history.upgrade("heads");
    std::map<std::string, std::size_t> codes;
    std::istringstream lines(history.errors());
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("    ")) { continue; }
        EXPECT_TRUE(line.starts_with("R066") || line.starts_with("R067") ||
                    line.starts_with("R0503"))
            << line;
        ++codes[line.substr(0, 5)];
    }
    std::cout << GetParam().filename().string() << " for SQLite:";
    for (const auto& [code, count] : codes) { std::cout << ' ' << count << ' ' << code; }
    std::cout << '\n';
}

INSTANTIATE_TEST_SUITE_P(Printed, RealHistories, ::testing::ValuesIn(printed_histories()),
                         [](const auto& one) {
                             std::string name = one.param.filename().string();
                             std::replace_if(
                                 name.begin(), name.end(),
                                 [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
                             return name;
                         });

}  // namespace
}  // namespace retort::live
