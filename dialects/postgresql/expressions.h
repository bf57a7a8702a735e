// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/expression.h"
#include "compiler/schema/type.h"
#include "dialects/dialect.h"
#include "dialects/sql_writer.h"

#include <string>

namespace retort::dialects::postgresql {

/// What the target says about its database, read.
struct Settings {
    int version = 15;
    std::string schema;
    TypeOverrides types;
    bool skip_unsupported = false;
};

/// How PostgreSQL spells names and literals.
extern const QuotingRules kQuoting;

/// A type as PostgreSQL spells it, the project's `types:` applied.
void write_type(SqlWriter& out, const schema::Type& type, const Settings& settings);
/// The same, a serial type replaced by the integer that its column holds.
void write_stored_type(SqlWriter& out, const schema::Type& type, const Settings& settings);

/// An expression with the parentheses that PostgreSQL's precedence needs (manual, 4.1.6).
void write_expr(SqlWriter& out, const schema::Expr& expr, const Settings& settings);
/// What stands behind DEFAULT, where PostgreSQL's grammar takes less (`b_expr`): in parentheses
/// where an operator of words is in it.
void write_default(SqlWriter& out, const schema::Expr& expr, const Settings& settings);
/// An expression, in parentheses unless it is a name, a literal or a call.
void write_operand(SqlWriter& out, const schema::Expr& expr, const Settings& settings);

[[nodiscard]] std::string type_sql(const schema::Type& type, const Settings& settings);
[[nodiscard]] std::string expr_sql(const schema::Expr& expr, const Settings& settings);

}  // namespace retort::dialects::postgresql
