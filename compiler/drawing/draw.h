// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/drawing/layout.h"

#include <string>

// A picture in one of its forms. The same picture gives the same bytes.

namespace retort::drawing {

/// For a terminal: a line a row, lines of lanes between where they bend.
[[nodiscard]] std::string draw_text(const RevisionGraph& graph, const Picture& picture);
/// For a browser: one file that needs no other, with no script, for light and dark pages.
[[nodiscard]] std::string draw_svg(const RevisionGraph& graph, const Picture& picture);
/// For Graphviz.
[[nodiscard]] std::string draw_dot(const RevisionGraph& graph, const Picture& picture);
/// For Mermaid: a flowchart.
[[nodiscard]] std::string draw_mermaid(const RevisionGraph& graph, const Picture& picture);

}  // namespace retort::drawing
