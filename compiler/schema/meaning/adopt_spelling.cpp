// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/adopt_spelling.h"

#include "compiler/base/parallel.h"
#include "compiler/schema/apply/context.h"
#include "compiler/schema/meaning/adopt_parts.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace retort::schema {
namespace {

/// Keeps what `adopt(adopting, old, now)` makes of all that both sides have and that is not equal.
/// Several threads work on it where it is much, and each reads expressions for itself.
template <class Key, class Value, class Hash, class Adopt>
void adopt_each(const Adopting& a, const PersistentMap<Key, Shared<Value>, Hash>& from,
                PersistentMap<Key, Shared<Value>, Hash>& to, const Adopt& adopt) {
    constexpr std::size_t kValuesAPart = 128;
    struct Pair {
        Key key;
        Shared<Value> old;
        Shared<Value> now;
    };
    std::vector<Pair> pairs;
    for_each_difference(from, to,
                        [&](const Key& key, const Shared<Value>* old, const Shared<Value>* now) {
                            if (old != nullptr && now != nullptr) {
                                pairs.push_back({key, *old, *now});
                            }
                        });
    for_each_part(pairs.size(), kValuesAPart, count_processors(), [&](const Part& part) {
        Adopting own{a.from, a.to, a.rules, Meanings(a.from, a.rules),
                     Meanings(a.new_meanings.schema(), a.rules)};
        for (std::size_t i = part.begin; i < part.end; ++i) {
            const Value& old = *pairs[i].old;
            Value adopted = adopt(own, old, *pairs[i].now);
            pairs[i].now = adopted == old ? pairs[i].old : Shared<Value>(std::move(adopted));
        }
    });
    for (Pair& pair : pairs) { to.set(std::move(pair.key), std::move(pair.now)); }
}

Domain adopt_domain(Adopting& a, const Domain& before, const Domain& after) {
    Domain result = after;
    const CreateDomain& old = before.definition;
    CreateDomain& now = result.definition;
    const Type type = now.type;
    if (old.default_value && now.default_value &&
        a.old_meanings.expression(*old.default_value, nullptr, &old.type) ==
            a.new_meanings.expression(*now.default_value, nullptr, &type)) {
        now.default_value = old.default_value;
    }
    for (Constraint& check : now.checks) {
        for (const Constraint& each : old.checks) {
            if (!(each.name == check.name) || each == check) { continue; }
            Constraint rest = check;
            rest.check = each.check;
            const bool same = rest == each && each.check && check.check &&
                              a.old_meanings.domain_check(*each.check, old.type) ==
                                  a.new_meanings.domain_check(*check.check, type);
            if (same) { check = each; }
        }
    }
    // The catalog prints them in the order of their names.
    if (std::is_permutation(now.checks.begin(), now.checks.end(), old.checks.begin(),
                            old.checks.end())) {
        now.checks = old.checks;
    }
    const auto collation = [&](const Box<QualifiedName>& name) {
        const bool usual = !name || name->name == a.rules.collation;
        return usual ? QualifiedName() : QualifiedName(name->name);
    };
    if (collation(old.collation) == collation(now.collation)) { now.collation = old.collation; }
    if (a.old_meanings.type(old.type) == a.new_meanings.type(type)) { now.type = old.type; }
    return result;
}

/// The column that owns the sequence is the same on both sides by now.
bool is_settled(const Adopting& a, const Sequence& sequence) {
    if (!sequence.options.owned_table) { return false; }
    const Table* old = a.from.find_table(*sequence.options.owned_table);
    const Table* now = a.to.find_table(*sequence.options.owned_table);
    if (old == nullptr || now == nullptr) { return false; }
    const Column* before = old->find_column(sequence.options.owned_column.text);
    const Column* after = now->find_column(sequence.options.owned_column.text);
    return before != nullptr && after != nullptr && before->identity && *before == *after;
}

Sequence adopt_sequence(Adopting& a, const Sequence& old, const Sequence& now) {
    Sequence result = now;
    // A column's own is what the column says.
    if (old.implicit && now.implicit && is_settled(a, old) &&
        old.options.owned_table == now.options.owned_table &&
        old.options.owned_column == now.options.owned_column) {
        result.options = old.options;
        return result;
    }
    const auto type_of = [](const Schema& schema, const Sequence& sequence) -> const Type* {
        if (!sequence.implicit || !sequence.options.owned_table) { return nullptr; }
        const Table* table = schema.find_table(*sequence.options.owned_table);
        const Column* column =
            table == nullptr ? nullptr : table->find_column(sequence.options.owned_column.text);
        return column == nullptr ? nullptr : &column->type;
    };
    if (plain_options(old.options, type_of(a.from, old)) ==
        plain_options(now.options, type_of(a.to, now))) {
        result.options = old.options;
    }
    return result;
}

NamedObject adopt_extension(Adopting& a, const NamedObject& old, const NamedObject& now) {
    NamedObject result = now;
    const auto schema = [&](const Name& name) {
        return name.text == a.rules.default_schema ? std::string() : name.text;
    };
    // A dump says where an extension is, and not which version; its comment is the extension's own.
    if (old.schema.empty() || schema(old.schema) == schema(now.schema)) {
        result.schema = old.schema;
    }
    if (now.version.empty()) { result.version = old.version; }
    if (!old.comment) { result.comment = old.comment; }
    return result;
}

}  // namespace

void own_indexes(const Table& table, Schema& schema) {
    for (const Index& index : table.indexes) { schema.index_owners.set(index.name, table.name); }
    for (const Constraint& constraint : table.constraints) {
        if (owns_index(constraint.kind)) {
            schema.index_owners.set(index_of(table, constraint), table.name);
        }
    }
}

void keep_temporary_tables(const Schema& from, Schema& to) {
    std::vector<Shared<Table>> kept;
    for_each_difference(
        from.tables, to.tables,
        [&](const QualifiedName&, const Shared<Table>* old, const Shared<Table>* now) {
            if (now == nullptr && (*old)->options.temporary) { kept.push_back(*old); }
        });
    for (const Shared<Table>& table : kept) {
        to.tables.set(table->name, table);
        own_indexes(*table, to);
        for (const QualifiedName& user : users_of(from, table->name)) {
            const Shared<Sequence>* sequence = from.sequences.find(user);
            if (sequence != nullptr && (*sequence)->implicit) { to.sequences.set(user, *sequence); }
        }
    }
}

void update_references(const Schema& before, Schema& schema) {
    for_each_difference(
        before.tables, schema.tables,
        [&](const QualifiedName& name, const Shared<Table>* old, const Shared<Table>* now) {
            update_references(schema, name, old ? uses_of(**old) : std::vector<QualifiedName>(),
                              now ? uses_of(**now) : std::vector<QualifiedName>());
        });
    const auto owner_of = [](const Shared<Sequence>* sequence) {
        std::vector<QualifiedName> owner;
        if (sequence != nullptr && (*sequence)->options.owned_table) {
            owner.push_back(*(*sequence)->options.owned_table);
        }
        return owner;
    };
    for_each_difference(
        before.sequences, schema.sequences,
        [&](const QualifiedName& name, const Shared<Sequence>* old, const Shared<Sequence>* now) {
            update_references(schema, name, owner_of(old), owner_of(now));
        });
}

Schema adopt_spelling(const Schema& from, Schema to, const SpellingRules& rules) {
    if (from.same_as(to)) { return to; }
    const Schema as_given = to;
    adopt_names(from, to, rules);
    update_references(as_given, to);
    to = share_equal(from, std::move(to));
    const Schema settled = to;
    adopt_serials(from, to, rules);
    adopt_partitions(from, to);
    const Schema written = to;
    Adopting a{from, to, rules, Meanings(from, rules), Meanings(written, rules)};
    adopt_each(a, from.tables, to.tables, adopt_table);
    adopt_each(a, from.domains, to.domains, adopt_domain);
    adopt_each(a, from.sequences, to.sequences, adopt_sequence);
    adopt_each(a, from.extensions, to.extensions, adopt_extension);
    adopt_code(a);
    adopt_privileges(from, to, rules);
    if (rules.keeps_meaning) { keep_temporary_tables(from, to); }
    update_references(settled, to);
    return to;
}

}  // namespace retort::schema
