// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/sql_reader.h"

#include <string>
#include <string_view>
#include <vector>

// What stands before a routine's body
// (https://www.postgresql.org/docs/current/sql-createfunction.html):
// `([mode] [name] type [default …], …) [returns [setof] type | returns table (name type, …)]`. Used
// inside this folder only, but for its signature.

namespace retort::schema {

struct RoutineArgument {
    bool in = true;
    bool out = false;
    std::string name;  ///< empty where it has none
    SqlPart type;      ///< its words
    bool has_default = false;
};

struct RoutineHead {
    std::vector<RoutineArgument> arguments;
    bool returns = false;  ///< `returns …` is written
    bool returns_set = false;
    SqlPart result;                        ///< the words of `returns type`
    std::vector<RoutineArgument> columns;  ///< of `returns table (…)`
};

/// Reads a definition from its argument list on; empty where there is none.
[[nodiscard]] RoutineHead read_routine_head(const std::vector<SqlWord>& words);

/// A type in one spelling: other names of it and its length make no difference.
[[nodiscard]] std::string type_spelling(const std::vector<SqlWord>& words, SqlPart type);

}  // namespace retort::schema
