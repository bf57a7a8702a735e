// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply_context.h"
#include "compiler/schema/change_parts.h"
#include "compiler/schema/serial.h"

#include <algorithm>

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

void change_domains(Changes& changes) {
    for_each_difference(
        changes.from.domains, changes.to.domains,
        [&](const QualifiedName& name, const Shared<Domain>* from, const Shared<Domain>* to) {
            const bool anew =
                from != nullptr && to != nullptr && !((*from)->definition == (*to)->definition);
            if (from != nullptr && (to == nullptr || anew)) {
                Changes::add(anew                                     ? changes.dropped_code
                             : called_by((*from)->definition).empty() ? changes.dropped_types
                                                                      : changes.dropped_domains,
                             DropDomain{QualifiedName(name.schema, name.name)});
                forget_privileges(changes.privileges, SecuredKind::Type, name);
            }
            if (to != nullptr && (from == nullptr || anew)) {
                Changes::add(called_by((*to)->definition).empty() ? changes.created_types
                                                                  : changes.created_domains,
                             (*to)->definition);
            }
            const Box<std::string> old =
                from == nullptr || anew ? Box<std::string>() : (*from)->comment;
            if (to != nullptr && !((*to)->comment == old)) {
                Changes::add(changes.comments,
                             comment_on(CommentTarget::Domain, name, {}, (*to)->comment));
            }
        });
}

void own_sequence(Changes& changes, const Sequence& sequence) {
    AlterSequence alter;
    alter.name = QualifiedName(sequence.name.schema, sequence.name.name);
    alter.options.owned_table = sequence.options.owned_table;
    alter.options.owned_column =
        sequence.options.owned_table ? sequence.options.owned_column : Name("none");
    Changes::add(changes.owned_sequences, std::move(alter));
}

void change_sequence(Changes& changes, const Sequence& from, const Sequence& to) {
    SequenceOptions old = from.options;
    old.owned_table = to.options.owned_table;
    old.owned_column = to.options.owned_column;
    if (!(old == to.options)) {
        AlterSequence alter;
        alter.name = QualifiedName(to.name.schema, to.name.name);
        alter.options = option_changes(from.options, to.options);
        Changes::add(changes.created_types, std::move(alter));
    }
    if (!(from.options.owned_table == to.options.owned_table) ||
        !(from.options.owned_column == to.options.owned_column)) {
        own_sequence(changes, to);
    }
}

void change_sequences(Changes& changes) {
    for_each_difference(
        changes.from.sequences, changes.to.sequences,
        [&](const QualifiedName& name, const Shared<Sequence>* from, const Shared<Sequence>* to) {
            // A column's own sequence comes and goes with it.
            if ((from != nullptr && (*from)->implicit) || (to != nullptr && (*to)->implicit)) {
                return;
            }
            if (to == nullptr) {
                // One that a dropped column owned is gone by then.
                const Box<QualifiedName>& owner = (*from)->options.owned_table;
                const Table* table = owner ? changes.to.find_table(*owner) : nullptr;
                const bool went =
                    owner && (table == nullptr ||
                              table->find_column((*from)->options.owned_column.text) == nullptr);
                if (!went) {
                    Changes::add(changes.dropped_types,
                                 DropSequence{QualifiedName(name.schema, name.name)});
                }
            } else if (from == nullptr) {
                CreateSequence create;
                create.name = QualifiedName(name.schema, name.name);
                create.options = (*to)->options;
                create.options.owned_table.reset();
                create.options.owned_column = Name();
                Changes::add(changes.created_types, std::move(create));
                if ((*to)->options.owned_table) { own_sequence(changes, **to); }
            } else {
                change_sequence(changes, **from, **to);
            }
            const Box<std::string> old = from == nullptr ? Box<std::string>() : (*from)->comment;
            if (to != nullptr && !((*to)->comment == old)) {
                Changes::add(changes.comments,
                             comment_on(CommentTarget::Sequence, name, {}, (*to)->comment));
            }
        });
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

SequenceOptions option_changes(const SequenceOptions& from, const SequenceOptions& to) {
    SequenceOptions change;
    if (!(from.type == to.type)) {
        Type bigint;
        bigint.kind = TypeKind::BigInt;
        change.type = to.type ? to.type : Box<Type>(bigint);
    }
    const auto numbers = [](const std::optional<std::int64_t>& old,
                            const std::optional<std::int64_t>& wanted, std::int64_t standard) {
        return old == wanted ? std::nullopt : std::optional(wanted.value_or(standard));
    };
    change.start = numbers(from.start, to.start, usual_start(to));
    change.increment = numbers(from.increment, to.increment, 1);
    change.cache = numbers(from.cache, to.cache, 1);
    if (from.min_value != to.min_value) {
        change.min_value = to.min_value;
        change.no_min_value = !to.min_value;
    }
    if (from.max_value != to.max_value) {
        change.max_value = to.max_value;
        change.no_max_value = !to.max_value;
    }
    if (from.cycle != to.cycle) { change.cycle = to.cycle.value_or(false); }
    return change;
}

void change_types(Changes& changes) {
    change_named<CreateSchema, DropSchema>(changes, changes.from.schemas, changes.to.schemas,
                                           CommentTarget::Schema);
    change_named<CreateExtension, DropExtension>(changes, changes.from.extensions,
                                                 changes.to.extensions, CommentTarget::Extension);
    change_enums(changes);
    change_domains(changes);
    change_sequences(changes);
    // What lies in a schema or comes from an extension goes before it.
    std::stable_partition(changes.dropped_types.begin(), changes.dropped_types.end(),
                          [](const Operation& each) {
                              return !std::holds_alternative<DropSchema>(each.kind) &&
                                     !std::holds_alternative<DropExtension>(each.kind);
                          });
}

}  // namespace retort::schema
