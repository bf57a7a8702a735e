// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source_file.h"

#include <optional>
#include <string>
#include <vector>

// A YAML document as a tree of places and texts: what the checks of the configuration read. No type
// of the YAML library leaves yaml.cpp.

namespace retort::project {

enum class YamlKind : unsigned char { Null, Scalar, Sequence, Map };

struct YamlNode {
    YamlKind kind = YamlKind::Null;
    std::string text;  ///< Scalar: decoded
    Span span;
    std::vector<YamlNode> keys;   ///< Map: in the order of the file, one an item
    std::vector<YamlNode> items;  ///< Sequence: its items; Map: its values
};

/// Reads the one document of `file`. A mistake is reported with its place. An empty file is Null.
[[nodiscard]] std::optional<YamlNode> read_yaml(const source::SourceFile& file, FileId id,
                                                Diagnostics& diagnostics);

}  // namespace retort::project
