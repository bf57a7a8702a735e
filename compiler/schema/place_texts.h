// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/naming.h"
#include "compiler/schema/operation.h"

#include <vector>

namespace retort::schema {

/// Puts statements that are kept as text (`create type … as (…)`, `create rule`, `create
/// aggregate`) among those that make a schema out of nothing: each behind the last of `made` that
/// makes what the text names, and before the first that uses what the text makes. Where there is no
/// such place for one of them the result is empty.
[[nodiscard]] std::vector<Operation> place_texts(const std::vector<Operation>& made,
                                                 const std::vector<Operation>& texts,
                                                 const NamingRules& naming);

/// The statement as an `execute` with its text and, where it is known, what drops what it makes:
/// for texts that the language would not take as they stand.
[[nodiscard]] Operation enclosed(const SqlStatementText& text, Span where);

}  // namespace retort::schema
