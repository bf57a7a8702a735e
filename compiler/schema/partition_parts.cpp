// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/partition_parts.h"

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

bool same_index(const Index& a, const Index& b) {
    Index plain = a;
    plain.name = b.name;
    plain.comment = b.comment;
    plain.only = b.only;
    return plain == b;
}

bool same_constraint(const Constraint& a, const Constraint& b) {
    Constraint plain = a;
    plain.name = b.name;
    return plain == b;
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

void hand_to_parent(Applying& a, const Table& parent, const QualifiedName& child) {
    Table& table = edit_table(a.schema, child);
    for (const Table* each : line_of(a.schema, parent)) {
        for (const Index& index : each->indexes) {
            std::erase_if(table.indexes, [&](const Index& own) {
                const bool usual = same_index(index, own) && !own.comment &&
                                   own.name == index_name_in(a.schema, table, own, own.name.name);
                if (usual) { a.schema.index_owners.erase(own.name); }
                return usual;
            });
        }
        for (const Constraint& constraint : each->constraints) {
            std::erase_if(table.constraints, [&](const Constraint& own) {
                const bool usual =
                    is_handed_down(constraint) && same_constraint(constraint, own) &&
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
            const bool has = std::any_of(
                table.constraints.begin(), table.constraints.end(),
                [&](const Constraint& own) { return same_constraint(constraint, own); });
            if (has || !is_handed_down(constraint)) { continue; }
            constraint.name = constraint_name_in(a.schema, table, constraint, {});
            if (owns_index(constraint.kind)) {
                a.schema.index_owners.set(index_of(table, constraint), child);
            }
            table.constraints.push_back(std::move(constraint));
        }
        for (Index index : each->indexes) {
            const bool has = std::any_of(table.indexes.begin(), table.indexes.end(),
                                         [&](const Index& own) { return same_index(index, own); });
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

void join_parent(Applying& a, const QualifiedName& child, const QualifiedName& parent) {
    if (require_table(a, parent) == nullptr) { return; }
    const Table& target = *a.schema.find_table(parent);
    const Table before = *a.schema.find_table(child);
    for (const Column& column : target.columns) {
        if (before.find_column(column.name.text) != nullptr) { continue; }
        a.error(diag::UnknownColumn, {}, child.text(), column.name.text)
            .help("a table that inherits has all columns of its parent: add it first");
        return;
    }
    Table& table = edit_table(a.schema, child);
    std::erase(table.options.inherits, parent);
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

void leave_parent(Applying& a, const QualifiedName& child, const QualifiedName& parent) {
    if (require_table(a, parent) == nullptr) { return; }
    Table& table = edit_table(a.schema, child);
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
