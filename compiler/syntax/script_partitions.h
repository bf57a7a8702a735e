// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"

#include <vector>

// Private to compiler/syntax.

namespace retort::syntax {

/// pg_dump attaches tables before they have indexes, makes each index for every table by itself,
/// and then attaches indexes to one another. The same is said by tables that are attached when all
/// have their indexes: what fits the parent's becomes part of it.
void attach_with_indexes(std::vector<schema::Operation>& operations);

}  // namespace retort::syntax
