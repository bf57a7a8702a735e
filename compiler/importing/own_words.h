// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"
#include "compiler/schema/schema.h"

namespace retort::importing {

/// Puts into the language's words what other databases print in theirs: `datetime` and the like,
/// and 0 and 1 for the values of boolean columns. False where there is none of that.
bool put_in_own_words(schema::Operation& operation, const schema::Schema& schema);

}  // namespace retort::importing
