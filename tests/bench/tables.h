// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The benchmark's schemas: many tables with keys, a check, an index and a grant each, before and
// after a change.

namespace retort::bench {

enum class Change : std::int64_t {
    None,           ///< no difference
    Few,            ///< one table in a hundred has one more column
    AllAltered,     ///< every table has another column, type, key and index
    AllOther,       ///< no table has the name of one before: all go, all come
    ViewsInTheWay,  ///< every table has a view, of a column that gets another type
};
enum class Side : bool { Before, After };

[[nodiscard]] std::optional<Change> find_change(std::string_view name);

/// The statements that make `count` tables, in this project's language. They are in an order in
/// which they can be run: a table refers to one of the first half of those before it.
[[nodiscard]] std::string tables_text(std::size_t count, Change change, Side side);

/// The same tables before a change as pg_dump prints them: each kind of object on its own.
[[nodiscard]] std::string dump_text(std::size_t count);

}  // namespace retort::bench
