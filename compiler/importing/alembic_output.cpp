// SPDX-License-Identifier: Apache-2.0
#include "compiler/importing/alembic_output.h"

#include "compiler/syntax/parse.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace retort::importing {
namespace {

constexpr std::string_view kRunning = "-- Running ";
constexpr std::string_view kSkipped = "-- SKIPPED";
constexpr std::string_view kVersionColumn = "version_num";

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Reads a statement word by word. Every step says whether it was there.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    /// Several words or marks, letters of either case: `insert into`, `(`.
    bool take(std::string_view words) {
        const std::size_t start = at_;
        for (std::size_t i = 0; i < words.size();) {
            if (words[i] == ' ') {
                ++i;
                continue;
            }
            skip_space();
            for (; i < words.size() && words[i] != ' '; ++i, ++at_) {
                if (at_ >= text_.size() || lower(text_[at_]) != words[i]) {
                    at_ = start;
                    return false;
                }
            }
        }
        return true;
    }
    /// `name`, `schema.name`, `"Schema".name`: quotes removed.
    std::optional<std::string> name() {
        skip_space();
        std::string result;
        for (bool quoted = false; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (is_space(c) || c == '(' || c == ')' || c == '=' || c == ';')) {
                break;
            } else {
                result += c;
            }
        }
        if (result.empty()) { return std::nullopt; }
        return result;
    }
    std::optional<std::string> string() {
        skip_space();
        const std::size_t start = at_;
        if (at_ >= text_.size() || text_[at_] != '\'') { return std::nullopt; }
        const std::size_t close = text_.find('\'', at_ + 1);
        if (close == std::string_view::npos) { return std::nullopt; }
        at_ = close + 1;
        return std::string(text_.substr(start + 1, close - start - 1));
    }
    [[nodiscard]] bool at_end() {
        skip_space();
        return at_ == text_.size();
    }

private:
    void skip_space() {
        while (at_ < text_.size() && is_space(text_[at_])) { ++at_; }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// A change of one row of the version table.
struct RowMove {
    std::string table;
    std::string before;  ///< empty: a new row
    std::string after;   ///< empty: the row goes
};

/// `… T.version_num = 'x'`.
bool read_condition(Reader& reader, const std::string& table, std::string& row) {
    if (!reader.take("where")) { return false; }
    const auto column = reader.name();
    if (!column || *column != table + "." + std::string(kVersionColumn)) { return false; }
    if (!reader.take("=")) { return false; }
    const auto value = reader.string();
    if (value) { row = *value; }
    return value && reader.at_end();
}

std::optional<RowMove> read_row_move(std::string_view statement) {
    Reader reader(statement);
    RowMove move;
    const bool insert = reader.take("insert into ");
    const bool erase = !insert && reader.take("delete from ");
    if (!insert && !erase && !reader.take("update ")) { return std::nullopt; }
    const auto table = reader.name();
    if (!table) { return std::nullopt; }
    move.table = *table;
    if (erase) {
        if (!read_condition(reader, move.table, move.before)) { return std::nullopt; }
        return move;
    }
    if (!reader.take(insert ? "( version_num ) values (" : "set version_num =")) {
        return std::nullopt;
    }
    const auto value = reader.string();
    if (!value) { return std::nullopt; }
    move.after = *value;
    if (insert) {
        if (!reader.take(")")) { return std::nullopt; }
        if (!reader.at_end() && !reader.take("returning ")) { return std::nullopt; }
        return move;
    }
    if (!read_condition(reader, move.table, move.before)) { return std::nullopt; }
    return move;
}

/// The table that `create table T (version_num varchar(…) …)` makes, if it is a version table.
std::optional<std::string> read_version_table(std::string_view statement) {
    Reader reader(statement);
    if (!reader.take("create table ")) { return std::nullopt; }
    (void)reader.take("if not exists ");
    auto table = reader.name();
    if (!table || !reader.take("( version_num varchar (")) { return std::nullopt; }
    return table;
}

/// `drop table T`, `alter table T …`, `create table T …`: what is done to the table itself.
bool is_about_table(std::string_view statement, const std::string& table) {
    for (const std::string_view start : {"drop table ", "create table ", "alter table "}) {
        Reader reader(statement);
        if (!reader.take(start)) { continue; }
        if (!reader.take("if not exists ")) { (void)reader.take("if exists "); }
        return reader.name() == table;
    }
    return false;
}

bool is_word(std::string_view statement, std::string_view word) {
    Reader reader(statement);
    return reader.take(word) &&
           (reader.at_end() || reader.take("transaction") || reader.take("immediate")) &&
           reader.at_end();
}

std::vector<Name> read_names(std::string_view list, FileId file, std::size_t offset) {
    std::vector<Name> names;
    for (std::size_t at = 0; at < list.size();) {
        while (at < list.size() && (is_space(list[at]) || list[at] == ',')) { ++at; }
        std::size_t end = at;
        while (end < list.size() && !is_space(list[end]) && list[end] != ',') { ++end; }
        if (end > at) {
            names.emplace_back(std::string(list.substr(at, end - at)),
                               Span{file, static_cast<std::uint32_t>(offset + at),
                                    static_cast<std::uint32_t>(offset + end)});
        }
        at = end;
    }
    return names;
}

/// `-- Running upgrade a, b -> c`, `-- Running downgrade c -> a, b`; nothing for other lines.
std::optional<PrintedRevision> read_head(std::string_view line, FileId file, std::size_t offset) {
    if (!line.starts_with(kRunning)) { return std::nullopt; }
    std::size_t at = kRunning.size();
    PrintedRevision revision;
    if (line.substr(at).starts_with("upgrade ")) {
        at += 8;
    } else if (line.substr(at).starts_with("downgrade ")) {
        revision.movement = Movement::Down;
        at += 10;
    } else {
        return std::nullopt;
    }
    const std::size_t arrow = line.find("->", at);
    if (arrow == std::string_view::npos) { return std::nullopt; }
    std::vector<Name> left = read_names(line.substr(at, arrow - at), file, offset + at);
    std::vector<Name> right = read_names(line.substr(arrow + 2), file, offset + arrow + 2);
    std::vector<Name>& ids = revision.movement == Movement::Up ? right : left;
    if (ids.empty()) { return std::nullopt; }
    revision.id = ids.front();
    if (revision.movement == Movement::Up) {
        // What an environment prints besides: `-> c, message`.
        std::string_view rest = line.substr(revision.id.span.end - offset);
        while (!rest.empty() && (is_space(rest.front()) || rest.front() == ',')) {
            rest.remove_prefix(1);
        }
        while (!rest.empty() && is_space(rest.back())) { rest.remove_suffix(1); }
        revision.message = rest;
    }
    revision.parents = std::move(revision.movement == Movement::Up ? left : right);
    // Alembic before 0.7 says so of the base.
    if (revision.parents.size() == 1 && revision.parents[0].text == "None") {
        revision.parents.clear();
    }
    return revision;
}

/// Cuts the file at its heads; a line in a quote is none. What stands above the first is not a
/// revision's.
std::vector<PrintedRevision> cut(std::string_view text, FileId file) {
    std::vector<PrintedRevision> revisions;
    const std::vector<Span> quotes = syntax::texts_of_several_lines(text, file);
    auto quote = quotes.begin();
    std::size_t at = 0;
    while (at < text.size()) {
        while (quote != quotes.end() && quote->end <= at) { ++quote; }
        if (quote != quotes.end() && quote->begin < at) {
            at = std::min(text.find('\n', quote->end), text.size()) + 1;
            continue;
        }
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        const auto offset = static_cast<std::uint32_t>(at);
        if (std::optional<PrintedRevision> head = read_head(line, file, at)) {
            if (!revisions.empty()) { revisions.back().section.end = offset; }
            head->section = {file, static_cast<std::uint32_t>(end), 0};
            revisions.push_back(std::move(*head));
        } else if (line.starts_with(kSkipped) && !revisions.empty()) {
            PrintedRevision& revision = revisions.back();
            const std::size_t colon = line.find(": ");
            revision.skipped = true;
            if (colon != std::string_view::npos) { revision.skip_reason = line.substr(colon + 2); }
            while (!revision.skip_reason.empty() && is_space(revision.skip_reason.back())) {
                revision.skip_reason.pop_back();
            }
        }
        at = end + 1;
    }
    if (!revisions.empty()) {
        revisions.back().section.end = static_cast<std::uint32_t>(text.size());
    }
    return revisions;
}

/// The statements of a part of the file.
std::vector<Span> statements_of(std::string_view text, Span part) {
    std::vector<Span> spans =
        syntax::split_statements(text.substr(part.begin, part.end - part.begin), part.file);
    for (Span& span : spans) {
        span.begin += part.begin;
        span.end += part.begin;
    }
    return spans;
}

/// The comments of a part of the file, without what Alembic says itself.
std::vector<Span> comments_of(std::string_view text, Span part) {
    std::vector<Span> comments;
    for (Span span :
         syntax::comments_in(text.substr(part.begin, part.end - part.begin), part.file)) {
        span.begin += part.begin;
        span.end += part.begin;
        const std::string_view comment = text.substr(span.begin, span.end - span.begin);
        if (!comment.starts_with(kSkipped)) { comments.push_back(span); }
    }
    return comments;
}

/// The version table: made above the first revision or, in a script that starts further up, the
/// one that a revision's last statements change.
std::string find_version_table(std::string_view text, const std::vector<PrintedRevision>& revisions,
                               FileId file) {
    const std::size_t above = revisions.empty() ? 0 : revisions.front().section.begin;
    for (const Span& span : statements_of(text, {file, 0, static_cast<std::uint32_t>(above)})) {
        if (auto table = read_version_table(text.substr(span.begin, span.end - span.begin))) {
            return std::move(*table);
        }
    }
    for (const PrintedRevision& revision : revisions) {
        const std::vector<Span> spans = statements_of(text, revision.section);
        for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
            if (auto move = read_row_move(text.substr(span->begin, span->end - span->begin))) {
                return std::move(move->table);
            }
        }
    }
    return {};
}

void read_section(std::string_view text, const std::string& version_table,
                  PrintedRevision& revision) {
    bool outside = false;
    const std::vector<Span> comments = comments_of(text, revision.section);
    auto comment = comments.begin();
    std::vector<Span> unclaimed;
    for (const Span& span : statements_of(text, revision.section)) {
        for (; comment != comments.end() && comment->begin < span.end; ++comment) {
            unclaimed.push_back(*comment);
        }
        const std::string_view statement = text.substr(span.begin, span.end - span.begin);
        if (is_word(statement, "commit") || is_word(statement, "begin")) {
            outside = lower(statement.front()) == 'c';
            continue;
        }
        if (const auto move = read_row_move(statement); move && move->table == version_table) {
            revision.moves_version = true;
            if (!move->before.empty()) { revision.rows_before.push_back(move->before); }
            if (!move->after.empty()) { revision.rows_after.push_back(move->after); }
        } else if (!is_about_table(statement, version_table) && !revision.skipped) {
            revision.statements.push_back({span, outside, std::exchange(unclaimed, {})});
        }
    }
    // What stands below the last statement goes with it.
    unclaimed.insert(unclaimed.end(), comment, comments.end());
    if (revision.statements.empty()) { return; }
    std::vector<Span>& last = revision.statements.back().comments;
    last.insert(last.end(), unclaimed.begin(), unclaimed.end());
}

}  // namespace

std::string clean_output(std::string_view text) {
    constexpr std::string_view kBom = "\xef\xbb\xbf";
    constexpr std::string_view kLogger = " [alembic.";
    if (text.starts_with(kBom)) { text.remove_prefix(kBom.size()); }
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        at = end + 1;
        // `INFO  [alembic.runtime.migration] …`: the level takes five places.
        const std::size_t logger = line.find(kLogger);
        const std::string_view level =
            logger == std::string_view::npos || logger < 5 ? "" : line.substr(logger - 5, 5);
        if (level == "INFO " || level == "DEBUG" || level == "WARNI" || level == "ERROR") {
            result += line.substr(0, logger - 5);  // the statement goes on in the next line
            continue;
        }
        if (line.ends_with('\r')) { line.remove_suffix(1); }
        result += line;
        if (end < text.size()) { result += '\n'; }
    }
    return result;
}

PrintedScript read_alembic_output(const source::SourceFile& file, FileId id) {
    PrintedScript script;
    const std::string_view text = file.text;
    script.revisions = cut(text, id);
    script.version_table = find_version_table(text, script.revisions, id);
    for (PrintedRevision& revision : script.revisions) {
        read_section(text, script.version_table, revision);
    }
    return script;
}

}  // namespace retort::importing
