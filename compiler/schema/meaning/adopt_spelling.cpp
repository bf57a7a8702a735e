// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/adopt_spelling.h"

#include "compiler/schema/apply/context.h"
#include "compiler/schema/meaning/adopt_parts.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace retort::schema {
namespace {

/// Calls `adopt(old, now)` for all that both sides have and that is not equal, and keeps what it
/// changed.
template <class Map, class Adopt>
void adopt_each(const Map& from, Map& to, const Adopt& adopt) {
    const Map before = to;
    for_each_difference(from, before, [&](const auto& key, const auto* old, const auto* now) {
        if (old == nullptr || now == nullptr) { return; }
        auto adopted = adopt(**old, **now);
        using Value = decltype(adopted);
        to.set(key, adopted == **old ? *old : Shared<Value>(std::move(adopted)));
    });
}

void adopt_tables(Adopting& a) {
    adopt_each(a.from.tables, a.to.tables,
               [&](const Table& old, const Table& now) { return adopt_table(a, old, now); });
}

void adopt_domains(Adopting& a) {
    adopt_each(a.from.domains, a.to.domains, [&](const Domain& before, const Domain& after) {
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
    });
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

void adopt_sequences(Adopting& a) {
    adopt_each(a.from.sequences, a.to.sequences, [&](const Sequence& old, const Sequence& now) {
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
    });
}

void adopt_extensions(Adopting& a) {
    adopt_each(a.from.extensions, a.to.extensions,
               [&](const NamedObject& old, const NamedObject& now) {
                   NamedObject result = now;
                   const auto schema = [&](const Name& name) {
                       return name.text == a.rules.default_schema ? std::string() : name.text;
                   };
                   // A dump says where an extension is, and not which version; its comment is the
                   // extension's own.
                   if (old.schema.empty() || schema(old.schema) == schema(now.schema)) {
                       result.schema = old.schema;
                   }
                   if (now.version.empty()) { result.version = old.version; }
                   if (!old.comment) { result.comment = old.comment; }
                   return result;
               });
}

}  // namespace

void keep_temporary_tables(const Schema& from, Schema& to) {
    std::vector<Shared<Table>> kept;
    for_each_difference(
        from.tables, to.tables,
        [&](const QualifiedName&, const Shared<Table>* old, const Shared<Table>* now) {
            if (now == nullptr && (*old)->options.temporary) { kept.push_back(*old); }
        });
    for (const Shared<Table>& table : kept) {
        to.tables.set(table->name, table);
        for (const Index& index : table->indexes) { to.index_owners.set(index.name, table->name); }
        for (const Constraint& constraint : table->constraints) {
            if (owns_index(constraint.kind)) {
                to.index_owners.set(index_of(*table, constraint), table->name);
            }
        }
        for (const QualifiedName& user : users_of(from, table->name)) {
            const Shared<Sequence>* sequence = from.sequences.find(user);
            if (sequence != nullptr && (*sequence)->implicit) { to.sequences.set(user, *sequence); }
        }
    }
}

void derive_references(Schema& schema) {
    PersistentMap<Reference, bool, ReferenceHash> references;
    schema.tables.for_each([&](const QualifiedName& name, const Shared<Table>& table) {
        for (QualifiedName& used : uses_of(*table)) {
            references.set({std::move(used), name}, true);
        }
    });
    schema.sequences.for_each([&](const QualifiedName& name, const Shared<Sequence>& sequence) {
        if (sequence->options.owned_table) {
            references.set({*sequence->options.owned_table, name}, true);
        }
    });
    schema.references = std::move(references);
}

Schema adopt_spelling(const Schema& from, Schema to, const SpellingRules& rules) {
    if (from.same_as(to)) { return to; }
    adopt_names(from, to, rules);
    derive_references(to);
    adopt_serials(from, to, rules);
    adopt_partitions(from, to);
    const Schema written = to;
    Adopting a{from, to, rules, Meanings(from, rules), Meanings(written, rules)};
    adopt_tables(a);
    adopt_domains(a);
    adopt_sequences(a);
    adopt_extensions(a);
    adopt_code(a);
    adopt_privileges(from, to, rules);
    if (rules.keeps_meaning) { keep_temporary_tables(from, to); }
    derive_references(to);
    return to;
}

}  // namespace retort::schema
