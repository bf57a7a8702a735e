// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply.h"
#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/parts.h"

#include <algorithm>

// Constraints and indexes that are the same but for their names. That is no guess: nothing but the
// name can tell the one from the other, and the database need not build it again.

namespace retort::schema {
namespace {

Constraint nameless(const Constraint& constraint) {
    Constraint copy = constraint;
    copy.name = Name();
    return copy;
}

Index nameless(const Index& index) {
    Index copy = index;
    copy.name = QualifiedName();
    copy.comment.reset();
    return copy;
}

/// Pairs of an element that only `from` has by name and one that only `to` has, otherwise equal.
template <class List, class NameOf>
std::vector<std::pair<std::string, std::string>> renamed(const List& from, const List& to,
                                                         NameOf name_of) {
    std::vector<std::pair<std::string, std::string>> pairs;
    const auto has = [&](const List& list, const std::string& name) {
        return std::any_of(list.begin(), list.end(),
                           [&](const auto& each) { return name_of(each) == name; });
    };
    for (const auto& old : from) {
        if (has(to, name_of(old))) { continue; }
        for (const auto& wanted : to) {
            const std::string& name = name_of(wanted);
            const bool taken = std::any_of(pairs.begin(), pairs.end(),
                                           [&](const auto& pair) { return pair.second == name; });
            if (taken || has(from, name) || !(nameless(old) == nameless(wanted))) { continue; }
            pairs.emplace_back(name_of(old), name);
            break;
        }
    }
    return pairs;
}

}  // namespace

Schema change_names(const Schema& from, const Schema& to, std::vector<Operation>& list) {
    std::vector<Operation> found;
    for_each_difference(
        from.tables, to.tables,
        [&](const QualifiedName& table, const Shared<Table>* old, const Shared<Table>* wanted) {
            if (old == nullptr || wanted == nullptr) { return; }
            const auto is_free = [&](const std::string& name) {
                return !find_relation(from, QualifiedName(table.schema, name));
            };
            for (const auto& [before, after] : renamed(
                     (*old)->constraints, (*wanted)->constraints,
                     [](const Constraint& each) -> const std::string& { return each.name.text; })) {
                if (!is_free(after)) { continue; }
                AlterTable alter;
                alter.table = QualifiedName(table.schema, table.name);
                alter.actions.emplace_back(RenameConstraint{Name(before), Name(after)});
                Changes::add(found, std::move(alter));
            }
            for (const auto& [before, after] :
                 renamed((*old)->indexes, (*wanted)->indexes,
                         [](const Index& each) -> const std::string& { return each.name.name; })) {
                if (!is_free(after)) { continue; }
                RenameIndex rename;
                rename.from = QualifiedName(table.schema, before);
                rename.to = Name(after);
                Changes::add(found, std::move(rename));
            }
        });
    if (found.empty()) { return from; }
    Schema state = from;
    for (Operation& operation : found) {
        Operation copy = operation;
        Diagnostics ignored;
        (void)apply(copy, state, {}, ignored);
        list.push_back(std::move(operation));
    }
    return state;
}

}  // namespace retort::schema
