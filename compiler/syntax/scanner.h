// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"

#include <cstdint>
#include <string_view>
#include <vector>

#include "grammar/token_stream.h"

// Private to compiler/syntax: from bytes to the tokens that the parser reads.

namespace retort::syntax {

using grammar::RawToken;

/// Deepest nesting of brackets, blocks and `case` that is read: the parser recurses, and without
/// optimisation takes some 17 KB of stack a level.
inline constexpr std::size_t kMaxNesting = 200;

enum class ScanTo : std::uint8_t { EndOfFile, Body };

/// The tokens of a text, ended by one of type grammar::kEndOfFile, and its comments apart.
struct Scan {
    std::vector<RawToken> tokens;
    std::vector<RawToken> comments;
};

/// What stands at one place of a text.
struct Piece {
    enum class Kind : std::uint8_t { Token, Comment, Space };
    std::size_t end = 0;
    Kind kind = Kind::Space;
    std::uint16_t type = 0;  ///< Token
};

/// The token, comment or white space that starts at `at`, which is inside the text.
[[nodiscard]] Piece piece_at(std::string_view text, std::size_t at);

/// Cuts `text` into tokens by the table that the lexer grammar became. `ScanTo::Body` stops before
/// the first `upgrade` or `downgrade` that opens a block. Never fails: what cannot be right is a
/// token.
void scan(std::string_view text, ScanTo limit, Scan& result);

/// Reports bytes that are not UTF-8, NUL bytes, what is unterminated, characters that no token has,
/// and nesting beyond kMaxNesting. False where something was found; parsing would only repeat it.
[[nodiscard]] bool check_bytes(std::string_view text, FileId file, Diagnostics& diagnostics,
                               std::size_t begin = 0);
[[nodiscard]] bool check_tokens(std::string_view text, FileId file, const Scan& scan,
                                Diagnostics& diagnostics);

/// Reports `$1` outside of texts, where only a function's body may have it.
[[nodiscard]] bool check_parameters(std::string_view text, FileId file,
                                    const std::vector<RawToken>& folded, Diagnostics& diagnostics);

/// Replaces every statement, body and sub-select that is kept as text by one token, and resolves
/// what one token of look-ahead cannot (`in batches`, `position(a in b)`, `if` as a name). Linear.
void fold_texts(std::string_view text, const std::vector<RawToken>& tokens,
                std::vector<RawToken>& result);

/// ASCII letters compared without case.
[[nodiscard]] bool same_word(std::string_view text, std::string_view lower_case);

}  // namespace retort::syntax
