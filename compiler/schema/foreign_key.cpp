// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/foreign_key.h"

#include <algorithm>

namespace retort::schema {

bool same_columns(const std::vector<Name>& a, const std::vector<Name>& b) {
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const Name& name) {
               return std::find(b.begin(), b.end(), name) != b.end();
           });
}

bool serves(const Constraint& key, const Constraint& foreign) {
    const bool unique =
        key.kind == ConstraintKind::PrimaryKey || key.kind == ConstraintKind::Unique;
    if (!unique || key.period != foreign.period ||
        !same_columns(key.columns, foreign.referenced_columns)) {
        return false;
    }
    return !key.period || key.columns.back() == foreign.referenced_columns.back();
}

}  // namespace retort::schema
