// SPDX-License-Identifier: Apache-2.0
// What the model must know of bodies that are kept as text: a routine's argument types, and the
// table that a trigger, policy or statistics object stands on.
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

/// One argument's type, from its tokens [begin, end); empty for an `out` argument.
std::string argument_type(const Words& words, std::size_t begin, std::size_t end) {
    if (words.is(begin, "out") && end - begin > 1) { return {}; }
    if (end - begin > 1 &&
        (words.is(begin, "in") || words.is(begin, "inout") || words.is(begin, "variadic"))) {
        ++begin;
    }
    for (std::size_t i = begin; i < end; ++i) {
        if (words.type(i) == P::KW_DEFAULT || words.type(i) == P::EQ) {
            end = i;
            break;
        }
    }
    const auto second_word_of_type = [&](std::size_t i) {
        return words.is(i, "precision") || words.is(i, "varying") || words.is(i, "with") ||
               words.is(i, "without");
    };
    const bool has_name = end - begin > 1 && !opens(words.type(begin + 1)) &&
                          words.type(begin + 1) != P::DOT && !second_word_of_type(begin + 1);
    if (has_name) { ++begin; }
    std::string base;
    std::string arrays;
    std::size_t depth = 0;
    for (std::size_t i = begin; i < end; ++i) {
        const std::uint16_t type = words.type(i);
        if (type == P::LBRACKET) { arrays += "[]"; }
        if (opens(type)) { ++depth; }
        if (depth == 0 && type != P::KW_ARRAY) {
            const bool joined = base.empty() || type == P::DOT || base.back() == '.';
            if (!joined) { base += ' '; }
            base += words.name(i);
        }
        if (closes(type) && depth > 0) { --depth; }
    }
    if (same_word(base, "character varying")) { base = "varchar"; }
    if (same_word(base, "timestamp with time zone")) { base = "timestamptz"; }
    if (same_word(base, "timestamp without time zone")) { base = "timestamp"; }
    if (same_word(base, "time with time zone")) { base = "timetz"; }
    if (same_word(base, "bit varying")) { base = "varbit"; }
    const schema::TypeKind kind = schema::type_kind(base);
    if (kind != schema::TypeKind::Named) { base = schema::type_keyword(kind); }
    return base + arrays;
}

}  // namespace

std::string routine_signature(std::string_view text) {
    const Words words(text);
    std::string result = "(";
    std::size_t depth = 0;
    std::size_t begin = 1;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::uint16_t type = words.type(i);
        const bool ends = depth == 1 && (type == P::COMMA || type == P::RPAREN);
        if (ends && i > begin) {
            const std::string argument = argument_type(words, begin, i);
            if (!argument.empty()) {
                if (result.size() > 1) { result += ", "; }
                result += argument;
            }
        }
        if (ends) { begin = i + 1; }
        if (opens(type)) { ++depth; }
        if (closes(type) && (depth == 0 || --depth == 0)) { break; }
    }
    return result + ")";
}

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
