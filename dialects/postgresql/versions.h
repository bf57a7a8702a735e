// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dialects/postgresql/emission.h"

#include <string_view>

namespace retort::dialects::postgresql {

/// Reports the functions, types and words of a statement that PostgreSQL has only since a later
/// version than the target's. Strings and dollar quotes are not looked into, and names with a
/// schema are the project's own. A function of this name that the history makes is no error.
void check_versions(const Emission& e, std::string_view statement);

}  // namespace retort::dialects::postgresql
