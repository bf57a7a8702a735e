// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/meaning/adopt_parts.h"

#include <algorithm>
#include <utility>
#include <vector>

// A database that knows fewer types and kinds of objects than the language stores a schema as
// something simpler. What a script says as the database stores it says the schema itself.

namespace retort::schema {
namespace {

/// Of elements with names: those that are as stored become those of the model, or go where the
/// model has none; those that only the model has come back.
template <class Element, class SameName>
void settle(const std::vector<Element>& model, const std::vector<Element>& stored,
            std::vector<Element>& printed, const SameName& same_name) {
    const auto find = [&](const std::vector<Element>& list, const Element& like) -> const Element* {
        const auto found = std::find_if(list.begin(), list.end(),
                                        [&](const Element& each) { return same_name(each, like); });
        return found == list.end() ? nullptr : &*found;
    };
    std::vector<Element> result;
    for (const Element& each : printed) {
        const Element* kept = find(stored, each);
        const Element* own = find(model, each);
        if (kept == nullptr || !(*kept == each)) {
            result.push_back(each);
        } else if (own != nullptr) {
            result.push_back(*own);
        }
    }
    for (const Element& each : model) {
        if (find(stored, each) == nullptr && find(printed, each) == nullptr) {
            result.push_back(each);
        }
    }
    printed = std::move(result);
}

template <class Value>
void settle(const Value& model, const Value& stored, Value& printed) {
    if (stored == printed) { printed = model; }
}

Table settled(const Table& model, const Table& stored, Table printed) {
    if (stored == printed) { return model; }
    settle(model.columns, stored.columns, printed.columns,
           [](const Column& a, const Column& b) { return a.name == b.name; });
    settle(model.constraints, stored.constraints, printed.constraints,
           [](const Constraint& a, const Constraint& b) { return a.name == b.name; });
    settle(model.indexes, stored.indexes, printed.indexes,
           [](const Index& a, const Index& b) { return a.name == b.name; });
    settle(model.options, stored.options, printed.options);
    settle(model.comment, stored.comment, printed.comment);
    settle(model.row_security, stored.row_security, printed.row_security);
    settle(model.force_row_security, stored.force_row_security, printed.force_row_security);
    settle(model.constraint_comments, stored.constraint_comments, printed.constraint_comments);
    settle(model.settings, stored.settings, printed.settings);
    return printed;
}

/// The same for objects by name; `merge` makes one of those that all three have.
template <class Map, class Merge>
void settle_map(const Map& model, const Map& stored, Map& printed, const Merge& merge) {
    for_each_difference(model, stored, [&](const auto& key, const auto* own, const auto* kept) {
        const auto* found = printed.find(key);
        if (kept == nullptr) {
            if (found == nullptr) { printed.set(key, *own); }
        } else if (found == nullptr) {
            return;
        } else if (own == nullptr) {
            if (*found == *kept) { printed.erase(key); }
        } else {
            printed.set(key, merge(*own, *kept, *found));
        }
    });
}

template <class Map>
void settle_map(const Map& model, const Map& stored, Map& printed) {
    settle_map(model, stored, printed, [](const auto& own, const auto& kept, const auto& found) {
        return found == kept ? own : found;
    });
}

/// Calls `visit(map)` for the pointer to every map but that of the tables; references follow from
/// the rest.
template <class Visit>
void for_each_other_map(const Visit& visit) {
    visit(&Schema::enums);
    visit(&Schema::domains);
    visit(&Schema::sequences);
    visit(&Schema::schemas);
    visit(&Schema::extensions);
    visit(&Schema::code_objects);
    visit(&Schema::privileges);
    visit(&Schema::index_owners);
}

/// Has what differs between the two as `to` has it.
template <class Map>
void replay_differences(const Map& from, const Map& to, Map& map) {
    for_each_difference(from, to, [&](const auto& key, const auto*, const auto* now) {
        if (now == nullptr) {
            map.erase(key);
        } else {
            map.set(key, *now);
        }
    });
}

/// The part is what `stored` says, the rest as it is.
Schema with_part_stored(const Schema& model, const Schema& part, const Schema& stored) {
    Schema whole = model;
    replay_differences(part.tables, stored.tables, whole.tables);
    for_each_other_map([&](auto map) { replay_differences(part.*map, stored.*map, whole.*map); });
    update_references(model, whole);
    return whole;
}

/// The tables, with all that they use, and that in turn.
void take_tables(const Schema& model, std::vector<QualifiedName> names, Schema& part) {
    while (!names.empty()) {
        const QualifiedName name = std::move(names.back());
        names.pop_back();
        if (const Shared<Sequence>* sequence = model.sequences.find(name)) {
            part.sequences.set(name, *sequence);
            if ((*sequence)->options.owned_table) {
                names.push_back(*(*sequence)->options.owned_table);
            }
        }
        const Shared<Table>* table = model.tables.find(name);
        if (table == nullptr || part.tables.contains(name)) { continue; }
        part.tables.set(name, *table);
        own_indexes(**table, part);
        const auto take = [&](const std::vector<QualifiedName>& others) {
            names.insert(names.end(), others.begin(), others.end());
        };
        take(uses_of(**table));
        for (QualifiedName& user : users_of(model, name)) {
            if (model.sequences.contains(user)) { names.push_back(std::move(user)); }
        }
    }
}

}  // namespace

Schema part_to_store(const Schema& model, const Schema& printed) {
    if (!(model.code_objects == printed.code_objects && model.privileges == printed.privileges)) {
        return model;
    }
    Schema part;
    part.enums = model.enums;
    part.domains = model.domains;
    part.schemas = model.schemas;
    part.extensions = model.extensions;
    part.traces = model.traces;
    std::vector<QualifiedName> names;
    for_each_difference(
        model.tables, printed.tables,
        [&](const QualifiedName& name, const Shared<Table>* own, const Shared<Table>*) {
            if (own != nullptr) { names.push_back(name); }
        });
    // With what they use, most tables are nearly all.
    if (names.size() > model.tables.size() / 2) { return model; }
    take_tables(model, std::move(names), part);
    bool other_sequences = false;
    for_each_difference(model.sequences, printed.sequences,
                        [&](const QualifiedName& name, const auto*, const auto*) {
                            if (!part.sequences.contains(name)) { other_sequences = true; }
                        });
    if (other_sequences) { return model; }
    update_references({}, part);
    return part;
}

Schema adopt_stored(const Schema& model, const Schema& part, const Schema& stored,
                    const Schema& printed, const SpellingRules& rules) {
    const Schema kept = adopt_spelling(model, with_part_stored(model, part, stored), rules);
    const Schema spelled = adopt_spelling(kept, printed, rules);
    Schema result = spelled;
    settle_map(model.tables, kept.tables, result.tables,
               [](const Shared<Table>& own, const Shared<Table>& as, const Shared<Table>& found) {
                   return Shared<Table>(settled(*own, *as, *found));
               });
    for_each_other_map([&](auto map) { settle_map(model.*map, kept.*map, result.*map); });
    update_references(spelled, result);
    return result;
}

}  // namespace retort::schema
