// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/parse.h"

#include "compiler/base/parallel.h"
#include "compiler/syntax/lower.h"
#include "compiler/syntax/scanner.h"
#include "compiler/syntax/session.h"

#include <algorithm>
#include <atomic>
#include <iterator>

namespace retort::syntax {
namespace {

using revisions::Revision;
using revisions::RevisionHeader;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/// White space between two places: has it a line end, has it an empty line.
struct Gap {
    bool line_end = false;
    bool blank_line = false;
};

Gap gap_before(std::string_view text, std::size_t at) {
    Gap gap;
    std::size_t line_ends = 0;
    while (at > 0 && is_space(text[at - 1])) {
        --at;
        if (text[at] == '\n') { ++line_ends; }
    }
    gap.line_end = line_ends > 0 || at == 0;
    gap.blank_line = line_ends > 1;
    return gap;
}

/// The comment block that ends right above `item`, marks removed.
std::string description_above(std::string_view text, const Scan& scan, std::size_t item) {
    std::vector<std::string> lines;
    std::size_t below = item;
    for (auto comment = scan.comments.rbegin(); comment != scan.comments.rend(); ++comment) {
        if (comment->begin >= item) { continue; }
        const std::string_view between = text.substr(comment->end, below - comment->end);
        const auto line_ends = std::count(between.begin(), between.end(), '\n');
        // Nothing but comments stands before the first item, so none of them belongs to other text.
        if (line_ends > 1 || !std::all_of(between.begin(), between.end(), is_space)) { break; }
        lines.push_back(comment_text(text.substr(comment->begin, comment->end - comment->begin)));
        below = comment->begin;
    }
    std::string result;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        if (line != lines.rbegin()) { result += '\n'; }
        result += *line;
    }
    return result;
}

std::vector<Comment> comments_of(std::string_view text, const Scan& scan, FileId id) {
    std::vector<Comment> result;
    result.reserve(scan.comments.size());
    for (const RawToken& raw : scan.comments) {
        const Gap gap = gap_before(text, raw.begin);
        result.push_back({{id, raw.begin, raw.end}, gap.line_end, gap.blank_line});
    }
    return result;
}

std::optional<Revision> parse_one(const source::SourceFile& file, FileId id, ScanTo limit,
                                  Diagnostics& diagnostics) {
    Session& own = session();
    if (!own.load(file, id, limit, diagnostics)) { return std::nullopt; }
    if (own.empty()) {
        diagnostics.report(diag::EmptyRevisionFile, {id, 0, 0})
            .help("begin with: revision IDENTIFIER 'message';");
        return std::nullopt;
    }
    const auto [tree, good] = own.parse(&grammar::MigrationParser::revisionFile, id, diagnostics);
    Lowering lowering(file, id, own.tokens(), diagnostics);
    std::optional<Revision> revision = lowering.revision(tree, good);
    if (revision) {
        revision->header.description =
            description_above(file.text, own.scan_of(), own.tokens().at(0)->raw.begin);
    }
    return revision;
}

/// Runs `parse(index, sink)` for every index on as many threads as the machine has; sinks are
/// joined in order, so that nothing shows which thread did what.
template <class Parse>
void for_all(std::size_t count, Diagnostics& diagnostics, Parse parse) {
    constexpr std::size_t kFilesAPart = 64;
    std::vector<Diagnostics> sinks(count_parts(count, kFilesAPart));
    for_each_part(count, kFilesAPart, count_processors(), [&](const Part& part) {
        for (std::size_t i = part.begin; i < part.end; ++i) { parse(i, sinks[part.index]); }
    });
    for (Diagnostics& sink : sinks) { diagnostics.take(std::move(sink)); }
}

/// Where parts of the tokens end that can be parsed for themselves: behind a `;` outside of blocks,
/// each about kTokensAPart long.
std::vector<std::size_t> part_ends(const std::vector<RawToken>& tokens) {
    constexpr std::size_t kTokensAPart = 8192;
    std::vector<std::size_t> ends;
    std::size_t begin = 0;
    std::size_t blocks = 0;
    const std::size_t count = tokens.size() - 1;  // behind them stands the end of the file
    for (std::size_t i = 0; i < count; ++i) {
        if (tokens[i].type == P::LBRACE) { ++blocks; }
        if (tokens[i].type == P::RBRACE && blocks > 0) { --blocks; }
        const bool ends_here = tokens[i].type == P::SEMICOLON && blocks == 0;
        if (ends_here && i + 1 - begin >= kTokensAPart) {
            begin = i + 1;
            ends.push_back(begin);
        }
    }
    if (begin < count || ends.empty()) { ends.push_back(count); }
    return ends;
}

/// The statements that the calling thread's session has cut into tokens, read on several threads;
/// nullopt, without a report, where one has a syntax error.
std::optional<std::vector<schema::Operation>> parse_in_parts(const source::SourceFile& file,
                                                             FileId id, Diagnostics& diagnostics) {
    const std::vector<RawToken>& tokens = session().folded();
    const std::vector<std::size_t> ends = part_ends(tokens);
    std::vector<std::vector<schema::Operation>> read(ends.size());
    std::vector<Diagnostics> sinks(ends.size());
    std::atomic<bool> good{true};
    for_each_part(ends.size(), 1, count_processors(), [&](const Part& part) {
        const std::size_t begin = part.index == 0 ? 0 : ends[part.index - 1];
        const std::size_t end = ends[part.index];
        std::vector<RawToken> own_tokens(tokens.begin() + static_cast<std::ptrdiff_t>(begin),
                                         tokens.begin() + static_cast<std::ptrdiff_t>(end));
        own_tokens.push_back({tokens[end].begin, tokens[end].begin, grammar::kEndOfFile});
        Session& own = session();
        own.load(file.text, own_tokens);
        const auto* tree = own.parse_if_good(&grammar::MigrationParser::statementsOnly);
        if (tree == nullptr) {
            good = false;
            return;
        }
        read[part.index] =
            Lowering(file, id, own.tokens(), sinks[part.index]).statements(tree->statements);
    });
    if (!good) { return std::nullopt; }
    for (Diagnostics& sink : sinks) { diagnostics.take(std::move(sink)); }
    std::vector<schema::Operation> all = std::move(read.front());
    for (std::size_t i = 1; i < read.size(); ++i) {
        std::move(read[i].begin(), read[i].end(), std::back_inserter(all));
    }
    return all;
}

/// Whether a line behind the first block starts with a word of the header: such a file is read as a
/// whole, or a misplaced `revises` would be missed.
bool may_hold_late_items(std::string_view text) {
    std::size_t at = text.find("\n}");
    while (at != std::string_view::npos) {
        std::string_view rest = text.substr(at + 2);
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n;"), rest.size()));
        for (const std::string_view word : {"revi", "created", "author", "branch", "depends",
                                            "targets", "lock_", "statement_", "transaction"}) {
            if (same_word(rest.substr(0, word.size()), word)) { return true; }
        }
        at = text.find("\n}", at + 2);
    }
    return false;
}

}  // namespace

std::string comment_text(std::string_view comment) {
    const bool block = comment.substr(0, 2) == "/*";
    comment.remove_prefix(2);
    if (block) { comment.remove_suffix(2); }
    std::string result;
    std::size_t begin = 0;
    while (begin <= comment.size()) {
        const std::size_t end = std::min(comment.find('\n', begin), comment.size());
        std::string_view line = comment.substr(begin, end - begin);
        const std::size_t first = line.find_first_not_of(block ? " \t\r*" : " \t\r");
        const std::size_t last = line.find_last_not_of(" \t\r");
        line = first == std::string_view::npos || last < first
                   ? std::string_view{}
                   : line.substr(first, last + 1 - first);
        // A line comment keeps the indentation behind its first blank.
        if (!block && begin == 0 && !line.empty()) {
            const std::size_t kept = comment.front() == ' ' ? 1 : 0;
            line = comment.substr(kept, comment.find_last_not_of(" \t\r") + 1 - kept);
        }
        if (begin != 0) { result += '\n'; }
        result += line;
        begin = end + 1;
    }
    while (!result.empty() && result.back() == '\n') { result.pop_back(); }
    while (!result.empty() && result.front() == '\n') { result.erase(0, 1); }
    return result;
}

std::optional<ParsedRevision> parse_revision(const source::SourceFile& file, FileId id,
                                             KeepComments comments, Diagnostics& diagnostics) {
    std::optional<Revision> revision = parse_one(file, id, ScanTo::EndOfFile, diagnostics);
    if (!revision) { return std::nullopt; }
    ParsedRevision result{*std::move(revision), {}};
    if (comments == KeepComments::Yes) {
        result.comments = comments_of(file.text, session().scan_of(), id);
    }
    return result;
}

std::optional<RevisionHeader> parse_header(const source::SourceFile& file, FileId id,
                                           Diagnostics& diagnostics) {
    const ScanTo limit = may_hold_late_items(file.text) ? ScanTo::EndOfFile : ScanTo::Body;
    std::optional<Revision> revision = parse_one(file, id, limit, diagnostics);
    if (!revision) { return std::nullopt; }
    return std::move(revision->header);
}

std::vector<std::optional<Revision>> parse_revisions(const source::SourceFiles& sources,
                                                     std::span<const FileId> files,
                                                     Diagnostics& diagnostics) {
    std::vector<std::optional<Revision>> result(files.size());
    for_all(files.size(), diagnostics, [&](std::size_t i, Diagnostics& sink) {
        result[i] = parse_one(sources.get(files[i]), files[i], ScanTo::EndOfFile, sink);
    });
    return result;
}

std::vector<std::optional<RevisionHeader>> parse_headers(const source::SourceFiles& sources,
                                                         std::span<const FileId> files,
                                                         Diagnostics& diagnostics) {
    std::vector<std::optional<RevisionHeader>> result(files.size());
    for_all(files.size(), diagnostics, [&](std::size_t i, Diagnostics& sink) {
        result[i] = parse_header(sources.get(files[i]), files[i], sink);
    });
    return result;
}

std::vector<schema::Operation> parse_statements(const source::SourceFile& file, FileId id,
                                                Diagnostics& diagnostics) {
    Session& own = session();
    if (!own.cut(file, id, ScanTo::EndOfFile, diagnostics)) { return {}; }
    if (auto statements = parse_in_parts(file, id, diagnostics)) { return *std::move(statements); }
    own.load(file.text, own.folded());
    (void)own.parse(&grammar::MigrationParser::statementsOnly, id, diagnostics);
    return {};
}

}  // namespace retort::syntax
