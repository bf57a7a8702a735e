// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/schema.h"

#include <algorithm>

namespace retort::schema {
namespace {

template <class T, class Key, class Hash>
const T* find_shared(const PersistentMap<Key, Shared<T>, Hash>& map, const Key& key) {
    const Shared<T>* found = map.find(key);
    return found == nullptr ? nullptr : found->get();
}

/// The same elements in any order; `key` tells two elements apart.
template <class T, class KeyOf>
bool equal_as_sets(const std::vector<T>& a, const std::vector<T>& b, KeyOf key) {
    if (a.size() != b.size()) { return false; }
    // Mostly the order is the same too.
    if (std::equal(a.begin(), a.end(), b.begin())) { return true; }
    return std::all_of(a.begin(), a.end(), [&](const T& element) {
        return std::any_of(b.begin(), b.end(), [&](const T& other) {
            return key(other) == key(element) && other == element;
        });
    });
}

char kind_letter(CodeKind kind) {
    switch (kind) {
        case CodeKind::View:
            return 'v';
        case CodeKind::MaterializedView:
            return 'm';
        case CodeKind::Function:
            return 'f';
        case CodeKind::Procedure:
            return 'p';
        case CodeKind::Trigger:
            return 't';
        case CodeKind::Policy:
            return 'o';
        case CodeKind::Statistics:
            return 's';
    }
    return '?';
}

}  // namespace

bool operator==(const Table& a, const Table& b) {
    return a.name == b.name && a.columns == b.columns && a.options == b.options &&
           a.comment == b.comment && a.row_security == b.row_security &&
           a.force_row_security == b.force_row_security &&
           equal_as_sets(a.constraints, b.constraints,
                         [](const Constraint& c) -> const std::string& { return c.name.text; }) &&
           equal_as_sets(a.indexes, b.indexes,
                         [](const Index& i) -> const std::string& { return i.name.name; }) &&
           equal_as_sets(a.constraint_comments, b.constraint_comments,
                         [](const std::pair<Name, std::string>& c) -> const std::string& {
                             return c.first.text;
                         }) &&
           a.settings.size() == b.settings.size() &&
           std::is_permutation(a.settings.begin(), a.settings.end(), b.settings.begin());
}

std::string code_object_key(CodeKind kind, const QualifiedName& table, const QualifiedName& name,
                            const std::string& signature) {
    // U+0001 cannot stand in an identifier, so parts cannot run into one another. A trigger's name
    // is in its table's schema, whatever was written.
    const bool of_table = kind == CodeKind::Trigger || kind == CodeKind::Policy;
    std::string key(1, kind_letter(kind));
    for (const std::string* part :
         {&table.schema, &table.name, &name.schema, &name.name, &signature}) {
        key += '\x01';
        const bool skipped =
            of_table ? part == &name.schema : part == &table.schema || part == &table.name;
        if (!skipped) { key += *part; }
    }
    return key;
}

const Table* Schema::find_table(const QualifiedName& name) const {
    return find_shared(tables, name);
}

const EnumType* Schema::find_enum(const QualifiedName& name) const {
    return find_shared(enums, name);
}

const Domain* Schema::find_domain(const QualifiedName& name) const {
    return find_shared(domains, name);
}

const Sequence* Schema::find_sequence(const QualifiedName& name) const {
    return find_shared(sequences, name);
}

const CodeObjectState* Schema::find_code_object(CodeKind kind, const QualifiedName& table,
                                                const QualifiedName& name,
                                                const std::string& signature) const {
    if (code_objects.empty()) { return nullptr; }
    return find_shared(code_objects, code_object_key(kind, table, name, signature));
}

const Table* Schema::find_index_owner(const QualifiedName& index) const {
    const QualifiedName* owner = index_owners.find(index);
    return owner == nullptr ? nullptr : find_table(*owner);
}

Schema share_equal(const Schema& a, Schema b) {
    b.tables = share_equal(a.tables, b.tables);
    b.index_owners = share_equal(a.index_owners, b.index_owners);
    b.enums = share_equal(a.enums, b.enums);
    b.domains = share_equal(a.domains, b.domains);
    b.sequences = share_equal(a.sequences, b.sequences);
    b.schemas = share_equal(a.schemas, b.schemas);
    b.extensions = share_equal(a.extensions, b.extensions);
    b.code_objects = share_equal(a.code_objects, b.code_objects);
    b.privileges = share_equal(a.privileges, b.privileges);
    b.references = share_equal(a.references, b.references);
    return b;
}

bool Schema::same_as(const Schema& other) const {
    return tables.same_as(other.tables) && index_owners.same_as(other.index_owners) &&
           enums.same_as(other.enums) && domains.same_as(other.domains) &&
           sequences.same_as(other.sequences) && schemas.same_as(other.schemas) &&
           extensions.same_as(other.extensions) && code_objects.same_as(other.code_objects) &&
           privileges.same_as(other.privileges);
}

}  // namespace retort::schema
