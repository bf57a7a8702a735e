// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/emission.h"
#include "dialects/postgresql/newer_forms.h"

namespace retort::dialects::postgresql {
namespace {

using namespace schema;

/// The index's name with its table's schema, which is where PostgreSQL puts it.
QualifiedName full_name(const QualifiedName& index, const QualifiedName& table) {
    return index.schema.empty() ? QualifiedName(table.schema, index.name) : index;
}

std::string name_sql(const QualifiedName& name) {
    SqlWriter out(kQuoting);
    return out.name(name).take();
}

/// `to_regclass('…')` of a name.
std::string regclass(const QualifiedName& name) {
    SqlWriter out(kQuoting);
    return out.raw("to_regclass(").string(name_sql(name)).raw(")").take();
}

/// An earlier CREATE INDEX CONCURRENTLY that failed left an invalid index, which IF NOT EXISTS
/// would take for the one that is wanted.
std::string drop_invalid(const QualifiedName& index) {
    SqlWriter drop(kQuoting);
    drop.raw("DROP INDEX ").name(index);
    SqlWriter body(kQuoting);
    body.raw(
        "\nBEGIN\n    IF EXISTS (SELECT FROM pg_catalog.pg_index\n               WHERE indexrelid "
        "= ");
    body.user_sql(regclass(index));
    body.raw(" AND NOT indisvalid) THEN\n        EXECUTE ").string(drop.text());
    body.raw(";\n    END IF;\nEND\n");
    return "DO " + dollar_quote(body.text(), "retort_cleanup");
}

std::string index_is_valid(const QualifiedName& index, const QualifiedName& table, bool unique) {
    SqlWriter out(kQuoting);
    out.raw("EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = ");
    out.user_sql(regclass(index)).raw(" AND indrelid = ").user_sql(regclass(table));
    if (unique) { out.raw(" AND indisunique"); }
    return out.raw(" AND indisvalid)").take();
}

bool is_partitioned(const Emission& e, const QualifiedName& name) {
    const Table* table = e.before.find_table(name);
    return table != nullptr && table->options.partition_by.has_value();
}

std::vector<std::string> index_clauses(const CreateIndex& operation, const Settings& settings) {
    const Index& index = operation.index;
    std::vector<std::string> clauses;
    SqlWriter out(kQuoting);
    out.raw("ON ");
    if (operation.index.only) { out.raw("ONLY "); }
    out.name(operation.table).raw(" ");
    if (!index.method.empty()) { out.raw("USING ").name(index.method).raw(" "); }
    write_index_keys(out, index.keys, settings);
    clauses.push_back(out.take());
    if (!index.include.empty()) {
        SqlWriter clause(kQuoting);
        clauses.push_back(clause.raw("INCLUDE ").names(index.include).take());
    }
    if (index.nulls_not_distinct) { clauses.emplace_back("NULLS NOT DISTINCT"); }
    if (!index.with.empty()) {
        SqlWriter clause(kQuoting);
        clause.raw("WITH ");
        write_parameters(clause, index.with);
        clauses.push_back(clause.take());
    }
    if (!index.tablespace.empty()) {
        SqlWriter clause(kQuoting);
        clauses.push_back(clause.raw("TABLESPACE ").name(index.tablespace).take());
    }
    if (index.where) {
        SqlWriter clause(kQuoting);
        clause.raw("WHERE ");
        write_expr(clause, *index.where, settings);
        clauses.push_back(clause.take());
    }
    return clauses;
}

}  // namespace

void emit_operation(const Emission& e, const CreateIndex& operation) {
    const Index& index = operation.index;
    if (index.nulls_not_distinct) { e.too_new(15, "`nulls not distinct`"); }
    check_keys(e, index.method, index.keys, !index.include.empty());
    if (operation.concurrently && is_partitioned(e, operation.table)) {
        e.diagnostics.report(diag::ConcurrentlyOnPartitioned, e.origin, operation.table.text())
            .help("create it `on only` the table, then concurrently on each partition");
        return;
    }
    if (!operation.concurrently) { settle_deferred_checks(e, operation.table); }
    SqlWriter first(kQuoting);
    first.raw("CREATE ");
    if (index.unique) { first.raw("UNIQUE "); }
    first.raw("INDEX ");
    if (operation.concurrently) { first.raw("CONCURRENTLY "); }
    // Run again after a failure, the statement must not stumble over what it did the first time.
    if (operation.if_not_exists || operation.concurrently) { first.raw("IF NOT EXISTS "); }
    first.name(index.name.name);
    script::SqlStatement& statement =
        e.add("create index", on_lines(first.take(), index_clauses(operation, e.settings)));
    statement.scans = true;
    if (operation.concurrently) {
        const QualifiedName name = full_name(index.name, operation.table);
        statement.transactional = false;
        statement.cleanup = drop_invalid(name);
        statement.holds_after = index_is_valid(name, operation.table, index.unique);
        set_lock(statement, Lock::ShareUpdateExclusive, operation.table);
    } else {
        set_lock(statement, Lock::Share, operation.table);
    }
    if (index.comment) {
        SqlWriter out(kQuoting);
        out.raw("COMMENT ON INDEX ").name(full_name(index.name, operation.table));
        out.raw(" IS ").string(*index.comment);
        e.add("comment", out);
    }
}

void emit_operation(const Emission& e, const DropIndex& operation) {
    const Table* owner = e.before.find_index_owner(operation.name);
    const QualifiedName table = owner != nullptr ? owner->name : operation.table;
    const QualifiedName name = full_name(operation.name, table);
    if (operation.concurrently && is_partitioned(e, table)) {
        e.diagnostics.report(diag::ConcurrentlyOnPartitioned, e.origin, table.text())
            .help("drop it without `concurrently`");
        return;
    }
    if (!operation.concurrently) { settle_deferred_checks(e, table); }
    SqlWriter out(kQuoting);
    out.raw("DROP INDEX ");
    if (operation.concurrently) { out.raw("CONCURRENTLY "); }
    if (operation.if_exists || operation.concurrently) { out.raw("IF EXISTS "); }
    out.name(name);
    if (operation.cascade) { out.raw(" CASCADE"); }
    script::SqlStatement& statement = e.add("drop index", out);
    if (operation.concurrently) {
        statement.transactional = false;
        statement.holds_after = regclass(name) + " IS NULL";
        set_lock(statement, Lock::ShareUpdateExclusive, table);
    } else {
        set_lock(statement, Lock::AccessExclusive, table);
    }
}

void emit_operation(const Emission& e, const RenameIndex& operation) {
    const Table* owner = e.before.find_index_owner(operation.from);
    SqlWriter out(kQuoting);
    out.raw("ALTER INDEX ");
    if (operation.if_exists) { out.raw("IF EXISTS "); }
    out.name(full_name(operation.from, owner != nullptr ? owner->name : QualifiedName()));
    out.raw(" RENAME TO ").name(operation.to);
    e.add("alter index", out);
}

}  // namespace retort::dialects::postgresql
