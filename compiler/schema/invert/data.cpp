// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/change/parts.h"
#include "compiler/schema/invert/parts.h"

#include <algorithm>

namespace retort::schema {
namespace {

bool is_literal(const Expr& expr) {
    switch (expr.kind) {
        case ExprKind::Boolean:
        case ExprKind::Number:
        case ExprKind::String:
        case ExprKind::TypedString:
            return true;
        case ExprKind::Unary:
            return expr.args.size() == 1 && is_literal(expr.args[0]);
        case ExprKind::Cast:
            return is_literal(expr.args[0]);
        default:
            return false;
    }
}

/// Where the columns of a key stand among the inserted ones, if all do and hold literals.
std::optional<std::vector<std::size_t>> places(const InsertRows& insert,
                                               const std::vector<Name>& columns,
                                               const std::vector<Name>& key) {
    std::vector<std::size_t> result;
    for (const Name& column : key) {
        const auto found = std::find(columns.begin(), columns.end(), column);
        if (found == columns.end()) { return std::nullopt; }
        result.push_back(static_cast<std::size_t>(found - columns.begin()));
    }
    for (const std::vector<Expr>& row : insert.rows) {
        for (const std::size_t place : result) {
            if (place >= row.size() || !is_literal(row[place])) { return std::nullopt; }
        }
    }
    return result;
}

Expr column_reference(const Name& column) {
    Expr expr;
    expr.kind = ExprKind::Column;
    expr.names.emplace_back(column.text);
    return expr;
}

Expr binary(const char* op, Expr left, Expr right) {
    Expr expr;
    expr.kind = ExprKind::Binary;
    expr.text = op;
    expr.args.push_back(std::move(left));
    expr.args.push_back(std::move(right));
    return expr;
}

Expr rows_with(const InsertRows& insert, const std::vector<Name>& key,
               const std::vector<std::size_t>& at) {
    if (key.size() == 1 && insert.rows.size() > 1) {
        Expr in;
        in.kind = ExprKind::In;
        in.args.push_back(column_reference(key[0]));
        for (const std::vector<Expr>& row : insert.rows) { in.args.push_back(row[at[0]]); }
        return in;
    }
    std::optional<Expr> all;
    for (const std::vector<Expr>& row : insert.rows) {
        std::optional<Expr> one;
        for (std::size_t i = 0; i < key.size(); ++i) {
            Expr equal = binary("=", column_reference(key[i]), row[at[i]]);
            one = one ? binary("and", std::move(*one), std::move(equal)) : std::move(equal);
        }
        all = all ? binary("or", std::move(*all), std::move(*one)) : std::move(*one);
    }
    return std::move(*all);
}

}  // namespace

std::optional<std::vector<Operation>> invert_insert(const InsertRows& insert,
                                                    const Operation& operation,
                                                    const Schema& before,
                                                    Diagnostics& diagnostics) {
    if (insert.reverse) {
        if (insert.reverse->nothing) { return std::vector<Operation>(); }
        return insert.reverse->operations;
    }
    const Table* table = before.find_table(insert.table);
    std::vector<Name> columns = insert.columns;
    std::vector<std::vector<Name>> keys;
    if (table != nullptr) {
        if (columns.empty()) {
            for (const Column& column : table->columns) { columns.push_back(column.name); }
        }
        // The primary key first; any other key finds the rows as well.
        if (const Constraint* key = table->primary_key()) { keys.push_back(key->columns); }
        for (const Constraint& constraint : table->constraints) {
            if (constraint.kind == ConstraintKind::Unique) { keys.push_back(constraint.columns); }
        }
        for (const Index& index : table->indexes) {
            const bool plain = std::none_of(index.keys.begin(), index.keys.end(),
                                            [](const IndexKey& k) { return k.column.empty(); });
            if (!index.unique || index.where || !plain) { continue; }
            std::vector<Name> key;
            for (const IndexKey& each : index.keys) { key.push_back(each.column); }
            keys.push_back(std::move(key));
        }
    }
    if (insert.on_conflict_do_nothing && !insert.rows.empty()) {
        diagnostics.report(diag::NoInverse, operation.span, "`insert … on conflict do nothing`")
            .note({},
                  "it leaves rows that were there before as they are, and nothing tells them from "
                  "the new ones afterwards")
            .help(
                "write `reverse nothing` after it, or `reverse delete from …` with the rows to "
                "delete");
        return std::nullopt;
    }
    for (const std::vector<Name>& key : keys) {
        if (const auto at = places(insert, columns, key); at && !insert.rows.empty()) {
            DeleteRows remove;
            remove.table = QualifiedName(insert.table.schema, insert.table.name);
            remove.where = Box<Expr>(rows_with(insert, key, *at));
            std::vector<Operation> list;
            Changes::add(list, std::move(remove));
            return list;
        }
    }
    if (insert.rows.empty()) { return std::vector<Operation>(); }
    const bool no_key = table != nullptr && keys.empty();
    diagnostics.report(diag::InsertWithoutKey, operation.span, insert.table.text())
        .help(no_key ? "the table has no key: write `reverse delete from …` after it, or `reverse "
                       "nothing`"
                     : "give the rows' primary key as literals, or write `reverse delete from …` "
                       "after it");
    return std::nullopt;
}

}  // namespace retort::schema
