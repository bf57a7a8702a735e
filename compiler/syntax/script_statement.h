// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/schema/operation.h"
#include "compiler/source/source_file.h"

#include "compiler/syntax/scanner.h"
#include "compiler/syntax/script_kinds.h"
#include "compiler/syntax/script_translate.h"

#include <optional>
#include <vector>

// Private to compiler/syntax: reads one statement of somebody's script, for itself.

namespace retort::syntax {

/// A statement, cut out of its script, and what it says when nothing is known of the others.
struct ScriptStatement {
    Span where;                    ///< with its `;`
    std::vector<RawToken> tokens;  ///< without its `;`

    Place place;
    std::vector<schema::Operation> operations;  ///< each has the place of the whole statement
    Translation translation;
    std::optional<diag::Diagnostic> error;  ///< why there are no operations
    bool ends_text = false;                 ///< the script is no text from here on
};

/// Reads the statements of one script, in any order.
class StatementReader {
public:
    /// Unquoted names are put in lower case in the script's text itself where the script is not
    /// SQLite's. Readers on several threads may share it: each changes only what belongs to the
    /// statement that it reads.
    StatementReader(source::SourceFile& script, FileId id, bool fold)
        : script_(script), id_(id), fold_(fold) {}

    /// Fills in all but the first two.
    void read(ScriptStatement& statement);

private:
    [[nodiscard]] bool prepare(ScriptStatement& statement, Diagnostics& found);
    void load_tokens(const ScriptStatement& statement);
    void keep_as_text();
    [[nodiscard]] bool makes_table() const;
    void fold_names();
    void fold_collations();
    void fold(const RawToken& token);
    void parse(ScriptStatement& statement, Diagnostics& found);

    source::SourceFile& script_;
    FileId id_;
    bool fold_;  ///< unquoted names mean the same in lower case
    Scan scan_;
    std::vector<RawToken> folded_;
};

}  // namespace retort::syntax
