// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"

#include <string>

namespace retort::schema {

/// What of an object no `create or replace` changes, and `to` has otherwise than `from`: "the type
/// that it returns"; empty where it can be replaced. Both are of one kind and one name.
[[nodiscard]] std::string irreplaceable_part(const CodeObject& from, const CodeObject& to);

}  // namespace retort::schema
