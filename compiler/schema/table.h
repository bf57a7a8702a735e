// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/box.h"
#include "compiler/base/names.h"
#include "compiler/schema/expression.h"
#include "compiler/schema/type.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace retort::schema {

/// Options of a sequence: of `create sequence`, `alter sequence` and `as identity (…)`.
/// What is absent is the database's default.
struct SequenceOptions {
    Box<Type> type;
    std::optional<std::int64_t> start;
    std::optional<std::int64_t> increment;
    std::optional<std::int64_t> min_value;
    std::optional<std::int64_t> max_value;
    bool no_min_value = false;
    bool no_max_value = false;
    std::optional<std::int64_t> cache;
    std::optional<bool> cycle;
    std::optional<std::int64_t> restart;  ///< only in `alter sequence`
    Box<QualifiedName> owned_table;       ///< `owned by T.C`, with owned_column
    Name owned_column;                    ///< with `owned by none`: table empty, column "none"
    bool operator==(const SequenceOptions&) const = default;
};

/// `generated {always|by default} as identity [(…)]`.
struct Identity {
    bool always = false;
    SequenceOptions options;
    bool operator==(const Identity&) const = default;
};

/// `generated always as (…) stored|virtual`.
struct Generated {
    Expr expression;
    bool stored = true;
    bool operator==(const Generated&) const = default;
};

/// The column is there because a parent has it, and was not written for the table itself as well:
/// it goes when the parent's goes. How a column came is no part of what it is.
struct FromParent {
    bool alone = false;
    friend bool operator==(const FromParent&, const FromParent&) { return true; }
};

/// One column of a table. `not_null` is what the author wrote; a primary key implies it besides.
struct Column {
    Name name;
    Type type;
    bool not_null = false;
    Box<Expr> default_value;
    Box<Identity> identity;
    Box<Generated> generated;
    Box<QualifiedName> collation;
    Box<std::string> comment;
    FromParent from_parent;
    bool operator==(const Column&) const = default;
};

enum class ConstraintKind : unsigned char { PrimaryKey, Unique, Check, ForeignKey, Exclude };
enum class ReferentialAction : unsigned char { NoAction, Restrict, Cascade, SetNull, SetDefault };
enum class MatchKind : unsigned char { Simple, Full, Partial };
enum class NullsOrder : unsigned char { Default, First, Last };

/// One key of an index or of an exclusion constraint: a column, or an expression in parentheses.
struct IndexKey {
    Name column;  ///< empty where the key is an expression
    Box<Expr> expression;
    Box<QualifiedName> collation;
    Box<QualifiedName> operator_class;
    std::vector<std::pair<std::string, std::string>> operator_class_options;
    bool descending = false;
    NullsOrder nulls = NullsOrder::Default;
    std::string with_operator;  ///< exclusion constraints: `with &&`
    bool operator==(const IndexKey&) const = default;
};

/// A constraint of a table, however it was written (beside its column or in the table's list).
/// `name` is empty until replay names it by the project's convention.
struct Constraint {
    Name name;
    ConstraintKind kind = ConstraintKind::Check;
    std::vector<Name> columns;       ///< keys and foreign keys
    Box<Expr> check;                 ///< Check
    QualifiedName referenced_table;  ///< ForeignKey
    std::vector<Name>
        referenced_columns;  ///< ForeignKey; replay fills in the primary key if absent
    ReferentialAction on_delete = ReferentialAction::NoAction;
    ReferentialAction on_update = ReferentialAction::NoAction;
    std::vector<Name> on_delete_columns;  ///< `on delete set null (a)` (PostgreSQL 15)
    MatchKind match = MatchKind::Simple;
    bool deferrable = false;
    bool initially_deferred = false;
    bool not_valid = false;
    bool no_inherit = false;    ///< Check
    bool not_enforced = false;  ///< Check, ForeignKey (PostgreSQL 18)
    /// The last column is a range of time: `without overlaps` of a key, `period` of a foreign key
    /// (PostgreSQL 18).
    bool period = false;
    bool nulls_not_distinct = false;  ///< Unique
    std::vector<Name> include;        ///< keys
    std::string method;               ///< Exclude: `using gist`
    std::vector<IndexKey> keys;       ///< Exclude
    Box<Expr> where;                  ///< Exclude
    Name using_index;                 ///< `add constraint n unique using index i`
    std::vector<std::pair<std::string, std::string>> with;  ///< storage parameters of its index
    std::string tablespace;
    Span span;
    bool operator==(const Constraint&) const = default;
};

/// An index that belongs to a table (not one that a constraint owns). Names are unique a schema.
struct Index {
    QualifiedName name;  ///< empty until replay names it by convention
    bool unique = false;
    std::string method;  ///< empty: btree
    std::vector<IndexKey> keys;
    std::vector<Name> include;
    bool nulls_not_distinct = false;
    std::vector<std::pair<std::string, std::string>> with;
    std::string tablespace;
    Box<Expr> where;
    bool only =
        false;  ///< `on only t`: not on the table's partitions, and not valid until they have it
    Box<std::string> comment;
    Span span;
    bool operator==(const Index&) const = default;
};

/// `partition by range (a, lower(b))`.
struct PartitionBy {
    std::string strategy;  ///< range, list, hash
    std::vector<IndexKey> keys;
    bool operator==(const PartitionBy&) const = default;
};

/// What stands after a table's closing parenthesis.
struct TableOptions {
    bool unlogged = false;
    bool temporary = false;
    bool strict = false;
    bool without_rowid = false;
    Box<PartitionBy> partition_by;
    QualifiedName partition_of;   ///< `create table p partition of t for values …`
    std::string partition_bound;  ///< the text from `for values` or `default`
    std::vector<QualifiedName> inherits;
    std::vector<std::pair<std::string, std::string>> with;
    std::string tablespace;
    std::string access_method;  ///< `using heap`
    std::string on_commit;      ///< `preserve rows`, `delete rows`, `drop`
    bool operator==(const TableOptions&) const = default;
};

/// Something that `alter table` says about storage or firing, that nothing else depends on.
struct StorageSetting {
    enum class Kind : unsigned char {
        Statistics,
        Storage,
        Compression,
        ColumnOption,
        Trigger,
        Rule,
        Cluster,
        ReplicaIdentity,
    };
    Kind kind = Kind::Statistics;
    std::string object;  ///< the column, trigger, rule or index
    std::string word;    ///< ColumnOption: its name; Trigger: `all` or `user` in place of an object
    std::string value;   ///< as written (`100`, `external`, `disable`, `full`)
    bool operator==(const StorageSetting&) const = default;

    [[nodiscard]] bool is_about_same(const StorageSetting& other) const {
        return kind == other.kind && object == other.object && word == other.word;
    }
};

/// Where an object was last touched: what "created here" notes point at.
struct Origin {
    Span created;
    Span changed;
    friend bool operator==(const Origin&, const Origin&) { return true; }
};

/// A table as it is at one point of the history: what replay builds and what backends read.
/// Constraints are all here, however they were written, and all have names.
struct Table {
    QualifiedName name;
    std::vector<Column> columns;
    std::vector<Constraint> constraints;
    std::vector<Index> indexes;  ///< in order of creation
    TableOptions options;
    Box<std::string> comment;
    bool row_security = false;
    bool force_row_security = false;
    std::vector<std::pair<Name, std::string>> constraint_comments;
    std::vector<StorageSetting> settings;  ///< what is not the database's default
    Origin origin;

    [[nodiscard]] const Column* find_column(std::string_view column) const;
    [[nodiscard]] Column* find_column(std::string_view column);
    [[nodiscard]] const Constraint* find_constraint(std::string_view constraint) const;
    [[nodiscard]] const Index* find_index(std::string_view index) const;
    [[nodiscard]] const Constraint* primary_key() const;
    /// The column refuses nulls: it says so, or the primary key does.
    [[nodiscard]] bool refuses_nulls(std::string_view column) const;
    /// Columns have an order; constraints, indexes and their comments are compared as sets.
    friend bool operator==(const Table& a, const Table& b);
};

/// Calls `visit` for every expression of the table: defaults, generated columns, checks, keys and
/// predicates of indexes, exclusion constraints and partitions.
void for_each_expression(const Table& table, const std::function<void(const Expr&)>& visit);

}  // namespace retort::schema
