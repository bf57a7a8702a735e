// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"
#include "compiler/schema/schema.h"
#include "dialects/postgresql/expressions.h"

#include <string>
#include <utility>
#include <vector>

// The parts of definitions: columns, constraints, index keys, options.

namespace retort::dialects::postgresql {

/// `name type …` on one line, without the constraints that stand beside the column.
void write_column(SqlWriter& out, const schema::Column& column, const Settings& settings);
/// Several columns and other lines of a table, one a line, names and types aligned.
void write_table_elements(SqlWriter& out, const std::vector<schema::TableElement>& elements,
                          const Settings& settings);
/// `CONSTRAINT name …`.
void write_constraint(SqlWriter& out, const schema::Constraint& constraint,
                      const Settings& settings);
/// `(a, lower(b) DESC)`.
void write_index_keys(SqlWriter& out, const std::vector<schema::IndexKey>& keys,
                      const Settings& settings);
/// ` START WITH 1 …`, each option after a space. `in_alter` spells what stands only there.
void write_sequence_options(SqlWriter& out, const schema::SequenceOptions& options,
                            const Settings& settings, bool identity);
/// `ALWAYS AS IDENTITY (…)` or `BY DEFAULT AS IDENTITY`.
void write_identity(SqlWriter& out, const schema::Identity& identity, const Settings& settings);
/// `(fillfactor = 70)`.
void write_parameters(SqlWriter& out,
                      const std::vector<std::pair<std::string, std::string>>& parameters);

/// `ALTER SEQUENCE … RENAME TO …` where the column's sequence is to have another name than the
/// one that the database gives to it; else empty. `before`: what is there when the column comes.
[[nodiscard]] std::string rename_of_sequence(const schema::Schema& before,
                                             const QualifiedName& table,
                                             const schema::ColumnDefinition& definition);

}  // namespace retort::dialects::postgresql
