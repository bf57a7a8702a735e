// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/random/generator.h"

#include <functional>
#include <string>
#include <vector>

namespace retort::random {

/// The lines that only one of two texts has, marked `-` and `+`.
[[nodiscard]] std::string difference(const std::string& expected, const std::string& found);

/// The seeds to try: `count` of them from 1 on, unless RETORT_RANDOM_SEED and RETORT_RANDOM_COUNT
/// in the environment choose others, to look longer or at one again.
struct Seeds {
    std::size_t first = 1;
    std::size_t count = 0;
};
[[nodiscard]] Seeds chosen_seeds(std::size_t count);
/// A number from the environment.
[[nodiscard]] std::size_t setting(const char* name, std::size_t fallback);

/// Makes histories from seeds and looks for problems. The first one found is shrunk and reported as
/// a test failure with its seed. In the environment, RETORT_RANDOM_FAILURES goes on to more, and
/// RETORT_RANDOM_WHOLE leaves them as long as they are.
void check_histories(const std::string& dialect, const std::string& version, std::size_t count,
                     const std::function<std::string(const RandomHistory&)>& problem_of);

using ProblemsOfHistories =
    std::function<std::vector<std::string>(const std::vector<RandomHistory>&)>;
/// The same, several at a time: a problem, or an empty text, for each.
void check_histories_together(const std::string& dialect, const std::string& version,
                              std::size_t count, std::size_t together,
                              const ProblemsOfHistories& problems_of);

}  // namespace retort::random
