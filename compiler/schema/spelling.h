// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/names.h"

#include <string>
#include <string_view>

// How the migration language spells names and strings: shared by everything that prints it.

namespace retort::schema {

/// A word that the language reserves, as PostgreSQL does (lower case): it must be quoted as a name.
[[nodiscard]] bool is_reserved_word(std::string_view lower_case);

/// The identifier, in double quotes where it is no plain word or is reserved. Case is kept: names
/// of the language are exact.
[[nodiscard]] std::string spell_name(std::string_view name);
[[nodiscard]] std::string spell_name(const QualifiedName& name);

/// Names of types and functions in capitals throughout are read as if in small letters (`VARCHAR`,
/// `COUNT`): such a name must be quoted to stay what it is.
[[nodiscard]] std::string spell_folding_name(std::string_view name);
/// The identifier in double quotes, whatever it is.
[[nodiscard]] std::string quote_name(std::string_view name);

/// A string literal; E'…' where it holds a backslash or a control character other than a line end.
[[nodiscard]] std::string spell_string(std::string_view text);

}  // namespace retort::schema
