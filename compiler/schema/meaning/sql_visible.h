// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/meaning/sql_value.h"

#include <string>
#include <vector>

// What the places of a query can see. Used inside this folder only.

namespace retort::schema {

/// A column that a place can see, and what it is called in the one spelling.
struct VisibleColumn {
    std::string name;
    TypeName type;
    std::string text;
};

/// Something behind `from`, or the row that a trigger fires for.
struct VisibleSource {
    std::string alias;
    std::string schema;  ///< where it may stand before the name
    std::string label;
    std::vector<VisibleColumn> columns;
    bool known = true;  ///< these are all its columns
};

struct VisibleScope {
    std::vector<VisibleSource> sources;
    std::vector<VisibleColumn> columns;  ///< those that may stand without a table's name
    bool nothing_bare = false;           ///< `new` and `old` must be written
    const VisibleScope* outer = nullptr;
};

/// What a query gives.
struct GivenColumn {
    std::string name;
    TypeName type;
};

}  // namespace retort::schema
