// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/privileges.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

// Statements from entries: what one set of privileges needs to become another.

namespace retort::schema {
namespace {

enum class Verb : unsigned char { Revoke, RevokeOption, Grant, GrantOption };

/// One privilege that a statement gives or takes.
struct Step {
    Verb verb = Verb::Grant;
    PrivilegeKey key;
};

/// How much of a privilege a role has: 0 none, 1 to use, 2 to pass on. Where nobody knows what was
/// there before, it is what the change takes it from.
int level(const PrivilegeState* state, DefaultPrivilege by_default, const PrivilegeState* other) {
    if (state != nullptr) { return static_cast<int>(*state); }
    switch (by_default) {
        case DefaultPrivilege::None:
            return 0;
        case DefaultPrivilege::Granted:
            return 1;
        case DefaultPrivilege::Unknown:
            return other != nullptr && *other == PrivilegeState::Revoked ? 1 : 0;
    }
    return 0;
}

/// The first key of the entries that one role has on one object.
PrivilegeKey group_of(const PrivilegeKey& key) {
    PrivilegeKey group = key;
    group.privilege.clear();
    group.column.clear();
    return group;
}

std::vector<PrivilegeKey> keys_of_group(const Privileges& privileges, const PrivilegeKey& group) {
    std::vector<PrivilegeKey> keys;
    privileges.for_each_from(group, [&](const PrivilegeKey& key, PrivilegeState) {
        if (!(group_of(key) == group)) { return false; }
        keys.push_back(key);
        return true;
    });
    return keys;
}

/// Finds the statements for what one role has on one object.
class GroupChange {
public:
    GroupChange(const Privileges& from, const Privileges& to, const Schema& schema,
                PrivilegeKey group)
        : now_(from), to_(to), schema_(schema), group_(std::move(group)) {}

    /// Statements of the first list run before those of the second and so on.
    void run(std::array<std::vector<Step>, 4>& phases) {
        take(phases[0]);
        PrivilegeKey rest = group_;
        if (group_.kind == SecuredKind::Relation && wanted(rest) > has(rest)) {
            give_all(rest, wanted(rest), phases[1]);
            take(phases[2]);
        }
        for (const PrivilegeKey& key : keys()) {
            if (wanted(key) <= has(key)) { continue; }
            phases[3].push_back({wanted(key) == 2 ? Verb::GrantOption : Verb::Grant, key});
        }
    }

private:
    /// Of the two sides together, whole objects first.
    [[nodiscard]] std::vector<PrivilegeKey> keys() const {
        std::set<PrivilegeKey> all;
        for (PrivilegeKey& key : keys_of_group(now_, group_)) { all.insert(std::move(key)); }
        for (PrivilegeKey& key : keys_of_group(to_, group_)) { all.insert(std::move(key)); }
        return {all.begin(), all.end()};
    }
    [[nodiscard]] int has(const PrivilegeKey& key) const {
        return level(now_.find(key), default_privilege(schema_, key), to_.find(key));
    }
    [[nodiscard]] int wanted(const PrivilegeKey& key) const {
        return level(to_.find(key), default_privilege(schema_, key), now_.find(key));
    }
    void lower(const PrivilegeKey& key, Verb verb) {
        if (verb == Verb::Revoke) {
            const PrivilegeState* then = to_.find(key);
            if (default_privilege(schema_, key) == DefaultPrivilege::Granted ||
                (then != nullptr && *then == PrivilegeState::Revoked)) {
                now_.set(key, PrivilegeState::Revoked);
            } else {
                now_.erase(key);
            }
        } else if (const PrivilegeState* state = now_.find(key);
                   state != nullptr && *state == PrivilegeState::Grantable) {
            now_.set(key, PrivilegeState::Granted);
        }
    }

    void take(std::vector<Step>& steps) {
        for (const PrivilegeKey& key : keys()) {
            const int has_now = has(key);
            const int then = wanted(key);
            if (has_now <= then) { continue; }
            const Verb verb = then == 0 ? Verb::Revoke : Verb::RevokeOption;
            steps.push_back({verb, key});
            const bool everything = key.privilege.empty() && key.kind == SecuredKind::Relation;
            for (const PrivilegeKey& other : keys_of_group(now_, group_)) {
                // What is taken from a table is taken from its columns as well.
                const bool covered =
                    everything || (key.column.empty() && other.privilege == key.privilege);
                if (covered || other == key) { lower(other, verb); }
            }
        }
    }

    void give_all(const PrivilegeKey& rest, int how, std::vector<Step>& steps) {
        steps.push_back({how == 2 ? Verb::GrantOption : Verb::Grant, rest});
        std::vector<std::string> names = all_privileges(group_.kind);
        names.emplace_back();
        for (const std::string& name : names) {
            PrivilegeKey key = group_;
            key.privilege = name;
            if (has(key) >= how) { continue; }
            now_.set(key, how == 2 ? PrivilegeState::Grantable : PrivilegeState::Granted);
        }
    }

    Privileges now_;
    const Privileges& to_;
    const Schema& schema_;
    PrivilegeKey group_;
};

// ---- text -------------------------------------------------------------------------------------

/// The order in which the manual lists them.
std::size_t rank(const std::string& privilege) {
    static const std::vector<std::string_view> order = {
        "select",   "insert", "update", "delete",  "truncate",  "references", "trigger",
        "maintain", "usage",  "create", "connect", "temporary", "execute"};
    return static_cast<std::size_t>(std::find(order.begin(), order.end(), privilege) -
                                    order.begin());
}

std::string noun_of(const Schema& schema, const PrivilegeKey& key) {
    switch (key.kind) {
        case SecuredKind::Relation:
            return {};
        case SecuredKind::Sequence:
            return "sequence ";
        case SecuredKind::Routine:
            if (schema.find_code_object(CodeKind::Function, {}, key.object, key.signature)) {
                return "function ";
            }
            if (schema.find_code_object(CodeKind::Procedure, {}, key.object, key.signature)) {
                return "procedure ";
            }
            return "routine ";
        case SecuredKind::Schema:
            return "schema ";
        case SecuredKind::Type:
            return "type ";
        case SecuredKind::Database:
            return "database ";
        case SecuredKind::Language:
            return "language ";
        case SecuredKind::Role:
        case SecuredKind::Other:
            return {};
    }
    return {};
}

std::string object_text(const PrivilegeKey& key) {
    if (key.kind == SecuredKind::Other) { return key.object.name; }
    std::string name = sql_name(key.object.name);
    if (!key.object.schema.empty()) { return sql_name(key.object.schema) + '.' + name; }
    // A word that would say what kind of object follows.
    static const std::set<std::string_view> nouns = {
        "sequence",  "database", "domain",     "function",  "language", "large",
        "parameter", "schema",   "tablespace", "procedure", "routine",  "type"};
    if (nouns.count(name) != 0) { name = '"' + name + '"'; }
    return name + key.signature;
}

/// `select, update (a, b)`, from the steps of one role on one object.
std::string parts_text(const std::vector<const Step*>& steps) {
    const SecuredKind kind = steps.front()->key.kind;
    // The same privilege may be given on the table and on some of its columns.
    std::map<std::tuple<std::size_t, std::string, bool>, std::string> parts;
    std::size_t whole = 0;
    bool all = false;
    for (const Step* step : steps) {
        const PrivilegeKey& key = step->key;
        const bool of_column = !key.column.empty();
        std::string& columns = parts[{rank(key.privilege), key.privilege, of_column}];
        if (of_column) {
            columns += (columns.empty() ? "" : ", ") + sql_name(key.column);
        } else {
            ++whole;
            all = all || key.privilege.empty();
        }
    }
    const std::size_t count = all_privileges(kind).size();
    if (all || (kind != SecuredKind::Relation && count > 1 && whole == count)) { return "all"; }
    std::string text;
    for (const auto& [part, columns] : parts) {
        text += (text.empty() ? "" : ", ") + std::get<std::string>(part);
        if (!columns.empty()) { text += " (" + columns + ')'; }
    }
    return text;
}

struct Statement {
    Verb verb = Verb::Grant;
    SecuredKind kind = SecuredKind::Relation;
    std::string parts;
    std::string noun;
    std::string objects;
    std::string grantees;
    std::string option;  ///< Other
};

/// Statements that differ in one thing only are one that lists it; those of unknown form are alone.
template <class KeyOf>
std::vector<Statement> joined(std::vector<Statement> list, std::string Statement::*joined_part,
                              KeyOf key_of) {
    std::vector<Statement> result;
    std::map<decltype(key_of(Statement())), std::size_t> places;
    for (Statement& each : list) {
        const auto [place, fresh] = places.emplace(key_of(each), result.size());
        if (fresh || each.kind == SecuredKind::Other) {
            result.push_back(std::move(each));
        } else {
            result[place->second].*joined_part += ", " + each.*joined_part;
        }
    }
    return result;
}

Grant grant_of(const Statement& each) {
    const bool role = each.kind == SecuredKind::Role;
    Grant grant;
    grant.revoke = each.verb == Verb::Revoke || each.verb == Verb::RevokeOption;
    if (each.verb == Verb::RevokeOption) {
        grant.text = role ? "admin option for " : "grant option for ";
    }
    if (!role && each.kind != SecuredKind::Other) { grant.text += each.parts + " on " + each.noun; }
    grant.text += each.objects + (grant.revoke ? " from " : " to ") + each.grantees;
    if (each.verb == Verb::GrantOption) {
        grant.text += role ? " with admin option" : " with grant option";
    }
    if (!grant.revoke && !each.option.empty()) { grant.text += ' ' + each.option; }
    return grant;
}

void add_statements(const std::vector<Step>& steps, const Schema& schema,
                    std::vector<Grant>& list) {
    std::map<std::pair<Verb, PrivilegeKey>, std::size_t> places;
    std::vector<std::vector<const Step*>> groups;
    for (const Step& step : steps) {
        const auto [place, fresh] =
            places.emplace(std::pair(step.verb, group_of(step.key)), groups.size());
        if (fresh) { groups.emplace_back(); }
        groups[place->second].push_back(&step);
    }
    std::vector<Statement> statements;
    for (const std::vector<const Step*>& group : groups) {
        const PrivilegeKey& key = group.front()->key;
        Statement each;
        each.verb = group.front()->verb;
        each.kind = key.kind;
        each.noun = noun_of(schema, key);
        each.objects = object_text(key);
        each.grantees = key.grantee;
        if (key.kind == SecuredKind::Other) {
            each.option = key.column;
        } else {
            each.parts = parts_text(group);
        }
        statements.push_back(std::move(each));
    }
    statements = joined(std::move(statements), &Statement::grantees, [](const Statement& each) {
        return std::tuple(each.verb, each.kind, each.parts, each.noun, each.objects);
    });
    statements = joined(std::move(statements), &Statement::objects, [](const Statement& each) {
        return std::tuple(each.verb, each.kind, each.parts, each.noun, each.grantees);
    });
    for (const Statement& each : statements) { list.push_back(grant_of(each)); }
}

}  // namespace

std::vector<Grant> privilege_changes(const Privileges& from, const Privileges& to,
                                     const Schema& schema) {
    std::vector<Grant> list;
    if (from.same_as(to)) { return list; }
    std::vector<PrivilegeKey> groups;
    for_each_difference(from, to,
                        [&](const PrivilegeKey& key, const PrivilegeState*, const PrivilegeState*) {
                            PrivilegeKey group = group_of(key);
                            if (groups.empty() || !(groups.back() == group)) {
                                groups.push_back(std::move(group));
                            }
                        });
    std::array<std::vector<Step>, 4> phases;
    for (PrivilegeKey& group : groups) {
        GroupChange(from, to, schema, std::move(group)).run(phases);
    }
    for (const std::vector<Step>& steps : phases) { add_statements(steps, schema, list); }
    return list;
}

void change_privileges(Changes& changes) {
    if (changes.privileges.same_as(changes.to.privileges)) { return; }
    std::vector<PrivilegeKey> gone;
    for_each_difference(
        changes.privileges, changes.to.privileges,
        [&](const PrivilegeKey& key, const PrivilegeState* from, const PrivilegeState*) {
            if (from == nullptr) { return; }
            if (is_known(changes.from, key.kind, key.object, key.signature) &&
                !is_known(changes.to, key.kind, key.object, key.signature)) {
                gone.push_back(key);
            }
        });
    for (const PrivilegeKey& key : gone) { changes.privileges.erase(key); }
    for (Grant& each : privilege_changes(changes.privileges, changes.to.privileges, changes.to)) {
        Changes::add(changes.grants, std::move(each));
    }
}

std::vector<Grant> privileges_of(const Schema& schema, SecuredKind kind,
                                 const QualifiedName& object) {
    Privileges wanted;
    PrivilegeKey first;
    first.kind = kind;
    first.object = object;
    schema.privileges.for_each_from(first, [&](const PrivilegeKey& key, PrivilegeState state) {
        if (key.kind != kind || !(key.object == object)) { return false; }
        wanted.set(key, state);
        return true;
    });
    return privilege_changes({}, wanted, schema);
}

Grant opposite_grant(const Grant& grant) {
    Grant opposite;
    opposite.revoke = !grant.revoke;
    opposite.default_schema = grant.default_schema;
    if (const std::optional<PrivilegeStatement> statement = read_privileges(grant)) {
        opposite.text = statement->what + (grant.revoke ? " to " : " from ") + statement->whom;
        if (grant.revoke && statement->option) {
            opposite.text +=
                statement->kind == SecuredKind::Role ? " with admin option" : " with grant option";
        }
    } else {
        const PrivilegeText text = split_privilege_text(grant);
        opposite.text = text.what + (grant.revoke ? " to " : " from ") + text.whom;
    }
    return opposite;
}

std::vector<Grant> invert_privileges(const Grant& grant, const Schema& before) {
    Schema state = before;
    apply_privileges(grant, state);
    if (state.privileges == before.privileges) { return {}; }
    const Privileges after = state.privileges;
    const Grant opposite = opposite_grant(grant);
    apply_privileges(opposite, state);
    if (state.privileges == before.privileges) { return {opposite}; }
    const std::optional<PrivilegeStatement> statement = read_privileges(grant);
    if (!statement || !statement->all_in_schema || grant.revoke) {
        return privilege_changes(after, before.privileges, before);
    }
    // There may be tables that the model does not know: all are covered, then what was there
    // before comes back.
    std::vector<Grant> list{opposite};
    for (Grant& each : privilege_changes(state.privileges, before.privileges, before)) {
        list.push_back(std::move(each));
    }
    return list;
}

std::string privilege_text(const PrivilegeKey& key) {
    if (key.kind == SecuredKind::Other) { return "`" + object_text(key) + "` for " + key.grantee; }
    if (key.kind == SecuredKind::Role) {
        return "membership of " + key.grantee + " in " + object_text(key);
    }
    const std::string privilege = key.privilege.empty() ? "all" : key.privilege;
    const std::string column = key.column.empty() ? "" : " (" + sql_name(key.column) + ')';
    return "privilege `" + privilege + column + "` on `" + object_text(key) + "` for " +
           key.grantee;
}

}  // namespace retort::schema
