// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace retort::live {

/// A query for everything that a database holds, the version table left out: one line an object or
/// part of one, sorted, without identifiers that the server makes up. Lines that begin with `order`
/// tell the order of a table's columns, which a downgrade cannot bring back.
[[nodiscard]] std::string_view postgres_catalog_query();

}  // namespace retort::live
