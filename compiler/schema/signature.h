// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace retort::schema {

/// The argument list that the text starts with, as the database tells routines apart by it: types
/// only, canonical, `out` arguments left out: `(integer, text)`.
[[nodiscard]] std::string routine_signature(std::string_view text);

}  // namespace retort::schema
