// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/schema.h"

#include <optional>
#include <vector>

// Actions of `alter table` that are kept as text: partitions, storage parameters, inheritance. Used
// inside this folder only.

namespace retort::schema {

/// The actions that take the action back, or nothing where only the author can know.
[[nodiscard]] std::optional<std::vector<OtherTableAction>> invert_storage_action(
    const OtherTableAction& action, const Table& before, const Schema& schema);

}  // namespace retort::schema
