// SPDX-License-Identifier: Apache-2.0
#include "dialects/sql_writer.h"

#include "compiler/base/check.h"

#include <algorithm>

namespace retort::dialects {
namespace {

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_word(char c) {
    return is_lower(c) || (c >= '0' && c <= '9') || c == '_';
}

bool is_plain(std::string_view identifier) {
    return !identifier.empty() && (is_lower(identifier.front()) || identifier.front() == '_') &&
           std::all_of(identifier.begin(), identifier.end(), is_word);
}

/// `E'…'`: right whatever standard_conforming_strings says, and free of raw carriage returns.
std::string quote_escaped(std::string_view value) {
    std::string result = "E'";
    for (const char c : value) {
        if (c == '\'') {
            result += "''";
        } else if (c == '\\') {
            result += "\\\\";
        } else if (c == '\r') {
            result += "\\r";
        } else if (c == '\t') {
            result += "\\t";
        } else if (static_cast<unsigned char>(c) < 0x20U && c != '\n') {
            constexpr std::string_view kDigits = "0123456789abcdef";
            const auto byte = static_cast<unsigned char>(c);
            result += "\\x";
            result += kDigits[byte >> 4U];
            result += kDigits[byte & 15U];
        } else {
            result += c;
        }
    }
    return result + "'";
}

std::string quote_plain(std::string_view value) {
    std::string result = "'";
    for (const char c : value) {
        if (c == '\'') { result += '\''; }
        result += c;
    }
    return result + "'";
}

/// `'a' || char(13) || 'b'` in parentheses: for clients that drop carriage returns in literals.
std::string quote_with_char_function(std::string_view value) {
    std::string result = "(";
    while (true) {
        const std::size_t end = std::min(value.find('\r'), value.size());
        result += quote_plain(value.substr(0, end));
        if (end == value.size()) { return result + ")"; }
        result += " || char(13) || ";
        value.remove_prefix(end + 1);
    }
}

bool has_escape_worthy(std::string_view value) {
    return std::any_of(value.begin(), value.end(), [](char c) {
        return c == '\\' || (static_cast<unsigned char>(c) < 0x20U && c != '\n');
    });
}

}  // namespace

std::string quote_name(std::string_view identifier, const QuotingRules& rules) {
    if (is_plain(identifier) && !rules.is_reserved(identifier)) { return std::string(identifier); }
    std::string result = "\"";
    for (const char c : identifier) {
        if (c == '"') { result += '"'; }
        result += c;
    }
    return result + "\"";
}

std::string quote_string(std::string_view value, const QuotingRules& rules) {
    if (rules.escape_strings && has_escape_worthy(value)) { return quote_escaped(value); }
    if (rules.char_function_for_cr && value.find('\r') != std::string_view::npos) {
        return quote_with_char_function(value);
    }
    return quote_plain(value);
}

std::string dollar_quote(std::string_view body, std::string_view tag) {
    // `$tag` is looked for without its closing `$`: a body that ends with `$tag` would close it.
    std::string mark = "$" + std::string(tag);
    std::size_t number = 1;
    while (body.find(mark) != std::string_view::npos) {
        mark = "$" + std::string(tag) + "_" + std::to_string(++number);
    }
    mark += "$";
    return mark + std::string(body) + mark;
}

std::string comment_line(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const std::string_view rest = text.substr(i);
        if (c < 0x20U || c == 0x7fU) {
            result += ' ';
        } else if (c == 0xc2U && rest.size() > 1 && static_cast<unsigned char>(rest[1]) < 0xa0U) {
            result += ' ';  // C1 controls, NEL among them
            ++i;
        } else if (rest.starts_with("\xe2\x80\xa8") || rest.starts_with("\xe2\x80\xa9")) {
            result += ' ';  // line and paragraph separator
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

SqlWriter& SqlWriter::raw(Raw text) {
    text_ += text.value;
    return *this;
}

SqlWriter& SqlWriter::user_sql(std::string_view text) {
    text_ += text;
    return *this;
}

SqlWriter& SqlWriter::name(std::string_view identifier) {
    text_ += quote_name(identifier, *rules_);
    return *this;
}

SqlWriter& SqlWriter::name(const QualifiedName& identifier) {
    if (!identifier.schema.empty()) { name(identifier.schema).raw("."); }
    return name(identifier.name);
}

SqlWriter& SqlWriter::string(std::string_view value) {
    text_ += quote_string(value, *rules_);
    return *this;
}

SqlWriter& SqlWriter::number(long long value) {
    text_ += std::to_string(value);
    return *this;
}

SqlWriter& SqlWriter::word(std::string_view words) {
    RETORT_CHECK(std::all_of(words.begin(), words.end(), [](char c) {
        return is_word(c) || (c >= 'A' && c <= 'Z') || c == ' ';
    }));
    text_ += words;
    return *this;
}

SqlWriter& SqlWriter::symbol(std::string_view characters) {
    RETORT_CHECK(characters.find_first_not_of("+-*/<>=~!@#%^&|`?:") == std::string_view::npos);
    text_ += characters;
    return *this;
}

SqlWriter& SqlWriter::digits(std::string_view number_text) {
    RETORT_CHECK(std::all_of(number_text.begin(), number_text.end(), [](char c) {
        return is_word(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '+' || c == '-';
    }));
    text_ += number_text;
    return *this;
}

SqlWriter& SqlWriter::names(const std::vector<Name>& list) {
    raw("(");
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i != 0) { raw(", "); }
        name(list[i]);
    }
    return raw(")");
}

}  // namespace retort::dialects
