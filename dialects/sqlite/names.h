// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/plan/plan.h"
#include "dialects/sqlite/context.h"

#include <string>

namespace retort::dialects::sqlite {

/// Reports names that a step brings and that another differs from in the case of letters alone:
/// SQLite takes them for one, quoted or not.
void check_names(const Context& context, const plan::Step& step);

/// The name, or a longer one where a table has it.
[[nodiscard]] std::string free_table_name(const Context& context, std::string name);

}  // namespace retort::dialects::sqlite
