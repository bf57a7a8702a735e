// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/type.h"

// Used inside this folder only.

namespace retort::schema {

/// Kinds of values that can be compared with one another; Unknown is comparable with all.
enum class Family : unsigned char {
    Unknown,
    Number,
    Text,
    Boolean,
    Time,
    TimeOfDay,
    Uuid,
    Bytes,
    Network,
    Array,
    Other,  ///< comparable with its own kind only
};

[[nodiscard]] Family family_of(const Type& type);
/// False where no `=` compares values of the two.
[[nodiscard]] bool comparable(const Type& a, const Type& b);
/// A foreign key of one type can refer to a key of the other: the key's own `=` is used, so the
/// referring value must turn into the key's type by itself (ATAddForeignKeyConstraint in
/// PostgreSQL's tablecmds.c).
[[nodiscard]] bool can_refer(const Type& from, const Type& to);

}  // namespace retort::schema
