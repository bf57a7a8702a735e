// SPDX-License-Identifier: Apache-2.0
#include "tests/live/alembic_cases.h"
#include "tests/live/postgres_catalog.h"
#include "tests/live/postgres_history.h"
#include "tests/live/postgres_server.h"
#include "tests/support/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>

// What Alembic prints for each of its operations is a migration as it stands: compiled, it gives
// the catalog that the printed statements give, and its derived downgrade leads back.

namespace retort::live {
namespace {

namespace fs = std::filesystem;

PostgresServer& server() {
    return PostgresServer::instance();
}

std::vector<AlembicCase> all_cases() {
    std::vector<AlembicCase> cases;
    for (const fs::path& path :
         support::files_below(support::source_root() / "tests/live/alembic_statements")) {
        for (AlembicCase& each : read_alembic_cases(path)) { cases.push_back(std::move(each)); }
    }
    return cases;
}

/// A database in which some case may have left something is not used again.
std::string& database() {
    static std::string name;
    if (name.empty()) {
        name = server().create_database();
        static const bool once = [] {
            // For `tablespace ts`: one without a folder of its own.
            server().query(name,
                           "SET allow_in_place_tablespaces = on;\n"
                           "CREATE TABLESPACE ts LOCATION '';");
            return true;
        }();
        (void)once;
    }
    return name;
}

/// What a script says between marks, by mark; each part runs in a session of its own.
using Catalogs = std::map<std::string, std::vector<std::string>>;

constexpr std::string_view kMark = "@@ ";

std::string mark(std::string_view name) {
    return "\\echo " + std::string(kMark) + std::string(name) + "\n" +
           std::string(postgres_catalog_query()) + "\\echo " + std::string(kMark) + "end\n";
}

Catalogs read_catalogs(const std::string& output) {
    Catalogs catalogs;
    std::vector<std::string>* current = nullptr;
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(kMark)) {
            current = &catalogs[line.substr(kMark.size())];
        } else if (current != nullptr && !line.empty()) {
            current->push_back(line);
        }
    }
    return catalogs;
}

constexpr std::string_view kPlain = "\\pset format unaligned\n\\pset tuples_only on\n";
constexpr std::string_view kNewSession = "\\connect -\n";

PsqlResult run(const std::string& where, const std::string& script) {
    return server().run(where, std::string(kPlain) + script);
}

bool runs_alone(const std::string& sql) {
    for (const char* word : {"CONCURRENTLY", "COMMIT;", "vacuum"}) {
        if (sql.find(word) != std::string::npos) { return true; }
    }
    return false;
}

/// The printed statements by themselves: in a transaction that is rolled back or, where they may
/// not run in one, in a database for them.
PsqlResult run_printed(const AlembicCase& test) {
    const std::string script = test.before + test.printed + mark("printed");
    if (runs_alone(test.printed)) { return run(server().create_database(), script); }
    return run(database(), "BEGIN;\n" + script + "ROLLBACK;\n");
}

/// A column that was dropped and added again stands last.
std::vector<std::string> unordered(std::vector<std::string> lines) {
    std::erase_if(lines, [](const std::string& line) { return line.starts_with("order of "); });
    return lines;
}

PostgresHistory history_of(const AlembicCase& test, std::string_view downgrade) {
    return PostgresHistory::line(
        {test.before, "upgrade {\n" + test.printed + "}\n" + std::string(downgrade)});
}

void up_down_up(const AlembicCase& test, const PostgresHistory& history, bool reversible) {
    const std::string again(kNewSession);
    std::string script =
        history.upgrade("r1") + mark("before") + again + history.upgrade("r1:r2") + mark("after");
    if (reversible) {
        script += again + history.downgrade("r2:r1") + mark("back") + again +
                  history.upgrade("r1:r2") + mark("again") + again + history.downgrade("r2:base") +
                  mark("base");
    }
    const PsqlResult printed = run_printed(test);
    ASSERT_EQ(printed.status, 0) << printed.errors;
    const std::string where = database();
    // Until all has gone well.
    database().clear();
    const PsqlResult result = run(where, script);
    ASSERT_EQ(result.status, 0) << result.errors << script;
    Catalogs found = read_catalogs(result.output);
    EXPECT_EQ(found["after"], read_catalogs(printed.output)["printed"]) << history.upgrade("r1:r2");
    if (!reversible) { return; }
    EXPECT_EQ(unordered(found["back"]), unordered(found["before"])) << history.downgrade("r2:r1");
    EXPECT_EQ(unordered(found["again"]), unordered(found["after"])) << history.upgrade("r1:r2");
    EXPECT_EQ(found["base"], read_catalogs(run(where, mark("empty")).output)["empty"]);
    if (!::testing::Test::HasFailure()) { database() = where; }
}

/// The first error of compiling the case for the server's version, `R0301`; empty where it
/// compiles. `downgrade` follows the block with the printed statements.
std::string error_of(const AlembicCase& test, std::string_view downgrade) {
    try {
        (void)history_of(test, downgrade).upgrade("r2");
        return {};
    } catch (const std::runtime_error& error) {
        const std::string text = error.what();
        return text.starts_with("error[R") ? text.substr(6, 5) : text;
    }
}

constexpr std::string_view kIrreversible = "downgrade irreversible 'it has data statements';\n";

class AlembicStatements : public ::testing::TestWithParam<AlembicCase> {};

TEST_P(AlembicStatements, GiveTheSameCatalog) {
    const AlembicCase& test = GetParam();
    SCOPED_TRACE(test.theme + ": " + test.name);
    if (server().version() < test.since) {
        EXPECT_NE(run_printed(test).status, 0);
        // What is newer is told, or left out where it is the default (`nulls distinct`).
        const std::string error = error_of(test, kIrreversible);
        if (!error.empty()) {
            EXPECT_EQ(error, "R0611");
            return;
        }
        const PostgresHistory history = history_of(test, kIrreversible);
        const std::string script = history.upgrade("r1") + history.upgrade("r1:r2");
        EXPECT_EQ(run(server().create_database(), script).status, 0) << script;
    } else if (!test.refused.empty()) {
        const PsqlResult printed = run_printed(test);
        EXPECT_EQ(printed.status == 0, test.accepted_by_postgresql) << printed.errors;
        EXPECT_EQ(error_of(test, kIrreversible), test.refused);
    } else if (!test.irreversible.empty()) {
        EXPECT_EQ(error_of(test, ""), test.irreversible);
        up_down_up(test, history_of(test, kIrreversible), false);
    } else {
        up_down_up(test, history_of(test, ""), true);
    }
}

INSTANTIATE_TEST_SUITE_P(Printed, AlembicStatements, ::testing::ValuesIn(all_cases()),
                         [](const auto& one) {
                             std::string name = one.param.theme + "_" + one.param.name;
                             std::replace_if(
                                 name.begin(), name.end(),
                                 [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
                             return name;
                         });

/// Every case is read: a mark that is misspelt loses none silently.
TEST(AlembicStatementFiles, HoldAllCases) {
    const std::vector<AlembicCase> cases = all_cases();
    EXPECT_EQ(cases.size(), 236U);
    EXPECT_EQ(std::count_if(cases.begin(), cases.end(),
                            [](const AlembicCase& each) { return !each.refused.empty(); }),
              13);
}

}  // namespace
}  // namespace retort::live
