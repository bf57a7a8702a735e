// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <vector>

// Orders that respect needs; nothing outside this folder includes it.

namespace retort::schema {

/// `needs[i]` are the places of what must come before `i`. The order in which all needs are met,
/// otherwise that of the numbers; a cycle is cut at its lowest number. `firm` are those needs that
/// no cut may go through; by themselves they make no cycle.
[[nodiscard]] std::vector<std::size_t> in_order_of_need(
    const std::vector<std::set<std::size_t>>& needs,
    const std::vector<std::set<std::size_t>>& firm = {});

}  // namespace retort::schema
