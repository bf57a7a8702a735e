// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dialects/sql_writer.h"

#include <string>
#include <string_view>

namespace retort::dialects::sqlite {

/// SQLite's quoting: every keyword of any version in double quotes, strings without escapes.
[[nodiscard]] const QuotingRules& quoting();

[[nodiscard]] std::string quoted(std::string_view identifier);
[[nodiscard]] std::string text_literal(std::string_view value);

/// ASCII lower case, as SQLite compares names.
[[nodiscard]] std::string lower(std::string_view text);

}  // namespace retort::dialects::sqlite
