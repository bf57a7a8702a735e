// SPDX-License-Identifier: Apache-2.0
#include "compiler/importing/import_statements.h"

#include "compiler/importing/own_words.h"
#include "compiler/schema/apply.h"
#include "compiler/syntax/parse.h"

#include <algorithm>
#include <utility>

namespace retort::importing {
namespace {

using schema::Operation;

/// A printed statement and where it stands in the script.
struct Place {
    std::size_t revision = 0;
    const PrintedStatement* printed = nullptr;
};

std::vector<Place> all_statements(const PrintedScript& script) {
    std::vector<Place> places;
    for (std::size_t i = 0; i < script.revisions.size(); ++i) {
        for (const PrintedStatement& statement : script.revisions[i].statements) {
            places.push_back({i, &statement});
        }
    }
    return places;
}

/// Which of the places a byte of the file belongs to; their number where to none.
std::size_t find_place(const std::vector<Place>& places, std::size_t offset) {
    const auto after =
        std::upper_bound(places.begin(), places.end(), offset,
                         [](std::size_t at, const Place& p) { return at < p.printed->span.begin; });
    if (after == places.begin()) { return places.size(); }
    return static_cast<std::size_t>(after - places.begin()) - 1;
}

/// The file with nothing in it but the statements that are not given up, each at its place.
std::string only_statements(std::string_view text, const std::vector<Place>& places,
                            const std::vector<std::string>& refusals) {
    std::string result(text.size(), ' ');
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!refusals[i].empty()) { continue; }
        const Span span = places[i].printed->span;
        result.replace(span.begin, span.end - span.begin, text, span.begin, span.end - span.begin);
        // The last statement of a script may lack it.
        if (span.end < result.size()) {
            result[span.end] = ';';
        } else {
            result += ';';
        }
    }
    return syntax::with_exact_names(result);
}

/// Notes for each error the statement that it is in. False where one is in none, or none is new.
bool note_refusals(const Diagnostics& found, const std::vector<Place>& places,
                   std::vector<std::string>& refusals) {
    bool progress = false;
    for (const diag::Diagnostic& finding : found.all()) {
        if (finding.severity != diag::Severity::Error) { continue; }
        if (!finding.where.known()) { return false; }
        const std::size_t at = find_place(places, finding.where.begin);
        if (at == places.size()) { return false; }
        if (!refusals[at].empty()) { continue; }
        refusals[at] = finding.message;
        progress = true;
    }
    return progress;
}

/// Text of several lines as it was indented in a program, put below its first line instead. Quotes
/// that go on over a line's end keep every blank.
void align(std::string& text) {
    constexpr std::size_t kIndent = 8;
    if (!syntax::texts_of_several_lines(text, kNoFile).empty()) { return; }
    std::vector<std::string_view> lines;
    std::size_t least = std::string::npos;
    const std::string_view all = text;
    for (std::size_t at = 0; at <= all.size();) {
        const std::size_t end = std::min(all.find('\n', at), all.size());
        lines.push_back(all.substr(at, end - at));
        const std::size_t blanks = lines.back().find_first_not_of(' ');
        if (at != 0 && blanks != std::string_view::npos) { least = std::min(least, blanks); }
        at = end + 1;
    }
    if (lines.size() < 2 || least == std::string::npos) { return; }
    std::string result(lines.front());
    for (std::size_t i = 1; i < lines.size(); ++i) {
        result += '\n';
        if (lines[i].find_first_not_of(' ') == std::string_view::npos) { continue; }
        result += std::string(kIndent, ' ') + std::string(lines[i].substr(least));
    }
    text = std::move(result);
}

/// One row after another, as `bulk_insert` prints them, into the same columns.
bool continues(const ReadStatement& before, const ReadStatement& next) {
    if (before.operations.size() != 1 || next.operations.size() != 1) { return false; }
    const auto* rows = std::get_if<schema::InsertRows>(&before.operations[0].kind);
    const auto* more = std::get_if<schema::InsertRows>(&next.operations[0].kind);
    return rows != nullptr && more != nullptr && rows->table == more->table &&
           rows->columns == more->columns && !rows->columns.empty() &&
           !rows->on_conflict_do_nothing && !more->on_conflict_do_nothing &&
           before.outside_transaction == next.outside_transaction;
}

void add_statement(std::vector<ReadStatement>& statements, ReadStatement next) {
    if (statements.empty() || !continues(statements.back(), next)) {
        statements.push_back(std::move(next));
        return;
    }
    ReadStatement& last = statements.back();
    auto& rows = std::get<schema::InsertRows>(last.operations[0].kind).rows;
    for (auto& row : std::get<schema::InsertRows>(next.operations[0].kind).rows) {
        rows.push_back(std::move(row));
    }
    take_along(last, next);
}

}  // namespace

void take_along(ReadStatement& statement, ReadStatement& next) {
    statement.span = cover(statement.span, next.span);
    statement.printed += next.printed;
    std::move(next.comments.begin(), next.comments.end(), std::back_inserter(statement.comments));
}

void keep_as_text(ReadStatement& statement, std::string_view text, std::string reason) {
    schema::Execute execute;
    execute.up.texts.emplace_back("", std::string(text));
    statement.operations.clear();
    statement.operations.push_back({std::move(execute), statement.span});
    statement.reason = std::move(reason);
}

std::vector<std::vector<ReadStatement>> read_statements(const source::SourceFile& file, FileId id,
                                                        const PrintedScript& script,
                                                        Diagnostics& diagnostics) {
    const std::vector<Place> places = all_statements(script);
    std::vector<std::string> refusals(places.size());
    std::vector<Operation> operations;
    // A quote that is never closed hides what follows, so it takes a turn for each of those.
    for (bool again = true; again;) {
        Diagnostics found;
        const source::SourceFile statements{file.path,
                                            only_statements(file.text, places, refusals)};
        operations = syntax::parse_statements(statements, id, found);
        again = found.has_errors();
        if (again && !note_refusals(found, places, refusals)) {
            diagnostics.take(std::move(found));
            return {};
        }
    }
    std::vector<std::vector<ReadStatement>> result(script.revisions.size());
    std::size_t next = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        ReadStatement statement;
        statement.span = places[i].printed->span;
        statement.outside_transaction = places[i].printed->outside_transaction;
        for (const Span& comment : places[i].printed->comments) {
            statement.comments.push_back(
                file.text.substr(comment.begin, comment.end - comment.begin));
        }
        const std::size_t end =
            i + 1 < places.size() ? places[i + 1].printed->span.begin : std::string_view::npos;
        for (; next < operations.size() && operations[next].span.begin < end; ++next) {
            auto* text = std::get_if<schema::SqlStatementText>(&operations[next].kind);
            if (text != nullptr) { align(text->text); }
            statement.operations.push_back(std::move(operations[next]));
        }
        if (!refusals[i].empty()) {
            const std::string_view text(file.text);
            keep_as_text(
                statement,
                text.substr(statement.span.begin, statement.span.end - statement.span.begin),
                std::move(refusals[i]));
        }
        if (statement.operations.empty()) { continue; }
        add_statement(result[places[i].revision], std::move(statement));
    }
    return result;
}

std::string apply_operations(std::vector<Operation> operations, const ImportRules& rules,
                             schema::Schema& schema, std::vector<AppliedOperation>& applied) {
    schema::Schema state = schema;
    std::vector<AppliedOperation> made;
    for (std::size_t i = 0, ordered = 0; i < operations.size(); ++i) {
        if (i == ordered) {
            ordered = schema::order_drops(operations, i, state, rules.naming, rules.default_schema);
        }
        AppliedOperation one{operations[i], operations[i], true, state, {}, {}};
        schema::resolve_schemas(one.applied, state, rules.default_schema);
        one.runs = schema::prune(one.applied, state);
        Diagnostics found;
        if (one.runs && !schema::apply(one.applied, state, rules.naming, found)) {
            for (const diag::Diagnostic& finding : found.all()) {
                if (finding.severity == diag::Severity::Error) { return finding.message; }
            }
            return "it does not fit the schema";
        }
        made.push_back(std::move(one));
    }
    schema = std::move(state);
    std::move(made.begin(), made.end(), std::back_inserter(applied));
    return {};
}

std::string apply_statement(ReadStatement& statement, const ImportRules& rules,
                            schema::Schema& schema, std::vector<AppliedOperation>& applied) {
    std::string refusal = apply_operations(statement.operations, rules, schema, applied);
    if (refusal.empty()) { return refusal; }
    std::vector<Operation> translated = statement.operations;
    bool changed = false;
    for (Operation& operation : translated) {
        changed = put_in_own_words(operation, schema) || changed;
    }
    if (!changed) { return refusal; }
    refusal = apply_operations(translated, rules, schema, applied);
    if (refusal.empty()) { statement.operations = std::move(translated); }
    return refusal;
}

bool is_data(const Operation& operation) {
    if (const auto* text = std::get_if<schema::SqlStatementText>(&operation.kind)) {
        return text->keyword != "set" && text->keyword != "reset";
    }
    return std::holds_alternative<schema::InsertRows>(operation.kind) ||
           std::holds_alternative<schema::UpdateRows>(operation.kind) ||
           std::holds_alternative<schema::DeleteRows>(operation.kind) ||
           std::holds_alternative<schema::Execute>(operation.kind);
}

}  // namespace retort::importing
