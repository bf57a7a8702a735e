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
    Other,
};

[[nodiscard]] Family family_of(const Type& type);

}  // namespace retort::schema
