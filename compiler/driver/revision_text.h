// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/revision_graph.h"
#include "compiler/source/source_file.h"

#include <optional>
#include <string>
#include <vector>

// How revisions are shown to people, in Alembic's forms, and to programs, as JSON.

namespace retort::driver {

/// What stands behind an identifier: whether it is a head, or its place in the graph too.
enum class Marks : unsigned char { Heads, All };

/// What the display of many revisions needs to know of the graph once.
class RevisionPrinter {
public:
    RevisionPrinter(const revisions::RevisionGraph& graph, const source::SourceFiles& sources,
                    const std::vector<revisions::Node>& current = {});

    /// `bbbb1, bbbb2 -> mmmm1 (head), message`.
    [[nodiscard]] std::string history_line(revisions::Node node) const;
    /// `mmmm1 (label) (head)`, and `, message` where asked for.
    [[nodiscard]] std::string short_line(revisions::Node node, Marks wanted,
                                         bool with_message) const;
    /// `Rev: …`, its relations, its path, its message and description; ends with an empty line.
    [[nodiscard]] std::string paragraph(revisions::Node node) const;
    /// A JSON array of objects, one a revision.
    [[nodiscard]] std::string json(const std::vector<revisions::Node>& nodes) const;

private:
    [[nodiscard]] bool is_head(revisions::Node node) const { return is_head_[node]; }
    [[nodiscard]] bool is_real_head(revisions::Node node) const { return is_real_head_[node]; }
    [[nodiscard]] const std::vector<std::string>& labels(revisions::Node node) const;
    [[nodiscard]] std::string marks(revisions::Node node, Marks wanted) const;

    const revisions::RevisionGraph* graph_;
    const source::SourceFiles* sources_;
    std::vector<bool> is_head_;
    std::vector<bool> is_real_head_;
    std::vector<bool> is_current_;
    bool has_labels_ = false;
    mutable std::vector<std::string> labels_;
};

/// Every revision in the order in which they run, with its parents and dependencies.
[[nodiscard]] std::string graph_text(const revisions::RevisionGraph& graph);

}  // namespace retort::driver
