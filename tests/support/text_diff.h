// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace retort::support {

/// The lines of a text, each with its line end (the last one may lack it).
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

/// What turns `expected` into `actual`, as `diff -u` would show it; empty where they are equal.
[[nodiscard]] std::string unified_diff(std::string_view expected, std::string_view actual);

}  // namespace retort::support
