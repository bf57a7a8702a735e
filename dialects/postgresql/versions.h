// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dialects/postgresql/emission.h"

#include <span>
#include <string_view>

namespace retort::dialects::postgresql {

/// A name, and the major version that brought it.
struct Newer {
    std::string_view name;
    int since;
};
/// Functions and types that versions after the oldest brought, sorted by name.
[[nodiscard]] std::span<const Newer> newer_functions();
[[nodiscard]] std::span<const Newer> newer_types();

/// Reports the functions, types and words of a statement that PostgreSQL has only since a later
/// version than the target's. Strings and dollar quotes are not looked into, and names with a
/// schema are the project's own. A function of this name that the history makes is no error.
void check_versions(const Emission& e, std::string_view statement);

}  // namespace retort::dialects::postgresql
