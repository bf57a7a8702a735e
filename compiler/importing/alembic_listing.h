// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/names.h"
#include "compiler/source/source_file.h"

#include <optional>
#include <string>
#include <vector>

// What `alembic history --verbose` tells of revisions. Scripts do not print any of it.

namespace retort::importing {

struct ListedRevision {
    Name id;
    std::vector<std::string> parents;
    std::vector<std::string> dependencies;  ///< identifiers
    std::vector<std::string> labels;        ///< those whose branch begins here
    std::string message;                    ///< the docstring's first paragraph, in one line
    std::vector<std::string> description;   ///< its further lines
    std::string created;                    ///< as `Create Date` says, in ISO 8601
};

/// Nullopt where the file is something else.
[[nodiscard]] std::optional<std::vector<ListedRevision>> read_alembic_listing(
    const source::SourceFile& file, FileId id);

}  // namespace retort::importing
