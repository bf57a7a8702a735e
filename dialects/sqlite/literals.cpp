// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/expression.h"
#include "dialects/sqlite/words.h"

#include <fmt/format.h>

#include <cctype>

namespace retort::dialects::sqlite {

namespace {

using schema::Expr;
using schema::ExprKind;
using schema::Type;
using schema::TypeKind;

std::string json_string(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (byte < 0x20) {
            result += fmt::format("\\u{:04x}", byte);
        } else {
            result += c;
        }
    }
    return result + "\"";
}

bool is_number_type(TypeKind kind) {
    return kind == TypeKind::SmallInt || kind == TypeKind::Integer || kind == TypeKind::BigInt ||
           kind == TypeKind::Numeric || kind == TypeKind::Real || kind == TypeKind::Double;
}

bool looks_like_number(std::string_view text) {
    if (text.empty()) { return false; }
    std::size_t i = text[0] == '-' ? 1 : 0;
    if (i >= text.size() || text[i] < '0' || text[i] > '9') { return false; }
    for (; i < text.size(); ++i) {
        const char c = text[i];
        const bool part =
            (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || c == '-' || c == '+';
        if (!part) { return false; }
    }
    return true;
}

std::string json_element(const std::string& text, const Type& element) {
    if (is_number_type(element.kind) && looks_like_number(text)) { return text; }
    if (element.kind == TypeKind::Boolean) {
        if (const auto value = boolean_of(text)) { return *value ? "true" : "false"; }
    }
    return json_string(text);
}

/// Reads PostgreSQL's array syntax (manual 8.15.2).
class ArrayReader {
public:
    ArrayReader(std::string_view text, const Type& element) : text_(text), element_(&element) {}

    std::optional<std::string> read() {
        skip_blanks();
        std::string json;
        if (!read_array(json)) { return std::nullopt; }
        skip_blanks();
        if (at_ != text_.size()) { return std::nullopt; }
        return json;
    }

private:
    bool more() const { return at_ < text_.size(); }
    void skip_blanks() {
        while (more() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) { ++at_; }
    }

    bool read_array(std::string& json) {
        if (!more() || text_[at_] != '{' || depth_ == kDeepest) { return false; }
        ++depth_;
        ++at_;
        json += '[';
        skip_blanks();
        bool first = true;
        while (more() && text_[at_] != '}') {
            if (!first) {
                if (text_[at_] != ',') { return false; }
                ++at_;
                skip_blanks();
                json += ',';
            }
            first = false;
            if (!read_element(json)) { return false; }
            skip_blanks();
        }
        if (!more()) { return false; }
        ++at_;
        --depth_;
        json += ']';
        return true;
    }

    bool read_element(std::string& json) {
        if (more() && text_[at_] == '{') { return read_array(json); }
        if (more() && text_[at_] == '"') { return read_quoted(json); }
        std::string word;
        while (more() && text_[at_] != ',' && text_[at_] != '}') {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) { ++at_; }
            word += text_[at_++];
        }
        while (!word.empty() && std::isspace(static_cast<unsigned char>(word.back())) != 0) {
            word.pop_back();
        }
        if (word.empty()) { return false; }
        json += lower(word) == "null" ? "null" : json_element(word, *element_);
        return true;
    }

    bool read_quoted(std::string& json) {
        std::string word;
        ++at_;
        while (more() && text_[at_] != '"') {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) { ++at_; }
            word += text_[at_++];
        }
        if (!more()) { return false; }
        ++at_;
        json += json_element(word, *element_);
        return true;
    }

    static constexpr int kDeepest = 6;  // PostgreSQL's MAXDIM

    std::string_view text_;
    const Type* element_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

}  // namespace

std::optional<std::string> json_of_array_literal(std::string_view text, const Type& element) {
    return ArrayReader(text, element).read();
}

std::optional<std::string> json_of_array(const Expr& array) {
    std::string json = "[";
    for (const Expr& given : array.args) {
        const Expr* element = &given;
        while (element->kind == ExprKind::Cast && element->args.size() == 1) {
            element = &element->args[0];
        }
        if (json.size() > 1) { json += ','; }
        if (element->kind == ExprKind::String) {
            json += json_string(element->text);
        } else if (element->kind == ExprKind::Null) {
            json += "null";
        } else if (element->kind == ExprKind::Boolean) {
            json += element->text;
        } else if (element->kind == ExprKind::Number && looks_like_number(element->text)) {
            json += element->text;
        } else if (element->kind == ExprKind::Array) {
            const auto nested = json_of_array(*element);
            if (!nested) { return std::nullopt; }
            json += *nested;
        } else {
            return std::nullopt;
        }
    }
    return json + "]";
}

std::optional<std::string> blob_literal(std::string_view text) {
    if (text.size() < 2 || text.substr(0, 2) != "\\x" || text.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string digits;
    for (const char c : text.substr(2)) {
        if (std::isxdigit(static_cast<unsigned char>(c)) == 0) { return std::nullopt; }
        digits += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return "X'" + digits + "'";
}

std::optional<bool> boolean_of(std::string_view text) {
    const std::string word = lower(text);
    if (word == "t" || word == "true" || word == "y" || word == "yes" || word == "on" ||
        word == "1") {
        return true;
    }
    if (word == "f" || word == "false" || word == "n" || word == "no" || word == "off" ||
        word == "0") {
        return false;
    }
    return std::nullopt;
}

std::string glob_of_like(std::string_view pattern, std::string_view escape) {
    std::string glob;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool escaped = !escape.empty() && pattern.substr(i, escape.size()) == escape &&
                             i + escape.size() < pattern.size();
        if (escaped) { i += escape.size(); }
        const char c = pattern[i];
        if (!escaped && c == '%') {
            glob += '*';
        } else if (!escaped && c == '_') {
            glob += '?';
        } else if (c == '*' || c == '?' || c == '[') {
            glob += '[';
            glob += c;
            glob += ']';
        } else {
            glob += c;
        }
    }
    return glob;
}

}  // namespace retort::dialects::sqlite
