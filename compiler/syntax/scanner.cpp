// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/scanner.h"

#include <algorithm>

#include "MigrationParser.h"
#include "lexer_table.h"

namespace retort::syntax {
namespace {

namespace table = grammar::lexer_table;
using P = grammar::MigrationParser;

struct Match {
    std::size_t end = 0;
    std::uint16_t accept = 0;
};

/// The longest token at `begin` within `limit`; one byte of type BAD where there is none.
Match longest(std::string_view text, std::size_t begin, std::size_t limit) {
    Match best{begin + 1, P::BAD};
    std::size_t state = table::kClasses;
    for (std::size_t at = begin; at < limit; ++at) {
        state = table::kNext[state + table::kClass[static_cast<unsigned char>(text[at])]];
        if (state == 0) { break; }
        const std::uint16_t accept = table::kAccept[state / table::kClasses];
        if (accept != 0) { best = {at + 1, accept}; }
    }
    return best;
}

/// The end of a comment that starts at `begin`; they nest. npos: it never ends.
std::size_t comment_end(std::string_view text, std::size_t begin) {
    std::size_t depth = 0;
    for (std::size_t at = begin; at + 1 < text.size(); ++at) {
        if (text[at] == '/' && text[at + 1] == '*') {
            ++depth;
            ++at;
        } else if (text[at] == '*' && text[at + 1] == '/') {
            ++at;
            if (--depth == 0) { return at + 1; }
        }
    }
    return std::string_view::npos;
}

/// An operator ends before a comment that starts inside it.
std::size_t operator_end(std::string_view text, std::size_t begin, std::size_t end) {
    const std::string_view token = text.substr(begin, end - begin);
    const std::size_t cut = std::min(token.find("/*", 1), token.find("--", 1));
    return cut == std::string_view::npos ? end : begin + cut;
}

bool opens_block(const std::vector<RawToken>& tokens) {
    if (tokens.size() < 2 || tokens.back().type != P::LBRACE) { return false; }
    const std::uint16_t before = tokens[tokens.size() - 2].type;
    return before == P::KW_UPGRADE || before == P::KW_DOWNGRADE;
}

}  // namespace

Piece piece_at(std::string_view text, std::size_t at) {
    if (text[at] == '/' && at + 1 < text.size() && text[at + 1] == '*') {
        const std::size_t end = comment_end(text, at);
        if (end == std::string_view::npos) {
            return {text.size(), Piece::Kind::Token, P::UNTERMINATED_COMMENT};
        }
        return {end, Piece::Kind::Comment, 0};
    }
    Match token = longest(text, at, text.size());
    if (token.accept == P::OPERATOR && token.end - at > 1) {
        const std::size_t end = operator_end(text, at, token.end);
        if (end != token.end) { token = longest(text, at, end); }
    }
    if ((token.accept & table::kSkip) != 0) {
        return {token.end, text[at] == '-' ? Piece::Kind::Comment : Piece::Kind::Space, 0};
    }
    if (token.accept == P::DOLLAR_QUOTE) {
        const std::string_view tag = text.substr(at, token.end - at);
        const std::size_t close = text.find(tag, token.end);
        if (close == std::string_view::npos) {
            return {text.size(), Piece::Kind::Token, P::UNTERMINATED_DOLLAR};
        }
        return {close + tag.size(), Piece::Kind::Token, P::DOLLAR_QUOTE};
    }
    return {token.end, Piece::Kind::Token, token.accept};
}

void scan(std::string_view text, ScanTo limit, Scan& result) {
    result.tokens.clear();
    result.comments.clear();
    std::size_t at = 0;
    while (at < text.size()) {
        const Piece piece = piece_at(text, at);
        const RawToken raw{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(piece.end),
                           piece.type};
        at = piece.end;
        switch (piece.kind) {
            case Piece::Kind::Space:
                break;
            case Piece::Kind::Comment:
                result.comments.push_back(raw);
                break;
            case Piece::Kind::Token:
                result.tokens.push_back(raw);
                if (limit == ScanTo::Body && opens_block(result.tokens)) {
                    result.tokens.resize(result.tokens.size() - 2);
                    at = text.size();
                }
                break;
        }
    }
    const auto end = static_cast<std::uint32_t>(text.size());
    result.tokens.push_back({end, end, grammar::kEndOfFile});
}

bool same_word(std::string_view text, std::string_view lower_case) {
    if (text.size() != lower_case.size()) { return false; }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != lower_case[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace retort::syntax
