// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"

#include <variant>

namespace retort::schema {

/// Statements about rows, or that nobody can read: a schema does not show what they did.
[[nodiscard]] inline bool is_about_rows(const Operation& operation) {
    const OperationKind& kind = operation.kind;
    return std::holds_alternative<InsertRows>(kind) || std::holds_alternative<UpdateRows>(kind) ||
           std::holds_alternative<DeleteRows>(kind) ||
           std::holds_alternative<SqlStatementText>(kind) ||
           std::holds_alternative<Execute>(kind) || std::holds_alternative<Assert>(kind);
}

}  // namespace retort::schema
