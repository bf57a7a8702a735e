// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/expression.h"
#include "compiler/schema/table.h"
#include "dialects/sqlite/context.h"

#include <optional>
#include <span>
#include <string>

namespace retort::dialects::sqlite {

/// Where an expression stands, which decides how columns are spelled.
enum class Place : unsigned char {
    Statement,   ///< columns as written, qualified or not
    Definition,  ///< of a table or index: columns without their table, since its name may be
                 ///< another for the time of a rebuild
};

/// A PostgreSQL expression in SQLite's words, with the parentheses that SQLite's own precedence
/// needs. What SQLite cannot say is reported, with the way out.
[[nodiscard]] std::string expression_text(const Context& context, const schema::Expr& expr,
                                          Place place);
/// The same for an operand of a tighter construct: in parentheses unless it is a single term.
[[nodiscard]] std::string operand_text(const Context& context, const schema::Expr& expr,
                                       Place place);

/// A value for a column of `type`: `'true'` for a boolean is 1, `'{a,b}'` for an array is JSON.
[[nodiscard]] std::string value_text(const Context& context, const schema::Expr& expr,
                                     const schema::Type& type, Place place);

/// What follows DEFAULT: literals as they are, everything else in parentheses.
[[nodiscard]] std::string default_text(const Context& context, const schema::Expr& expr,
                                       const schema::Type& type);

// ---- parts, for the files that share the work
// -----------------------------------------------------

/// How tightly SQLite binds, loosest first (manual, "Operators, and Parse-Affecting Attributes").
enum class Level : unsigned char {
    Or,
    And,
    Not,
    Equality,
    Comparison,
    Bits,
    Sum,
    Product,
    Concat,
    Collate,
    Unary,
    Term,
};
struct Printed {
    std::string text;
    Level level = Level::Term;
};

[[nodiscard]] Printed write_expression(const Context& context, const schema::Expr& expr,
                                       Place place);
/// The same in parentheses if it binds looser than `least`.
[[nodiscard]] std::string expression_text(const Context& context, const schema::Expr& expr,
                                          Place place, Level least);
/// `x::t`, also several times over: what is cast.
[[nodiscard]] const schema::Expr& without_casts(const schema::Expr& expr);
/// A cast; `whole` is the expression to point at.
[[nodiscard]] Printed cast_text(const Context& context, const schema::Expr& value,
                                const schema::Type& type, const schema::Expr& whole, Place place);
/// A function of SQLite, and the second number of the version that brought it (25: every supported
/// one has it).
struct KnownFunction {
    std::string_view name;
    int since;
};
[[nodiscard]] std::span<const KnownFunction> known_functions();
/// A call in SQLite's words; nullopt, with an error, for a function that it does not have.
[[nodiscard]] Printed call_text(const Context& context, const schema::Expr& call, Place place);
/// `gen_random_uuid()`.
[[nodiscard]] std::string random_uuid_text();

/// `'{a,"b c",null}'` as JSON; nullopt where the text is no array literal.
[[nodiscard]] std::optional<std::string> json_of_array_literal(std::string_view text,
                                                               const schema::Type& element);
/// `array['a', 'b']` of literals as JSON; nullopt where an element is computed.
[[nodiscard]] std::optional<std::string> json_of_array(const schema::Expr& array);
/// `'\xdead'` as X'DEAD'; nullopt where the text is not of that form.
[[nodiscard]] std::optional<std::string> blob_literal(std::string_view text);
/// The boolean that PostgreSQL reads in a string ("t", "yes", "off", …).
[[nodiscard]] std::optional<bool> boolean_of(std::string_view text);
/// A LIKE pattern as a GLOB pattern, which is case-sensitive as PostgreSQL's LIKE is. `escape` is
/// the character that takes the next one's meaning away, or empty.
[[nodiscard]] std::string glob_of_like(std::string_view pattern, std::string_view escape);

}  // namespace retort::dialects::sqlite
