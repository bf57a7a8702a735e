// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/text.h"

#include <algorithm>
#include <vector>

namespace retort::project {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

/// Length of the well-formed sequence at `at` (Unicode standard, table 3-7), or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const unsigned char first = byte_at(text, at);
    const unsigned char second = byte_at(text, at + 1);
    const auto follows = [&](std::size_t offset) {
        return (byte_at(text, at + offset) & 0xc0U) == 0x80U;
    };
    if (first < 0x80) { return first == 0 ? 0 : 1; }
    if (first >= 0xc2 && first <= 0xdf) { return follows(1) ? 2 : 0; }
    if (first >= 0xe0 && first <= 0xef) {
        const bool overlong = first == 0xe0 && second < 0xa0;
        const bool surrogate = first == 0xed && second >= 0xa0;
        return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const bool overlong = first == 0xf0 && second < 0x90;
        const bool too_large = first == 0xf4 && second >= 0x90;
        return follows(1) && follows(2) && follows(3) && !overlong && !too_large ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::optional<std::size_t> find_bad_text(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = sequence_length(text, at);
        if (length == 0) { return at; }
        at += length;
    }
    return std::nullopt;
}

std::string without_bom(std::string bytes) {
    if (bytes.compare(0, 3, "\xef\xbb\xbf") == 0) { bytes.erase(0, 3); }
    return bytes;
}

std::string lower_ascii(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') { c = static_cast<char>(c - 'A' + 'a'); }
    }
    return result;
}

std::string join_path(std::string_view directory, std::string_view path) {
    if (directory.empty() || directory == "." || (!path.empty() && path.front() == '/')) {
        return std::string(path);
    }
    std::string result(directory);
    if (path == ".") { return result; }
    if (result.back() != '/') { result += '/'; }
    result += path;
    return result;
}

std::string parent_path(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) { return "."; }
    return slash == 0 ? "/" : std::string(path.substr(0, slash));
}

std::string normal_path(std::string_view path) {
    const bool absolute = !path.empty() && path.front() == '/';
    std::vector<std::string_view> steps;
    std::size_t at = 0;
    while (at <= path.size()) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string_view step = path.substr(at, end - at);
        at = end + 1;
        if (step.empty() || step == ".") { continue; }
        if (step != "..") {
            steps.push_back(step);
        } else if (!steps.empty() && steps.back() != "..") {
            steps.pop_back();
        } else if (!absolute) {
            steps.push_back(step);
        }
    }
    std::string result = absolute ? "/" : "";
    for (const std::string_view step : steps) {
        if (!result.empty() && result.back() != '/') { result += '/'; }
        result += step;
    }
    return result.empty() ? "." : result;
}

bool leaves_directory(std::string_view path) {
    return path.substr(0, 1) == "/" || path == ".." || path.substr(0, 3) == "../";
}

}  // namespace retort::project
