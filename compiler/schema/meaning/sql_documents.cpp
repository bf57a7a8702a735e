// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_value.h"
#include "compiler/schema/sql_words.h"

#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <utility>

// What literals mean that have parts: documents, points, arrays.

namespace retort::schema {
namespace {

class Document {
public:
    explicit Document(std::string_view text) : text_(text) {}
    std::string take() {
        std::string result = value(0);
        blanks();
        return failed_ || at_ != text_.size() ? std::string() : result;
    }

private:
    void blanks() {
        while (at_ < text_.size() &&
               std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) {
            ++at_;
        }
    }
    bool next(char c) {
        blanks();
        if (at_ >= text_.size() || text_[at_] != c) { return false; }
        ++at_;
        return true;
    }
    std::string string() {
        const std::size_t begin = at_;
        if (!next('"')) {
            failed_ = true;
            return {};
        }
        while (at_ < text_.size() && text_[at_] != '"') {
            // Escapes have several spellings: such documents are compared as they stand.
            if (text_[at_] == '\\') { failed_ = true; }
            ++at_;
        }
        failed_ = failed_ || at_ >= text_.size();
        ++at_;
        return std::string(text_.substr(begin, at_ - begin));
    }
    std::string value(int depth) {
        if (depth > 100) { failed_ = true; }
        if (failed_) { return {}; }
        blanks();
        if (next('{')) {
            // Of two values of one name the last one counts.
            std::map<std::string, std::string> members;
            if (next('}')) { return "{}"; }
            do {
                blanks();
                std::string name = string();
                if (!next(':')) { failed_ = true; }
                members[name] = value(depth + 1);
            } while (!failed_ && next(','));
            if (!next('}')) { failed_ = true; }
            std::string result = "{";
            for (const auto& [name, member] : members) {
                if (result.size() > 1) { result += ", "; }
                result += name;
                result += ": " + member;
            }
            return result + "}";
        }
        if (next('[')) {
            std::string result = "[";
            if (next(']')) { return "[]"; }
            do {
                if (result.size() > 1) { result += ", "; }
                result += value(depth + 1);
            } while (!failed_ && next(','));
            if (!next(']')) { failed_ = true; }
            return result + "]";
        }
        if (at_ < text_.size() && text_[at_] == '"') { return string(); }
        const std::size_t begin = at_;
        while (at_ < text_.size() &&
               std::string_view(",]} \t\r\n").find(text_[at_]) == std::string_view::npos) {
            ++at_;
        }
        failed_ = failed_ || begin == at_;
        return std::string(text_.substr(begin, at_ - begin));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool failed_ = false;
};

}  // namespace

std::string plain_document(const std::string& raw) {
    std::string result = Document(raw).take();
    return result.empty() ? raw : result;
}

std::string plain_points(const std::string& raw, const TypeName& type) {
    // https://www.postgresql.org/docs/current/datatype-geometric.html
    std::vector<double> numbers;
    for (const char* at = raw.c_str(); *at != '\0';) {
        char* behind = nullptr;
        const double number = std::strtod(at, &behind);
        if (behind != at) {
            numbers.push_back(number);
            at = behind;
        } else if (std::string_view("(), ").find(*at) != std::string_view::npos) {
            ++at;
        } else {
            return raw;
        }
    }
    const std::size_t wanted = type == "box" ? 4 : 2;
    if (numbers.size() != wanted) { return raw; }
    if (type == "box") {
        // The upper right corner comes first.
        if (numbers[0] < numbers[2]) { std::swap(numbers[0], numbers[2]); }
        if (numbers[1] < numbers[3]) { std::swap(numbers[1], numbers[3]); }
        return fmt::format("({},{}),({},{})", numbers[0], numbers[1], numbers[2], numbers[3]);
    }
    return fmt::format("({},{})", numbers[0], numbers[1]);
}

std::optional<std::vector<std::optional<std::string>>> array_elements(const std::string& raw) {
    const std::string text = trimmed(raw);
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') { return std::nullopt; }
    std::vector<std::optional<std::string>> result;
    std::size_t at = 1;
    const std::size_t end = text.size() - 1;
    if (trimmed(std::string_view(text).substr(1, end - 1)).empty()) { return result; }
    while (true) {
        while (at < end && text[at] == ' ') { ++at; }
        std::string item;
        const bool quoted = at < end && text[at] == '"';
        if (quoted) {
            for (++at; at < end && text[at] != '"'; ++at) {
                if (text[at] == '\\' && at + 1 < end) { ++at; }
                item += text[at];
            }
            if (at >= end) { return std::nullopt; }
            ++at;
        } else {
            while (at < end && text[at] != ',') {
                if (text[at] == '{' || text[at] == '"' || text[at] == '\\') { return std::nullopt; }
                item += text[at++];
            }
            item = trimmed(item);
        }
        const bool null = !quoted && lower_case(item) == "null";
        result.push_back(null ? std::nullopt : std::optional(std::move(item)));
        while (at < end && text[at] == ' ') { ++at; }
        if (at == end) { return result; }
        if (text[at] != ',') { return std::nullopt; }
        ++at;
    }
}

}  // namespace retort::schema
