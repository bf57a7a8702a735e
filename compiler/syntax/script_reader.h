// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/syntax/scanner.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Private to compiler/syntax: cuts somebody's script into statements.

namespace retort::syntax {

/// What a script has next.
struct ScriptPart {
    enum class Kind : std::uint8_t {
        Statement,  ///< its tokens are those of the reader; `end`: behind its `;`
        Command,    ///< a line for the shell that runs the script: `\connect`
        OpenData,   ///< rows behind a `copy` that nothing ends
    };
    Kind kind = Kind::Statement;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Reads a script part by part. Rows behind `copy … from stdin` are passed over.
class ScriptReader {
public:
    /// Names in brackets and backticks are given double quotes in `text` itself, which so keeps its
    /// length and every place in it.
    explicit ScriptReader(std::string& text) : text_(text) {}

    [[nodiscard]] std::optional<ScriptPart> next();
    /// Those of the last statement, without its `;`.
    [[nodiscard]] const std::vector<RawToken>& tokens() const { return tokens_; }

private:
    [[nodiscard]] std::string_view word(std::size_t index) const;
    [[nodiscard]] bool is(std::size_t index, std::string_view lower_case) const;
    [[nodiscard]] bool starts_line(std::size_t at) const;
    [[nodiscard]] std::size_t line_end(std::size_t at) const;
    [[nodiscard]] bool starts_command() const;
    [[nodiscard]] ScriptPart command();
    [[nodiscard]] ScriptPart finish(std::size_t end);
    [[nodiscard]] std::optional<ScriptPart> pass_rows();
    void quote_name();
    [[nodiscard]] bool is_name_in_brackets(std::size_t close) const;
    void push(const RawToken& token);
    void learn_kind();
    [[nodiscard]] bool starts_another(const RawToken& token) const;

    /// How far a statement reaches.
    enum class Reach : std::uint8_t {
        Unknown,     ///< its first words are still to come
        Definition,  ///< to its `;`, or to a line that starts the next definition
        Statement,   ///< to its `;`
        Brackets,    ///< to its `;` outside parentheses
        Blocks,      ///< to its `;` outside of `begin … end`
    };

    std::string& text_;
    std::size_t at_ = 0;
    std::vector<RawToken> tokens_;
    Reach reach_ = Reach::Unknown;
    std::size_t brackets_ = 0;
    std::size_t blocks_ = 0;
    bool done_ = false;         ///< tokens_ are those of a statement that was given out
    bool rows_follow_ = false;  ///< it was a `copy … from stdin`
};

/// Whether it says what only SQLite reads.
[[nodiscard]] bool is_sqlite_script(std::string_view text);

}  // namespace retort::syntax
