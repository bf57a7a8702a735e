// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/project.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace retort::project {
namespace {

/// Loads one configuration text and keeps what came of it.
struct Loaded {
    explicit Loaded(const std::string& text, std::map<std::string, std::string> environment = {}) {
        source::MemoryFileSystem files;
        files.files["/p/retort.yaml"] = text;
        const Environment look_up =
            [environment](const std::string& name) -> std::optional<std::string> {
            const auto found = environment.find(name);
            return found == environment.end() ? std::nullopt : std::optional(found->second);
        };
        configuration = load_configuration(files, "/p/retort.yaml", look_up, sources, diagnostics);
    }

    /// `LINE:COLUMN NAME` of each finding, in order.
    [[nodiscard]] std::vector<std::string> findings() const {
        std::vector<std::string> result;
        for (const auto& finding : diagnostics.sorted()) {
            std::string name;
            for (const auto& row : diagnostics::all_diagnostics()) {
                if (row.code == finding.code) { name = row.name; }
            }
            const std::string place = sources.place(finding.where);
            result.push_back(place.substr(place.find(':') + 1) + " " + name);
        }
        return result;
    }
    [[nodiscard]] std::string help() const { return diagnostics.all().front().help_text; }
    [[nodiscard]] std::string message() const { return diagnostics.all().front().message; }

    source::SourceFiles sources;
    Diagnostics diagnostics;
    std::optional<Configuration> configuration;
};

using Findings = std::vector<std::string>;

TEST(Configuration, EveryKeyIsRead) {
    const Loaded loaded(R"(migrations: [db/a, ./b]
schema: schema.mig
version_table: versions
version_table_schema: admin
file_template: "{rev}_{slug}"
timezone: Europe/Berlin
targets:
  primary:   { dialect: postgresql, version: 15, output: build/sql/primary, schema: app }
  embedded:  { url: "sqlite+aiosqlite:///app.db", output: build/sql/embedded, guard: off,
               lock_timeout: null, version: 3.40 }
defaults:
  transaction: per-revision
  guard: on
  lock_timeout: 5s
  statement_timeout: 2 min
  unsupported: skip
naming:
  pk: "pk_{table}"
  uq: "uq_{table}_{columns}"
  ck: "ck_{table}_{column}"
  fk: "fk_{table}_{columns}_{referred_table}"
  ix: "ix_{table}_{columns}"
types:
  CIText: { sqlite: "TEXT COLLATE NOCASE" }
post_write: [ ["clang-format", "-i", "{file}"] ]
lint: { disable: [a, b], error: c, warn: [] }
)");
    EXPECT_EQ(loaded.findings(), Findings{});
    ASSERT_TRUE(loaded.configuration.has_value());
    const Configuration& c = *loaded.configuration;
    EXPECT_EQ(c.root, "/p");
    EXPECT_EQ(c.migrations, (std::vector<std::string>{"db/a", "b"}));
    EXPECT_EQ(c.schema_file, "schema.mig");
    EXPECT_EQ(c.version_table, "versions");
    EXPECT_EQ(c.version_table_schema, "admin");
    EXPECT_EQ(c.file_template, "{rev}_{slug}");
    EXPECT_EQ(c.timezone, "Europe/Berlin");
    ASSERT_EQ(c.targets.size(), 2U);
    EXPECT_EQ(c.targets[0].name, "primary");
    EXPECT_EQ(c.targets[0].dialect, "postgresql");
    EXPECT_EQ(c.targets[0].version, "15");
    EXPECT_EQ(c.targets[0].schema, "app");
    EXPECT_EQ(c.targets[0].transaction, script::TransactionMode::PerRevision);
    EXPECT_TRUE(c.targets[0].guard);
    EXPECT_EQ(c.targets[0].lock_timeout, "5s");
    EXPECT_EQ(c.targets[0].statement_timeout, "2 min");
    EXPECT_TRUE(c.targets[0].skip_unsupported);
    EXPECT_EQ(c.targets[1].dialect, "sqlite");
    EXPECT_EQ(c.targets[1].version, "3.40");
    EXPECT_FALSE(c.targets[1].guard);
    EXPECT_EQ(c.targets[1].lock_timeout, "");
    EXPECT_EQ(c.naming.primary_key, "pk_{table}");
    EXPECT_EQ(c.naming.index, "ix_{table}_{columns}");
    EXPECT_EQ(c.types.at("citext").at("sqlite"), "TEXT COLLATE NOCASE");
    EXPECT_EQ(c.post_write,
              (std::vector<std::vector<std::string>>{{"clang-format", "-i", "{file}"}}));
    EXPECT_EQ(c.lint_disable, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(c.lint_error, (std::vector<std::string>{"c"}));
    EXPECT_TRUE(c.lint_warn.empty());
}

TEST(Configuration, OneTargetIsEnough) {
    const Loaded loaded("targets: { main: { dialect: sqlite } }");
    ASSERT_TRUE(loaded.configuration.has_value());
    EXPECT_EQ(loaded.configuration->migrations, std::vector<std::string>{"migrations"});
    EXPECT_EQ(loaded.configuration->version_table, "alembic_version");
    EXPECT_EQ(loaded.configuration->targets.front().transaction,
              script::TransactionMode::PerScript);
}

TEST(Configuration, SchemesOfUrls) {
    EXPECT_EQ(dialect_of_url("postgresql://u:p@h/db"), "postgresql");
    EXPECT_EQ(dialect_of_url("postgres://h/db"), "postgresql");
    EXPECT_EQ(dialect_of_url("postgresql+asyncpg://h/db"), "postgresql");
    EXPECT_EQ(dialect_of_url("postgresql+psycopg://h/db"), "postgresql");
    EXPECT_EQ(dialect_of_url("postgresql+psycopg2://h/db"), "postgresql");
    EXPECT_EQ(dialect_of_url("sqlite:///app.db"), "sqlite");
    EXPECT_EQ(dialect_of_url("sqlite://"), "sqlite");
    EXPECT_EQ(dialect_of_url("SQLite+aiosqlite:///app.db"), "sqlite");
    EXPECT_EQ(dialect_of_url("mysql://h/db"), "");
    EXPECT_EQ(dialect_of_url("postgresql"), "");
    EXPECT_EQ(dialect_of_url(""), "");
}

TEST(Configuration, UnknownKeysAreFoundWithTheNearest) {
    const Loaded loaded(R"(targets:
  main: { dialect: sqlite, outptu: x }
versiontable: v
defaults: { guards: on }
naming: { pq: x }
)");
    EXPECT_FALSE(loaded.configuration.has_value());
    EXPECT_EQ(loaded.findings(), (Findings{"2:28 UnknownKey", "3:1 UnknownKey", "4:13 UnknownKey",
                                           "5:11 UnknownKey"}));
    EXPECT_EQ(loaded.help(), "did you mean \"version_table\"?");
}

TEST(Configuration, WrongShapesAndValues) {
    const Loaded loaded(R"(migrations: { a: b }
version_table: [x]
targets:
  a: { dialect: postgres }
  b: { url: "mysql://secret@h/db" }
  c: { version: 15 }
  d: { dialect: sqlite, url: "postgresql://h" }
  e: { dialect: sqlite, transaction: per-statement, guard: maybe, lock_timeout: soon }
  "f g": { dialect: sqlite }
  h: text
  h: { dialect: sqlite }
file_template: "{rev}_{slag}"
schema: /etc/schema.mig
)");
    EXPECT_EQ(loaded.findings(),
              (Findings{"1:13 WrongValueType", "2:16 WrongValueType", "4:17 UnknownDialect",
                        "5:13 UnknownUrlScheme", "6:3 MissingDialect", "7:17 DialectContradiction",
                        "8:38 WrongValue", "8:60 WrongValue", "8:81 WrongValue", "9:3 WrongValue",
                        "10:6 WrongValueType", "11:3 DuplicateKey", "12:16 UnknownPlaceholder",
                        "13:9 WrongValue"}));
    for (const auto& finding : loaded.diagnostics.all()) {
        EXPECT_EQ(finding.message.find("secret"), std::string::npos);
    }
}

TEST(Configuration, NoTargets) {
    EXPECT_EQ(Loaded("migrations: [m]").findings(), Findings{"1:1 NoTargets"});
    EXPECT_EQ(Loaded("").findings(), Findings{"1:1 NoTargets"});
    EXPECT_EQ(Loaded("targets: {}").findings(), Findings{"1:10 NoTargets"});
    EXPECT_EQ(Loaded("targets:").findings(), Findings{"1:1 NoTargets"});
    EXPECT_EQ(Loaded("- a").findings(), (Findings{"1:1 WrongValueType", "1:1 NoTargets"}));
}

TEST(Configuration, TheEnvironmentIsSubstituted) {
    const std::string text = R"(version_table: "${TABLE}_x${SUFFIX:-_y}$${z}$"
targets: { main: { url: "${URL:-sqlite://}" } }
)";
    const Loaded loaded(text, {{"TABLE", "v"}, {"URL", "postgres://h"}});
    ASSERT_TRUE(loaded.configuration.has_value());
    EXPECT_EQ(loaded.configuration->version_table, "v_x_y${z}$");
    EXPECT_EQ(loaded.configuration->targets.front().dialect, "postgresql");
    EXPECT_EQ(Loaded(text).findings(), Findings{"1:16 UnsetVariable"});
}

TEST(Configuration, SubstitutionPointsAtItsPlace) {
    const Loaded plain("version_table: ab${UNSET}\ntargets: { m: { dialect: sqlite } }\n");
    EXPECT_EQ(plain.findings(), Findings{"1:18 UnsetVariable"});
    const Loaded broken("version_table: x${a-b}\ntargets: { m: { dialect: \"${D\" } }\n");
    EXPECT_EQ(broken.findings(), (Findings{"1:17 BadSubstitution", "2:26 BadSubstitution"}));
    EXPECT_EQ(broken.message(), "`${a-b}` is no substitution");
    // Without quotes the brace ends the map.
    const Loaded unquoted("targets: { m: { dialect: ${D} } }\n");
    EXPECT_EQ(unquoted.findings().size(), 1U);
    EXPECT_NE(unquoted.help().find("quote"), std::string::npos);
}

TEST(Configuration, YamlMistakesHaveAPlace) {
    EXPECT_EQ(Loaded("targets:\n  a: [\n").findings(), Findings{"3:1 YamlSyntax"});
    EXPECT_EQ(Loaded("a: b\n---\nc: d\n").findings(),
              (Findings{"1:1 UnknownKey", "1:1 NoTargets", "3:1 YamlSyntax"}));
    EXPECT_EQ(Loaded("schema: &x b\ntargets: *x\n").findings(),
              (Findings{"1:9 YamlAnchor", "2:10 YamlAnchor"}));
    EXPECT_EQ(Loaded("a: caf\xe9\n").findings(), Findings{"1:7 ConfigurationNotText"});
    EXPECT_EQ(Loaded(std::string("a: \0b", 5)).findings(), Findings{"1:4 ConfigurationNotText"});
    EXPECT_FALSE(Loaded(std::string(100000, '[')).configuration.has_value());
    EXPECT_FALSE(Loaded(std::string(100000, '{')).findings().empty());
}

TEST(Configuration, BomAndCrlf) {
    const Loaded loaded("\xef\xbb\xbftargets:\r\n  main: { dialct: sqlite }\r\n");
    EXPECT_EQ(loaded.findings(), (Findings{"2:3 MissingDialect", "2:11 UnknownKey"}));
}

TEST(Configuration, MissingFile) {
    source::MemoryFileSystem files;
    source::SourceFiles sources;
    Diagnostics diagnostics;
    EXPECT_FALSE(load_configuration(files, "nowhere.yaml", {}, sources, diagnostics).has_value());
    EXPECT_EQ(diagnostics.all().front().message, "cannot read \"nowhere.yaml\": no such file");
}

TEST(Configuration, TwoTargetsInOneDirectory) {
    const Loaded loaded(R"(targets:
  a: { dialect: sqlite, output: build/x }
  b: { dialect: sqlite, output: ./build//x/ }
)");
    EXPECT_EQ(loaded.findings(), Findings{"3:33 SharedOutput"});
}

TEST(FindConfiguration, LooksUpwards) {
    source::MemoryFileSystem files;
    files.files["/a/retort.yaml"] = "";
    EXPECT_EQ(find_configuration(files, "/a/b/c"), "/a/retort.yaml");
    EXPECT_EQ(find_configuration(files, "/a"), "/a/retort.yaml");
    EXPECT_EQ(find_configuration(files, "/b"), "");
    files.files["/retort.yaml"] = "";
    EXPECT_EQ(find_configuration(files, "/b"), "/retort.yaml");
    files.files["retort.yaml"] = "";
    EXPECT_EQ(find_configuration(files, ""), "retort.yaml");
}

struct Project {
    source::MemoryFileSystem files;
    source::SourceFiles sources;
    Diagnostics diagnostics;
    Configuration configuration;

    Project() {
        configuration.root = "/p";
        configuration.migrations = {"m"};
    }
    std::vector<std::string> load() {
        std::vector<std::string> paths;
        for (const FileId id : load_revision_files(files, configuration, configuration.migrations,
                                                   sources, diagnostics)) {
            paths.push_back(sources.get(id).path);
        }
        return paths;
    }
};

TEST(RevisionFiles, AreSortedAndOnlyMig) {
    Project project;
    project.configuration.migrations = {"m", "m/b", "n"};
    project.files.files = {{"/p/m/z.mig", ""},   {"/p/m/a.mig", "\xef\xbb\xbfx"},
                           {"/p/m/b/c.mig", ""}, {"/p/m/a.sql", ""},
                           {"/p/n/0.mig", ""},   {"/p/x.mig", ""}};
    EXPECT_EQ(project.load(),
              (std::vector<std::string>{"m/a.mig", "m/b/c.mig", "m/z.mig", "n/0.mig"}));
    EXPECT_EQ(project.sources.get(0).text, "x");
    EXPECT_TRUE(project.diagnostics.empty());
}

TEST(RevisionFiles, ManyAreReadInOrder) {
    Project project;
    for (int i = 0; i < 2000; ++i) {
        const std::string name = std::to_string(10000 + i);
        project.files.files["/p/m/" + name + ".mig"] = name;
    }
    const std::vector<std::string> paths = project.load();
    ASSERT_EQ(paths.size(), 2000U);
    for (FileId id = 0; id < 2000; ++id) {
        EXPECT_EQ(project.sources.get(id).path, "m/" + project.sources.get(id).text + ".mig");
    }
}

TEST(RevisionFiles, WhatCannotBeReadIsReported) {
    Project project;
    project.configuration.migrations = {"m", "missing"};
    project.files.files = {{"/p/m/a.mig", ""}};
    EXPECT_EQ(project.load(), std::vector<std::string>{"m/a.mig"});
    ASSERT_EQ(project.diagnostics.error_count(), 1U);
    EXPECT_EQ(project.diagnostics.all().front().message,
              "cannot list the migrations in \"missing\": no such file");
}

/// One `execute file` statement in m/a.mig.
struct ExecuteFile : Project {
    explicit ExecuteFile(const std::string& path) {
        files.files = {{"/p/m/a.mig", ""},
                       {"/p/m/x.sql", "select 1;"},
                       {"/etc/x.sql", ""},
                       {"/p/top.sql", "t"},
                       {"/p/m/bad.sql", "caf\xe9"}};
        const std::vector<FileId> ids = load_revision_files(
            files, configuration, configuration.migrations, sources, diagnostics);
        schema::Execute execute;
        execute.up.file = path;
        revisions::Revision revision;
        revision.header.file = ids.front();
        revision.upgrade.push_back({std::move(execute), {ids.front(), 0, 0}});
        revisions.emplace_back(std::move(revision));
        paths = load_sql_files(files, configuration, sources, revisions, diagnostics);
    }
    [[nodiscard]] std::string text() const {
        const auto& execute = std::get<schema::Execute>(revisions.front()->upgrade.front().kind);
        return execute.up.texts.empty() ? "" : execute.up.texts.front().second;
    }
    [[nodiscard]] int code() const {
        return diagnostics.empty() ? 0 : diagnostics.all().front().code;
    }
    std::vector<std::optional<revisions::Revision>> revisions;
    std::vector<std::string> paths;
};

TEST(SqlFiles, AreReadRelativeToTheRevision) {
    const ExecuteFile beside("x.sql");
    EXPECT_EQ(beside.text(), "select 1;");
    EXPECT_EQ(beside.paths, std::vector<std::string>{"m/x.sql"});
    EXPECT_EQ(ExecuteFile("./../m/x.sql").text(), "select 1;");
    EXPECT_EQ(ExecuteFile("../top.sql").text(), "t");
}

TEST(SqlFiles, MayNotLeaveTheProject) {
    EXPECT_EQ(ExecuteFile("/etc/x.sql").code(), diag::SqlFileOutside.code);
    EXPECT_EQ(ExecuteFile("../../etc/x.sql").code(), diag::SqlFileOutside.code);
    EXPECT_EQ(ExecuteFile("missing.sql").code(), diag::SqlFileNotReadable.code);
    EXPECT_EQ(ExecuteFile("bad.sql").code(), diag::SqlFileNotText.code);
}

}  // namespace
}  // namespace retort::project
