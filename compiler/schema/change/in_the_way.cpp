// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/change/parts.h"
#include "compiler/schema/change/search.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/type_family.h"

#include <algorithm>

// What the search takes down.

namespace retort::schema {

Uses counting_on(const QualifiedName& sequence) {
    Uses uses;
    uses.expression = [sequence](const Expr& expr) {
        const std::vector<QualifiedName> used = sequences_in(expr);
        return std::find(used.begin(), used.end(), sequence) != used.end();
    };
    return uses;
}

/// Defaults of other tables that count on a sequence which goes with the table or its column.
void Search::take_counters(const QualifiedName& table, std::string_view column) {
    const auto found = found_.tables.find(table);
    // One that goes as early as this does not wait for tables that go anyway.
    const bool early = found != found_.tables.end() && found->second.whole;
    for (const QualifiedName& owned : users_of(from_, table)) {
        const Sequence* sequence = from_.find_sequence(owned);
        if (sequence == nullptr || to_.find_sequence(owned) == sequence ||
            (!column.empty() && sequence->options.owned_column.text != column)) {
            continue;
        }
        for (const QualifiedName& user : users_of(from_, owned)) {
            const Table* other = from_.find_table(user);
            if (other == nullptr || (user == table && column.empty())) { continue; }
            if (!early && to_.find_table(user) == nullptr) { continue; }
            const Uses uses = counting_on(owned);
            for (const Column& each : other->columns) {
                const bool owner = user == table && each.name.text == column;
                if (!owner && each.default_value && uses.expression(*each.default_value)) {
                    found_.tables[user].defaults.insert(each.name.text);
                }
            }
        }
    }
}

/// Its expressions over a column whose new type they were not parsed for.
void Search::take_expressions_over(const Table& table, const Column& before, const Column& after) {
    const std::string& column = before.name.text;
    const auto found = found_.tables.find(table.name);
    const bool was_text =
        before.type.kind == TypeKind::Varchar || before.type.kind == TypeKind::Char;
    const bool through_text = before.type.name && from_.find_enum(*before.type.name) != nullptr &&
                              found != found_.tables.end() &&
                              found->second.types.count(column) != 0;
    if ((comparable(before.type, after.type) || was_text) && !through_text) { return; }
    // A type that is made anew, and a parent's column, change before anything else is done.
    const bool early = through_text || is_inherited(from_, table, before);
    for (const Constraint& constraint : table.constraints) {
        if (constraint.check && asks_for_value(*constraint.check, column) &&
            (early || is_kept(table, constraint))) {
            take_check(table, constraint.name.text);
        }
    }
    for (const Index& index : table.indexes) {
        const bool key =
            std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& each) {
                return each.expression && asks_for_value(*each.expression, column);
            });
        if ((key || (index.where && asks_for_value(*index.where, column))) &&
            (early || is_kept(table, index))) {
            found_.tables[table.name].indexes.insert(index.name.name);
        }
    }
}

/// A check that a child repeats goes after its parent's.
void Search::take_check(const Table& table, const std::string& name) {
    if (table.find_constraint(name) != nullptr) {
        found_.tables[table.name].constraints.insert(name);
    }
    for (const QualifiedName& each : table.options.inherits) {
        const Table* parent = from_.find_table(each);
        if (parent != nullptr) { take_check(*parent, name); }
    }
}

/// Foreign keys that stay and refer to what of this table does not.
void Search::take_keys(const Table& table) {
    for (const QualifiedName& user : users_of(from_, table.name)) {
        const Table* other = from_.find_table(user);
        if (other == nullptr) { continue; }
        for (const Constraint& key : other->constraints) {
            if (key.kind != ConstraintKind::ForeignKey || !(key.referenced_table == table.name) ||
                !is_disturbed(from_, to_, found_, *other, key)) {
                continue;
            }
            // One that goes anyway need not go this early, unless the rest does.
            if (is_kept(*other, key) || found_.tables.count(user) != 0 ||
                found_.tables.count(table.name) != 0) {
                found_.tables[user].constraints.insert(key.name.text);
            }
        }
    }
}

void Search::take_table(const QualifiedName& name) {
    Obstacles::OfTable& table = found_.tables[name];
    if (std::exchange(table.whole, true)) { return; }
    // What was in the way of its going later is in the way of this, and more.
    seen_.erase(Event{What::Relation, name, {}});
    note(What::Relation, name);
    take_keys(*from_.find_table(name));
}

void Search::leave_parent(const Table& child, const QualifiedName& parent) {
    found_.tables[child.name].parents.insert(parent);
}

void Search::take_callers(const CodeObject& routine) {
    for (const auto& [key, object] : code_.with(routine.name.name)) {
        const bool namesake = is_routine(object->kind) && object->name == routine.name;
        if (!namesake && calls(object->definition, routine.name)) { take_code(key); }
    }
    Uses uses;
    uses.expression = [&](const Expr& expr) { return calls(expr, routine.name); };
    take_users(uses);
}

void Search::take_users(const Uses& uses) {
    from_.tables.for_each(
        [&](const QualifiedName&, const Shared<Table>& table) { take_expressions(*table, uses); });
    from_.domains.for_each([&](const QualifiedName& name, const Shared<Domain>& domain) {
        const CreateDomain& definition = domain->definition;
        if ((definition.default_value && uses.expression(*definition.default_value)) ||
            std::any_of(definition.checks.begin(), definition.checks.end(),
                        [&](const Constraint& check) {
                            return check.check && uses.expression(*check.check);
                        })) {
            note(What::Type, name);
        }
    });
    from_.code_objects.for_each([&](const std::string& key, const Shared<CodeObjectState>& state) {
        for (const Index& index : state->indexes) {
            if ((index.where && uses.expression(*index.where)) ||
                std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& each) {
                    return each.expression && uses.expression(*each.expression);
                })) {
                take_code(key);
            }
        }
    });
}

void Search::take_expressions(const Table& table, const Uses& uses) {
    const auto any_key = [&](const std::vector<IndexKey>& keys) {
        return std::any_of(keys.begin(), keys.end(), [&](const IndexKey& key) {
            return key.expression && uses.expression(*key.expression);
        });
    };
    const bool stays = to_.find_table(table.name) != nullptr;
    for (const Column& column : table.columns) {
        if (column.generated && uses.expression(column.generated->expression)) {
            found_.tables[table.name].columns.insert(column.name.text);
            if (stays) { note(What::Column, table.name, column.name.text); }
        } else if (column.default_value && uses.expression(*column.default_value)) {
            found_.tables[table.name].defaults.insert(column.name.text);
        }
    }
    for (const Constraint& constraint : table.constraints) {
        if ((constraint.check && uses.expression(*constraint.check)) ||
            (constraint.where && uses.expression(*constraint.where)) || any_key(constraint.keys)) {
            found_.tables[table.name].constraints.insert(constraint.name.text);
        }
    }
    for (const Index& index : table.indexes) {
        if ((index.where && uses.expression(*index.where)) || any_key(index.keys)) {
            found_.tables[table.name].indexes.insert(index.name.name);
        }
    }
    if (table.options.partition_by && any_key(table.options.partition_by->keys)) {
        take_table(table.name);
    }
}

/// The column of the wanted sequence is there already, and need only be made serial.
bool Search::becomes_serial(const Sequence& wanted) const {
    const Column* column = serial_owner(to_, wanted);
    const Table* table =
        column == nullptr ? nullptr : from_.find_table(*wanted.options.owned_table);
    const Column* before = table == nullptr ? nullptr : table->find_column(column->name.text);
    return !wanted.implicit || (before != nullptr && !is_serial(before->type.kind));
}

void Search::take_sequence(const Sequence& sequence) {
    if (const Column* serial = serial_owner(from_, sequence)) {
        const Table* wanted = to_.find_table(*sequence.options.owned_table);
        // With the table or the column it goes anyway.
        if (wanted == nullptr || wanted->find_column(serial->name.text) == nullptr) { return; }
        found_.tables[*sequence.options.owned_table].defaults.insert(serial->name.text);
    }
    found_.sequences.insert(sequence.name);
    for (const QualifiedName& user : users_of(from_, sequence.name)) {
        if (const Table* table = from_.find_table(user)) {
            take_expressions(*table, counting_on(sequence.name));
        }
    }
}

void Search::free_name(const QualifiedName& name) {
    if (const Sequence* sequence = from_.find_sequence(name)) {
        const Sequence* same = to_.find_sequence(name);
        const Column* serial = serial_owner(from_, *sequence);
        const bool goes = same == nullptr ? !sequence->implicit || serial != nullptr
                                          : !sequence->implicit && !becomes_serial(*same);
        if (goes) { take_sequence(*sequence); }
        return;
    }
    const Table* owner = from_.find_index_owner(name);
    if (owner == nullptr) { return; }
    const QualifiedName* later = to_.index_owners.find(name);
    if (later != nullptr && *later == owner->name) { return; }
    if (owner->find_index(name.name) != nullptr) {
        found_.tables[owner->name].indexes.insert(name.name);
    } else {
        found_.tables[owner->name].constraints.insert(name.name);
    }
    take_keys(*owner);
}

}  // namespace retort::schema
