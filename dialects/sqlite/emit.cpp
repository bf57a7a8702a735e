// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/emit.h"

#include "compiler/base/match.h"
#include "dialects/sqlite/names.h"

#include <utility>

namespace retort::dialects::sqlite {

namespace {

/// What may be left out without the rest of the history falling apart: no table's shape, no rows.
bool may_be_skipped(const schema::Operation& operation) {
    if (const auto* alter = std::get_if<schema::AlterTable>(&operation.kind)) {
        for (const schema::TableAction& action : alter->actions) {
            if (!std::holds_alternative<schema::SetRowSecurity>(action) &&
                !std::holds_alternative<schema::OtherTableAction>(action)) {
                return false;
            }
        }
        return true;
    }
    return !std::holds_alternative<schema::CreateTable>(operation.kind) &&
           !std::holds_alternative<schema::InsertRows>(operation.kind) &&
           !std::holds_alternative<schema::UpdateRows>(operation.kind) &&
           !std::holds_alternative<schema::DeleteRows>(operation.kind) &&
           !std::holds_alternative<schema::Execute>(operation.kind) &&
           !std::holds_alternative<schema::Assert>(operation.kind);
}

/// A comment in the script instead of a statement that nothing needs.
void leave_out(const Context& context, const std::string& what, Statements& out) {
    out.push_back(make_statement(context, "skipped", {}));
    out.back().remarks.push_back("left out: " + what);
}

void emit_operation(const Context& context, const schema::Operation& operation, Statements& out) {
    const auto cannot = [&](std::string_view what) { report_cannot(context, context.span, what); };
    match(
        operation.kind,
        [&](const schema::CreateTable& create) { emit_create_table(context, create, out); },
        [&](const schema::DropTable& drop) { emit_drop_table(context, drop, out); },
        [&](const schema::RenameTable& rename) { emit_rename_table(context, rename, out); },
        [&](const schema::SetTableSchema&) { cannot("schemas"); },
        [&](const schema::AlterTable& alter) { emit_alter_table(context, alter, out); },
        [&](const schema::CommentOn&) { leave_out(context, schema::describe(operation), out); },
        [&](const schema::CreateIndex& create) { emit_create_index(context, create, out); },
        [&](const schema::DropIndex& drop) { emit_drop_index(context, drop, out); },
        [&](const schema::RenameIndex&) { cannot("`alter index`"); },
        [&](const schema::CreateEnum&) { cannot("types"); },
        [&](const schema::DropType&) { cannot("types"); },
        [&](const schema::AddEnumValue&) { cannot("types"); },
        [&](const schema::RenameEnumValue&) { cannot("types"); },
        [&](const schema::RenameType&) { cannot("types"); },
        [&](const schema::DropEnumValue&) { cannot("types"); },
        [&](const schema::CreateDomain&) { cannot("domains"); },
        [&](const schema::DropDomain&) { cannot("domains"); },
        [&](const schema::CreateSequence&) { cannot("sequences"); },
        [&](const schema::AlterSequence&) { cannot("sequences"); },
        [&](const schema::DropSequence&) { cannot("sequences"); },
        [&](const schema::CreateSchema&) { cannot("schemas"); },
        [&](const schema::DropSchema&) { cannot("schemas"); },
        [&](const schema::CreateExtension&) { cannot("extensions"); },
        [&](const schema::DropExtension&) { cannot("extensions"); },
        [&](const schema::CreateCodeObject& create) { emit_create_code(context, create, out); },
        [&](const schema::DropCodeObject& drop) { emit_drop_code(context, drop, out); },
        [&](const schema::Grant&) { cannot("privileges"); },
        [&](const schema::InsertRows& insert) { emit_insert(context, insert, out); },
        [&](const schema::UpdateRows& update) { emit_update(context, update, out); },
        [&](const schema::DeleteRows& del) { emit_delete(context, del, out); },
        [&](const schema::SqlStatementText& sql) { emit_sql_text(context, sql, out); },
        [&](const schema::Execute& execute) { emit_execute(context, execute, out); },
        [&](const schema::Assert& assertion) { emit_assert(context, assertion, out); },
        [&](const schema::OnDialect& block) {
            for (const schema::Operation& inner : block.body) {
                emit_operation(context, inner, out);
            }
        });
}

bool is_temporary(const Context& context, const QualifiedName& name) {
    const schema::Table* table = context.before->find_table(name);
    if (table == nullptr) { table = context.after->find_table(name); }
    return table != nullptr && table->options.temporary;
}

/// The proof at the end looks into the catalog of the database itself, where these are not.
bool concerns_temporary(const Context& context, const plan::Step& step) {
    if (const auto* rebuild = std::get_if<plan::RebuildTable>(&step.action)) {
        return rebuild->before->options.temporary;
    }
    const schema::OperationKind& kind = std::get<revisions::OperationRef>(step.action)->kind;
    if (const auto* rename = std::get_if<schema::RenameTable>(&kind)) {
        return is_temporary(context, rename->from);
    }
    if (const auto* alter = std::get_if<schema::AlterTable>(&kind)) {
        return is_temporary(context, alter->table);
    }
    if (const auto* create = std::get_if<schema::CreateIndex>(&kind)) {
        return is_temporary(context, create->table);
    }
    if (const auto* drop = std::get_if<schema::DropIndex>(&kind)) {
        const schema::Table* owner = context.before->find_index_owner(drop->name);
        return owner != nullptr && owner->options.temporary;
    }
    if (const auto* create = std::get_if<schema::CreateCodeObject>(&kind)) {
        return is_temporary(context, create->object.table);
    }
    if (const auto* drop = std::get_if<schema::DropCodeObject>(&kind)) {
        return is_temporary(context, drop->table);
    }
    return false;
}

/// The step's errors become a remark in the script.
Statements skipped(const Context& context, const Diagnostics& found) {
    Statements out;
    script::SqlStatement statement = make_statement(context, "skipped", {});
    for (const diagnostics::Diagnostic& diagnostic : found.all()) {
        statement.remarks.push_back("left out: " + diagnostic.message);
    }
    out.push_back(std::move(statement));
    return out;
}

}  // namespace

Statements emit_step(const plan::Step& step, int version, const DialectOptions& options,
                     Diagnostics& diagnostics) {
    Diagnostics found;
    Context context;
    context.version = version;
    context.options = &options;
    context.before = &step.before;
    context.after = &step.after;
    context.diagnostics = &found;
    Statements out;
    bool may_skip = false;
    match(
        step.action,
        [&](const revisions::OperationRef& operation) {
            context.span = operation->span;
            may_skip = options.skip_unsupported && may_be_skipped(*operation);
            emit_operation(context, *operation, out);
        },
        [&](const plan::RebuildTable& rebuild) {
            context.span = rebuild.span;
            emit_rebuild(context, rebuild, out);
        });
    check_names(context, step);
    if (concerns_temporary(context, step)) {
        for (script::SqlStatement& statement : out) { statement.effects.clear(); }
    }
    if (!found.has_errors()) { return out; }
    if (may_skip) { return skipped(context, found); }
    diagnostics.take(std::move(found));
    return {};
}

}  // namespace retort::dialects::sqlite
