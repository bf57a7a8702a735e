// SPDX-License-Identifier: Apache-2.0
// Every operation on a live database, in the states that cases/README.md tells.
#include "tests/operations/case_file.h"
#include "tests/random/compiled.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <sstream>

#if defined(RETORT_OPERATIONS_SQLITE)
#include "tests/live/sqlite_database.h"
#else
#include "tests/live/postgres_server.h"
#endif

namespace retort::operations {
namespace {

#if defined(RETORT_OPERATIONS_SQLITE)
constexpr const char* kDialect = "sqlite";
constexpr int kInstalled = 40;  // Debian 12
std::string version() {
    return live::sqlite_version();
}
int version_number() {
    const std::string text = version();
    return std::stoi(text.substr(text.find('.') + 1));
}
std::string problem_of(const random::Trip& trip) {
    return random::sqlite_problem(trip);
}
#else
constexpr const char* kDialect = "postgresql";
constexpr int kInstalled = 15;  // Debian 12
int version_number() {
    return live::PostgresServer::instance().version();
}
std::string version() {
    return std::to_string(version_number());
}
std::string problem_of(const random::Trip& trip) {
    return random::postgresql_problem(trip);
}
#endif

/// What the compiler says of the change, forth and back.
std::string errors_of(const random::Trip& trip) {
    random::Compiled compiled(trip.upgrades, kDialect, version());
    if (compiled.errors().empty()) {
        (void)compiled.upgrade("heads");
        (void)compiled.downgrade("base");
    }
    return compiled.errors();
}

class Operations : public testing::TestWithParam<Variant> {};

/// Nothing but that the version of the database lacks something.
bool is_too_old(const std::string& errors) {
    std::istringstream in(errors);
    for (std::string line; std::getline(in, line);) {
        const bool version = line.starts_with("R0611 ") || line.starts_with("R0666 ");
        if (!version && !line.starts_with("    ")) { return false; }
    }
    return !errors.empty();
}

TEST_P(Operations, GoesUpAndDownAndUp) {
    const Variant& variant = GetParam();
    const random::Trip trip = variant.trip(kDialect);
    const std::string code = variant.refused(kDialect);
    if (!code.empty()) {
        EXPECT_THAT(errors_of(trip), testing::HasSubstr(code));
        return;
    }
    const auto since = variant.the_case.since.find(kDialect);
    if (since != variant.the_case.since.end() && version_number() < since->second) {
        EXPECT_PRED1(is_too_old, errors_of(trip));
        return;
    }
    // Where a version lacks something, saying so is all that can be done.
    if (version_number() < kInstalled && is_too_old(errors_of(trip))) { return; }
    const auto fails = variant.the_case.fails_before.find(kDialect);
    if (fails != variant.the_case.fails_before.end() && version_number() < fails->second) {
        EXPECT_NE(problem_of(trip), "");
    } else {
        EXPECT_EQ(problem_of(trip), "");
    }
}

INSTANTIATE_TEST_SUITE_P(Cases, Operations, testing::ValuesIn(all_variants()), [](const auto& one) {
    std::string name = one.param.the_case.name + "_" + one.param.state;
    for (char& c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) { c = '_'; }
    }
    return name;
});

}  // namespace
}  // namespace retort::operations
