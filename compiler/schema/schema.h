// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/persistent_map.h"
#include "compiler/base/shared.h"
#include "compiler/schema/operation.h"
#include "compiler/schema/table.h"

#include <functional>
#include <string>
#include <vector>

namespace retort::schema {

struct QualifiedNameHash {
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
    Origin origin;
    bool operator==(const CodeObjectState&) const = default;
};

/// What identifies an object whose definition is text: kind, then table (trigger, policy), name,
/// and signature (function, procedure).
[[nodiscard]] std::string code_object_key(CodeKind kind, const QualifiedName& table,
                                          const QualifiedName& name, const std::string& signature);

/// Everything that exists at one point of the history. A value whose copies share their parts: a
/// snapshot costs a few references. All containers iterate in name order.
struct Schema {
    NameMap<Shared<Table>> tables;
    NameMap<QualifiedName> index_owners;  ///< index name -> its table
    NameMap<Shared<EnumType>> enums;
    NameMap<Shared<Domain>> domains;
    NameMap<Shared<Sequence>> sequences;
    PersistentMap<std::string, Shared<NamedObject>> schemas;
    PersistentMap<std::string, Shared<NamedObject>> extensions;
    PersistentMap<std::string, Shared<CodeObjectState>> code_objects;  ///< by code_object_key
    PersistentMap<std::string, Shared<Grant>> grants;                  ///< by normalized text

    [[nodiscard]] const Table* find_table(const QualifiedName& name) const;
    [[nodiscard]] const EnumType* find_enum(const QualifiedName& name) const;
    /// The table that has this index, or null.
    [[nodiscard]] const Table* find_index_owner(const QualifiedName& index) const;

    bool operator==(const Schema&) const = default;
};

/// Differences between two schemas, one line each (`table "users": column "email" is missing`), for
/// messages: what `b` has otherwise than `a`. Empty where they are equal. Column order is compared
/// only where `strict_order` (a dropped and re-added column stands last on some databases).
[[nodiscard]] std::vector<std::string> list_differences(const Schema& a, const Schema& b,
                                                        bool strict_order);

}  // namespace retort::schema
