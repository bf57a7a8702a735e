// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/live/project_in_memory.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// `stamp`, `current` and `ensure_version` on a database: what every dialect must do alike.

namespace retort::live {

/// The history that the cases below go through.
inline ProjectInMemory branched_project(const std::string& dialect, const std::string& version,
                                        const std::string& settings = {}) {
    return {dialect,
            version,
            {"revision a0;\nupgrade { create table a (id integer primary key); }",
             "revision l1;\nrevises a0;\nbranch left;\n"
             "upgrade { create table l (id integer primary key); }",
             "revision l2;\nrevises l1;\nupgrade { alter table l add column x integer; }",
             "revision r1;\nrevises a0;\nbranch right;\n"
             "upgrade { create table r (id integer primary key); }",
             "revision m0;\nrevises l2, r1;",
             "revision n1;\nbranch net;\nupgrade { create table n (id integer primary key); }",
             "revision n2;\nrevises n1;\ndepends on right;\n"
             "upgrade { alter table n add column x integer; }"},
            settings};
}

/// One database, as the cases below use it.
struct VersionDatabase {
    /// Runs a script to its end or, unless it is to go on, to the first error; the errors.
    std::function<std::string(const std::string& script, bool go_on)> run;
    /// The first column of a query, a blank between rows.
    std::function<std::string(const std::string& query)> ask;
};

inline void expect_rows(VersionDatabase& database, ProjectInMemory& retort, std::string_view rows) {
    EXPECT_EQ(database.ask(retort({"current"})), rows);
}

inline void expect_run(VersionDatabase& database, const std::string& script) {
    EXPECT_EQ(database.run(script, false), "") << script;
}

/// From an empty database through stamps in every direction.
inline void check_stamps(VersionDatabase database, ProjectInMemory retort) {
    struct Stamp {
        std::vector<std::string> words;
        std::string_view rows;
    };
    for (const Stamp& stamp : std::vector<Stamp>{
             {{"heads"}, "m0 n2"},
             {{"m0,n2:l1"}, "l1 n2"},          // the other side is needed by n2
             {{"l1,n2:left@head"}, "m0 n2"},   // up across the merge
             {{"m0,n2:right@base"}, "l2 n1"},  // and what depends on it
             {{"l2,n1:l2", "n2"}, "l2 n2"},
             {{"l2,n2:net@base"}, "l2 r1"},
         }) {
        std::vector<std::string> arguments{"stamp"};
        arguments.insert(arguments.end(), stamp.words.begin(), stamp.words.end());
        expect_run(database, retort(arguments));
        expect_rows(database, retort, stamp.rows);
    }
    expect_run(database, retort({"stamp", "l2,r1:base"}));
    expect_rows(database, retort, "");
    expect_run(database, retort({"stamp", "base"}));
    expect_run(database, retort({"stamp", "r1", "n1"}));
    expect_rows(database, retort, "n1 r1");
    expect_run(database, retort({"stamp", "n1,r1:n1,r1"}));
    expect_rows(database, retort, "n1 r1");
}

/// A stamp leaves what the script between the same places leaves, and the next script goes on.
inline void check_stamps_like_scripts(VersionDatabase database, ProjectInMemory retort) {
    expect_run(database, retort({"upgrade", "heads"}));
    expect_rows(database, retort, "m0 n2");
    for (const char* word : {"heads:l1", "heads:right@base", "heads:a0", "heads:n1"}) {
        const std::string place = std::string(word).substr(6);
        expect_run(database, retort({"stamp", word}));
        const std::string stamped = database.ask(retort({"current"}));
        expect_run(database, retort({"stamp", "--purge", "heads"}));
        expect_run(database, retort({"downgrade", word}));
        expect_rows(database, retort, stamped);
        std::string from = stamped;
        for (char& c : from) { c = c == ' ' ? ',' : c; }
        expect_run(database, retort({"upgrade", from + ":heads"}));
        expect_rows(database, retort, "m0 n2");
    }
    expect_run(database, retort({"downgrade", "base"}));
    expect_rows(database, retort, "");
}

/// A stamp stops where the database is not where it starts, whatever its client does then.
inline void check_stamps_elsewhere(VersionDatabase database, ProjectInMemory retort) {
    expect_run(database, retort({"stamp", "l1", "n1"}));
    for (const bool go_on : {false, true}) {
        for (const char* word : {"heads", "l1:l2", "l2,n1:base", "l1,n2:l1"}) {
            EXPECT_NE(database.run(retort({"stamp", word}), go_on), "") << word;
            expect_rows(database, retort, "l1 n1");
        }
    }
}

inline void check_purges(VersionDatabase database, ProjectInMemory retort,
                         const std::string& table) {
    // There need not be a table.
    expect_run(database, retort({"stamp", "--purge", "l2", "n2"}));
    expect_rows(database, retort, "l2 n2");
    for (const bool go_on : {false, true}) {
        // Rows of another history, and of this one.
        EXPECT_EQ(
            database.run("INSERT INTO " + table + " VALUES ('strange'), ('o''clock');", false), "");
        EXPECT_EQ(database.run(retort({"stamp", "--purge", "heads"}), go_on), "");
        expect_rows(database, retort, "m0 n2");
        EXPECT_EQ(database.run(retort({"stamp", "--purge", "base"}), go_on), "");
        expect_rows(database, retort, "");
        EXPECT_EQ(database.run(retort({"stamp", "--purge", "m0,n2"}), go_on), "");
        EXPECT_EQ(database.run(retort({"stamp", "--purge", "m0,n2", "--no-guard"}), go_on), "");
        expect_rows(database, retort, "m0 n2");
    }
    // The next script starts there.
    EXPECT_EQ(database.run(retort({"stamp", "m0,n2:l1"}), false), "");
    expect_rows(database, retort, "l1 n2");
}

inline void check_ensure_version(VersionDatabase database, ProjectInMemory retort) {
    for (int i = 0; i < 2; ++i) {
        expect_run(database, retort({"ensure_version"}));
        expect_rows(database, retort, "");
    }
    expect_run(database, retort({"stamp", "heads"}));
    expect_run(database, retort({"ensure_version"}));
    expect_rows(database, retort, "m0 n2");
}

}  // namespace retort::live
