// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/frame.h"

#include "dialects/sqlite/guard.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <set>

namespace retort::dialects::sqlite {

namespace {

using revisions::VersionMove;
using script::Script;
using script::Segment;
using script::SegmentPart;
using script::SqlStatement;

bool has_transaction(const Script& script, const Segment& segment) {
    return segment.transactional && script.options.transaction != script::TransactionMode::None;
}

/// `5s`, `500ms`, `1min`, `2000` as milliseconds; what is not said waits five seconds.
long long milliseconds(const std::string& timeout) {
    constexpr long long kDefault = 5000;
    std::size_t digits = 0;
    long long number = 0;
    while (digits < timeout.size() && digits < 9 && timeout[digits] >= '0' &&
           timeout[digits] <= '9') {
        number = number * 10 + (timeout[digits++] - '0');
    }
    if (digits == 0) { return kDefault; }
    std::string unit = timeout.substr(digits);
    unit.erase(std::remove(unit.begin(), unit.end(), ' '), unit.end());
    if (unit.empty() || unit == "ms") { return number; }
    if (unit == "s") { return number * 1000; }
    if (unit == "min") { return number * 60'000; }
    if (unit == "h") { return number * 3'600'000; }
    return kDefault;
}

std::string move_text(const Script& script, const VersionMove& move) {
    const std::string table = version_table(script.options);
    switch (move.kind) {
        case VersionMove::Kind::Insert:
            return "INSERT INTO " + table + " (version_num) VALUES (" + text_literal(move.to) + ")";
        case VersionMove::Kind::Update:
            return "UPDATE " + table + " SET version_num = " + text_literal(move.to) +
                   " WHERE version_num = " + text_literal(move.from);
        case VersionMove::Kind::Delete:
            return "DELETE FROM " + table + " WHERE version_num = " + text_literal(move.from);
    }
    return {};
}

/// It must be where the script starts.
bool checks_start(const Script& script) {
    return script.options.guard && !script.purges;
}

/// The kinds of proofs that a segment makes, and so the messages that it needs.
std::set<std::string> kinds_of(const Script& script, const std::vector<Segment>& segments,
                               std::size_t index) {
    const Segment& segment = segments[index];
    std::set<std::string> kinds = {"version", "end"};
    if (checks_start(script)) {
        kinds.insert("start");
        if (!segment.rows_before.empty()) { kinds.insert("table"); }
    }
    if (segment.without_foreign_keys) { kinds.insert({"off", "references"}); }
    for (const SegmentPart& part : segment.parts) {
        if (part.pieces > 1) { kinds.insert({"piece", "done"}); }
        for (const SqlStatement* statement : part.statements) {
            for (const script::StatementCheck& check : statement->checks) {
                kinds.insert(check.kind);
            }
        }
    }
    return kinds;
}

constexpr std::string_view kOneRow = "SELECT changes() = 1";
constexpr std::string_view kNoProgress =
    "SELECT count(*) = 0 FROM main.sqlite_master WHERE name = 'retort_progress'";

bool is_split(const SegmentPart& part) {
    return part.pieces > 1;
}

/// How many pieces of a split revision an earlier segment recorded as done, before this piece: one
/// a piece that ran in a transaction.
std::size_t recorded_before(const std::vector<Segment>& segments, std::size_t segment) {
    std::size_t count = 0;
    const SegmentPart& part = segments[segment].parts.front();
    for (std::size_t i = segment; i-- > 0;) {
        const SegmentPart& earlier = segments[i].parts.front();
        if (earlier.revision != part.revision) { break; }
        if (segments[i].transactional && !earlier.statements.empty()) { ++count; }
    }
    return count;
}

bool records_progress(const Segment& segment, const SegmentPart& part) {
    return is_split(part) && !part.last_piece && segment.transactional && !part.statements.empty();
}

/// Says where the database is, to whoever reads the output, if it is not where the script starts.
std::string where_it_is(const Script& script, const Segment& segment) {
    return "SELECT 'retort: the database is at ' || rows || '; the script starts at ' || " +
           text_literal(rows_words(segment.rows_before)) +
           " AS message\nFROM (\n    SELECT "
           "coalesce(group_concat(version_num, ', '), 'base') AS rows,\n        " +
           rows_condition(segment.rows_before) + " AS ok\n    FROM " +
           version_table(script.options) + "\n)\nWHERE ok IS NOT 1";
}

/// The version table is there.
std::string table_proof(const Script& script) {
    const std::string& schema = script.options.version_table_schema;
    return proof("table", "SELECT count(*) FROM " +
                              (schema.empty() ? std::string("main") : quoted(schema)) +
                              ".sqlite_master WHERE type = 'table' AND name = " +
                              text_literal(script.options.version_table));
}

void add_start_guards(const Script& script, const std::vector<Segment>& segments, std::size_t index,
                      Lines& lines) {
    const Segment& segment = segments[index];
    if (checks_start(script)) {
        lines.add(where_it_is(script, segment));
        lines.add(proof("start", "SELECT " + rows_condition(segment.rows_before) + " FROM " +
                                     version_table(script.options)));
    }
    const SegmentPart& part = segment.parts.front();
    if (is_split(part)) {
        const std::size_t done = recorded_before(segments, index);
        lines.add(proof("piece", done == 0 ? std::string(kNoProgress)
                                           : "SELECT count(*) = " + std::to_string(done) +
                                                 " FROM retort_progress"));
    }
}

/// The guard of a script that has nothing to do. At base there may be no table that it could ask.
std::string guard_alone(const Script& script, int version) {
    if (!checks_start(script) || script.plan->start_rows.empty()) { return {}; }
    Segment nothing;
    nothing.rows_before = script.plan->start_rows;
    Lines lines;
    lines.add("PRAGMA ignore_check_constraints = OFF");
    add_guard_tables(script, nothing, {"table", "start"}, version, lines);
    lines.add(table_proof(script));
    lines.add(where_it_is(script, nothing));
    lines.add(proof("start", "SELECT " + rows_condition(nothing.rows_before) + " FROM " +
                                 version_table(script.options)));
    drop_guard_tables(version, lines);
    return lines.take();
}

/// The proofs that `open` makes.
std::size_t start_count(const Script& script, const Segment& segment) {
    std::size_t count = 0;
    if (checks_start(script)) { count += segment.rows_before.empty() ? 1 : 2; }
    if (is_split(segment.parts.front())) { ++count; }
    if (segment.without_foreign_keys) { count += 2; }
    return count;
}

std::size_t segment_count(const Script& script, const Segment& segment) {
    std::size_t count = start_count(script, segment);
    for (const SegmentPart& part : segment.parts) {
        for (const SqlStatement* statement : part.statements) {
            if (statement->text.empty()) { continue; }
            count += statement->kind == "execute" ? 1 : 0;
            for (const script::StatementCheck& check : statement->checks) {
                count += (check.before.empty() ? 0U : 1U) + (check.after.empty() ? 0U : 1U);
            }
        }
        if (part.last_piece) {
            count += script.revisions[part.revision].planned->version.moves.size();
        }
        if (records_progress(segment, part)) { ++count; }
    }
    if (segment.without_foreign_keys) { ++count; }
    return count + 1;  // the version rows at the end
}

}  // namespace

std::string SqliteFrame::prologue(const Script& script,
                                  const std::vector<Segment>& segments) const {
    if (segments.empty()) { return guard_alone(script, version_); }
    Lines lines;
    lines.add("PRAGMA busy_timeout = " + std::to_string(milliseconds(script.options.lock_timeout)));
    // Every proof of this script is a check, which a client may have turned off.
    lines.add("PRAGMA ignore_check_constraints = OFF");
    return lines.take();
}

std::string SqliteFrame::open(const Script& script, const std::vector<Segment>& segments,
                              std::size_t index) const {
    const Segment& segment = segments[index];
    const bool anew = segment.without_foreign_keys;
    Lines lines;
    add_guard_tables(script, segment, kinds_of(script, segments, index), version_, lines);
    if (checks_start(script) && !segment.rows_before.empty()) { lines.add(table_proof(script)); }
    lines.add(anew ? "PRAGMA foreign_keys = OFF" : "PRAGMA foreign_keys = ON");
    if (has_transaction(script, segment)) {
        lines.add("BEGIN IMMEDIATE");
        // Where BEGIN found the database locked, this opens a transaction all the same: without
        // one, a client that goes on after errors would keep whatever comes next.
        lines.add("SAVEPOINT retort");
    }
    if (segment.rows_before.empty()) { lines.add(create_version_table_text(script.options)); }
    add_start_guards(script, segments, index, lines);
    if (anew) {
        lines.add(proof("off", "SELECT foreign_keys = 0 FROM pragma_foreign_keys"));
        lines.add(note("references before", "SELECT count(*) FROM pragma_foreign_key_check"));
    }
    return lines.take();
}

std::string SqliteFrame::statement(const Script& /*script*/,
                                   const std::vector<Segment>& /*segments*/,
                                   std::size_t /*segment*/, std::size_t /*part*/,
                                   const SqlStatement& statement) const {
    if (statement.text.empty()) { return {}; }
    // A line comment at the end of raw SQL would hide the semicolon.
    const std::size_t line = statement.text.rfind('\n');
    const std::string_view last =
        std::string_view(statement.text).substr(line == std::string::npos ? 0 : line + 1);
    const bool commented = last.find("--") != std::string_view::npos;
    return statement.text + (commented ? "\n;\n" : ";\n");
}

std::vector<std::string> SqliteFrame::proofs_before(const Segment& segment,
                                                    const SqlStatement& statement) const {
    std::vector<std::string> proofs;
    const bool unenforced = !statement.stand_in_before.empty() && segment.without_foreign_keys;
    if (unenforced) {
        for (const std::string& text : statement.stand_in_before) {
            proofs.push_back(text + ";\n");
        }
    }
    for (const script::StatementCheck& check : statement.checks) {
        if (check.before.empty()) { continue; }
        proofs.push_back(
            (check.after.empty() ? proof(check.kind, check.before) : note("before", check.before)) +
            ";\n");
    }
    return proofs;
}

std::vector<std::string> SqliteFrame::proofs_after(const Segment& segment,
                                                   const SqlStatement& statement) const {
    std::vector<std::string> proofs;
    for (const script::StatementCheck& check : statement.checks) {
        if (check.after.empty()) { continue; }
        std::string condition = check.after;
        if (!check.before.empty()) {
            condition +=
                " = (SELECT value FROM temp.retort_guard_rows ORDER BY rowid DESC LIMIT 1)";
        }
        proofs.push_back(proof(check.kind, condition) + ";\n");
    }
    // Raw SQL proves nothing, but what it changed must not be taken for the next statement's work.
    if (statement.kind == "execute") { proofs.push_back(proof("ran", "SELECT 1") + ";\n"); }
    const bool unenforced = !statement.stand_in_after.empty() && segment.without_foreign_keys;
    if (unenforced) {
        for (const std::string& text : statement.stand_in_after) { proofs.push_back(text + ";\n"); }
    }
    return proofs;
}

std::string SqliteFrame::finish_part(const Script& script, const std::vector<Segment>& segments,
                                     std::size_t segment, std::size_t part) const {
    const SegmentPart& piece = segments[segment].parts[part];
    Lines lines;
    if (records_progress(segments[segment], piece)) {
        lines.add("CREATE TABLE IF NOT EXISTS retort_progress (piece INTEGER NOT NULL)");
        lines.add("INSERT INTO retort_progress (piece) VALUES (" + std::to_string(piece.piece + 1) +
                  ")");
        lines.add(proof("done", kOneRow));
    }
    if (!piece.last_piece) { return lines.take(); }
    if (is_split(piece)) { lines.add("DROP TABLE IF EXISTS retort_progress"); }
    if (script.purges) { lines.add("DELETE FROM " + version_table(script.options)); }
    for (const VersionMove& move : script.revisions[piece.revision].planned->version.moves) {
        lines.add(move_text(script, move));
        lines.add(proof("version", kOneRow));
    }
    return lines.take();
}

std::string SqliteFrame::close(const Script& script, const std::vector<Segment>& segments,
                               std::size_t index) const {
    const Segment& segment = segments[index];
    const bool anew = segment.without_foreign_keys;
    Lines lines;
    if (segment.transactional) {
        if (anew) {
            lines.add(proof("references",
                            "SELECT count(*) <= (SELECT value FROM temp.retort_guard_rows\n"
                            "    WHERE kind = 'references before') FROM pragma_foreign_key_check"));
        }
        lines.add(proof("version", "SELECT " + rows_condition(segment.rows_after) + " FROM " +
                                       version_table(script.options)));
        add_gate(segment, version_table(script.options), segment_count(script, segment), version_,
                 lines);
    }
    if (has_transaction(script, segment)) { lines.add("COMMIT"); }
    if (anew) { lines.add("PRAGMA foreign_keys = ON"); }
    return lines.take();
}

std::string SqliteFrame::epilogue(const Script& /*script*/,
                                  const std::vector<Segment>& segments) const {
    if (segments.empty()) { return {}; }
    Lines lines;
    drop_guard_tables(version_, lines);
    return lines.take();
}

}  // namespace retort::dialects::sqlite
