// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace retort::live {

/// Two ways to the same place, and what the second says of itself.
struct WholeSchema {
    std::string history;  ///< the script that runs all revisions
    std::string at_once;  ///< the script of `schema heads --format sql`
};

/// Both scripts of a target (primary, analytics or embedded) of a project whose revision files have
/// these texts. The test fails where the schema at its heads, as a desired schema, differs from
/// them, in either direction.
[[nodiscard]] WholeSchema whole_schema(const std::string& target, const std::string& dialect,
                                       const std::string& version,
                                       const std::vector<std::string>& revisions);

/// What `diff` says between a project's heads and a script that its database printed, both ways;
/// empty where there is no difference.
[[nodiscard]] std::string dump_differences(const std::string& target, const std::string& dialect,
                                           const std::string& version,
                                           const std::vector<std::string>& revisions,
                                           const std::string& dump);

}  // namespace retort::live
