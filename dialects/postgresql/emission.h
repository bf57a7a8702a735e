// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/plan/plan.h"
#include "compiler/schema/operation.h"
#include "compiler/script/script.h"
#include "dialects/postgresql/definitions.h"

#include <string>
#include <string_view>
#include <vector>

// What the operation families share while one step is emitted.

namespace retort::dialects::postgresql {

/// Table locks, weakest first (manual, 13.3.1).
enum class Lock : unsigned char {
    None,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    AccessExclusive,
};

/// One step on its way to statements.
struct Emission {
    const Settings& settings;
    const schema::Schema& before;
    const schema::Schema& after;
    Span origin;
    Diagnostics& diagnostics;
    std::vector<script::SqlStatement>& statements;

    /// Adds a statement. The reference lives until the next one is added.
    script::SqlStatement& add(std::string_view kind, SqlWriter& text) const;
    script::SqlStatement& add(std::string_view kind, std::string text) const;
    /// Reports what needs a later version than the target's; says whether it does.
    bool too_new(
        int version, std::string_view what,
        std::string_view help = "raise the target's `version`, or write it another way") const;
};

/// Names `mode` on `table` in the statement's lock, unless a stronger one is named already.
void set_lock(script::SqlStatement& statement, Lock mode, const QualifiedName& table);

/// PostgreSQL refuses to alter, index or drop a table that has rows whose deferred checks are still
/// to come. Adds what makes those of `table` come now; nothing where it has no such constraint.
void settle_deferred_checks(const Emission& e, const QualifiedName& table);

/// The text on one line where it fits, else with its clauses on lines of their own.
[[nodiscard]] std::string on_lines(const std::string& first,
                                   const std::vector<std::string>& clauses);

void emit_operation(const Emission& e, const schema::CreateTable& operation);
void emit_operation(const Emission& e, const schema::DropTable& operation);
void emit_operation(const Emission& e, const schema::RenameTable& operation);
void emit_operation(const Emission& e, const schema::SetTableSchema& operation);
void emit_operation(const Emission& e, const schema::AlterTable& operation);
void emit_operation(const Emission& e, const schema::CommentOn& operation);
void emit_operation(const Emission& e, const schema::CreateIndex& operation);
void emit_operation(const Emission& e, const schema::DropIndex& operation);
void emit_operation(const Emission& e, const schema::RenameIndex& operation);
void emit_operation(const Emission& e, const schema::CreateEnum& operation);
void emit_operation(const Emission& e, const schema::DropType& operation);
void emit_operation(const Emission& e, const schema::AddEnumValue& operation);
void emit_operation(const Emission& e, const schema::RenameEnumValue& operation);
void emit_operation(const Emission& e, const schema::RenameType& operation);
void emit_operation(const Emission& e, const schema::DropEnumValue& operation);
void emit_operation(const Emission& e, const schema::CreateDomain& operation);
void emit_operation(const Emission& e, const schema::DropDomain& operation);
void emit_operation(const Emission& e, const schema::CreateSequence& operation);
void emit_operation(const Emission& e, const schema::AlterSequence& operation);
void emit_operation(const Emission& e, const schema::DropSequence& operation);
void emit_operation(const Emission& e, const schema::CreateSchema& operation);
void emit_operation(const Emission& e, const schema::DropSchema& operation);
void emit_operation(const Emission& e, const schema::CreateExtension& operation);
void emit_operation(const Emission& e, const schema::DropExtension& operation);
void emit_operation(const Emission& e, const schema::CreateCodeObject& operation);
void emit_operation(const Emission& e, const schema::DropCodeObject& operation);
void emit_operation(const Emission& e, const schema::Grant& operation);
void emit_operation(const Emission& e, const schema::InsertRows& operation);
void emit_operation(const Emission& e, const schema::UpdateRows& operation);
void emit_operation(const Emission& e, const schema::DeleteRows& operation);
void emit_operation(const Emission& e, const schema::SqlStatementText& operation);
void emit_operation(const Emission& e, const schema::Execute& operation);
void emit_operation(const Emission& e, const schema::Assert& operation);
void emit_operation(const Emission& e, const schema::OnDialect& operation);

/// Any operation.
void emit_operation(const Emission& e, const schema::Operation& operation);

}  // namespace retort::dialects::postgresql
