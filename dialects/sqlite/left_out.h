// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dialects/sqlite/context.h"

#include <string>

namespace retort::dialects::sqlite {

/// Why the object is not there, where such things are skipped: it reads what was left out ("which
/// reads materialized view totals"). Empty: it is there.
[[nodiscard]] std::string left_out_because(const Context& context, const schema::Schema& schema,
                                           const schema::CodeObject& object);

/// A materialized view of this name was left out, and its indexes with it.
[[nodiscard]] bool is_on_left_out(const Context& context, const QualifiedName& relation);
/// The index of a materialized view that was left out.
[[nodiscard]] bool is_left_out_index(const Context& context, const QualifiedName& index);

}  // namespace retort::dialects::sqlite
