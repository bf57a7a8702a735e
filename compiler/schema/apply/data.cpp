// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/apply/context.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <array>

namespace retort::schema {
namespace {

std::string counted(std::size_t count, std::string_view noun) {
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

bool is_updatable_view(const Applying& a, const QualifiedName& name) {
    return a.schema.find_code_object(CodeKind::View, {}, name, {}) != nullptr;
}

/// A column that data is written to. Null after a report.
const Column* require_target(Applying& a, const Table& table, const Name& name) {
    const Column* column = require_column(a, table, name);
    if (column != nullptr && column->generated) {
        a.error(diag::ColumnState, name.span, name.text, "is generated and cannot be written")
            .note(column->name.span, "it is defined here");
        return nullptr;
    }
    return column;
}

/// The statements of `reverse` run on the same tables.
void check_reverse(Applying& a, Box<Reverse>& reverse) {
    if (!reverse) { return; }
    Schema scratch = a.schema;
    for (Operation& operation : reverse->operations) {
        a.ok = apply(operation, scratch, a.naming, a.diagnostics) && a.ok;
    }
    // So that what was reported stays reported once.
    a.schema.traces = scratch.traces;
}

}  // namespace

void apply_operation(Applying& a, InsertRows& operation) {
    if (is_updatable_view(a, operation.table)) { return; }
    check_reverse(a, operation.reverse);
    const Table* table = require_table(a, operation.table);
    if (table == nullptr) { return; }
    std::vector<const Column*> targets;
    if (operation.columns.empty()) {
        // Without a list the values go to the table's columns in their order.
        for (const Column& column : table->columns) { targets.push_back(&column); }
    }
    for (std::size_t i = 0; i < operation.columns.size(); ++i) {
        const Name& name = operation.columns[i];
        const auto here = operation.columns.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(operation.columns.begin(), here, name) != here) {
            a.error(diag::RepeatedColumn, name.span, name.text, "this insert");
        }
        targets.push_back(require_target(a, *table, name));
    }
    for (const std::vector<Expr>& row : operation.rows) {
        // Without a column list a row may be shorter than the table.
        if (operation.columns.empty() ? row.size() > targets.size()
                                      : row.size() != targets.size()) {
            a.error(diag::RowWidth, row.empty() ? Span{} : cover(row.front().span, row.back().span),
                    counted(row.size(), "value"), counted(targets.size(), "column"));
            continue;
        }
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (targets[i] != nullptr) { (void)check_literal(a, targets[i]->type, row[i]); }
            for_each_column(row[i], [&](const Expr& reference) {
                const Name& used = reference.names.back();
                a.error(diag::UnknownColumn, used.span.known() ? used.span : reference.span,
                        "values", used.text)
                    .help("a text is written in single quotes: `'" + used.text + "'`");
            });
        }
    }
}

void apply_operation(Applying& a, UpdateRows& operation) {
    if (is_updatable_view(a, operation.table)) { return; }
    const Table* table = require_table(a, operation.table);
    if (table == nullptr) { return; }
    for (const Assignment& assignment : operation.assignments) {
        const Column* column = require_target(a, *table, assignment.column);
        if (column != nullptr) { (void)check_literal(a, column->type, assignment.value); }
        (void)check_expression(a, *table, assignment.value);
    }
    if (operation.where) { (void)check_expression(a, *table, *operation.where); }
    check_reverse(a, operation.reverse);
}

void apply_operation(Applying& a, DeleteRows& operation) {
    if (is_updatable_view(a, operation.table)) { return; }
    const Table* table = require_table(a, operation.table);
    if (table == nullptr) { return; }
    if (operation.where) { (void)check_expression(a, *table, *operation.where); }
    check_reverse(a, operation.reverse);
}

namespace {

/// Raw SQL is not understood, but the types that it makes may be used from here on.
void note_types(Schema& schema, const std::string& sql) {
    const std::vector<SqlWord> words = split_sql(sql);
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        if (!words[i].is("create")) { continue; }
        if (words[i + 1].is("extension")) { schema.traces.foreign_types.set("*", true); }
        if (!words[i + 1].is("type") && !words[i + 1].is("domain") && !words[i + 1].is("table")) {
            continue;
        }
        std::size_t name = i + 2;
        if (words[name].is("if")) { name += 3; }
        if (name + 2 < words.size() && words[name + 1].is(".")) { name += 2; }
        if (name >= words.size()) { continue; }
        std::string text = sql.substr(words[name].begin, words[name].end - words[name].begin);
        if (text.size() > 2 && text.front() == '"') { text = text.substr(1, text.size() - 2); }
        schema.traces.foreign_types.set(lower_case(std::move(text)), true);
    }
}

}  // namespace

void note_foreign_types(const Operation& operation, Schema& schema) {
    const auto add = [&](const std::string& type) {
        schema.traces.foreign_types.set(lower_case(type), true);
    };
    if (const auto* on = std::get_if<OnDialect>(&operation.kind)) {
        for (const Operation& each : on->body) { note_foreign_types(each, schema); }
    } else if (std::holds_alternative<CreateExtension>(operation.kind)) {
        add("*");
    } else if (const auto* create = std::get_if<CreateEnum>(&operation.kind)) {
        add(create->name.name);
    } else if (const auto* domain = std::get_if<CreateDomain>(&operation.kind)) {
        add(domain->name.name);
    } else if (const auto* text = std::get_if<SqlStatementText>(&operation.kind)) {
        note_types(schema, text->text);
    } else if (const auto* execute = std::get_if<Execute>(&operation.kind)) {
        for (const auto& [dialect, sql] : execute->up.texts) { note_types(schema, sql); }
    }
}

namespace {

/// Words that are values by themselves.
bool is_value(const SqlWord& word) {
    static constexpr std::array<std::string_view, 17> values = {"null",
                                                                "true",
                                                                "false",
                                                                "current_date",
                                                                "current_time",
                                                                "current_role",
                                                                "current_catalog",
                                                                "current_user",
                                                                "current_timestamp",
                                                                "current_schema",
                                                                "localtime",
                                                                "localtimestamp",
                                                                "session_user",
                                                                "system_user",
                                                                "user",
                                                                "not",
                                                                "exists"};
    return std::any_of(values.begin(), values.end(),
                       [&](std::string_view each) { return word.is(each); });
}

bool is_comparison(const SqlWord& word) {
    static constexpr std::array<std::string_view, 13> words = {
        "=", "<", ">", "<=", ">=", "<>", "!=", "like", "ilike", "is", "in", "between", "not"};
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view each) { return word.is(each); });
}

/// The column that the condition of a `select` without `from` begins with, where that is certain.
void check_select(Applying& a, const std::string& sql) {
    const std::vector<SqlWord> words = split_sql(sql);
    if (std::any_of(words.begin(), words.end(),
                    [](const SqlWord& word) { return word.is("from"); })) {
        return;
    }
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        const SqlWord& column = words[i + 1];
        if (!words[i].is("where") || column.kind != SqlWord::Kind::Word || is_value(column) ||
            !is_comparison(words[i + 2])) {
            continue;
        }
        a.error(diag::ColumnWithoutFrom, a.span, column.text)
            .help("say which table \"" + column.text + "\" belongs to: `from …`");
        return;
    }
}

}  // namespace

void apply_operation(Applying& a, SqlStatementText& operation) {
    check_reverse(a, operation.reverse);
    if (operation.keyword == "select") { check_select(a, operation.text); }
    note_types(a.schema, operation.text);
}

void apply_operation(Applying& a, Execute& operation) {
    for (const auto& [dialect, text] : operation.up.texts) { note_types(a.schema, text); }
    for (Operation& effect : operation.effects) {
        a.ok = apply(effect, a.schema, a.naming, a.diagnostics) && a.ok;
    }
}

void apply_operation(Applying&, Assert&) {
    // Its condition may ask anything of the database; it changes nothing.
}

}  // namespace retort::schema
