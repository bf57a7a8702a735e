// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/adopt_spelling.h"
#include "compiler/schema/meaning/sql_value.h"

#include <string>
#include <string_view>
#include <vector>

namespace retort::schema {

/// One of several functions of a name.
struct FunctionForm {
    std::vector<TypeName> arguments;
    bool variadic = false;     ///< the last one is repeated
    std::size_t defaults = 0;  ///< so many of the last ones may be missing
    TypeName result;
};

[[nodiscard]] FunctionForm read_form(std::string_view arguments, std::string_view result);

/// Finds which of the functions the database would call, brings the arguments to its types and
/// returns the type of its result; does nothing and returns no type where that cannot be told.
[[nodiscard]] TypeName choose_function(const std::vector<FunctionForm>& forms,
                                       std::vector<SqlValue>& arguments);

}  // namespace retort::schema
