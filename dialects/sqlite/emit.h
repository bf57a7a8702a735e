// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/plan/plan.h"
#include "dialects/sqlite/context.h"
#include "dialects/sqlite/tables.h"

namespace retort::dialects::sqlite {

/// The statements of a legal step. What SQLite cannot do is reported or, where the target says
/// `unsupported: skip`, is a remark without a statement.
[[nodiscard]] Statements emit_step(const plan::Step& step, int version,
                                   const DialectOptions& options, Diagnostics& diagnostics);

}  // namespace retort::dialects::sqlite
