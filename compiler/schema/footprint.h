// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/schema.h"

#include <functional>
#include <string>
#include <tuple>
#include <vector>

// What an operation leaves its mark on and what it stands on: enough to tell whether it and one of
// another branch lead to the same database whichever runs first.

namespace retort::schema {

/// One side of a thing that operations can get in each other's way at.
enum class Facet : unsigned char {
    Relation,      ///< a table, view, sequence or index, by its name
    Column,        ///< there is such a column
    Columns,       ///< which columns the table has
    ColumnType,    ///< type, collation, what it is generated from
    Default,       ///< of a column
    Nullability,   ///< of a column
    Values,        ///< of a column, in all rows
    Rows,          ///< which rows the table has
    RowKey,        ///< the row with these values of a key
    NewKeys,       ///< what keys new rows get
    NumberedKeys,  ///< the next number of a column that numbers itself
    Constraint,    ///< by table and name
    Key,           ///< that these columns are a key: foreign keys stand on it
    Triggers,      ///< which triggers the table has
    Setting,       ///< of a table: storage, row security, owner, …
    Anything,      ///< of a table: for raw SQL that changes it in ways nobody can read
    Comment,
    Privilege,
    Relations,   ///< which tables the schema has
    Type,        ///< an enum, domain or other type, by its name
    Label,       ///< a value of an enum
    LabelPlace,  ///< a place between an enum's values
    Labels,      ///< what an enum's values are called
    SequenceOptions,
    Schema,
    Extension,
    Extensions,  ///< that extensions bring what is used
    Code,        ///< a view, routine, trigger, policy or statistics object as a whole
    Body,        ///< what a view is
    Routine,     ///< a function or procedure, by its name alone
};

/// How. `Write` fits with nothing; things of one of the other kinds fit with their like.
enum class Access : unsigned char {
    Read,
    Write,
    Join,   ///< brings another one: a column, rows, a trigger
    Leave,  ///< takes rows or privileges away
    Pass,   ///< changes values in the rows that are there
};

/// For messages: what the operation does to it.
enum class Deed : unsigned char {
    Uses,
    Creates,
    Drops,
    Renames,
    Changes,
    Inserts,
    Deletes,
    Frees,  ///< what referenced the rows does no longer
};

struct Mark {
    Facet facet = Facet::Relation;
    Access access = Access::Read;
    Deed deed = Deed::Uses;
    std::string object;
    std::string part;  ///< the column, constraint, label … of the object

    [[nodiscard]] auto key() const { return std::tie(facet, object, part); }
};

/// Two operations with these marks on the same thing do not commute.
[[nodiscard]] bool clash(Access a, Access b);

/// The marks of an operation between these two states. Sorted, each once.
[[nodiscard]] std::vector<Mark> footprint(const Operation& operation, const Schema& before,
                                          const Schema& after);

/// What is in the way, in words: `both change the default of column "a" of table "t"`, `the first
/// drops table "t", the second uses it`.
[[nodiscard]] std::string clash_text(const Mark& first, const Mark& second);

}  // namespace retort::schema
