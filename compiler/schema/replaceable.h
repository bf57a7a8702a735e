// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"

#include <string>

namespace retort::schema {

/// What of an object no `create or replace` changes, and `to` has otherwise than `from`: "the type
/// that it returns"; empty where it can be replaced. Both are of one kind and one name.
[[nodiscard]] std::string irreplaceable_part(const CodeObject& from, const CodeObject& to);

/// Two definitions of a view certainly give columns of the same names and types, to which the new
/// one may add some at the end: the same is selected from the same.
[[nodiscard]] bool keeps_columns(const CodeObject& from, const CodeObject& to);

}  // namespace retort::schema
