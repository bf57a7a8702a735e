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

namespace {

/// Numbers that wait for one another.
class Queue {
public:
    Queue(const std::vector<std::set<std::size_t>>& needs,
          const std::vector<std::set<std::size_t>>& firm)
        : needs_(needs), firm_(firm), users_(needs.size()), missing_(needs.size()) {
        for (std::size_t i = 0; i < needs.size(); ++i) {
            for (const std::size_t need : needs[i]) {
                if (need == i) { continue; }
                users_[need].push_back(i);
                ++missing_[i];
            }
            (missing_[i] == 0 ? ready_ : waiting_).insert(i);
        }
    }

    std::vector<std::size_t> run() {
        std::vector<std::size_t> order;
        while (!ready_.empty() || !waiting_.empty()) {
            const std::size_t next = ready_.empty() ? cut() : *ready_.begin();
            ready_.erase(next);
            waiting_.erase(next);
            order.push_back(next);
            for (const std::size_t user : users_[next]) {
                if (missing_[user] != 0 && --missing_[user] == 0 && waiting_.erase(user) != 0) {
                    ready_.insert(user);
                }
            }
        }
        return order;
    }

private:
    [[nodiscard]] bool is_free(std::size_t i) const {
        return firm_.empty() ||
               std::none_of(firm_[i].begin(), firm_[i].end(), [&](std::size_t need) {
                   return need != i && waiting_.count(need) != 0;
               });
    }

    /// All wait: one of a cycle.
    [[nodiscard]] std::size_t cut() const {
        std::vector<std::size_t> path;
        std::set<std::size_t> seen;
        std::size_t at = *waiting_.begin();
        while (seen.insert(at).second) {
            path.push_back(at);
            at = *std::find_if(needs_[at].begin(), needs_[at].end(), [&](std::size_t need) {
                return need != at && waiting_.count(need) != 0;
            });
        }
        std::vector<std::size_t> cycle(std::find(path.begin(), path.end(), at), path.end());
        std::sort(cycle.begin(), cycle.end());
        for (const std::size_t each : cycle) {
            if (is_free(each)) { return each; }
        }
        const auto free = std::find_if(waiting_.begin(), waiting_.end(),
                                       [&](std::size_t each) { return is_free(each); });
        return free == waiting_.end() ? *waiting_.begin() : *free;
    }

    const std::vector<std::set<std::size_t>>& needs_;
    const std::vector<std::set<std::size_t>>& firm_;
    std::vector<std::vector<std::size_t>> users_;
    std::vector<std::size_t> missing_;
    std::set<std::size_t> ready_;
    std::set<std::size_t> waiting_;
};

}  // namespace

std::vector<std::size_t> in_order_of_need(const std::vector<std::set<std::size_t>>& needs,
                                          const std::vector<std::set<std::size_t>>& firm) {
    return Queue(needs, firm).run();
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
    std::vector<std::set<std::size_t>> firm(tables.size());
    for (std::size_t i = 0; i < tables.size(); ++i) {
        for (QualifiedName& used : uses_of(*tables[i])) {
            // A column's sequence is there as long as its table is.
            const Sequence* sequence = schema.find_sequence(used);
            if (sequence != nullptr && sequence->options.owned_table) {
                used = *sequence->options.owned_table;
            }
            const auto found = places.find(used);
            if (found == places.end() || found->second == i) { continue; }
            needs[i].insert(found->second);
            // A foreign key may come later, what its parent has may not.
            const auto& parents = tables[i]->options.inherits;
            if (tables[i]->options.partition_of == used ||
                std::find(parents.begin(), parents.end(), used) != parents.end()) {
                firm[i].insert(found->second);
            }
        }
    }
    std::vector<const Table*> ordered;
    for (const std::size_t i : in_order_of_need(needs, firm)) { ordered.push_back(tables[i]); }
    return ordered;
}

namespace {

std::vector<const Table*> parents_of(const Schema& schema, const Table& table) {
    std::vector<const Table*> parents;
    const auto add = [&](const QualifiedName& name) {
        const Table* parent = name.empty() ? nullptr : schema.find_table(name);
        if (parent != nullptr) { parents.push_back(parent); }
    };
    add(table.options.partition_of);
    for (const QualifiedName& name : table.options.inherits) { add(name); }
    return parents;
}

std::size_t depth(const Schema& schema, const Table& table) {
    std::size_t result = 0;
    for (const Table* parent : parents_of(schema, table)) {
        result = std::max(result, 1 + depth(schema, *parent));
    }
    return result;
}

}  // namespace

JoiningTables joining_tables(const Schema& from, const Schema& to) {
    const auto ancestors = [](const Schema& schema, const Table& table) {
        std::set<QualifiedName> found;
        std::vector<QualifiedName> waiting = table.options.inherits;
        while (!waiting.empty()) {
            const QualifiedName name = std::move(waiting.back());
            waiting.pop_back();
            const Table* parent = schema.find_table(name);
            if (parent == nullptr || !found.insert(name).second) { continue; }
            waiting.insert(waiting.end(), parent->options.inherits.begin(),
                           parent->options.inherits.end());
        }
        return found;
    };
    JoiningTables joining;
    for_each_difference(
        from.tables, to.tables,
        [&](const QualifiedName&, const Shared<Table>* old, const Shared<Table>* wanted) {
            if (old == nullptr || wanted == nullptr || (*wanted)->options.inherits.empty()) {
                return;
            }
            const std::set<QualifiedName> before = ancestors(from, **old);
            for (const QualifiedName& name : ancestors(to, **wanted)) {
                if (before.count(name) == 0) { joining[name].push_back(wanted->get()); }
            }
        });
    return joining;
}

bool waits_for_children(const JoiningTables& joining, const QualifiedName& table,
                        const Constraint& constraint) {
    const auto found = joining.find(table);
    return found != joining.end() && constraint.kind == ConstraintKind::Check &&
           !constraint.no_inherit &&
           std::any_of(found->second.begin(), found->second.end(), [&](const Table* child) {
               return child->find_constraint(constraint.name.text) == nullptr;
           });
}

void parents_first(const Schema& schema, std::vector<const Table*>& tables) {
    std::stable_sort(tables.begin(), tables.end(), [&](const Table* a, const Table* b) {
        return depth(schema, *a) < depth(schema, *b);
    });
}

bool is_inherited(const Schema& schema, const Table& table, const Column& column) {
    const std::vector<const Table*> parents = parents_of(schema, table);
    return std::any_of(parents.begin(), parents.end(), [&](const Table* parent) {
        return parent->find_column(column.name.text) != nullptr;
    });
}

}  // namespace retort::schema
