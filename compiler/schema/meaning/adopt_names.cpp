// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/meaning/adopt_parts.h"

#include <utility>

// `public.t` and `t` are one name where `public` is the default schema.

namespace retort::schema {
namespace {

class Names {
public:
    Names(const Schema& from, const SpellingRules& rules)
        : from_(from), schema_(rules.default_schema) {}

    template <class IsThere>
    void settle(QualifiedName& name, const IsThere& is_there) const {
        if (name.empty() || (!name.schema.empty() && name.schema != schema_)) { return; }
        const QualifiedName bare(name.name, name.span);
        const QualifiedName whole(schema_, name.name, name.span);
        name = !is_there(bare) && is_there(whole) ? whole : bare;
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
    void type(Type& value) const {
        if (value.name) { type_name(*value.name); }
    }
    void expression(Expr& value) const {
        if (value.type) { type(*value.type); }
        for (Expr& argument : value.args) { expression(argument); }
    }
    void expression(Box<Expr>& value) const {
        if (value) { expression(*value); }
    }
    void keys(std::vector<IndexKey>& list) const {
        for (IndexKey& key : list) { expression(key.expression); }
    }
    void options(SequenceOptions& value) const {
        if (value.owned_table) { relation(*value.owned_table); }
    }
    void column(Column& value) const {
        type(value.type);
        expression(value.default_value);
        if (value.generated) { expression(value.generated->expression); }
        if (value.identity) { options(value.identity->options); }
    }
    void constraint(Constraint& value) const {
        relation(value.referenced_table);
        expression(value.check);
        expression(value.where);
        keys(value.keys);
    }
    void index(Index& value) const {
        relation(value.name);
        keys(value.keys);
        expression(value.where);
    }
    void table(Table& value) const {
        relation(value.name);
        for (Column& each : value.columns) { column(each); }
        for (Constraint& each : value.constraints) { constraint(each); }
        for (Index& each : value.indexes) { index(each); }
        relation(value.options.partition_of);
        for (QualifiedName& parent : value.options.inherits) { relation(parent); }
        if (value.options.partition_by) { keys(value.options.partition_by->keys); }
    }
    void domain(Domain& value) const {
        type_name(value.definition.name);
        type(value.definition.type);
        expression(value.definition.default_value);
        for (Constraint& check : value.definition.checks) { constraint(check); }
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
    void code(CodeObjectState& state) const {
        CodeObject& object = state.object;
        relation(object.table);
        signature(object.signature);
        settle(object.name, [&](const QualifiedName& each) {
            return from_.find_code_object(object.kind, object.table, each, object.signature) !=
                   nullptr;
        });
        for (Index& each : state.indexes) { index(each); }
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
                settle(key.object, [&](const QualifiedName& each) {
                    return from_.find_code_object(CodeKind::Function, {}, each, key.signature) !=
                               nullptr ||
                           from_.find_code_object(CodeKind::Procedure, {}, each, key.signature) !=
                               nullptr;
                });
                return;
            case SecuredKind::Schema:
            case SecuredKind::Database:
            case SecuredKind::Language:
            case SecuredKind::Role:
            case SecuredKind::Other:
                return;
        }
    }

private:
    const Schema& from_;
    const std::string& schema_;
};

/// The map with each value changed, under the name that it has then.
template <class Value, class Change>
void change_all(NameMap<Shared<Value>>& map, const Change& change) {
    NameMap<Shared<Value>> result;
    map.for_each([&](const QualifiedName&, const Shared<Value>& shared) {
        Value value = *shared;
        QualifiedName name = change(value);
        result.set(std::move(name), value == *shared ? shared : Shared<Value>(std::move(value)));
    });
    map = std::move(result);
}

}  // namespace

void adopt_names(const Schema& from, Schema& to, const SpellingRules& rules) {
    if (rules.default_schema.empty()) { return; }
    const Names names(from, rules);
    change_all(to.tables, [&](Table& table) {
        names.table(table);
        return table.name;
    });
    change_all(to.enums, [&](EnumType& type) {
        names.type_name(type.name);
        return type.name;
    });
    change_all(to.domains, [&](Domain& domain) {
        names.domain(domain);
        return domain.definition.name;
    });
    change_all(to.sequences, [&](Sequence& sequence) {
        names.relation(sequence.name);
        names.options(sequence.options);
        return sequence.name;
    });
    NameMap<QualifiedName> owners;
    to.index_owners.for_each([&](QualifiedName index, QualifiedName table) {
        names.relation(index);
        names.relation(table);
        owners.set(std::move(index), std::move(table));
    });
    to.index_owners = std::move(owners);
    decltype(to.code_objects) code;
    to.code_objects.for_each([&](const std::string&, const Shared<CodeObjectState>& shared) {
        CodeObjectState state = *shared;
        names.code(state);
        const CodeObject& object = state.object;
        std::string key = code_object_key(object.kind, object.table, object.name, object.signature);
        code.set(std::move(key), Shared<CodeObjectState>(std::move(state)));
    });
    to.code_objects = std::move(code);
    Privileges privileges;
    to.privileges.for_each([&](PrivilegeKey key, PrivilegeState state) {
        names.privilege(key);
        privileges.set(std::move(key), state);
    });
    to.privileges = std::move(privileges);
    // Every database has it.
    if (from.schemas.find(rules.default_schema) == nullptr) {
        to.schemas.erase(rules.default_schema);
    }
}

}  // namespace retort::schema
