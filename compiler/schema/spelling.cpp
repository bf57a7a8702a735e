// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/spelling.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <array>

namespace retort::schema {
namespace {

/// Reserved key words of PostgreSQL 14 to 18, those included that may name functions or types
/// (its manual, appendix C), sorted.
// clang-format off
constexpr std::array<std::string_view, 101> kReserved{
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric",
    "authorization", "binary", "both", "case", "cast", "check", "collate", "collation", "column",
    "concurrently", "constraint", "create", "cross", "current_catalog", "current_date",
    "current_role", "current_schema", "current_time", "current_timestamp", "current_user",
    "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "false", "fetch",
    "for", "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike", "in",
    "initially", "inner", "intersect", "into", "is", "isnull", "join", "lateral", "leading",
    "left", "like", "limit", "localtime", "localtimestamp", "natural", "not", "notnull", "null",
    "offset", "on", "only", "or", "order", "outer", "overlaps", "placing", "primary",
    "references", "returning", "right", "select", "session_user", "similar", "some", "symmetric",
    "system_user", "table", "tablesample", "then", "to", "trailing", "true", "union", "unique",
    "user", "using", "variadic", "verbose", "when", "where", "window", "with"};
// clang-format on

bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_plain(std::string_view name) {
    const auto letter = [](char c) {
        return is_small(c) || is_capital(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80U;
    };
    return !name.empty() && letter(name.front()) &&
           std::all_of(name.begin(), name.end(),
                       [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '$'; });
}

}  // namespace

bool is_reserved_word(std::string_view lower_case) {
    return std::binary_search(kReserved.begin(), kReserved.end(), lower_case);
}

std::string spell_name(std::string_view name) {
    if (is_plain(name) && !is_reserved_word(lower_case(name))) { return std::string(name); }
    return quote_name(name);
}

std::string spell_folding_name(std::string_view name) {
    const bool capital = std::any_of(name.begin(), name.end(), is_capital);
    const bool small = std::any_of(name.begin(), name.end(), is_small);
    return capital && !small ? quote_name(name) : spell_name(name);
}

std::string quote_name(std::string_view name) {
    std::string quoted = "\"";
    for (const char c : name) {
        quoted += c;
        if (c == '"') { quoted += '"'; }
    }
    return quoted + "\"";
}

std::string spell_name(const QualifiedName& name) {
    return name.schema.empty() ? spell_name(name.name)
                               : spell_name(name.schema) + "." + spell_name(name.name);
}

std::string spell_string(std::string_view text) {
    const bool escaped = std::any_of(text.begin(), text.end(), [](char c) {
        return c == '\\' || (static_cast<unsigned char>(c) < 0x20U && c != '\n') || c == 0x7f;
    });
    std::string literal = escaped ? "E'" : "'";
    for (const char c : text) {
        switch (c) {
            case '\'':
                literal += "''";
                break;
            case '\\':
                literal += "\\\\";
                break;
            case '\t':
                literal += "\\t";
                break;
            case '\r':
                literal += "\\r";
                break;
            default:
                if ((static_cast<unsigned char>(c) < 0x20U && c != '\n') || c == 0x7f) {
                    constexpr std::string_view kDigits = "0123456789abcdef";
                    literal += "\\x";
                    literal += kDigits[static_cast<unsigned char>(c) >> 4U];
                    literal += kDigits[static_cast<unsigned char>(c) & 15U];
                } else {
                    literal += c;
                }
        }
    }
    return literal + "'";
}

}  // namespace retort::schema
