// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/schema.h"

#include <string>

namespace retort::driver {

/// A schema for programs: tables with their columns, constraints and indexes, enums with their
/// values, and the statements of the migration language that make it. In name order.
[[nodiscard]] std::string schema_json(const schema::Schema& schema);

}  // namespace retort::driver
