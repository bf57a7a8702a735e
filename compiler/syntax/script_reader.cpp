// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/script_reader.h"

#include "compiler/syntax/lower.h"

#include <algorithm>
#include <array>

#include "MigrationParser.h"

namespace retort::syntax {
namespace {

using P = grammar::MigrationParser;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f';
}
constexpr std::array<bool, 256> kWordBytes = [] {
    std::array<bool, 256> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = (i >= 'a' && i <= 'z') || (i >= 'A' && i <= 'Z') || (i >= '0' && i <= '9') ||
                   i == '_' || i >= 0x80;
    }
    return bytes;
}();
bool is_word_byte(char c) {
    return kWordBytes[static_cast<unsigned char>(c)];
}

/// What `create` and its kin may name, where a statement without a `;` may end before it.
constexpr std::array<std::string_view, 11> kDefined{
    "domain",   "extension", "index", "materialized", "on",  "schema",
    "sequence", "table",     "type",  "unique",       "view"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view candidate) { return same_word(word, candidate); });
}

}  // namespace

std::string_view ScriptReader::word(std::size_t index) const {
    if (index >= tokens_.size()) { return {}; }
    const RawToken& token = tokens_[index];
    return std::string_view(text_).substr(token.begin, token.end - token.begin);
}

bool ScriptReader::is(std::size_t index, std::string_view lower_case) const {
    return same_word(word(index), lower_case);
}

bool ScriptReader::starts_line(std::size_t at) const {
    while (at > 0 && is_blank(text_[at - 1])) { --at; }
    return at == 0 || text_[at - 1] == '\n';
}

std::size_t ScriptReader::line_end(std::size_t at) const {
    return std::min(text_.find('\n', at), text_.size());
}

/// psql's commands start with a backslash anywhere outside quotes, those of SQLite's shell with a
/// dot on a line of their own.
bool ScriptReader::starts_command() const {
    if (text_[at_] == '\\') { return true; }
    return text_[at_] == '.' && (tokens_.empty() || done_) && starts_line(at_) &&
           at_ + 1 < text_.size() && is_word_byte(text_[at_ + 1]);
}

ScriptPart ScriptReader::command() {
    const std::size_t begin = at_;
    at_ = line_end(at_);
    // `\copy t from stdin` has its rows in the script, as `copy` has.
    const std::string line = lower(std::string_view(text_).substr(begin, at_ - begin));
    rows_follow_ = line.starts_with("\\copy") && line.find("from stdin") != std::string::npos;
    return {ScriptPart::Kind::Command, begin, at_};
}

ScriptPart ScriptReader::finish(std::size_t end) {
    done_ = true;
    reach_ = Reach::Unknown;
    brackets_ = 0;
    blocks_ = 0;
    if (is(0, "copy")) {
        for (std::size_t i = 1; i + 1 < tokens_.size(); ++i) {
            if (is(i, "from") && is(i + 1, "stdin")) { rows_follow_ = true; }
        }
    }
    return {ScriptPart::Kind::Statement, tokens_.front().begin, end};
}

std::optional<ScriptPart> ScriptReader::pass_rows() {
    rows_follow_ = false;
    const std::size_t begin = std::min(line_end(at_) + 1, text_.size());
    for (std::size_t line = begin; line < text_.size();) {
        const std::size_t end = line_end(line);
        std::string_view row = std::string_view(text_).substr(line, end - line);
        if (!row.empty() && row.back() == '\r') { row.remove_suffix(1); }
        line = std::min(end + 1, text_.size());
        if (row == "\\.") {
            at_ = line;
            return std::nullopt;
        }
    }
    at_ = text_.size();
    return ScriptPart{ScriptPart::Kind::OpenData, begin, at_};
}

/// A bracket that follows its operand is an array's, as in `a[1]`, `integer[]` and `array['x']`.
bool ScriptReader::is_name_in_brackets(std::size_t close) const {
    const std::string_view inside = std::string_view(text_).substr(at_ + 1, close - at_ - 1);
    const bool plain = inside.find_first_of("'\"\n[(") == std::string_view::npos;
    const bool number = inside.find_first_not_of("0123456789: ") == std::string_view::npos;
    if (!plain || number) { return false; }
    if (at_ == 0) { return true; }
    const char before = text_[at_ - 1];
    if (is_blank(before) || before == '\n') {
        return tokens_.empty() || done_ || tokens_.back().type != P::KW_ARRAY;
    }
    return before == '(' || before == ',' || before == '.';
}

void ScriptReader::quote_name() {
    const char open = text_[at_];
    if (open != '[' && open != '`') { return; }
    static constexpr std::string_view kInBrackets = "]\n\"";
    static constexpr std::string_view kInBackticks = "`\n\"";
    const std::size_t close =
        text_.find_first_of(open == '[' ? kInBrackets : kInBackticks, at_ + 1);
    const bool closed =
        close != std::string::npos && close > at_ + 1 && text_[close] == (open == '[' ? ']' : '`');
    if (!closed || (open == '[' && !is_name_in_brackets(close))) { return; }
    text_[at_] = '"';
    text_[close] = '"';
}

void ScriptReader::learn_kind() {
    if (reach_ != Reach::Unknown || tokens_.empty()) { return; }
    const bool create = is(0, "create");
    if (!create) {
        const bool definition = is(0, "alter") || is(0, "comment") || is(0, "drop");
        reach_ = definition ? Reach::Definition : Reach::Statement;
        return;
    }
    const std::string_view last = word(tokens_.size() - 1);
    static constexpr std::array<std::string_view, 8> kBefore{
        "create", "or", "replace", "temp", "temporary", "unlogged", "unique", "constraint"};
    if (is_one_of(last, kBefore)) { return; }
    if (same_word(last, "function") || same_word(last, "procedure") || same_word(last, "trigger")) {
        reach_ = Reach::Blocks;
    } else if (same_word(last, "rule")) {
        reach_ = Reach::Brackets;
    } else {
        static constexpr std::array<std::string_view, 6> kPlain{"domain",   "extension", "index",
                                                                "sequence", "table",     "type"};
        reach_ = is_one_of(last, kPlain) ? Reach::Definition : Reach::Statement;
    }
}

/// Some print definitions without a `;`: a line that starts another one ends this.
bool ScriptReader::starts_another(const RawToken& token) const {
    if (reach_ != Reach::Definition || brackets_ != 0 || tokens_.empty() || done_) { return false; }
    switch (token.type) {
        case P::KW_CREATE:
        case P::KW_ALTER:
        case P::KW_DROP:
        case P::KW_COMMENT:
            break;
        default:
            return false;
    }
    if (!starts_line(token.begin)) { return false; }
    const std::size_t next = text_.find_first_not_of(" \t\r\n", token.end);
    if (next == std::string::npos) { return false; }
    std::size_t end = next;
    while (end < text_.size() && is_word_byte(text_[end])) { ++end; }
    return is_one_of(std::string_view(text_).substr(next, end - next), kDefined);
}

void ScriptReader::push(const RawToken& token) {
    if (done_) {
        tokens_.clear();
        done_ = false;
    }
    tokens_.push_back(token);
    learn_kind();
    const std::size_t last = tokens_.size() - 1;
    if (token.type == P::LPAREN) { ++brackets_; }
    if (token.type == P::RPAREN && brackets_ > 0) { --brackets_; }
    if (reach_ != Reach::Blocks) { return; }
    // As in the body of a statement of the language: `case … end` counts inside a block.
    if (is(last, "begin") || (blocks_ > 0 && token.type == P::KW_CASE)) { ++blocks_; }
    if (blocks_ > 0 && token.type == P::KW_END) { --blocks_; }
}

std::optional<ScriptPart> ScriptReader::next() {
    if (rows_follow_) {
        if (auto open = pass_rows()) { return open; }
    }
    while (at_ < text_.size()) {
        quote_name();
        if (starts_command()) {
            // `\g` and its kin run the statement before them, as `;` would.
            const bool runs = text_[at_] == '\\' && !tokens_.empty() && !done_ &&
                              at_ + 1 < text_.size() && text_[at_ + 1] == 'g';
            if (runs) { return finish(at_); }
            return command();
        }
        const Piece piece = piece_at(text_, at_);
        const RawToken token{static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(piece.end),
                             piece.type};
        if (piece.kind != Piece::Kind::Token) {
            at_ = piece.end;
            continue;
        }
        if (starts_another(token)) { return finish(at_); }
        at_ = piece.end;
        if (token.type != P::SEMICOLON) {
            push(token);
            continue;
        }
        const bool inside = (reach_ == Reach::Brackets && brackets_ > 0) ||
                            (reach_ == Reach::Blocks && blocks_ > 0);
        if (inside) {
            push(token);
        } else if (!tokens_.empty() && !done_) {
            return finish(at_);
        }
    }
    if (tokens_.empty() || done_) { return std::nullopt; }
    return finish(tokens_.back().end);
}

bool is_sqlite_script(std::string_view text) {
    static constexpr std::array<std::string_view, 3> kMarks{"autoincrement", "pragma",
                                                            "sqlite_sequence"};
    std::string_view before;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_word_byte(text[at])) {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        while (at < text.size() && is_word_byte(text[at])) { ++at; }
        const std::string_view word = text.substr(begin, at - begin);
        if (is_one_of(word, kMarks)) { return true; }
        if (same_word(word, "rowid") && same_word(before, "without")) { return true; }
        before = word;
    }
    return false;
}

}  // namespace retort::syntax
