// SPDX-License-Identifier: Apache-2.0
// What parse_script reads is what the script says: a database that its operations make has the same
// catalog as the database that the script made, or that pg_dump printed it from.
#include "compiler/syntax/parse_script.h"

#include "compiler/schema/build.h"
#include "compiler/syntax/print.h"
#include "tests/live/postgres_server.h"
#include "tests/live/postgres_statements.h"
#include "tests/random/compiled.h"
#include "tests/support/text_diff.h"
#include "tests/support/tree.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace retort::live {
namespace {

/// The statements of a file, those left out that the server is too old for: they stand behind a
/// line
/// `-- since 15`.
std::string statements_for(const std::string& file, int version) {
    std::istringstream in(support::read_file(support::source_root() / "tests/live/dumps" / file));
    std::string text;
    int since = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("-- since ")) { since = std::stoi(line.substr(9)); }
        if (version >= since) { text += line + '\n'; }
    }
    return text;
}

std::vector<std::string> found(const Diagnostics& diagnostics, const source::SourceFiles& sources) {
    std::vector<std::string> lines;
    for (const diag::Diagnostic& each : diagnostics.sorted()) {
        lines.push_back(sources.place(each.where) + " " + each.message + ": " +
                        std::string(sources.text(each.where)).substr(0, 100));
    }
    return lines;
}

/// The script that makes what another one says, by way of the language. What is wrong is a failure;
/// `made` is the schema that it makes.
std::string by_way_of_the_language(const std::string& name, const std::string& script,
                                   schema::Schema& made) {
    source::SourceFiles sources;
    const FileId id = sources.add({name, script});
    Diagnostics diagnostics;
    syntax::ForeignScript read = syntax::parse_script(sources.get(id), id, diagnostics);
    EXPECT_EQ(found(diagnostics, sources), std::vector<std::string>());
    std::string upgrade;
    for (const schema::Operation& operation : read.operations) {
        const bool text = std::holds_alternative<schema::SqlStatementText>(operation.kind);
        std::string printed = syntax::print_operation(operation);
        if (text) { printed.insert(printed.size() - 1, " reverse nothing"); }
        upgrade += printed + "\n";
    }
    schema::BuildOptions options;
    options.dialect = "postgresql";
    made = schema::build_schema(std::move(read.operations), options, diagnostics);
    EXPECT_EQ(found(diagnostics, sources), std::vector<std::string>());
    random::Compiled compiled({upgrade}, "postgresql",
                              std::to_string(PostgresServer::instance().version()));
    EXPECT_EQ(compiled.errors(), "") << upgrade;
    return compiled.upgrade("r1");
}

class Dumps : public testing::Test {
protected:
    static void SetUpTestSuite() {
        PostgresServer& server = PostgresServer::instance();
        server.query("postgres", "CREATE ROLE reader");
        server.query("postgres", "CREATE ROLE \"Big Role\"");
        database_ = server.create_database();
        const PsqlResult made =
            server.run(database_, statements_for("everything.sql", server.version()));
        ASSERT_EQ(made.status, 0) << made.errors;
        catalog_ = server.catalog(database_);
        (void)by_way_of_the_language("everything.sql", written(), schema_);
        // What a database says of itself need not be what the next one makes of that: a nested
        // `and` becomes a flat one.
        std::string dump = server.pg_dump(database_, {"--schema-only", "--no-owner"});
        // A newer pg_dump says of identity columns what an older server cannot say otherwise.
        const std::string logged = "    LOGGED\n";
        for (std::size_t at; (at = dump.find(logged)) != std::string::npos;) {
            dump.erase(at, logged.size());
        }
        const std::string database = server.create_database();
        const PsqlResult restored = server.run(database, dump);
        ASSERT_EQ(restored.status, 0) << restored.errors;
        restored_ = server.catalog(database);
    }

    static std::string written() {
        return statements_for("everything.sql", PostgresServer::instance().version());
    }

    /// A script says the same schema as everything.sql, and makes a database with this catalog.
    static void expect_same(const std::string& name, const std::string& script,
                            const std::string& catalog) {
        PostgresServer& server = PostgresServer::instance();
        schema::Schema read;
        const std::string again = by_way_of_the_language(name, script, read);
        const std::string database = server.create_database();
        const PsqlResult made = server.run(database, again);
        ASSERT_EQ(made.status, 0) << made.errors << "\n" << again;
        EXPECT_EQ(support::unified_diff(catalog, server.catalog(database)), "");
        EXPECT_EQ(schema_differences(schema_, read, server.version()), std::vector<std::string>());
        EXPECT_EQ(schema_differences(read, schema_, server.version()), std::vector<std::string>());
    }

    static std::string database_;
    static std::string catalog_;
    static std::string restored_;  ///< the catalog of a database made by pg_dump's own script
    static schema::Schema schema_;
};
std::string Dumps::database_;
std::string Dumps::catalog_;
std::string Dumps::restored_;
schema::Schema Dumps::schema_;

TEST_F(Dumps, WrittenByHand) {
    expect_same("everything.sql", written(), catalog_);
}

TEST_F(Dumps, OfTheSchema) {
    expect_same("schema.sql",
                PostgresServer::instance().pg_dump(database_, {"--schema-only", "--no-owner"}),
                restored_);
}

TEST_F(Dumps, WithRowsAndOwners) {
    expect_same("dump.sql", PostgresServer::instance().pg_dump(database_, {}), restored_);
}

TEST_F(Dumps, ThatMakeRoomFirst) {
    expect_same(
        "clean.sql",
        PostgresServer::instance().pg_dump(database_, {"--clean", "--if-exists", "--inserts"}),
        restored_);
}

/// What has no place in a schema is told, and the rest is read all the same.
TEST(DumpsOfOtherThings, AreSkippedByName) {
    PostgresServer& server = PostgresServer::instance();
    const std::string database = server.create_database();
    const std::string script = statements_for("elsewhere.sql", server.version());
    const PsqlResult made = server.run(database, script);
    ASSERT_EQ(made.status, 0) << made.errors;
    for (const std::string& text : {server.pg_dump(database, {}), script}) {
        source::SourceFiles sources;
        const FileId id = sources.add({"elsewhere.sql", text});
        Diagnostics diagnostics;
        const syntax::ForeignScript read = syntax::parse_script(sources.get(id), id, diagnostics);
        EXPECT_EQ(found(diagnostics, sources), std::vector<std::string>());
        std::set<std::string> skipped;
        for (const syntax::SkippedStatement& each : read.skipped) { skipped.insert(each.what); }
        for (const char* what :
             {"alter default privileges", "create publication", "create event trigger",
              "alter event trigger", "comment on event trigger", "comment on large object"}) {
            EXPECT_EQ(skipped.count(what), 1U) << what;
        }
        // pg_dump does not repeat what it finds on extensions of the server's own.
        EXPECT_EQ(skipped.contains("comment on extension"), text == script);
        EXPECT_TRUE(skipped.contains("copy") || skipped.contains("insert into"));
        std::vector<std::string> made_of;
        for (const schema::Operation& operation : read.operations) {
            if (std::holds_alternative<schema::CreateTable>(operation.kind)) {
                made_of.push_back(schema::describe(operation));
            }
        }
        EXPECT_EQ(made_of.size(), 2U);
    }
}

}  // namespace
}  // namespace retort::live
