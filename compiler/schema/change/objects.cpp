// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/order.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/serial.h"

#include <algorithm>
#include <map>

// Changes of types, sequences, schemas and extensions.

namespace retort::schema {
namespace {

void change_enum(Changes& changes, const EnumType& from, const EnumType& to) {
    const auto has = [](const EnumType& type, const Name& value) {
        return std::find(type.values.begin(), type.values.end(), value) != type.values.end();
    };
    for (std::size_t i = 0; i < to.values.size(); ++i) {
        if (has(from, to.values[i])) { continue; }
        AddEnumValue add;
        add.type = to.name;
        add.value = Name(to.values[i].text);
        // All values before this one are there by now; one after it may not be.
        if (i > 0) {
            add.after = Name(to.values[i - 1].text);
        } else if (!from.values.empty()) {
            add.before = Name(from.values[0].text);
        }
        // At the end no neighbour need be named.
        if (i + 1 == to.values.size() && i > 0 && has(from, from.values.back()) &&
            has(to, from.values.back())) {
            add.after = Name();
        }
        Changes::add(changes.created_types, std::move(add));
    }
    for (const Name& value : from.values) {
        if (has(to, value)) { continue; }
        Changes::add(changes.dropped_types, DropEnumValue{to.name, Name(value.text), {}});
    }
    if (!(from.comment == to.comment)) {
        Changes::add(changes.comments, comment_on(CommentTarget::Type, to.name, {}, to.comment));
    }
}

void change_enums(Changes& changes) {
    for_each_difference(
        changes.from.enums, changes.to.enums,
        [&](const QualifiedName& name, const Shared<EnumType>* from, const Shared<EnumType>* to) {
            if (to == nullptr) {
                Changes::add(changes.dropped_types,
                             DropType{QualifiedName(name.schema, name.name)});
            } else if (from == nullptr) {
                CreateEnum create;
                create.name = QualifiedName(name.schema, name.name);
                for (const Name& value : (*to)->values) { create.values.emplace_back(value.text); }
                Changes::add(changes.created_types, std::move(create));
                if ((*to)->comment) {
                    Changes::add(changes.comments,
                                 comment_on(CommentTarget::Type, name, {}, (*to)->comment));
                }
            } else {
                change_enum(changes, **from, **to);
            }
        });
}

void drop_domain(Changes& changes, const QualifiedName& name, const Domain& domain) {
    Changes::add(
        called_by(domain.definition).empty() ? changes.dropped_types : changes.dropped_domains,
        DropDomain{QualifiedName(name.schema, name.name)});
    forget_privileges(changes.privileges, SecuredKind::Type, name);
}

/// Domains after those that they are made of.
std::vector<const Domain*> in_order_of_base(const std::vector<const Domain*>& domains) {
    std::map<QualifiedName, std::size_t> places;
    for (std::size_t i = 0; i < domains.size(); ++i) {
        places.emplace(domains[i]->definition.name, i);
    }
    std::vector<std::set<std::size_t>> needs(domains.size());
    for (std::size_t i = 0; i < domains.size(); ++i) {
        const Box<QualifiedName>& base = domains[i]->definition.type.name;
        const auto found = base ? places.find(*base) : places.end();
        if (found != places.end()) { needs[i].insert(found->second); }
    }
    std::vector<const Domain*> ordered;
    for (const std::size_t i : in_order_of_need(needs)) { ordered.push_back(domains[i]); }
    return ordered;
}

void change_domains(Changes& changes) {
    std::vector<const Domain*> created;
    std::vector<const Domain*> dropped;
    for_each_difference(
        changes.from.domains, changes.to.domains,
        [&](const QualifiedName& name, const Shared<Domain>* from, const Shared<Domain>* to) {
            if (from == nullptr) { created.push_back(to->get()); }
            if (to == nullptr) {
                dropped.push_back(from->get());
                return;
            }
            const Box<std::string> old = from == nullptr ? Box<std::string>() : (*from)->comment;
            if (!((*to)->comment == old)) {
                Changes::add(changes.comments,
                             comment_on(CommentTarget::Domain, name, {}, (*to)->comment));
            }
        });
    for (const Domain* domain : in_order_of_base(created)) {
        Changes::add(
            called_by(domain->definition).empty() ? changes.created_types : changes.created_domains,
            domain->definition);
    }
    dropped = in_order_of_base(dropped);
    for (auto domain = dropped.rbegin(); domain != dropped.rend(); ++domain) {
        drop_domain(changes, (*domain)->definition.name, **domain);
    }
}

template <class Create, class Drop>
void change_named(Changes& changes, const PersistentMap<std::string, Shared<NamedObject>>& from,
                  const PersistentMap<std::string, Shared<NamedObject>>& to, CommentTarget target) {
    for_each_difference(
        from, to,
        [&](const std::string& name, const Shared<NamedObject>* old,
            const Shared<NamedObject>* wanted) {
            if (wanted == nullptr) {
                Drop drop;
                drop.name = Name(name);
                Changes::add(changes.dropped_types, std::move(drop));
                return;
            }
            if (old == nullptr) {
                Create create;
                create.name = Name(name);
                if constexpr (std::is_same_v<Create, CreateExtension>) {
                    create.schema = (*wanted)->schema;
                    create.version = (*wanted)->version;
                }
                Changes::add(changes.created_types, std::move(create));
            }
            const Box<std::string> before = old == nullptr ? Box<std::string>() : (*old)->comment;
            if (!((*wanted)->comment == before)) {
                Changes::add(changes.comments,
                             comment_on(target, QualifiedName(name), {}, (*wanted)->comment));
            }
        });
}

}  // namespace

std::vector<std::string> called_by(const CreateDomain& domain) {
    std::vector<std::string> names;
    const auto add = [&](const Box<Expr>& expr) {
        if (!expr) { return; }
        for (std::string& name : called_functions(*expr)) { names.push_back(std::move(name)); }
    };
    add(domain.default_value);
    for (const Constraint& check : domain.checks) { add(check.check); }
    return names;
}

void change_types(Changes& changes) {
    change_named<CreateSchema, DropSchema>(changes, changes.from.schemas, changes.to.schemas,
                                           CommentTarget::Schema);
    change_named<CreateExtension, DropExtension>(changes, changes.from.extensions,
                                                 changes.to.extensions, CommentTarget::Extension);
    change_enums(changes);
    change_domains(changes);
    change_sequences(changes);
    // What lies in a schema or comes from an extension goes before it, and domains before what they
    // are made of.
    const auto place = [](const Operation& each) {
        if (std::holds_alternative<DropDomain>(each.kind)) { return 0; }
        return std::holds_alternative<DropSchema>(each.kind) ||
                       std::holds_alternative<DropExtension>(each.kind)
                   ? 2
                   : 1;
    };
    std::stable_sort(changes.dropped_types.begin(), changes.dropped_types.end(),
                     [&](const Operation& a, const Operation& b) { return place(a) < place(b); });
}

}  // namespace retort::schema
