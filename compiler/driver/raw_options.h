// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/options.h"

#include <string>
#include <vector>

namespace retort::driver {

/// What CLI11 fills before it is checked.
struct RawOptions {
    Options options;
    std::vector<std::string> variables;
    std::string color = "auto";
    std::string diagnostics = "text";
    std::string format;
    std::string transaction;
    std::string emit;
    std::string project_template = "generic";
    std::string import_kind;
    bool no_guard = false;
    bool no_comments = false;
    bool no_fold = false;
    bool sql = false;  ///< Alembic's flag: always so here
};

/// Understands the words and tells what does not fit together.
void check_options(RawOptions& raw, Diagnostics& diagnostics);

}  // namespace retort::driver
