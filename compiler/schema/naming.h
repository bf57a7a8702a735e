// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/table.h"

#include <functional>
#include <string>
#include <string_view>

namespace retort::schema {

/// Longest identifier that both dialects keep whole, in bytes (PostgreSQL's NAMEDATALEN - 1).
inline constexpr std::size_t kMaxIdentifierBytes = 63;

/// How constraints and indexes without a name are named. The defaults are what PostgreSQL itself
/// would choose, so a history brought over from it keeps its names. Placeholders: {table},
/// {columns} (joined by _), {column} (first), {referred_table}, {name}.
struct NamingRules {
    std::string primary_key = "{table}_pkey";
    std::string unique = "{table}_{columns}_key";
    std::string check = "{table}_{columns}_check";
    std::string foreign_key = "{table}_{columns}_fkey";
    std::string index = "{table}_{columns}_idx";
    std::string exclude = "{table}_{columns}_excl";
    bool operator==(const NamingRules&) const = default;
};

/// The name by convention. The default rules follow PostgreSQL's own choice (ChooseIndexName,
/// ChooseConstraintName), its shortening and numbering included (`_check1`, `_key1`) where `taken`
/// says that a name is used; other rules shorten with a hash of the whole.
[[nodiscard]] std::string constraint_name(const NamingRules& rules, const Table& table,
                                          const Constraint& constraint,
                                          const std::function<bool(std::string_view)>& taken);
[[nodiscard]] std::string index_name(const NamingRules& rules, const QualifiedName& table,
                                     const Index& index,
                                     const std::function<bool(std::string_view)>& taken);

/// The name that PostgreSQL gives to the sequence of a serial or identity column.
[[nodiscard]] std::string sequence_name(std::string_view table, std::string_view column,
                                        const std::function<bool(std::string_view)>& taken);

/// `name` itself up to 63 bytes, else a prefix of whole characters and a hash of the whole: the
/// same on every machine, whatever else exists.
[[nodiscard]] std::string shorten_identifier(std::string_view name);

}  // namespace retort::schema
