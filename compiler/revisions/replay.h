// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/revisions/revision.h"
#include "compiler/revisions/revision_graph.h"
#include "compiler/schema/naming.h"
#include "compiler/schema/schema.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace retort::revisions {

using OperationRef = std::shared_ptr<const schema::Operation>;

/// One revision as it applies to a dialect, checked against the state of its own ancestors.
struct ReplayedRevision {
    std::vector<OperationRef> upgrade;    ///< flat, names filled in
    std::vector<OperationRef> downgrade;  ///< written or derived; only where asked for
    /// The state after each operation of `upgrade`: snapshots, which share what did not change.
    std::vector<schema::Schema> states;
    bool irreversible = false;
    std::string irreversible_reason;
    Span downgrade_span;  ///< of `downgrade irreversible '…'`, where written
    schema::Schema before;
    schema::Schema after;
};

struct ReplayOptions {
    std::string dialect;  ///< name of the dialect whose blocks apply
    std::string target;   ///< revisions with `targets` that lack it change nothing
    schema::NamingRules naming;
    std::string default_schema = "public";  ///< where names without a schema are
    /// Names of types that no revision makes (the configuration maps them), in lower case.
    std::vector<std::string> foreign_types;
    /// Which revisions need a downgrade (by node; empty: none). Where one cannot be derived, that
    /// is an error only for these.
    std::vector<bool> need_downgrade;
};

/// What the whole history does, revision by revision; indexed by node.
struct History {
    std::vector<ReplayedRevision> revisions;
};

/// Replays every revision in the graph's order, each on the state of its own ancestors, and reports
/// what does not hold. A hand-written downgrade must lead back to the state before. Linear in the
/// length of the history; revisions are consumed.
[[nodiscard]] History replay(const RevisionGraph& graph, std::vector<Revision> revisions,
                             const ReplayOptions& options, Diagnostics& diagnostics);

}  // namespace retort::revisions
