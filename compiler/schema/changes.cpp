// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/changes.h"

#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/invert.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/storage_settings.h"

#include <algorithm>
#include <set>

namespace retort::schema {
namespace {

/// The default of a column as one that inherits it sees it.
Box<Expr> inherited_default(const Schema& schema, const Table& parent, const Column& column) {
    if (!is_serial(column.type.kind)) { return column.default_value; }
    const Sequence* counter = owned_sequence(schema, parent.name, column.name.text);
    return counter == nullptr ? Box<Expr>() : Box<Expr>(next_value(counter->name));
}

/// A child's columns that are its parents' in every respect are theirs to define.
/// The parent's column says what this one is, but for nulls.
bool is_left_to_parent(const Changes& changes, const Table& parent, const Column& column) {
    const Column* inherited = parent.find_column(column.name.text);
    return inherited != nullptr && inherited->generated == column.generated &&
           inherited->collation == column.collation &&
           inherited_default(changes.to, parent, *inherited) == column.default_value;
}

void leave_to_parents(const Changes& changes, const Table& table, CreateTable& create) {
    for (const QualifiedName& name : table.options.inherits) {
        const Table* parent = changes.to.find_table(name);
        if (parent == nullptr) { continue; }
        std::erase_if(create.elements, [&](const TableElement& element) {
            const auto* definition = std::get_if<ColumnDefinition>(&element);
            return definition != nullptr && is_left_to_parent(changes, *parent, definition->column);
        });
    }
}

/// What a partition's columns have of their own. A child says that where it is created, but for a
/// default that it does not have: without one it would get its parent's.
void differ_from_parent(Changes& changes, const Table& table, const QualifiedName& name,
                        std::vector<Operation>& list) {
    const Table* parent = changes.to.find_table(name);
    if (parent == nullptr) { return; }
    const bool partition = table.options.partition_of == name;
    AlterTable alter;
    alter.table = table.name;
    for (const Column& column : table.columns) {
        const Column* inherited = parent->find_column(column.name.text);
        if (inherited == nullptr) { continue; }
        const Name own(column.name.text);
        const Box<Expr> usual = inherited_default(changes.to, *parent, *inherited);
        if (column.default_value && !(column.default_value == usual) && partition) {
            alter.actions.emplace_back(SetColumnDefault{own, *column.default_value});
        } else if (!column.default_value && usual && !is_serial(column.type.kind)) {
            alter.actions.emplace_back(DropColumnDefault{own});
        }
        const auto refuses = [&](const QualifiedName& each) {
            const Table* other = changes.to.find_table(each);
            return other != nullptr && other->refuses_nulls(column.name.text);
        };
        const std::vector<QualifiedName>& parents = table.options.inherits;
        const bool unsaid = partition || is_left_to_parent(changes, *parent, column);
        if (column.not_null && unsaid && !parent->refuses_nulls(column.name.text) &&
            std::none_of(parents.begin(), parents.end(), refuses)) {
            alter.actions.emplace_back(SetNotNull{own});
        }
    }
    if (!alter.actions.empty()) { Changes::add(list, std::move(alter)); }
}

/// The table takes from its parents what they have only after they were altered.
bool is_late(const Changes& changes, const Table& table, const std::set<QualifiedName>& late) {
    const auto waits_for = [&](const QualifiedName& name) {
        const Shared<Table>* before = changes.from.tables.find(name);
        const Shared<Table>* wanted = changes.to.tables.find(name);
        return late.count(name) != 0 ||
               (before != nullptr && wanted != nullptr && !(*before == *wanted));
    };
    const auto& parents = table.options.inherits;
    return (!table.options.partition_of.empty() && waits_for(table.options.partition_of)) ||
           std::any_of(parents.begin(), parents.end(), waits_for);
}

Table without_settings(const Table& table) {
    Table plain = table;
    plain.settings.clear();
    return plain;
}

void create_tables(Changes& changes, const std::vector<const Table*>& tables) {
    std::set<QualifiedName> missing;
    std::set<QualifiedName> late;
    for (const Table* table : tables) { missing.insert(table->name); }
    for (const Table* table : in_order_of_use(changes.to, tables)) {
        missing.erase(table->name);
        const bool waits = is_late(changes, *table, late);
        if (waits) { late.insert(table->name); }
        std::vector<Operation>& list = waits ? changes.created_children : changes.created_tables;
        Table now = *table;
        // A foreign key to a table that is not there yet, or that changes as well, comes later.
        std::erase_if(now.constraints, [&](const Constraint& constraint) {
            if (waits_for_children(changes.joining, table->name, constraint)) {
                AlterTable alter;
                alter.table = table->name;
                alter.actions.emplace_back(AddConstraint{constraint});
                Changes::add(changes.added_keys, std::move(alter));
                return true;
            }
            if (constraint.kind != ConstraintKind::ForeignKey) { return false; }
            const bool early = !rests_on_index(changes.to, *table, constraint);
            if (constraint.referenced_table == table->name && early) { return false; }
            const Shared<Table>* before = changes.from.tables.find(constraint.referenced_table);
            const Shared<Table>* wanted = changes.to.tables.find(constraint.referenced_table);
            const bool ready = before == nullptr ? missing.count(constraint.referenced_table) == 0
                                                 : wanted != nullptr && *before == *wanted;
            if (ready && early) { return false; }
            AlterTable alter;
            alter.table = table->name;
            alter.actions.emplace_back(AddConstraint{constraint});
            Changes::add(changes.added_keys, std::move(alter));
            return true;
        });
        for (Operation& operation : create_statements(now)) {
            if (auto* create = std::get_if<CreateTable>(&operation.kind)) {
                leave_to_parents(changes, *table, *create);
                for (TableElement& element : create->elements) {
                    if (auto* column = std::get_if<ColumnDefinition>(&element)) {
                        column->sequence = unusual_sequence(changes.to, *table, column->column);
                    }
                }
            }
            const bool comment = std::holds_alternative<CommentOn>(operation.kind);
            (comment                                               ? changes.comments
             : std::holds_alternative<CreateIndex>(operation.kind) ? changes.created_indexes
                                                                   : list)
                .push_back(std::move(operation));
        }
        std::vector<Operation>& after = waits ? list : changes.altered_tables;
        differ_from_parent(changes, *table, table->options.partition_of, after);
        for (const QualifiedName& parent : table->options.inherits) {
            differ_from_parent(changes, *table, parent, after);
        }
        change_settings(changes, without_settings(*table), *table);
    }
}

/// Defaults of tables that stand longer than the sequence does, which goes with its owner.
void drop_defaults(Changes& changes, const Sequence& sequence,
                   const std::set<QualifiedName>& standing) {
    for (const QualifiedName& user : users_of(changes.from, sequence.name)) {
        if (user == *sequence.options.owned_table || standing.count(user) == 0) { continue; }
        AlterTable alter;
        alter.table = user;
        for (const Column& column : changes.from.find_table(user)->columns) {
            if (!column.default_value) { continue; }
            const std::vector<QualifiedName> used = sequences_in(*column.default_value);
            if (std::find(used.begin(), used.end(), sequence.name) != used.end()) {
                alter.actions.emplace_back(DropColumnDefault{Name(column.name.text)});
            }
        }
        if (!alter.actions.empty()) { Changes::add(changes.dropped_keys, std::move(alter)); }
    }
}

/// Only a cycle leaves a foreign key, or a default, of a table that stands longer.
void untie_standing(Changes& changes, const Table& table, const std::set<QualifiedName>& standing) {
    for (const QualifiedName& user : users_of(changes.from, table.name)) {
        AlterTable alter;
        alter.table = user;
        if (const Sequence* sequence = changes.from.find_sequence(user)) {
            drop_defaults(changes, *sequence, standing);
        }
        if (user == table.name || standing.count(user) == 0) { continue; }
        for (const Constraint& constraint : changes.from.find_table(user)->constraints) {
            if (constraint.kind == ConstraintKind::ForeignKey &&
                constraint.referenced_table == table.name) {
                alter.actions.emplace_back(DropConstraint{Name(constraint.name.text)});
            }
        }
        if (!alter.actions.empty()) { Changes::add(changes.dropped_keys, std::move(alter)); }
    }
}

void drop_tables(Changes& changes, const std::vector<const Table*>& tables) {
    std::vector<const Table*> ordered = in_order_of_use(changes.from, tables);
    std::reverse(ordered.begin(), ordered.end());
    std::set<QualifiedName> standing;
    for (const Table* table : ordered) { standing.insert(table->name); }
    for (const Table* table : ordered) {
        untie_standing(changes, *table, standing);
        for (const Constraint& constraint : table->constraints) {
            // The index may be dropped before the table is.
            if (constraint.kind == ConstraintKind::ForeignKey &&
                !(constraint.referenced_table == table->name) &&
                rests_on_index(changes.from, *table, constraint)) {
                AlterTable alter;
                alter.table = table->name;
                alter.actions.emplace_back(DropConstraint{Name(constraint.name.text)});
                Changes::add(changes.dropped_keys, std::move(alter));
            }
        }
        standing.erase(table->name);
        DropTable drop;
        drop.name = QualifiedName(table->name.schema, table->name.name);
        Changes::add(changes.dropped_tables, std::move(drop));
        forget_privileges(changes.privileges, SecuredKind::Relation, table->name);
    }
}

/// A table that is not unlogged refers to none that is: what is referred to is logged first, and
/// unlogged last.
void change_persistence(Changes& changes, const std::vector<const Table*>& tables) {
    std::vector<const Table*> logged;
    std::vector<const Table*> unlogged;
    for (const Table* table : tables) {
        const bool wanted = changes.to.find_table(table->name)->options.unlogged;
        if (table->options.unlogged != wanted) { (wanted ? unlogged : logged).push_back(table); }
    }
    const auto set = [&](const Table& table, std::string_view action) {
        AlterTable alter;
        alter.table = table.name;
        alter.actions.emplace_back(OtherTableAction{std::string(action)});
        Changes::add(changes.persistence, std::move(alter));
    };
    for (const Table* table : in_order_of_use(changes.from, logged)) { set(*table, "set logged"); }
    const std::vector<const Table*> ordered = in_order_of_use(changes.from, unlogged);
    for (auto each = ordered.rbegin(); each != ordered.rend(); ++each) {
        set(**each, "set unlogged");
    }
}

void append(std::vector<Operation>& all, std::vector<Operation>& part) {
    std::move(part.begin(), part.end(), std::back_inserter(all));
}

}  // namespace

void change_tables(Changes& changes) {
    std::vector<const Table*> created;
    std::vector<const Table*> dropped;
    std::vector<const Table*> changed;
    for_each_difference(
        changes.from.tables, changes.to.tables,
        [&](const QualifiedName&, const Shared<Table>* from, const Shared<Table>* to) {
            if (from == nullptr) {
                created.push_back(to->get());
            } else if (to == nullptr) {
                dropped.push_back(from->get());
            } else {
                changed.push_back(from->get());
            }
        });
    parents_first(changes.from, changed);
    for (const Table* table : changed) {
        change_table(changes, *table, *changes.to.find_table(table->name));
    }
    change_persistence(changes, changed);
    create_tables(changes, created);
    drop_tables(changes, dropped);
}

std::vector<Operation> changes(const Schema& from, const Schema& to, MissingValues missing) {
    std::vector<Operation> all;
    const Schema named = change_names(from, to, all);
    const Obstacles obstacles = find_obstacles(named, to);
    const Schema cleared = obstacles.empty() ? named : clear(named, obstacles, all);
    Changes parts{cleared, to, missing};
    change_types(parts);
    change_tables(parts);
    change_code(parts);
    // An index of a whole partitioned table takes those that its partitions have already.
    std::stable_partition(parts.created_indexes.begin(), parts.created_indexes.end(),
                          [&](const Operation& each) {
                              const auto& create = std::get<CreateIndex>(each.kind);
                              const Table* table = to.find_table(create.table);
                              return table != nullptr && !table->options.partition_of.empty();
                          });
    change_privileges(parts);
    for (std::vector<Operation>* part : {&parts.dropped_code,      &parts.created_types,
                                         &parts.created_functions, &parts.created_domains,
                                         &parts.dropped_keys,      &parts.dropped_indexes,
                                         &parts.dropped_tables,    &parts.created_tables,
                                         &parts.altered_tables,    &parts.created_children,
                                         &parts.joined_parents,    &parts.created_indexes,
                                         &parts.owned_sequences,   &parts.persistence,
                                         &parts.added_keys,        &parts.dropped_domains,
                                         &parts.dropped_functions, &parts.dropped_types,
                                         &parts.created_code,      &parts.settings,
                                         &parts.comments,          &parts.grants}) {
        append(all, *part);
    }
    return all;
}

}  // namespace retort::schema
