// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/names.h"

#include <string>

namespace retort::random {

/// In double quotes, as every name may be written.
[[nodiscard]] std::string quoted(const std::string& name);
[[nodiscard]] std::string quoted(const QualifiedName& name);

}  // namespace retort::random
