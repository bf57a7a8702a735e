// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/schema.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace retort::random {

/// Two revisions: tables with rows, and changes to them. Each entry is a statement, or a few that
/// belong together, in the migration language.
struct RandomHistory {
    std::vector<std::string> start;
    std::vector<std::string> change;
    std::size_t refused = 0;  ///< statements that the compiler did not accept, and are left out

    [[nodiscard]] std::vector<std::string> upgrades() const;
};

/// The history of a seed: the same on every machine.
[[nodiscard]] RandomHistory make_history(std::uint64_t seed, const std::string& dialect,
                                         const std::string& version);

/// The history without what `fails` does not need to go on failing: statements are taken away one
/// by one as long as the rest is valid and still fails.
[[nodiscard]] RandomHistory shrink(RandomHistory history, const std::string& dialect,
                                   const std::string& version,
                                   const std::function<bool(const RandomHistory&)>& fails);

}  // namespace retort::random
