// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dialects/all.h"

namespace retort::dialects::sqlite {

/// The dialect at the version that `options` names, or why there is none.
[[nodiscard]] std::variant<std::unique_ptr<Dialect>, DialectError> make_sqlite(
    DialectOptions options);

}  // namespace retort::dialects::sqlite
