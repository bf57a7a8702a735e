// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/project/project.h"

#include <string>

namespace retort::project {

/// Replaces `${NAME}` and `${NAME:-default}` in a value of the configuration; `$${` stands for
/// `${`. `span` is the value's place, `exact` says that the value stands there letter by letter. A
/// variable that is not set and has no default is reported and replaced by nothing.
[[nodiscard]] std::string substitute(const std::string& value, Span span, bool exact,
                                     const Environment& environment, Diagnostics& diagnostics);

}  // namespace retort::project
