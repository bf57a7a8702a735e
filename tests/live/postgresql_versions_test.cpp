// SPDX-License-Identifier: Apache-2.0
// What the dialect takes for granted of the version that it compiles for, asked of a server of that
// version: reserved words, functions and types.
#include "dialects/postgresql/keywords.h"
#include "dialects/postgresql/versions.h"
#include "tests/live/postgres_server.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

namespace retort::live {
namespace {

namespace postgresql = dialects::postgresql;

/// The one column of a query.
std::set<std::string> answers(const std::string& query) {
    std::set<std::string> lines;
    std::istringstream in(PostgresServer::instance().query("postgres", query));
    for (std::string line; std::getline(in, line);) { lines.insert(line); }
    return lines;
}

TEST(PostgresqlVersions, EveryReservedWordIsQuoted) {
    const auto words = answers("SELECT word FROM pg_get_keywords() WHERE catcode <> 'U'");
    ASSERT_GT(words.size(), 100U);
    for (const std::string& word : words) { EXPECT_TRUE(postgresql::is_reserved(word)) << word; }
}

TEST(PostgresqlVersions, FunctionsAndTypesAreThereSinceTheirVersion) {
    auto functions = answers("SELECT DISTINCT proname FROM pg_proc");
    functions.merge(
        answers("SELECT word FROM pg_get_keywords()"));  // some have a syntax of their own
    const int version = PostgresServer::instance().version();
    for (const postgresql::Newer& function : postgresql::newer_functions()) {
        EXPECT_EQ(functions.contains(std::string(function.name)), version >= function.since)
            << function.name << " is said to have come with " << function.since;
    }
    const auto types = answers("SELECT typname FROM pg_type");
    for (const postgresql::Newer& type : postgresql::newer_types()) {
        EXPECT_EQ(types.contains(std::string(type.name)), version >= type.since)
            << type.name << " is said to have come with " << type.since;
    }
}

}  // namespace
}  // namespace retort::live
