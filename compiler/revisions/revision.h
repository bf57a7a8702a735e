// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/names.h"
#include "compiler/schema/operation.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retort::revisions {

/// Width of Alembic's version column, and so the longest identifier.
inline constexpr std::size_t kMaxRevisionIdLength = 32;

/// The words that mean revisions and so can name none: `head`, `heads`, `base`, `current`.
[[nodiscard]] bool is_revision_word(std::string_view word);

/// Why a text cannot be an identifier, or the label in a revision word; empty where it can.
[[nodiscard]] std::string_view find_id_fault(std::string_view id);
[[nodiscard]] std::string_view find_label_fault(std::string_view label);

/// `allow RULE because 'reason'`.
struct LintWaiver {
    std::vector<Name> rules;
    std::string reason;
    bool operator==(const LintWaiver&) const = default;
};

/// What stands above `upgrade`: enough for every command that asks only about the graph.
struct RevisionHeader {
    Name id;
    std::string message;
    std::string description;    ///< the comment block right above `revision`, marks removed
    std::vector<Name> parents;  ///< `revises`
    std::string created;        ///< ISO 8601 as written; empty if absent
    std::string author;
    std::vector<Name> labels;        ///< `branch`
    std::vector<Name> dependencies;  ///< `depends on`: identifiers or labels
    std::vector<Name> targets;
    std::string lock_timeout;  ///< as written (`5s`); empty if absent
    std::string statement_timeout;
    bool transaction_off = false;
    std::vector<LintWaiver> waivers;
    FileId file = kNoFile;
    bool operator==(const RevisionHeader&) const = default;
};

enum class DowngradeKind : std::uint8_t { Auto, Written, Irreversible };

/// A whole revision file.
struct Revision {
    RevisionHeader header;
    bool has_upgrade = false;  ///< absent in a pure merge
    std::vector<schema::Operation> upgrade;
    DowngradeKind downgrade_kind = DowngradeKind::Auto;
    bool downgrade_auto_written = false;  ///< `downgrade auto;` stands in the file
    std::vector<schema::Operation> downgrade;
    std::string irreversible_reason;
    Span downgrade_span;
    bool operator==(const Revision&) const = default;
};

}  // namespace retort::revisions
