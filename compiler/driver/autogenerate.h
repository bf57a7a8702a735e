// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/context.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace retort::driver {

/// A statement of a generated revision, and what a person must look at before it is run.
struct GeneratedStatement {
    schema::Operation operation;
    std::vector<std::string> remarks;
};

/// What leads from the schema at `parents` to the desired one, for every target of the history;
/// where databases need different statements, in `on` blocks. Empty where nothing differs; nullopt,
/// with a report, where something cannot be read.
[[nodiscard]] std::optional<std::vector<GeneratedStatement>> generate_statements(
    Context& context, const project::Target& target, const std::vector<std::string>& parents);

using StatementsByDialect = std::map<std::string, std::vector<GeneratedStatement>>;

/// One list for all databases: what they share as it is, else each one's in its `on` block.
[[nodiscard]] std::vector<GeneratedStatement> in_one_list(StatementsByDialect by_dialect);

/// The text of a new revision file with these statements as its upgrade, in the canonical layout.
[[nodiscard]] std::string generated_text(revisions::Revision revision,
                                         const std::vector<GeneratedStatement>& statements);

/// Whether the file that would be written compiles, with its derived downgrade, for every target.
[[nodiscard]] bool generated_holds(Context& context, const project::Target& target,
                                   const std::string& path, const std::string& text,
                                   const std::string& id);

/// The targets that share a target's history; only that one where `-n` names it.
[[nodiscard]] std::vector<const project::Target*> targets_like(const Context& context,
                                                               const project::Target& target);

}  // namespace retort::driver
