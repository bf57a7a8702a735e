// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/lower.h"

#include "compiler/syntax/body_text.h"

#include <algorithm>
#include <charconv>

namespace retort::syntax {

Span Lowering::span(const antlr4::Token* token) const {
    const auto& raw = static_cast<const grammar::OffsetToken*>(token)->raw;
    return {id_, raw.begin, raw.end};
}

Span Lowering::span(const antlr4::ParserRuleContext* context) const {
    if (context->stop == nullptr ||
        context->stop->getStartIndex() < context->start->getStartIndex()) {
        return span(context->start);
    }
    return cover(span(context->start), span(context->stop));
}

std::string_view Lowering::view(const antlr4::Token* token) const {
    return static_cast<const grammar::OffsetToken*>(token)->view();
}

std::string Lowering::slice(const antlr4::ParserRuleContext* context) const {
    const Span where = span(context);
    return std::string(text_.substr(where.begin, where.end - where.begin));
}

std::size_t Lowering::second_type(const antlr4::ParserRuleContext* context) const {
    return tokens_.at(context->start->getTokenIndex() + 1)->getType();
}

std::string Lowering::identifier(const antlr4::Token* token) {
    const std::string_view written = view(token);
    if (token->getType() != P::QUOTED_IDENTIFIER) { return std::string(written); }
    std::string result;
    for (std::size_t i = 1; i + 1 < written.size(); ++i) {
        result += written[i];
        if (written[i] == '"') { ++i; }
    }
    if (result.empty()) { diagnostics_.report(diag::EmptyName, span(token)); }
    return result;
}

Name Lowering::name(const antlr4::ParserRuleContext* context) {
    return Name(identifier(context->start), span(context->start));
}

QualifiedName Lowering::qualified(P::QualifiedNameContext* context) {
    const Span where = span(context);
    if (context->second == nullptr) {
        return QualifiedName(identifier(context->first->start), where);
    }
    return QualifiedName(identifier(context->first->start), identifier(context->second->start),
                         where);
}

QualifiedName Lowering::qualified_from(P::DottedNameContext* context, std::size_t parts) {
    std::string schema_name;
    const std::size_t last = parts - 1;
    if (parts > 1) { schema_name = identifier(context->parts[last - 1]->start); }
    return QualifiedName(std::move(schema_name), identifier(context->parts[last]->start),
                         cover(span(context->parts[0]->start), span(context->parts[last]->start)));
}

std::vector<Name> Lowering::names(P::ColumnListContext* context) {
    std::vector<Name> result;
    if (context == nullptr) { return result; }
    result.reserve(context->columns.size());
    for (auto* part : context->columns) { result.push_back(name(part)); }
    return result;
}

namespace {

/// What a dollar-quoted token holds between its tags.
std::string_view dollar_body(std::string_view written) {
    const std::size_t tag = written.find('$', 1) + 1;
    return written.substr(tag, written.size() - 2 * tag);
}

void append_utf8(std::string& out, unsigned long code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xc0U | (code >> 6U));
        out += static_cast<char>(0x80U | (code & 0x3fU));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xe0U | (code >> 12U));
        out += static_cast<char>(0x80U | ((code >> 6U) & 0x3fU));
        out += static_cast<char>(0x80U | (code & 0x3fU));
    } else {
        out += static_cast<char>(0xf0U | (code >> 18U));
        out += static_cast<char>(0x80U | ((code >> 12U) & 0x3fU));
        out += static_cast<char>(0x80U | ((code >> 6U) & 0x3fU));
        out += static_cast<char>(0x80U | (code & 0x3fU));
    }
}

/// Decodes the escape at `at` (behind the backslash) into `out` (PostgreSQL's manual, table 4.1).
/// Returns its length, or 0 where it is none or stands for no character.
std::size_t decode_escape(std::string_view text, std::size_t at, std::string& out) {
    const auto digits = [&](std::size_t begin, std::size_t most, int base) {
        std::size_t end = begin;
        unsigned long value = 0;
        while (end < text.size() && end < begin + most) {
            const char c = text[end];
            const int digit = c >= '0' && c <= '9'   ? c - '0'
                              : c >= 'a' && c <= 'f' ? c - 'a' + 10
                              : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                     : 99;
            if (digit >= base) { break; }
            value = value * static_cast<unsigned long>(base) + static_cast<unsigned long>(digit);
            ++end;
        }
        return std::pair(end - begin, value);
    };
    switch (text[at]) {
        case 'b':
            out += '\b';
            return 1;
        case 'f':
            out += '\f';
            return 1;
        case 'n':
            out += '\n';
            return 1;
        case 'r':
            out += '\r';
            return 1;
        case 't':
            out += '\t';
            return 1;
        case 'x': {
            const auto [length, value] = digits(at + 1, 2, 16);
            if (length == 0 || value == 0 || value > 0x7f) { return 0; }
            out += static_cast<char>(value);
            return length + 1;
        }
        case 'u':
        case 'U': {
            const std::size_t wanted = text[at] == 'u' ? 4 : 8;
            const auto [length, value] = digits(at + 1, wanted, 16);
            const bool surrogate = value >= 0xd800 && value <= 0xdfff;
            if (length != wanted || value == 0 || value > 0x10ffff || surrogate) { return 0; }
            append_utf8(out, value);
            return length + 1;
        }
        default:
            break;
    }
    const auto [length, value] = digits(at, 3, 8);
    if (length > 0) {
        if (value == 0 || value > 0x7f) { return 0; }
        out += static_cast<char>(value);
        return length;
    }
    out += text[at];
    return 1;
}

}  // namespace

std::string Lowering::decode(const antlr4::Token* token) {
    const std::string_view written = view(token);
    if (token->getType() == P::DOLLAR_QUOTE) { return std::string(dollar_body(written)); }
    const bool escapes = token->getType() == P::ESCAPE_STRING;
    const std::size_t begin = escapes ? 2 : 1;
    std::string result;
    result.reserve(written.size());
    for (std::size_t i = begin; i + 1 < written.size(); ++i) {
        if (written[i] == '\'') {
            result += '\'';
            ++i;
        } else if (escapes && written[i] == '\\') {
            const std::size_t length = decode_escape(written, i + 1, result);
            if (length == 0) {
                const auto at = static_cast<std::uint32_t>(span(token).begin + i);
                diagnostics_.report(diag::InvalidEscape, {id_, at, at + 2}, written.substr(i, 2))
                    .help("use \\n, \\t, \\\\, \\xHH below 80, \\uXXXX or \\UXXXXXXXX");
                ++i;
            }
            i += length;
        } else {
            result += written[i];
        }
    }
    return result;
}

std::string Lowering::string(P::StringContext* context) {
    return decode(context->start);
}

std::string Lowering::body(P::DollarOrStringContext* context) {
    return dedent(decode(context->start));
}

std::optional<std::int64_t> Lowering::integer(const antlr4::Token* token, bool negative) {
    const std::string written = (negative ? "-" : "") + std::string(view(token));
    std::int64_t value = 0;
    const auto [end, error] =
        std::from_chars(written.data(), written.data() + written.size(), value);
    if (error != std::errc() || end != written.data() + written.size()) {
        diagnostics_.report(diag::NumberOutOfRange, span(token), written);
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> Lowering::integer(P::SignedIntegerContext* context) {
    if (context == nullptr) { return std::nullopt; }
    return integer(context->digits, context->sign != nullptr);
}

std::vector<std::pair<std::string, std::string>> Lowering::parameters(
    P::StorageParametersContext* context) {
    std::vector<std::pair<std::string, std::string>> result;
    if (context == nullptr) { return result; }
    for (auto* parameter : context->parameters) {
        result.emplace_back(slice(parameter->key),
                            parameter->value == nullptr ? "" : slice(parameter->value));
    }
    return result;
}

}  // namespace retort::syntax
