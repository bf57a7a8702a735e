// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Values of an expression with the types that the database gives them: what a literal is depends on
// what stands beside it. Used inside this folder only.

namespace retort::schema {

/// A type by its canonical name, `[]` behind it for an array; empty: not known.
using TypeName = std::string;

struct SqlValue {
    enum class Kind : unsigned char {
        Plain,
        Literal,  ///< a string that has no type yet
        Null,
        Number,
        Array,  ///< array[…]
    };
    Kind kind = Kind::Plain;
    std::string text;  ///< one spelling of what it means
    TypeName type;
    std::string raw;                 ///< Literal, Number
    std::vector<SqlValue> elements;  ///< Array
};

[[nodiscard]] SqlValue plain_value(std::string text, TypeName type);
[[nodiscard]] SqlValue untyped_literal(std::string raw);
[[nodiscard]] SqlValue number_value(std::string raw, TypeName type);
/// The type of a number as it is written.
[[nodiscard]] TypeName number_type(std::string_view raw);
[[nodiscard]] SqlValue array_value(std::vector<SqlValue> elements, TypeName element);
/// A literal of a type, in the form in which the catalog prints it.
[[nodiscard]] SqlValue typed_literal(const std::string& raw, const TypeName& type);

[[nodiscard]] bool is_number_type(std::string_view type);
[[nodiscard]] bool is_integer_type(std::string_view type);
/// The width of a type of numbers: the larger one is what both become.
[[nodiscard]] int number_rank(std::string_view type);
[[nodiscard]] bool is_text_type(std::string_view type);
[[nodiscard]] bool is_array_type(std::string_view type);
[[nodiscard]] TypeName element_type(const TypeName& array);
/// A value of one type may stand where the other is wanted, without anybody saying so.
[[nodiscard]] bool converts_silently(std::string_view from, std::string_view to);

/// The value where one of `type` is wanted.
[[nodiscard]] SqlValue coerce(SqlValue value, const TypeName& type);
/// `value::type`; `modifiers` as written (`20`, `10, 2`), empty where there are none.
[[nodiscard]] SqlValue cast(SqlValue value, const TypeName& type, const std::string& modifiers);
/// The type that values of several types have in one column, as `case`, `coalesce` and `union`
/// need it; empty where it is not known.
[[nodiscard]] TypeName common_type(const std::vector<const SqlValue*>& values);
/// Brings the sides of a comparison together.
void compare(SqlValue& left, SqlValue& right);

// ---- literals (sql_literals.cpp, sql_documents.cpp)

/// Without the blanks around it.
[[nodiscard]] std::string trimmed(std::string_view text);
[[nodiscard]] std::string quoted_literal(std::string_view raw);
[[nodiscard]] std::optional<std::string> plain_number(std::string_view raw, const TypeName& type);
[[nodiscard]] std::string plain_interval(const std::string& raw);
[[nodiscard]] std::string plain_moment(const std::string& raw, const TypeName& type);
[[nodiscard]] std::string plain_bytes(const std::string& raw);
[[nodiscard]] std::string plain_document(const std::string& raw);
/// Of a `point` or a `box`, whose corners may be any two and come in any brackets.
[[nodiscard]] std::string plain_points(const std::string& raw, const TypeName& type);
/// The elements of `{a,"b c",null}`; nothing where arrays stand in it.
[[nodiscard]] std::optional<std::vector<std::optional<std::string>>> array_elements(
    const std::string& raw);

}  // namespace retort::schema
