// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/schema.h"

#include <span>
#include <string>
#include <string_view>

// The same schema can be written in many ways: by hand, or as a database prints its catalog. What
// is only written otherwise is no difference.

namespace retort::schema {

/// A function that the database brings along; several of one name are told apart by arguments.
struct FunctionRule {
    std::string_view name;
    /// Canonical types, `, ` between them: `text, integer`. `anyelement` and the like: one type for
    /// all of them, `any`: whatever stands there; `variadic T` last: as many as are given.
    std::string_view arguments;
    std::string_view result;
};

/// A function that is another way to write a function or word: `now()` for `current_timestamp`.
struct SameFunction {
    std::string_view name;
    std::string_view is;
};

/// The operator class that an index of a method has for a type, unless told otherwise.
struct OperatorClass {
    std::string_view method;
    std::string_view type;  ///< canonical: `integer`
    std::string_view name;
};

/// How a database spells what it was told, as data. Every dialect answers every question.
struct SpellingRules {
    /// Names without a schema are in this one.
    std::string default_schema;
    /// Functions, types and collations of this schema need not be qualified.
    std::string catalog_schema;
    /// It keeps the meaning of an expression or query and prints it anew: with the casts that it
    /// added, columns qualified, `*` written out. Otherwise it keeps the text.
    bool keeps_meaning = false;
    std::string index_method;  ///< of indexes that name none
    std::string table_method;  ///< of tables that name none
    std::string tablespace;    ///< of tables and indexes that name none
    std::string collation;     ///< of columns that name none
    /// A column's default, where it is null, is none.
    bool null_default_is_none = false;
    /// `strict` and `without rowid` mean something.
    bool knows_strict_tables = false;
    /// Everybody may create in the schema `public` unless that is taken back.
    bool everybody_creates_in_public = false;
    /// `grant all` on a table means more than the privileges that every version has.
    bool all_has_more = false;
    std::span<const FunctionRule> functions;  ///< sorted by name
    std::span<const SameFunction> same_functions;
    std::span<const OperatorClass> operator_classes;
};

/// `to`, with everything that means the same as in `from` spelled as it is there: afterwards
/// `changes` and `list_differences` find only what really differs. What cannot be told to be the
/// same is left as it is. Objects that `from` does not have get the plain spelling, in which
/// default options are left out.
[[nodiscard]] Schema adopt_spelling(const Schema& from, Schema to, const SpellingRules& rules);

/// What of the model must be seen as a database stores it before a script that the database
/// printed can be compared with it: the tables that are not equal as they stand, with what it takes
/// to make them; all of it where more than tables and types differs.
[[nodiscard]] Schema part_to_store(const Schema& model, const Schema& printed);

/// `printed`, where what it says is what `stored` says: as `model` says it. `stored` is how a
/// database, which knows less than the language, keeps the part of the model.
[[nodiscard]] Schema adopt_stored(const Schema& model, const Schema& part, const Schema& stored,
                                  const Schema& printed, const SpellingRules& rules);

}  // namespace retort::schema
