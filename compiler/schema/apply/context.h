// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/apply.h"
#include "compiler/schema/dependants.h"

#include <string>
#include <string_view>
#include <vector>

// What the files of `apply` share; nothing outside this folder includes it.

namespace retort::schema {

/// One operation on its way into a schema.
struct Applying {
    Schema& schema;
    const NamingRules& naming;
    Diagnostics& diagnostics;
    Span span;       ///< of the operation: where there is no better place
    bool ok = true;  ///< no error so far

    /// Reports at `where` or, where that is unknown, at the operation.
    template <class... Args>
    diag::Diagnostic& error(const diag::DiagnosticKind<Args...>& kind, Span where,
                            const std::type_identity_t<Args>&... args) {
        ok = false;
        return diagnostics.report(kind, where.known() ? where : span, args...);
    }
};

// ---- lookup
// ---------------------------------------------------------------------------------------

/// What a missing thing is called in traces and messages.
enum class Noun : unsigned char {
    Table,
    Column,
    Constraint,
    Index,
    Type,
    Domain,
    Sequence,
    Schema,
    Extension,
    View,
    MaterializedView,
    Function,
    Procedure,
    Trigger,
    Policy,
    Statistics,
};
[[nodiscard]] std::string_view noun_text(Noun noun);
[[nodiscard]] Noun noun_of(CodeKind kind);

/// Remembers that `name` was dropped or renamed here.
void leave_trace(Applying& a, Noun noun, const std::string& name, Trace::Kind kind,
                 std::string to = {});

/// Reports a missing thing once, with what became of it or the nearest name. `owner` is the table
/// of a column, constraint, trigger or policy.
void report_missing(Applying& a, Noun noun, const std::string& owner, const std::string& name,
                    Span where, const std::vector<std::string_view>& candidates);

/// Something of this name was dropped, renamed, or reported missing.
[[nodiscard]] bool was_here(const Applying& a, Noun noun, const std::string& name);

/// The table, or null after a report.
[[nodiscard]] const Table* require_table(Applying& a, const QualifiedName& name);
/// The column, or null after a report.
[[nodiscard]] const Column* require_column(Applying& a, const Table& table, const Name& column);
/// The constraint, or null after a report.
[[nodiscard]] const Constraint* require_constraint(Applying& a, const Table& table,
                                                   const Name& constraint);
/// The schema of a qualified name exists (or is one that every database has).
void require_schema(Applying& a, const QualifiedName& name);

/// The table for changing: no other snapshot sees it. It must exist.
[[nodiscard]] Table& edit_table(Schema& schema, const QualifiedName& name);

// ---- names
// ----------------------------------------------------------------------------------------

/// What has this name among tables, views, sequences and indexes; empty if nothing has.
struct Holder {
    std::string what;
    Span where;
    explicit operator bool() const { return !what.empty(); }
};
[[nodiscard]] Holder find_relation(const Schema& schema, const QualifiedName& name);
[[nodiscard]] Holder find_type(const Schema& schema, const QualifiedName& name);
/// Reports and answers false where a relation of this name exists.
bool claim_relation(Applying& a, const QualifiedName& name);
bool claim_type(Applying& a, const QualifiedName& name);
/// Reports and answers false where the name is too long to be kept whole.
bool check_length(Applying& a, const std::string& name, Span where);

// ---- tables
// ---------------------------------------------------------------------------------------

/// What the table uses: tables, types, sequences (see Reference).
[[nodiscard]] std::vector<QualifiedName> uses_of(const Table& table);
/// Brings the references of `source` from one set of uses to another.
void update_references(Schema& schema, const QualifiedName& source,
                       const std::vector<QualifiedName>& before,
                       const std::vector<QualifiedName>& after);
/// The sources of all references to `target`, in name order.
[[nodiscard]] std::vector<QualifiedName> users_of(const Schema& schema,
                                                  const QualifiedName& target);

/// The constraint has an index of its own.
[[nodiscard]] bool owns_index(ConstraintKind kind);
[[nodiscard]] QualifiedName index_of(const Table& table, const Constraint& constraint);
/// Some column is written in this index, key or predicate.
[[nodiscard]] bool uses_column(const Expr& expr, std::string_view column);
[[nodiscard]] bool uses_column(const Index& index, std::string_view column);
[[nodiscard]] bool uses_column(const Constraint& constraint, std::string_view column);

/// A parent's column as its partitions and children have it.
[[nodiscard]] Column inherited_column(const Schema& schema, const Table& parent,
                                      const Column& column);
/// What an action of `alter table` does to the table's partitions and children, and to theirs.
void follow_in_children(Applying& a, const QualifiedName& parent, const TableAction& action);
/// Adds a column at a position (last if none) with its implicit sequence; not its constraints.
/// False after a report.
bool add_column(Applying& a, Table& table, ColumnDefinition& definition,
                std::optional<std::size_t> position);
/// Checks, completes and adds a constraint. False after a report.
bool add_constraint(Applying& a, Table& table, Constraint& constraint);
/// Reports a foreign key to a table whose rows do not last as long as those of its own.
bool check_persistence(Applying& a, const Table& table, const Table& target, Span where);
/// Reports a unique key of a partitioned table that no partition could check alone. `keys`: its
/// columns.
bool check_key_of_partitions(Applying& a, const Table& table, const std::vector<Name>& keys,
                             Span where);
/// The second of two keys over the same columns in one statement is no constraint: the database
/// merges them (transformIndexConstraints in PostgreSQL's parse_utilcmd.c), whatever it is called.
[[nodiscard]] bool repeats_key(const Table& table, const Constraint& constraint);
/// Reports the first foreign key, of this table or to it, whose columns' types no longer compare.
void check_references(Applying& a, const Table& table, Span where);
/// Removes a constraint and, with `cascade`, the foreign keys that need it; without, they are
/// reported and nothing happens.
bool remove_constraint(Applying& a, Table& table, const std::string& name, bool cascade,
                       Span where);
/// Removes a table and all that hangs on it; users of it must be gone.
void remove_table(Applying& a, const QualifiedName& name);
/// Drops a table as `drop table` does. False after a report.
bool drop_table(Applying& a, const QualifiedName& name, bool cascade, Span where);
/// Removes a column with everything that goes with it silently, and with `cascade` its dependants.
bool drop_column(Applying& a, const QualifiedName& table, const Name& column, bool cascade);
/// Reports what keeps a column's type from changing.
[[nodiscard]] bool check_retype(Applying& a, const Table& table, const Name& column,
                                const Type& type);

// ---- expressions
// ----------------------------------------------------------------------------------

/// Reports columns that the table does not have and enum literals that are no values.
bool check_expression(Applying& a, const Table& table, const Expr& expr);
/// The same for what defines a table, which cannot hold a sub-select: a check, a key, a generated
/// column (`what`, with its article).
bool check_definition(Applying& a, const Table& table, const Expr& expr, std::string_view what);
/// An expression that may not use columns (a default).
bool check_default(Applying& a, const std::string& column, const Type& type, const Expr& expr);
/// A string literal that stands where a value of `type` is wanted.
bool check_literal(Applying& a, const Type& type, const Expr& value);
/// False where a literal is certain to be refused where a value of `type` is wanted.
[[nodiscard]] bool is_value_of(const Type& type, const Expr& value);
/// Reports a type that was dropped or is near a known one without being it.
bool check_type(Applying& a, const Type& type);
[[nodiscard]] bool is_system_column(std::string_view name);

// ---- dependants whose definition is text
// ------------------------------------------------------------

/// Keys of the triggers, policies and statistics that stand on the table.
[[nodiscard]] std::vector<std::string> code_on_table(const Schema& schema,
                                                     const QualifiedName& table);
/// Removes a view, function … and the views that use it in turn.
void remove_code_object(Applying& a, const std::string& key);
/// Where views use the removed thing: a report that names the first, or their removal.
bool release_views(Applying& a, const std::vector<std::string>& views, const std::string& what,
                   bool cascade, Span where);
/// A view's definition with the columns in the place of every `*` that it gives, as far as they are
/// known.
[[nodiscard]] std::string with_columns_listed(const Schema& schema, const std::string& query);
/// Functions' arguments and results and casts in any text follow a type's new name, or a table's
/// as the name of its rows' type.
void rename_type_in_code(Applying& a, const QualifiedName& from, const QualifiedName& to);
/// Views, triggers, policies and privileges follow a table's or a column's new name.
void rename_table_in_code(Applying& a, const QualifiedName& from, const QualifiedName& to);
/// String literals that stand beside a column of the enum, or are cast to it, follow a value's new
/// name, as they do where the database keeps queries parsed.
void rename_value_in_code(Applying& a, const QualifiedName& type, const std::string& from,
                          const std::string& to);
/// The first view that joins tables by the column's name, which cannot follow a rename; or null.
[[nodiscard]] const CodeObjectState* view_joining_by(const Schema& schema,
                                                     const QualifiedName& table,
                                                     std::string_view column);
void rename_column_in_code(Applying& a, const QualifiedName& table, const std::string& from,
                           const std::string& to);
/// The object for changing, or null after a report.
[[nodiscard]] CodeObjectState* require_code_object(Applying& a, CodeKind kind,
                                                   const QualifiedName& table,
                                                   const QualifiedName& name,
                                                   const std::string& signature);
/// The materialized view for changing, or null: tables are looked up first.
[[nodiscard]] CodeObjectState* edit_materialized_view(Schema& schema, const QualifiedName& name);

// ---- families of operations
// -------------------------------------------------------------------------

void apply_operation(Applying& a, CreateTable& operation);
void apply_operation(Applying& a, DropTable& operation);
void apply_operation(Applying& a, RenameTable& operation);
void apply_operation(Applying& a, SetTableSchema& operation);
void apply_operation(Applying& a, AlterTable& operation);
void apply_operation(Applying& a, CommentOn& operation);
void apply_operation(Applying& a, CreateIndex& operation);
void apply_operation(Applying& a, DropIndex& operation);
void apply_operation(Applying& a, RenameIndex& operation);
void apply_operation(Applying& a, CreateEnum& operation);
void apply_operation(Applying& a, DropType& operation);
void apply_operation(Applying& a, AddEnumValue& operation);
void apply_operation(Applying& a, RenameEnumValue& operation);
void apply_operation(Applying& a, RenameType& operation);
void apply_operation(Applying& a, DropEnumValue& operation);
void apply_operation(Applying& a, CreateDomain& operation);
void apply_operation(Applying& a, DropDomain& operation);
void apply_operation(Applying& a, CreateSequence& operation);
void apply_operation(Applying& a, AlterSequence& operation);
void apply_operation(Applying& a, DropSequence& operation);
void apply_operation(Applying& a, CreateSchema& operation);
void apply_operation(Applying& a, DropSchema& operation);
void apply_operation(Applying& a, CreateExtension& operation);
void apply_operation(Applying& a, DropExtension& operation);
void apply_operation(Applying& a, CreateCodeObject& operation);
void apply_operation(Applying& a, DropCodeObject& operation);
void apply_operation(Applying& a, Grant& operation);
void apply_operation(Applying& a, InsertRows& operation);
void apply_operation(Applying& a, UpdateRows& operation);
void apply_operation(Applying& a, DeleteRows& operation);
void apply_operation(Applying& a, SqlStatementText& operation);
void apply_operation(Applying& a, Execute& operation);
void apply_operation(Applying& a, Assert& operation);

/// One action of `alter table` (the table exists).
void apply_action(Applying& a, const QualifiedName& table, AddColumn& action);
void apply_action(Applying& a, const QualifiedName& table, DropColumn& action);
void apply_action(Applying& a, const QualifiedName& table, RenameColumn& action);
void apply_action(Applying& a, const QualifiedName& table, SetColumnType& action);
void apply_action(Applying& a, const QualifiedName& table, SetColumnDefault& action);
void apply_action(Applying& a, const QualifiedName& table, DropColumnDefault& action);
void apply_action(Applying& a, const QualifiedName& table, SetNotNull& action);
void apply_action(Applying& a, const QualifiedName& table, DropNotNull& action);
void apply_action(Applying& a, const QualifiedName& table, AddIdentity& action);
void apply_action(Applying& a, const QualifiedName& table, SetIdentity& action);
void apply_action(Applying& a, const QualifiedName& table, DropIdentity& action);
void apply_action(Applying& a, const QualifiedName& table, DropExpression& action);
void apply_action(Applying& a, const QualifiedName& table, AddConstraint& action);
void apply_action(Applying& a, const QualifiedName& table, DropConstraint& action);
void apply_action(Applying& a, const QualifiedName& table, RenameConstraint& action);
void apply_action(Applying& a, const QualifiedName& table, ValidateConstraint& action);
void apply_action(Applying& a, const QualifiedName& table, SetRowSecurity& action);
void apply_action(Applying& a, const QualifiedName& table, OtherTableAction& action);

}  // namespace retort::schema
