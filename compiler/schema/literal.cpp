// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/serial.h"

#include <algorithm>
#include <cctype>
#include <regex>

namespace retort::schema {
namespace {

std::string trimmed_lower(std::string_view text) {
    const auto space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    while (!text.empty() && space(text.front())) { text.remove_prefix(1); }
    while (!text.empty() && space(text.back())) { text.remove_suffix(1); }
    std::string result(text);
    for (char& c : result) { c = static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
    return result;
}

/// Digits with a sign; PostgreSQL 16 also takes `0x1f` and `1_000`.
bool is_whole_number(std::string_view text) {
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) { text.remove_prefix(1); }
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) != 0 &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return std::isxdigit(static_cast<unsigned char>(c)) != 0 || c == '_' || c == 'x' ||
                      c == 'o';
           });
}

bool is_number(const std::string& text) {
    static const std::regex kNumber(
        "[+-]?([0-9][0-9_a-fox]*(\\.[0-9_]*)?|\\.[0-9]+)(e[+-]?[0-9]+)?");
    static const std::regex kWord("[+-]?(nan|inf|infinity)");
    return std::regex_match(text, kNumber) || std::regex_match(text, kWord);
}

/// Any beginning of these words that says which is meant
/// (https://www.postgresql.org/docs/current/datatype-boolean.html).
bool is_truth_value(std::string_view text) {
    for (const std::string_view word : {"true", "false", "yes", "no"}) {
        if (!text.empty() && word.starts_with(text)) { return true; }
    }
    return text == "on" || text == "of" || text == "off" || text == "1" || text == "0";
}

bool is_uuid(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) {
        return std::isxdigit(static_cast<unsigned char>(c)) != 0;
    });
    return digits == 32 && std::all_of(text.begin(), text.end(), [](char c) {
               return std::isxdigit(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '{' ||
                      c == '}';
           });
}

}  // namespace

bool is_value_of(const Type& type, const Expr& value) {
    if (type.dimensions != 0) { return true; }
    if (value.kind == ExprKind::Number) { return type.kind != TypeKind::Boolean; }
    if (value.kind != ExprKind::String) { return true; }
    const std::string text = trimmed_lower(value.text);
    switch (stored_kind(type.kind)) {
        case TypeKind::SmallInt:
        case TypeKind::Integer:
        case TypeKind::BigInt:
            return is_whole_number(text);
        case TypeKind::Numeric:
        case TypeKind::Real:
        case TypeKind::Double:
            return is_number(text);
        case TypeKind::Boolean:
            return is_truth_value(text);
        case TypeKind::Uuid:
            return is_uuid(text);
        default:
            return true;
    }
}

}  // namespace retort::schema
