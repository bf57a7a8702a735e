// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/expression.h"
#include "compiler/schema/table.h"
#include "compiler/schema/type.h"

namespace retort::dialects::postgresql {

/// Whether ALTER COLUMN TYPE only changes the catalog (measured on versions 14 to 18).
[[nodiscard]] bool changes_catalog_only(const schema::Type& from, const schema::Type& to);

/// Whether PostgreSQL converts the column's default along with the type by itself.
[[nodiscard]] bool default_follows(const schema::Expr& value, const schema::Type& from,
                                   const schema::Type& to);

/// The default as it is to stand on a column of the new type: a cast to the old type goes to the
/// new one.
[[nodiscard]] schema::Expr default_for(const schema::Expr& value, const schema::Type& from,
                                       const schema::Type& to);

/// Whether adding a column with this default writes every row: it gives each row its own value.
[[nodiscard]] bool is_volatile(const schema::Expr& value);

}  // namespace retort::dialects::postgresql
