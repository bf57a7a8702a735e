// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/box.h"
#include "compiler/base/names.h"
#include "compiler/schema/expression.h"
#include "compiler/schema/table.h"
#include "compiler/schema/type.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// One struct an operation of the migration language, one variant over them. What the parser builds
// is what is applied to the schema, inverted, printed, and emitted: there is no second tree.
// Reference for what each statement means: PostgreSQL's manual, part VI, unless said.

namespace retort::schema {

struct Operation;

// ---- tables
// --------------------------------------------------------------------------------------

/// A column as written: with the constraints that stand beside it, which belong to the table.
struct ColumnDefinition {
    Column column;
    std::vector<Constraint> constraints;  ///< their `columns` name this column (check: empty)
    Name renamed_from;                    ///< only in a desired schema
    /// Only in derived statements: the name that the sequence of a serial or identity column had,
    /// where it is not the one that it would get.
    std::string sequence;
    bool operator==(const ColumnDefinition&) const = default;
};

/// `like other [including …]`, kept as text after the table's name.
struct LikeTable {
    QualifiedName table;
    std::string options;
    bool operator==(const LikeTable&) const = default;
};

using TableElement = std::variant<ColumnDefinition, Constraint, LikeTable>;

struct CreateTable {
    QualifiedName name;
    bool if_not_exists = false;
    std::vector<TableElement> elements;
    TableOptions options;
    Box<std::string> comment;
    QualifiedName renamed_from;  ///< only in a desired schema
    bool operator==(const CreateTable&) const = default;
};

struct DropTable {
    QualifiedName name;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropTable&) const = default;
};

struct RenameTable {
    QualifiedName from;
    Name to;
    bool if_exists = false;
    bool operator==(const RenameTable&) const = default;
};

struct SetTableSchema {
    QualifiedName table;
    Name schema;
    bool if_exists = false;
    bool operator==(const SetTableSchema&) const = default;
};

// ---- actions of alter table
// ----------------------------------------------------------------------

struct AddColumn {
    ColumnDefinition definition;
    bool if_not_exists = false;
    /// Where it stands again when a dropped column comes back (rebuilds honour it; PostgreSQL
    /// always appends). Empty: last.
    std::optional<std::size_t> position;
    /// Derived: the default is dropped again, it only fills rows whose own values are gone.
    bool invents_values = false;
    bool operator==(const AddColumn&) const = default;
};
struct DropColumn {
    Name column;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropColumn&) const = default;
};
struct RenameColumn {
    Name from;
    Name to;
    bool operator==(const RenameColumn&) const = default;
};
struct SetColumnType {
    Name column;
    Type type;
    Box<QualifiedName> collation;
    Box<Expr> using_expression;
    bool operator==(const SetColumnType&) const = default;
};
struct SetColumnDefault {
    Name column;
    Expr value;
    bool operator==(const SetColumnDefault&) const = default;
};
struct DropColumnDefault {
    Name column;
    bool operator==(const DropColumnDefault&) const = default;
};
struct SetNotNull {
    Name column;
    bool operator==(const SetNotNull&) const = default;
};
struct DropNotNull {
    Name column;
    bool operator==(const DropNotNull&) const = default;
};
struct AddIdentity {
    Name column;
    Identity identity;
    bool operator==(const AddIdentity&) const = default;
};
/// `alter column c set generated always set increment by 2 restart …`.
struct SetIdentity {
    Name column;
    std::optional<bool> always;
    SequenceOptions options;
    bool operator==(const SetIdentity&) const = default;
};
struct DropIdentity {
    Name column;
    bool if_exists = false;
    bool operator==(const DropIdentity&) const = default;
};
struct DropExpression {
    Name column;
    bool if_exists = false;
    bool operator==(const DropExpression&) const = default;
};
struct AddConstraint {
    Constraint constraint;
    bool operator==(const AddConstraint&) const = default;
};
struct DropConstraint {
    Name name;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropConstraint&) const = default;
};
struct RenameConstraint {
    Name from;
    Name to;
    bool operator==(const RenameConstraint&) const = default;
};
struct ValidateConstraint {
    Name name;
    bool operator==(const ValidateConstraint&) const = default;
};
enum class RowSecurity : unsigned char { Enable, Disable, Force, NoForce };
struct SetRowSecurity {
    RowSecurity mode = RowSecurity::Enable;
    bool operator==(const SetRowSecurity&) const = default;
};
/// Storage matters that no other object depends on (`set (fillfactor = 70)`, `owner to`, `attach
/// partition`, `replica identity`, `set logged`, `alter column c set statistics 100`, …): kept as
/// the text of the action.
struct OtherTableAction {
    std::string text;
    bool operator==(const OtherTableAction&) const = default;
};

using TableAction =
    std::variant<AddColumn, DropColumn, RenameColumn, SetColumnType, SetColumnDefault,
                 DropColumnDefault, SetNotNull, DropNotNull, AddIdentity, SetIdentity, DropIdentity,
                 DropExpression, AddConstraint, DropConstraint, RenameConstraint,
                 ValidateConstraint, SetRowSecurity, OtherTableAction>;

/// One or several actions on one table, in order. They are one statement, and at most one rebuild.
struct AlterTable {
    QualifiedName table;
    bool if_exists = false;
    bool only = false;
    std::vector<TableAction> actions;
    std::vector<Span> action_spans;  ///< one an action where it was parsed
    friend bool operator==(const AlterTable& a, const AlterTable& b) {
        return a.table == b.table && a.if_exists == b.if_exists && a.only == b.only &&
               a.actions == b.actions;
    }
};

// ---- comments, indexes
// ---------------------------------------------------------------------------

enum class CommentTarget : unsigned char {
    Table,
    Column,
    Index,
    Constraint,
    Type,
    Domain,
    Sequence,
    View,
    MaterializedView,
    Schema,
    Function,
    Procedure,
    Trigger,
    Policy,
    Extension,
    Statistics,
};
struct CommentOn {
    CommentTarget target = CommentTarget::Table;
    QualifiedName object;   ///< the table for Column, Constraint, Trigger, Policy
    Name part;              ///< the column, constraint, trigger or policy
    std::string signature;  ///< Function, Procedure: the argument list with parentheses
    Box<std::string> text;  ///< absent: `is null`
    bool operator==(const CommentOn&) const = default;
};

struct CreateIndex {
    Index index;
    QualifiedName table;
    bool concurrently = false;
    bool if_not_exists = false;
    bool operator==(const CreateIndex&) const = default;
};
struct DropIndex {
    QualifiedName name;
    QualifiedName table;  ///< `drop index i on t`; empty where not written
    bool concurrently = false;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropIndex&) const = default;
};
struct RenameIndex {
    QualifiedName from;
    Name to;
    bool if_exists = false;
    bool operator==(const RenameIndex&) const = default;
};

// ---- types
// ---------------------------------------------------------------------------------------

struct CreateEnum {
    QualifiedName name;
    std::vector<Name> values;
    bool operator==(const CreateEnum&) const = default;
};
/// Drops an enum or another type.
struct DropType {
    QualifiedName name;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropType&) const = default;
};
struct AddEnumValue {
    QualifiedName type;
    Name value;
    bool if_not_exists = false;
    Name before;  ///< at most one of before and after is set; none: last
    Name after;
    bool operator==(const AddEnumValue&) const = default;
};
struct RenameEnumValue {
    QualifiedName type;
    Name from;
    Name to;
    bool operator==(const RenameEnumValue&) const = default;
};
struct RenameType {
    QualifiedName from;
    Name to;
    bool operator==(const RenameType&) const = default;
};
/// Not SQL: the type is made anew without the value. Rows that hold it get `replacement`, or make
/// the script fail where there is none.
struct DropEnumValue {
    QualifiedName type;
    Name value;
    Name replacement;
    bool operator==(const DropEnumValue&) const = default;
};
struct CreateDomain {
    QualifiedName name;
    Type type;
    Box<QualifiedName> collation;
    Box<Expr> default_value;
    bool not_null = false;
    std::vector<Constraint> checks;  ///< Check constraints over `value`
    bool operator==(const CreateDomain&) const = default;
};
struct DropDomain {
    QualifiedName name;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropDomain&) const = default;
};

// ---- sequences, schemas, extensions
// --------------------------------------------------------------

struct CreateSequence {
    QualifiedName name;
    bool if_not_exists = false;
    SequenceOptions options;
    bool operator==(const CreateSequence&) const = default;
};
struct AlterSequence {
    QualifiedName name;
    bool if_exists = false;
    SequenceOptions options;
    bool operator==(const AlterSequence&) const = default;
};
struct DropSequence {
    QualifiedName name;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropSequence&) const = default;
};
struct CreateSchema {
    Name name;
    bool if_not_exists = false;
    bool operator==(const CreateSchema&) const = default;
};
struct DropSchema {
    Name name;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropSchema&) const = default;
};
struct CreateExtension {
    Name name;
    bool if_not_exists = false;
    Name schema;
    std::string version;
    bool operator==(const CreateExtension&) const = default;
};
struct DropExtension {
    Name name;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropExtension&) const = default;
};

// ---- objects whose definition is text
// ------------------------------------------------------------

enum class CodeKind : unsigned char {
    View,
    MaterializedView,
    Function,
    Procedure,
    Trigger,
    Policy,
    Statistics,
};
/// An object whose definition is kept as text, so that replacing and dropping it can be undone.
struct CodeObject {
    CodeKind kind = CodeKind::View;
    QualifiedName name;
    QualifiedName table;    ///< Trigger, Policy, Statistics: what it stands on
    std::string signature;  ///< Function, Procedure: `(integer, text)`, types only, canonical
    /// Everything after the name (a view: `[(columns)] as select …`; a function: from its argument
    /// list), as written, dollar quotes included, without the final `;`. For a view whose body was
    /// dollar-quoted the quotes are removed.
    std::string definition;
    bool constraint = false;  ///< `create constraint trigger`
    Span span;
    /// Names in quotes that need none are the same without: what is renamed to a word that needs
    /// them, and back, may be left with quotes.
    friend bool operator==(const CodeObject& a, const CodeObject& b);
};
struct CreateCodeObject {
    CodeObject object;
    bool or_replace = false;
    bool if_not_exists = false;
    bool operator==(const CreateCodeObject&) const = default;
};
struct DropCodeObject {
    CodeKind kind = CodeKind::View;
    QualifiedName name;
    QualifiedName table;
    std::string signature;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropCodeObject&) const = default;
};
/// `grant … ;` or `revoke … ;`: the text after the keyword.
struct Grant {
    bool revoke = false;
    std::string text;
    std::string default_schema = "public";  ///< where the text's names without a schema are
    friend bool operator==(const Grant& a, const Grant& b) {
        return a.revoke == b.revoke && a.text == b.text;
    }
};

// ---- data
// ----------------------------------------------------------------------------------------

/// What undoes a data statement or raw SQL: `reverse nothing`, or statements; absent: not said.
struct Reverse {
    bool nothing = false;
    std::vector<Operation> operations;  ///< typed (`reverse update …`, `reverse insert …`)
    friend bool operator==(const Reverse& a, const Reverse& b);
};

struct InsertRows {
    QualifiedName table;
    std::vector<Name> columns;
    std::vector<std::vector<Expr>> rows;
    bool on_conflict_do_nothing = false;
    Box<Reverse> reverse;
    friend bool operator==(const InsertRows& a, const InsertRows& b);
};
struct Assignment {
    Name column;
    Expr value;
    bool operator==(const Assignment&) const = default;
};
struct UpdateRows {
    QualifiedName table;
    std::vector<Assignment> assignments;
    Box<Expr> where;
    std::optional<std::int64_t> batch_size;  ///< rows; `in batches of N`
    Box<Reverse> reverse;
    friend bool operator==(const UpdateRows& a, const UpdateRows& b);
};
struct DeleteRows {
    QualifiedName table;
    Box<Expr> where;
    std::optional<std::int64_t> batch_size;
    Box<Reverse> reverse;
    friend bool operator==(const DeleteRows& a, const DeleteRows& b);
};
/// A statement of another form (`update … from`, `with …`, `select`, `set`, `truncate`, `do`,
/// `vacuum`, …), accepted as it stands; its text without the final `;`.
struct SqlStatementText {
    std::string keyword;  ///< first word, lower case; two where it is create, alter or drop
    std::string text;
    Box<Reverse> reverse;
    friend bool operator==(const SqlStatementText& a, const SqlStatementText& b);
};

/// Raw SQL, for every dialect or one text a dialect, inline or from a file.
struct RawSql {
    /// One entry with an empty dialect: for all; else one a dialect.
    std::vector<std::pair<std::string, std::string>> texts;
    /// `execute file '…'`: the path as written; `load` reads it into `texts`.
    std::string file;
    bool operator==(const RawSql&) const = default;
};
struct Execute {
    RawSql up;
    bool reverse_nothing = false;
    Box<RawSql> reverse;
    bool declares_effects = false;   ///< `as { … }` was written, even if empty
    std::vector<Operation> effects;  ///< what the SQL does to the schema
    friend bool operator==(const Execute& a, const Execute& b);
};
struct Assert {
    Expr condition;
    std::string message;
    bool operator==(const Assert&) const = default;
};
/// `on DIALECT { … }`.
struct OnDialect {
    Name dialect;
    std::vector<Operation> body;
    friend bool operator==(const OnDialect& a, const OnDialect& b);
};

using OperationKind =
    std::variant<CreateTable, DropTable, RenameTable, SetTableSchema, AlterTable, CommentOn,
                 CreateIndex, DropIndex, RenameIndex, CreateEnum, DropType, AddEnumValue,
                 RenameEnumValue, RenameType, DropEnumValue, CreateDomain, DropDomain,
                 CreateSequence, AlterSequence, DropSequence, CreateSchema, DropSchema,
                 CreateExtension, DropExtension, CreateCodeObject, DropCodeObject, Grant,
                 InsertRows, UpdateRows, DeleteRows, SqlStatementText, Execute, Assert, OnDialect>;

/// One statement of a revision, or one derived from it (then without a span).
struct Operation {
    OperationKind kind;
    Span span;  ///< from the first word to the `;`
    friend bool operator==(const Operation& a, const Operation& b) { return a.kind == b.kind; }
};

inline bool operator==(const Reverse& a, const Reverse& b) {
    return a.nothing == b.nothing && a.operations == b.operations;
}
inline bool operator==(const InsertRows& a, const InsertRows& b) {
    return a.table == b.table && a.columns == b.columns && a.rows == b.rows &&
           a.on_conflict_do_nothing == b.on_conflict_do_nothing && a.reverse == b.reverse;
}
inline bool operator==(const UpdateRows& a, const UpdateRows& b) {
    return a.table == b.table && a.assignments == b.assignments && a.where == b.where &&
           a.batch_size == b.batch_size && a.reverse == b.reverse;
}
inline bool operator==(const DeleteRows& a, const DeleteRows& b) {
    return a.table == b.table && a.where == b.where && a.batch_size == b.batch_size &&
           a.reverse == b.reverse;
}
inline bool operator==(const SqlStatementText& a, const SqlStatementText& b) {
    return a.text == b.text && a.reverse == b.reverse;
}
inline bool operator==(const Execute& a, const Execute& b) {
    return a.up == b.up && a.reverse_nothing == b.reverse_nothing && a.reverse == b.reverse &&
           a.declares_effects == b.declares_effects && a.effects == b.effects;
}
inline bool operator==(const OnDialect& a, const OnDialect& b) {
    return a.dialect == b.dialect && a.body == b.body;
}

/// What a person would call it: `create table "users"`, `alter table "users": add column "email"`.
[[nodiscard]] std::string describe(const Operation& operation);

}  // namespace retort::schema
