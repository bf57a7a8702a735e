// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/change/obstacles.h"

#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/code_uses.h"
#include "compiler/schema/release_users.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/type_family.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace retort::schema {
namespace {

/// An enum whose values stand in another order cannot be altered into that.
bool reordered(const EnumType& from, const EnumType& to) {
    std::vector<std::string> kept;
    for (const Name& value : from.values) {
        if (std::find(to.values.begin(), to.values.end(), value) != to.values.end()) {
            kept.push_back(value.text);
        }
    }
    std::size_t at = 0;
    for (const Name& value : to.values) {
        if (at < kept.size() && kept[at] == value.text) { ++at; }
    }
    // All values gone: there is none that a new one could stand beside, and none that rows could
    // have.
    return at != kept.size() || (kept.empty() && !from.values.empty());
}

Uses counting_on(const QualifiedName& sequence) {
    Uses uses;
    uses.expression = [sequence](const Expr& expr) {
        const std::vector<QualifiedName> used = sequences_in(expr);
        return std::find(used.begin(), used.end(), sequence) != used.end();
    };
    return uses;
}

/// Finds them: what changes, what is in the way of that, what is in the way of taking that down.
/// Each thing is looked at once.
class Search {
public:
    Search(const Schema& from, const Schema& to) : from_(from), to_(to), code_(from) {}

    Obstacles run() {
        seed_types();
        seed_tables();
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
    void seed_code();
    void seed_names();
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

void Search::seed_types() {
    for_each_difference(
        from_.enums, to_.enums,
        [&](const QualifiedName& name, const Shared<EnumType>* from, const Shared<EnumType>* to) {
            if (from == nullptr) { return free_type(name); }
            const bool other = to == nullptr
                                   ? to_.domains.contains(name) || to_.tables.contains(name)
                                   : reordered(**from, **to);
            if (other) { note(What::Type, name); }
        });
    for_each_difference(
        from_.domains, to_.domains,
        [&](const QualifiedName& name, const Shared<Domain>* from, const Shared<Domain>* to) {
            if (from == nullptr) { return free_type(name); }
            const bool other = to == nullptr ? to_.enums.contains(name) || to_.tables.contains(name)
                                             : !((*from)->definition == (*to)->definition);
            if (other) { note(What::Type, name); }
        });
}

/// No action of `alter table` leads from one to the other.
bool is_another_table(const Table& from, const Table& to) {
    const TableOptions& a = from.options;
    const TableOptions& b = to.options;
    return a.temporary != b.temporary || a.strict != b.strict ||
           a.without_rowid != b.without_rowid || !(a.partition_by == b.partition_by) ||
           a.on_commit != b.on_commit;
}

void Search::seed_tables() {
    for_each_difference(
        from_.tables, to_.tables,
        [&](const QualifiedName& name, const Shared<Table>* from, const Shared<Table>* to) {
            if (from == nullptr) { return; }
            if (to == nullptr) {
                note(What::Relation, name);
            } else if (is_another_table(**from, **to)) {
                take_table(name);
            } else {
                seed_table(**from, **to);
            }
        });
}

void Search::seed_table(const Table& from, const Table& to) {
    for (const Column& column : from.columns) {
        const Column* wanted = to.find_column(column.name.text);
        if (wanted == nullptr || is_made_anew(from_, to_, column, *wanted)) {
            note(What::Column, from.name, column.name.text);
            continue;
        }
        // The identity has a sequence of its own, of the same name.
        if (wanted->identity && is_serial(column.type.kind)) {
            const Sequence* counter = owned_sequence(from_, from.name, column.name.text);
            if (counter != nullptr) { take_sequence(*counter); }
        }
        if (!same_storage(column, *wanted)) { note(What::Retyped, from.name, column.name.text); }
    }
    const auto key_changes = [&](const Constraint& constraint) {
        return (constraint.kind == ConstraintKind::PrimaryKey ||
                constraint.kind == ConstraintKind::Unique) &&
               !is_kept(from, constraint);
    };
    if (std::any_of(from.constraints.begin(), from.constraints.end(), key_changes) ||
        std::any_of(from.indexes.begin(), from.indexes.end(),
                    [&](const Index& index) { return index.unique && !is_kept(from, index); })) {
        note(What::Key, from.name);
    }
    if (!from.options.partition_of.empty() &&
        !(from.options.partition_of == to.options.partition_of &&
          from.options.partition_bound == to.options.partition_bound)) {
        leave_parent(from, from.options.partition_of);
    }
    for (const QualifiedName& parent : from.options.inherits) {
        const auto& wanted = to.options.inherits;
        if (std::find(wanted.begin(), wanted.end(), parent) == wanted.end()) {
            leave_parent(from, parent);
        }
    }
}

void Search::seed_code() {
    for_each_difference(
        from_.code_objects, to_.code_objects,
        [&](const std::string& key, const Shared<CodeObjectState>* from,
            const Shared<CodeObjectState>* to) {
            if (from == nullptr) { return; }
            const CodeObject& object = (*from)->object;
            if (to != nullptr &&
                ((*from)->object == (*to)->object || can_replace(object, (*to)->object))) {
                return;
            }
            // One that nothing replaces may go last: nothing that stays can need it.
            if (to == nullptr && is_routine(object.kind) && !has_routine(to_, object.name)) {
                return;
            }
            // What stands on a table goes with it.
            if (to == nullptr && !is_view(object.kind) && !is_routine(object.kind) &&
                from_.find_table(object.table) != nullptr &&
                to_.find_table(object.table) == nullptr) {
                return;
            }
            take_code(key);
        });
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

void Search::seed_names() {
    for_each_difference(
        from_.tables, to_.tables,
        [&](const QualifiedName& name, const Shared<Table>* from, const Shared<Table>*) {
            if (from == nullptr) { free_name(name); }
        });
    for_each_difference(
        from_.sequences, to_.sequences,
        [&](const QualifiedName& name, const Shared<Sequence>* from, const Shared<Sequence>* to) {
            const bool made =
                to != nullptr && (from == nullptr || ((*to)->implicit && !(*from)->implicit));
            if (made) {
                free_name(name);
                free_type(name);
            }
        });
    for_each_difference(
        from_.index_owners, to_.index_owners,
        [&](const QualifiedName& name, const QualifiedName*, const QualifiedName* to) {
            if (to != nullptr) { free_name(name); }
        });
    for_each_difference(from_.code_objects, to_.code_objects,
                        [&](const std::string&, const Shared<CodeObjectState>* from,
                            const Shared<CodeObjectState>* to) {
                            if (from == nullptr && is_view((*to)->object.kind)) {
                                free_name((*to)->object.name);
                            }
                        });
}

void Search::follow(const Event& event) {
    switch (event.what) {
        case What::Code:
            return follow_code(event.part);
        case What::Relation:
            return follow_relation(event.name);
        case What::Column:
            return follow_column(event.name, event.part, false);
        case What::Retyped:
            return follow_column(event.name, event.part, true);
        case What::Key:
            return take_keys(*from_.find_table(event.name));
        case What::Type:
            return follow_type(event.name);
    }
}

void Search::follow_code(const std::string& key) {
    const CodeObject& object = (*from_.code_objects.find(key))->object;
    if (is_view(object.kind)) { follow_relation(object.name); }
    if (is_routine(object.kind)) { take_callers(object); }
}

void Search::follow_relation(const QualifiedName& name) {
    const bool table = from_.find_table(name) != nullptr;
    for (const std::string& key : code_.with(name.name)) {
        const CodeObject& object = (*from_.code_objects.find(key))->object;
        // What stands on a table goes with it and with nothing else.
        const bool own = table && object.table == name && !is_view(object.kind);
        if (!own && object_reads(from_, object, name, {})) { take_code(key); }
    }
    if (!table) {
        for (const std::string& key : code_on_table(from_, name)) { take_code(key); }
        return;
    }
    for (const QualifiedName& user : users_of(from_, name)) {
        const Table* other = user == name ? nullptr : from_.find_table(user);
        if (other == nullptr || to_.find_table(user) == nullptr) { continue; }
        const auto& parents = other->options.inherits;
        if (other->options.partition_of == name ||
            std::find(parents.begin(), parents.end(), name) != parents.end()) {
            leave_parent(*other, name);
        }
    }
    take_counters(name, {});
}

/// Defaults of other tables that count on a sequence which goes with the table or its column.
void Search::take_counters(const QualifiedName& table, std::string_view column) {
    for (const QualifiedName& owned : users_of(from_, table)) {
        const Sequence* sequence = from_.find_sequence(owned);
        if (sequence == nullptr || to_.find_sequence(owned) == sequence ||
            (!column.empty() && sequence->options.owned_column.text != column)) {
            continue;
        }
        for (const QualifiedName& user : users_of(from_, owned)) {
            const Table* other = user == table ? nullptr : from_.find_table(user);
            if (other != nullptr && to_.find_table(user) != nullptr) {
                take_expressions(*other, counting_on(owned));
            }
        }
    }
}

void Search::follow_column(const QualifiedName& name, const std::string& column, bool retyped) {
    const Table& table = *from_.find_table(name);
    const Table* wanted = to_.find_table(name);
    if (table.options.partition_by) {
        const auto& keys = table.options.partition_by->keys;
        if (std::any_of(keys.begin(), keys.end(), [&](const IndexKey& key) {
                return key.column.text == column ||
                       (key.expression && uses_column(*key.expression, column));
            })) {
            return take_table(name);
        }
    }
    for (const std::string& word : {name.name, column}) {
        for (const std::string& key : code_.with(word)) {
            const CodeObject& object = (*from_.code_objects.find(key))->object;
            if (retyped && object.kind == CodeKind::Statistics) { continue; }
            if (object_reads(from_, object, name, column)) { take_code(key); }
        }
    }
    for (const Column& other : table.columns) {
        if (!other.generated || other.name.text == column ||
            !uses_column(other.generated->expression, column)) {
            continue;
        }
        const Column* same = wanted->find_column(other.name.text);
        if (same == nullptr) { continue; }
        const auto parts = found_.tables.find(name);
        if (retyped && same->generated && parts != found_.tables.end() &&
            parts->second.types.count(column) != 0) {
            parts->second.columns.insert(other.name.text);
        }
        note(What::Column, name, other.name.text);
    }
    const Column& before = *table.find_column(column);
    const Column* after = wanted->find_column(column);
    if (retyped && after != nullptr) { take_expressions_over(table, before, *after); }
    if (!retyped) { take_counters(name, column); }
    take_keys(table);
    for (const Constraint& constraint : table.constraints) {
        if (constraint.kind != ConstraintKind::ForeignKey || !is_kept(table, constraint)) {
            continue;
        }
        const Table* target = from_.find_table(constraint.referenced_table);
        if (target != nullptr) { take_keys(*target); }
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
    for (const Constraint& constraint : table.constraints) {
        if (constraint.check && asks_for_value(*constraint.check, column) &&
            is_kept(table, constraint)) {
            found_.tables[table.name].constraints.insert(constraint.name.text);
        }
    }
    for (const Index& index : table.indexes) {
        const bool key =
            std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& each) {
                return each.expression && asks_for_value(*each.expression, column);
            });
        if ((key || (index.where && asks_for_value(*index.where, column))) &&
            is_kept(table, index)) {
            found_.tables[table.name].indexes.insert(index.name.name);
        }
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
    note(What::Relation, name);
    take_keys(*from_.find_table(name));
}

void Search::leave_parent(const Table& child, const QualifiedName& parent) {
    found_.tables[child.name].parents.insert(parent);
}

void Search::follow_type(const QualifiedName& type) {
    found_.types.insert(type);
    for (const QualifiedName& user : users_of(from_, type)) {
        const Table* table = from_.find_table(user);
        const Table* wanted = table == nullptr ? nullptr : to_.find_table(user);
        if (wanted == nullptr) {
            // Tables go after types: not this one.
            if (table != nullptr) { take_table(user); }
            continue;
        }
        for (const Column& column : table->columns) {
            if (column.type.kind != TypeKind::Named || !(*column.type.name == type)) { continue; }
            const std::string& name = column.name.text;
            const Column* same = wanted->find_column(name);
            if (same == nullptr) {
                found_.tables[user].columns.insert(name);
                note(What::Column, user, name);
                continue;
            }
            const bool first = found_.tables[user].types.insert(name).second;
            if (column.default_value) { found_.tables[user].defaults.insert(name); }
            // It goes through another type even where a change was noted before.
            if (first) { seen_.erase(Event{What::Retyped, user, name}); }
            note(What::Retyped, user, name);
        }
    }
    from_.domains.for_each([&](const QualifiedName& name, const Shared<Domain>& domain) {
        const Type& base = domain->definition.type;
        if (base.kind == TypeKind::Named && *base.name == type) { note(What::Type, name); }
    });
    for (const std::string& key : code_.with(type.name)) {
        const CodeObject& object = (*from_.code_objects.find(key))->object;
        if (is_routine(object.kind) ? routine_has_type(object, type)
                                    : text_casts_to(object.definition, type)) {
            take_code(key);
        }
    }
    Uses uses;
    uses.expression = [&](const Expr& expr) {
        return any_part(expr, [&](const Expr& part) {
            return part.type && part.type->kind == TypeKind::Named && *part.type->name == type;
        });
    };
    take_users(uses);
}

void Search::take_callers(const CodeObject& routine) {
    for (const std::string& key : code_.with(routine.name.name)) {
        const CodeObject& object = (*from_.code_objects.find(key))->object;
        const bool namesake = is_routine(object.kind) && object.name == routine.name;
        if (!namesake && calls(object.definition, routine.name)) { take_code(key); }
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

}  // namespace

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
        if (own == nullptr || own_later == nullptr) { continue; }
        const auto passes_through = [&](const QualifiedName& name, const std::string& part) {
            const auto at = obstacles.tables.find(name);
            return at != obstacles.tables.end() && at->second.types.count(part) != 0;
        };
        if (!can_refer(own_later->type, before->type) || !can_refer(own->type, after->type) ||
            passes_through(target->name, column) ||
            passes_through(table.name, key.columns[i].text)) {
            return true;
        }
    }
    return false;
}

Obstacles find_obstacles(const Schema& from, const Schema& to) {
    return Search(from, to).run();
}

}  // namespace retort::schema
