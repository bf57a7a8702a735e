// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"

#include <string>
#include <vector>

namespace retort::revisions {

/// The things that an operation creates, changes or reads, as one word each (`r users` for a table,
/// view, sequence or index; `t mood` for a type; …). Two operations without a word in common do not
/// get in each other's way.
[[nodiscard]] std::vector<std::string> touched(const schema::Operation& operation);

/// A thing that an operation creates, and where.
struct Creation {
    std::string word;  ///< as in `touched`, or `c users.email` for a column
    Span where;
};
[[nodiscard]] std::vector<Creation> created(const schema::Operation& operation);

}  // namespace retort::revisions
