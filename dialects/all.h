// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dialects/dialect.h"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace retort::dialects {

/// Names of all dialects, sorted.
[[nodiscard]] std::vector<std::string_view> dialect_names();

/// Why `make_dialect` gave nothing: an unknown name, or a version that is not supported (with the
/// range that is), in words for a diagnostic.
struct DialectError {
    std::string message;
};

[[nodiscard]] std::variant<std::unique_ptr<Dialect>, DialectError> make_dialect(
    std::string_view name, DialectOptions options);

}  // namespace retort::dialects
