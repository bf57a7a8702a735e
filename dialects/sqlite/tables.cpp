// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/tables.h"

#include "dialects/sqlite/expression.h"
#include "dialects/sqlite/types.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <utility>

namespace retort::dialects::sqlite {

namespace {

using schema::Column;
using schema::Constraint;
using schema::ConstraintKind;
using schema::Expr;
using schema::ReferentialAction;
using schema::Table;

bool counts(const Column& column) {
    return column.identity.has_value() || schema::is_serial(column.type.kind);
}

/// The column is the table's own row number: the whole primary key, numbered by the database.
bool is_row_number(const Table& table, const Column& column) {
    const Constraint* key = table.primary_key();
    return counts(column) && key != nullptr && key->columns.size() == 1 &&
           key->columns[0].text == column.name.text && !table.options.without_rowid;
}

std::string_view action_words(ReferentialAction action) {
    switch (action) {
        case ReferentialAction::NoAction:
            return {};
        case ReferentialAction::Restrict:
            return "RESTRICT";
        case ReferentialAction::Cascade:
            return "CASCADE";
        case ReferentialAction::SetNull:
            return "SET NULL";
        case ReferentialAction::SetDefault:
            return "SET DEFAULT";
    }
    return {};
}

std::string references_text(const Context& context, const Constraint& constraint) {
    std::string text = "REFERENCES " + table_name(context, constraint.referenced_table);
    if (!constraint.referenced_columns.empty()) {
        text += " " + column_list(constraint.referenced_columns);
    }
    if (!constraint.on_delete_columns.empty()) {
        report_cannot_say(context, constraint.span, "`on delete set null` of single columns");
    }
    if (const auto words = action_words(constraint.on_delete); !words.empty()) {
        text += " ON DELETE " + std::string(words);
    }
    if (const auto words = action_words(constraint.on_update); !words.empty()) {
        text += " ON UPDATE " + std::string(words);
    }
    if (constraint.deferrable) {
        text += " DEFERRABLE";
        if (constraint.initially_deferred) { text += " INITIALLY DEFERRED"; }
    }
    return text;
}

std::string constraint_head(const Constraint& constraint) {
    return constraint.name.empty() ? std::string()
                                   : "CONSTRAINT " + quoted(constraint.name.text) + " ";
}

std::string check_text(const Context& context, const Expr& check) {
    return "CHECK (" + expression_text(context, check, Place::Definition) + ")";
}

void check_key(const Context& context, const Constraint& constraint,
               std::vector<std::string>& remarks) {
    if (constraint.nulls_not_distinct) {
        report_cannot(context, constraint.span, "`unique nulls not distinct`");
    }
    if (constraint.deferrable) { report_cannot(context, constraint.span, "deferrable keys"); }
    const auto leave_out = [&](bool given, std::string_view words) {
        if (!given) { return; }
        remarks.push_back("without " + std::string(words) +
                          ", which SQLite does not have: " + constraint.name.text);
    };
    leave_out(!constraint.include.empty(), "INCLUDE");
    leave_out(!constraint.with.empty(), "storage parameters");
    leave_out(!constraint.tablespace.empty(), "TABLESPACE");
}

/// What only PostgreSQL can be told of a constraint.
void report_constraint_forms(const Context& context, const Constraint& constraint) {
    if (constraint.not_enforced) {
        report_cannot(context, constraint.span, "constraints that are not enforced");
    }
    if (constraint.period) { report_cannot(context, constraint.span, "keys over periods of time"); }
}

/// A constraint of the table's list; empty for one that stands beside its column.
std::string constraint_text(const Context& context, const Constraint& constraint,
                            std::vector<std::string>& remarks) {
    const std::string head = constraint_head(constraint);
    report_constraint_forms(context, constraint);
    if (constraint.not_valid) {
        remarks.push_back("without NOT VALID, which SQLite does not have: rows that break " +
                          constraint.name.text + " stop the script");
    }
    switch (constraint.kind) {
        case ConstraintKind::PrimaryKey:
            check_key(context, constraint, remarks);
            return head + "PRIMARY KEY " + column_list(constraint.columns);
        case ConstraintKind::Unique:
            check_key(context, constraint, remarks);
            return head + "UNIQUE " + column_list(constraint.columns);
        case ConstraintKind::Check:
            return constraint.check ? head + check_text(context, *constraint.check) : std::string();
        case ConstraintKind::ForeignKey:
            if (constraint.match == schema::MatchKind::Full && constraint.columns.size() > 1) {
                report_cannot_say(context, constraint.span, "`match full`");
            }
            return head + "FOREIGN KEY " + column_list(constraint.columns) + " " +
                   references_text(context, constraint);
        case ConstraintKind::Exclude:
            report_cannot(context, constraint.span, "exclusion constraints");
            return {};
    }
    return {};
}

/// ` CONSTRAINT active_boolean CHECK (…)` where the declared type alone would take other values.
std::string rule_text(const Context& context, const Column& column, const StoredType& type) {
    const std::string name = quoted(column.name.text);
    const auto check = [&](std::string_view suffix, const std::string& condition) {
        return " CONSTRAINT " + quoted(column.name.text + std::string(suffix)) + " CHECK (" +
               condition + ")";
    };
    switch (type.rule) {
        case ValueRule::None:
            return {};
        case ValueRule::Boolean:
            return check("_boolean", name + " IN (0, 1)");
        case ValueRule::Json:
            // Before 3.38 the JSON functions may be missing, and every insert would fail. Of null
            // json_valid() says 0, not null.
            return context.version < 38
                       ? std::string()
                       : check("_json", name + " IS NULL OR json_valid(" + name + ")");
        case ValueRule::Listed: {
            std::string values;
            for (const std::string& value : type.listed) {
                values += values.empty() ? "" : ", ";
                values += text_literal(value);
            }
            return check("_values", name + " IN (" + values + ")");
        }
    }
    return {};
}

std::string domain_checks(const Context& context, const Column& column,
                          const schema::Domain& domain) {
    std::string text;
    for (const Constraint& constraint : domain.definition.checks) {
        if (!constraint.check) { continue; }
        Expr check = *constraint.check;
        schema::rename_column(check, "value", column.name.text);
        const std::string suffix =
            constraint.name.empty() ? domain.definition.name.name : constraint.name.text;
        text += " CONSTRAINT " + quoted(column.name.text + "_" + suffix) + " " +
                check_text(context, check);
    }
    return text;
}

std::string generated_text(const Context& context, const Column& column) {
    if (!require_version(context, column.name.span, "a generated column", 31)) { return {}; }
    return " GENERATED ALWAYS AS (" +
           expression_text(context, column.generated->expression, Place::Definition) + ")" +
           (column.generated->stored ? " STORED" : " VIRTUAL");
}

std::string column_text(const Context& context, const Table& table, const Column& column) {
    const StoredType type = stored_type(context, column.type, table.options.strict);
    std::string text = quoted(column.name.text) + " ";
    if (is_row_number(table, column)) {
        return text + "INTEGER PRIMARY KEY" + (has_autoincrement(table) ? " AUTOINCREMENT" : "");
    }
    if (counts(column)) {
        context.diagnostics
            ->report(diag::SqliteCountsOnlyKeys, context.place(column.name.span), column.name.text)
            .help(
                "make it the primary key of a table with row numbers, or choose another type "
                "with `by_dialect(postgresql => …, sqlite => …)`");
    }
    text += type.declared;
    const bool domain_refuses = type.domain != nullptr && type.domain->definition.not_null;
    if (table.refuses_nulls(column.name.text) || domain_refuses) { text += " NOT NULL"; }
    const Box<Expr>* value = &column.default_value;
    if (!*value && type.domain != nullptr) { value = &type.domain->definition.default_value; }
    if (*value) { text += " DEFAULT " + default_text(context, **value, type.base); }
    if (column.collation) {
        const std::string collation =
            collation_name(context, *column.collation, column.collation->span);
        if (!collation.empty()) { text += " COLLATE " + collation; }
    }
    if (column.generated) { text += generated_text(context, column); }
    text += rule_text(context, column, type);
    if (type.domain != nullptr) { text += domain_checks(context, column, *type.domain); }
    return text;
}

void check_options(const Context& context, const Table& table, std::vector<std::string>& remarks) {
    const schema::TableOptions& options = table.options;
    const Span span = context.place(table.name.span);
    if (options.partition_by || !options.partition_of.empty()) {
        report_cannot(context, span, "partitioned tables");
    }
    if (options.strict) { require_version(context, span, "STRICT", 37); }
    if (options.without_rowid && table.primary_key() == nullptr) {
        report_cannot(context, span, "`without rowid` table that has no primary key");
    }
    const auto leave_out = [&](bool given, std::string_view words) {
        if (given) {
            remarks.push_back("without " + std::string(words) + ", which SQLite does not have");
        }
    };
    for (const Column& column : table.columns) {
        if (!column.identity) { continue; }
        schema::SequenceOptions plain;
        plain.owned_table = column.identity->options.owned_table;
        plain.owned_column = column.identity->options.owned_column;
        plain.type = column.identity->options.type;
        leave_out(!(column.identity->options == plain), "options of an identity");
    }
    leave_out(options.unlogged, "UNLOGGED");
    leave_out(!options.tablespace.empty(), "TABLESPACE");
    leave_out(!options.access_method.empty(), "USING");
    leave_out(!options.on_commit.empty(), "ON COMMIT");
    leave_out(!options.with.empty() && !has_autoincrement(table), "storage parameters");
}

}  // namespace

script::SqlStatement make_statement(const Context& context, std::string kind, std::string text) {
    script::SqlStatement statement;
    statement.kind = std::move(kind);
    statement.text = std::move(text);
    statement.origin = context.span;
    return statement;
}

std::string column_list(const std::vector<Name>& columns) {
    std::string text = "(";
    for (const Name& column : columns) {
        if (text.size() > 1) { text += ", "; }
        text += quoted(column.text);
    }
    return text + ")";
}

bool has_autoincrement(const Table& table) {
    return std::any_of(table.options.with.begin(), table.options.with.end(), [](const auto& entry) {
        return entry.first == "autoincrement" && entry.second != "false";
    });
}

script::CatalogEffect effect(std::string kind, std::string name, bool exists) {
    script::CatalogEffect result;
    result.kind = std::move(kind);
    result.name = std::move(name);
    result.exists = exists;
    return result;
}

script::CatalogEffect table_effect(const Table& table) {
    script::CatalogEffect result = effect("table", table.name.name, true);
    for (const Column& column : table.columns) { result.columns.push_back(column.name.text); }
    return result;
}

std::string create_table_text(const Context& context, const Table& table, std::string_view name,
                              bool if_not_exists, std::vector<std::string>& remarks) {
    if (table.columns.empty()) {
        context.diagnostics
            ->report(diag::SqliteNeedsColumns, context.place(table.name.span), table.name.text())
            .help("give it a column, or put the statement in `on postgresql { }`");
    }
    if (!table.options.inherits.empty()) {
        report_cannot(context, context.place(table.name.span), "table inheritance");
        return {};
    }
    check_options(context, table, remarks);
    std::string text = table.options.temporary ? "CREATE TEMP TABLE " : "CREATE TABLE ";
    if (if_not_exists) { text += "IF NOT EXISTS "; }
    text += quoted(name) + " (";
    bool first = true;
    const auto add_line = [&](const std::string& line) {
        if (line.empty()) { return; }
        text += first ? "\n    " : ",\n    ";
        text += line;
        first = false;
    };
    bool numbered = false;
    for (const Column& column : table.columns) {
        numbered = numbered || is_row_number(table, column);
        add_line(column_text(context, table, column));
    }
    // The key first: SQLite (seen with 3.40) cannot rename the column of a row number whose UNIQUE
    // stands before its PRIMARY KEY.
    const Constraint* key = table.primary_key();
    if (key != nullptr && !numbered) { add_line(constraint_text(context, *key, remarks)); }
    for (const Constraint& constraint : table.constraints) {
        if (constraint.kind == ConstraintKind::PrimaryKey) { continue; }
        add_line(constraint_text(context, constraint, remarks));
    }
    text += "\n)";
    if (table.options.without_rowid) { text += " WITHOUT ROWID"; }
    if (table.options.strict) { text += table.options.without_rowid ? ", STRICT" : " STRICT"; }
    return text;
}

std::string added_column_text(const Context& context, const Table& table, const Column& column,
                              const std::vector<Constraint>& constraints) {
    std::string text = column_text(context, table, column);
    for (const Constraint& constraint : constraints) {
        report_constraint_forms(context, constraint);
        if (constraint.kind == ConstraintKind::Check && constraint.check) {
            text += " " + constraint_head(constraint) + check_text(context, *constraint.check);
        } else if (constraint.kind == ConstraintKind::ForeignKey) {
            text += " " + constraint_head(constraint) + references_text(context, constraint);
        }
    }
    return text;
}

void emit_create_table(const Context& context, const schema::CreateTable& create, Statements& out) {
    if (create.if_not_exists && context.before->find_table(create.name) != nullptr) { return; }
    const Table* table = context.after->find_table(create.name);
    if (table == nullptr) { return; }
    (void)table_name(context, create.name);
    std::vector<std::string> remarks;
    script::SqlStatement statement = make_statement(
        context, "create table",
        create_table_text(context, *table, create.name.name, create.if_not_exists, remarks));
    const bool comments =
        table->comment ||
        std::any_of(table->columns.begin(), table->columns.end(),
                    [](const Column& column) { return column.comment.has_value(); });
    if (comments) { remarks.emplace_back("without comments, which SQLite does not keep"); }
    statement.remarks = std::move(remarks);
    if (!table->options.temporary) { statement.effects.push_back(table_effect(*table)); }
    out.push_back(std::move(statement));
}

}  // namespace retort::dialects::sqlite
