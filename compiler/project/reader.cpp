// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/reader.h"

#include "compiler/base/names.h"
#include "compiler/project/substitution.h"
#include "compiler/project/text.h"
#include "compiler/schema/naming.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace retort::project {
namespace {

std::string_view kind_word(YamlKind kind) {
    switch (kind) {
        case YamlKind::Null:
            return "empty";
        case YamlKind::Scalar:
            return "a text";
        case YamlKind::Sequence:
            return "a list";
        case YamlKind::Map:
            return "a map";
    }
    return {};
}

bool is_duration(std::string_view text) {
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') { ++digits; }
    if (digits == 0 || digits > 9) { return false; }
    std::string_view unit = text.substr(digits);
    while (!unit.empty() && unit.front() == ' ') { unit.remove_prefix(1); }
    static constexpr std::array<std::string_view, 7> kUnits{"", "us", "ms", "s", "min", "h", "d"};
    return std::find(kUnits.begin(), kUnits.end(), unit) != kUnits.end();
}

}  // namespace

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
    const std::string_view nearest = nearest_name(word, known);
    if (!nearest.empty()) { return fmt::format("did you mean \"{}\"?", nearest); }
    std::string list;
    for (const std::string_view name : known) {
        if (!list.empty()) { list += ", "; }
        list += name;
    }
    return "there are " + list;
}

void ValueReader::each(const YamlNode& map, std::string_view where,
                       const std::vector<std::string_view>& known, const Visit& visit) {
    if (map.kind == YamlKind::Null) { return; }
    if (map.kind != YamlKind::Map) {
        wrong_type(map, where, "a map (`name: value` lines)");
        return;
    }
    std::map<std::string, Span, std::less<>> seen;
    for (std::size_t i = 0; i < map.keys.size(); ++i) {
        const YamlNode& key = map.keys[i];
        if (key.kind != YamlKind::Scalar) {
            wrong_type(key, where, "a name as the key");
            continue;
        }
        const auto [first, fresh] = seen.emplace(key.text, key.span);
        if (!fresh) {
            diagnostics_->report(diag::DuplicateKey, key.span, key.text)
                .note(first->second, "first given here");
            continue;
        }
        if (!known.empty() && std::find(known.begin(), known.end(), key.text) == known.end()) {
            diagnostics_->report(diag::UnknownKey, key.span, key.text, where)
                .help(suggestion(key.text, known));
            continue;
        }
        visit(key.text, key, map.items[i]);
    }
}

std::string ValueReader::expand(const YamlNode& value) {
    const bool exact = sources_->text(value.span) == value.text;
    return substitute(value.text, value.span, exact, *environment_, *diagnostics_);
}

std::optional<std::string> ValueReader::text_or_null(const YamlNode& value, std::string_view key) {
    if (value.kind == YamlKind::Null) { return std::string(); }
    if (value.kind == YamlKind::Scalar) { return expand(value); }
    wrong_type(value, key, "a text");
    return std::nullopt;
}

std::optional<std::string> ValueReader::text(const YamlNode& value, std::string_view key) {
    const std::size_t errors = diagnostics_->error_count();
    std::optional<std::string> result = text_or_null(value, key);
    if (!result || !result->empty()) { return result; }
    if (diagnostics_->error_count() == errors) { wrong_type(value, key, "a text"); }
    return std::nullopt;
}

std::optional<bool> ValueReader::boolean(const YamlNode& value, std::string_view key) {
    const std::optional<std::string> given = text(value, key);
    if (!given) { return std::nullopt; }
    const std::string word = lower_ascii(*given);
    if (word == "on" || word == "true" || word == "yes") { return true; }
    if (word == "off" || word == "false" || word == "no") { return false; }
    wrong_value(value.span, key, *given, "on or off");
    return std::nullopt;
}

std::optional<std::size_t> ValueReader::word(const YamlNode& value, std::string_view key,
                                             const std::vector<std::string_view>& words) {
    const std::optional<std::string> given = text(value, key);
    if (!given) { return std::nullopt; }
    const auto found = std::find(words.begin(), words.end(), *given);
    if (found != words.end()) { return static_cast<std::size_t>(found - words.begin()); }
    std::string list;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i != 0) { list += i + 1 == words.size() ? " or " : ", "; }
        list += words[i];
    }
    wrong_value(value.span, key, *given, list);
    return std::nullopt;
}

std::vector<std::string> ValueReader::texts(const YamlNode& value, std::string_view key) {
    std::vector<std::string> result;
    if (value.kind == YamlKind::Null) { return result; }
    if (value.kind == YamlKind::Map) {
        wrong_type(value, key, "a list of texts");
        return result;
    }
    if (value.kind == YamlKind::Scalar) {
        if (std::optional<std::string> one = text(value, key)) { result.push_back(*one); }
        return result;
    }
    for (const YamlNode& item : value.items) {
        if (std::optional<std::string> one = text(item, key)) { result.push_back(*one); }
    }
    return result;
}

std::optional<std::string> ValueReader::duration(const YamlNode& value, std::string_view key) {
    std::optional<std::string> given = text_or_null(value, key);
    if (!given || given->empty() || is_duration(*given)) { return given; }
    wrong_value(value.span, key, *given, "a time such as 5s, 500ms or 2min");
    return std::nullopt;
}

std::optional<std::string> ValueReader::relative_path(const YamlNode& value, std::string_view key) {
    const std::optional<std::string> given = text(value, key);
    if (!given) { return std::nullopt; }
    if (given->front() == '/') {
        wrong_value(value.span, key, *given, "a path relative to the configuration's directory");
        return std::nullopt;
    }
    return normal_path(*given);
}

std::vector<std::string> ValueReader::directories(const YamlNode& value, std::string_view key) {
    std::vector<std::string> paths;
    if (value.kind == YamlKind::Map || value.kind == YamlKind::Null) {
        wrong_type(value, key, "a list of directories");
        return paths;
    }
    const auto add = [&](const YamlNode& item) {
        std::optional<std::string> path = relative_path(item, key);
        if (path && std::find(paths.begin(), paths.end(), *path) == paths.end()) {
            paths.push_back(std::move(*path));
        }
    };
    if (value.kind == YamlKind::Scalar) { add(value); }
    for (const YamlNode& item : value.items) { add(item); }
    if (value.kind == YamlKind::Sequence && value.items.empty()) {
        wrong_type(value, key, "at least one directory");
    }
    return paths;
}

std::optional<std::string> ValueReader::identifier(const YamlNode& value, std::string_view key) {
    std::optional<std::string> name = text(value, key);
    if (name && name->size() > schema::kMaxIdentifierBytes) {
        wrong_value(value.span, key, *name, "at most 63 bytes");
        return std::nullopt;
    }
    return name;
}

void ValueReader::check_placeholders(const std::string& text, Span span,
                                     const std::vector<std::string_view>& known) {
    std::size_t open = 0;
    while ((open = text.find('{', open)) != std::string::npos) {
        const std::size_t close = text.find('}', open);
        const std::string name =
            text.substr(open + 1, close == std::string::npos ? close : close - open - 1);
        if (close == std::string::npos ||
            std::find(known.begin(), known.end(), name) == known.end()) {
            diagnostics_->report(diag::UnknownPlaceholder, span, name)
                .help(suggestion(name, known));
            return;
        }
        open = close;
    }
}

void ValueReader::wrong_value(Span span, std::string_view key, std::string_view value,
                              std::string_view wanted) {
    diagnostics_->report(diag::WrongValue, span, key, value, wanted);
}

void ValueReader::wrong_type(const YamlNode& value, std::string_view key, std::string_view wanted) {
    diagnostics_->report(diag::WrongValueType, value.span, key, kind_word(value.kind), wanted);
}

}  // namespace retort::project
