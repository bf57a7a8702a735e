// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/expression.h"
#include "dialects/sqlite/tables.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace retort::dialects::sqlite {

namespace {

using schema::Column;
using schema::ConstraintKind;
using schema::Expr;
using schema::ExprKind;
using schema::Table;

/// More rows than this are not looked for one by one.
constexpr std::size_t kRowsToLookFor = 50;
/// Longer statements are broken into lines.
constexpr std::size_t kWidestLine = 100;
constexpr std::string_view kOneBatch = "in one go: SQLite has no loops";

class Inserter {
public:
    Inserter(const Context& context, const schema::InsertRows& insert)
        : context_(&context), insert_(&insert), table_(context.find_table(insert.table)) {
        find_columns();
        find_defaults();
    }

    script::SqlStatement statement() const {
        const std::string head = "INSERT INTO " + table_name(*context_, insert_->table);
        std::vector<Name> named;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (!omitted_[i]) { named.push_back(columns_[i]); }
        }
        if (named.empty() && insert_->rows.size() == 1) {
            return checked(make_statement(*context_, "insert", head + " DEFAULT VALUES"));
        }
        std::string text = head + " " + column_list(named) + " VALUES";
        for (std::size_t row = 0; row < insert_->rows.size(); ++row) {
            text += row == 0 ? "\n    (" : ",\n    (";
            bool first = true;
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                if (omitted_[i]) { continue; }
                if (!first) { text += ", "; }
                text += value(row, i);
                first = false;
            }
            text += ")";
        }
        if (insert_->on_conflict_do_nothing) { text += "\n    ON CONFLICT DO NOTHING"; }
        return checked(make_statement(*context_, "insert", std::move(text)));
    }

private:
    void find_columns() {
        columns_ = insert_->columns;
        if (!columns_.empty() || table_ == nullptr || insert_->rows.empty()) { return; }
        for (const Column& column : table_->columns) {
            if (columns_.size() < insert_->rows[0].size()) { columns_.push_back(column.name); }
        }
    }

    /// SQLite has no DEFAULT among values: a column that takes it in every row is left out.
    void find_defaults() {
        omitted_.assign(columns_.size(), false);
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            omitted_[i] = !insert_->rows.empty() &&
                          std::all_of(insert_->rows.begin(), insert_->rows.end(),
                                      [&](const std::vector<Expr>& row) {
                                          return i < row.size() && row[i].kind == ExprKind::Default;
                                      });
        }
    }

    const Column* column(std::size_t index) const {
        return table_ == nullptr ? nullptr : table_->find_column(columns_[index].text);
    }

    std::string value(std::size_t row, std::size_t index) const {
        if (index >= insert_->rows[row].size()) { return "NULL"; }
        const Expr& given = insert_->rows[row][index];
        const Column* target = column(index);
        if (given.kind == ExprKind::Default) {
            if (target == nullptr || !target->default_value) { return "NULL"; }
            return value_text(*context_, *target->default_value, target->type, Place::Statement);
        }
        if (target == nullptr) { return expression_text(*context_, given, Place::Statement); }
        return value_text(*context_, given, target->type, Place::Statement);
    }

    script::SqlStatement checked(script::SqlStatement statement) const {
        const std::string rows = std::to_string(insert_->rows.size());
        if (!insert_->on_conflict_do_nothing) {
            statement.checks.push_back({"done", {}, "SELECT changes() = " + rows});
        } else if (const std::string present = rows_present(); !present.empty()) {
            statement.checks.push_back(
                {"done", {}, "SELECT changes() > 0\n    OR (" + present + ")"});
        }
        return statement;
    }

    /// Where nothing was inserted, every row must have met another with one of its keys.
    std::string rows_present() const {
        const std::vector<std::vector<std::size_t>> keys = usable_keys();
        if (keys.empty() || insert_->rows.size() > kRowsToLookFor) { return {}; }
        std::string text;
        for (std::size_t row = 0; row < insert_->rows.size(); ++row) {
            std::string any;
            for (const std::vector<std::size_t>& key : keys) {
                std::string condition;
                for (const std::size_t index : key) {
                    condition += condition.empty() ? "" : " AND ";
                    condition += quoted(columns_[index].text) + " = " + value(row, index);
                }
                any += any.empty() ? "" : " OR ";
                any += "EXISTS (SELECT 1 FROM " + table_name(*context_, insert_->table) +
                       " WHERE " + condition + ")";
            }
            text += text.empty() ? "" : "\n    AND ";
            text += keys.size() > 1 ? "(" + any + ")" : any;
        }
        return text;
    }

    std::vector<std::vector<std::size_t>> usable_keys() const {
        std::vector<std::vector<std::size_t>> keys;
        if (table_ == nullptr) { return keys; }
        const auto add = [&](const std::vector<Name>& columns) {
            std::vector<std::size_t> key;
            for (const Name& name : columns) {
                const auto found = std::find(columns_.begin(), columns_.end(), name);
                if (found == columns_.end()) { return; }
                key.push_back(static_cast<std::size_t>(found - columns_.begin()));
            }
            if (!key.empty()) { keys.push_back(std::move(key)); }
        };
        for (const schema::Constraint& constraint : table_->constraints) {
            const bool is_key = constraint.kind == ConstraintKind::PrimaryKey ||
                                constraint.kind == ConstraintKind::Unique;
            if (is_key) { add(constraint.columns); }
        }
        for (const schema::Index& index : table_->indexes) {
            if (!index.unique) { continue; }
            // What such an index refuses cannot be asked for by its columns.
            if (index.where) { return {}; }
            std::vector<Name> columns;
            for (const schema::IndexKey& key : index.keys) {
                if (key.column.empty()) { return {}; }
                columns.push_back(key.column);
            }
            add(columns);
        }
        return keys;
    }

    const Context* context_;
    const schema::InsertRows* insert_;
    const Table* table_;
    std::vector<Name> columns_;
    std::vector<bool> omitted_;
};

/// As many rows must change as there were to be changed: a statement that failed changed none.
void check_count(script::SqlStatement& statement, const std::string& table,
                 const std::string& where) {
    statement.checks.push_back(
        {"done", "SELECT count(*) FROM " + table + where, "SELECT changes()"});
}

std::string where_text(const Context& context, const Box<Expr>& where) {
    return where ? " WHERE " + expression_text(context, *where, Place::Statement) : std::string();
}

/// The condition on a line of its own where one line would be too long.
std::string in_lines(const std::string& statement, const std::string& where) {
    const bool one_line =
        statement.find('\n') == std::string::npos && statement.size() + where.size() < kWidestLine;
    return statement + (where.empty() || one_line ? where : "\n   " + where);
}

}  // namespace

void emit_insert(const Context& context, const schema::InsertRows& insert, Statements& out) {
    if (insert.rows.empty()) { return; }
    out.push_back(Inserter(context, insert).statement());
}

void emit_update(const Context& context, const schema::UpdateRows& update, Statements& out) {
    const std::string table = table_name(context, update.table);
    const Table* model = context.find_table(update.table);
    std::string text = "UPDATE " + table + " SET ";
    for (std::size_t i = 0; i < update.assignments.size(); ++i) {
        const schema::Assignment& assignment = update.assignments[i];
        const Column* column =
            model == nullptr ? nullptr : model->find_column(assignment.column.text);
        const Expr* value = &assignment.value;
        if (i != 0) { text += ",\n    "; }
        text += quoted(assignment.column.text) + " = ";
        if (value->kind == ExprKind::Default) {
            value = column == nullptr ? nullptr : column->default_value.get();
        }
        if (value == nullptr) {
            text += "NULL";
        } else if (column == nullptr) {
            text += expression_text(context, *value, Place::Statement);
        } else {
            text += value_text(context, *value, column->type, Place::Statement);
        }
    }
    const std::string where = where_text(context, update.where);
    script::SqlStatement statement = make_statement(context, "update", in_lines(text, where));
    if (update.batch_size) { statement.remarks.emplace_back(kOneBatch); }
    check_count(statement, table, where);
    std::vector<Name> columns;
    for (const schema::Assignment& assignment : update.assignments) {
        columns.push_back(assignment.column);
    }
    add_update_actions(context, update.table, columns, statement);
    out.push_back(std::move(statement));
}

void emit_delete(const Context& context, const schema::DeleteRows& del, Statements& out) {
    const std::string table = table_name(context, del.table);
    const std::string where = where_text(context, del.where);
    script::SqlStatement statement =
        make_statement(context, "delete", in_lines("DELETE FROM " + table, where));
    if (del.batch_size) { statement.remarks.emplace_back(kOneBatch); }
    check_count(statement, table, where);
    add_delete_actions(context, del.table, statement);
    out.push_back(std::move(statement));
}

void emit_assert(const Context& context, const schema::Assert& assertion, Statements& out) {
    // SQLite reports the name of a check that fails, and a name may be a sentence.
    const std::string message = assertion.message.empty() ? "assertion failed" : assertion.message;
    out.push_back(make_statement(context, "assert", "DROP TABLE IF EXISTS temp.retort_assert"));
    std::string name = message;
    std::replace(name.begin(), name.end(), '\r', ' ');
    out.push_back(make_statement(
        context,
        "assert", "CREATE TEMP TABLE retort_assert (\n    ok INTEGER,\n    CONSTRAINT \"" + [&] {
            std::string doubled;
            for (const char c : name) {
                doubled += c;
                if (c == '"') { doubled += c; }
            }
            return doubled;
        }() + "\" CHECK (ok IS 1)\n)"));
    script::SqlStatement insert = make_statement(
        context, "assert",
        "INSERT INTO temp.retort_assert (ok)\n    SELECT CASE WHEN " +
            expression_text(context, assertion.condition, Place::Statement) + " THEN 1 ELSE 0 END");
    insert.checks.push_back({"done", {}, "SELECT count(*) = 1 FROM temp.retort_assert"});
    out.push_back(std::move(insert));
    out.push_back(make_statement(context, "assert", "DROP TABLE temp.retort_assert"));
}

}  // namespace retort::dialects::sqlite
