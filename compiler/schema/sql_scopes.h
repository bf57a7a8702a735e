// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/names.h"
#include "compiler/schema/sql_words.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Which words of a definition that is kept as text mean one column of one table: by the tables, in
// and around its query, that each place can see. Used inside this folder only.

namespace retort::schema {

using ColumnNames = std::vector<std::string>;
/// What the schema knows of other tables and views: their columns; none where it knows no such
/// name, or not its columns.
using ColumnsOf = std::function<std::optional<ColumnNames>(const QualifiedName&)>;

/// The column that is looked for.
struct SoughtColumn {
    QualifiedName table;
    std::string_view column;
    ColumnsOf columns_of;
};

/// A word that means it.
struct ColumnUse {
    std::size_t word = 0;
    /// A query in `from` or `with` gives it under its own name, by which others mean it.
    bool exposed = false;
};

/// In a view's `[(columns)] [with (…)] as query`.
[[nodiscard]] std::vector<ColumnUse> columns_in_query(const std::vector<SqlWord>& words,
                                                      const SoughtColumn& sought);
/// In a trigger's definition, from `before` or `after` on.
[[nodiscard]] std::vector<ColumnUse> columns_in_trigger(const std::vector<SqlWord>& words,
                                                        const QualifiedName& on,
                                                        const SoughtColumn& sought);
/// In a routine whose body the database parses: `begin atomic …; end`, or `return …`.
[[nodiscard]] std::vector<ColumnUse> columns_in_routine(const std::vector<SqlWord>& words,
                                                        const SoughtColumn& sought);
/// In the conditions of a policy of a table.
[[nodiscard]] std::vector<ColumnUse> columns_in_policy(const std::vector<SqlWord>& words,
                                                       const QualifiedName& on,
                                                       const SoughtColumn& sought);
/// In a statistics object's `[(kinds)] on a, (b + c) from t`.
[[nodiscard]] std::vector<ColumnUse> columns_in_statistics(const std::vector<SqlWord>& words,
                                                           const QualifiedName& on,
                                                           const SoughtColumn& sought);
/// A view gives every column of the table (`select *`, `t.*`).
[[nodiscard]] bool takes_all_columns(const std::vector<SqlWord>& words, const SoughtColumn& sought);
/// A view joins tables by the column's name (`using (c)`, `natural join`): it cannot follow a
/// rename.
[[nodiscard]] bool joins_by_name(const std::vector<SqlWord>& words, const SoughtColumn& sought);
/// A view's definition with columns in the place of `*`, where they are known and of one meaning.
[[nodiscard]] std::string list_columns(const std::string& definition, const ColumnsOf& columns_of);
/// The words of a view's query that name a table, also before the dot of its columns.
[[nodiscard]] std::vector<std::size_t> tables_in_query(const std::vector<SqlWord>& words,
                                                       const QualifiedName& table,
                                                       const ColumnsOf& columns_of);
/// The words of a trigger, policy or statistics object that name a table: after `on`, `from` and
/// the like, and before the dot of its columns.
[[nodiscard]] std::vector<std::size_t> tables_in_code(const std::vector<SqlWord>& words,
                                                      const QualifiedName& on,
                                                      const QualifiedName& table,
                                                      const ColumnsOf& columns_of);
/// The columns that a view's definition gives; none where that is not plain to see.
[[nodiscard]] std::optional<ColumnNames> columns_of_view(const std::vector<SqlWord>& words,
                                                         const ColumnsOf& columns_of);

}  // namespace retort::schema
