// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/body_text.h"

#include "compiler/syntax/scanner.h"

#include <algorithm>
#include <vector>

namespace retort::syntax {
namespace {

bool blank(std::string_view line) {
    return line.find_first_not_of(" \t") == std::string_view::npos;
}

std::vector<std::string_view> lines_of(std::string_view body) {
    std::vector<std::string_view> lines;
    std::size_t begin = 0;
    while (begin <= body.size()) {
        const std::size_t end = std::min(body.find('\n', begin), body.size());
        std::string_view line = body.substr(begin, end - begin);
        if (!line.empty() && line.back() == '\r') { line.remove_suffix(1); }
        lines.push_back(line);
        begin = end + 1;
    }
    return lines;
}

}  // namespace

bool holds_multiline_string(std::string_view sql) {
    if (sql.find('\n') == std::string_view::npos) { return false; }
    Scan tokens;
    scan(sql, ScanTo::EndOfFile, tokens);
    return std::any_of(tokens.tokens.begin(), tokens.tokens.end(), [&](const RawToken& token) {
        const std::string_view text = sql.substr(token.begin, token.end - token.begin);
        return text.find('\n') != std::string_view::npos;
    });
}

std::string dollar_tag(std::string_view body) {
    std::string tag = "$$";
    for (int i = 0; body.find(tag) != std::string_view::npos; ++i) {
        tag = "$sql" + (i == 0 ? std::string() : std::to_string(i)) + "$";
    }
    return tag;
}

std::string dedent(std::string_view body) {
    std::vector<std::string_view> lines = lines_of(body);
    while (!lines.empty() && blank(lines.back())) { lines.pop_back(); }
    // The first line begins right behind the opening quote: its indentation says nothing.
    const bool first_counts = !lines.empty() && blank(lines.front());
    while (!lines.empty() && blank(lines.front())) { lines.erase(lines.begin()); }
    std::size_t shared = std::string_view::npos;
    for (std::size_t i = first_counts ? 0 : 1; i < lines.size(); ++i) {
        if (!blank(lines[i])) { shared = std::min(shared, lines[i].find_first_not_of(" \t")); }
    }
    if (shared == std::string_view::npos) { shared = 0; }
    const bool keep = holds_multiline_string(body);
    if (keep) { shared = 0; }
    std::string result;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i != 0) { result += '\n'; }
        std::string_view line = lines[i];
        if (blank(line) && !keep) { continue; }
        const bool behind_quote = i == 0 && !first_counts;
        line.remove_prefix(behind_quote ? line.find_first_not_of(" \t")
                                        : std::min(shared, line.size()));
        if (i + 1 == lines.size()) { line = line.substr(0, line.find_last_not_of(" \t") + 1); }
        result += line;
    }
    return result;
}

}  // namespace retort::syntax
