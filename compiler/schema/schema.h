// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/persistent_map.h"
#include "compiler/base/shared.h"
#include "compiler/schema/operation.h"
#include "compiler/schema/privileges.h"
#include "compiler/schema/table.h"

#include <compare>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace retort::schema {

struct QualifiedNameHash {
    static KeyStart start(const QualifiedName& name) {
        return start_of_text(name.schema, name.name);
    }
    std::size_t operator()(const QualifiedName& name) const {
        const std::hash<std::string> hash;
        return name.schema.empty() ? hash(name.name) : hash(name.name) * 31 + hash(name.schema);
    }
};
template <class Value>
using NameMap = PersistentMap<QualifiedName, Value, QualifiedNameHash>;

struct EnumType {
    QualifiedName name;
    std::vector<Name> values;  ///< in the type's own order
    Box<std::string> comment;
    Origin origin;
    bool operator==(const EnumType&) const = default;
};

struct Domain {
    CreateDomain definition;
    Box<std::string> comment;
    Origin origin;
    bool operator==(const Domain&) const = default;
};

struct Sequence {
    QualifiedName name;
    SequenceOptions options;
    /// Made by a serial or identity column: it comes and goes with that column.
    bool implicit = false;
    Box<std::string> comment;
    Origin origin;
    bool operator==(const Sequence&) const = default;
};

struct NamedObject {  ///< a schema or an extension
    Name name;
    Name schema;  ///< extension: where it lives
    std::string version;
    Box<std::string> comment;
    Origin origin;
    bool operator==(const NamedObject&) const = default;
};

struct CodeObjectState {
    CodeObject object;
    Box<std::string> comment;
    std::vector<std::pair<Name, std::string>> column_comments;  ///< of a view, by column
    std::vector<Index> indexes;                                 ///< of a materialized view
    Origin origin;
    bool operator==(const CodeObjectState&) const = default;
};

/// What identifies an object whose definition is text: kind, then table (trigger, policy), name,
/// and signature (function, procedure).
[[nodiscard]] std::string code_object_key(CodeKind kind, const QualifiedName& table,
                                          const QualifiedName& name, const std::string& signature);

/// That `source` (a table or a sequence) uses the table, type or sequence `target`: foreign keys,
/// column types, partitions, inheritance, owned sequences, `nextval` in defaults. What uses an
/// object is found here without looking at every table.
struct Reference {
    QualifiedName target;
    QualifiedName source;
    friend bool operator==(const Reference&, const Reference&) = default;
    friend std::strong_ordering operator<=>(const Reference& a, const Reference& b) {
        if (auto order = a.target <=> b.target; order != 0) { return order; }
        return a.source <=> b.source;
    }
};
struct ReferenceHash {
    static KeyStart start(const Reference& reference) {
        return QualifiedNameHash::start(reference.target);
    }
    std::size_t operator()(const Reference& reference) const {
        const QualifiedNameHash hash;
        return hash(reference.target) * 31 + hash(reference.source);
    }
};

/// What happened to a name that is not there: for notes, and so that one mistake is reported once.
struct Trace {
    enum class Kind : unsigned char { Dropped, Renamed, Reported };
    Kind kind = Kind::Dropped;
    Span where;
    std::string to;  ///< Renamed: the new name
    bool operator==(const Trace&) const = default;
};
/// Traces by "kind name"; where a schema came from is no part of what it is.
struct Traces {
    PersistentMap<std::string, Trace> names;
    /// Types that raw SQL made or the configuration maps, in lower case; `*`: any (an extension).
    PersistentMap<std::string, bool> foreign_types;
    friend bool operator==(const Traces&, const Traces&) { return true; }
};

/// Everything that exists at one point of the history. A value whose copies share their parts: a
/// snapshot costs a few references. All containers iterate in name order.
struct Schema {
    NameMap<Shared<Table>> tables;
    NameMap<QualifiedName> index_owners;  ///< index name (keys' own too) -> its table
    NameMap<Shared<EnumType>> enums;
    NameMap<Shared<Domain>> domains;
    NameMap<Shared<Sequence>> sequences;
    PersistentMap<std::string, Shared<NamedObject>> schemas;
    PersistentMap<std::string, Shared<NamedObject>> extensions;
    PersistentMap<std::string, Shared<CodeObjectState>> code_objects;  ///< by code_object_key
    Privileges privileges;                                             ///< what differs from none
    PersistentMap<Reference, bool, ReferenceHash> references;          ///< derived from the rest
    Traces traces;

    [[nodiscard]] const Table* find_table(const QualifiedName& name) const;
    [[nodiscard]] const EnumType* find_enum(const QualifiedName& name) const;
    /// The table that has this index, or null.
    [[nodiscard]] const Table* find_index_owner(const QualifiedName& index) const;
    [[nodiscard]] const Domain* find_domain(const QualifiedName& name) const;
    [[nodiscard]] const Sequence* find_sequence(const QualifiedName& name) const;
    [[nodiscard]] const CodeObjectState* find_code_object(CodeKind kind, const QualifiedName& table,
                                                          const QualifiedName& name,
                                                          const std::string& signature) const;

    /// The two are one and the same snapshot: equal without looking.
    [[nodiscard]] bool same_as(const Schema& other) const;

    bool operator==(const Schema&) const = default;
};

/// `b`, its equal parts taken from `a`: what the two then share costs nothing to compare again.
[[nodiscard]] Schema share_equal(const Schema& a, Schema b);

/// Differences between two schemas, one line each (`table "users": column "email" is missing`), for
/// messages: what `b` has otherwise than `a`. Empty where they are equal. Column order is compared
/// only where `strict_order` (a dropped and re-added column stands last on some databases).
/// Sequences that serial and identity columns bring along are compared with their columns only.
[[nodiscard]] std::vector<std::string> list_differences(const Schema& a, const Schema& b,
                                                        bool strict_order);

}  // namespace retort::schema
