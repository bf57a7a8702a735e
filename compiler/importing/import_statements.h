// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/importing/alembic_import.h"
#include "compiler/importing/alembic_output.h"
#include "compiler/schema/naming.h"
#include "compiler/schema/operation.h"
#include "compiler/schema/schema.h"

#include <string>
#include <string_view>
#include <vector>

// What the files of an import share: printed statements as operations, applied to the model.
// Nothing outside this folder includes it.

namespace retort::importing {

/// Printed statements as the language has them: typed operations or, where it has no words for
/// them, one `execute` with their text.
struct ReadStatement {
    Span span;
    std::vector<schema::Operation> operations;
    bool outside_transaction = false;
    std::size_t printed = 1;            ///< how many printed statements it stands for
    std::string reason;                 ///< why it became an `execute`; empty where it did not
    std::vector<std::string> comments;  ///< those above it and inside it, with their marks
};

/// The statements of each revision of a script, parsed together.
[[nodiscard]] std::vector<std::vector<ReadStatement>> read_statements(
    const source::SourceFile& file, FileId id, const PrintedScript& script,
    Diagnostics& diagnostics);

/// The statement stands for another one, too.
void take_along(ReadStatement& statement, ReadStatement& next);

/// The statement as an `execute` with its text.
void keep_as_text(ReadStatement& statement, std::string_view text, std::string reason);

/// An operation as it is written, and as it acts where it stands.
struct AppliedOperation {
    schema::Operation written;
    schema::Operation applied;  ///< names filled in
    bool runs = true;           ///< `if exists` and the like leave something of it
    schema::Schema before;
    std::string_view printed;           ///< the statement that it comes from
    std::vector<std::string> comments;  ///< as in ReadStatement, at the statement's first operation
};

/// Applies operations one after another. Where one does not fit, the schema and `applied` stay as
/// they were, and the answer says why; it is empty where all fit.
[[nodiscard]] std::string apply_operations(std::vector<schema::Operation> operations,
                                           const ImportRules& rules, schema::Schema& schema,
                                           std::vector<AppliedOperation>& applied);

/// The same for a printed statement. Words of other databases are put into the language's where
/// the statement does not fit with them.
[[nodiscard]] std::string apply_statement(ReadStatement& statement, const ImportRules& rules,
                                          schema::Schema& schema,
                                          std::vector<AppliedOperation>& applied);

/// Rows and raw SQL: what the model does not show.
[[nodiscard]] bool is_data(const schema::Operation& operation);

}  // namespace retort::importing
