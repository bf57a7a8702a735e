// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/footprint/marks.h"

#include <algorithm>
#include <map>
#include <optional>

namespace retort::schema {
namespace {

/// Two spellings of one value give one text; nothing where the value is not plain to see.
std::optional<std::string> value_text(const Expr& expr) {
    switch (expr.kind) {
        case ExprKind::Number: {
            std::string digits = expr.text;
            if (digits.find('.') != std::string::npos) {
                while (digits.back() == '0') { digits.pop_back(); }
                if (digits.back() == '.') { digits.pop_back(); }
            }
            return digits;
        }
        case ExprKind::Boolean:
        case ExprKind::String:
        case ExprKind::TypedString:
            // Keys that ignore case are keys too.
            return lower_case(expr.text);
        case ExprKind::Cast:
            return value_text(expr.args[0]);
        case ExprKind::Unary: {
            auto inner = value_text(expr.args[0]);
            if (inner) { *inner = expr.text + *inner; }
            return inner;
        }
        case ExprKind::Null:
        case ExprKind::Default:
        case ExprKind::Column:
        case ExprKind::Star:
        case ExprKind::Keyword:
        case ExprKind::Call:
        case ExprKind::Binary:
        case ExprKind::Is:
        case ExprKind::IsDistinct:
        case ExprKind::Between:
        case ExprKind::In:
        case ExprKind::Quantified:
        case ExprKind::Case:
        case ExprKind::Collate:
        case ExprKind::AtTimeZone:
        case ExprKind::Array:
        case ExprKind::Subscript:
        case ExprKind::Row:
        case ExprKind::Field:
        case ExprKind::Query:
        case ExprKind::Exists:
        case ExprKind::ByDialect:
            return std::nullopt;
    }
    return std::nullopt;
}

/// The database numbers the rows where nothing is given: of an integer that is the whole primary
/// key, some do too.
bool numbers_itself(const Table& table, const Column& column) {
    if (column.identity || is_serial(column.type.kind)) { return true; }
    if (column.default_value) {
        const std::vector<std::string> called = called_functions(*column.default_value);
        return std::find(called.begin(), called.end(), "nextval") != called.end();
    }
    const Constraint* key = table.primary_key();
    return key != nullptr && key->columns.size() == 1 && key->columns[0] == column.name &&
           (column.type.kind == TypeKind::Integer || column.type.kind == TypeKind::BigInt);
}

/// The columns that tell rows apart: of each key and each unique index, sorted.
std::vector<std::vector<std::string>> keys_of(const Table& table) {
    std::vector<std::vector<std::string>> keys;
    for (const Constraint& constraint : table.constraints) {
        if (owns_keys(constraint)) { keys.push_back(texts_of(constraint.columns)); }
    }
    for (const Index& index : table.indexes) {
        if (!index.unique) { continue; }
        std::vector<std::string> columns;
        for (const IndexKey& key : index.keys) {
            if (!key.column.empty()) { columns.push_back(key.column.text); }
            if (!key.expression) { continue; }
            for_each_column(*key.expression,
                            [&](const Expr& use) { columns.push_back(use.names.back().text); });
        }
        keys.push_back(std::move(columns));
    }
    return keys;
}

/// What identifies a row: `id=1`; nothing where a part is null or not plain to see.
using RowValues = std::map<std::string, std::optional<std::string>>;
std::optional<std::string> row_key(const RowValues& values, const std::vector<std::string>& columns,
                                   const std::vector<std::string>& called) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto found = values.find(columns[i]);
        if (found == values.end() || !found->second) { return std::nullopt; }
        parts.push_back(called[i] + "=" + *found->second);
    }
    return key_columns(std::move(parts));
}

const Expr* given_value(const Expr* given, const Column& column) {
    if (given != nullptr && given->kind != ExprKind::Default) { return given; }
    return column.default_value.get();
}

/// What fires on the table, and what that calls, has to be there.
void triggers(Marks& marks, const QualifiedName& table) {
    marks.read(Facet::Triggers, table.text());
    if (marks.before.code_objects.empty()) { return; }
    std::string prefix = code_object_key(CodeKind::Trigger, table, {}, {});
    prefix.resize(prefix.size() - 2);
    std::vector<std::string> called;
    marks.before.code_objects.for_each_from(
        prefix, [&](const std::string& key, const Shared<CodeObjectState>& state) {
            if (key.compare(0, prefix.size(), prefix) != 0) { return false; }
            marks.text(state->object.definition, false);
            for (const SqlWord& word : split_sql(state->object.definition)) {
                if (word.is_name()) { called.push_back(folded(word)); }
            }
            return true;
        });
    for (const std::string& name : called) {
        const CodeObjectState* function =
            marks.before.find_code_object(CodeKind::Function, {}, QualifiedName(name), "()");
        if (function != nullptr) { marks.text(function->object.definition, false); }
    }
}

/// A foreign key finds the row that it names.
void parent_rows(Marks& marks, const Table& table, const RowValues& values) {
    for (const Constraint& constraint : table.constraints) {
        if (constraint.kind != ConstraintKind::ForeignKey) { continue; }
        const std::vector<std::string> own = texts_of(constraint.columns);
        const bool given = std::any_of(own.begin(), own.end(), [&](const std::string& name) {
            return values.count(name) != 0;
        });
        if (!given) { continue; }
        const std::string parent = constraint.referenced_table.text();
        for (const Name& name : constraint.referenced_columns) {
            marks.read(Facet::Values, parent, name.text);
        }
        if (auto key = row_key(values, own, texts_of(constraint.referenced_columns))) {
            marks.read(Facet::RowKey, parent, std::move(*key));
        }
    }
}

/// Calls `visit(child, foreign key)` for what references the table.
template <class Visit>
void for_each_child(const Schema& schema, const QualifiedName& table, const Visit& visit) {
    schema.references.for_each_from({table, {}}, [&](const Reference& each, bool) {
        if (!(each.target == table)) { return false; }
        const Table* child = schema.find_table(each.source);
        if (child == nullptr) { return true; }
        for (const Constraint& constraint : child->constraints) {
            if (constraint.kind == ConstraintKind::ForeignKey &&
                constraint.referenced_table == table) {
                visit(*child, constraint);
            }
        }
        return true;
    });
}

/// What happens to the rows of other tables when rows go (or their keys change).
void children(Marks& marks, const QualifiedName& table, bool deleted) {
    std::vector<QualifiedName> open{table};
    std::set<QualifiedName> seen{table};
    while (!open.empty()) {
        const QualifiedName parent = std::move(open.back());
        open.pop_back();
        for_each_child(marks.before, parent, [&](const Table& child, const Constraint& key) {
            const ReferentialAction action = deleted ? key.on_delete : key.on_update;
            const std::string name = child.name.text();
            if (action == ReferentialAction::Cascade && deleted) {
                marks.add(Facet::Rows, Access::Leave, Deed::Deletes, name);
                if (seen.insert(child.name).second) { open.push_back(child.name); }
                return;
            }
            const bool changed = action == ReferentialAction::Cascade ||
                                 action == ReferentialAction::SetNull ||
                                 action == ReferentialAction::SetDefault;
            if (!changed) { marks.read(Facet::Rows, name); }
            for (const Name& column : key.columns) {
                if (changed) {
                    marks.write(Facet::Values, Deed::Changes, name, column.text);
                } else {
                    marks.read(Facet::Values, name, column.text);
                }
            }
            if (changed) { marks.add(Facet::Rows, Access::Pass, Deed::Changes, name); }
        });
    }
}

void written_view(Marks& marks, const QualifiedName& name) {
    const CodeObjectState* view = marks.before.find_code_object(CodeKind::View, {}, name, {});
    if (view == nullptr) { return; }
    marks.write(Facet::Rows, Deed::Changes, name.text());
    marks.text(view->object.definition, true);
    triggers(marks, name);
}

}  // namespace

void Marks::insert(const InsertRows& operation) {
    const std::string name = operation.table.text();
    relation(operation.table);
    const Table* table = before.find_table(operation.table);
    for (const std::vector<Expr>& row : operation.rows) {
        for (const Expr& value : row) { expression(value, {}, true); }
    }
    if (table == nullptr) {
        written_view(*this, operation.table);
        return;
    }
    add(Facet::Rows, Access::Join, Deed::Inserts, name);
    add(Facet::NewKeys, Access::Join, Deed::Inserts, name);
    triggers(*this, operation.table);
    std::vector<std::string> targets = texts_of(operation.columns);
    if (targets.empty()) {
        read(Facet::Columns, name);
        for (const Column& column : table->columns) { targets.push_back(column.name.text); }
    }
    for (const Constraint& constraint : table->constraints) {
        if (constraint.kind == ConstraintKind::Exclude) {
            write(Facet::NewKeys, Deed::Inserts, name, constraint.name.text);
        }
    }
    const std::vector<std::vector<std::string>> keys = keys_of(*table);
    for (const std::vector<Expr>& row : operation.rows) {
        RowValues values;
        for (const Column& column : table->columns) {
            const std::string& text = column.name.text;
            const auto at = static_cast<std::size_t>(
                std::find(targets.begin(), targets.end(), text) - targets.begin());
            const Expr* given = at < row.size() ? &row[at] : nullptr;
            const bool left_open = given == nullptr || given->kind == ExprKind::Default;
            if (numbers_itself(*table, column)) {
                add(Facet::NumberedKeys, left_open ? Access::Join : Access::Read,
                    left_open ? Deed::Changes : Deed::Uses, name, text);
            }
            if (left_open) {
                read(Facet::Default, name, text);
            } else {
                this->column(operation.table, text);
                if (column.type.kind == TypeKind::Named) {
                    read(Facet::Labels, column.type.name->text());
                }
            }
            const Expr* value = given_value(given, column);
            if (value == nullptr || !value_text(*value)) { read(Facet::Nullability, name, text); }
            if (value != nullptr) { values[text] = value_text(*value); }
        }
        for (const std::vector<std::string>& key : keys) {
            if (auto found = row_key(values, key, key)) {
                write(Facet::RowKey, Deed::Creates, name, std::move(*found));
            }
        }
        parent_rows(*this, *table, values);
    }
}

void Marks::update(const UpdateRows& operation) {
    const std::string name = operation.table.text();
    relation(operation.table);
    if (operation.where) { expression(*operation.where, operation.table, true); }
    for (const Assignment& each : operation.assignments) {
        expression(each.value, operation.table, true);
    }
    const Table* table = before.find_table(operation.table);
    if (table == nullptr) {
        written_view(*this, operation.table);
        return;
    }
    add(Facet::Rows, Access::Pass, Deed::Changes, name);
    triggers(*this, operation.table);
    RowValues values;
    bool key_changes = false;
    for (const Assignment& each : operation.assignments) {
        const std::string& text = each.column.text;
        column(operation.table, text);
        const Column* found = table->find_column(text);
        if (found != nullptr && found->type.kind == TypeKind::Named) {
            read(Facet::Labels, found->type.name->text());
        }
        write(Facet::Values, Deed::Changes, name, text);
        if (each.value.kind == ExprKind::Default) { read(Facet::Default, name, text); }
        values[text] = value_text(each.value);
        if (!values[text]) { read(Facet::Nullability, name, text); }
        for (const std::vector<std::string>& key : keys_of(*table)) {
            key_changes = key_changes || std::find(key.begin(), key.end(), text) != key.end();
        }
    }
    parent_rows(*this, *table, values);
    if (key_changes) { children(*this, operation.table, false); }
}

void Marks::erase(const DeleteRows& operation) {
    const std::string name = operation.table.text();
    relation(operation.table);
    if (operation.where) { expression(*operation.where, operation.table, true); }
    if (before.find_table(operation.table) == nullptr) {
        written_view(*this, operation.table);
        return;
    }
    add(Facet::Rows, Access::Leave, Deed::Deletes, name);
    triggers(*this, operation.table);
    children(*this, operation.table, true);
}

}  // namespace retort::schema
