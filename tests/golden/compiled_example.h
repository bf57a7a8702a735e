// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/revision_words.h"

#include <map>
#include <string>

namespace retort::support {

/// Statements on a schema, and the target that they are compiled for. What ran before is a revision
/// of its own, so that only the example's own SQL comes out.
struct ExampleInput {
    std::string schema;  ///< of the first revision's upgrade
    std::string given;   ///< of the second's; may be empty
    std::string source;  ///< of the last's, or a whole tail of a file that begins with `upgrade {`
    std::map<std::string, std::string> files;
    std::string dialect;
    std::string version;  ///< empty: 15 and 3.40
    bool skip_unsupported = false;
};

struct CompiledExample {
    bool failed = false;
    /// The statements with their `;` and the remarks above them, an empty line between two; or the
    /// diagnostics, as they are printed but without their places.
    std::string text;
    std::string script;  ///< with its frame; empty where it failed
};

[[nodiscard]] CompiledExample compile_example(const ExampleInput& input,
                                              revisions::Direction direction);
/// The script that makes what the example stands on: from base to the schema and what is given.
[[nodiscard]] CompiledExample compile_ground(const ExampleInput& input);

}  // namespace retort::support
