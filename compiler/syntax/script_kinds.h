// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/names.h"

#include "compiler/syntax/scanner.h"

#include <string>
#include <string_view>
#include <vector>

// Private to compiler/syntax: which statements of somebody's script have a place in a schema.

namespace retort::syntax {

/// What becomes of a statement.
struct Place {
    enum class Kind : std::uint8_t {
        Model,  ///< the model knows what it makes: it is parsed
        Text,   ///< the model knows at most its name: it is kept as text
        None,   ///< it is skipped
    };
    Kind kind = Kind::Model;
    std::string what;  ///< None: what it is
};

/// By the tokens of the statement, without its `;`.
[[nodiscard]] Place place_of(std::string_view text, const std::vector<RawToken>& tokens);

/// The name behind `create KIND`; unquoted ones in lower case.
[[nodiscard]] QualifiedName made_by(std::string_view text, const std::vector<RawToken>& tokens);

}  // namespace retort::syntax
