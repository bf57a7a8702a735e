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

/// Keys of the triggers and policies of the table that read the column (a trigger in `update of`
/// or `when`), and of the functions whose parsed bodies (`begin atomic`) do.
[[nodiscard]] std::vector<std::string> code_reading(const Schema& schema,
                                                    const QualifiedName& table,
                                                    std::string_view column);

/// Keys of the statistics over the column.
[[nodiscard]] std::vector<std::string> statistics_reading(const Schema& schema,
                                                          const QualifiedName& table,
                                                          std::string_view column);

/// Keys of the functions and procedures that depend on the type (or the table's or view's row
/// type): it stands in their arguments, their results, or what is computed outside of strings.
[[nodiscard]] std::vector<std::string> routines_of_type(const Schema& schema,
                                                        const QualifiedName& type);

/// The routine's arguments, its results or what is computed outside of strings have the type.
[[nodiscard]] bool routine_has_type(const CodeObject& routine, const QualifiedName& type);
/// A text casts to the type.
[[nodiscard]] bool text_casts_to(std::string_view sql, const QualifiedName& type);

/// Keys of the views, triggers, policies and statistics that cast to the type.
[[nodiscard]] std::vector<std::string> code_casting_to(const Schema& schema,
                                                       const QualifiedName& type);

/// `view "v"`, `policy "p" of table "t"`, for messages.
[[nodiscard]] std::string code_text(const CodeObject& object);

}  // namespace retort::schema
