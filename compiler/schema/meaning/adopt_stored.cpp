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

}  // namespace

Schema adopt_stored(const Schema& model, const Schema& stored, const Schema& printed,
                    const SpellingRules& rules) {
    const Schema kept = adopt_spelling(model, stored, rules);
    const Schema spelled = adopt_spelling(kept, printed, rules);
    Schema result = spelled;
    settle_map(model.tables, kept.tables, result.tables,
               [](const Shared<Table>& own, const Shared<Table>& as, const Shared<Table>& found) {
                   return Shared<Table>(settled(*own, *as, *found));
               });
    settle_map(model.enums, kept.enums, result.enums);
    settle_map(model.domains, kept.domains, result.domains);
    settle_map(model.sequences, kept.sequences, result.sequences);
    settle_map(model.schemas, kept.schemas, result.schemas);
    settle_map(model.extensions, kept.extensions, result.extensions);
    settle_map(model.code_objects, kept.code_objects, result.code_objects);
    settle_map(model.privileges, kept.privileges, result.privileges);
    settle_map(model.index_owners, kept.index_owners, result.index_owners);
    update_references(spelled, result);
    return result;
}

}  // namespace retort::schema
