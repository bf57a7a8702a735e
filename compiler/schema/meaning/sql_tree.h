// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/type.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Expressions and queries of definitions that are kept as text, as trees: read only to compare what
// they mean. What this reader does not know it refuses. Used inside this folder only.

namespace retort::schema {

struct SqlQuery;

struct SqlTree {
    enum class Kind : unsigned char {
        Null,
        Boolean,   ///< text: true, false
        Number,    ///< text, with its sign
        String,    ///< text: decoded
        Column,    ///< names, as the database knows them
        Star,      ///< names: what stands before it
        Keyword,   ///< text: current_date …; args: its precision
        Call,      ///< names; args; clauses; flag: distinct
        Operator,  ///< text; args: one or two
        And,       ///< args: at least two, flat
        Or,
        Not,
        Cast,        ///< type; args: one
        Is,          ///< text: null, true, false, unknown; flag: not; args: one
        Distinct,    ///< a is distinct from b
        Quantified,  ///< text: the operator; flag: all; args: value, array or query
        Case,        ///< flag: the first of args is the operand; then when, then, …, [else]
        Collate,     ///< names; args: one
        Array,       ///< args, or one query
        Subscript,   ///< args: value, from [, to if flag]; a missing bound is Null
        Row,
        Field,  ///< names; args: one
        Query,  ///< a sub-select
        Exists,
        Order,  ///< a term of `order by`: args: one; text: `desc`, flag: nulls first
    };
    Kind kind = Kind::Null;
    bool flag = false;
    std::string text;
    std::vector<std::string> names;
    std::vector<SqlTree> args;
    /// Of a call: `filter`, `over`, `order by`, `within group` and what belongs to them.
    std::vector<std::pair<std::string, std::vector<SqlTree>>> clauses;
    Type type;
    std::shared_ptr<const SqlQuery> query;
};

struct SqlFrom {
    enum class Kind : unsigned char { Table, Query, Function, Join };
    Kind kind = Kind::Table;
    std::vector<std::string> names;  ///< Table
    bool lateral = false;
    bool only = false;
    std::string alias;
    std::vector<std::string> columns;  ///< other names of its columns
    std::shared_ptr<const SqlQuery> query;
    SqlTree call;                ///< Function
    bool ordinality = false;     ///< Function
    std::string join;            ///< Join: inner, left, right, full, cross
    bool natural = false;        ///< Join
    std::vector<SqlFrom> sides;  ///< Join: two
    std::optional<SqlTree> on;
    std::vector<std::string> using_columns;
};

struct SqlItem {
    SqlTree value;
    std::string alias;
};

struct SqlCommonTable {
    std::string name;
    std::vector<std::string> columns;
    std::string materialized;  ///< empty, `materialized`, `not materialized`
    std::shared_ptr<const SqlQuery> query;
};

struct SqlQuery {
    enum class Kind : unsigned char { Select, Values, Set };
    Kind kind = Kind::Select;
    bool recursive = false;
    std::vector<SqlCommonTable> with;
    // Select
    bool distinct = false;
    std::vector<SqlTree> distinct_on;
    std::vector<SqlItem> items;
    std::vector<SqlFrom> from;
    std::optional<SqlTree> where;
    std::vector<SqlTree> group_by;
    std::optional<SqlTree> having;
    std::vector<std::pair<std::string, SqlTree>> windows;  ///< a Call without a name, with `over`
    // Values
    std::vector<std::vector<SqlTree>> rows;
    // Set
    std::string operation;  ///< `union`, `union all`, …
    std::vector<SqlQuery> sides;
    // All
    std::vector<SqlTree> order_by;
    std::optional<SqlTree> limit;
    bool with_ties = false;
    std::optional<SqlTree> offset;
    std::string locking;
};

/// How names without quotes are read: SQL folds them to small letters, the migration language takes
/// them as they stand.
enum class SqlNames : unsigned char { Folded, Exact };
/// The whole text as an expression; nothing where it is none that is understood.
[[nodiscard]] std::optional<SqlTree> read_sql_expression(std::string_view text,
                                                         SqlNames names = SqlNames::Folded);
/// The whole text as a query.
[[nodiscard]] std::optional<SqlQuery> read_sql_query(std::string_view text);

}  // namespace retort::schema
