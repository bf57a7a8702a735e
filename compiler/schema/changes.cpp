// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/changes.h"

#include "compiler/base/parallel.h"
#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/invert.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/storage_settings.h"

#include <algorithm>
#include <array>
#include <iterator>
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

/// A foreign key to a table that is not there yet, or that changes as well, comes later; so does
/// one that rests on an index, and a check that children must have before.
bool comes_later(const Changes& changes, const std::set<QualifiedName>& missing, const Table& table,
                 const Constraint& constraint) {
    if (waits_for_children(changes.joining, table.name, constraint)) { return true; }
    if (constraint.kind != ConstraintKind::ForeignKey) { return false; }
    if (rests_on_index(changes.to, table, constraint)) { return true; }
    if (constraint.referenced_table == table.name) { return false; }
    const Shared<Table>* before = changes.from.tables.find(constraint.referenced_table);
    const Shared<Table>* wanted = changes.to.tables.find(constraint.referenced_table);
    const bool ready = before == nullptr ? missing.count(constraint.referenced_table) == 0
                                         : wanted != nullptr && *before == *wanted;
    return !ready;
}

/// The statements that make the table, without the constraints that come later.
std::vector<Operation> create_without_later(Changes& changes,
                                            const std::set<QualifiedName>& missing,
                                            const Table& table) {
    const auto later = [&](const Constraint& constraint) {
        return comes_later(changes, missing, table, constraint);
    };
    if (std::none_of(table.constraints.begin(), table.constraints.end(), later)) {
        return create_statements(table);
    }
    Table now = table;
    std::erase_if(now.constraints, [&](const Constraint& constraint) {
        if (!later(constraint)) { return false; }
        AlterTable alter;
        alter.table = table.name;
        alter.actions.emplace_back(AddConstraint{constraint});
        Changes::add(changes.added_keys, std::move(alter));
        return true;
    });
    return create_statements(now);
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
        for (Operation& operation : create_without_later(changes, missing, *table)) {
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
        if (!table->settings.empty()) {
            change_settings(changes, without_settings(*table), *table);
        }
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

/// The statements in the order in which they run.
constexpr std::array kInOrder{&Changes::dropped_code,      &Changes::created_types,
                              &Changes::created_functions, &Changes::created_domains,
                              &Changes::dropped_keys,      &Changes::dropped_indexes,
                              &Changes::dropped_tables,    &Changes::created_tables,
                              &Changes::altered_tables,    &Changes::created_children,
                              &Changes::joined_parents,    &Changes::created_indexes,
                              &Changes::owned_sequences,   &Changes::persistence,
                              &Changes::added_keys,        &Changes::dropped_domains,
                              &Changes::dropped_functions, &Changes::dropped_types,
                              &Changes::created_code,      &Changes::settings,
                              &Changes::comments,          &Changes::grants};

/// Tables that stay, on several threads where they are many: none of them reads what another adds,
/// and of the privileges each takes away those of its own columns.
void change_standing(Changes& changes, const std::vector<const Table*>& tables) {
    constexpr std::size_t kTablesAPart = 128;
    const Changes none{.from = changes.from,
                       .to = changes.to,
                       .missing = changes.missing,
                       .privileges = changes.privileges,
                       .joining = changes.joining};
    std::vector<Changes> parts(count_parts(tables.size(), kTablesAPart), none);
    for_each_part(tables.size(), kTablesAPart, count_processors(), [&](const Part& part) {
        for (std::size_t i = part.begin; i < part.end; ++i) {
            change_table(parts[part.index], *tables[i], *changes.to.find_table(tables[i]->name));
        }
    });
    for (Changes& part : parts) {
        for (const auto list : kInOrder) { append(changes.*list, part.*list); }
        for_each_difference(
            none.privileges, part.privileges,
            [&](const PrivilegeKey& key, const PrivilegeState*, const PrivilegeState* left) {
                if (left == nullptr) { changes.privileges.erase(key); }
            });
    }
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
    change_standing(changes, changed);
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
    for (const auto list : kInOrder) { append(all, parts.*list); }
    return all;
}

}  // namespace retort::schema
