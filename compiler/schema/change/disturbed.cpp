// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/change/parts.h"
#include "compiler/schema/type_family.h"

#include <algorithm>

namespace retort::schema {

bool is_disturbed(const Schema& from, const Schema& to, const Obstacles& obstacles,
                  const Table& table, const Constraint& key) {
    const Table* target = from.find_table(key.referenced_table);
    const Table* wanted = to.find_table(key.referenced_table);
    if (target == nullptr) { return false; }
    const auto found = obstacles.tables.find(target->name);
    if (wanted == nullptr || (found != obstacles.tables.end() && found->second.whole)) {
        return true;
    }
    const auto taken = [&](const std::string& name, bool constraint) {
        if (found == obstacles.tables.end()) { return false; }
        return (constraint ? found->second.constraints : found->second.indexes).count(name) != 0;
    };
    const auto covers = [&](const std::vector<Name>& columns) {
        return std::is_permutation(columns.begin(), columns.end(), key.referenced_columns.begin(),
                                   key.referenced_columns.end());
    };
    for (const Constraint& each : target->constraints) {
        if ((each.kind != ConstraintKind::PrimaryKey && each.kind != ConstraintKind::Unique) ||
            !covers(each.columns)) {
            continue;
        }
        const Constraint* same = wanted->find_constraint(each.name.text);
        if (same == nullptr || !(*same == each) || taken(each.name.text, true)) { return true; }
    }
    for (const Index& index : target->indexes) {
        std::vector<Name> columns;
        for (const IndexKey& each : index.keys) { columns.push_back(each.column); }
        if (!index.unique || !covers(columns)) { continue; }
        const Index* same = wanted->find_index(index.name.name);
        if (same == nullptr || taken(index.name.name, false)) { return true; }
        Index plain = index;
        plain.comment = same->comment;
        if (!(plain == *same)) { return true; }
    }
    const Table* later = to.find_table(table.name);
    for (std::size_t i = 0; i < key.columns.size() && i < key.referenced_columns.size(); ++i) {
        const std::string& column = key.referenced_columns[i].text;
        const Column* before = target->find_column(column);
        const Column* after = wanted->find_column(column);
        if (before == nullptr || after == nullptr || is_made_anew(from, to, *before, *after)) {
            return true;
        }
        const Column* own = table.find_column(key.columns[i].text);
        const Column* own_later =
            later == nullptr ? nullptr : later->find_column(key.columns[i].text);
        if (own == nullptr) { continue; }
        const auto passes_through = [&](const QualifiedName& name, const std::string& part) {
            const auto at = obstacles.tables.find(name);
            return at != obstacles.tables.end() && at->second.types.count(part) != 0;
        };
        if ((own_later != nullptr && !can_refer(own_later->type, before->type)) ||
            !can_refer(own->type, after->type) || passes_through(target->name, column) ||
            passes_through(table.name, key.columns[i].text)) {
            return true;
        }
    }
    return false;
}

}  // namespace retort::schema
