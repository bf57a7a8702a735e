// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/lower.h"
#include "compiler/syntax/scanner.h"

#include <algorithm>

namespace retort::syntax {

using schema::Type;
using schema::TypeKind;

namespace {

/// Unquoted names of types and functions in capitals only (`HSTORE`) are the lower-case ones: tools
/// print them so, and no such name exists that needs quotes.
std::string folded(std::string name, bool quoted) {
    const bool capitals =
        std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (quoted || !capitals) { return name; }
    for (char& c : name) {
        if (c >= 'A' && c <= 'Z') { c = static_cast<char>(c - 'A' + 'a'); }
    }
    return name;
}

std::string lower_words(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (space) {
            if (!result.empty() && result.back() != ' ') { result += ' '; }
        } else {
            result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return result;
}

/// `timestamp(3) with time zone` and its kin; `zone`: what stands before `time zone`, or null.
TypeKind time_kind(bool timestamp, bool with_zone) {
    if (timestamp) { return with_zone ? TypeKind::Timestamptz : TypeKind::Timestamp; }
    return with_zone ? TypeKind::Timetz : TypeKind::Time;
}

}  // namespace

void Lowering::arguments(P::TypeArgumentsContext* context, Type& type) {
    if (context == nullptr) { return; }
    for (auto* argument : context->arguments) {
        std::string written = slice(argument);
        std::erase(written, ' ');
        type.arguments.push_back(std::move(written));
    }
}

Type Lowering::scalar(P::ScalarTypeContext* context) {
    Type type;
    type.span = span(context);
    if (context->character != nullptr) {
        type.kind = context->varying != nullptr ? TypeKind::Varchar : TypeKind::Char;
    } else if (context->bit != nullptr) {
        type.kind = context->varying != nullptr ? TypeKind::Varbit : TypeKind::Bit;
    } else if (context->time != nullptr) {
        const bool zoned = context->zoned != nullptr && context->zoned->getType() == P::KW_WITH;
        type.kind = time_kind(context->time->getType() == P::KW_TIMESTAMP, zoned);
    } else if (context->interval != nullptr) {
        type.kind = TypeKind::Interval;
        if (context->fields != nullptr) {
            type.arguments.push_back(lower_words(slice(context->fields)));
        }
    } else if (context->byDialect != nullptr) {
        for (auto* arm : context->arms) {
            type.by_dialect.emplace_back(name(arm->dialect).text, this->type(arm->type));
        }
    } else if (context->first == nullptr) {
        type.kind = TypeKind::Double;
    } else {
        const antlr4::Token* word = context->first->start;
        const bool quoted = word->getType() == P::QUOTED_IDENTIFIER;
        if (context->second == nullptr) {
            type.kind = quoted ? TypeKind::Named : schema::type_kind(view(word));
            if (type.kind == TypeKind::Named) {
                type.name = QualifiedName(folded(identifier(word), quoted), span(word));
            }
        } else {
            const antlr4::Token* local = context->second->start;
            const bool catalog = same_word(view(word), "pg_catalog");
            type.kind = catalog ? schema::type_kind(view(local)) : TypeKind::Named;
            if (type.kind == TypeKind::Named) {
                type.name = QualifiedName(
                    identifier(word),
                    folded(identifier(local), local->getType() == P::QUOTED_IDENTIFIER), type.span);
            }
        }
    }
    arguments(context->arguments, type);
    // float(1..24) is real, float(25..53) double precision (PostgreSQL's manual, 8.1.3).
    if (context->first != nullptr && type.kind == TypeKind::Double && !type.arguments.empty()) {
        if (type.arguments[0].size() == 1 || type.arguments[0] < "25") {
            type.kind = TypeKind::Real;
        }
        type.arguments.clear();
    }
    return type;
}

Type Lowering::type(P::TypeNameContext* context) {
    Type result = scalar(context->scalar);
    result.span = span(context);
    result.dimensions = static_cast<unsigned char>(
        std::min<std::size_t>(context->dimensions.size(), 6));  // PostgreSQL's MAXDIM
    return result;
}

}  // namespace retort::syntax
