// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/revisions/revision.h"
#include "compiler/schema/naming.h"
#include "compiler/script/script.h"
#include "compiler/source/file_system.h"
#include "compiler/source/source_file.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retort::project {

/// One configured database. Absent settings are already filled in from `defaults`.
struct Target {
    std::string name;
    std::string dialect;  ///< from `dialect`, or from the scheme of `url`
    std::string version;  ///< empty: the dialect's default
    std::string output;   ///< directory of `build`, relative to the project; may be empty
    std::string schema;
    std::vector<std::string> migrations;  ///< its history: the configuration's, or its own
    std::string version_table;
    std::string version_table_schema;
    script::TransactionMode transaction = script::TransactionMode::PerScript;
    bool guard = true;
    std::string lock_timeout;
    std::string statement_timeout;
    bool skip_unsupported = false;
    Span span;  ///< its name
    Span version_span;
    Span output_span;
};

/// `retort.yaml`, checked.
struct Configuration {
    std::string root;                     ///< directory of the file; "." if it has none
    std::string file;                     ///< its name there: `retort.yaml`
    std::vector<std::string> migrations;  ///< directories, relative to the root, without repetition
    std::string schema_file;              ///< empty: none
    std::string version_table = "alembic_version";
    std::string version_table_schema;
    std::string file_template = "{year}-{month}-{day}_{rev}_{slug}";
    std::string timezone = "UTC";
    Span timezone_span;
    std::vector<Target> targets;  ///< in the order of the file
    schema::NamingRules naming;
    /// Type name (lower case) -> dialect -> SQL.
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> types;
    std::vector<std::vector<std::string>> post_write;
    std::vector<std::string> lint_disable;
    std::vector<std::string> lint_error;
    std::vector<std::string> lint_warn;
};

/// Looks up an environment variable; empty optional where it is not set.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

/// Reads and checks the configuration. Every mistake is reported with its line (unknown keys with
/// the nearest known one). Nullopt where it cannot be used.
[[nodiscard]] std::optional<Configuration> load_configuration(const source::FileSystem& files,
                                                              const std::string& path,
                                                              const Environment& environment,
                                                              source::SourceFiles& sources,
                                                              Diagnostics& diagnostics);

/// The dialect that a database URL's scheme names, driver suffix ignored: `postgresql+asyncpg://`,
/// `postgres://`, `sqlite+aiosqlite://`. Empty for an unknown one.
[[nodiscard]] std::string_view dialect_of_url(std::string_view url);

/// Names of the dialects that a configuration may name, sorted.
[[nodiscard]] std::vector<std::string_view> known_dialects();

/// Targets with the same migration directories share a history: the targets, history by history, in
/// the order of the configuration.
[[nodiscard]] std::vector<std::vector<const Target*>> histories(
    const std::vector<const Target*>& targets);

/// Reads every revision file below `directories`, in path order (several threads read ahead), into
/// `sources`. Unreadable files are reported.
[[nodiscard]] std::vector<FileId> load_revision_files(const source::FileSystem& files,
                                                      const Configuration& configuration,
                                                      const std::vector<std::string>& directories,
                                                      source::SourceFiles& sources,
                                                      Diagnostics& diagnostics);

/// Reads the file of a schema or, where `path` is a directory, every `.mig` and `.sql` file below
/// it, in path order. `path` is as the file system knows it; messages show `shown`.
[[nodiscard]] std::vector<FileId> load_schema_files(const source::FileSystem& files,
                                                    const std::string& path,
                                                    const std::string& shown,
                                                    source::SourceFiles& sources,
                                                    Diagnostics& diagnostics);

/// Reads the files that `execute file '…'` names into the operations, which then are as if the text
/// had been written there. Each is relative to its revision file and must lie inside the project,
/// symbolic links followed. Returns their project-relative paths, sorted.
std::vector<std::string> load_sql_files(const source::FileSystem& files,
                                        const Configuration& configuration,
                                        const source::SourceFiles& sources,
                                        std::vector<std::optional<revisions::Revision>>& revisions,
                                        Diagnostics& diagnostics);

/// `retort.yaml` in `directory` or the nearest one above it; empty if there is none.
[[nodiscard]] std::string find_configuration(const source::FileSystem& files,
                                             const std::string& directory);

}  // namespace retort::project
