// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/expression.h"

#include <string>
#include <string_view>
#include <variant>

namespace retort::schema {

/// What an expression without rows and functions is: nothing known, or a constant.
using ConstantValue = std::variant<std::monostate, bool, double, std::string>;

/// The value of `expr` where `column` is `value`; unknown where it takes a database to say.
[[nodiscard]] ConstantValue constant_value(const Expr& expr, std::string_view column,
                                           const ConstantValue& value);

}  // namespace retort::schema
