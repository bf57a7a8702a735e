// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/release_users.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/sql_words.h"
#include "compiler/schema/storage_settings.h"
#include "compiler/schema/type_family.h"

#include <algorithm>

// What a column's disappearance or new name means for everything that uses the column.

namespace retort::schema {
namespace {

bool in_partition_key(const Table& table, std::string_view column) {
    if (!table.options.partition_by) { return false; }
    const auto& keys = table.options.partition_by->keys;
    return std::any_of(keys.begin(), keys.end(), [&](const IndexKey& key) {
        return key.column.text == column ||
               (key.expression && uses_column(*key.expression, column));
    });
}

bool check_partition_key(Applying& a, const Table& table, const Name& column,
                         const std::string& what) {
    if (!in_partition_key(table, column.text)) { return true; }
    a.error(diag::StillUsed, column.span, what, "the table's partition key");
    return false;
}

struct Foreign {
    QualifiedName table;
    std::string constraint;
};

/// Foreign keys of other tables (or this one, from other columns) that refer to the column.
std::vector<Foreign> foreign_keys_to(const Applying& a, const Table& table,
                                     const std::string& column) {
    std::vector<Foreign> result;
    for (const QualifiedName& user : users_of(a.schema, table.name)) {
        const Table* other = user == table.name ? &table : a.schema.find_table(user);
        if (other == nullptr) { continue; }
        for (const Constraint& constraint : other->constraints) {
            if (constraint.kind != ConstraintKind::ForeignKey ||
                !(constraint.referenced_table == table.name)) {
                continue;
            }
            const bool refers = std::any_of(constraint.referenced_columns.begin(),
                                            constraint.referenced_columns.end(),
                                            [&](const Name& name) { return name.text == column; });
            const bool goes_anyway = user == table.name && uses_column(constraint, column);
            if (refers && !goes_anyway) { result.push_back({user, constraint.name.text}); }
        }
    }
    return result;
}

/// Reports a generated column, trigger or policy that reads the column. `otherwise` ends the help.
bool check_readers(Applying& a, const Table& table, const Name& column, const std::string& what,
                   const std::string& otherwise) {
    for (const Column& other : table.columns) {
        if (other.generated && other.name.text != column.text &&
            uses_column(other.generated->expression, column.text)) {
            diag::Diagnostic& found = a.error(diag::StillUsed, column.span, what,
                                              "the generated column \"" + other.name.text + '"');
            if (other.name.span.known()) { found.note(other.name.span, "it is defined here"); }
            found.help("drop the generated column first" + otherwise);
            return false;
        }
    }
    for (const std::string& key : code_reading(a.schema, table.name, column.text)) {
        const CodeObjectState& state = **a.schema.code_objects.find(key);
        diag::Diagnostic& found =
            a.error(diag::StillUsed, column.span, what, code_text(state.object));
        if (state.origin.created.known()) {
            found.note(state.origin.created, "it is created here");
        }
        found.help("drop it first and create it again after" + otherwise);
        return false;
    }
    return true;
}

/// Reports what a drop without `cascade` may not take along.
bool check_dependants(Applying& a, const Table& table, const Name& column) {
    const std::string what = "column \"" + table.name.text() + "." + column.text + "\"";
    for (const Foreign& foreign : foreign_keys_to(a, table, column.text)) {
        const Table* other =
            foreign.table == table.name ? &table : a.schema.find_table(foreign.table);
        const Constraint* constraint = other->find_constraint(foreign.constraint);
        diag::Diagnostic& found = a.error(
            diag::StillUsed, column.span, what,
            "foreign key \"" + foreign.constraint + "\" of table \"" + foreign.table.text() + "\"");
        if (constraint->span.known()) {
            found.note(constraint->span, "the foreign key is created here");
        }
        found.help("drop that foreign key first, or write `cascade`");
        return false;
    }
    return check_readers(a, table, column, what, ", or write `cascade`");
}

void rename_in(std::vector<Name>& columns, const std::string& from, const Name& to) {
    for (Name& column : columns) {
        if (column.text == from) { column = Name(to.text, column.span); }
    }
}

void rename_in(std::vector<IndexKey>& keys, const std::string& from, const Name& to) {
    for (IndexKey& key : keys) {
        if (key.column.text == from) { key.column = Name(to.text, key.column.span); }
        if (key.expression) { rename_column(*key.expression, from, to.text); }
    }
}

void rename_in(Table& table, const std::string& from, const Name& to) {
    for (Column& column : table.columns) {
        if (column.name.text == from) { column.name = to; }
        if (column.generated) { rename_column(column.generated->expression, from, to.text); }
    }
    for (Constraint& constraint : table.constraints) {
        rename_in(constraint.columns, from, to);
        rename_in(constraint.include, from, to);
        rename_in(constraint.on_delete_columns, from, to);
        rename_in(constraint.keys, from, to);
        if (constraint.check) { rename_column(*constraint.check, from, to.text); }
        if (constraint.where) { rename_column(*constraint.where, from, to.text); }
        if (constraint.referenced_table == table.name) {
            rename_in(constraint.referenced_columns, from, to);
        }
    }
    for (Index& index : table.indexes) {
        rename_in(index.keys, from, to);
        rename_in(index.include, from, to);
        if (index.where) { rename_column(*index.where, from, to.text); }
    }
    if (table.options.partition_by) { rename_in(table.options.partition_by->keys, from, to); }
}

}  // namespace

bool asks_for_value(const Expr& expr, std::string_view column) {
    if (expr.kind == ExprKind::Is && expr.text == "null" && expr.args.size() == 1 &&
        expr.args[0].kind == ExprKind::Column) {
        return false;
    }
    if (expr.kind == ExprKind::Column) { return expr.names.back().text == column; }
    return std::any_of(expr.args.begin(), expr.args.end(),
                       [&](const Expr& part) { return asks_for_value(part, column); });
}

/// An expression was parsed for the old type, its literals too: it has no meaning for a type of
/// another family. Only of `varchar` and `char` it was text that was compared, by a cast that any
/// type has.
bool check_expressions(Applying& a, const Table& table, const Name& column, const Type& type,
                       const std::string& what) {
    const Type& before = table.find_column(column.text)->type;
    if (comparable(before, type) || before.kind == TypeKind::Varchar ||
        before.kind == TypeKind::Char) {
        return true;
    }
    const auto report = [&](const std::string& user, Span where, const std::string& help) {
        diag::Diagnostic& found = a.error(diag::StillUsed, column.span, what, user);
        if (where.known()) { found.note(where, "it is created here"); }
        found.help(help);
        return false;
    };
    for (const Constraint& constraint : table.constraints) {
        if (constraint.check && asks_for_value(*constraint.check, column.text)) {
            return report("check constraint \"" + constraint.name.text + '"', constraint.span,
                          "drop the constraint before, and add it after as the new type needs it");
        }
    }
    for (const Index& index : table.indexes) {
        const bool key = std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& k) {
            return k.expression && asks_for_value(*k.expression, column.text);
        });
        if (key || (index.where && asks_for_value(*index.where, column.text))) {
            return report("an expression of index \"" + index.name.text() + '"', index.span,
                          "drop the index before, and create it after as the new type needs it");
        }
    }
    return true;
}

// Indexes, constraints and statistics are built anew by the database; what is kept as a parsed
// query is not (https://www.postgresql.org/docs/current/sql-altertable.html, SET DATA TYPE).
bool check_retype(Applying& a, const Table& table, const Name& column, const Type& type) {
    const std::string what = "the type of column \"" + table.name.text() + "." + column.text + "\"";
    if (!check_partition_key(a, table, column, what) ||
        !check_readers(a, table, column, what, {}) ||
        !check_expressions(a, table, column, type, what)) {
        return false;
    }
    for (const std::string& key : views_using(a.schema, table.name, column.text)) {
        const CodeObjectState& view = **a.schema.code_objects.find(key);
        diag::Diagnostic& found =
            a.error(diag::StillUsed, column.span, what, code_text(view.object));
        if (view.origin.created.known()) {
            found.note(view.origin.created, "the view is created here");
        }
        found.help("drop the view first and create it again after");
        return false;
    }
    return true;
}

bool drop_column(Applying& a, const QualifiedName& name, const Name& column, bool cascade) {
    const Table& before = *a.schema.find_table(name);
    const std::string what = "column \"" + name.text() + "." + column.text + "\"";
    if (!check_partition_key(a, before, column, what)) { return false; }
    if (!cascade && !check_dependants(a, before, column)) { return false; }
    if (!release_views(a, views_using(a.schema, name, column.text), what, cascade, column.span) ||
        !release_views(a, others_reading(a.schema, name, column.text), what, cascade,
                       column.span) ||
        !release_owned_sequences(a, name, column.text, what, cascade, column.span)) {
        return false;
    }
    Table& table = edit_table(a.schema, name);
    for (const Foreign& foreign : foreign_keys_to(a, table, column.text)) {
        if (foreign.table == name) {
            (void)remove_constraint(a, table, foreign.constraint, true, column.span);
            continue;
        }
        Table& other = edit_table(a.schema, foreign.table);
        const std::vector<QualifiedName> uses = uses_of(other);
        (void)remove_constraint(a, other, foreign.constraint, true, column.span);
        update_references(a.schema, foreign.table, uses, uses_of(other));
    }
    for (const std::string& key : code_reading(a.schema, name, column.text)) {
        remove_code_object(a, key);
    }
    for (const std::string& key : statistics_reading(a.schema, name, column.text)) {
        remove_code_object(a, key);
    }
    std::vector<Name> generated;
    for (const Column& other : table.columns) {
        if (other.generated && other.name.text != column.text &&
            uses_column(other.generated->expression, column.text)) {
            generated.push_back(other.name);
        }
    }
    for (const Name& other : generated) { (void)drop_column(a, name, other, true); }
    std::vector<std::string> gone;
    for (const Constraint& constraint : table.constraints) {
        if (uses_column(constraint, column.text)) { gone.push_back(constraint.name.text); }
    }
    for (const std::string& constraint : gone) {
        (void)remove_constraint(a, table, constraint, true, column.span);
    }
    std::erase_if(table.indexes, [&](const Index& index) {
        if (!uses_column(index, column.text)) { return false; }
        a.schema.index_owners.erase(index.name);
        return true;
    });
    while (const Sequence* sequence = owned_sequence(a.schema, name, column.text)) {
        const QualifiedName owned = sequence->name;
        a.schema.references.erase({name, owned});
        a.schema.sequences.erase(owned);
        forget_privileges(a.schema.privileges, SecuredKind::Sequence, owned);
    }
    forget_column_privileges(a.schema.privileges, name, column.text);
    std::erase_if(table.columns, [&](const Column& each) { return each.name.text == column.text; });
    forget_column_settings(table, column.text);
    leave_trace(a, Noun::Column, name.text() + "." + column.text, Trace::Kind::Dropped);
    return true;
}

void apply_action(Applying& a, const QualifiedName& name, RenameColumn& action) {
    const Table& before = *a.schema.find_table(name);
    if (require_column(a, before, action.from) == nullptr) { return; }
    if (const Column* other = before.find_column(action.to.text)) {
        diag::Diagnostic& found =
            a.error(diag::DuplicateColumn, action.to.span, name.text(), action.to.text);
        if (other->name.span.known()) { found.note(other->name.span, "it is defined here"); }
        return;
    }
    if (!check_length(a, action.to.text, action.to.span)) { return; }
    if (const CodeObjectState* view = view_joining_by(a.schema, name, action.from.text)) {
        diag::Diagnostic& found =
            a.error(diag::StillUsed, action.from.span,
                    "the name of column \"" + name.text() + "." + action.from.text + "\"",
                    code_text(view->object) + ", which joins by it");
        if (view->origin.created.known()) {
            found.note(view->origin.created, "the view is created here");
        }
        found.help("drop the view first and create it again after");
        return;
    }
    rename_column_in_code(a, name, action.from.text, action.to.text);
    rename_in(edit_table(a.schema, name), action.from.text, action.to);
    rename_column_in_settings(edit_table(a.schema, name), action.from.text, action.to.text);
    for (const QualifiedName& user : users_of(a.schema, name)) {
        if (user == name) { continue; }
        if (Shared<Sequence>* sequence = a.schema.sequences.edit(user)) {
            Name& owner = sequence->edit().options.owned_column;
            if (owner.text == action.from.text) { owner = Name(action.to.text); }
            continue;
        }
        if (a.schema.find_table(user) == nullptr) { continue; }
        for (Constraint& constraint : edit_table(a.schema, user).constraints) {
            if (constraint.referenced_table == name) {
                rename_in(constraint.referenced_columns, action.from.text, action.to);
            }
        }
    }
    leave_trace(a, Noun::Column, name.text() + "." + action.from.text, Trace::Kind::Renamed,
                action.to.text);
}

}  // namespace retort::schema
