// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/expression.h"
#include "dialects/sqlite/context.h"

namespace retort::dialects::sqlite {

/// What a value is stored as, as far as a cast of it depends on that.
enum class Shape : unsigned char {
    Unknown,
    Whole,     ///< a number without a fraction
    Fraction,  ///< a number that may have one
    Text,
    Boolean,  ///< 1 or 0
    Mixed,    ///< columns of this name differ, one is a boolean
};

/// The expression does not say which table it stands in: a column has the shape that all columns of
/// its name have.
[[nodiscard]] Shape shape_of(const Context& context, const schema::Expr& expr);

}  // namespace retort::dialects::sqlite
