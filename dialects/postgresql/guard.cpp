// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/guard.h"

#include "dialects/postgresql/expressions.h"

#include <algorithm>

namespace retort::dialects::postgresql {
namespace {

using script::Script;
using script::Segment;
using script::SegmentPart;
using script::SqlStatement;

constexpr std::size_t kMaxNameBytes = 63;
constexpr std::string_view kProgressSuffix = "_progress";

std::string literal(std::string_view text) {
    return quote_string(text, kQuoting);
}

std::string qualified(const script::ScriptOptions& options, const std::string& name) {
    SqlWriter out(kQuoting);
    return out.name(QualifiedName(options.version_table_schema, name)).take();
}

std::string joined(const std::vector<std::string>& rows) {
    std::string result;
    for (const std::string& row : rows) { result += (result.empty() ? "" : ", ") + row; }
    return result;
}

/// The version rows as one text, in byte order whatever the database's collation is.
std::string rows_query() {
    return "SELECT coalesce(string_agg(version_num, ', ' ORDER BY version_num COLLATE \"C\"), '')";
}

std::string advisory_key(const script::ScriptOptions& options) {
    const std::string schema =
        options.version_table_schema.empty() ? "" : options.version_table_schema + ".";
    return "hashtextextended(" + literal("retort:" + schema + options.version_table) + ", 0)";
}

/// What a guard adds for a segment of a script: the chain of segments, and half-done revisions.
struct GuardCase {
    const std::vector<std::string>* rows = nullptr;
    std::size_t segments_done = 0;
    bool chained = false;
    std::string own_progress;  ///< the row that this segment may carry on from; empty: none
    std::string run_once;      ///< a row whose presence means that the segment must not run again
};

std::string progress_checks(const script::ScriptOptions& options, const GuardCase& guard) {
    const std::string table = progress_table(options);
    std::string text =
        "    IF problem IS NULL AND to_regclass(" + literal(table) +
        ") IS NOT NULL THEN\n"
        "        SELECT format('revision %s was left half done (%s, piece %s of %s): "
        "run its own script again',\n"
        "                      version_num, direction, piece, pieces)\n"
        "        INTO problem\n"
        "        FROM " +
        table;
    if (!guard.own_progress.empty()) { text += "\n        WHERE NOT (" + guard.own_progress + ")"; }
    text += "\n        LIMIT 1;\n";
    if (!guard.run_once.empty()) {
        text += "        IF problem IS NULL AND EXISTS (SELECT FROM " + table + " WHERE " +
                guard.run_once +
                ") THEN\n"
                "            problem := 'the next statement has run already and cannot be "
                "repeated: run what follows it by hand';\n"
                "        END IF;\n";
    }
    return text + "    END IF;\n";
}

std::string guard_block(const Script& script, const GuardCase& guard) {
    const script::ScriptOptions& options = script.options;
    const std::string table = version_table(options);
    std::string body = "\nDECLARE\n";
    if (!script.purges) { body += "    place text := '';\n"; }
    body += "    problem text;\nBEGIN\n";
    body += "    IF NOT pg_try_advisory_lock(" + advisory_key(options) +
            ") THEN\n"
            "        RAISE EXCEPTION USING ERRCODE = 'RT003',\n"
            "            MESSAGE = 'retort: another migration of this database is running';\n"
            "    END IF;\n";
    if (guard.chained) {
        body += "    IF current_setting('retort.segments_done', true) IS DISTINCT FROM '" +
                std::to_string(guard.segments_done) +
                "' THEN\n"
                "        problem := 'an earlier part of this script failed';\n"
                "    END IF;\n";
    }
    if (!script.purges) {
        body += "    IF to_regclass(" + literal(table) + ") IS NOT NULL THEN\n        " +
                rows_query() + "\n        INTO place\n        FROM " + table + ";\n    END IF;\n";
        body += "    IF problem IS NULL AND place <> " + literal(joined(*guard.rows)) +
                " THEN\n"
                "        problem := format('the database is at %s, but this script starts at %s',\n"
                "                          coalesce(nullif(place, ''), 'base'), " +
                literal(place_text(*guard.rows)) + ");\n    END IF;\n";
    }
    body += progress_checks(options, guard);
    body +=
        "    IF problem IS NOT NULL THEN\n"
        "        PERFORM pg_advisory_unlock_all();\n"
        "        RAISE EXCEPTION USING ERRCODE = 'RT001', MESSAGE = 'retort: ' || problem,\n"
        "            HINT = 'Nothing was changed from here on. To write in this session again:'\n"
        "                ' RESET default_transaction_read_only';\n"
        "    END IF;\n"
        "    PERFORM set_config('default_transaction_read_only', 'off', false);\n"
        "END\n";
    std::string text;
    if (options.comments) {
        text += script.purges
                    ? "-- guard: nothing below takes effect while another migration runs\n"
                    : "-- guard: nothing below takes effect unless the database is at " +
                          comment_line(place_text(*guard.rows)) + "\n";
    }
    text += "SET default_transaction_read_only = on;\n\n";
    return text + "DO " + dollar_quote(body, "retort_guard") + ";\n";
}

void add_move(std::string& body, const script::ScriptOptions& options,
              const revisions::VersionMove& move) {
    const std::string table = version_table(options);
    std::string complaint;
    switch (move.kind) {
        case revisions::VersionMove::Kind::Insert:
            body +=
                "    INSERT INTO " + table + " (version_num) VALUES (" + literal(move.to) + ");\n";
            complaint = options.version_table + " did not take " + move.to;
            break;
        case revisions::VersionMove::Kind::Update:
            body += "    UPDATE " + table + " SET version_num = " + literal(move.to) +
                    " WHERE version_num = " + literal(move.from) + ";\n";
            complaint = options.version_table + " no longer holds " + move.from;
            break;
        case revisions::VersionMove::Kind::Delete:
            body +=
                "    DELETE FROM " + table + " WHERE version_num = " + literal(move.from) + ";\n";
            complaint = options.version_table + " no longer holds " + move.from;
            break;
    }
    body +=
        "    GET DIAGNOSTICS n = ROW_COUNT;\n"
        "    IF n <> 1 THEN\n"
        "        RAISE EXCEPTION USING ERRCODE = 'RT002', MESSAGE = " +
        literal("retort: " + complaint) + ";\n    END IF;\n";
}

}  // namespace

std::string place_text(const std::vector<std::string>& rows) {
    return rows.empty() ? "base" : joined(rows);
}

std::string version_table(const script::ScriptOptions& options) {
    return qualified(options, options.version_table);
}

std::string progress_table(const script::ScriptOptions& options) {
    std::string name = options.version_table;
    if (name.size() > kMaxNameBytes - kProgressSuffix.size()) {
        name.resize(kMaxNameBytes - kProgressSuffix.size());
    }
    return qualified(options, name + std::string(kProgressSuffix));
}

bool records_progress(const std::vector<Segment>& segments, std::size_t segment) {
    const SegmentPart& part = segments[segment].parts.front();
    if (part.pieces == 1) { return false; }
    const std::size_t first = segment - part.piece;
    for (std::size_t i = first; i + 1 < first + part.pieces; ++i) {
        const std::vector<const SqlStatement*>& statements = segments[i].parts.front().statements;
        const bool once = std::any_of(statements.begin(), statements.end(),
                                      [](const SqlStatement* one) { return !one->repeatable; });
        if (!statements.empty() && (segments[i].transactional || once)) { return true; }
    }
    return false;
}

std::string progress_row(const Script& script, const SegmentPart& part) {
    const bool up = script.plan->direction == revisions::Direction::Upgrade;
    return "version_num = " + literal(script.revisions[part.revision].planned->header->id.text) +
           " AND direction = '" + (up ? "up" : "down") +
           "' AND pieces = " + std::to_string(part.pieces);
}

std::string guard_sql(const Script& script, const std::vector<Segment>& segments,
                      std::size_t segment) {
    const Segment& current = segments[segment];
    GuardCase guard;
    guard.rows = &current.rows_before;
    guard.segments_done = segment;
    guard.chained = segments.size() > 1;
    if (records_progress(segments, segment)) {
        const SegmentPart& part = current.parts.front();
        guard.own_progress = progress_row(script, part);
        const bool once = !current.transactional &&
                          std::any_of(part.statements.begin(), part.statements.end(),
                                      [](const SqlStatement* one) { return !one->repeatable; });
        if (once) { guard.run_once = "piece > " + std::to_string(part.piece); }
    }
    return guard_block(script, guard);
}

std::string empty_guard_sql(const Script& script) {
    GuardCase guard;
    guard.rows = &script.plan->start_rows;
    return guard_block(script, guard);
}

std::string version_moves_sql(const Script& script, const SegmentPart& part, bool drops_progress,
                              const std::vector<std::string>* check_rows) {
    const script::ScriptOptions& options = script.options;
    std::string body = "\nDECLARE\n    n bigint;\nBEGIN\n";
    if (script.purges) { body += "    DELETE FROM " + version_table(options) + ";\n"; }
    for (const revisions::VersionMove& move :
         script.revisions[part.revision].planned->version.moves) {
        add_move(body, options, move);
    }
    if (drops_progress) {
        const std::string table = progress_table(options);
        body += "    DELETE FROM " + table + "\n    WHERE " + progress_row(script, part) +
                ";\n"
                "    GET DIAGNOSTICS n = ROW_COUNT;\n"
                "    IF n <> 1 THEN\n"
                "        RAISE EXCEPTION USING ERRCODE = 'RT002',\n"
                "            MESSAGE = 'retort: the record of the pieces done is gone';\n"
                "    END IF;\n"
                "    DROP TABLE " +
                table + ";\n";
    }
    if (check_rows != nullptr) {
        body += "    IF (" + rows_query() + "\n        FROM " + version_table(options) + ") <> " +
                literal(joined(*check_rows)) +
                " THEN\n"
                "        RAISE EXCEPTION USING ERRCODE = 'RT002', MESSAGE = " +
                literal("retort: " + options.version_table + " holds other revisions than " +
                        place_text(*check_rows)) +
                ";\n    END IF;\n";
    }
    return "DO " + dollar_quote(body + "END\n", "retort_version") + ";\n";
}

}  // namespace retort::dialects::postgresql
