// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/parallel.h"
#include "compiler/schema/apply/context.h"
#include "compiler/schema/meaning/adopt_parts.h"

#include <atomic>
#include <utility>
#include <vector>

// `public.t` and `t` are one name where `public` is the default schema.

namespace retort::schema {
namespace {

/// Which of the two spellings of a name `from` has.
class Names {
public:
    Names(const Schema& from, const SpellingRules& rules)
        : from_(from),
          schema_(rules.default_schema),
          bare_there_(has_names_in("")),
          qualified_there_(has_names_in(schema_)) {}

    template <class IsThere>
    void settle(QualifiedName& name, const IsThere& is_there) const {
        if (name.empty() || (!name.schema.empty() && name.schema != schema_)) { return; }
        if (!qualified_there_) {
            name.schema.clear();
            return;
        }
        const QualifiedName bare(name.name, name.span);
        QualifiedName whole(schema_, name.name, name.span);
        const bool is_bare = (bare_there_ && is_there(bare)) || !is_there(whole);
        name = is_bare ? bare : std::move(whole);
    }
    void relation(QualifiedName& name) const {
        settle(name, [&](const QualifiedName& each) {
            return static_cast<bool>(find_relation(from_, each));
        });
    }
    void type_name(QualifiedName& name) const {
        settle(name, [&](const QualifiedName& each) {
            return static_cast<bool>(find_type(from_, each));
        });
    }
    /// The argument types of a routine: `(public.mood)`.
    void signature(std::string& value) const {
        if (value.find(schema_ + ".") == std::string::npos) { return; }
        std::string plain;
        std::size_t at = 0;
        for (const std::string mark = schema_ + ".";;) {
            const std::size_t found = value.find(mark, at);
            plain.append(value, at, found - at);
            if (found == std::string::npos) { break; }
            const bool begins = found == 0 || value[found - 1] == '(' || value[found - 1] == ' ';
            if (!begins) { plain += mark; }
            at = found + mark.size();
        }
        value = std::move(plain);
    }
    void routine(QualifiedName& name, const std::string& arguments) const {
        settle(name, [&](const QualifiedName& each) {
            return from_.find_code_object(CodeKind::Function, {}, each, arguments) != nullptr ||
                   from_.find_code_object(CodeKind::Procedure, {}, each, arguments) != nullptr;
        });
    }
    void code(CodeObject& object) const {
        relation(object.table);
        signature(object.signature);
        settle(object.name, [&](const QualifiedName& each) {
            return from_.find_code_object(object.kind, object.table, each, object.signature) !=
                   nullptr;
        });
    }
    void privilege(PrivilegeKey& key) const {
        switch (key.kind) {
            case SecuredKind::Relation:
            case SecuredKind::Sequence:
                // Of a foreign table the privileges are all that is known.
                return settle(key.object, [&](const QualifiedName& each) {
                    PrivilegeKey same = key;
                    same.object = each;
                    return find_relation(from_, each) || from_.privileges.contains(same);
                });
            case SecuredKind::Type:
                return type_name(key.object);
            case SecuredKind::Routine:
                signature(key.signature);
                return routine(key.object, key.signature);
            case SecuredKind::Schema:
            case SecuredKind::Database:
            case SecuredKind::Language:
            case SecuredKind::Role:
            case SecuredKind::Other:
                return;
        }
    }

private:
    template <class Map>
    static bool has_names_in(const Map& map, const std::string& schema) {
        bool found = false;
        map.for_each_from(QualifiedName(schema, ""), [&](const QualifiedName& name, const auto&) {
            found = name.schema == schema;
            return false;
        });
        return found;
    }
    /// Whether anything in `from` is called by a name in this schema; triggers and the like, which
    /// are never called by one, aside.
    [[nodiscard]] bool has_names_in(const std::string& schema) const {
        if (has_names_in(from_.tables, schema) || has_names_in(from_.index_owners, schema) ||
            has_names_in(from_.enums, schema) || has_names_in(from_.domains, schema) ||
            has_names_in(from_.sequences, schema)) {
            return true;
        }
        bool found = false;
        from_.code_objects.for_each([&](const std::string&, const Shared<CodeObjectState>& state) {
            const bool called_by_schema = state->object.table.empty() || !schema.empty();
            found = found || (called_by_schema && state->object.name.schema == schema);
        });
        from_.privileges.for_each([&](const PrivilegeKey& key, const PrivilegeState&) {
            found = found || key.object.schema == schema;
        });
        return found;
    }

    const Schema& from_;
    const std::string& schema_;
    bool bare_there_;
    bool qualified_there_;
};

// All names in a value, each given to `visit.relation` or `visit.type_name`. The value may be
// constant, then the names are.

template <class Expression, class Visit>
void visit_expression(Expression& value, const Visit& visit) {
    if (value.type && value.type->name) { visit.type_name(*value.type->name); }
    for (auto& argument : value.args) { visit_expression(argument, visit); }
}
template <class Boxed, class Visit>
void visit_boxed(Boxed& value, const Visit& visit) {
    if (value) { visit_expression(*value, visit); }
}
template <class Keys, class Visit>
void visit_keys(Keys& keys, const Visit& visit) {
    for (auto& key : keys) { visit_boxed(key.expression, visit); }
}
template <class Options, class Visit>
void visit_options(Options& value, const Visit& visit) {
    if (value.owned_table) { visit.relation(*value.owned_table); }
}
template <class Constraint, class Visit>
void visit_constraint(Constraint& value, const Visit& visit) {
    visit.relation(value.referenced_table);
    visit_boxed(value.check, visit);
    visit_boxed(value.where, visit);
    visit_keys(value.keys, visit);
}
template <class Index, class Visit>
void visit_index(Index& value, const Visit& visit) {
    visit.relation(value.name);
    visit_keys(value.keys, visit);
    visit_boxed(value.where, visit);
}
template <class Column, class Visit>
void visit_column(Column& value, const Visit& visit) {
    if (value.type.name) { visit.type_name(*value.type.name); }
    visit_boxed(value.default_value, visit);
    if (value.generated) { visit_expression(value.generated->expression, visit); }
    if (value.identity) { visit_options(value.identity->options, visit); }
}
template <class Table, class Visit>
void visit_table(Table& value, const Visit& visit) {
    visit.relation(value.name);
    for (auto& each : value.columns) { visit_column(each, visit); }
    for (auto& each : value.constraints) { visit_constraint(each, visit); }
    for (auto& each : value.indexes) { visit_index(each, visit); }
    visit.relation(value.options.partition_of);
    for (auto& parent : value.options.inherits) { visit.relation(parent); }
    if (value.options.partition_by) { visit_keys(value.options.partition_by->keys, visit); }
}
template <class Domain, class Visit>
void visit_domain(Domain& value, const Visit& visit) {
    visit.type_name(value.definition.name);
    if (value.definition.type.name) { visit.type_name(*value.definition.type.name); }
    visit_boxed(value.definition.default_value, visit);
    for (auto& check : value.definition.checks) { visit_constraint(check, visit); }
}
template <class Sequence, class Visit>
void visit_sequence(Sequence& value, const Visit& visit) {
    visit.relation(value.name);
    visit_options(value.options, visit);
}

/// Whether `from` has a name otherwise.
struct Looking {
    const Names& names;
    bool& differs;

    void relation(const QualifiedName& name) const { look(name, &Names::relation); }
    void type_name(const QualifiedName& name) const { look(name, &Names::type_name); }

private:
    void look(const QualifiedName& name, void (Names::*settle)(QualifiedName&) const) const {
        if (differs) { return; }
        QualifiedName settled = name;
        (names.*settle)(settled);
        differs = !(settled == name);
    }
};

/// Has each entry as `settle(key, value)` makes it, which says whether that is another.
template <class Key, class Value, class Hash, class Settle>
void settle_entries(PersistentMap<Key, Value, Hash>& map, const Settle& settle) {
    constexpr std::size_t kEntriesAPart = 512;
    std::vector<std::pair<Key, Value>> entries;
    entries.reserve(map.size());
    map.for_each([&](const Key& key, const Value& value) { entries.emplace_back(key, value); });
    std::atomic<bool> differ{false};
    for_each_part(entries.size(), kEntriesAPart, count_processors(), [&](const Part& part) {
        for (std::size_t i = part.begin; i < part.end; ++i) {
            if (settle(entries[i].first, entries[i].second)) { differ = true; }
        }
    });
    if (differ) { map = PersistentMap<Key, Value, Hash>(std::move(entries)); }
}

/// `visit(value, visitor)` shows a value's names, `name_of(value)` is its own.
template <class Value, class Visit, class NameOf>
void settle_all(const Names& names, NameMap<Shared<Value>>& map, const Visit& visit,
                const NameOf& name_of) {
    settle_entries(map, [&](QualifiedName& name, Shared<Value>& shared) {
        bool differs = false;
        visit(*shared, Looking{names, differs});
        if (!differs) { return false; }
        Value value = *shared;
        visit(value, names);
        name = name_of(value);
        shared = Shared<Value>(std::move(value));
        return true;
    });
}

void settle_index_owners(const Names& names, Schema& to) {
    settle_entries(to.index_owners, [&](QualifiedName& index, QualifiedName& table) {
        const QualifiedName index_before = index;
        const QualifiedName table_before = table;
        names.relation(index);
        names.relation(table);
        return !(index == index_before && table == table_before);
    });
}

void settle_code(const Names& names, Schema& to) {
    settle_entries(to.code_objects, [&](std::string& key, Shared<CodeObjectState>& shared) {
        CodeObjectState state = *shared;
        names.code(state.object);
        for (Index& each : state.indexes) { visit_index(each, names); }
        if (state == *shared) { return false; }
        const CodeObject& object = state.object;
        key = code_object_key(object.kind, object.table, object.name, object.signature);
        shared = Shared<CodeObjectState>(std::move(state));
        return true;
    });
}

void settle_privileges(const Names& names, Schema& to) {
    settle_entries(to.privileges, [&](PrivilegeKey& key, PrivilegeState&) {
        const PrivilegeKey before = key;
        names.privilege(key);
        return !(key == before);
    });
}

}  // namespace

void adopt_names(const Schema& from, Schema& to, const SpellingRules& rules) {
    if (rules.default_schema.empty()) { return; }
    const Names names(from, rules);
    settle_all(
        names, to.tables, [](auto& table, const auto& visitor) { visit_table(table, visitor); },
        [](const Table& table) { return table.name; });
    settle_all(
        names, to.enums, [](auto& type, const auto& visitor) { visitor.type_name(type.name); },
        [](const EnumType& type) { return type.name; });
    settle_all(
        names, to.domains, [](auto& domain, const auto& visitor) { visit_domain(domain, visitor); },
        [](const Domain& domain) { return domain.definition.name; });
    settle_all(
        names, to.sequences,
        [](auto& sequence, const auto& visitor) { visit_sequence(sequence, visitor); },
        [](const Sequence& sequence) { return sequence.name; });
    settle_index_owners(names, to);
    settle_code(names, to);
    settle_privileges(names, to);
    // Every database has it.
    if (from.schemas.find(rules.default_schema) == nullptr) {
        to.schemas.erase(rules.default_schema);
    }
}

}  // namespace retort::schema
