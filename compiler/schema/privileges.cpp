// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/privileges.h"

#include "compiler/schema/schema.h"

#include <algorithm>

namespace retort::schema {
namespace {

/// The entries of one object, in order.
template <class Visit>
void for_each_on(const Privileges& privileges, SecuredKind kind, const QualifiedName& object,
                 const std::string& signature, Visit&& visit) {
    PrivilegeKey first;
    first.kind = kind;
    first.object = object;
    first.signature = signature;
    privileges.for_each_from(first, [&](const PrivilegeKey& key, PrivilegeState state) {
        if (key.kind != kind || !(key.object == object) || key.signature != signature) {
            return false;
        }
        visit(key, state);
        return true;
    });
}

std::vector<std::pair<PrivilegeKey, PrivilegeState>> entries_on(const Privileges& privileges,
                                                                SecuredKind kind,
                                                                const QualifiedName& object,
                                                                const std::string& signature) {
    std::vector<std::pair<PrivilegeKey, PrivilegeState>> entries;
    for_each_on(
        privileges, kind, object, signature,
        [&](const PrivilegeKey& key, PrivilegeState state) { entries.emplace_back(key, state); });
    return entries;
}

bool is_view(const CodeObject& object) {
    return object.kind == CodeKind::View || object.kind == CodeKind::MaterializedView;
}
bool is_routine(const CodeObject& object) {
    return object.kind == CodeKind::Function || object.kind == CodeKind::Procedure;
}

bool is_relation(const Schema& schema, const QualifiedName& name) {
    return schema.find_table(name) != nullptr ||
           schema.find_code_object(CodeKind::View, {}, name, {}) != nullptr ||
           schema.find_code_object(CodeKind::MaterializedView, {}, name, {}) != nullptr;
}

/// One `grant` or `revoke` on its way into a schema.
struct Applied {
    const PrivilegeStatement& statement;
    const std::string& default_schema;
    Schema& schema;

    [[nodiscard]] std::vector<PrivilegeKey> objects() const;
    void on_object(const PrivilegeKey& object);
    void give(const PrivilegeKey& key);
    void take(const PrivilegeKey& key, bool by_name);

private:
    [[nodiscard]] PrivilegeKey located(const PrivilegeStatement::Object& object) const;
    [[nodiscard]] bool in_schema(const QualifiedName& object, const std::string& name) const {
        return object.schema == name || (object.schema.empty() && name == default_schema);
    }
    void collect(const std::string& name, std::vector<PrivilegeKey>& list) const;
    void one_privilege(PrivilegeKey key, bool by_name);
    void merge_maintain(PrivilegeKey key, std::vector<std::string>& names);
};

/// The object as the model names it: with or without its schema, a routine with its arguments.
PrivilegeKey Applied::located(const PrivilegeStatement::Object& object) const {
    PrivilegeKey key;
    key.kind = statement.kind;
    key.object = object.name;
    key.signature = object.signature;
    std::vector<QualifiedName> spellings{object.name};
    if (object.name.schema.empty()) {
        spellings.emplace_back(default_schema, object.name.name);
    } else if (object.name.schema == default_schema) {
        spellings.emplace_back(object.name.name);
    }
    for (const QualifiedName& name : spellings) {
        key.object = name;
        if (is_known(schema, key.kind, name, key.signature)) { return key; }
        // Privileges on sequences may be given as if on tables.
        if (key.kind == SecuredKind::Relation && schema.find_sequence(name) != nullptr) {
            key.kind = SecuredKind::Sequence;
            return key;
        }
        if (key.kind != SecuredKind::Routine || !key.signature.empty()) { continue; }
        std::vector<std::string> signatures;
        schema.code_objects.for_each([&](const std::string&, const Shared<CodeObjectState>& state) {
            if (is_routine(state->object) && state->object.name == name) {
                signatures.push_back(state->object.signature);
            }
        });
        if (signatures.size() == 1) {
            key.signature = signatures.front();
            return key;
        }
    }
    key.object = object.name;
    return key;
}

/// What lies in a schema and is of the statement's kind.
void Applied::collect(const std::string& name, std::vector<PrivilegeKey>& list) const {
    const auto add = [&](const QualifiedName& object, const std::string& signature = {}) {
        if (!in_schema(object, name)) { return; }
        PrivilegeKey key;
        key.kind = statement.kind;
        key.object = object;
        key.signature = signature;
        list.push_back(std::move(key));
    };
    const auto add_code = [&](bool (*wanted)(const CodeObject&)) {
        schema.code_objects.for_each([&](const std::string&, const Shared<CodeObjectState>& state) {
            const CodeObject& object = state->object;
            const bool other =
                (statement.noun == "functions" && object.kind == CodeKind::Procedure) ||
                (statement.noun == "procedures" && object.kind == CodeKind::Function);
            if (wanted(object) && !other) { add(object.name, object.signature); }
        });
    };
    if (statement.kind == SecuredKind::Relation) {
        schema.tables.for_each(
            [&](const QualifiedName& table, const Shared<Table>&) { add(table); });
        add_code(is_view);
    } else if (statement.kind == SecuredKind::Sequence) {
        schema.sequences.for_each(
            [&](const QualifiedName& sequence, const Shared<Sequence>&) { add(sequence); });
    } else {
        add_code(is_routine);
    }
}

std::vector<PrivilegeKey> Applied::objects() const {
    std::vector<PrivilegeKey> list;
    for (const PrivilegeStatement::Object& object : statement.objects) {
        if (statement.all_in_schema) {
            collect(object.name.name, list);
        } else {
            list.push_back(located(object));
        }
    }
    return list;
}

void Applied::give(const PrivilegeKey& key) {
    const PrivilegeState* now = schema.privileges.find(key);
    if (statement.option) {
        if (now == nullptr || *now != PrivilegeState::Grantable) {
            schema.privileges.set(key, PrivilegeState::Grantable);
        }
    } else if (now == nullptr) {
        if (default_privilege(schema, key) != DefaultPrivilege::Granted) {
            schema.privileges.set(key, PrivilegeState::Granted);
        }
    } else if (*now == PrivilegeState::Revoked) {
        schema.privileges.erase(key);
    }
}

void Applied::take(const PrivilegeKey& key, bool by_name) {
    const PrivilegeState* now = schema.privileges.find(key);
    const bool has = now != nullptr && *now != PrivilegeState::Revoked;
    const DefaultPrivilege otherwise = default_privilege(schema, key);
    const bool by_default = otherwise == DefaultPrivilege::Granted;
    // That somebody is to have nothing does not say that they had everything.
    const bool had = by_default || (otherwise == DefaultPrivilege::Unknown && by_name);
    if (statement.option) {
        if (now == nullptr || *now != PrivilegeState::Grantable) { return; }
        if (by_default) {
            schema.privileges.erase(key);
        } else {
            schema.privileges.set(key, PrivilegeState::Granted);
        }
    } else if (has && !by_default) {
        schema.privileges.erase(key);
    } else if (has || (now == nullptr && had)) {
        schema.privileges.set(key, PrivilegeState::Revoked);
    }
}

void Applied::one_privilege(PrivilegeKey key, bool by_name) {
    PrivilegeKey rest = key;
    rest.privilege.clear();
    const bool maintain = key.kind == SecuredKind::Relation && key.privilege == "maintain";
    if (!statement.revoke) {
        // `all` was given: this is among what it means.
        const PrivilegeState* has = maintain ? schema.privileges.find(rest) : nullptr;
        const bool idle = has != nullptr && *has != PrivilegeState::Revoked &&
                          (!statement.option || *has == PrivilegeState::Grantable);
        if (!idle) { give(key); }
        return;
    }
    take(key, by_name);
    if (maintain && schema.privileges.contains(rest)) { take(rest, by_name); }
    if (!key.column.empty()) { return; }
    // "When revoking privileges on a table, the corresponding column privileges (if any) are
    // automatically revoked on each column" (the manual of `revoke`).
    for (const auto& [other, state] :
         entries_on(schema.privileges, key.kind, key.object, key.signature)) {
        if (!other.column.empty() && other.grantee == key.grantee &&
            other.privilege == key.privilege) {
            take(other, by_name);
        }
    }
}

/// `maintain` by its name says no more after `grant all`, and goes with `revoke all`.
void Applied::merge_maintain(PrivilegeKey key, std::vector<std::string>& names) {
    key.privilege = "maintain";
    key.column.clear();
    const PrivilegeState* now = schema.privileges.find(key);
    if (now == nullptr) { return; }
    if (statement.revoke) {
        names.emplace_back("maintain");
    } else if (*now != PrivilegeState::Grantable || statement.option) {
        schema.privileges.erase(key);
    }
}

void Applied::on_object(const PrivilegeKey& object) {
    for (const std::string& grantee : statement.grantees) {
        PrivilegeKey key = object;
        key.grantee = grantee;
        if (statement.kind == SecuredKind::Role) { one_privilege(key, true); }
        for (const PrivilegeStatement::Part& part : statement.parts) {
            const bool by_name = part.privilege != "all";
            std::vector<std::string> names{part.privilege};
            if (!by_name) {
                names = all_privileges(key.kind);
                if (!part.columns.empty()) { names = {"select", "insert", "update", "references"}; }
                if (key.kind == SecuredKind::Relation && part.columns.empty()) {
                    names.emplace_back();
                    merge_maintain(key, names);
                }
            }
            for (const std::string& name : names) {
                key.privilege = name;
                key.column.clear();
                if (part.columns.empty()) { one_privilege(key, by_name); }
                for (const std::string& column : part.columns) {
                    key.column = column;
                    one_privilege(key, by_name);
                }
            }
        }
    }
}

/// `all` is another word for the one privilege that some objects have
/// (https://www.postgresql.org/docs/current/ddl-priv.html, table 5.2).
std::string with_privilege_named(const std::string& what) {
    for (const std::string_view all : {"all on ", "all privileges on "}) {
        if (!what.starts_with(all)) { continue; }
        const std::string object = what.substr(all.size());
        if (object.starts_with("foreign ")) { return "usage on " + object; }
        if (object.starts_with("tablespace ")) { return "create on " + object; }
    }
    return what;
}

/// A statement that nobody understands is one entry, which the opposite removes.
void apply_text(const Grant& grant, Schema& schema) {
    const PrivilegeText text = split_privilege_text(grant);
    PrivilegeKey key;
    key.kind = SecuredKind::Other;
    key.object = QualifiedName(with_privilege_named(text.what));
    key.grantee = text.whom;
    std::vector<std::pair<PrivilegeKey, PrivilegeState>> entries;
    for (auto& entry : entries_on(schema.privileges, key.kind, key.object, {})) {
        if (entry.first.grantee == text.whom) { entries.push_back(std::move(entry)); }
    }
    const PrivilegeState state = grant.revoke ? PrivilegeState::Revoked : PrivilegeState::Granted;
    bool undone = false;
    for (const auto& [entry, was] : entries) {
        if (was == state) { continue; }
        schema.privileges.erase(entry);
        undone = true;
    }
    key.column = text.option;
    if (!undone) { schema.privileges.set(std::move(key), state); }
}

}  // namespace

std::vector<std::string> all_privileges(SecuredKind kind) {
    switch (kind) {
        case SecuredKind::Relation:
            return {"select", "insert", "update", "delete", "truncate", "references", "trigger"};
        case SecuredKind::Sequence:
            return {"select", "update", "usage"};
        case SecuredKind::Routine:
            return {"execute"};
        case SecuredKind::Schema:
            return {"create", "usage"};
        case SecuredKind::Type:
        case SecuredKind::Language:
            return {"usage"};
        case SecuredKind::Database:
            return {"connect", "create", "temporary"};
        case SecuredKind::Role:
        case SecuredKind::Other:
            return {};
    }
    return {};
}

bool is_known(const Schema& schema, SecuredKind kind, const QualifiedName& object,
              const std::string& signature) {
    switch (kind) {
        case SecuredKind::Relation:
            return is_relation(schema, object);
        case SecuredKind::Sequence:
            return schema.find_sequence(object) != nullptr;
        case SecuredKind::Routine:
            return schema.find_code_object(CodeKind::Function, {}, object, signature) != nullptr ||
                   schema.find_code_object(CodeKind::Procedure, {}, object, signature) != nullptr;
        case SecuredKind::Schema:
            return schema.schemas.contains(object.name);
        case SecuredKind::Type:
            return schema.find_enum(object) != nullptr || schema.find_domain(object) != nullptr;
        case SecuredKind::Database:
        case SecuredKind::Language:
        case SecuredKind::Role:
        case SecuredKind::Other:
            return false;
    }
    return false;
}

DefaultPrivilege default_privilege(const Schema& schema, const PrivilegeKey& key) {
    if (key.kind == SecuredKind::Role || key.kind == SecuredKind::Other) {
        return DefaultPrivilege::Unknown;
    }
    // https://www.postgresql.org/docs/current/ddl-priv.html, "Default Access Privileges". Only
    // before PostgreSQL 15 everybody could create in the schema public: nobody is given that.
    if (key.grantee == "public") {
        const bool granted = key.kind == SecuredKind::Routine || key.kind == SecuredKind::Type ||
                             key.kind == SecuredKind::Language ||
                             (key.kind == SecuredKind::Database && key.privilege != "create") ||
                             (key.kind == SecuredKind::Schema && key.object.name == "public" &&
                              key.privilege == "usage");
        return granted ? DefaultPrivilege::Granted : DefaultPrivilege::None;
    }
    if (!is_known(schema, key.kind, key.object, key.signature)) {
        return DefaultPrivilege::Unknown;
    }
    // Whoever runs the scripts owns what they make.
    const bool owner = key.grantee == "current_user" || key.grantee == "current_role" ||
                       key.grantee == "session_user";
    return owner ? DefaultPrivilege::Granted : DefaultPrivilege::None;
}

void apply_privileges(const Grant& grant, Schema& schema) {
    const std::optional<PrivilegeStatement> statement = read_privileges(grant);
    if (!statement) { return apply_text(grant, schema); }
    Applied applied{*statement, grant.default_schema, schema};
    const std::vector<PrivilegeKey> objects = applied.objects();
    for (const PrivilegeKey& object : objects) { applied.on_object(object); }
    // Of tables that nobody knows, nothing can be given back; routines have their defaults.
    if (objects.empty() && (!grant.revoke || statement->kind == SecuredKind::Routine)) {
        apply_text(grant, schema);
    }
}

void forget_privileges(Privileges& privileges, SecuredKind kind, const QualifiedName& object,
                       const std::string& signature) {
    if (privileges.empty()) { return; }
    for (const auto& [key, state] : entries_on(privileges, kind, object, signature)) {
        privileges.erase(key);
    }
}

void forget_column_privileges(Privileges& privileges, const QualifiedName& table,
                              std::string_view column) {
    if (privileges.empty()) { return; }
    for (const auto& [key, state] : entries_on(privileges, SecuredKind::Relation, table, {})) {
        if (key.column == column) { privileges.erase(key); }
    }
}

void move_privileges(Privileges& privileges, SecuredKind kind, const QualifiedName& from,
                     const QualifiedName& to) {
    if (privileges.empty()) { return; }
    for (auto& [key, state] : entries_on(privileges, kind, from, {})) {
        privileges.erase(key);
        key.object = QualifiedName(to.schema, to.name);
        privileges.set(std::move(key), state);
    }
}

void move_column_privileges(Privileges& privileges, const QualifiedName& table,
                            std::string_view from, const std::string& to) {
    if (privileges.empty()) { return; }
    for (auto& [key, state] : entries_on(privileges, SecuredKind::Relation, table, {})) {
        if (key.column != from) { continue; }
        privileges.erase(key);
        key.column = to;
        privileges.set(std::move(key), state);
    }
}

}  // namespace retort::schema
