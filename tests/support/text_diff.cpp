// SPDX-License-Identifier: Apache-2.0
#include "tests/support/text_diff.h"

#include <algorithm>
#include <cstddef>

namespace retort::support {

namespace {

struct Edit {
    char mark;  // ' ', '-' or '+'
    std::string_view line;
};

using Lines = std::vector<std::string_view>;

// Larger middles are shown as removed and added as a whole: a table of their product is too much.
constexpr std::size_t kLargestTable = 16'000'000;

void edits_between(const Lines& a, const Lines& b, std::vector<Edit>& edits) {
    const std::size_t rows = a.size() + 1;
    const std::size_t columns = b.size() + 1;
    if (rows * columns > kLargestTable) {
        for (const std::string_view line : a) { edits.push_back({'-', line}); }
        for (const std::string_view line : b) { edits.push_back({'+', line}); }
        return;
    }
    // common[i * columns + j]: the longest common subsequence of a[i…] and b[j…].
    std::vector<unsigned> common(rows * columns, 0);
    for (std::size_t i = a.size(); i-- > 0;) {
        for (std::size_t j = b.size(); j-- > 0;) {
            common[i * columns + j] =
                a[i] == b[j] ? common[(i + 1) * columns + j + 1] + 1
                             : std::max(common[(i + 1) * columns + j], common[i * columns + j + 1]);
        }
    }
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            edits.push_back({' ', a[i]});
            ++i;
            ++j;
        } else if (j == b.size() ||
                   (i < a.size() && common[(i + 1) * columns + j] >= common[i * columns + j + 1])) {
            edits.push_back({'-', a[i++]});
        } else {
            edits.push_back({'+', b[j++]});
        }
    }
}

std::vector<Edit> all_edits(const Lines& a, const Lines& b) {
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head]) { ++head; }
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head &&
           a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
        ++tail;
    }
    const auto middle = [&](const Lines& lines) {
        return Lines(lines.begin() + static_cast<std::ptrdiff_t>(head),
                     lines.end() - static_cast<std::ptrdiff_t>(tail));
    };
    std::vector<Edit> edits;
    for (std::size_t i = 0; i < head; ++i) { edits.push_back({' ', a[i]}); }
    edits_between(middle(a), middle(b), edits);
    for (std::size_t i = a.size() - tail; i < a.size(); ++i) { edits.push_back({' ', a[i]}); }
    return edits;
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

std::string unified_diff(std::string_view expected, std::string_view actual) {
    if (expected == actual) { return {}; }
    constexpr std::size_t kContext = 3;
    const std::vector<Edit> edits = all_edits(lines_of(expected), lines_of(actual));
    std::vector<bool> shown(edits.size(), false);
    for (std::size_t i = 0; i < edits.size(); ++i) {
        if (edits[i].mark == ' ') { continue; }
        const std::size_t first = i < kContext ? 0 : i - kContext;
        for (std::size_t k = first; k < std::min(edits.size(), i + kContext + 1); ++k) {
            shown[k] = true;
        }
    }
    std::string result = "--- expected\n+++ actual\n";
    std::size_t line = 1;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        if (shown[i]) {
            if (i == 0 || !shown[i - 1]) { result += "@@ line " + std::to_string(line) + " @@\n"; }
            result += edits[i].mark;
            result += edits[i].line;
            if (!edits[i].line.ends_with('\n')) { result += "\n\\ no line end\n"; }
        }
        if (edits[i].mark != '+') { ++line; }
    }
    return result;
}

}  // namespace retort::support
