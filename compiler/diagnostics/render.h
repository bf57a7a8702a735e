// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source_file.h"

#include <string>
#include <string_view>

namespace retort::diagnostics {

enum class Format : unsigned char { Human, Json, Sarif, Github };

/// All findings in order of place, in the format that was asked for. Human shows the source line
/// with a caret under the place, notes with their own places, and the help.
[[nodiscard]] std::string render(const Diagnostics& diagnostics, const source::SourceFiles& sources,
                                 Format format, bool color);

/// The page of a code (`R0312`, `0312`, `312`, or its name) for `explain`; empty for an unknown
/// one.
[[nodiscard]] std::string_view explanation(std::string_view code);

}  // namespace retort::diagnostics
