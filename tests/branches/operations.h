// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace retort::branches {

/// What one branch does after the base.
struct BranchOperation {
    std::string name;
    std::string text;     ///< of the upgrade block
    std::string dialect;  ///< empty: both
};

/// The upgrade block that both branches stem from: tables with rows, and what hangs on them.
[[nodiscard]] std::string_view base_text();
[[nodiscard]] std::vector<BranchOperation> operations_for(std::string_view dialect);

}  // namespace retort::branches
