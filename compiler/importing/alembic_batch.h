// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/importing/import_statements.h"

#include <optional>
#include <vector>

namespace retort::importing {

/// Where the statements from `begin` on are a table's copy under another name, as Alembic's batch
/// mode makes it (create, insert … select, drop, rename, and the indexes again): how many they are,
/// and the statements of what the copy changes in the table, `alter table` above all. Nothing where
/// they are not, or where the two definitions do not tell.
struct TableCopy {
    std::size_t statements = 0;
    std::vector<schema::Operation> changes;
};
[[nodiscard]] std::optional<TableCopy> read_table_copy(const std::vector<ReadStatement>& statements,
                                                       std::size_t begin,
                                                       const schema::Schema& schema,
                                                       const ImportRules& rules);

}  // namespace retort::importing
