// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/random/pool.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace retort::random {

/// Two schemas, as the statements that build them.
struct Pair {
    std::vector<std::string> from;
    std::vector<std::string> to;
};

[[nodiscard]] std::string joined(const std::vector<std::string>& statements);
[[nodiscard]] std::string printed(const std::vector<schema::Operation>& operations);

/// Makes pairs from seeds, each both ways and from and to nothing, and looks for problems. The
/// first one is shrunk (as long as the kind of the problem stays the same) and
/// reported. The environment is that of check_histories.
void check_pairs(const Pool& pool, std::size_t count,
                 const std::function<std::string(const Pair&)>& problem_of);

using ProblemsOf = std::function<std::vector<std::string>(const std::vector<Pair>&)>;
/// The same, the pairs of several seeds at a time: a problem, or an empty text, for each.
void check_pairs_together(const Pool& pool, std::size_t count, std::size_t together,
                          const ProblemsOf& problems_of);

/// What is wrong with `changes` from the one to the other on the model; empty where nothing is.
[[nodiscard]] std::string model_problem(const Pair& pair, const Pool& pool);

/// The changes, compiled as a revision on top of the one schema with rows in its tables.
[[nodiscard]] std::vector<std::string> as_revisions(const Pair& pair, const Pool& pool);

}  // namespace retort::random
