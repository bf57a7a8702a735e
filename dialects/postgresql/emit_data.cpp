// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/emission.h"
#include "dialects/postgresql/sql_text.h"

#include <algorithm>

namespace retort::dialects::postgresql {
namespace {

using namespace schema;

/// A row that is written out needs this where the database would generate the value always.
bool overrides_identity(const Emission& e, const InsertRows& operation) {
    const Table* table = e.before.find_table(operation.table);
    if (table == nullptr) { return false; }
    for (std::size_t i = 0; i < operation.columns.size(); ++i) {
        const Column* column = table->find_column(operation.columns[i].text);
        if (column == nullptr || !column->identity || !column->identity->always) { continue; }
        const bool written = std::any_of(
            operation.rows.begin(), operation.rows.end(), [&](const std::vector<Expr>& row) {
                return i < row.size() && row[i].kind != ExprKind::Default;
            });
        if (written) { return true; }
    }
    return false;
}

std::string where_clause(const Box<Expr>& where, const Settings& settings) {
    SqlWriter out(kQuoting);
    out.raw("WHERE ");
    write_expr(out, *where, settings);
    return out.take();
}

std::string assignments(const UpdateRows& operation, const Settings& settings) {
    SqlWriter out(kQuoting);
    out.raw("SET ");
    for (std::size_t i = 0; i < operation.assignments.size(); ++i) {
        if (i != 0) { out.raw(",\n        "); }
        out.name(operation.assignments[i].column).raw(" = ");
        write_expr(out, operation.assignments[i].value, settings);
    }
    return out.take();
}

/// The rows of one batch. A row's ctid is unique only in its own table, and a table that inherits
/// may exist without the model's knowledge: only with its table does it name one row.
void write_batch_rows(SqlWriter& out, const QualifiedName& name, const Box<Expr>& where,
                      std::int64_t size, const Settings& settings) {
    out.raw("WITH retort_rows AS (\nSELECT tableoid, ctid FROM ").name(name);
    if (where) { out.raw(" ").user_sql(where_clause(where, settings)); }
    out.raw(" LIMIT ").number(size).raw(" FOR UPDATE\n), batch AS (\n");
}

/// The array makes it a scan by ctid, which reads a batch's pages alone. As text the pairs are
/// joined by hash in every version: type tid has one since PostgreSQL 14.
constexpr std::string_view kInBatch =
    "WHERE ctid = ANY (ARRAY(SELECT ctid FROM retort_rows))\n"
    "    AND (tableoid, ctid::text) IN (SELECT tableoid, ctid::text FROM retort_rows)";

/// A loop that commits each batch; `again` counts rows that a batch left as it found them.
std::string batch_loop(const std::string& statement, bool counts_again,
                       const QualifiedName& table) {
    std::string body = "\nDECLARE\n    done bigint;\n";
    if (counts_again) { body += "    again bigint;\n"; }
    body += "BEGIN\n    LOOP\n        EXECUTE " + dollar_quote("\n" + statement + "\n", "sql");
    body += counts_again ? " INTO done, again;\n" : " INTO done;\n";
    if (counts_again) {
        SqlWriter raise(kQuoting);
        raise.raw(
            "        IF again > 0 THEN\n            RAISE EXCEPTION USING ERRCODE = 'RT005', "
            "MESSAGE = ");
        raise.string("retort: the batches on " + table.text() +
                     " would never end: rows still meet the condition after the update");
        raise.raw(";\n        END IF;\n");
        body += raise.text();
    }
    body += "        COMMIT;\n        EXIT WHEN done = 0;\n    END LOOP;\nEND\n";
    return "DO " + dollar_quote(body, "retort_batches");
}

void check_batch(const Emission& e, const UpdateRows& operation) {
    std::string problem;
    if (!operation.where) {
        problem = "without a `where` every row is always one more to do";
    } else if (operation.where->kind != ExprKind::Exists) {
        bool mentioned = false;
        bool text = false;
        for_each_column(*operation.where, [&](const Expr& reference) {
            for (const Assignment& assignment : operation.assignments) {
                mentioned = mentioned || reference.names.back() == assignment.column;
            }
        });
        const std::string where = expr_sql(*operation.where, e.settings);
        text =
            where.find("SELECT") != std::string::npos || where.find("select") != std::string::npos;
        if (!mentioned && !text) { problem = "the `where` looks at no column that is set"; }
    }
    if (problem.empty()) { return; }
    e.diagnostics.report(diag::BatchWithoutEnd, e.origin, operation.table.text(), problem)
        .help("add a `where` that turns false for a row once it is done");
}

void emit_batched_update(const Emission& e, const UpdateRows& operation) {
    check_batch(e, operation);
    if (!operation.where) { return; }
    const std::string where = expr_sql(*operation.where, e.settings);
    SqlWriter out(kQuoting);
    write_batch_rows(out, operation.table, operation.where, *operation.batch_size, e.settings);
    out.raw("UPDATE ").name(operation.table).raw("\n    ");
    out.user_sql(assignments(operation, e.settings)).raw("\n").user_sql(kInBatch);
    out.raw("\nRETURNING (").user_sql(where).raw(") AS again\n)\n");
    out.raw("SELECT count(*), count(*) FILTER (WHERE again) FROM batch");
    script::SqlStatement& statement =
        e.add("update", batch_loop(out.text(), true, operation.table));
    statement.transactional = false;
    set_lock(statement, Lock::RowExclusive, operation.table);
    SqlWriter left(kQuoting);
    left.raw("NOT EXISTS (SELECT FROM ").name(operation.table).raw(" WHERE ").user_sql(where);
    statement.holds_after = left.raw(")").take();
}

/// Code that another dialect's users write must not end in surprises here: one statement at a time.
void emit_text(const Emission& e, const std::string& text, std::string_view kind) {
    if (has_stray_backslash(text)) {
        e.diagnostics.report(diag::BackslashInSql, e.origin)
            .help("put it in a string, or between dollar quotes");
    }
    for (const TextStatement& part : split_statements(text)) {
        if (controls_transaction(part)) {
            e.diagnostics.report(diag::TransactionControl, e.origin, part.words.front())
                .help(
                    "leave it out: the script opens and ends its transactions, and `transaction "
                    "off;` in the header takes raw SQL out of them");
            continue;
        }
        script::SqlStatement& statement = e.add(kind, protect_colons(part.text));
        statement.transactional = is_transactional(part);
        statement.repeatable = is_repeatable(part);
        statement.settles = added_enum_literal(part);
    }
}

}  // namespace

void emit_operation(const Emission& e, const InsertRows& operation) {
    SqlWriter out(kQuoting);
    out.raw("INSERT INTO ").name(operation.table);
    if (!operation.columns.empty()) { out.raw(" ").names(operation.columns); }
    if (overrides_identity(e, operation)) { out.raw("\nOVERRIDING SYSTEM VALUE"); }
    out.raw("\nVALUES");
    for (std::size_t i = 0; i < operation.rows.size(); ++i) {
        out.raw(i == 0 ? Raw("\n    (") : Raw(",\n    ("));
        const std::vector<Expr>& row = operation.rows[i];
        for (std::size_t j = 0; j < row.size(); ++j) {
            if (j != 0) { out.raw(", "); }
            write_expr(out, row[j], e.settings);
        }
        out.raw(")");
    }
    if (operation.on_conflict_do_nothing) { out.raw("\nON CONFLICT DO NOTHING"); }
    set_lock(e.add("insert", out), Lock::RowExclusive, operation.table);
}

void emit_operation(const Emission& e, const UpdateRows& operation) {
    if (operation.batch_size) {
        emit_batched_update(e, operation);
        return;
    }
    SqlWriter first(kQuoting);
    first.raw("UPDATE ").name(operation.table);
    std::vector<std::string> clauses{assignments(operation, e.settings)};
    if (operation.where) { clauses.push_back(where_clause(operation.where, e.settings)); }
    script::SqlStatement& statement = e.add("update", on_lines(first.take(), clauses));
    set_lock(statement, Lock::RowExclusive, operation.table);
}

void emit_operation(const Emission& e, const DeleteRows& operation) {
    if (operation.batch_size) {
        SqlWriter out(kQuoting);
        write_batch_rows(out, operation.table, operation.where, *operation.batch_size, e.settings);
        out.raw("DELETE FROM ").name(operation.table).raw("\n").user_sql(kInBatch);
        out.raw("\nRETURNING 1\n)\nSELECT count(*) FROM batch");
        script::SqlStatement& statement =
            e.add("delete", batch_loop(out.text(), false, operation.table));
        statement.transactional = false;
        set_lock(statement, Lock::RowExclusive, operation.table);
        SqlWriter left(kQuoting);
        left.raw("NOT EXISTS (SELECT FROM ").name(operation.table);
        if (operation.where) { left.raw(" ").user_sql(where_clause(operation.where, e.settings)); }
        statement.holds_after = left.raw(")").take();
        return;
    }
    SqlWriter first(kQuoting);
    first.raw("DELETE FROM ").name(operation.table);
    std::vector<std::string> clauses;
    if (operation.where) { clauses.push_back(where_clause(operation.where, e.settings)); }
    script::SqlStatement& statement = e.add("delete", on_lines(first.take(), clauses));
    set_lock(statement, Lock::RowExclusive, operation.table);
}

void emit_operation(const Emission& e, const SqlStatementText& operation) {
    emit_text(e, operation.text, operation.keyword);
}

void emit_operation(const Emission& e, const Execute& operation) {
    for (const auto& [dialect, text] : operation.up.texts) {
        if (dialect.empty() || dialect == "postgresql") { emit_text(e, text, "execute"); }
    }
}

void emit_operation(const Emission& e, const Assert& operation) {
    SqlWriter test(kQuoting);
    test.raw("SELECT ");
    write_expr(test, operation.condition, e.settings);
    SqlWriter message(kQuoting);
    message.string(operation.message);
    std::string body = "\nDECLARE\n    holds boolean;\nBEGIN\n    EXECUTE ";
    body += dollar_quote(test.text(), "sql") + " INTO holds;\n    IF holds IS NOT TRUE THEN\n";
    body += "        RAISE EXCEPTION USING ERRCODE = 'RT006', MESSAGE = " + message.text();
    body += ";\n    END IF;\nEND\n";
    e.add("assert", "DO " + dollar_quote(body, "retort_assert"));
}

}  // namespace retort::dialects::postgresql
