// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/live/two_tools.h"

#include <functional>
#include <string>
#include <vector>

namespace retort::live {

/// A database that both tools work on.
struct SharedDatabase {
    std::string url;                              ///< as SQLAlchemy knows it
    std::function<void(const std::string&)> run;  ///< runs a script, and fails the test on an error
    std::function<std::string()> state;           ///< catalog, rows and version rows
    std::function<std::vector<std::string>()> rows;  ///< version rows, sorted
};
using MakeDatabase = std::function<SharedDatabase()>;

// From every place of the history to its heads, with both tools on one database. Each journey ends
// where this tool alone would: the same catalog, the same rows, the same version rows.

/// Alembic brings the database to the place, our script goes on; Alembic takes a step back, and our
/// script goes on again.
void expect_ours_continues(const TwoTools& tools, const MakeDatabase& fresh);
/// Our script brings it there, Alembic goes on; our script takes a step back, Alembic goes on
/// again.
void expect_alembic_continues(const TwoTools& tools, const MakeDatabase& fresh);
/// The version table is empty, and one tool's `stamp` says to the other where the database stands.
void expect_stamps_are_understood(const TwoTools& tools, const MakeDatabase& fresh);
/// Alembic alone, and this tool alone, build the same.
void expect_the_same_from_nothing(const TwoTools& tools, const MakeDatabase& fresh);

}  // namespace retort::live
