// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/table.h"
#include "compiler/script/script.h"
#include "dialects/sqlite/context.h"

#include <string>
#include <string_view>
#include <vector>

namespace retort::dialects::sqlite {

using Statements = std::vector<script::SqlStatement>;

[[nodiscard]] script::SqlStatement make_statement(const Context& context, std::string kind,
                                                  std::string text);

/// `(a, b)`.
[[nodiscard]] std::string column_list(const std::vector<Name>& columns);

/// `CREATE TABLE name (…)`, whatever the table's own name is: a rebuild makes it under another.
/// What SQLite has no word for and does not need is left out, with a remark.
[[nodiscard]] std::string create_table_text(const Context& context, const schema::Table& table,
                                            std::string_view name, bool if_not_exists,
                                            std::vector<std::string>& remarks);

/// The column as `ALTER TABLE … ADD COLUMN` takes it, with the constraints that come with it.
[[nodiscard]] std::string added_column_text(const Context& context, const schema::Table& table,
                                            const schema::Column& column,
                                            const std::vector<schema::Constraint>& constraints);

/// The table is made with AUTOINCREMENT (`with (autoincrement = true)`).
[[nodiscard]] bool has_autoincrement(const schema::Table& table);

[[nodiscard]] script::CatalogEffect table_effect(const schema::Table& table);
[[nodiscard]] script::CatalogEffect effect(std::string kind, std::string name, bool exists);

// ---- statements by family
// -------------------------------------------------------------------------

void emit_create_table(const Context& context, const schema::CreateTable& create, Statements& out);
void emit_drop_table(const Context& context, const schema::DropTable& drop, Statements& out);
void emit_rename_table(const Context& context, const schema::RenameTable& rename, Statements& out);
void emit_alter_table(const Context& context, const schema::AlterTable& alter, Statements& out);
void emit_rebuild(const Context& context, const plan::RebuildTable& rebuild, Statements& out);

void emit_create_index(const Context& context, const schema::CreateIndex& create, Statements& out);
void emit_drop_index(const Context& context, const schema::DropIndex& drop, Statements& out);
/// `CREATE INDEX …`, for a rebuild too.
[[nodiscard]] std::string create_index_text(const Context& context, const schema::Index& index,
                                            const QualifiedName& table, bool if_not_exists,
                                            std::vector<std::string>& remarks);
/// SQLite can make the index; where it cannot and such things are skipped, it never was made.
[[nodiscard]] bool is_index_made(const Context& context, const schema::Index& index,
                                 const QualifiedName& table);

void emit_insert(const Context& context, const schema::InsertRows& insert, Statements& out);
void emit_update(const Context& context, const schema::UpdateRows& update, Statements& out);
void emit_delete(const Context& context, const schema::DeleteRows& del, Statements& out);
/// What the actions of foreign keys do when rows of the table go, or values of these columns
/// change: put beside the statement for where foreign keys are not enforced.
void add_delete_actions(const Context& context, const QualifiedName& table,
                        script::SqlStatement& statement);
void add_update_actions(const Context& context, const QualifiedName& table,
                        const std::vector<Name>& columns, script::SqlStatement& statement);
void emit_assert(const Context& context, const schema::Assert& assertion, Statements& out);

void emit_create_code(const Context& context, const schema::CreateCodeObject& create,
                      Statements& out);
void emit_drop_code(const Context& context, const schema::DropCodeObject& drop, Statements& out);
[[nodiscard]] std::string create_trigger_text(const schema::CodeObject& trigger);
/// The triggers on a table or view that SQLite has, in name order.
[[nodiscard]] std::vector<schema::CodeObject> triggers_on(const Context& context,
                                                          const schema::Schema& schema,
                                                          const QualifiedName& table);

void emit_execute(const Context& context, const schema::Execute& execute, Statements& out);
void emit_sql_text(const Context& context, const schema::SqlStatementText& sql, Statements& out);
/// The statements of a text: cut at each `;` outside quotes, comments and trigger bodies.
[[nodiscard]] std::vector<std::string> split_statements(std::string_view sql);

}  // namespace retort::dialects::sqlite
