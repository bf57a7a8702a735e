// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/names.h"
#include "compiler/source/source_file.h"

#include <string>
#include <string_view>
#include <vector>

// The scripts that Alembic prints in its offline mode (`alembic upgrade head --sql`), cut into
// revisions and statements. What stands in them is not parsed here.

namespace retort::importing {

enum class Movement : unsigned char { Up, Down };

/// One statement as it stands, without its `;`.
struct PrintedStatement {
    Span span;
    bool outside_transaction = false;  ///< between a COMMIT and the next BEGIN
    std::vector<Span> comments;        ///< above it and inside it, as somebody wrote them
};

/// One step of a script: what stands below a `-- Running upgrade a -> b`.
struct PrintedRevision {
    Movement movement = Movement::Up;
    Name id;                    ///< the revision that is applied or undone
    std::vector<Name> parents;  ///< what stands on the other side of the arrow
    std::string message;        ///< behind the identifier, where there is something
    Span section;               ///< all below the line, up to the next
    /// The revision's own: without transactions and without the version table's.
    std::vector<PrintedStatement> statements;
    std::vector<std::string> rows_before;  ///< rows of the version table that the step takes away
    std::vector<std::string> rows_after;   ///< rows that it leaves in their place
    bool moves_version = false;
    bool skipped = false;     ///< a `-- SKIPPED …` says that there was nothing to print
    std::string skip_reason;  ///< what that line says
};

struct PrintedScript {
    std::vector<PrintedRevision> revisions;  ///< in the order in which they run
    std::string version_table;               ///< without quotes, with its schema; empty: not seen
};

/// The file as it was printed: without a byte order mark, the line ends of another system, and the
/// lines that Alembic logs on the other stream, which may stand anywhere where both were kept.
[[nodiscard]] std::string clean_output(std::string_view text);

[[nodiscard]] PrintedScript read_alembic_output(const source::SourceFile& file, FileId id);

}  // namespace retort::importing
