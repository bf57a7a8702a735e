// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/table.h"
#include "dialects/sqlite/context.h"

#include <string>
#include <vector>

namespace retort::dialects::sqlite {

/// What a column's declared type makes of a value (the manual's "type affinity").
enum class Affinity : unsigned char { Integer, Real, Numeric, Text, Blob };

/// What a check beside the column holds its values to, where the type alone does not.
enum class ValueRule : unsigned char { None, Boolean, Json, Listed };

/// A type of the migration language as SQLite keeps it.
struct StoredType {
    std::string declared;  ///< "VARCHAR(20)"
    Affinity affinity = Affinity::Text;
    ValueRule rule = ValueRule::None;
    std::vector<std::string> listed;  ///< the values of an enum
    const schema::Domain* domain = nullptr;
    schema::Type base;  ///< the type itself or, for a domain, what it stands for
};

/// Reports types that have no counterpart. `strict`: for a STRICT table, with its five types.
[[nodiscard]] StoredType stored_type(const Context& context, const schema::Type& type, bool strict);

/// `NOCASE` and the like; empty, with an error, for a collation that SQLite does not have.
[[nodiscard]] std::string collation_name(const Context& context, const QualifiedName& collation,
                                         Span where);

}  // namespace retort::dialects::sqlite
