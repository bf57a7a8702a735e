// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/frame.h"

#include "dialects/postgresql/guard.h"
#include "dialects/postgresql/sql_text.h"

namespace retort::dialects::postgresql {
namespace {

using script::Script;
using script::Segment;
using script::SegmentPart;
using script::SqlStatement;
using script::TransactionMode;

std::string literal(std::string_view text) {
    return quote_string(text, kQuoting);
}

bool begins_transactions(const Script& script) {
    return script.options.transaction != TransactionMode::None;
}

const std::string& lock_timeout_of(const Script& script, const SegmentPart& part) {
    const std::string& own = script.revisions[part.revision].planned->header->lock_timeout;
    return own.empty() ? script.options.lock_timeout : own;
}

const std::string& statement_timeout_of(const Script& script, const SegmentPart& part) {
    const std::string& own = script.revisions[part.revision].planned->header->statement_timeout;
    return own.empty() ? script.options.statement_timeout : own;
}

/// `SET LOCAL name = '…'` where the setting changes.
std::string change_setting(const Script& script, std::string_view name, const std::string& from,
                           const std::string& to) {
    if (from == to) { return {}; }
    std::string text = begins_transactions(script) ? "SET LOCAL " : "SET ";
    text += name;
    return text + (to.empty() ? " TO DEFAULT" : " = " + literal(to)) + ";\n";
}

/// Statements with an empty line between them.
std::string listed(const std::vector<std::string>& statements) {
    std::string text;
    for (const std::string& statement : statements) {
        if (statement.empty()) { continue; }
        text += (text.empty() ? "" : "\n") + statement;
    }
    return text;
}

bool waits_for_others(const SqlStatement& statement) {
    return statement.kind == "create index" || statement.kind == "drop index";
}

std::string create_progress(const Script& script, const SegmentPart& part) {
    const std::string table = progress_table(script.options);
    const bool up = script.plan->direction == revisions::Direction::Upgrade;
    return listed({"CREATE TABLE IF NOT EXISTS " + table +
                       " (\n"
                       "    version_num varchar(32) NOT NULL PRIMARY KEY,\n"
                       "    direction   text        NOT NULL,\n"
                       "    piece       integer     NOT NULL,\n"
                       "    pieces      integer     NOT NULL\n"
                       ");\n",
                   "INSERT INTO " + table + " (version_num, direction, piece, pieces)\nVALUES (" +
                       literal(script.revisions[part.revision].planned->header->id.text) +
                       (up ? ", 'up', 0, " : ", 'down', 0, ") + std::to_string(part.pieces) +
                       ")\nON CONFLICT (version_num) DO NOTHING;\n"});
}

/// After an earlier piece: that it did its work, and that it is done.
std::string finish_piece(const Script& script, const std::vector<Segment>& segments,
                         std::size_t segment) {
    const SegmentPart& part = segments[segment].parts.front();
    const bool records = records_progress(segments, segment);
    const bool chained = script.options.guard && !segments[segment].transactional;
    std::string body;
    if (chained) {
        // A client that went on after the guard's refusal: the statement above was refused too.
        body +=
            "    IF current_setting('transaction_read_only') = 'on' THEN\n"
            "        RAISE EXCEPTION USING ERRCODE = 'RT001',\n"
            "            MESSAGE = 'retort: the guard above did not let this part run';\n"
            "    END IF;\n";
    }
    for (const SqlStatement* statement : part.statements) {
        if (statement->holds_after.empty()) { continue; }
        body += "    IF (" + statement->holds_after +
                ") IS NOT TRUE THEN\n"
                "        RAISE EXCEPTION USING ERRCODE = 'RT004',\n"
                "            MESSAGE = 'retort: the statement above did not do its work';\n"
                "    END IF;\n";
    }
    if (records) {
        body += "    UPDATE " + progress_table(script.options) +
                "\n    SET piece = greatest(piece, " + std::to_string(part.piece + 1) +
                ")\n    WHERE " + progress_row(script, part) +
                ";\n"
                "    GET DIAGNOSTICS n = ROW_COUNT;\n"
                "    IF n <> 1 THEN\n"
                "        RAISE EXCEPTION USING ERRCODE = 'RT002',\n"
                "            MESSAGE = 'retort: the record of the pieces done is gone';\n"
                "    END IF;\n";
    }
    if (chained) {
        body += "    PERFORM set_config('retort.segments_done', '" + std::to_string(segment + 1) +
                "', false);\n";
    }
    if (body.empty()) { return {}; }
    const std::string declare = records ? "\nDECLARE\n    n bigint;\nBEGIN\n" : "\nBEGIN\n";
    return "DO " + dollar_quote(declare + body + "END\n", "retort_piece") + ";\n";
}

}  // namespace

std::string create_version_table_sql(const script::ScriptOptions& options) {
    SqlWriter key(kQuoting);
    key.name(options.version_table + "_pkc");
    return "CREATE TABLE IF NOT EXISTS " + version_table(options) +
           " (\n    version_num varchar(32) NOT NULL,\n    CONSTRAINT " + key.text() +
           " PRIMARY KEY (version_num)\n);\n";
}

std::string current_query_sql(const script::ScriptOptions& options) {
    return "SELECT version_num\nFROM " + version_table(options) + "\nORDER BY version_num;\n";
}

std::string Frame::prologue(const Script& script, const std::vector<Segment>& segments) const {
    std::vector<std::string> statements{"SET client_encoding = 'UTF8';\n"};
    if (!schema_.empty()) {
        SqlWriter out(kQuoting);
        out.raw("SET search_path = ").name(schema_);
        if (schema_ != "public") { out.raw(", public"); }
        statements.push_back(out.raw(";\n").take());
    }
    if (script.options.guard && segments.size() > 1) {
        statements.emplace_back("SET retort.segments_done = '0';\n");
    }
    if (script.options.guard && segments.empty()) { statements.push_back(empty_guard_sql(script)); }
    return listed(statements);
}

std::string Frame::open(const Script& script, const std::vector<Segment>& segments,
                        std::size_t segment) const {
    const Segment& current = segments[segment];
    const bool transaction = current.transactional && begins_transactions(script);
    std::vector<std::string> statements;
    if (script.options.guard) { statements.push_back(guard_sql(script, segments, segment)); }
    if (transaction) { statements.emplace_back("BEGIN;\n"); }
    if (current.transactional) {
        statements.push_back(
            change_setting(script, "lock_timeout", "", script.options.lock_timeout));
        statements.push_back(
            change_setting(script, "statement_timeout", "", script.options.statement_timeout));
    }
    if (segment == 0 && current.rows_before.empty()) {
        statements.push_back(create_version_table_sql(script.options));
    }
    if (transaction && script.options.guard) {
        statements.push_back("LOCK TABLE " + version_table(script.options) +
                             " IN SHARE ROW EXCLUSIVE MODE;\n");
    }
    if (current.parts.front().piece == 0 && records_progress(segments, segment)) {
        statements.push_back(create_progress(script, current.parts.front()));
    }
    return listed(statements);
}

std::string Frame::begin_part(const Script& script, const std::vector<Segment>& segments,
                              std::size_t segment, std::size_t part) const {
    const Segment& current = segments[segment];
    const SegmentPart& here = current.parts[part];
    std::vector<std::string> statements;
    if (current.transactional) {
        const std::string& lock_before = part == 0
                                             ? script.options.lock_timeout
                                             : lock_timeout_of(script, current.parts[part - 1]);
        const std::string& statement_before =
            part == 0 ? script.options.statement_timeout
                      : statement_timeout_of(script, current.parts[part - 1]);
        statements.push_back(
            change_setting(script, "lock_timeout", lock_before, lock_timeout_of(script, here)));
        statements.push_back(change_setting(script, "statement_timeout", statement_before,
                                            statement_timeout_of(script, here)));
        return listed(statements);
    }
    const SqlStatement& only = *here.statements.front();
    const std::string& timeout = lock_timeout_of(script, here);
    if (!timeout.empty()) {
        statements.push_back("SET lock_timeout = " + literal(timeout) + ";\n");
    }
    statements.emplace_back("SET statement_timeout = 0;\n");
    if (!only.cleanup.empty()) { statements.push_back(only.cleanup + ";\n"); }
    // lock_timeout would also end the wait for older transactions, and leave an invalid index.
    if (waits_for_others(only)) { statements.emplace_back("SET lock_timeout = 0;\n"); }
    return listed(statements);
}

std::string Frame::statement(const Script& script, const std::vector<Segment>& segments,
                             std::size_t segment, std::size_t part,
                             const SqlStatement& statement) const {
    const SegmentPart& here = segments[segment].parts[part];
    const bool may_be_done =
        segments[segment].transactional && !here.last_piece && records_progress(segments, segment);
    // A comment at the end of the user's SQL would hide the semicolon.
    if (!may_be_done) {
        return statement.text + (ends_in_comment(statement.text) ? "\n;\n" : ";\n");
    }
    const std::string body =
        "\nBEGIN\n    IF NOT EXISTS (SELECT FROM " + progress_table(script.options) +
        "\n        WHERE " + progress_row(script, here) + " AND piece > " +
        std::to_string(here.piece) + ") THEN\n        EXECUTE " +
        dollar_quote("\n" + statement.text + "\n", "sql") + ";\n    END IF;\nEND\n";
    return "DO " + dollar_quote(body, "retort_once") + ";\n";
}

std::string Frame::finish_part(const Script& script, const std::vector<Segment>& segments,
                               std::size_t segment, std::size_t part) const {
    const Segment& current = segments[segment];
    const SegmentPart& here = current.parts[part];
    if (!here.last_piece) { return finish_piece(script, segments, segment); }
    const bool last = part + 1 == current.parts.size();
    return version_moves_sql(script, here, records_progress(segments, segment),
                             last && script.options.guard ? &current.rows_after : nullptr);
}

std::string Frame::close(const Script& script, const std::vector<Segment>& segments,
                         std::size_t segment) const {
    if (!segments[segment].transactional) {
        return listed({"RESET lock_timeout;\n", "RESET statement_timeout;\n"});
    }
    std::vector<std::string> statements;
    if (script.options.guard && segments.size() > 1) {
        statements.push_back("SET retort.segments_done = '" + std::to_string(segment + 1) + "';\n");
    }
    if (begins_transactions(script)) { statements.emplace_back("COMMIT;\n"); }
    return listed(statements);
}

std::string Frame::epilogue(const Script& script, const std::vector<Segment>& segments) const {
    std::vector<std::string> statements;
    if (script.options.guard) {
        statements.push_back(
            "DO $retort_unlock$\nBEGIN\n    PERFORM pg_advisory_unlock_all();\nEND\n"
            "$retort_unlock$;\n");
        statements.emplace_back("RESET default_transaction_read_only;\n");
        if (segments.size() > 1) { statements.emplace_back("RESET retort.segments_done;\n"); }
    }
    if (!begins_transactions(script) && !segments.empty()) {
        statements.emplace_back("RESET lock_timeout;\n");
        statements.emplace_back("RESET statement_timeout;\n");
    }
    if (!schema_.empty()) { statements.emplace_back("RESET search_path;\n"); }
    return listed(statements);
}

}  // namespace retort::dialects::postgresql
