// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/schema/apply/context.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/storage_settings.h"

#include <algorithm>

// What `alter table` of a parent does to its partitions and to the children that inherit from it
// (https://www.postgresql.org/docs/current/ddl-inherit.html).

namespace retort::schema {
namespace {

bool has_parent_with(const Schema& schema, const Table& table, const std::string& column) {
    std::vector<QualifiedName> parents = table.options.inherits;
    if (!table.options.partition_of.empty()) { parents.push_back(table.options.partition_of); }
    return std::any_of(parents.begin(), parents.end(), [&](const QualifiedName& name) {
        const Table* parent = schema.find_table(name);
        return parent != nullptr && parent->find_column(column) != nullptr;
    });
}

void add_to_child(Applying& a, const Table& parent, const QualifiedName& child,
                  const AddColumn& action) {
    const Column* added = parent.find_column(action.definition.column.name.text);
    if (added == nullptr) { return; }
    const Table& before = *a.schema.find_table(child);
    // A child that has the column already keeps its own, which is the parent's from now on.
    if (before.find_column(added->name.text) != nullptr) { return; }
    Table& table = edit_table(a.schema, child);
    table.columns.push_back(inherited_column(a.schema, parent, *added));
}

void drop_from_child(Applying& a, const QualifiedName& child, const DropColumn& action) {
    const Table& table = *a.schema.find_table(child);
    const Column* column = table.find_column(action.column.text);
    if (column == nullptr || has_parent_with(a.schema, table, action.column.text)) { return; }
    if (column->from_parent.alone) { (void)drop_column(a, child, action.column, action.cascade); }
}

/// The same action on the child, where the child has what it is about.
template <class Action>
void repeat(Applying& a, const QualifiedName& child, const Name& column, const Action& action) {
    if (a.schema.find_table(child)->find_column(column.text) == nullptr) { return; }
    Action copy = action;
    apply_action(a, child, copy);
}

/// Statistics targets and storage go down to the children, other settings do not.
void repeat_settings(Applying& a, const QualifiedName& child, const OtherTableAction& action) {
    using Kind = StorageSetting::Kind;
    for (const StorageSetting& setting : read_settings(action)) {
        if (setting.kind != Kind::Statistics && setting.kind != Kind::Storage) { continue; }
        repeat(a, child, Name(setting.object), action);
    }
}

void follow(Applying& a, const QualifiedName& parent, const QualifiedName& child,
            const TableAction& action) {
    match(
        action,  //
        [&](const AddColumn& o) { add_to_child(a, *a.schema.find_table(parent), child, o); },
        [&](const DropColumn& o) { drop_from_child(a, child, o); },
        [&](const RenameColumn& o) { repeat(a, child, o.from, o); },
        [&](const SetColumnType& o) { repeat(a, child, o.column, o); },
        [&](const SetColumnDefault& o) { repeat(a, child, o.column, o); },
        [&](const DropColumnDefault& o) { repeat(a, child, o.column, o); },
        [&](const SetNotNull& o) { repeat(a, child, o.column, o); },
        [&](const DropNotNull& o) { repeat(a, child, o.column, o); },  //
        [](const AddIdentity&) {}, [](const SetIdentity&) {}, [](const DropIdentity&) {},
        [&](const DropExpression& o) { repeat(a, child, o.column, o); },  //
        [](const AddConstraint&) {}, [](const DropConstraint&) {}, [](const RenameConstraint&) {},
        [](const ValidateConstraint&) {}, [](const SetRowSecurity&) {},
        [&](const OtherTableAction& o) { repeat_settings(a, child, o); });
}

}  // namespace

Column inherited_column(const Schema& schema, const Table& parent, const Column& column) {
    Column copy = column;
    copy.comment.reset();
    copy.from_parent.alone = true;
    // Only a partition has its parent's identity.
    if (!parent.options.partition_by) { copy.identity.reset(); }
    const bool serial = is_serial(copy.type.kind);
    make_plain(copy);
    if (serial) {
        // A serial column's copy counts on with the parent's sequence.
        if (const Sequence* counter = owned_sequence(schema, parent.name, column.name.text)) {
            copy.default_value = Box<Expr>(next_value(counter->name));
        }
    }
    if (parent.refuses_nulls(column.name.text)) { copy.not_null = true; }
    return copy;
}

void follow_in_children(Applying& a, const QualifiedName& parent, const TableAction& action) {
    for (const QualifiedName& user : users_of(a.schema, parent)) {
        const Table* child = user == parent ? nullptr : a.schema.find_table(user);
        if (child == nullptr) { continue; }
        const auto& parents = child->options.inherits;
        if (!(child->options.partition_of == parent) &&
            std::find(parents.begin(), parents.end(), parent) == parents.end()) {
            continue;
        }
        const std::vector<QualifiedName> uses = uses_of(*child);
        follow(a, parent, user, action);
        update_references(a.schema, user, uses, uses_of(*a.schema.find_table(user)));
        follow_in_children(a, user, action);
    }
}

}  // namespace retort::schema
