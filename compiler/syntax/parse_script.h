// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/span.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/schema/operation.h"
#include "compiler/source/source_file.h"

#include <string>
#include <vector>

// Scripts that others print: pg_dump, SQLite's shell, object-relational mappers. They are no text
// of the language, but most of what they say about a schema is.

namespace retort::syntax {

/// A statement of somebody's script that has no place in a schema.
struct SkippedStatement {
    Span where;
    /// What it is: `set`, `owner to`, `copy`, `\connect`, `select setval`, …
    std::string what;
};

struct ForeignScript {
    /// What the script makes, in its order. A statement that makes what the model knows by name
    /// only (a composite type, an aggregate, a rule) is a `SqlStatementText`, as in a revision.
    std::vector<schema::Operation> operations;
    std::vector<SkippedStatement> skipped;
};

/// Reads a script. A statement that should have a place and cannot be read is an error, one a
/// statement; the others are returned all the same.
///
/// Names: what is not quoted is folded to lower case, as PostgreSQL does it. A script that only
/// SQLite can have printed (`pragma`, `autoincrement`, `without rowid`, names in brackets or
/// backticks) keeps its letters, as SQLite keeps them.
[[nodiscard]] ForeignScript parse_script(const source::SourceFile& file, FileId id,
                                         Diagnostics& diagnostics);

}  // namespace retort::syntax
