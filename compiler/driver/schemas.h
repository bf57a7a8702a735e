// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/context.h"
#include "compiler/schema/build.h"
#include "compiler/schema/renames.h"
#include "compiler/syntax/parse_script.h"

#include <optional>
#include <string>
#include <vector>

// Schemas that commands speak of, and what leads from one to another.

namespace retort::driver {

/// A schema, what it is called in messages, and what it says of the names of an earlier one.
struct NamedSchema {
    std::string name;
    schema::Schema schema;
    std::vector<schema::Renaming> renamings;
    bool printed = false;  ///< by a tool or a database: not in the language
};

/// How a target's schema is built from statements.
[[nodiscard]] schema::BuildOptions build_options(const Context& context,
                                                 const project::Target& target);

/// The statements of the file or of all files in the directory at `path`, which messages call
/// `shown`: of the language in `.mig` files, else as other tools print them.
[[nodiscard]] syntax::ForeignScript read_schema_statements(Context& context,
                                                           const std::string& path,
                                                           const std::string& shown);

/// A database's own version table is no part of its schema.
void leave_out_version_table(const Context& context, const project::Target& target,
                             schema::Schema& schema);

/// Tells what a schema has no place for, in one line.
void report_skipped(const std::vector<syntax::SkippedStatement>& skipped, Diagnostics& diagnostics);

/// The history of the revision files that are open, compiled for a target; nullopt, with a report,
/// where it has errors.
[[nodiscard]] std::optional<Compilation> compile_open(Context& context,
                                                      const project::Target& target);

/// Opens a target's revision files and compiles their history.
[[nodiscard]] std::optional<Compilation> compile_target(Context& context,
                                                        const project::Target& target);

/// The schema that the configured files describe, as it is for a target. Nullopt, with a report,
/// where there is none or it has errors.
[[nodiscard]] std::optional<NamedSchema> desired_schema(Context& context,
                                                        const project::Target& target);

/// What words mean: `schema` the desired one, a file or directory what it describes, a revision
/// what its target's database holds there. Nullopt, with a report, where a word means nothing or
/// its schema has errors.
[[nodiscard]] std::vector<std::optional<NamedSchema>> find_schemas(
    Context& context, const Compilation& compilation, const std::vector<std::string>& words);

/// The statements that lead from one schema to the other: renames that are written or asked for
/// (`--rename`) first. What a dialect only spells differently is no difference.
[[nodiscard]] std::vector<schema::Operation> difference(Context& context,
                                                        const dialects::Dialect& dialect,
                                                        const NamedSchema& from,
                                                        const NamedSchema& to);

/// The statements as text, in the migration language.
[[nodiscard]] std::string statements_text(const std::vector<schema::Operation>& operations);

}  // namespace retort::driver
