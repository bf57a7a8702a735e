// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/parse.h"
#include "compiler/syntax/scanner.h"

#include <algorithm>

#include "MigrationParser.h"

namespace retort::syntax {
namespace {

using P = grammar::MigrationParser;

struct Folded {
    Scan scan;
    std::vector<RawToken> tokens;
};

Folded fold(std::string_view sql) {
    Folded folded;
    scan(sql, ScanTo::EndOfFile, folded.scan);
    fold_texts(sql, folded.scan.tokens, folded.tokens);
    return folded;
}

bool is_unterminated(const RawToken& token) {
    return token.type == P::UNTERMINATED_STRING || token.type == P::UNTERMINATED_DOLLAR ||
           token.type == P::UNTERMINATED_COMMENT || token.type == P::UNTERMINATED_NAME;
}

/// The statements as they are printed: an empty line behind each `;`.
std::vector<Span> split_at_empty_lines(std::string_view sql, FileId id) {
    constexpr std::string_view kSpace = " \t\r\n;";
    std::vector<Span> spans;
    for (std::size_t at = sql.find_first_not_of(kSpace); at != std::string_view::npos;) {
        const std::size_t end = std::min(sql.find(";\n\n", at), sql.size());
        const std::size_t last = sql.find_last_not_of(kSpace, end - 1);
        spans.push_back({id, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(last + 1)});
        at = sql.find_first_not_of(kSpace, end);
    }
    return spans;
}

}  // namespace

std::vector<Span> split_statements(std::string_view sql, FileId id) {
    const Folded folded = fold(sql);
    const std::vector<RawToken>& all = folded.scan.tokens;
    if (std::any_of(all.begin(), all.end(), is_unterminated)) {
        return split_at_empty_lines(sql, id);
    }
    std::vector<Span> spans;
    bool open = false;
    for (const RawToken& token : folded.tokens) {
        if (token.type == P::SEMICOLON || token.type == grammar::kEndOfFile) {
            open = false;
        } else if (open) {
            spans.back().end = token.end;
        } else {
            spans.push_back({id, token.begin, token.end});
            open = true;
        }
    }
    return spans;
}

std::vector<Span> comments_in(std::string_view sql, FileId id) {
    Scan all;
    scan(sql, ScanTo::EndOfFile, all);
    std::vector<Span> spans;
    for (const RawToken& comment : all.comments) {
        spans.push_back({id, comment.begin, comment.end});
    }
    return spans;
}

std::vector<Span> texts_of_several_lines(std::string_view sql, FileId id) {
    Scan all;
    scan(sql, ScanTo::EndOfFile, all);
    if (std::any_of(all.tokens.begin(), all.tokens.end(), is_unterminated)) { return {}; }
    std::vector<Span> spans;
    for (const auto* list : {&all.tokens, &all.comments}) {
        for (const RawToken& token : *list) {
            const std::string_view text = sql.substr(token.begin, token.end - token.begin);
            if (text.find('\n') != std::string_view::npos) {
                spans.push_back({id, token.begin, token.end});
            }
        }
    }
    std::sort(spans.begin(), spans.end(),
              [](const Span& a, const Span& b) { return a.begin < b.begin; });
    return spans;
}

std::string with_exact_names(std::string_view sql) {
    std::string text(sql);
    for (const RawToken& token : fold(sql).tokens) {
        if (token.type == P::SQL_TEXT || token.type == P::SQL_STATEMENT || token.type == P::QUERY) {
            continue;
        }
        const char first = token.begin < text.size() ? text[token.begin] : ' ';
        const bool string_prefix = token.end > token.begin && text[token.end - 1] == '\'';
        const bool word =
            (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z') || first == '_';
        if (!word || string_prefix) { continue; }
        for (std::size_t at = token.begin; at < token.end; ++at) {
            if (text[at] >= 'A' && text[at] <= 'Z') {
                text[at] = static_cast<char>(text[at] - 'A' + 'a');
            }
        }
    }
    return text;
}

}  // namespace retort::syntax
