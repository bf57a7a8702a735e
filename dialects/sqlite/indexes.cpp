// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/expression.h"
#include "dialects/sqlite/left_out.h"
#include "dialects/sqlite/tables.h"
#include "dialects/sqlite/types.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <utility>

namespace retort::dialects::sqlite {

namespace {

using schema::Index;
using schema::IndexKey;

constexpr std::string_view kNotConcurrently = "without CONCURRENTLY, which SQLite does not have";

std::string key_text(const Context& context, const IndexKey& key, Span span,
                     std::vector<std::string>& remarks) {
    std::string text;
    if (key.column.empty() && key.expression) {
        text = expression_text(context, *key.expression, Place::Definition);
        // A bare name or string in parentheses would be read as a column.
        if (text.empty() || text.back() != ')' || text.front() == '(') { text = "(" + text + ")"; }
    } else {
        text = quoted(key.column.text);
    }
    if (key.collation) {
        const std::string collation = collation_name(context, *key.collation, span);
        if (!collation.empty()) { text += " COLLATE " + collation; }
    }
    if (key.operator_class) {
        remarks.push_back("without operator class " + key.operator_class->text() +
                          ", which SQLite does not have");
    }
    if (key.descending) { text += " DESC"; }
    return text;
}

bool reads_like_a_tree(const std::string& method) {
    return method.empty() || method == "btree" || method == "hash";
}

}  // namespace

std::string create_index_text(const Context& context, const Index& index,
                              const QualifiedName& table, bool if_not_exists,
                              std::vector<std::string>& remarks) {
    const std::string method = lower(index.method);
    if (!reads_like_a_tree(method)) {
        context.diagnostics->report(diag::SqliteIndexMethod, context.place(index.span), method)
            .help(
                "put the index in `on postgresql { }`, or set `unsupported: skip` for the target");
    }
    if (index.nulls_not_distinct) {
        report_cannot(context, index.span, "`unique nulls not distinct`");
    }
    const auto leave_out = [&](bool given, std::string_view words) {
        if (given) {
            remarks.push_back("without " + std::string(words) + ", which SQLite does not have");
        }
    };
    leave_out(!index.include.empty(), "INCLUDE");
    leave_out(!index.with.empty(), "storage parameters");
    leave_out(!index.tablespace.empty(), "TABLESPACE");
    leave_out(std::any_of(index.keys.begin(), index.keys.end(),
                          [](const IndexKey& key) {
                              return key.nulls == (key.descending ? schema::NullsOrder::First
                                                                  : schema::NullsOrder::Last);
                          }),
              "NULLS FIRST and LAST in an index");
    std::string text = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
    if (if_not_exists) { text += "IF NOT EXISTS "; }
    text += table_name(context, index.name) + " ON " + table_name(context, table) + " (";
    for (std::size_t i = 0; i < index.keys.size(); ++i) {
        if (i != 0) { text += ", "; }
        text += key_text(context, index.keys[i], index.span, remarks);
    }
    text += ")";
    if (index.where) {
        text += " WHERE " + expression_text(context, *index.where, Place::Definition);
    }
    return text;
}

bool is_index_made(const Context& context, const Index& index, const QualifiedName& table) {
    if (context.options == nullptr || !context.options->skip_unsupported) { return true; }
    Diagnostics probe;
    Context trial = context;
    trial.diagnostics = &probe;
    std::vector<std::string> remarks;
    (void)create_index_text(trial, index, table, false, remarks);
    return !probe.has_errors();
}

namespace {

void leave_out_index(const Context& context, const std::string& index, Statements& out) {
    out.push_back(make_statement(context, "skipped", {}));
    out.back().remarks.push_back("left out: index " + index + " of a materialized view");
}

}  // namespace

void emit_create_index(const Context& context, const schema::CreateIndex& create, Statements& out) {
    if (create.if_not_exists && context.before->find_index_owner(create.index.name) != nullptr) {
        return;
    }
    if (is_on_left_out(context, create.table)) {
        leave_out_index(context, create.index.name.name, out);
        return;
    }
    std::vector<std::string> remarks;
    script::SqlStatement statement = make_statement(
        context, "create index",
        create_index_text(context, create.index, create.table, create.if_not_exists, remarks));
    if (create.concurrently) { remarks.emplace_back(kNotConcurrently); }
    statement.remarks = std::move(remarks);
    statement.effects.push_back(effect("index", create.index.name.name, true));
    statement.scans = true;
    out.push_back(std::move(statement));
}

void emit_drop_index(const Context& context, const schema::DropIndex& drop, Statements& out) {
    const schema::Table* table = context.before->find_index_owner(drop.name);
    const Index* index = table == nullptr ? nullptr : table->find_index(drop.name.name);
    if (drop.if_exists && index == nullptr) { return; }
    if (table == nullptr && is_left_out_index(context, drop.name)) {
        leave_out_index(context, drop.name.name, out);
        return;
    }
    if (index != nullptr && !is_index_made(context, *index, table->name)) { return; }
    script::SqlStatement statement =
        make_statement(context, "drop index",
                       std::string("DROP INDEX ") + (drop.if_exists ? "IF EXISTS " : "") +
                           table_name(context, drop.name));
    if (drop.concurrently) { statement.remarks.emplace_back(kNotConcurrently); }
    statement.effects.push_back(effect("index", drop.name.name, false));
    out.push_back(std::move(statement));
}

}  // namespace retort::dialects::sqlite
