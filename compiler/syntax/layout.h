// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"
#include "compiler/syntax/parse.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Private to compiler/syntax: from values to lines, and from lines with comments to text.

namespace retort::syntax {

/// Lines longer than this are broken where the layout knows how.
inline constexpr std::size_t kLineWidth = 100;

/// One line of output. `begin` and `end` are the place in the source that it stands for (both zero:
/// none): comments before it and inside it are written above it.
struct Line {
    int indent = 0;
    std::string text;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool verbatim = false;   ///< continues a text that is kept as written: no indentation is added
    bool statement = false;  ///< the first of a statement: the author's blank line above it is kept
    bool blank_before = false;    ///< a blank line above it, whatever the source has
    bool holds_comments = false;  ///< comments of the source may stand in this text already
};
using Lines = std::vector<Line>;

/// The lines of a statement with its `;`.
[[nodiscard]] Lines statement_lines(const schema::Operation& operation, int indent);
/// Statements one below the other, as in a block.
[[nodiscard]] Lines body_lines(const std::vector<schema::Operation>& operations, int indent);

/// An expression where the grammar wants a value that no key word follows (`default …`): in
/// parentheses where it binds looser than an operator.
[[nodiscard]] std::string value_text(const schema::Expr& expr);
[[nodiscard]] std::string name_list(const std::vector<Name>& names);

[[nodiscard]] Lines table_lines(const schema::CreateTable& table, Span span, int indent);
[[nodiscard]] Lines alter_lines(const schema::AlterTable& alter, int indent);
[[nodiscard]] std::string column_text(const schema::ColumnDefinition& column,
                                      std::size_t name_width, std::size_t type_width);
[[nodiscard]] std::string constraint_text(const schema::Constraint& constraint);
[[nodiscard]] std::string index_text(const schema::CreateIndex& create);
[[nodiscard]] std::string sequence_text(const schema::SequenceOptions& options);
[[nodiscard]] std::string parameters_text(
    const std::vector<std::pair<std::string, std::string>>& parameters);

/// Writes lines and weaves the comments of the source in.
class Layout {
public:
    Layout(std::string_view source, const std::vector<Comment>& comments)
        : source_(source), comments_(comments) {}

    void write(const Line& line);
    void write(const Lines& lines);
    /// Opens or closes a block of the source: comments before `offset` first.
    void write_brace(std::string_view text, std::uint32_t offset, int indent);
    /// An empty line, unless one stands there already or a block was just opened.
    void blank();
    /// A blank line where the source has one before `offset` (or before the comments above it).
    void keep_blank(std::uint32_t offset);
    /// Writes every comment that begins before `offset`: one that followed other text on its line
    /// goes to the end of the last line written, where `join` allows it.
    void flush(std::uint32_t offset, int indent, bool join = true);
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    void append_to_line(std::string_view comment);

    std::string_view source_;
    const std::vector<Comment>& comments_;
    std::size_t next_comment_ = 0;
    std::string out_;
    bool line_has_comment_ = false;
};

}  // namespace retort::syntax
