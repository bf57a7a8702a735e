// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/adopt_spelling.h"

#include <span>
#include <string>

namespace retort::dialects::postgresql {

/// What pg_get_expr, pg_get_viewdef and pg_dump print for what was written.
[[nodiscard]] schema::SpellingRules spelling_rules_of(int version, const std::string& schema);

/// Functions that every database has, sorted by name.
[[nodiscard]] std::span<const schema::FunctionRule> known_functions();

}  // namespace retort::dialects::postgresql
