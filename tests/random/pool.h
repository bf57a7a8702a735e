// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/schema.h"
#include "tests/random/generator.h"

#include <cstdint>
#include <string>
#include <vector>

namespace retort::random {

/// A schema as the statements that build it, in the migration language. All seeds draw their names
/// from one small pool: two schemas share most names and agree on little else.
struct PooledSchema {
    std::vector<std::string> statements;
    schema::Schema schema;
};

/// What a pooled schema may hold.
struct Pool {
    std::string dialect;
    /// It is for a live database: a row of ones in every table, and only what such rows survive
    /// and a plain server has.
    bool live = false;
    /// The database has generated columns.
    bool computes = true;
};

[[nodiscard]] PooledSchema pooled_schema(std::uint64_t seed, const Pool& pool);

/// The schema that statements build on the other; those that it refuses are taken out of the list.
[[nodiscard]] schema::Schema built(std::vector<std::string>& statements, const Pool& pool,
                                   const schema::Schema& start = {});

/// A schema, and statements that change it, as random histories have them.
[[nodiscard]] RandomHistory changed_schema(std::uint64_t seed, const Pool& pool);

}  // namespace retort::random
