// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/changes.h"

#include "compiler/schema/apply_context.h"
#include "compiler/schema/change_parts.h"
#include "compiler/schema/invert.h"
#include "compiler/schema/serial.h"

#include <algorithm>
#include <set>

namespace retort::schema {
namespace {

/// The tables in an order in which each comes after those that it uses; cycles are left as they
/// are.
std::vector<const Table*> in_order_of_use(const std::vector<const Table*>& tables) {
    std::set<QualifiedName> waiting;
    for (const Table* table : tables) { waiting.insert(table->name); }
    std::vector<const Table*> ordered;
    std::vector<const Table*> left = tables;
    while (!left.empty()) {
        std::vector<const Table*> blocked;
        for (const Table* table : left) {
            const std::vector<QualifiedName> uses = uses_of(*table);
            const bool ready =
                std::none_of(uses.begin(), uses.end(), [&](const QualifiedName& used) {
                    return !(used == table->name) && waiting.count(used) != 0;
                });
            if (!ready) {
                blocked.push_back(table);
                continue;
            }
            ordered.push_back(table);
            waiting.erase(table->name);
        }
        if (blocked.size() == left.size()) {
            // A cycle of foreign keys: cut it here, the keys are added afterwards.
            ordered.push_back(blocked.front());
            waiting.erase(blocked.front()->name);
            blocked.erase(blocked.begin());
        }
        left = std::move(blocked);
    }
    return ordered;
}

void create_tables(Changes& changes, const std::vector<const Table*>& tables) {
    std::set<QualifiedName> missing;
    for (const Table* table : tables) { missing.insert(table->name); }
    for (const Table* table : in_order_of_use(tables)) {
        missing.erase(table->name);
        Table now = *table;
        // A foreign key to a table that is not there yet, or that changes as well, comes later.
        std::erase_if(now.constraints, [&](const Constraint& constraint) {
            if (constraint.kind != ConstraintKind::ForeignKey ||
                constraint.referenced_table == table->name) {
                return false;
            }
            const Shared<Table>* before = changes.from.tables.find(constraint.referenced_table);
            const Shared<Table>* wanted = changes.to.tables.find(constraint.referenced_table);
            const bool ready = before == nullptr
                                   ? missing.count(constraint.referenced_table) == 0
                                   : wanted != nullptr && before->get() == wanted->get();
            if (ready) { return false; }
            AlterTable alter;
            alter.table = table->name;
            alter.actions.emplace_back(AddConstraint{constraint});
            Changes::add(changes.added_keys, std::move(alter));
            return true;
        });
        for (Operation& operation : create_statements(now)) {
            const bool comment = std::holds_alternative<CommentOn>(operation.kind);
            (comment                                               ? changes.comments
             : std::holds_alternative<CreateIndex>(operation.kind) ? changes.created_indexes
                                                                   : changes.created_tables)
                .push_back(std::move(operation));
        }
    }
}

void drop_tables(Changes& changes, const std::vector<const Table*>& tables) {
    std::vector<const Table*> ordered = in_order_of_use(tables);
    std::reverse(ordered.begin(), ordered.end());
    std::set<QualifiedName> standing;
    for (const Table* table : ordered) { standing.insert(table->name); }
    for (const Table* table : ordered) {
        // Only a cycle leaves a foreign key of a table that stands longer.
        for (const QualifiedName& user : users_of(changes.from, table->name)) {
            if (user == table->name || standing.count(user) == 0) { continue; }
            for (const Constraint& constraint : changes.from.find_table(user)->constraints) {
                if (constraint.kind != ConstraintKind::ForeignKey ||
                    !(constraint.referenced_table == table->name)) {
                    continue;
                }
                AlterTable alter;
                alter.table = user;
                alter.actions.emplace_back(DropConstraint{Name(constraint.name.text)});
                Changes::add(changes.dropped_keys, std::move(alter));
            }
        }
        standing.erase(table->name);
        DropTable drop;
        drop.name = QualifiedName(table->name.schema, table->name.name);
        Changes::add(changes.dropped_tables, std::move(drop));
    }
}

void append(std::vector<Operation>& all, std::vector<Operation>& part) {
    std::move(part.begin(), part.end(), std::back_inserter(all));
}

}  // namespace

void change_tables(Changes& changes) {
    std::vector<const Table*> created;
    std::vector<const Table*> dropped;
    for_each_difference(
        changes.from.tables, changes.to.tables,
        [&](const QualifiedName&, const Shared<Table>* from, const Shared<Table>* to) {
            if (from == nullptr) {
                created.push_back(to->get());
            } else if (to == nullptr) {
                dropped.push_back(from->get());
            } else {
                change_table(changes, **from, **to);
            }
        });
    create_tables(changes, created);
    drop_tables(changes, dropped);
}

std::vector<Operation> changes(const Schema& from, const Schema& to) {
    Changes parts{from, to};
    change_types(parts);
    change_tables(parts);
    change_code(parts);
    change_privileges(parts);
    std::vector<Operation> all;
    for (std::vector<Operation>* part :
         {&parts.dropped_code, &parts.created_types, &parts.dropped_keys, &parts.dropped_indexes,
          &parts.dropped_tables, &parts.created_tables, &parts.altered_tables,
          &parts.created_indexes, &parts.added_keys, &parts.owned_sequences, &parts.dropped_types,
          &parts.created_code, &parts.comments, &parts.grants}) {
        append(all, *part);
    }
    return all;
}

}  // namespace retort::schema
