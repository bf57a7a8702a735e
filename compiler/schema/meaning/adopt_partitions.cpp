// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/inherited_parts.h"
#include "compiler/schema/meaning/adopt_parts.h"

#include <algorithm>
#include <utility>
#include <vector>

// A dump gives each partition its own keys and indexes and attaches them to those of the parent,
// which is made `only` for itself. What the parent hands down needs no saying.

namespace retort::schema {
namespace {

/// Tables from which this one is a partition, nearest first.
std::vector<const Table*> parents_of(const Schema& schema, const Table& table) {
    std::vector<const Table*> parents;
    const QualifiedName* next = &table.options.partition_of;
    while (!next->empty() && parents.size() <= schema.tables.size()) {
        const Table* parent = schema.find_table(*next);
        if (parent == nullptr) { break; }
        parents.push_back(parent);
        next = &parent->options.partition_of;
    }
    return parents;
}

std::vector<QualifiedName> partitions_of(const Schema& schema, const QualifiedName& parent) {
    std::vector<QualifiedName> partitions;
    for (QualifiedName& user : users_of(schema, parent)) {
        const Table* table = schema.find_table(user);
        if (table != nullptr && table->options.partition_of == parent) {
            partitions.push_back(std::move(user));
        }
    }
    return partitions;
}

}  // namespace

void adopt_partitions(const Schema& from, Schema& to) {
    std::vector<QualifiedName> parents;
    std::vector<QualifiedName> partitions;
    for_each_difference(
        from.tables, to.tables,
        [&](const QualifiedName& name, const Shared<Table>* old, const Shared<Table>* now) {
            if (old == nullptr || now == nullptr) { return; }
            if ((*now)->options.partition_by) { parents.push_back(name); }
            if (!(*now)->options.partition_of.empty()) { partitions.push_back(name); }
        });
    const Schema before = to;
    for (const QualifiedName& name : parents) {
        const Table& old = *from.find_table(name);
        for (const Index& index : before.find_table(name)->indexes) {
            const Index* wanted = old.find_index(index.name.name);
            if (!index.only || wanted == nullptr || wanted->only) { continue; }
            const std::vector<QualifiedName> children = partitions_of(before, name);
            const bool everywhere =
                std::all_of(children.begin(), children.end(), [&](const QualifiedName& child) {
                    const std::vector<Index>& own = before.find_table(child)->indexes;
                    return std::any_of(own.begin(), own.end(),
                                       [&](const Index& each) { return same_part(index, each); });
                });
            if (!everywhere) { continue; }
            for (Index& each : edit_table(to, name).indexes) {
                if (each.name == index.name) { each.only = false; }
            }
        }
    }
    for (const QualifiedName& name : partitions) {
        const Table& old = *from.find_table(name);
        const Table& now = *before.find_table(name);
        std::vector<QualifiedName> gone;
        const std::vector<const Table*> line = parents_of(before, now);
        const auto handed_down = [&](const auto& own, auto list) {
            return std::any_of(line.begin(), line.end(), [&](const Table* parent) {
                return std::any_of(((*parent).*list).begin(), ((*parent).*list).end(),
                                   [&](const auto& each) { return same_part(each, own); });
            });
        };
        Table& table = edit_table(to, name);
        std::erase_if(table.indexes, [&](const Index& own) {
            const bool said = old.find_index(own.name.name) != nullptr || own.comment;
            if (said || !handed_down(own, &Table::indexes)) { return false; }
            gone.push_back(own.name);
            return true;
        });
        std::erase_if(table.constraints, [&](const Constraint& own) {
            const bool said = old.find_constraint(own.name.text) != nullptr;
            if (said || !handed_down(own, &Table::constraints)) { return false; }
            if (owns_index(own.kind)) { gone.push_back(index_of(table, own)); }
            return true;
        });
        for (const QualifiedName& index : gone) { to.index_owners.erase(index); }
    }
}

}  // namespace retort::schema
