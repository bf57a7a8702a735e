// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/plan/plan.h"

namespace retort::plan {

/// Warns of functions and procedures whose bodies name a table or column that a revision renames or
/// drops, and that it leaves as they are: no database looks into a body until it runs
/// (https://www.postgresql.org/docs/current/xfunc-sql.html). Only upgrades are looked at.
void report_stale_code(const Plan& plan, Diagnostics& diagnostics);

}  // namespace retort::plan
