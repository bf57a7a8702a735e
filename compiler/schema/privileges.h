// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/names.h"
#include "compiler/base/persistent_map.h"

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Who may do what. A `grant` or `revoke` stays the text that its author wrote; what it says is read
// from that text and kept one entry a privilege, so that each lives and goes with its object.

namespace retort::schema {

struct Grant;
struct Schema;

/// What privileges are on. Views are relations, domains are types, as in the catalog.
enum class SecuredKind : unsigned char {
    Relation,
    Sequence,
    Routine,
    Schema,
    Type,
    Database,
    Language,
    Role,   ///< membership: `grant admins to ann`
    Other,  ///< what is not understood: the text before and after `to`
};

/// One privilege of one role on one object or column.
struct PrivilegeKey {
    SecuredKind kind = SecuredKind::Relation;
    QualifiedName object;
    std::string signature;  ///< Routine
    std::string grantee;    ///< as SQL: `public`, `bob`, `"Bob"`, `current_user`
    std::string privilege;  ///< small letters; empty: what `all` means beyond those with a name
    std::string column;     ///< empty: the whole object
    bool operator==(const PrivilegeKey&) const = default;
    std::strong_ordering operator<=>(const PrivilegeKey&) const = default;
};
struct PrivilegeKeyHash {
    static KeyStart start(const PrivilegeKey& key) {
        return behind(static_cast<unsigned char>(key.kind),
                      start_of_text(key.object.schema, key.object.name));
    }
    std::size_t operator()(const PrivilegeKey& key) const {
        const std::hash<std::string> hash;
        std::size_t result = static_cast<std::size_t>(key.kind);
        for (const std::string* part : {&key.object.schema, &key.object.name, &key.signature,
                                        &key.grantee, &key.privilege, &key.column}) {
            result = result * 31 + hash(*part);
        }
        return result;
    }
};

/// What became of a privilege; no entry: what every database has by itself.
enum class PrivilegeState : unsigned char { Revoked, Granted, Grantable };
using Privileges = PersistentMap<PrivilegeKey, PrivilegeState, PrivilegeKeyHash>;

/// What the text of a `grant` or `revoke` says.
struct PrivilegeStatement {
    struct Part {
        std::string privilege;  ///< small letters; `all`
        std::vector<std::string> columns;
        bool operator==(const Part&) const = default;
    };
    struct Object {
        QualifiedName name;
        std::string signature;  ///< of a routine, canonical; empty where none was written
        bool operator==(const Object&) const = default;
    };
    bool revoke = false;
    bool option = false;  ///< `with grant option`, `grant option for`; of a role: admin
    SecuredKind kind = SecuredKind::Relation;
    std::string noun;            ///< `function`, `tables` …: the word before the objects
    bool all_in_schema = false;  ///< the objects are schemas
    std::vector<Part> parts;     ///< none for memberships
    std::vector<Object> objects;
    std::vector<std::string> grantees;  ///< as SQL
    std::string what;                   ///< as written: privileges and objects
    std::string whom;                   ///< as written: grantees, `granted by`
};

/// What the statement says, or nothing where it is none of the forms that are understood.
[[nodiscard]] std::optional<PrivilegeStatement> read_privileges(const Grant& grant);

/// A statement that is not understood, in two halves around its `to` or `from`, with white space
/// and case made the same; `option` is what follows `with`.
struct PrivilegeText {
    std::string what;
    std::string whom;
    std::string option;
};
[[nodiscard]] PrivilegeText split_privilege_text(const Grant& grant);

/// The named privileges that `all` means on a kind of object.
[[nodiscard]] std::vector<std::string> all_privileges(SecuredKind kind);
/// The object is one that the history made.
[[nodiscard]] bool is_known(const Schema& schema, SecuredKind kind, const QualifiedName& object,
                            const std::string& signature);
/// Whether the role has the privilege where nothing was granted or revoked.
enum class DefaultPrivilege : unsigned char { None, Granted, Unknown };
[[nodiscard]] DefaultPrivilege default_privilege(const Schema& schema, const PrivilegeKey& key);

/// The schema after the statement.
void apply_privileges(const Grant& grant, Schema& schema);

/// An object's privileges go with it …
void forget_privileges(Privileges& privileges, SecuredKind kind, const QualifiedName& object,
                       const std::string& signature = {});
void forget_column_privileges(Privileges& privileges, const QualifiedName& table,
                              std::string_view column);
/// … and follow its new name.
void move_privileges(Privileges& privileges, SecuredKind kind, const QualifiedName& from,
                     const QualifiedName& to);
void move_column_privileges(Privileges& privileges, const QualifiedName& table,
                            std::string_view from, const std::string& to);

/// The statement that says the opposite.
[[nodiscard]] Grant opposite_grant(const Grant& grant);
/// What undoes the statement, and no more: nothing where it changed nothing.
[[nodiscard]] std::vector<Grant> invert_privileges(const Grant& grant, const Schema& before);
/// The statements that bring `from` to `to`; entries that belong together are one statement.
[[nodiscard]] std::vector<Grant> privilege_changes(const Privileges& from, const Privileges& to,
                                                   const Schema& schema);
/// What an object needs that is made anew: all its privileges in the schema.
[[nodiscard]] std::vector<Grant> privileges_of(const Schema& schema, SecuredKind kind,
                                               const QualifiedName& object);

/// `insert on table "t" for bob`, for messages.
[[nodiscard]] std::string privilege_text(const PrivilegeKey& key);

}  // namespace retort::schema
