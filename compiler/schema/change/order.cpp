// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/change/order.h"

#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/code_uses.h"
#include "compiler/schema/release_users.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace retort::schema {

std::vector<std::size_t> in_order_of_need(const std::vector<std::set<std::size_t>>& needs) {
    std::vector<std::vector<std::size_t>> users(needs.size());
    std::vector<std::size_t> missing(needs.size());
    std::set<std::size_t> ready;
    std::set<std::size_t> waiting;
    for (std::size_t i = 0; i < needs.size(); ++i) {
        for (const std::size_t need : needs[i]) {
            if (need == i) { continue; }
            users[need].push_back(i);
            ++missing[i];
        }
        (missing[i] == 0 ? ready : waiting).insert(i);
    }
    std::vector<std::size_t> order;
    while (!ready.empty() || !waiting.empty()) {
        std::set<std::size_t>& source = ready.empty() ? waiting : ready;
        const std::size_t next = *source.begin();
        source.erase(source.begin());
        order.push_back(next);
        for (const std::size_t user : users[next]) {
            if (missing[user] != 0 && --missing[user] == 0 && waiting.erase(user) != 0) {
                ready.insert(user);
            }
        }
    }
    return order;
}

namespace {

/// The order in which objects are created where none needs another: functions, then views, then
/// what stands on tables.
int rank(CodeKind kind) {
    switch (kind) {
        case CodeKind::Function:
            return 0;
        case CodeKind::Procedure:
            return 1;
        case CodeKind::View:
            return 2;
        case CodeKind::MaterializedView:
            return 2;
        case CodeKind::Trigger:
            return 3;
        case CodeKind::Policy:
            return 4;
        case CodeKind::Statistics:
            return 5;
    }
    return 6;
}

/// A view reads the other, or a routine has its row type; or what it computes calls the routine.
bool needs_other(const CodeObject& object, const CodeObject& other) {
    if (is_view(other.kind)) {
        if (is_routine(object.kind)) { return routine_has_type(object, other.name); }
        if (object.table == other.name && !is_view(object.kind)) { return true; }
        return !table_uses(split_sql(object.definition), other.name).empty();
    }
    return is_routine(other.kind) && calls(object.definition, other.name);
}

}  // namespace

void order_code(std::vector<const CodeObjectState*>& objects) {
    if (objects.size() < 2) { return; }
    const auto place = [](const CodeObjectState* each) { return rank(each->object.kind); };
    std::stable_sort(objects.begin(), objects.end(),
                     [&](const auto* a, const auto* b) { return place(a) < place(b); });
    std::map<std::string, std::vector<std::size_t>> by_name;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const CodeObject& object = objects[i]->object;
        if (is_view(object.kind) || is_routine(object.kind)) {
            by_name[lower_case(object.name.name)].push_back(i);
        }
    }
    std::vector<std::set<std::size_t>> needs(objects.size());
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const CodeObject& object = objects[i]->object;
        std::set<std::string> words{lower_case(object.table.name)};
        for (const SqlWord& word : split_sql(object.definition)) {
            if (word.is_name()) { words.insert(lower_case(word.text)); }
        }
        for (const std::string& word : words) {
            const auto found = by_name.find(word);
            if (found == by_name.end()) { continue; }
            for (const std::size_t other : found->second) {
                const CodeObject& needed = objects[other]->object;
                if (other != i && !(needed.kind == object.kind && needed.name == object.name) &&
                    needs_other(object, needed)) {
                    needs[i].insert(other);
                }
            }
        }
    }
    std::vector<const CodeObjectState*> ordered;
    for (const std::size_t i : in_order_of_need(needs)) { ordered.push_back(objects[i]); }
    objects = std::move(ordered);
}

std::vector<const Table*> in_order_of_use(const Schema& schema,
                                          const std::vector<const Table*>& tables) {
    std::map<QualifiedName, std::size_t> places;
    for (std::size_t i = 0; i < tables.size(); ++i) { places.emplace(tables[i]->name, i); }
    std::vector<std::set<std::size_t>> needs(tables.size());
    for (std::size_t i = 0; i < tables.size(); ++i) {
        for (QualifiedName& used : uses_of(*tables[i])) {
            // A column's sequence is there as long as its table is.
            const Sequence* sequence = schema.find_sequence(used);
            if (sequence != nullptr && sequence->options.owned_table) {
                used = *sequence->options.owned_table;
            }
            const auto found = places.find(used);
            if (found != places.end() && found->second != i) { needs[i].insert(found->second); }
        }
    }
    std::vector<const Table*> ordered;
    for (const std::size_t i : in_order_of_need(needs)) { ordered.push_back(tables[i]); }
    return ordered;
}

}  // namespace retort::schema
