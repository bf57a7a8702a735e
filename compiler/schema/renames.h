// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/schema/naming.h"
#include "compiler/schema/operation.h"
#include "compiler/schema/schema.h"

#include <string>
#include <vector>

// A difference of two schemas never guesses that a thing goes on under another name: it is told.

namespace retort::schema {

/// That a table or a column of an older schema goes on under another name.
struct Renaming {
    QualifiedName old_table;  ///< of a table: its old name
    Name old_column;          ///< of a column: its old name, else empty
    QualifiedName table;      ///< as it is called now: the table, or the column's
    Name column;              ///< as it is called now; empty: the table is meant
    Span where;
};

/// What `renamed from` says in a desired schema.
[[nodiscard]] std::vector<Renaming> written_renamings(const std::vector<Operation>& operations);

/// The statements that give the old things their new names, applied to `schema`. A renaming that
/// was done already says nothing; one of a thing that is not there is reported.
[[nodiscard]] std::vector<Operation> apply_renamings(const std::vector<Renaming>& renamings,
                                                     Schema& schema, const NamingRules& naming,
                                                     Diagnostics& diagnostics);

/// Gives the sequences that serial and identity columns bring along the names that the same
/// columns' sequences have in `from`: a renamed table keeps its counters as they are called.
[[nodiscard]] Schema with_sequences_of(const Schema& from, Schema to);

/// Tables that go while one with the same columns comes, and columns that go while one of the same
/// type comes in their table: reported as what might be a rename, with what to write where it is.
void report_likely_renames(const Schema& from, const Schema& to, Diagnostics& diagnostics);

}  // namespace retort::schema
