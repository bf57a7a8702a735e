// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/adopt_parts.h"
#include "compiler/schema/privileges.h"

#include <utility>
#include <vector>

// `grant all` and a list of all that there is are one.

namespace retort::schema {
namespace {

/// What `all` on a table means beyond the privileges that every version has. A catalog has it by
/// its name; with `all` there it goes without saying.
constexpr const char* kMore = "maintain";

/// `all` stands beside the privileges that have names of their own: what it adds is there by name.
bool has_more(const Privileges& privileges, const PrivilegeKey& all, PrivilegeState state) {
    PrivilegeKey key = all;
    key.privilege = kMore;
    const PrivilegeState* more = privileges.find(key);
    return more != nullptr && (*more == state || *more == PrivilegeState::Grantable);
}

/// Who runs the scripts owns what they make, and what an owner may do is not listed.
bool is_owner(const std::string& grantee) {
    return grantee == "current_user" || grantee == "session_user" || grantee == "current_role";
}

bool is_create_in_public(const PrivilegeKey& key) {
    return key.kind == SecuredKind::Schema && key.object.name == "public" &&
           key.grantee == "public" && key.privilege == "create";
}

}  // namespace

void adopt_privileges(const Schema& from, Schema& to, const SpellingRules& rules) {
    std::vector<std::pair<PrivilegeKey, PrivilegeState>> added;
    std::vector<PrivilegeKey> removed;
    const auto differing = [&](const PrivilegeKey& key, const PrivilegeState* old,
                               const PrivilegeState* now) {
        if (is_owner(key.grantee) && (now == nullptr || *now != PrivilegeState::Revoked) &&
            (old == nullptr || *old != PrivilegeState::Revoked)) {
            if (old != nullptr) {
                added.emplace_back(key, *old);
            } else {
                removed.push_back(key);
            }
            return;
        }
        if (rules.everybody_creates_in_public && is_create_in_public(key) &&
            (old == nullptr || *old == PrivilegeState::Granted) &&
            (now == nullptr || *now == PrivilegeState::Granted)) {
            if (old != nullptr) {
                added.emplace_back(key, *old);
            } else {
                removed.push_back(key);
            }
            return;
        }
        if (!key.privilege.empty()) { return; }
        PrivilegeKey more = key;
        more.privilege = kMore;
        if (old != nullptr && now == nullptr &&
            (!rules.all_has_more || has_more(to.privileges, key, *old))) {
            added.emplace_back(key, *old);
            const PrivilegeState* named = to.privileges.find(more);
            if (named != nullptr && *named == *old && !from.privileges.contains(more)) {
                removed.push_back(std::move(more));
            }
        } else if (old == nullptr && now != nullptr &&
                   (!rules.all_has_more || has_more(from.privileges, key, *now))) {
            removed.push_back(key);
            const PrivilegeState* named = from.privileges.find(more);
            if (named != nullptr && *named == *now && !to.privileges.contains(more)) {
                added.emplace_back(std::move(more), *now);
            }
        }
    };
    for_each_difference(from.privileges, to.privileges, differing);
    for (auto& [key, state] : added) { to.privileges.set(std::move(key), state); }
    for (const PrivilegeKey& key : removed) { to.privileges.erase(key); }
}

}  // namespace retort::schema
