// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/schema.h"

#include <string>
#include <string_view>
#include <vector>

namespace retort::schema {

/// Keys of the views that read the table or view or, where `column` is not empty, that column of
/// it; in order of keys. Their queries are text: a query that reads the table and has a bare word
/// like the column counts.
[[nodiscard]] std::vector<std::string> views_using(const Schema& schema, const QualifiedName& table,
                                                   std::string_view column);

/// Keys of the triggers whose statements name the table or view; in order of keys.
[[nodiscard]] std::vector<std::string> triggers_using(const Schema& schema,
                                                      const QualifiedName& table);
/// Keys of the triggers and policies of other tables that read the table or view or, where `column`
/// is not empty, that column of it; in order of keys.
[[nodiscard]] std::vector<std::string> others_reading(const Schema& schema,
                                                      const QualifiedName& table,
                                                      std::string_view column);
/// What an object loses when it is dropped and made anew, as statements that give it back: indexes,
/// comments, privileges.
[[nodiscard]] std::vector<Operation> belongings_of(const Schema& schema,
                                                   const CodeObjectState& state);

}  // namespace retort::schema
