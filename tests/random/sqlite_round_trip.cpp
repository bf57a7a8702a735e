// SPDX-License-Identifier: Apache-2.0
#include "tests/live/sqlite_database.h"
#include "tests/random/compiled.h"
#include "tests/random/report.h"
#include "tests/random/round_trip.h"

#include <regex>

namespace retort::random {
namespace {

constexpr const char* kDialect = "sqlite";

/// The catalog without the names of checks that stand for a type: they keep a column's first name.
std::string catalog_of(live::SqliteDatabase& database) {
    static const std::regex kTypeCheck("  constraint [^\n]*_(boolean|json|values)\"?\n");
    return std::regex_replace(database.catalog(), kTypeCheck, "");
}

}  // namespace

std::string sqlite_problem(const Trip& trip) {
    Compiled compiled(trip.upgrades, kDialect, live::sqlite_version());
    const std::string first = compiled.upgrade("r1");
    const std::string up = compiled.upgrade("r1:r2");
    const std::string down = compiled.downgrade("r2:r1");
    const std::string rest = compiled.downgrade("r1:base");
    const std::string whole = compiled.from_nothing(2);
    if (!compiled.errors().empty()) { return "does not compile:\n" + compiled.errors(); }

    const live::TemporaryFolder folder;
    live::SqliteDatabase database(folder.file("db"));
    const auto run = [&](const char* what, const std::string& script) {
        const std::vector<std::string> errors = database.run(script);
        return errors.empty() ? std::string()
                              : std::string(what) + ": " + errors[0] + "\n" + script;
    };
    if (auto failed = run("first upgrade", first); !failed.empty()) { return failed; }
    const std::string catalog = catalog_of(database);
    const std::string contents = database.contents();
    if (auto failed = run("upgrade", up); !failed.empty()) { return failed; }
    const std::string changed = catalog_of(database);
    for (const Trip::Question& question : trip.after) {
        std::string answer;
        for (const auto& row : database.rows(question.query)) {
            for (const std::string& value : row) {
                answer += (&value == row.data() ? "" : "|") + (value == live::kNull ? "" : value);
            }
            answer += "\n";
        }
        if (answer != question.answer + "\n") {
            return "another answer to " + question.query + ":\n" +
                   difference(question.answer + "\n", answer) + "\n" + up;
        }
    }
    {
        live::SqliteDatabase other(folder.file("other"));
        const std::vector<std::string> errors = other.run(whole);
        if (!errors.empty()) { return "the model, built at once: " + errors[0] + "\n" + whole; }
        if (trip.modelled && catalog_of(other) != changed) {
            return "the catalog is not what the model says:\n" +
                   difference(catalog_of(other), changed) + "\n" + up;
        }
    }
    if (auto failed = run("downgrade", down); !failed.empty()) {
        // Where rows were lost, what comes back may not suit those that are left. Then nothing
        // happens at all.
        (void)database.run("ROLLBACK");
        const bool rows =
            compiled.loses_data(2) && failed.find("constraint failed") != std::string::npos;
        return rows && catalog_of(database) == changed ? std::string() : failed;
    }
    if (catalog_of(database) != catalog) {
        return "the downgrade leaves another catalog:\n" +
               difference(catalog, catalog_of(database)) + "\n" + up + down;
    }
    if (!compiled.loses_data(2) && database.contents() != contents) {
        return "the downgrade leaves other rows:\n" + difference(contents, database.contents()) +
               "\n" + up + down;
    }
    if (auto failed = run("second upgrade", up); !failed.empty()) {
        // What was lost is not there to be kept a second time.
        (void)database.run("ROLLBACK");
        const bool rows =
            compiled.loses_data(2) && failed.find("constraint failed") != std::string::npos;
        return rows && catalog_of(database) == catalog ? std::string() : failed;
    }
    if (catalog_of(database) != changed) {
        return "the second upgrade gives another catalog:\n" +
               difference(changed, catalog_of(database)) + "\n" + up;
    }
    if (auto failed = run("downgrade to base", compiled.downgrade("r2:base")); !failed.empty()) {
        return failed;
    }
    return catalog_of(database).empty() ? std::string() : "left behind: " + catalog_of(database);
}

}  // namespace retort::random
