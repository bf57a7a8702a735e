// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/invert.h"

// What the files of `invert` share; nothing outside this folder includes it.

namespace retort::schema {

[[nodiscard]] std::optional<std::vector<Operation>> invert_alter(const AlterTable& alter,
                                                                 const Operation& operation,
                                                                 const Schema& before,
                                                                 Diagnostics& diagnostics);
[[nodiscard]] std::optional<std::vector<Operation>> invert_insert(const InsertRows& insert,
                                                                  const Operation& operation,
                                                                  const Schema& before,
                                                                  Diagnostics& diagnostics);

}  // namespace retort::schema
