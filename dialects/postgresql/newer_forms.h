// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dialects/postgresql/emission.h"

#include <string_view>
#include <vector>

// Clauses that versions after the oldest brought. What they brought by name (functions, types) is
// in versions.h.

namespace retort::dialects::postgresql {

/// Reports what the target's version does not have of a constraint.
void check_constraint(const Emission& e, const schema::Constraint& constraint, bool partitioned);
/// The same of the keys of an index or exclusion constraint.
void check_keys(const Emission& e, std::string_view method,
                const std::vector<schema::IndexKey>& keys, bool includes);
void check_trigger(const Emission& e, const schema::CodeObject& trigger);
/// The same of a statement's text, by its kind: clauses that are kept as text, and what may stand
/// anywhere.
void check_forms(const Emission& e, std::string_view kind, std::string_view statement);

}  // namespace retort::dialects::postgresql
