// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Whether a text is well-formed XML, as far as our pictures use it: elements, attributes, the five
// entities; no comments, no declarations.

namespace retort::test {

/// What is wrong, with the place; empty where nothing is.
inline std::string xml_error(std::string_view text) {
    std::vector<std::string> open;
    std::size_t at = 0;
    const auto fail = [&](const std::string& why) {
        return why + " at " + std::to_string(at) + ": " + std::string(text.substr(at, 40));
    };
    const auto name = [&] {
        std::string result;
        while (at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 ||
                                    text[at] == '-' || text[at] == ':')) {
            result += text[at++];
        }
        return result;
    };
    const auto blanks = [&] {
        while (at < text.size() && (text[at] == ' ' || text[at] == '\n')) { ++at; }
    };
    const auto character = [&](std::string_view forbidden) -> std::string {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x20 && byte != '\n') { return fail("a control character"); }
        if (forbidden.find(text[at]) != std::string_view::npos) { return fail("a bare character"); }
        if (text.substr(at).starts_with("\xEF\xBF\xBE") ||
            text.substr(at).starts_with("\xEF\xBF\xBF")) {
            return fail("a non-character");
        }
        if (byte >= 0x80) {
            const std::size_t size = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
            for (std::size_t i = 1; i < size; ++i) {
                if (at + i >= text.size() ||
                    (static_cast<unsigned char>(text[at + i]) & 0xC0U) != 0x80) {
                    return fail("broken UTF-8");
                }
            }
            if (byte < 0xC2 || byte > 0xF4) { return fail("broken UTF-8"); }
            at += size;
            return {};
        }
        if (byte == '&') {
            for (const std::string_view entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}) {
                if (text.substr(at).starts_with(entity)) {
                    at += entity.size();
                    return {};
                }
            }
            return fail("an unknown entity");
        }
        ++at;
        return {};
    };
    while (at < text.size()) {
        if (text[at] != '<') {
            if (open.empty() && text[at] != '\n') { return fail("text outside the root"); }
            if (std::string error = character(">"); !error.empty()) { return error; }
            continue;
        }
        ++at;
        if (at < text.size() && text[at] == '/') {
            ++at;
            const std::string closed = name();
            if (open.empty() || open.back() != closed) { return fail("a wrong end </" + closed); }
            open.pop_back();
            if (at >= text.size() || text[at] != '>') { return fail("no >"); }
            ++at;
            continue;
        }
        const std::string element = name();
        if (element.empty()) { return fail("an element without a name"); }
        blanks();
        while (at < text.size() && text[at] != '>' && text[at] != '/') {
            if (name().empty()) { return fail("an attribute without a name"); }
            if (!text.substr(at).starts_with("=\"")) { return fail("no =\""); }
            at += 2;
            while (at < text.size() && text[at] != '"') {
                if (std::string error = character("<>"); !error.empty()) { return error; }
            }
            ++at;
            blanks();
        }
        if (at < text.size() && text[at] == '/') {
            ++at;
        } else {
            open.push_back(element);
        }
        if (at >= text.size() || text[at] != '>') { return fail("no >"); }
        ++at;
    }
    return open.empty() ? "" : fail("no end of " + open.back());
}

}  // namespace retort::test
