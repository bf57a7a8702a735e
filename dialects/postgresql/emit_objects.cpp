// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/dependants.h"
#include "compiler/schema/replaceable.h"
#include "dialects/postgresql/emission.h"
#include "dialects/postgresql/newer_forms.h"
#include "dialects/postgresql/sql_text.h"

#include <algorithm>

namespace retort::dialects::postgresql {
namespace {

using namespace schema;

std::string_view kind_words(CodeKind kind) {
    switch (kind) {
        case CodeKind::View:
            return "VIEW";
        case CodeKind::MaterializedView:
            return "MATERIALIZED VIEW";
        case CodeKind::Function:
            return "FUNCTION";
        case CodeKind::Procedure:
            return "PROCEDURE";
        case CodeKind::Trigger:
            return "TRIGGER";
        case CodeKind::Policy:
            return "POLICY";
        case CodeKind::Statistics:
            return "STATISTICS";
    }
    return "";
}

std::string_view statement_kind(CodeKind kind, bool create) {
    switch (kind) {
        case CodeKind::View:
            return create ? "create view" : "drop view";
        case CodeKind::MaterializedView:
            return create ? "create materialized view" : "drop materialized view";
        case CodeKind::Function:
            return create ? "create function" : "drop function";
        case CodeKind::Procedure:
            return create ? "create procedure" : "drop procedure";
        case CodeKind::Trigger:
            return create ? "create trigger" : "drop trigger";
        case CodeKind::Policy:
            return create ? "create policy" : "drop policy";
        case CodeKind::Statistics:
            return create ? "create statistics" : "drop statistics";
    }
    return "";
}

bool stands_on_table(CodeKind kind) {
    return kind == CodeKind::Trigger || kind == CodeKind::Policy;
}

Lock lock_of(CodeKind kind, bool create) {
    switch (kind) {
        case CodeKind::Trigger:
            return create ? Lock::ShareRowExclusive : Lock::AccessExclusive;
        case CodeKind::Policy:
            return Lock::AccessExclusive;
        case CodeKind::Statistics:
            return Lock::ShareUpdateExclusive;
        case CodeKind::View:
        case CodeKind::MaterializedView:
        case CodeKind::Function:
        case CodeKind::Procedure:
            return Lock::None;
    }
    return Lock::None;
}

void check_text(const Emission& e, const std::string& text) {
    if (has_stray_backslash(text)) {
        e.diagnostics.report(diag::BackslashInSql, e.origin)
            .help("put it in a string, or between dollar quotes");
    }
}

/// Whether PostgreSQL has no `or replace` for the object.
bool must_drop_first(const Emission& e, const CreateCodeObject& operation) {
    const CodeObject& object = operation.object;
    const bool exists = e.before.find_code_object(object.kind, object.table, object.name,
                                                  object.signature) != nullptr;
    if (!operation.or_replace || !exists) { return false; }
    switch (object.kind) {
        case CodeKind::MaterializedView:
        case CodeKind::Policy:
        case CodeKind::Statistics:
            return true;
        case CodeKind::Trigger:
            // https://www.postgresql.org/docs/current/sql-createtrigger.html: OR REPLACE is not for
            // constraint triggers.
            return e.settings.version < 14 || object.constraint;
        case CodeKind::View:
        case CodeKind::Function:
        case CodeKind::Procedure:
            return false;
    }
    return false;
}

void check_replacement(const Emission& e, const CodeObject& object) {
    const CodeObjectState* old =
        e.before.find_code_object(object.kind, object.table, object.name, object.signature);
    if (old == nullptr) { return; }
    const std::string part = irreplaceable_part(old->object, object);
    if (part.empty()) { return; }
    const std::string drop(statement_kind(object.kind, false));
    e.diagnostics
        .report(diag::CannotReplace, e.origin, part, drop.substr(std::string_view("drop ").size()),
                object.name.text())
        .help("write `" + drop + " …;` before it");
}

bool has_or_replace(const Emission& e, CodeKind kind) {
    return kind == CodeKind::View || kind == CodeKind::Function || kind == CodeKind::Procedure ||
           (kind == CodeKind::Trigger && e.settings.version >= 14);
}

void add_drop(const Emission& e, Raw what, std::string_view kind, const QualifiedName& name,
              bool if_exists, bool cascade) {
    SqlWriter out(kQuoting);
    out.raw("DROP ").raw(what).raw(" ");
    if (if_exists) { out.raw("IF EXISTS "); }
    out.name(name);
    if (cascade) { out.raw(" CASCADE"); }
    e.add(kind, out);
}

void write_comment_target(SqlWriter& out, const CommentOn& operation) {
    switch (operation.target) {
        case CommentTarget::Table:
            out.raw("TABLE ").name(operation.object);
            break;
        case CommentTarget::Column:
            out.raw("COLUMN ").name(operation.object).raw(".").name(operation.part);
            break;
        case CommentTarget::Index:
            out.raw("INDEX ").name(operation.object);
            break;
        case CommentTarget::Constraint:
            out.raw("CONSTRAINT ").name(operation.part).raw(" ON ").name(operation.object);
            break;
        case CommentTarget::Type:
            out.raw("TYPE ").name(operation.object);
            break;
        case CommentTarget::Domain:
            out.raw("DOMAIN ").name(operation.object);
            break;
        case CommentTarget::Sequence:
            out.raw("SEQUENCE ").name(operation.object);
            break;
        case CommentTarget::View:
            out.raw("VIEW ").name(operation.object);
            break;
        case CommentTarget::MaterializedView:
            out.raw("MATERIALIZED VIEW ").name(operation.object);
            break;
        case CommentTarget::Schema:
            out.raw("SCHEMA ").name(operation.object);
            break;
        case CommentTarget::Function:
            out.raw("FUNCTION ").name(operation.object).user_sql(operation.signature);
            break;
        case CommentTarget::Procedure:
            out.raw("PROCEDURE ").name(operation.object).user_sql(operation.signature);
            break;
        case CommentTarget::Trigger:
            out.raw("TRIGGER ").name(operation.part).raw(" ON ").name(operation.object);
            break;
        case CommentTarget::Policy:
            out.raw("POLICY ").name(operation.part).raw(" ON ").name(operation.object);
            break;
        case CommentTarget::Extension:
            out.raw("EXTENSION ").name(operation.object);
            break;
        case CommentTarget::Statistics:
            out.raw("STATISTICS ").name(operation.object);
            break;
    }
}

/// "Grant options cannot be granted to PUBLIC" (the manual of `grant`).
void check_grant_option(const Emission& e, const Grant& operation) {
    const std::optional<PrivilegeStatement> statement = read_privileges(operation);
    if (!statement || statement->revoke || !statement->option ||
        statement->kind == SecuredKind::Role) {
        return;
    }
    const std::vector<std::string>& grantees = statement->grantees;
    if (std::find(grantees.begin(), grantees.end(), "public") == grantees.end()) { return; }
    e.diagnostics.report(diag::GrantOptionToPublic, e.origin)
        .help("name the roles that may pass the privilege on");
}

}  // namespace

void emit_operation(const Emission& e, const CommentOn& operation) {
    SqlWriter out(kQuoting);
    out.raw("COMMENT ON ");
    write_comment_target(out, operation);
    out.raw(" IS ");
    if (operation.text) {
        out.string(*operation.text);
    } else {
        out.raw("NULL");
    }
    script::SqlStatement& statement = e.add("comment", out);
    const bool table =
        operation.target == CommentTarget::Table || operation.target == CommentTarget::Column;
    if (table && e.before.find_table(operation.object) != nullptr) {
        set_lock(statement, Lock::ShareUpdateExclusive, operation.object);
    }
}

void emit_operation(const Emission& e, const CreateSequence& operation) {
    SqlWriter out(kQuoting);
    out.raw("CREATE SEQUENCE ");
    if (operation.if_not_exists) { out.raw("IF NOT EXISTS "); }
    out.name(operation.name);
    write_sequence_options(out, operation.options, e.settings, false);
    e.add("create sequence", out);
}

void emit_operation(const Emission& e, const AlterSequence& operation) {
    SqlWriter out(kQuoting);
    out.raw("ALTER SEQUENCE ");
    if (operation.if_exists) { out.raw("IF EXISTS "); }
    out.name(operation.name);
    write_sequence_options(out, operation.options, e.settings, false);
    e.add("alter sequence", out);
}

void emit_operation(const Emission& e, const DropSequence& operation) {
    add_drop(e, "SEQUENCE", "drop sequence", operation.name, operation.if_exists,
             operation.cascade);
}

void emit_operation(const Emission& e, const CreateSchema& operation) {
    SqlWriter out(kQuoting);
    out.raw("CREATE SCHEMA ");
    if (operation.if_not_exists) { out.raw("IF NOT EXISTS "); }
    e.add("create schema", out.name(operation.name));
}

void emit_operation(const Emission& e, const DropSchema& operation) {
    add_drop(e, "SCHEMA", "drop schema", QualifiedName(operation.name.text), operation.if_exists,
             operation.cascade);
}

void emit_operation(const Emission& e, const CreateExtension& operation) {
    SqlWriter out(kQuoting);
    out.raw("CREATE EXTENSION ");
    if (operation.if_not_exists) { out.raw("IF NOT EXISTS "); }
    out.name(operation.name);
    if (!operation.schema.empty()) { out.raw(" SCHEMA ").name(operation.schema); }
    if (!operation.version.empty()) { out.raw(" VERSION ").string(operation.version); }
    e.add("create extension", out);
}

void emit_operation(const Emission& e, const DropExtension& operation) {
    add_drop(e, "EXTENSION", "drop extension", QualifiedName(operation.name.text),
             operation.if_exists, operation.cascade);
}

void emit_operation(const Emission& e, const CreateCodeObject& operation) {
    const CodeObject& object = operation.object;
    check_text(e, object.definition);
    if (object.kind == CodeKind::Trigger) { check_trigger(e, object); }
    const bool drop_first = must_drop_first(e, operation);
    if (operation.or_replace && !drop_first) { check_replacement(e, object); }
    if (drop_first) {
        DropCodeObject drop;
        drop.kind = object.kind;
        drop.name = object.name;
        drop.table = object.table;
        drop.signature = object.signature;
        emit_operation(e, drop);
    }
    SqlWriter out(kQuoting);
    out.raw("CREATE ");
    if (operation.or_replace && !drop_first && has_or_replace(e, object.kind)) {
        out.raw("OR REPLACE ");
    }
    if (object.constraint) { out.raw("CONSTRAINT "); }
    out.word(kind_words(object.kind)).raw(" ");
    // Of these only materialized views have it: that the others are not there is known.
    if (operation.if_not_exists && object.kind == CodeKind::MaterializedView) {
        out.raw("IF NOT EXISTS ");
    }
    out.name(object.name);
    const bool routine = object.kind == CodeKind::Function || object.kind == CodeKind::Procedure;
    if (!routine || !object.definition.starts_with('(')) { out.raw(" "); }
    const bool view = object.kind == CodeKind::View || object.kind == CodeKind::MaterializedView;
    out.user_sql(protect_colons(
        upper_key_words(object.definition, view ? TextPart::ViewHead : TextPart::RoutineHead)));
    script::SqlStatement& statement = e.add(statement_kind(object.kind, true), out);
    set_lock(statement, lock_of(object.kind, true), object.table);
    if (!drop_first) { return; }
    const CodeObjectState* before =
        e.before.find_code_object(object.kind, object.table, object.name, object.signature);
    for (const Operation& each : belongings_of(e.before, *before)) { emit_operation(e, each); }
}

void emit_operation(const Emission& e, const DropCodeObject& operation) {
    SqlWriter out(kQuoting);
    out.raw("DROP ").word(kind_words(operation.kind)).raw(" ");
    if (operation.if_exists) { out.raw("IF EXISTS "); }
    out.name(operation.name);
    const bool routine =
        operation.kind == CodeKind::Function || operation.kind == CodeKind::Procedure;
    if (routine) { out.user_sql(operation.signature); }
    if (stands_on_table(operation.kind)) { out.raw(" ON ").name(operation.table); }
    if (operation.cascade) { out.raw(" CASCADE"); }
    script::SqlStatement& statement = e.add(statement_kind(operation.kind, false), out);
    set_lock(statement, lock_of(operation.kind, false), operation.table);
}

void emit_operation(const Emission& e, const Grant& operation) {
    check_text(e, operation.text);
    check_grant_option(e, operation);
    SqlWriter out(kQuoting);
    out.raw(operation.revoke ? Raw("REVOKE ") : Raw("GRANT "));
    out.user_sql(protect_colons(upper_key_words(operation.text, TextPart::Privileges)));
    e.add(operation.revoke ? "revoke" : "grant", out);
}

}  // namespace retort::dialects::postgresql
