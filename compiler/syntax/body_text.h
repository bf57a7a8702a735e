// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

// Private to compiler/syntax: the text between dollar quotes, on its way in and out.

namespace retort::syntax {

/// A body without the blank lines around it and without the indentation that its lines share. The
/// indentation stays where a string runs over a line end: it would be part of the data.
[[nodiscard]] std::string dedent(std::string_view body);

/// Whether a string or a dollar-quoted text inside `sql` holds a line end.
[[nodiscard]] bool holds_multiline_string(std::string_view sql);

/// `$$`, or the first of `$sql$`, `$sql1$`, … that `body` does not hold.
[[nodiscard]] std::string dollar_tag(std::string_view body);

}  // namespace retort::syntax
