// SPDX-License-Identifier: Apache-2.0
#include "tests/golden/compiled_example.h"
#include "tests/live/postgres_server.h"
#include "tests/live/sqlite_database.h"
#include "tests/support/language_document.h"
#include "tests/support/text_diff.h"
#include "tests/support/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

// Every example of docs/language.md on live databases that hold rows: up, down, up again.

namespace retort::live {
namespace {

using revisions::Direction;
using support::CompiledExample;
using support::DocumentExample;

const support::LanguageDocument& document() {
    static const support::LanguageDocument read = support::read_language_document(
        support::read_file(support::source_root() / "docs" / "language.md"));
    return read;
}

constexpr const char* kRows = R"(
insert into customers (id, email, name) values (101, 'eve@example.com', 'Eve'), (102, 'ian@example.com', null);
insert into orders (id, customer_id, status, total, note) values
    (201, 101, 'open', 10, 'x'), (202, 102, 'paid', 20.5, null), (203, 102, 'sent', 3, null);
)";

/// The lines of a catalog without their order: a column that comes back stands last on PostgreSQL.
std::vector<std::string> lines_of_any_order(const std::string& catalog) {
    std::vector<std::string> lines;
    for (std::string_view line : support::lines_of(catalog)) {
        while (line.ends_with('\n') || line.ends_with(',')) { line.remove_suffix(1); }
        lines.emplace_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// A database as this test needs it: runs a script and gives the errors, and tells its catalog.
struct Database {
    std::function<std::string(const std::string&)> run;
    std::function<std::string()> catalog;
};

void expect_there_and_back(const DocumentExample& example, const std::string& dialect,
                           const Database& database) {
    SCOPED_TRACE("docs/language.md:" + std::to_string(example.source.first + 1));
    support::ExampleInput input;
    input.schema = document().schema;
    input.given = example.given;
    input.source = example.source.text;
    input.files = example.files;
    input.dialect = dialect;
    const CompiledExample up = support::compile_example(input, Direction::Upgrade);
    if (up.failed) { return; }  // the document shows why
    const CompiledExample ground = support::compile_ground(input);
    ASSERT_FALSE(ground.failed) << ground.text;
    ASSERT_EQ(database.run(ground.script), "") << ground.script;
    // Rows that refer to lost ones do not let a foreign key come back.
    const bool loses_rows = input.source.find(" cascade;") != std::string::npos;
    if (!loses_rows) { ASSERT_EQ(database.run(kRows), ""); }
    const std::string before = database.catalog();
    ASSERT_EQ(database.run(up.script), "") << up.script;
    const std::string after = database.catalog();
    const CompiledExample down = support::compile_example(input, Direction::Downgrade);
    if (down.failed) { return; }
    ASSERT_EQ(database.run(down.script), "") << down.script;
    EXPECT_EQ(lines_of_any_order(database.catalog()), lines_of_any_order(before));
    ASSERT_EQ(database.run(up.script), "") << up.script;
    EXPECT_EQ(lines_of_any_order(database.catalog()), lines_of_any_order(after));
}

TEST(Document, ExamplesRunOnPostgreSQL) {
    PostgresServer& server = PostgresServer::instance();
    for (const DocumentExample& example : document().examples) {
        const std::string name = server.create_database();
        expect_there_and_back(example, "postgresql",
                              {[&](const std::string& sql) {
                                   const PsqlResult result = server.run(name, sql);
                                   const bool failed =
                                       result.status != 0 ||
                                       result.errors.find("ERROR") != std::string::npos;
                                   return failed ? "failed: " + result.errors : std::string();
                               },
                               [&] { return server.catalog(name); }});
    }
}

TEST(Document, ExamplesRunOnSQLite) {
    for (const DocumentExample& example : document().examples) {
        const TemporaryFolder folder;
        SqliteDatabase database(folder.file("example.db"));
        expect_there_and_back(example, "sqlite",
                              {[&](const std::string& sql) {
                                   const std::vector<std::string> errors = database.run(sql);
                                   return errors.empty() ? std::string() : errors.front();
                               },
                               [&] { return database.catalog(); }});
    }
}

}  // namespace
}  // namespace retort::live
