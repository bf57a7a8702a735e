// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"
#include "compiler/schema/schema.h"

#include <map>
#include <set>
#include <string>
#include <vector>

// What is in the way of a set of changes; nothing outside this folder includes it.

namespace retort::schema {

/// Parts of a schema that are taken down before other changes are made, because these cannot be
/// made under them. What the wanted schema has of them is built again afterwards, like anything
/// that is missing.
struct Obstacles {
    struct OfTable {
        bool whole = false;  ///< no statement changes this into that
        std::set<std::string> constraints;
        std::set<std::string> indexes;
        std::set<std::string> columns;    ///< generated ones
        std::set<std::string> defaults;   ///< by column
        std::set<std::string> types;      ///< columns whose type is made anew under them
        std::set<QualifiedName> parents;  ///< that it leaves: of a partition, of inheritance
    };
    std::map<QualifiedName, OfTable> tables;
    std::set<std::string> code;     ///< keys of views, routines, triggers …
    std::set<QualifiedName> types;  ///< enums and domains
    std::set<QualifiedName> sequences;

    [[nodiscard]] bool empty() const {
        return tables.empty() && code.empty() && types.empty() && sequences.empty();
    }
};

[[nodiscard]] Obstacles find_obstacles(const Schema& from, const Schema& to);

/// Adds the statements that take them down, and returns the schema after these.
[[nodiscard]] Schema clear(const Schema& from, const Obstacles& obstacles,
                           std::vector<Operation>& list);

}  // namespace retort::schema
