// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/inherited_parts.h"

#include <algorithm>

namespace retort::schema {
namespace {

/// Parent and its own parents: a partition of a partition has the parts of all.
std::vector<const Table*> line_of(const Schema& schema, const Table& parent) {
    std::vector<const Table*> line;
    for (const Table* table = &parent; table != nullptr;) {
        line.push_back(table);
        const QualifiedName& next = table->options.partition_of;
        table = next.empty() ? nullptr : schema.find_table(next);
    }
    return line;
}

/// The name that PostgreSQL gives to the partition's part, whatever the project's rules are
/// (https://www.postgresql.org/docs/current/ddl-partitioning.html). `own`: taken by itself.
QualifiedName index_name_in(const Schema& schema, const Table& child, const Index& index,
                            const std::string& own) {
    const std::string& in = child.name.schema;
    return QualifiedName(
        in, index_name({}, child.name, index, [&](std::string_view name) {
            return name != own && static_cast<bool>(find_relation(schema, {in, std::string(name)}));
        }));
}

Name constraint_name_in(const Schema& schema, const Table& child, const Constraint& constraint,
                        const std::string& own) {
    if (!owns_index(constraint.kind)) { return Name(constraint.name.text); }
    const std::string& in = child.name.schema;
    return Name(constraint_name({}, child, constraint, [&](std::string_view name) {
        return name != own && static_cast<bool>(find_relation(schema, {in, std::string(name)}));
    }));
}

bool is_handed_down(const Constraint& constraint) {
    return constraint.kind != ConstraintKind::Check || !constraint.no_inherit;
}

void set_local(Table& table, bool alone) {
    for (Column& column : table.columns) { column.from_parent.alone = alone; }
}

}  // namespace

bool same_part(const Index& a, const Index& b) {
    Index plain = a;
    plain.name = b.name;
    plain.comment = b.comment;
    plain.only = b.only;
    return plain == b;
}

bool same_part(const Constraint& a, const Constraint& b) {
    Constraint plain = a;
    plain.name = b.name;
    return plain == b;
}

void hand_to_parent(Applying& a, const Table& parent, const QualifiedName& child) {
    Table& table = edit_table(a.schema, child);
    for (const Table* each : line_of(a.schema, parent)) {
        for (const Index& index : each->indexes) {
            std::erase_if(table.indexes, [&](const Index& own) {
                const bool usual = same_part(index, own) && !own.comment &&
                                   own.name == index_name_in(a.schema, table, own, own.name.name);
                if (usual) { a.schema.index_owners.erase(own.name); }
                return usual;
            });
        }
        for (const Constraint& constraint : each->constraints) {
            std::erase_if(table.constraints, [&](const Constraint& own) {
                const bool usual =
                    is_handed_down(constraint) && same_part(constraint, own) &&
                    own.name == constraint_name_in(a.schema, table,
                                                   owns_index(own.kind) ? own : constraint,
                                                   own.name.text);
                if (usual && owns_index(own.kind)) {
                    a.schema.index_owners.erase(index_of(table, own));
                }
                return usual;
            });
        }
    }
    set_local(table, true);
}

void keep_from_parent(Applying& a, const Table& parent, const QualifiedName& child) {
    Table& table = edit_table(a.schema, child);
    for (const Table* each : line_of(a.schema, parent)) {
        for (Constraint constraint : each->constraints) {
            const bool has =
                std::any_of(table.constraints.begin(), table.constraints.end(),
                            [&](const Constraint& own) { return same_part(constraint, own); });
            if (has || !is_handed_down(constraint)) { continue; }
            constraint.name = constraint_name_in(a.schema, table, constraint, {});
            if (owns_index(constraint.kind)) {
                a.schema.index_owners.set(index_of(table, constraint), child);
            }
            table.constraints.push_back(std::move(constraint));
        }
        for (Index index : each->indexes) {
            const bool has = std::any_of(table.indexes.begin(), table.indexes.end(),
                                         [&](const Index& own) { return same_part(index, own); });
            if (has || index.only) { continue; }
            index.name = index_name_in(a.schema, table, index, {});
            index.comment.reset();
            a.schema.index_owners.set(index.name, child);
            table.indexes.push_back(std::move(index));
        }
    }
    set_local(table, false);
}

std::vector<Constraint> inherited_checks(const Schema& schema, const Table& table) {
    std::vector<Constraint> checks;
    const auto add = [&](const Constraint& check) {
        const auto same = [&](const Constraint& each) { return each.name == check.name; };
        if (std::none_of(checks.begin(), checks.end(), same)) { checks.push_back(check); }
    };
    for (const QualifiedName& name : table.options.inherits) {
        const Table* parent = schema.find_table(name);
        if (parent == nullptr) { continue; }
        for (const Constraint& each : parent->constraints) {
            if (each.kind == ConstraintKind::Check && !each.no_inherit) { add(each); }
        }
        for (const Constraint& each : inherited_checks(schema, *parent)) { add(each); }
    }
    return checks;
}

void check_keys_of_parents(Applying& a, const Table& table, Span where) {
    const QualifiedName& next = table.options.partition_of;
    const Table* parent = next.empty() ? nullptr : a.schema.find_table(next);
    if (!table.options.partition_by || parent == nullptr) { return; }
    for (const Table* each : line_of(a.schema, *parent)) {
        for (const Constraint& key : each->constraints) {
            const bool unique =
                key.kind == ConstraintKind::PrimaryKey || key.kind == ConstraintKind::Unique;
            if (unique && !check_key_of_partitions(a, table, key.columns, where)) { return; }
        }
        for (const Index& index : each->indexes) {
            if (!index.unique || index.only) { continue; }
            std::vector<Name> keys;
            for (const IndexKey& key : index.keys) { keys.push_back(key.column); }
            if (!check_key_of_partitions(a, table, keys, where)) { return; }
        }
    }
}

bool descends_from(const Schema& schema, const QualifiedName& table,
                   const QualifiedName& ancestor) {
    if (table == ancestor) { return true; }
    const Table* found = schema.find_table(table);
    if (found == nullptr) { return false; }
    const std::vector<QualifiedName>& parents = found->options.inherits;
    return (!found->options.partition_of.empty() &&
            descends_from(schema, found->options.partition_of, ancestor)) ||
           std::any_of(parents.begin(), parents.end(), [&](const QualifiedName& parent) {
               return descends_from(schema, parent, ancestor);
           });
}

void apply_inherit(Applying& a, const QualifiedName& child, const QualifiedName& parent) {
    if (require_table(a, parent) == nullptr) { return; }
    const Table& target = *a.schema.find_table(parent);
    const Table before = *a.schema.find_table(child);
    const std::vector<QualifiedName>& parents = before.options.inherits;
    if (descends_from(a.schema, parent, child)) {
        a.error(diag::WrongObjectKind, {}, parent.text(), "the table itself or a child of it",
                "a parent for it");
        return;
    }
    if (std::find(parents.begin(), parents.end(), parent) != parents.end()) {
        a.error(diag::WrongObjectKind, {}, parent.text(), "a parent of the table already",
                "another one");
        return;
    }
    for (const Column& column : target.columns) {
        const std::string& name = column.name.text;
        if (before.find_column(name) == nullptr) {
            a.error(diag::UnknownColumn, {}, child.text(), name)
                .help("a table that inherits has all columns of its parent: add it first");
            return;
        }
        if (target.refuses_nulls(name) && !before.refuses_nulls(name)) {
            a.error(diag::ColumnState, {}, name, "must refuse nulls, as its parent's does")
                .help("write `alter column " + name + " set not null` first");
            return;
        }
    }
    Table& table = edit_table(a.schema, child);
    table.options.inherits.push_back(parent);
    std::vector<Constraint> own = inherited_checks(a.schema, before);
    own.insert(own.end(), before.constraints.begin(), before.constraints.end());
    for (const Constraint& wanted : inherited_checks(a.schema, table)) {
        const auto has = [&](const Constraint& each) { return each.name == wanted.name; };
        if (std::any_of(own.begin(), own.end(), has)) { continue; }
        a.error(diag::UnknownConstraint, {}, child.text(), wanted.name.text)
            .help("a table that inherits has all checks of its parent: add it first");
        table.options.inherits = before.options.inherits;
        return;
    }
}

void apply_no_inherit(Applying& a, const QualifiedName& child, const QualifiedName& parent) {
    if (require_table(a, parent) == nullptr) { return; }
    Table& table = edit_table(a.schema, child);
    const std::vector<QualifiedName>& parents = table.options.inherits;
    if (std::find(parents.begin(), parents.end(), parent) == parents.end()) {
        a.error(diag::WrongObjectKind, {}, parent.text(), "another table", "a parent of this one");
        return;
    }
    const std::vector<Constraint> had = inherited_checks(a.schema, table);
    std::erase(table.options.inherits, parent);
    const std::vector<Constraint> has = inherited_checks(a.schema, table);
    for (const Constraint& check : had) {
        const auto same = [&](const Constraint& each) { return each.name == check.name; };
        if (std::none_of(has.begin(), has.end(), same) &&
            table.find_constraint(check.name.text) == nullptr) {
            table.constraints.push_back(check);
        }
    }
    // What it had from that parent is its own now.
    for (Column& column : table.columns) { column.from_parent.alone = false; }
}

}  // namespace retort::schema
