// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace retort::schema {

/// PostgreSQL's word for a type that other databases call otherwise (`datetime`: `timestamp`), in
/// either case; empty for all others.
[[nodiscard]] std::string_view type_of_others(std::string_view name);

}  // namespace retort::schema
