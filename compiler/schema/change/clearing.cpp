// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/obstacles.h"
#include "compiler/schema/change/order.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/code_uses.h"
#include "compiler/schema/release_users.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/sql_words.h"
#include "compiler/schema/storage_settings.h"

#include <algorithm>

// The statements that take obstacles down, users before what they use.

namespace retort::schema {
namespace {

std::string spelled(const QualifiedName& name) {
    return (name.schema.empty() ? "" : sql_name(name.schema) + ".") + sql_name(name.name);
}

class Clearing {
public:
    Clearing(const Schema& from, const Obstacles& obstacles, std::vector<Operation>& list)
        : from_(from), obstacles_(obstacles), list_(list), now_(from) {}

    Schema run() {
        std::vector<const Table*> all;
        for (const auto& [name, parts] : obstacles_.tables) {
            all.push_back(from_.find_table(name));
        }
        // A check that a child repeats can go after its parent's has gone.
        parents_first(from_, all);
        for (const Table* table : all) { untie(*table, obstacles_.tables.at(table->name)); }
        find_called();
        const std::vector<const CodeObjectState*> readers = code(false);
        for (auto each = readers.rbegin(); each != readers.rend(); ++each) { drop_code(**each); }
        std::vector<const Table*> tables;
        for (const auto& [name, parts] : obstacles_.tables) {
            if (!parts.whole) { tables.push_back(from_.find_table(name)); }
        }
        parents_first(from_, tables);
        for (auto each = tables.rbegin(); each != tables.rend(); ++each) {
            const bool child =
                !(*each)->options.partition_of.empty() || !(*each)->options.inherits.empty();
            // Before the parent's columns change.
            if (child) { say(drops(**each, obstacles_.tables.at((*each)->name))); }
        }
        for (const Table* table : tables) { change(*table, obstacles_.tables.at(table->name)); }
        drop_tables();
        drop_types();
        for (const QualifiedName& name : obstacles_.sequences) {
            // With its owner it is gone.
            if (now_.find_sequence(name) == nullptr) { continue; }
            say(DropSequence{QualifiedName(name.schema, name.name)});
        }
        return std::move(now_);
    }

private:
    template <class Kind>
    void say(Kind kind) {
        Operation operation{OperationKind(std::move(kind)), Span{}};
        Operation copy = operation;
        Diagnostics ignored;
        (void)apply(copy, now_, {}, ignored);
        list_.push_back(std::move(operation));
    }
    void say(AlterTable alter) {
        if (!alter.actions.empty()) { say<AlterTable>(std::move(alter)); }
    }

    /// The type, without what goes of it.
    [[nodiscard]] Type under(const Type& type) const {
        Type result = type;
        while (result.kind == TypeKind::Named && obstacles_.types.count(*result.name) != 0) {
            const Domain* domain = from_.find_domain(*result.name);
            const auto dimensions = result.dimensions;
            result = Type();
            result.kind = TypeKind::Text;
            if (domain != nullptr) { result = domain->definition.type; }
            if (dimensions != 0) { result.dimensions = dimensions; }
        }
        return result;
    }
    /// The default counts on a sequence that goes with another table.
    [[nodiscard]] bool counts_elsewhere(const Table& table, const std::string& column) const {
        const Box<Expr>& value = table.find_column(column)->default_value;
        if (!value) { return false; }
        const std::vector<QualifiedName> used = sequences_in(*value);
        return std::any_of(used.begin(), used.end(), [&](const QualifiedName& name) {
            const Sequence* sequence = from_.find_sequence(name);
            return sequence != nullptr && sequence->options.owned_table &&
                   !(*sequence->options.owned_table == table.name);
        });
    }
    void untie(const Table& table, const Obstacles::OfTable& parts);
    AlterTable drops(const Table& table, const Obstacles::OfTable& parts);
    void change(const Table& table, const Obstacles::OfTable& parts);
    void find_called();
    [[nodiscard]] std::vector<const CodeObjectState*> code(bool called) const;
    void drop_code(const CodeObjectState& state);
    void forget(const CodeObjectState& state);
    void drop_tables();
    void drop_types();

    const Schema& from_;
    const Obstacles& obstacles_;
    std::vector<Operation>& list_;
    Schema now_;
    std::set<std::string> called_;  ///< routines that columns, indexes and types call
};

/// What other tables and objects do not need: foreign keys, checks, defaults.
void Clearing::untie(const Table& table, const Obstacles::OfTable& parts) {
    AlterTable alter;
    alter.table = table.name;
    for (const Constraint& constraint : table.constraints) {
        const bool free = constraint.kind == ConstraintKind::ForeignKey ||
                          constraint.kind == ConstraintKind::Check;
        if (free && parts.constraints.count(constraint.name.text) != 0) {
            alter.actions.emplace_back(DropConstraint{Name(constraint.name.text)});
        }
    }
    for (const std::string& column : parts.defaults) {
        if (!parts.whole || counts_elsewhere(table, column)) {
            alter.actions.emplace_back(DropColumnDefault{Name(column)});
        }
    }
    for (const QualifiedName& parent : parts.parents) {
        if (table.options.partition_of == parent) {
            AlterTable detach;
            detach.table = parent;
            detach.actions.emplace_back(
                OtherTableAction{"detach partition " + spelled(table.name)});
            say(std::move(detach));
        } else {
            alter.actions.emplace_back(OtherTableAction{"no inherit " + spelled(parent)});
        }
    }
    say(std::move(alter));
}

/// Drops its indexes, and says how to drop what is left of the rest.
AlterTable Clearing::drops(const Table& table, const Obstacles::OfTable& parts) {
    AlterTable alter;
    alter.table = table.name;
    for (const Index& index : table.indexes) {
        if (parts.indexes.count(index.name.name) == 0 ||
            now_.find_index_owner(index.name) == nullptr) {
            continue;
        }
        DropIndex drop;
        drop.name = QualifiedName(index.name.schema, index.name.name);
        say(std::move(drop));
    }
    for (const Constraint& constraint : table.constraints) {
        if (parts.constraints.count(constraint.name.text) != 0 &&
            now_.find_table(table.name)->find_constraint(constraint.name.text) != nullptr) {
            alter.actions.emplace_back(DropConstraint{Name(constraint.name.text)});
        }
    }
    for (const std::string& column : parts.columns) {
        const Table& now = *now_.find_table(table.name);
        const Column* found = now.find_column(column);
        // A parent's goes with the parent's.
        if (found != nullptr && !is_inherited(now_, now, *found)) {
            alter.actions.emplace_back(DropColumn{Name(column)});
        }
    }
    return alter;
}

void Clearing::change(const Table& table, const Obstacles::OfTable& parts) {
    AlterTable alter = drops(table, parts);
    for (const std::string& column : parts.types) {
        const Column* now = now_.find_table(table.name)->find_column(column);
        // A parent's change may have changed it.
        if (now == nullptr || parts.columns.count(column) != 0 ||
            !(now->type == table.find_column(column)->type)) {
            continue;
        }
        SetColumnType set;
        set.column = Name(column);
        set.type = under(now->type);
        set.type.span = Span{};
        set.collation = now->collation;
        alter.actions.emplace_back(std::move(set));
    }
    say(std::move(alter));
}

void Clearing::find_called() {
    const auto add = [&](const Expr& expr) {
        for (std::string& name : called_functions(expr)) { called_.insert(std::move(name)); }
    };
    for (const auto& [name, parts] : obstacles_.tables) {
        const Table& table = *from_.find_table(name);
        if (parts.whole) { for_each_expression(table, add); }
        for (const std::string& column : parts.columns) {
            const Column* found = table.find_column(column);
            if (found->generated) { add(found->generated->expression); }
        }
        for (const std::string& index : parts.indexes) {
            const Index* found = table.find_index(index);
            if (found == nullptr) { continue; }
            if (found->where) { add(*found->where); }
            for (const IndexKey& key : found->keys) {
                if (key.expression) { add(*key.expression); }
            }
        }
    }
    for (const QualifiedName& type : obstacles_.types) {
        const Domain* domain = from_.find_domain(type);
        if (domain == nullptr) { continue; }
        for (std::string& name : called_by(domain->definition)) { called_.insert(std::move(name)); }
    }
}

/// Routines that tables and types call go with the types, some of which may be their arguments'.
std::vector<const CodeObjectState*> Clearing::code(bool called) const {
    std::vector<const CodeObjectState*> objects;
    for (const std::string& key : obstacles_.code) {
        const CodeObjectState* state = from_.code_objects.find(key)->get();
        const bool later =
            is_routine(state->object.kind) && called_.count(state->object.name.name) != 0;
        if (later == called) { objects.push_back(state); }
    }
    order_code(objects);
    return objects;
}

// Users come before what they use: there is nothing to look for, as `apply` would.
void Clearing::drop_code(const CodeObjectState& state) {
    forget(state);
    Changes::add(list_, drop_of(state.object));
}

void Clearing::forget(const CodeObjectState& state) {
    const CodeObject& object = state.object;
    now_.code_objects.erase(
        code_object_key(object.kind, object.table, object.name, object.signature));
    if (is_view(object.kind)) {
        forget_privileges(now_.privileges, SecuredKind::Relation, object.name);
    } else if (is_routine(object.kind)) {
        forget_privileges(now_.privileges, SecuredKind::Routine, object.name, object.signature);
    } else if (object.kind == CodeKind::Trigger && now_.find_table(object.table) != nullptr) {
        forget_trigger_settings(edit_table(now_, object.table), object.name.name);
    }
    for (const Index& index : state.indexes) { now_.index_owners.erase(index.name); }
}

void Clearing::drop_tables() {
    std::vector<const Table*> tables;
    for (const auto& [name, parts] : obstacles_.tables) {
        if (parts.whole) { tables.push_back(from_.find_table(name)); }
    }
    std::vector<const Table*> ordered = in_order_of_use(from_, tables);
    for (auto table = ordered.rbegin(); table != ordered.rend(); ++table) {
        DropTable drop;
        drop.name = QualifiedName((*table)->name.schema, (*table)->name.name);
        say(std::move(drop));
    }
}

void Clearing::drop_types() {
    const std::vector<QualifiedName> types(obstacles_.types.begin(), obstacles_.types.end());
    const std::vector<const CodeObjectState*> routines = code(true);
    std::vector<std::set<std::size_t>> needs(types.size() + routines.size());
    for (std::size_t i = 0; i < types.size(); ++i) {
        const Domain* domain = from_.find_domain(types[i]);
        if (domain == nullptr) { continue; }
        const Box<QualifiedName>& base = domain->definition.type.name;
        const auto found = base ? std::lower_bound(types.begin(), types.end(), *base) : types.end();
        if (found != types.end() && *found == *base) {
            needs[i].insert(static_cast<std::size_t>(found - types.begin()));
        }
        const std::vector<std::string> called = called_by(domain->definition);
        for (std::size_t j = 0; j < routines.size(); ++j) {
            const std::string& name = routines[j]->object.name.name;
            if (std::find(called.begin(), called.end(), name) != called.end()) {
                needs[i].insert(types.size() + j);
            }
        }
    }
    for (std::size_t j = 0; j < routines.size(); ++j) {
        const CodeObject& routine = routines[j]->object;
        for (std::size_t i = 0; i < types.size(); ++i) {
            if (routine_has_type(routine, types[i])) { needs[types.size() + j].insert(i); }
        }
        for (std::size_t k = 0; k < j; ++k) {
            if (calls(routine.definition, routines[k]->object.name)) {
                needs[types.size() + j].insert(types.size() + k);
            }
        }
    }
    const std::vector<std::size_t> order = in_order_of_need(needs);
    for (auto i = order.rbegin(); i != order.rend(); ++i) {
        if (*i >= types.size()) {
            drop_code(*routines[*i - types.size()]);
            continue;
        }
        const QualifiedName name(types[*i].schema, types[*i].name);
        if (from_.find_domain(name) != nullptr) {
            say(DropDomain{name});
        } else {
            say(DropType{name});
        }
    }
}

}  // namespace

Schema clear(const Schema& from, const Obstacles& obstacles, std::vector<Operation>& list) {
    return Clearing(from, obstacles, list).run();
}

}  // namespace retort::schema
