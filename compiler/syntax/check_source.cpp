// SPDX-License-Identifier: Apache-2.0
#include "MigrationParser.h"
#include "compiler/syntax/scanner.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

namespace retort::syntax {
namespace {

using P = grammar::MigrationParser;

Span span_of(FileId file, std::size_t begin, std::size_t end) {
    return {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// The first byte at or after `at` that is no ASCII character, or is NUL.
std::size_t plain_end(std::string_view text, std::size_t at) {
    constexpr std::uint64_t kHigh = 0x8080808080808080U;
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, 8);
        // A byte below 1 borrows from the high bit; a high byte has it set itself.
        if (((word | (word - kOnes)) & kHigh) != 0) { break; }
    }
    while (at < text.size() && text[at] > 0) { ++at; }
    return at;
}

/// Length of the well-formed UTF-8 sequence at `at` (Unicode, table 3-7), or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto tail = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
    const unsigned first = byte(at);
    if (first < 0x80U) { return 1; }
    if (first >= 0xc2U && first <= 0xdfU) { return tail(at + 1) ? 2 : 0; }
    if (first >= 0xe0U && first <= 0xefU) {
        const unsigned second = byte(at + 1);
        const unsigned low = first == 0xe0U ? 0xa0U : 0x80U;
        const unsigned high = first == 0xedU ? 0x9fU : 0xbfU;
        return second >= low && second <= high && tail(at + 2) ? 3 : 0;
    }
    if (first >= 0xf0U && first <= 0xf4U) {
        const unsigned second = byte(at + 1);
        const unsigned low = first == 0xf0U ? 0x90U : 0x80U;
        const unsigned high = first == 0xf4U ? 0x8fU : 0xbfU;
        return second >= low && second <= high && tail(at + 2) && tail(at + 3) ? 4 : 0;
    }
    return 0;
}

/// The first line of what is unterminated: the rest of the file is no help to look at.
std::size_t first_line_end(std::string_view text, const RawToken& token) {
    const std::size_t end = text.find_first_of("\r\n", token.begin);
    return std::min<std::size_t>(end == std::string_view::npos ? token.end : end, token.end);
}

bool report_token(std::string_view text, FileId file, const RawToken& token,
                  Diagnostics& diagnostics) {
    const auto line = [&] { return span_of(file, token.begin, first_line_end(text, token)); };
    switch (token.type) {
        case P::UNTERMINATED_STRING:
            diagnostics.report(diag::UnterminatedString, line())
                .help("close it with ', and write '' for a quote inside");
            return true;
        case P::UNTERMINATED_NAME:
            diagnostics.report(diag::UnterminatedName, line()).help("close it with \"");
            return true;
        case P::UNTERMINATED_COMMENT:
            diagnostics.report(diag::UnterminatedComment, line())
                .help("close it with */; comments nest");
            return true;
        case P::UNTERMINATED_DOLLAR: {
            const std::size_t tag_end = text.find('$', token.begin + 1);
            const std::string_view tag = text.substr(token.begin, tag_end - token.begin + 1);
            diagnostics.report(diag::UnterminatedDollarQuote, line(), tag)
                .help("close it with the same tag, " + std::string(tag));
            return true;
        }
        case P::BAD:
            diagnostics.report(diag::UnexpectedCharacter, span_of(file, token.begin, token.end),
                               text.substr(token.begin, token.end - token.begin));
            return true;
        default:
            return false;
    }
}

/// Counts what is open. Never less than the parser will have open: `end` closes only a `case`, and
/// a bracket only its own kind.
class Nesting {
public:
    void read(std::uint16_t type) {
        switch (type) {
            case P::LPAREN:
            case P::LBRACKET:
            case P::LBRACE:
            case P::KW_CASE:
                open_.push_back(type);
                break;
            case P::RPAREN:
                close(P::LPAREN);
                break;
            case P::RBRACKET:
                close(P::LBRACKET);
                break;
            case P::KW_END:
                if (!open_.empty() && open_.back() == P::KW_CASE) { open_.pop_back(); }
                break;
            case P::SEMICOLON:
                leave_statement();
                break;
            case P::RBRACE:
                leave_statement();
                if (!open_.empty()) { open_.pop_back(); }
                break;
            default:
                break;
        }
    }
    [[nodiscard]] std::size_t depth() const { return open_.size(); }

private:
    void close(std::uint16_t opener) {
        while (!open_.empty() && open_.back() == P::KW_CASE) { open_.pop_back(); }
        if (!open_.empty() && open_.back() == opener) { open_.pop_back(); }
    }
    /// What a statement leaves open ends with it.
    void leave_statement() {
        while (!open_.empty() && open_.back() != P::LBRACE) { open_.pop_back(); }
    }

    std::vector<std::uint16_t> open_;
};

}  // namespace

bool check_bytes(std::string_view text, FileId file, Diagnostics& diagnostics, std::size_t begin) {
    bool good = true;
    std::size_t at = begin;
    while (at < text.size()) {
        at = plain_end(text, at);
        if (at == text.size()) { break; }
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == 0) {
            diagnostics.report(diag::NulByte, span_of(file, at, at + 1))
                .help("the file may be UTF-16 or binary; save it as UTF-8");
            return false;
        }
        const std::size_t length = sequence_length(text, at);
        if (length == 0) {
            if (good) {
                diagnostics.report(diag::InvalidUtf8, span_of(file, at, at + 1), byte)
                    .help("save the file as UTF-8");
            }
            good = false;
            ++at;
        } else {
            at += length;
        }
    }
    return good;
}

bool check_tokens(std::string_view text, FileId file, const Scan& scan, Diagnostics& diagnostics) {
    bool good = true;
    Nesting nesting;
    for (const RawToken& token : scan.tokens) {
        nesting.read(token.type);
        if (nesting.depth() > kMaxNesting) {
            diagnostics.report(diag::NestingTooDeep, span_of(file, token.begin, token.end),
                               kMaxNesting);
            return false;
        }
        if (report_token(text, file, token, diagnostics)) { good = false; }
    }
    return good;
}

bool check_parameters(std::string_view text, FileId file, const std::vector<RawToken>& folded,
                      Diagnostics& diagnostics) {
    bool good = true;
    for (const RawToken& token : folded) {
        if (token.type != P::PARAMETER) { continue; }
        diagnostics.report(diag::UnexpectedCharacter, span_of(file, token.begin, token.end),
                           text.substr(token.begin, token.end - token.begin));
        good = false;
    }
    return good;
}

}  // namespace retort::syntax
