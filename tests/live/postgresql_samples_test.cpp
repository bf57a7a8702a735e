// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_history.h"
#include "tests/live/postgres_server.h"
#include "tests/live/postgres_statements.h"
#include "tests/live/whole_schema.h"
#include "tests/support/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

// The sample projects on a real server.

namespace retort::live {
namespace {

namespace fs = std::filesystem;

PostgresServer& server() {
    return PostgresServer::instance();
}

void run(const std::string& database, const std::string& script) {
    const PsqlResult result = server().run(database, script);
    ASSERT_EQ(result.status, 0) << result.errors << "\n" << script;
}

std::string leftovers(const std::string& database) {
    return server().query(
        database,
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND "
        "typrelid = 0 AND typelem = 0 "
        "UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
        "UNION ALL SELECT version_num FROM alembic_version ORDER BY 1");
}

/// Rows of every table, to see that a step down and up again keeps what it can.
std::string row_counts(const std::string& database) {
    return server().query(
        database,
        "SELECT relname, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM "
        "%I', relname), false, true, '')))[1]::text FROM pg_class WHERE relkind = 'r' AND "
        "relnamespace = 'public'::regnamespace AND relname <> 'alembic_version' ORDER BY 1");
}

std::vector<std::string> projects() {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(support::source_root() / "migrations")) {
        if (entry.is_directory()) { names.push_back(entry.path().filename().string()); }
    }
    std::sort(names.begin(), names.end());
    return names;
}

class Samples : public ::testing::TestWithParam<std::string> {
protected:
    std::vector<std::string> files() {
        std::vector<std::string> files =
            support::texts_below(support::source_root() / "migrations" / GetParam(), ".mig");
        for (std::string& text : files) {
            // As the compiler says for PostgreSQL 12, which does not have gen_random_uuid().
            const bool is_first = text.find("\nrevises") == std::string::npos;
            const std::size_t block = text.find("upgrade {");
            if (server().version() < 13 && is_first && block != std::string::npos) {
                text.insert(block + 9, "\n    create extension if not exists pgcrypto;\n");
            }
        }
        return files;
    }
};

TEST_P(Samples, GoUpDownToNothingAndUpAgain) {
    const PostgresHistory samples = PostgresHistory(files());
    const std::string database = server().create_database();
    run(database, samples.upgrade("heads"));
    const std::string catalog = server().catalog(database);
    const std::string rows = row_counts(database);
    run(database, samples.downgrade("base"));
    EXPECT_EQ(leftovers(database), "alembic_version\nalembic_version_pkc");
    run(database, samples.upgrade("heads"));
    EXPECT_EQ(server().catalog(database), catalog);
    EXPECT_EQ(row_counts(database), rows);
}

TEST_P(Samples, EachStepGoesUpDownAndUp) {
    const PostgresHistory samples = PostgresHistory(files());
    const std::string database = server().create_database();
    std::string rows_at = "base";
    std::string catalog_at;
    for (const std::string& id : samples.order()) {
        SCOPED_TRACE(id);
        const std::string up = samples.upgrade(rows_at == "base" ? id : rows_at + ":" + id);
        run(database, up);
        const std::string catalog = server().catalog(database);
        const std::string counts = row_counts(database);
        const std::string now =
            server().query(database,
                           "SELECT string_agg(version_num, ',' ORDER BY version_num COLLATE "
                           "\"C\") FROM alembic_version");
        run(database, samples.downgrade(now + ":" + rows_at));
        run(database, up);
        EXPECT_EQ(server().catalog(database), catalog);
        EXPECT_EQ(row_counts(database), counts);
        rows_at = now;
    }
}

TEST_P(Samples, WholeSchemaAtOnce) {
    for (const char* target : {"primary", "analytics"}) {
        const WholeSchema scripts =
            whole_schema(target, "postgresql", std::to_string(server().version()), files());
        const std::string stepwise = server().create_database();
        const std::string at_once = server().create_database();
        run(stepwise, scripts.history);
        run(at_once, scripts.at_once);
        EXPECT_EQ(server().catalog(at_once), server().catalog(stepwise));
        const std::string rows = "SELECT version_num FROM alembic_version ORDER BY 1";
        EXPECT_EQ(server().query(at_once, rows), server().query(stepwise, rows));
    }
}

TEST_P(Samples, DumpsAreTheSchemaAtTheHeads) {
    const std::string version = std::to_string(server().version());
    const std::string database = server().create_database();
    run(database, PostgresHistory(files()).upgrade("heads"));
    const std::string dump = server().pg_dump(database, {});
    EXPECT_EQ(dump_differences("primary", "postgresql", version, files(), dump), "") << dump;
    const std::string catalog = server().query(database, postgres_statements_query());
    EXPECT_EQ(dump_differences("primary", "postgresql", version, files(), catalog), "") << catalog;
}

INSTANTIATE_TEST_SUITE_P(Projects, Samples, ::testing::ValuesIn(projects()));

}  // namespace
}  // namespace retort::live
