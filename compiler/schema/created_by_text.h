// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"
#include "compiler/schema/sql_words.h"

#include <optional>
#include <string>
#include <vector>

// What a `create …` makes that is kept as text: the model knows no more of it than its name. Used
// inside this folder only.

namespace retort::schema {

/// Places of the words of a statement's text.
struct CreatedByText {
    std::string kind;       ///< `type`, `text search configuration`
    std::size_t first = 0;  ///< the first word of the name
    std::size_t last = 0;   ///< the last, which is the name without its schema
};

/// Nullopt where the text is none that makes an object with a name of its own. `or replace` and
/// `if not exists` are none: the object may have been there.
[[nodiscard]] std::optional<CreatedByText> created_by_text(const std::vector<SqlWord>& words);

/// The statement that drops what the text makes; nullopt where that cannot be told.
[[nodiscard]] std::optional<SqlStatementText> drop_of_text(const std::string& text);

}  // namespace retort::schema
