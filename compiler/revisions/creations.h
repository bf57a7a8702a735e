// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"

#include <string>
#include <string_view>
#include <vector>

namespace retort::revisions {

/// Kinds of things that one revision makes and another needs.
enum class ThingKind : char {
    Relation = 'r',  ///< a table, view, index or sequence
    Column = 'c',
    Constraint = 'k',
    Type = 't',
    EnumValue = 'l',
    Routine = 'f',
    TableCode = 'o',  ///< a trigger or policy
    Statistics = 'n',
    Schema = 's',
    Extension = 'x',
};

/// What tells things apart: `c users.email`.
[[nodiscard]] std::string thing_word(ThingKind kind, std::string_view name);

/// A thing that an operation creates, and where.
struct Creation {
    std::string word;
    Span where;
};
[[nodiscard]] std::vector<Creation> created(const schema::Operation& operation);

}  // namespace retort::revisions
