// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/build.h"
#include "compiler/schema/changes.h"
#include "compiler/syntax/parse_script.h"
#include "tests/live/postgres_server.h"
#include "tests/live/postgres_statements.h"
#include "tests/random/compiled.h"
#include "tests/random/pairs.h"
#include "tests/random/pool.h"
#include "tests/random/report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <regex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

// A database that was made from a random schema, dumped and read back, has that schema.

namespace retort::random {
namespace {

/// A moment without a zone is one in the zone of the session, which no text tells: here it gets the
/// one that is printed.
std::string with_zones(const std::string& statements) {
    static const std::regex kDefault("(default '20[-0-9]+ [:0-9]+)'");
    return std::regex_replace(statements, kDefault, "$1+00'");
}

/// What is wrong with the schema that revisions lead to, or nothing; `refused` counts those that
/// only a server knows to be wrong (a partition of a table that has none).
std::string dump_problem(std::vector<std::string> upgrades, std::size_t& refused) {
    live::PostgresServer& server = live::PostgresServer::instance();
    for (std::string& upgrade : upgrades) { upgrade = with_zones(upgrade); }
    Compiled compiled(upgrades, "postgresql", std::to_string(server.version()));
    const std::string script = compiled.upgrade("heads");
    if (!compiled.errors().empty()) {
        ++refused;
        return {};
    }
    const std::string database = server.create_database();
    const live::PsqlResult made = server.run(database, script);
    if (made.status != 0) {
        ++refused;
        return {};
    }
    const std::string dump = server.pg_dump(database, {"--schema-only", "-T", "alembic_version"});
    server.query("postgres", "DROP DATABASE " + database);

    const source::SourceFile file{"dump.sql", dump};
    Diagnostics diagnostics;
    syntax::ForeignScript read = syntax::parse_script(file, 0, diagnostics);
    schema::BuildOptions options;
    options.dialect = "postgresql";
    const schema::Schema found =
        schema::build_schema(std::move(read.operations), options, diagnostics);
    for (const diag::Diagnostic& each : diagnostics.sorted()) {
        const std::size_t begin = each.where.begin;
        return "read: " + each.message + ": " + dump.substr(begin, each.where.end - begin);
    }
    const schema::Schema& model = compiled.after(upgrades.size());
    for (const auto& [way, from, to] :
         {std::tuple("to it", &model, &found), std::tuple("from it", &found, &model)}) {
        const std::vector<std::string> lines =
            live::schema_differences(*from, *to, server.version());
        if (!lines.empty()) { return std::string(way) + ": " + joined(lines) + "\n" + dump; }
    }
    return {};
}

std::string dump_problem_of(std::vector<std::string> statements, const Pool& pool,
                            std::size_t& refused) {
    const schema::Schema schema = built(statements, pool);
    return dump_problem({printed(schema::changes(schema::Schema(), schema))}, refused);
}

TEST(RandomDumps, AreReadBackWithoutADifference) {
    const Pool pool{"postgresql", true};
    const Seeds seeds = chosen_seeds(70);
    std::size_t failures = setting("RETORT_RANDOM_FAILURES", 1);
    std::size_t refused = 0;
    for (std::size_t seed = seeds.first; seed < seeds.first + seeds.count && failures > 0; ++seed) {
        std::vector<std::string> statements = pooled_schema(seed, pool).statements;
        const std::string problem = dump_problem_of(statements, pool, refused);
        if (problem.empty()) { continue; }
        const std::string kind = problem.substr(0, problem.find_first_of("0123456789\""));
        for (std::size_t i = statements.size(); i-- > 0;) {
            std::vector<std::string> less = statements;
            less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
            (void)built(less, pool);
            std::size_t ignored = 0;
            if (!dump_problem_of(less, pool, ignored).starts_with(kind)) { continue; }
            statements = std::move(less);
            i = std::min(i, statements.size());
        }
        ADD_FAILURE() << "seed " << seed << "\n"
                      << joined(statements) << "-- " << dump_problem_of(statements, pool, refused);
        --failures;
    }
    EXPECT_LT(refused, seeds.count / 2 + 1);
}

/// With the rows, and after the changes that histories make.
TEST(RandomDumps, OfHistoriesAreReadBackWithoutADifference) {
    const std::string version = std::to_string(live::PostgresServer::instance().version());
    std::size_t refused = 0;
    check_histories("postgresql", version, 30, [&](const RandomHistory& history) {
        return dump_problem(history.upgrades(), refused);
    });
    EXPECT_EQ(refused, 0U);
}

}  // namespace
}  // namespace retort::random
