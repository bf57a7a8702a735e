// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/layout.h"

#include <algorithm>

namespace retort::syntax {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

void Layout::append_to_line(std::string_view comment) {
    // Two comments on one line would make the second part of the first.
    if (!line_has_comment_ && !out_.empty()) {
        out_.pop_back();
        out_ += "  ";
    }
    out_ += comment;
    out_ += '\n';
    line_has_comment_ = true;
}

void Layout::flush(std::uint32_t offset, int indent, bool join) {
    for (; next_comment_ < comments_.size(); ++next_comment_) {
        const Comment& comment = comments_[next_comment_];
        if (comment.span.begin >= offset) { return; }
        std::string_view text =
            source_.substr(comment.span.begin, comment.span.end - comment.span.begin);
        text = text.substr(0, text.find_last_not_of(" \t\r") + 1);
        if (join && !comment.own_line && !out_.empty() && !line_has_comment_) {
            append_to_line(text);
            continue;
        }
        if (comment.blank_before) { blank(); }
        out_.append(static_cast<std::size_t>(indent), ' ');
        out_ += text;
        out_ += '\n';
        line_has_comment_ = true;
    }
}

void Layout::write(const Line& line) {
    const bool closes = !line.verbatim && !line.text.empty() &&
                        (line.text.front() == ')' || line.text.front() == '}');
    const int comment_indent = line.indent + (closes ? 4 : 0);
    if (line.end != 0) { flush(line.begin, comment_indent); }
    if (line.blank_before) { blank(); }
    if (line.statement && line.end != 0) { keep_blank(line.begin); }
    if (line.end != 0) {
        while (line.holds_comments && next_comment_ < comments_.size() &&
               comments_[next_comment_].span.begin < line.end) {
            const Span span = comments_[next_comment_].span;
            const std::string_view text = source_.substr(span.begin, span.end - span.begin);
            if (line.text.find(text) == std::string::npos) {
                flush(span.begin + 1, comment_indent, false);
            } else {
                ++next_comment_;
            }
        }
        flush(line.end, comment_indent, false);
    }
    if (!line.text.empty() && !line.verbatim) {
        out_.append(static_cast<std::size_t>(line.indent), ' ');
    }
    out_ += line.text;
    out_ += '\n';
    line_has_comment_ = false;
}

void Layout::write(const Lines& lines) {
    for (const Line& line : lines) { write(line); }
}

void Layout::write_brace(std::string_view text, std::uint32_t offset, int indent) {
    flush(offset, indent);
    out_ += text;
    out_ += '\n';
    line_has_comment_ = false;
}

void Layout::blank() {
    if (out_.empty()) { return; }
    const std::size_t size = out_.size();
    const bool after_blank = size >= 2 && out_[size - 1] == '\n' && out_[size - 2] == '\n';
    const bool after_open = size >= 2 && out_[size - 2] == '{';
    if (!after_blank && !after_open) { out_ += '\n'; }
}

void Layout::keep_blank(std::uint32_t offset) {
    std::size_t at = std::min<std::size_t>(offset, source_.size());
    std::size_t line_ends = 0;
    while (at > 0 && is_space(source_[at - 1])) {
        --at;
        if (source_[at] == '\n') { ++line_ends; }
    }
    if (line_ends > 1) { blank(); }
}

}  // namespace retort::syntax
