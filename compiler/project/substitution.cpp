// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/substitution.h"

#include <algorithm>

namespace retort::project {
namespace {

bool is_variable_name(std::string_view name) {
    if (name.empty() || (name.front() >= '0' && name.front() <= '9')) { return false; }
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

}  // namespace

std::string substitute(const std::string& value, Span span, bool exact,
                       const Environment& environment, Diagnostics& diagnostics) {
    const std::string_view text = value;
    const auto place = [&](std::size_t begin, std::size_t end) {
        if (!exact || !span.known()) { return span; }
        return Span{span.file, span.begin + static_cast<std::uint32_t>(begin),
                    span.begin + static_cast<std::uint32_t>(end)};
    };
    std::string result;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t dollar = std::min(text.find('$', at), text.size());
        result += text.substr(at, dollar - at);
        at = dollar;
        if (text.substr(at, 3) == "$${") {
            result += "${";
            at += 3;
            continue;
        }
        if (text.substr(at, 2) != "${") {
            if (at < text.size()) { result += text[at++]; }
            continue;
        }
        const std::size_t close = text.find('}', at);
        const std::string_view inside =
            text.substr(at + 2, close == std::string_view::npos ? close : close - at - 2);
        const std::size_t split = inside.find(":-");
        const std::string name(inside.substr(0, split));
        if (close == std::string_view::npos || !is_variable_name(name)) {
            const std::size_t end = close == std::string_view::npos ? text.size() : close + 1;
            diagnostics.report(diag::BadSubstitution, place(at, end), text.substr(at, end - at))
                .help("write `${NAME}` or `${NAME:-default}`; `$${` stands for `${` itself");
            return result;
        }
        const std::optional<std::string> found = environment ? environment(name) : std::nullopt;
        // As in a shell, `:-` also replaces a variable that is set to nothing.
        if (split != std::string_view::npos && (!found || found->empty())) {
            result += inside.substr(split + 2);
        } else if (found) {
            result += *found;
        } else {
            diagnostics.report(diag::UnsetVariable, place(at, close + 1), name)
                .help("set it, pass `-x " + name + "=VALUE`, or give a default: `${" + name +
                      ":-default}`");
        }
        at = close + 1;
    }
    return result;
}

}  // namespace retort::project
