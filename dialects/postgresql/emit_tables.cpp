// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/emission.h"

#include "compiler/base/match.h"
#include "dialects/postgresql/newer_forms.h"
#include "dialects/postgresql/sql_text.h"

namespace retort::dialects::postgresql {
namespace {

using namespace schema;

void comment_on(const Emission& e, Raw target, const QualifiedName& table, const Name& column,
                const std::string& text) {
    SqlWriter out(kQuoting);
    out.raw("COMMENT ON ").raw(target).raw(" ").name(table);
    if (!column.empty()) { out.raw(".").name(column); }
    out.raw(" IS ").string(text);
    set_lock(e.add("comment", out), Lock::ShareUpdateExclusive, table);
}

void check_column(const Emission& e, const Column& column) {
    if (column.generated && !column.generated->stored) {
        e.too_new(18, "a virtual generated column");
    }
}

/// What stands after the closing parenthesis, a clause each.
std::vector<std::string> option_clauses(const TableOptions& options, const Settings& settings) {
    std::vector<std::string> clauses;
    SqlWriter out(kQuoting);
    const auto flush = [&] { clauses.push_back(out.take()); };
    if (!options.inherits.empty()) {
        out.raw("INHERITS (");
        for (std::size_t i = 0; i < options.inherits.size(); ++i) {
            if (i != 0) { out.raw(", "); }
            out.name(options.inherits[i]);
        }
        out.raw(")");
        flush();
    }
    if (options.partition_by) {
        out = SqlWriter(kQuoting);
        out.raw("PARTITION BY ").word(upper(options.partition_by->strategy)).raw(" ");
        write_index_keys(out, options.partition_by->keys, settings);
        flush();
    }
    if (!options.access_method.empty()) {
        out = SqlWriter(kQuoting);
        out.raw("USING ").name(options.access_method);
        flush();
    }
    if (!options.with.empty()) {
        out = SqlWriter(kQuoting);
        out.raw("WITH ");
        write_parameters(out, options.with);
        flush();
    }
    if (!options.on_commit.empty()) {
        out = SqlWriter(kQuoting);
        out.raw("ON COMMIT ").word(upper(options.on_commit));
        flush();
    }
    if (!options.tablespace.empty()) {
        out = SqlWriter(kQuoting);
        out.raw("TABLESPACE ").name(options.tablespace);
        flush();
    }
    return clauses;
}

void write_elements_block(SqlWriter& out, const CreateTable& operation, const Settings& settings) {
    if (operation.elements.empty()) {
        out.raw(" ()");
        return;
    }
    out.raw(" (\n");
    write_table_elements(out, operation.elements, settings);
    out.raw("\n)");
}

/// Foreign keys lock what they refer to.
void lock_referenced(script::SqlStatement& statement, const std::vector<Constraint>& constraints,
                     const QualifiedName& table) {
    for (const Constraint& constraint : constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey &&
            !(constraint.referenced_table == table)) {
            set_lock(statement, Lock::ShareRowExclusive, constraint.referenced_table);
        }
    }
}

std::vector<Constraint> constraints_of(const CreateTable& operation) {
    std::vector<Constraint> all;
    for (const TableElement& element : operation.elements) {
        match(
            element,
            [&](const ColumnDefinition& definition) {
                all.insert(all.end(), definition.constraints.begin(), definition.constraints.end());
            },
            [&](const Constraint& constraint) { all.push_back(constraint); },
            [&](const LikeTable&) {});
    }
    return all;
}

}  // namespace

void emit_operation(const Emission& e, const CreateTable& operation) {
    const TableOptions& options = operation.options;
    SqlWriter out(kQuoting);
    out.raw("CREATE ");
    if (options.temporary) { out.raw("TEMPORARY "); }
    if (options.unlogged) { out.raw("UNLOGGED "); }
    out.raw("TABLE ");
    if (operation.if_not_exists) { out.raw("IF NOT EXISTS "); }
    out.name(operation.name);
    if (!options.partition_of.empty()) {
        out.raw(" PARTITION OF ").name(options.partition_of);
        if (!operation.elements.empty()) { write_elements_block(out, operation, e.settings); }
        out.raw("\n    ").user_sql(
            upper_key_words(options.partition_bound, TextPart::PartitionBound));
    } else {
        write_elements_block(out, operation, e.settings);
    }
    for (const std::string& clause : option_clauses(options, e.settings)) {
        out.user_sql(operation.options.partition_of.empty() ? " " : "\n    ").user_sql(clause);
    }
    const std::vector<Constraint> constraints = constraints_of(operation);
    for (const Constraint& constraint : constraints) {
        check_constraint(e, constraint, options.partition_by.has_value());
    }
    script::SqlStatement& statement = e.add("create table", out);
    lock_referenced(statement, constraints, operation.name);
    if (!options.partition_of.empty()) {
        set_lock(statement, Lock::AccessExclusive, options.partition_of);
    }
    for (const QualifiedName& parent : options.inherits) {
        set_lock(statement, Lock::ShareUpdateExclusive, parent);
    }
    if (operation.comment) { comment_on(e, "TABLE", operation.name, {}, *operation.comment); }
    for (const TableElement& element : operation.elements) {
        const auto* definition = std::get_if<ColumnDefinition>(&element);
        if (definition == nullptr) { continue; }
        std::string rename = rename_of_sequence(e.before, operation.name, *definition);
        if (!rename.empty()) { e.add("alter sequence", std::move(rename)); }
        check_column(e, definition->column);
        if (definition->column.comment) {
            comment_on(e, "COLUMN", operation.name, definition->column.name,
                       *definition->column.comment);
        }
    }
}

void emit_operation(const Emission& e, const DropTable& operation) {
    const Table* table = e.before.find_table(operation.name);
    // A temporary table went with the session that made it, unless it is this one.
    const bool temporary = table != nullptr && table->options.temporary;
    settle_deferred_checks(e, operation.name);
    SqlWriter out(kQuoting);
    out.raw("DROP TABLE ");
    if (operation.if_exists || temporary) { out.raw("IF EXISTS "); }
    out.name(temporary ? QualifiedName("pg_temp", operation.name.name) : operation.name);
    if (operation.cascade) { out.raw(" CASCADE"); }
    script::SqlStatement& statement = e.add("drop table", out);
    if (temporary) { return; }
    set_lock(statement, Lock::AccessExclusive, operation.name);
    if (table == nullptr) { return; }
    for (const Constraint& constraint : table->constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey) {
            set_lock(statement, Lock::AccessExclusive, constraint.referenced_table);
        }
    }
}

void emit_operation(const Emission& e, const RenameTable& operation) {
    SqlWriter out(kQuoting);
    out.raw("ALTER TABLE ");
    if (operation.if_exists) { out.raw("IF EXISTS "); }
    out.name(operation.from).raw(" RENAME TO ").name(operation.to);
    set_lock(e.add("rename table", out), Lock::AccessExclusive, operation.from);
}

void emit_operation(const Emission& e, const SetTableSchema& operation) {
    SqlWriter out(kQuoting);
    out.raw("ALTER TABLE ");
    if (operation.if_exists) { out.raw("IF EXISTS "); }
    out.name(operation.table).raw(" SET SCHEMA ").name(operation.schema);
    set_lock(e.add("alter table", out), Lock::AccessExclusive, operation.table);
}

}  // namespace retort::dialects::postgresql
