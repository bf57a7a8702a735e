// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/obstacles.h"
#include "compiler/schema/code_uses.h"
#include "compiler/schema/release_users.h"

#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

// The search for obstacles; nothing outside this folder includes it.

namespace retort::schema {

[[nodiscard]] Uses counting_on(const QualifiedName& sequence);

/// Finds them: what changes, what is in the way of that, what is in the way of taking that down.
/// Each thing is looked at once.
class Search {
public:
    Search(const Schema& from, const Schema& to) : from_(from), to_(to), code_(from) {}

    Obstacles run() {
        seed_types();
        seed_tables();
        seed_persistence();
        seed_inheritance();
        seed_code();
        seed_names();
        while (!waiting_.empty()) {
            const Event event = std::move(waiting_.back());
            waiting_.pop_back();
            follow(event);
        }
        return std::move(found_);
    }

private:
    enum class What : unsigned char { Code, Relation, Column, Retyped, Key, Type };
    /// Something that goes, or is another thing afterwards.
    struct Event {
        What what;
        QualifiedName name;
        std::string part;  ///< the column or constraint; the key of code
        bool operator<(const Event& other) const {
            return std::tie(what, name, part) < std::tie(other.what, other.name, other.part);
        }
    };

    void note(What what, QualifiedName name, std::string part = {}) {
        Event event{what, std::move(name), std::move(part)};
        if (seen_.insert(event).second) { waiting_.push_back(std::move(event)); }
    }
    void take_code(const std::string& key) {
        if (found_.code.insert(key).second) { note(What::Code, {}, key); }
    }

    // ---- what changes
    void seed_types();
    void seed_tables();
    void seed_table(const Table& from, const Table& to);
    void seed_persistence();
    void seed_inheritance();
    void seed_code();
    void seed_names();
    /// The enum loses a value, and needs no other order of what it keeps.
    void lose_value(const QualifiedName& type);
    /// A relation of this name that would be there still when another of the name is made.
    void free_name(const QualifiedName& name);
    [[nodiscard]] bool becomes_serial(const Sequence& wanted) const;
    void take_sequence(const Sequence& sequence);
    /// A table of this name, whose rows have a type, that would be there when a type is made.
    void free_type(const QualifiedName& name) {
        if (from_.find_table(name) != nullptr && to_.find_table(name) == nullptr) {
            take_table(name);
        }
    }

    // ---- what is in the way
    void follow(const Event& event);
    void follow_code(const std::string& key);
    void follow_relation(const QualifiedName& name);
    void follow_column(const QualifiedName& table, const std::string& column, bool retyped);
    void follow_type(const QualifiedName& type);
    void take_callers(const CodeObject& routine);
    void take_users(const Uses& uses);
    void take_expressions(const Table& table, const Uses& uses);
    void take_expressions_over(const Table& table, const Column& before, const Column& after);
    void take_check(const Table& table, const std::string& name);
    void take_keys(const Table& table);
    void take_counters(const QualifiedName& table, std::string_view column);
    void take_table(const QualifiedName& name);
    void leave_parent(const Table& child, const QualifiedName& parent);

    bool is_kept(const Table& table, const Constraint& constraint) const {
        const Table* wanted = to_.find_table(table.name);
        const Constraint* same =
            wanted == nullptr ? nullptr : wanted->find_constraint(constraint.name.text);
        return same != nullptr && *same == constraint;
    }
    bool is_kept(const Table& table, const Index& index) const {
        const Table* wanted = to_.find_table(table.name);
        const Index* same = wanted == nullptr ? nullptr : wanted->find_index(index.name.name);
        if (same == nullptr) { return false; }
        Index plain = index;
        plain.comment = same->comment;
        return plain == *same;
    }

    const Schema& from_;
    const Schema& to_;
    CodeByWord code_;
    Obstacles found_;
    std::set<Event> seen_;
    std::vector<Event> waiting_;
};

}  // namespace retort::schema
