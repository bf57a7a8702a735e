// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace retort::dialects::postgresql {

/// Whether a lower-case name must be quoted wherever a table, column, index, type, … is named, on
/// any supported version. It is what pg_dump quotes too.
[[nodiscard]] bool is_reserved(std::string_view word);

/// The same for the name of a function in a call.
[[nodiscard]] bool is_reserved_function(std::string_view word);

}  // namespace retort::dialects::postgresql
