// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/foreign_key.h"
#include "compiler/schema/storage_settings.h"

#include <algorithm>

namespace retort::schema {
namespace {

bool check_parts(Applying& a, const Table& table, const Index& index) {
    bool fine = true;
    for (const IndexKey& key : index.keys) {
        if (!key.column.empty() && !is_system_column(key.column.text)) {
            fine = require_column(a, table, key.column) != nullptr && fine;
        }
        if (key.expression) {
            fine = check_definition(a, table, *key.expression, "an index") && fine;
        }
    }
    for (const Name& column : index.include) {
        fine = require_column(a, table, column) != nullptr && fine;
    }
    if (index.where) { fine = check_definition(a, table, *index.where, "an index") && fine; }
    if (!fine || !index.unique) { return fine; }
    std::vector<Name> keys;
    for (const IndexKey& key : index.keys) { keys.push_back(key.column); }
    return check_key_of_partitions(a, table, keys, index.name.span);
}

/// An index lives in its table's schema, whatever its name says.
QualifiedName in_schema_of(const QualifiedName& table, const QualifiedName& index) {
    return {table.schema, index.name, index.span};
}

/// The table that has the index, or null after a report.
const Table* require_index(Applying& a, const QualifiedName& name) {
    const Table* owner = a.schema.find_index_owner(name);
    if (owner != nullptr && owner->find_index(name.name) != nullptr) { return owner; }
    if (owner != nullptr) {
        a.error(diag::IndexOfConstraint, name.span, name.text(), owner->name.text())
            .help("use `alter table " + owner->name.text() + "` with the constraint `" + name.name +
                  "`");
        return nullptr;
    }
    if (const Holder holder = find_relation(a.schema, name)) {
        a.error(diag::WrongObjectKind, name.span, name.text(), holder.what, "an index");
        return nullptr;
    }
    std::vector<std::string> owned;
    a.schema.index_owners.for_each(
        [&](const QualifiedName& other, const QualifiedName&) { owned.push_back(other.text()); });
    report_missing(a, Noun::Index, {}, name.text(), name.span, {owned.begin(), owned.end()});
    return nullptr;
}

}  // namespace

bool uses_column(const Expr& expr, std::string_view column) {
    bool found = false;
    for_each_column(expr, [&](const Expr& reference) {
        found = found || reference.names.back().text == column;
    });
    return found;
}

bool uses_column(const Index& index, std::string_view column) {
    const auto in_key = [&](const IndexKey& key) {
        return key.column.text == column ||
               (key.expression && uses_column(*key.expression, column));
    };
    return std::any_of(index.keys.begin(), index.keys.end(), in_key) ||
           std::any_of(index.include.begin(), index.include.end(),
                       [&](const Name& name) { return name.text == column; }) ||
           (index.where && uses_column(*index.where, column));
}

bool uses_column(const Constraint& constraint, std::string_view column) {
    const auto named = [&](const Name& name) { return name.text == column; };
    const auto in_key = [&](const IndexKey& key) {
        return key.column.text == column ||
               (key.expression && uses_column(*key.expression, column));
    };
    return std::any_of(constraint.columns.begin(), constraint.columns.end(), named) ||
           std::any_of(constraint.include.begin(), constraint.include.end(), named) ||
           std::any_of(constraint.keys.begin(), constraint.keys.end(), in_key) ||
           (constraint.check && uses_column(*constraint.check, column)) ||
           (constraint.where && uses_column(*constraint.where, column));
}

void apply_operation(Applying& a, CreateIndex& operation) {
    const Table* existing = a.schema.find_table(operation.table);
    if (existing == nullptr) {
        // A materialized view can have indexes, but the model keeps none of its columns.
        const CodeObjectState* view =
            a.schema.find_code_object(CodeKind::MaterializedView, {}, operation.table, {});
        if (view == nullptr) {
            (void)require_table(a, operation.table);
            return;
        }
        if (operation.index.name.empty()) {
            operation.index.name = QualifiedName(
                operation.table.schema,
                index_name(a.naming, operation.table, operation.index, [&](std::string_view name) {
                    return static_cast<bool>(find_relation(
                        a.schema, QualifiedName(operation.table.schema, std::string(name))));
                }));
        }
        const QualifiedName name = in_schema_of(operation.table, operation.index.name);
        if (operation.if_not_exists && find_relation(a.schema, name)) { return; }
        if (!claim_relation(a, name)) { return; }
        operation.index.name = name;
        a.schema.index_owners.set(name, operation.table);
        edit_materialized_view(a.schema, operation.table)->indexes.push_back(operation.index);
        return;
    }
    Index& index = operation.index;
    if (!index.name.empty()) {
        const QualifiedName name = in_schema_of(operation.table, index.name);
        if (operation.if_not_exists && find_relation(a.schema, name)) { return; }
        if (!claim_relation(a, name)) { return; }
        index.name = name;
    }
    if (!check_parts(a, *existing, index)) {
        if (!index.name.empty()) {
            leave_trace(a, Noun::Index, index.name.text(), Trace::Kind::Reported);
        }
        return;
    }
    if (index.name.empty()) {
        index.name.schema = operation.table.schema;
        index.name.name = index_name(a.naming, operation.table, index, [&](std::string_view name) {
            return static_cast<bool>(
                find_relation(a.schema, QualifiedName(operation.table.schema, std::string(name))));
        });
    }
    a.schema.index_owners.set(index.name, operation.table);
    Table& table = edit_table(a.schema, operation.table);
    table.indexes.push_back(index);
    if (!table.indexes.back().span.known()) { table.indexes.back().span = a.span; }
}

void apply_operation(Applying& a, DropIndex& operation) {
    if (operation.if_exists && a.schema.index_owners.find(operation.name) == nullptr) { return; }
    const QualifiedName* owner = a.schema.index_owners.find(operation.name);
    if (owner != nullptr && a.schema.find_table(*owner) == nullptr) {
        if (CodeObjectState* view = edit_materialized_view(a.schema, *owner)) {
            std::erase_if(view->indexes,
                          [&](const Index& each) { return each.name == operation.name; });
        }
        a.schema.index_owners.erase(operation.name);
        leave_trace(a, Noun::Index, operation.name.text(), Trace::Kind::Dropped);
        return;
    }
    if (require_index(a, operation.name) == nullptr) { return; }
    const QualifiedName table_name = *owner;
    if (!operation.table.empty() && !(operation.table == table_name)) {
        a.error(diag::WrongObjectKind, operation.table.span, operation.name.text(),
                "an index of table \"" + table_name.text() + "\"",
                "one of table \"" + operation.table.text() + "\"");
        return;
    }
    // An index that is all that makes a referenced column unique cannot go.
    Table& table = edit_table(a.schema, table_name);
    const Index& index = *table.find_index(operation.name.name);
    if (index.unique && !index.where) {
        for (const QualifiedName& user : users_of(a.schema, table_name)) {
            const Table* other = a.schema.find_table(user);
            if (other == nullptr) { continue; }
            for (const Constraint& foreign : other->constraints) {
                if (foreign.kind != ConstraintKind::ForeignKey ||
                    !(foreign.referenced_table == table_name) ||
                    foreign.referenced_columns.size() != index.keys.size()) {
                    continue;
                }
                const auto referenced = [&](const IndexKey& key) {
                    return std::find(foreign.referenced_columns.begin(),
                                     foreign.referenced_columns.end(),
                                     key.column) != foreign.referenced_columns.end();
                };
                const auto covered = [&](const Constraint& key) { return serves(key, foreign); };
                if (!foreign.period &&
                    std::all_of(index.keys.begin(), index.keys.end(), referenced) &&
                    std::none_of(table.constraints.begin(), table.constraints.end(), covered)) {
                    a.error(diag::StillUsed, operation.name.span,
                            "index \"" + operation.name.text() + "\"",
                            "foreign key \"" + foreign.name.text + "\" of table \"" + user.text() +
                                "\"");
                    return;
                }
            }
        }
    }
    std::erase_if(table.indexes,
                  [&](const Index& each) { return each.name.name == operation.name.name; });
    forget_index_settings(table, operation.name.name);
    a.schema.index_owners.erase(operation.name);
    leave_trace(a, Noun::Index, operation.name.text(), Trace::Kind::Dropped);
}

void apply_operation(Applying& a, RenameIndex& operation) {
    if (operation.if_exists && a.schema.index_owners.find(operation.from) == nullptr) { return; }
    const QualifiedName to(operation.from.schema, operation.to.text, operation.to.span);
    const QualifiedName* found = a.schema.index_owners.find(operation.from);
    if (found == nullptr) {
        (void)require_index(a, operation.from);
        return;
    }
    if (!claim_relation(a, to)) { return; }
    const QualifiedName owner = *found;
    a.schema.index_owners.erase(operation.from);
    a.schema.index_owners.set(to, owner);
    if (a.schema.find_table(owner) != nullptr) {
        Table& table = edit_table(a.schema, owner);
        for (Index& index : table.indexes) {
            if (index.name.name == operation.from.name) { index.name = to; }
        }
        rename_index_in_settings(table, operation.from.name, to.name);
        // A key's index and its constraint have one name.
        for (Constraint& constraint : table.constraints) {
            if (owns_index(constraint.kind) && constraint.name.text == operation.from.name) {
                constraint.name = operation.to;
            }
        }
        for (auto& comment : table.constraint_comments) {
            if (comment.first.text == operation.from.name &&
                table.find_constraint(operation.to.text) != nullptr) {
                comment.first = operation.to;
            }
        }
    }
    if (CodeObjectState* view = edit_materialized_view(a.schema, owner)) {
        for (Index& index : view->indexes) {
            if (index.name == operation.from) { index.name = to; }
        }
    }
    leave_trace(a, Noun::Index, operation.from.text(), Trace::Kind::Renamed, to.text());
}

}  // namespace retort::schema
