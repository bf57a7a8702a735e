// SPDX-License-Identifier: Apache-2.0
// What the model must know of bodies that are kept as text: the table that a trigger, policy or
// statistics object stands on.
#include "compiler/syntax/lower.h"
#include "compiler/syntax/scanner.h"

#include <algorithm>

namespace retort::syntax {
namespace {

class Words {
public:
    explicit Words(std::string_view text) : text_(text) { scan(text, ScanTo::EndOfFile, scan_); }

    [[nodiscard]] std::size_t size() const { return scan_.tokens.size() - 1; }
    [[nodiscard]] std::uint16_t type(std::size_t i) const {
        return scan_.tokens[std::min(i, size())].type;
    }
    [[nodiscard]] std::string_view word(std::size_t i) const {
        const RawToken& token = scan_.tokens[std::min(i, size())];
        return text_.substr(token.begin, token.end - token.begin);
    }
    [[nodiscard]] bool is(std::size_t i, std::string_view lower_case) const {
        return same_word(word(i), lower_case);
    }
    [[nodiscard]] std::string name(std::size_t i) const {
        std::string_view written = word(i);
        if (type(i) != P::QUOTED_IDENTIFIER) { return std::string(written); }
        std::string result;
        for (std::size_t at = 1; at + 1 < written.size(); ++at) {
            result += written[at];
            if (written[at] == '"') { ++at; }
        }
        return result;
    }

private:
    std::string_view text_;
    Scan scan_;
};

bool opens(std::uint16_t type) {
    return type == P::LPAREN || type == P::LBRACKET;
}
bool closes(std::uint16_t type) {
    return type == P::RPAREN || type == P::RBRACKET;
}

}  // namespace

QualifiedName attached_table(std::string_view text, std::string_view keyword) {
    const Words words(text);
    std::size_t depth = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::uint16_t type = words.type(i);
        if (opens(type)) { ++depth; }
        if (closes(type) && depth > 0) { --depth; }
        if (depth != 0 || !words.is(i, keyword)) { continue; }
        if (words.type(i + 2) == P::DOT) {
            return QualifiedName(words.name(i + 1), words.name(i + 3));
        }
        return QualifiedName(words.name(i + 1));
    }
    return {};
}

}  // namespace retort::syntax
