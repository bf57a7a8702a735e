// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/emission.h"

#include "compiler/base/match.h"

#include <set>

namespace retort::dialects::postgresql {
namespace {

using namespace schema;

/// A statement stays on one line up to this width.
constexpr std::size_t kLineWidth = 88;

std::string_view lock_name(Lock lock) {
    switch (lock) {
        case Lock::None:
            return "";
        case Lock::RowExclusive:
            return "ROW EXCLUSIVE";
        case Lock::ShareUpdateExclusive:
            return "SHARE UPDATE EXCLUSIVE";
        case Lock::Share:
            return "SHARE";
        case Lock::ShareRowExclusive:
            return "SHARE ROW EXCLUSIVE";
        case Lock::AccessExclusive:
            return "ACCESS EXCLUSIVE";
    }
    return "";
}

}  // namespace

script::SqlStatement& Emission::add(std::string_view kind, SqlWriter& text) const {
    return add(kind, text.take());
}

script::SqlStatement& Emission::add(std::string_view kind, std::string text) const {
    script::SqlStatement statement;
    statement.text = std::move(text);
    statement.kind = std::string(kind);
    statement.origin = origin;
    return statements.emplace_back(std::move(statement));
}

bool Emission::too_new(int version, std::string_view what, std::string_view help) const {
    if (settings.version >= version) { return false; }
    diagnostics
        .report(diag::NeedsNewerPostgres, origin, what, std::to_string(version),
                std::to_string(settings.version))
        .help(std::string(help));
    return true;
}

void set_lock(script::SqlStatement& statement, Lock mode, const QualifiedName& table) {
    if (mode == Lock::None || table.empty()) { return; }
    for (const QualifiedName& known : statement.locked) {
        if (known == table) { return; }
    }
    // The tables of one mode are listed together: "ACCESS EXCLUSIVE on orders, users".
    const std::string prefix = std::string(lock_name(mode)) + " on ";
    const std::size_t last = statement.lock.rfind("; ");
    const std::string_view group =
        std::string_view(statement.lock).substr(last == std::string::npos ? 0 : last + 2);
    if (group.starts_with(prefix)) {
        statement.lock += ", " + table.text();
    } else {
        statement.lock += (statement.lock.empty() ? "" : "; ") + prefix + table.text();
    }
    statement.locked.push_back(table);
}

void settle_deferred_checks(const Emission& e, const QualifiedName& name) {
    std::vector<QualifiedName> constraints;
    const auto take = [&](const Table& table, bool own) {
        for (const Constraint& constraint : table.constraints) {
            const bool concerns = own || (constraint.kind == ConstraintKind::ForeignKey &&
                                          constraint.referenced_table == name);
            if (constraint.initially_deferred && concerns) {
                constraints.emplace_back(table.name.schema, constraint.name.text);
            }
        }
    };
    const Table* table = e.before.find_table(name);
    if (table == nullptr) { return; }
    take(*table, true);
    e.before.references.for_each_from(Reference{name, {}}, [&](const Reference& reference, bool) {
        if (!(reference.target == name)) { return false; }
        const Table* source = e.before.find_table(reference.source);
        if (source != nullptr && source != table) { take(*source, false); }
        return true;
    });
    if (constraints.empty()) { return; }
    // A name stands for all constraints of that name in a schema, and for none where one of them
    // cannot be deferred (https://www.postgresql.org/docs/current/sql-set-constraints.html).
    std::set<QualifiedName> fixed;
    e.before.tables.for_each([&](const QualifiedName& other, const Shared<Table>& each) {
        for (const Constraint& constraint : each->constraints) {
            if (!constraint.deferrable) { fixed.insert({other.schema, constraint.name.text}); }
        }
    });
    e.before.domains.for_each([&](const QualifiedName& domain, const Shared<Domain>& each) {
        for (const Constraint& check : each->definition.checks) {
            fixed.insert({domain.schema, check.name.text});
        }
    });
    const std::size_t all = constraints.size();
    std::erase_if(constraints, [&](const QualifiedName& each) { return fixed.count(each) != 0; });
    if (constraints.size() != all) {
        e.add("set", "SET CONSTRAINTS ALL IMMEDIATE")
            .remarks.push_back("Deferred checks of earlier rows come before the table changes.");
        return;
    }
    SqlWriter list(kQuoting);
    for (std::size_t i = 0; i < constraints.size(); ++i) {
        if (i != 0) { list.raw(", "); }
        list.name(constraints[i]);
    }
    e.add("set", "SET CONSTRAINTS " + list.text() + " IMMEDIATE")
        .remarks.push_back("Deferred checks of earlier rows come before the table changes.");
    e.add("set", "SET CONSTRAINTS " + list.text() + " DEFERRED");
}

std::string on_lines(const std::string& first, const std::vector<std::string>& clauses) {
    std::size_t width = first.size();
    bool lines = false;
    for (const std::string& clause : clauses) {
        width += 1 + clause.size();
        lines = lines || clause.find('\n') != std::string::npos;
    }
    const std::string separator = lines || width > kLineWidth ? "\n    " : " ";
    std::string text = first;
    for (const std::string& clause : clauses) { text += separator + clause; }
    return text;
}

void emit_operation(const Emission& e, const OnDialect& operation) {
    if (operation.dialect.text != "postgresql") { return; }
    for (const Operation& inner : operation.body) { emit_operation(e, inner); }
}

void emit_operation(const Emission& e, const Operation& operation) {
    match(
        operation.kind, [&](const CreateTable& o) { emit_operation(e, o); },
        [&](const DropTable& o) { emit_operation(e, o); },
        [&](const RenameTable& o) { emit_operation(e, o); },
        [&](const SetTableSchema& o) { emit_operation(e, o); },
        [&](const AlterTable& o) { emit_operation(e, o); },
        [&](const CommentOn& o) { emit_operation(e, o); },
        [&](const CreateIndex& o) { emit_operation(e, o); },
        [&](const DropIndex& o) { emit_operation(e, o); },
        [&](const RenameIndex& o) { emit_operation(e, o); },
        [&](const CreateEnum& o) { emit_operation(e, o); },
        [&](const DropType& o) { emit_operation(e, o); },
        [&](const AddEnumValue& o) { emit_operation(e, o); },
        [&](const RenameEnumValue& o) { emit_operation(e, o); },
        [&](const RenameType& o) { emit_operation(e, o); },
        [&](const DropEnumValue& o) { emit_operation(e, o); },
        [&](const CreateDomain& o) { emit_operation(e, o); },
        [&](const DropDomain& o) { emit_operation(e, o); },
        [&](const CreateSequence& o) { emit_operation(e, o); },
        [&](const AlterSequence& o) { emit_operation(e, o); },
        [&](const DropSequence& o) { emit_operation(e, o); },
        [&](const CreateSchema& o) { emit_operation(e, o); },
        [&](const DropSchema& o) { emit_operation(e, o); },
        [&](const CreateExtension& o) { emit_operation(e, o); },
        [&](const DropExtension& o) { emit_operation(e, o); },
        [&](const CreateCodeObject& o) { emit_operation(e, o); },
        [&](const DropCodeObject& o) { emit_operation(e, o); },
        [&](const Grant& o) { emit_operation(e, o); },
        [&](const InsertRows& o) { emit_operation(e, o); },
        [&](const UpdateRows& o) { emit_operation(e, o); },
        [&](const DeleteRows& o) { emit_operation(e, o); },
        [&](const SqlStatementText& o) { emit_operation(e, o); },
        [&](const Execute& o) { emit_operation(e, o); },
        [&](const Assert& o) { emit_operation(e, o); },
        [&](const OnDialect& o) { emit_operation(e, o); });
}

}  // namespace retort::dialects::postgresql
