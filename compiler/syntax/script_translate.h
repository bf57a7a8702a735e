// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"

#include "compiler/syntax/scanner.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Private to compiler/syntax: forms that a database prints and the language does not have.

namespace retort::syntax {

/// What a statement says besides what its tokens still say.
struct Translation {
    bool autoincrement = false;  ///< a table's key never gives a number twice (SQLite)
    /// The names of identity columns' sequences, each with its place in the text.
    std::vector<std::pair<std::size_t, std::string>> sequences;
    /// Columns that a table refuses nulls in by words of their own, since they are its parent's.
    std::vector<std::string> not_null;
};

/// Brings the tokens of a `create table` or `alter table` into the language's form. Tokens keep
/// their places; some stand in another order, or without a text.
[[nodiscard]] Translation translate(std::string_view text, std::vector<RawToken>& tokens);

/// Adds what the tokens could not say to the operation that was made of them.
void complete(schema::CreateTable& table, const Translation& translation);

/// `default 0` of a boolean is `default false`.
void plain_default(schema::Column& column);

}  // namespace retort::syntax
