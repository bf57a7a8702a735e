// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/change/obstacles.h"

#include "compiler/schema/change/parts.h"
#include "compiler/schema/change/search.h"
#include "compiler/schema/serial.h"

#include <algorithm>

// What changes, and what is in the way of that.

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

bool loses_value(const EnumType& from, const EnumType& to) {
    return std::any_of(from.values.begin(), from.values.end(), [&](const Name& value) {
        return std::find(to.values.begin(), to.values.end(), value) == to.values.end();
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

}  // namespace

void Search::seed_types() {
    for_each_difference(
        from_.enums, to_.enums,
        [&](const QualifiedName& name, const Shared<EnumType>* from, const Shared<EnumType>* to) {
            if (from == nullptr) { return free_type(name); }
            const bool other = to == nullptr
                                   ? to_.domains.contains(name) || to_.tables.contains(name)
                                   : reordered(**from, **to);
            if (other) { return note(What::Type, name); }
            if (to != nullptr && loses_value(**from, **to)) { lose_value(name); }
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

/// Where tables that refer to each other in a circle become logged or unlogged, no order would do.
void Search::seed_persistence() {
    std::vector<const Table*> tables;
    for_each_difference(
        from_.tables, to_.tables,
        [&](const QualifiedName&, const Shared<Table>* from, const Shared<Table>* to) {
            if (from != nullptr && to != nullptr &&
                (*from)->options.unlogged != (*to)->options.unlogged) {
                tables.push_back(from->get());
            }
        });
    std::set<QualifiedName> done;
    const std::vector<const Table*> ordered = in_order_of_use(from_, tables);
    for (const Table* table : ordered) {
        done.insert(table->name);
        for (const Constraint& constraint : table->constraints) {
            if (constraint.kind != ConstraintKind::ForeignKey || !is_kept(*table, constraint) ||
                done.count(constraint.referenced_table) != 0) {
                continue;
            }
            const auto later = [&](const Table* each) {
                return each->name == constraint.referenced_table;
            };
            if (std::any_of(ordered.begin(), ordered.end(), later)) {
                found_.tables[table->name].constraints.insert(constraint.name.text);
            }
        }
    }
}

void Search::seed_inheritance() {
    const JoiningTables joining = joining_tables(from_, to_);
    for (const auto& [name, children] : joining) {
        const Table* parent = from_.find_table(name);
        if (parent == nullptr || to_.find_table(name) == nullptr) { continue; }
        for (const Constraint& constraint : parent->constraints) {
            if (is_kept(*parent, constraint) && waits_for_children(joining, name, constraint)) {
                found_.tables[name].constraints.insert(constraint.name.text);
            }
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
    for (const auto& [key, object] : code_.with(name.name)) {
        // What stands on a table goes with it and with nothing else.
        const bool own = table && object->table == name && !is_view(object->kind);
        if (!own && object_reads(from_, *object, name, {})) { take_code(key); }
    }
    if (!table) {
        for (const std::string& key : code_on_table(from_, name)) { take_code(key); }
        return;
    }
    const auto found = found_.tables.find(name);
    const bool early = found != found_.tables.end() && found->second.whole;
    for (const QualifiedName& user : users_of(from_, name)) {
        const Table* other = user == name ? nullptr : from_.find_table(user);
        if (other == nullptr || (!early && to_.find_table(user) == nullptr)) { continue; }
        const auto& parents = other->options.inherits;
        if (other->options.partition_of == name ||
            std::find(parents.begin(), parents.end(), name) != parents.end()) {
            leave_parent(*other, name);
        }
    }
    take_counters(name, {});
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
    const auto take_readers = [&](const std::string& word, bool of_any_table) {
        for (const auto& [key, object] : code_.with(word)) {
            if (retyped && object->kind == CodeKind::Statistics) { continue; }
            if (!of_any_table && !is_routine(object->kind) && !(object->table == name)) {
                continue;
            }
            if (object_reads(from_, *object, name, column)) { take_code(key); }
        }
    };
    // Others than routines and what stands on the table name it where they read its columns.
    take_readers(name.name, true);
    take_readers(column, false);
    const auto parts = found_.tables.find(name);
    const bool passes =
        retyped && parts != found_.tables.end() && parts->second.types.count(column) != 0;
    for (const Column& other : table.columns) {
        if (!other.generated || other.name.text == column ||
            !uses_column(other.generated->expression, column)) {
            continue;
        }
        const Column* same = wanted->find_column(other.name.text);
        if (same == nullptr || (!same->generated && !passes)) { continue; }
        if (passes) { found_.tables[name].columns.insert(other.name.text); }
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
    for (const auto& [key, object] : code_.with(type.name)) {
        if (is_routine(object->kind) ? routine_has_type(*object, type)
                                     : text_casts_to(object->definition, type)) {
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

Obstacles find_obstacles(const Schema& from, const Schema& to) {
    return Search(from, to).run();
}

}  // namespace retort::schema
