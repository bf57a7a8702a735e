// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/revisions/revision.h"
#include "compiler/schema/naming.h"
#include "compiler/schema/schema.h"
#include "compiler/source/source_file.h"

#include <map>
#include <string>
#include <vector>

// Revision files from the scripts that Alembic prints.

namespace retort::importing {

/// How names are completed where the history runs.
struct ImportRules {
    schema::NamingRules naming;
    std::string default_schema = "public";
};

/// Something that a person should look at, in the order of the script.
struct ImportRemark {
    Span where;
    std::string revision;
    std::string text;
};

struct ImportedHistory {
    std::vector<revisions::Revision> revisions;  ///< in the order in which they were printed
    /// For each revision, and for each operation of its upgrade: the lines of the comments above
    /// it.
    std::vector<std::vector<std::vector<std::string>>> comments;
    std::string version_table;                ///< as in PrintedScript
    std::size_t typed = 0;                    ///< printed statements that became operations
    std::map<std::string, std::size_t> kept;  ///< those the language keeps whole, by their word
    std::vector<ImportRemark> texts;          ///< those that became an `execute`, and why
    std::vector<ImportRemark> downgrades;     ///< what is not as it was printed
    std::vector<ImportRemark> unprinted;      ///< revisions whose upgrade is not there
    std::vector<ImportRemark> listing;        ///< what of `alembic history` is not taken
    bool listed = false;                      ///< there is a listing
};

/// Reads upgrades and downgrades out of `files`; each may hold both, or what `alembic history
/// --verbose` lists. `schema` is what the first printed revision runs on. Each statement is applied
/// to it: one that does not fit stays text.
[[nodiscard]] ImportedHistory import_alembic(const source::SourceFiles& sources,
                                             const std::vector<FileId>& files,
                                             schema::Schema schema, const ImportRules& rules,
                                             Diagnostics& diagnostics);

}  // namespace retort::importing
