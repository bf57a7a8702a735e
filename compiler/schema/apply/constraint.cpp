// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/foreign_key.h"
#include "compiler/schema/storage_settings.h"
#include "compiler/schema/type_family.h"

#include <algorithm>

namespace retort::schema {
namespace {

std::string column_list(const std::vector<Name>& columns) {
    std::string list;
    for (const Name& column : columns) {
        if (!list.empty()) { list += ", "; }
        list += '"' + column.text + '"';
    }
    return (columns.size() == 1 ? "column " : "columns ") + list;
}

/// Columns of a key exist and stand there once.
bool check_columns(Applying& a, const Table& table, const std::vector<Name>& columns,
                   std::string_view what) {
    bool fine = true;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (is_system_column(columns[i].text) && table.find_column(columns[i].text) == nullptr) {
            continue;
        }
        if (require_column(a, table, columns[i]) == nullptr) {
            fine = false;
        } else if (std::find(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(i),
                             columns[i]) != columns.begin() + static_cast<std::ptrdiff_t>(i)) {
            a.error(diag::RepeatedColumn, columns[i].span, columns[i].text, what);
            fine = false;
        }
    }
    return fine;
}

/// A type as a column has it: a serial column holds integers.
std::string stored_type_text(const Type& type) {
    Type stored = type;
    if (type.kind == TypeKind::Serial) { stored.kind = TypeKind::Integer; }
    if (type.kind == TypeKind::BigSerial) { stored.kind = TypeKind::BigInt; }
    if (type.kind == TypeKind::SmallSerial) { stored.kind = TypeKind::SmallInt; }
    return type_text(stored);
}

/// Something unique is there that the foreign key can refer to.
bool has_key_for(const Table& table, const Constraint& foreign) {
    if (std::any_of(table.constraints.begin(), table.constraints.end(),
                    [&](const Constraint& each) { return serves(each, foreign); })) {
        return true;
    }
    return !foreign.period &&
           std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
               std::vector<Name> keys;
               for (const IndexKey& key : index.keys) { keys.push_back(key.column); }
               return index.unique && !index.where &&
                      same_columns(keys, foreign.referenced_columns);
           });
}

bool is_key(const Constraint& constraint) {
    return constraint.kind == ConstraintKind::PrimaryKey ||
           constraint.kind == ConstraintKind::Unique;
}

/// Both sides of a foreign key must have types that compare. `where`: the place of the report,
/// where it is not the constraint.
bool check_reference_types(Applying& a, const Table& table, const Table& target,
                           const Constraint& constraint, Span where) {
    for (std::size_t i = 0; i < constraint.columns.size(); ++i) {
        const Column* column = table.find_column(constraint.columns[i].text);
        const Column* other = target.find_column(constraint.referenced_columns[i].text);
        if (column == nullptr || other == nullptr) { continue; }
        if (can_refer(column->type, other->type)) { continue; }
        diag::Diagnostic& found =
            a.error(diag::ForeignKeyTypes, where.known() ? where : constraint.columns[i].span,
                    column->name.text, stored_type_text(column->type),
                    target.name.text() + "." + other->name.text, stored_type_text(other->type));
        if (where.known()) {
            found.note(constraint.span, "the foreign key is created here");
        } else {
            found.note(other->name.span, "the referenced column is defined here");
        }
        return false;
    }
    return true;
}

}  // namespace

/// (https://www.postgresql.org/docs/current/ddl-partitioning.html, 5.12.2.3 "Limitations").
bool check_key_of_partitions(Applying& a, const Table& table, const std::vector<Name>& keys,
                             Span where) {
    if (!table.options.partition_by) { return true; }
    for (const QualifiedName& user : users_of(a.schema, table.name)) {
        const Table* partition = a.schema.find_table(user);
        if (partition != nullptr && partition->options.partition_of == table.name &&
            !check_key_of_partitions(a, *partition, keys, where)) {
            return false;
        }
    }
    for (const IndexKey& part : table.options.partition_by->keys) {
        if (part.column.empty()) {
            a.error(diag::KeyOfPartitions, where, table.name.text(),
                    "cannot be made, since the table is partitioned by an expression");
            return false;
        }
        if (std::find(keys.begin(), keys.end(), part.column) == keys.end()) {
            a.error(diag::KeyOfPartitions, where, table.name.text(),
                    "lacks column \"" + part.column.text + "\", by which the table is partitioned");
            return false;
        }
    }
    return true;
}

/// (https://www.postgresql.org/docs/current/sql-createtable.html, "Parameters": `references`, and
/// ATAddForeignKeyConstraint in src/backend/commands/tablecmds.c for unlogged tables).
bool check_persistence(Applying& a, const Table& table, const Table& target, Span where) {
    const auto text = [](const TableOptions& options) -> std::string_view {
        return options.temporary ? "temporary" : options.unlogged ? "unlogged" : "permanent";
    };
    const TableOptions& from = table.options;
    const TableOptions& to = target.options;
    const bool fits =
        from.temporary ? to.temporary : !to.temporary && (from.unlogged || !to.unlogged);
    if (!fits) {
        a.error(diag::ReferencePersistence, where, text(from), table.name.text(), text(to),
                target.name.text())
            .note(target.origin.created, "the table is created here");
    }
    return fits;
}

namespace {

bool check_foreign_key(Applying& a, const Table& table, Constraint& constraint) {
    bool fine = check_columns(a, table, constraint.columns, "a foreign key");
    const Table* target = constraint.referenced_table == table.name
                              ? &table
                              : require_table(a, constraint.referenced_table);
    if (target == nullptr) { return false; }
    const Span where = constraint.referenced_table.span;
    if (constraint.referenced_columns.empty()) {
        const Constraint* key = target->primary_key();
        if (key == nullptr) {
            a.error(diag::NoKeyToReference, where, target->name.text())
                .note(target->origin.created, "the table is created here")
                .help("name the columns that it refers to, or give the table a primary key");
            return false;
        }
        for (const Name& column : key->columns) {
            constraint.referenced_columns.emplace_back(column.text);
        }
    } else if (!check_columns(a, *target, constraint.referenced_columns, "a foreign key")) {
        return false;
    }
    if (constraint.columns.size() != constraint.referenced_columns.size()) {
        a.error(diag::ReferenceCount, constraint.span, column_list(constraint.columns),
                column_list(constraint.referenced_columns));
        return false;
    }
    if (!has_key_for(*target, constraint)) {
        a.error(diag::ReferenceNotUnique, where, column_list(constraint.referenced_columns),
                target->name.text())
            .note(target->origin.created, "the table is created here")
            .help("add a unique constraint over exactly these columns first");
        return false;
    }
    return fine && check_persistence(a, table, *target, where) &&
           check_reference_types(a, table, *target, constraint, {});
}

/// `using index i`: the constraint takes the index over.
bool take_index(Applying& a, Table& table, Constraint& constraint) {
    const auto found = std::find_if(
        table.indexes.begin(), table.indexes.end(),
        [&](const Index& index) { return index.name.name == constraint.using_index.text; });
    if (found == table.indexes.end()) {
        std::vector<std::string_view> names;
        for (const Index& index : table.indexes) { names.push_back(index.name.name); }
        report_missing(a, Noun::Index, {}, constraint.using_index.text, constraint.using_index.span,
                       names);
        return false;
    }
    if (constraint.name.empty()) { constraint.name = Name(constraint.using_index.text); }
    constraint.columns.clear();
    for (const IndexKey& key : found->keys) { constraint.columns.push_back(key.column); }
    constraint.include = found->include;
    constraint.nulls_not_distinct = found->nulls_not_distinct;
    a.schema.index_owners.erase(found->name);
    table.indexes.erase(found);
    return true;
}

bool name_constraint(Applying& a, const Table& table, Constraint& constraint) {
    const bool with_index = owns_index(constraint.kind);
    if (constraint.name.empty()) {
        constraint.name =
            Name(constraint_name(a.naming, table, constraint, [&](std::string_view name) {
                if (table.find_constraint(name) != nullptr) { return true; }
                return with_index &&
                       find_relation(a.schema, QualifiedName(table.name.schema, std::string(name)));
            }));
        return true;
    }
    if (const Constraint* other = table.find_constraint(constraint.name.text)) {
        diag::Diagnostic& found = a.error(diag::DuplicateConstraint, constraint.name.span,
                                          table.name.text(), constraint.name.text);
        if (other->span.known()) { found.note(other->span, "it was created here"); }
        return false;
    }
    const QualifiedName index(table.name.schema, constraint.name.text, constraint.name.span);
    if (with_index) { return claim_relation(a, index); }
    return check_length(a, constraint.name.text, constraint.name.span);
}

/// https://www.postgresql.org/docs/18/sql-createtable.html: the last column `without overlaps` is a
/// range or multirange. What a type of the user's own is cannot be told from its name.
bool check_period(Applying& a, const Table& table, const Constraint& constraint) {
    if (!constraint.period) { return true; }
    const Column* column = table.find_column(constraint.columns.back().text);
    if (column == nullptr) { return false; }
    const TypeKind kind = column->type.kind;
    const bool range = kind >= TypeKind::Int4range && kind <= TypeKind::Daterange;
    if (column->type.dimensions == 0 && (range || kind == TypeKind::Named)) { return true; }
    a.error(diag::WrongObjectKind, constraint.columns.back().span, column->name.text,
            "a column of type " + type_text(column->type), "of a range type");
    return false;
}

bool check_parts(Applying& a, const Table& table, Constraint& constraint) {
    switch (constraint.kind) {
        case ConstraintKind::PrimaryKey: {
            if (const Constraint* other = table.primary_key()) {
                diag::Diagnostic& found =
                    a.error(diag::SecondPrimaryKey, constraint.span, table.name.text());
                if (other->span.known()) { found.note(other->span, "it was created here"); }
                return false;
            }
            return check_columns(a, table, constraint.columns, "a primary key") &&
                   check_columns(a, table, constraint.include, "a primary key") &&
                   check_period(a, table, constraint) &&
                   check_key_of_partitions(a, table, constraint.columns, constraint.span);
        }
        case ConstraintKind::Unique:
            return check_columns(a, table, constraint.columns, "a unique constraint") &&
                   check_columns(a, table, constraint.include, "a unique constraint") &&
                   check_period(a, table, constraint) &&
                   check_key_of_partitions(a, table, constraint.columns, constraint.span);
        case ConstraintKind::Check:
            return !constraint.check || check_definition(a, table, *constraint.check, "a check");
        case ConstraintKind::ForeignKey:
            return check_foreign_key(a, table, constraint);
        case ConstraintKind::Exclude: {
            bool fine = true;
            for (const IndexKey& key : constraint.keys) {
                if (!key.column.empty()) {
                    fine = require_column(a, table, key.column) != nullptr && fine;
                }
                if (key.expression) {
                    fine = check_definition(a, table, *key.expression, "a key") && fine;
                }
            }
            if (constraint.where) {
                fine = check_definition(a, table, *constraint.where, "a constraint") && fine;
            }
            return fine;
        }
    }
    return false;
}

}  // namespace

bool owns_index(ConstraintKind kind) {
    return kind == ConstraintKind::PrimaryKey || kind == ConstraintKind::Unique ||
           kind == ConstraintKind::Exclude;
}

QualifiedName index_of(const Table& table, const Constraint& constraint) {
    return {table.name.schema, constraint.name.text, constraint.span};
}

bool repeats_key(const Table& table, const Constraint& constraint) {
    if (constraint.kind != ConstraintKind::Unique || constraint.columns.empty()) { return false; }
    return std::any_of(
        table.constraints.begin(), table.constraints.end(), [&](const Constraint& other) {
            return (other.kind == ConstraintKind::PrimaryKey ||
                    other.kind == ConstraintKind::Unique) &&
                   other.columns == constraint.columns && other.include == constraint.include &&
                   other.nulls_not_distinct == constraint.nulls_not_distinct &&
                   other.period == constraint.period && other.deferrable == constraint.deferrable &&
                   other.initially_deferred == constraint.initially_deferred;
        });
}

void check_references(Applying& a, const Table& table, Span where) {
    for (const QualifiedName& user : users_of(a.schema, table.name)) {
        const Table* other = a.schema.find_table(user);
        if (other == nullptr) { continue; }
        for (const Constraint& constraint : other->constraints) {
            if (constraint.kind == ConstraintKind::ForeignKey &&
                constraint.referenced_table == table.name &&
                !check_reference_types(a, *other, table, constraint, where)) {
                return;
            }
        }
    }
    for (const Constraint& constraint : table.constraints) {
        if (constraint.kind != ConstraintKind::ForeignKey ||
            constraint.referenced_table == table.name) {
            continue;
        }
        const Table* target = a.schema.find_table(constraint.referenced_table);
        if (target != nullptr && !check_reference_types(a, table, *target, constraint, where)) {
            return;
        }
    }
}

bool add_constraint(Applying& a, Table& table, Constraint& constraint) {
    if (!constraint.using_index.empty()) {
        if (!take_index(a, table, constraint)) { return false; }
    } else if (!check_parts(a, table, constraint)) {
        if (!constraint.name.empty()) {
            // What refers to it later would only repeat this error.
            leave_trace(a, Noun::Constraint, table.name.text() + "." + constraint.name.text,
                        Trace::Kind::Reported);
        }
        return false;
    }
    if (!name_constraint(a, table, constraint)) { return false; }
    if (owns_index(constraint.kind)) {
        a.schema.index_owners.set(index_of(table, constraint), table.name);
    }
    // It goes without saying, and the catalog does not say it.
    if (constraint.not_enforced) { constraint.not_valid = false; }
    table.constraints.push_back(constraint);
    if (constraint.kind == ConstraintKind::PrimaryKey) {
        // The database marks the columns, and they stay so without the key.
        for (const Name& name : constraint.columns) {
            if (Column* column = table.find_column(name.text)) { column->not_null = true; }
        }
    }
    Constraint& added = table.constraints.back();
    added.using_index = Name();
    if (!added.span.known()) { added.span = a.span; }
    return true;
}

bool remove_constraint(Applying& a, Table& table, const std::string& name, bool cascade,
                       Span where) {
    const auto found =
        std::find_if(table.constraints.begin(), table.constraints.end(),
                     [&](const Constraint& constraint) { return constraint.name.text == name; });
    // A foreign key holds on to the oldest key over its columns (transformFkeyCheckAttrs in
    // PostgreSQL's tablecmds.c takes the first index that fits).
    const bool key = is_key(*found) &&
                     std::none_of(table.constraints.begin(), found, [&](const Constraint& older) {
                         return is_key(older) && older.period == found->period &&
                                same_columns(older.columns, found->columns);
                     });
    std::vector<std::pair<QualifiedName, std::string>> dependants;
    if (key) {
        for (const QualifiedName& user : users_of(a.schema, table.name)) {
            const Table* other = user == table.name ? &table : a.schema.find_table(user);
            if (other == nullptr) { continue; }
            for (const Constraint& foreign : other->constraints) {
                if (foreign.kind != ConstraintKind::ForeignKey ||
                    !(foreign.referenced_table == table.name) || !serves(*found, foreign)) {
                    continue;
                }
                if (!cascade) {
                    diag::Diagnostic& report =
                        a.error(diag::StillUsed, where, "constraint \"" + name + "\"",
                                "foreign key \"" + foreign.name.text + "\" of table \"" +
                                    user.text() + "\"");
                    if (foreign.span.known()) {
                        report.note(foreign.span, "the foreign key is created here");
                    }
                    report.help("drop that foreign key first, or write `cascade`");
                    return false;
                }
                dependants.emplace_back(user, foreign.name.text);
            }
        }
    }
    if (owns_index(found->kind)) { a.schema.index_owners.erase(index_of(table, *found)); }
    table.constraints.erase(found);
    forget_index_settings(table, name);
    std::erase_if(table.constraint_comments,
                  [&](const auto& comment) { return comment.first.text == name; });
    leave_trace(a, Noun::Constraint, table.name.text() + "." + name, Trace::Kind::Dropped);
    for (const auto& [user, foreign] : dependants) {
        if (user == table.name) {
            (void)remove_constraint(a, table, foreign, true, where);
            continue;
        }
        Table& other = edit_table(a.schema, user);
        const std::vector<QualifiedName> before = uses_of(other);
        (void)remove_constraint(a, other, foreign, true, where);
        update_references(a.schema, user, before, uses_of(other));
    }
    return true;
}

void apply_action(Applying& a, const QualifiedName& name, AddConstraint& action) {
    (void)add_constraint(a, edit_table(a.schema, name), action.constraint);
}

void apply_action(Applying& a, const QualifiedName& name, DropConstraint& action) {
    const Table& table = *a.schema.find_table(name);
    if (action.if_exists && table.find_constraint(action.name.text) == nullptr) { return; }
    if (require_constraint(a, table, action.name) == nullptr) { return; }
    (void)remove_constraint(a, edit_table(a.schema, name), action.name.text, action.cascade,
                            action.name.span);
}

void apply_action(Applying& a, const QualifiedName& name, RenameConstraint& action) {
    const Table& before = *a.schema.find_table(name);
    const Constraint* constraint = require_constraint(a, before, action.from);
    if (constraint == nullptr) { return; }
    Constraint renamed = *constraint;
    renamed.name = action.to;
    if (!name_constraint(a, before, renamed)) { return; }
    Table& table = edit_table(a.schema, name);
    for (Constraint& each : table.constraints) {
        if (each.name.text != action.from.text) { continue; }
        if (owns_index(each.kind)) {
            a.schema.index_owners.erase(index_of(table, each));
            a.schema.index_owners.set(index_of(table, renamed), table.name);
        }
        each.name = action.to;
        break;
    }
    for (auto& comment : table.constraint_comments) {
        if (comment.first.text == action.from.text) { comment.first = action.to; }
    }
    rename_index_in_settings(table, action.from.text, action.to.text);
    leave_trace(a, Noun::Constraint, name.text() + "." + action.from.text, Trace::Kind::Renamed,
                action.to.text);
}

void apply_action(Applying& a, const QualifiedName& name, ValidateConstraint& action) {
    const Constraint* known = require_constraint(a, *a.schema.find_table(name), action.name);
    if (known == nullptr) { return; }
    // https://www.postgresql.org/docs/18/sql-altertable.html
    if (known->not_enforced) {
        a.error(diag::WrongObjectKind, action.name.span, action.name.text,
                "a constraint that is not enforced", "one that can be validated");
        return;
    }
    for (Constraint& each : edit_table(a.schema, name).constraints) {
        if (each.name.text == action.name.text) { each.not_valid = false; }
    }
}

}  // namespace retort::schema
