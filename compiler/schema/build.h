// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/apply.h"

#include <string>
#include <vector>

namespace retort::schema {

/// How a list of statements is understood as a schema.
struct BuildOptions {
    std::string dialect;  ///< whose `on` blocks and `by_dialect` arms apply
    NamingRules naming;
    std::string default_schema = "public";
    std::vector<std::string> foreign_types;  ///< see revisions::ReplayOptions
};

/// The schema that the statements make out of nothing. Their order does not matter: one that needs
/// what a later one makes waits for it. Those that never fit are reported. Statements about rows
/// change nothing.
[[nodiscard]] Schema build_schema(std::vector<Operation> operations, const BuildOptions& options,
                                  Diagnostics& diagnostics);

}  // namespace retort::schema
