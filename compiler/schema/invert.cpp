// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/invert.h"

#include "compiler/base/check.h"
#include "compiler/base/match.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/created_by_text.h"
#include "compiler/schema/invert/parts.h"

#include <algorithm>

namespace retort::schema {
namespace {

using Operations = std::optional<std::vector<Operation>>;

template <class Kind>
Operations one(Kind kind) {
    std::vector<Operation> list;
    Changes::add(list, std::move(kind));
    return list;
}

/// What leads back from the state after the operation, seen as a difference of two schemas.
Operations by_difference(const Operation& operation, const Schema& before) {
    Schema after = before;
    Operation copy = operation;
    Diagnostics ignored;
    (void)apply(copy, after, {}, ignored);
    return changes(after, before);
}

/// What the author said undoes the statement, or a report that nobody knows.
Operations by_reverse(const Box<Reverse>& reverse, const Operation& operation,
                      Diagnostics& diagnostics, std::string_view what) {
    if (reverse) { return reverse->nothing ? std::vector<Operation>() : reverse->operations; }
    diagnostics.report(diag::NoInverse, operation.span, what)
        .help(
            "write `reverse …` after it, `reverse nothing` if nothing needs undoing, or a "
            "`downgrade { }` block");
    return std::nullopt;
}

/// What the table is called after the move (the model may know `public` by no name).
QualifiedName moved_name(const SetTableSchema& move, const Schema& before) {
    Schema after = before;
    Operation copy{move, {}};
    Diagnostics ignored;
    (void)apply(copy, after, {}, ignored);
    const QualifiedName qualified(move.schema.text, move.table.name);
    return after.find_table(qualified) != nullptr ? qualified : QualifiedName(move.table.name);
}

Operations invert_text(const SqlStatementText& statement, const Operation& operation,
                       Diagnostics& diagnostics) {
    static const std::vector<std::string_view> harmless = {
        "set",     "reset", "select",  "analyze", "vacuum",     "lock",    "refresh",
        "reindex", "show",  "explain", "cluster", "checkpoint", "discard", "listen",
        "notify",  "begin", "commit",  "start",   "savepoint",  "comment", "pragma"};
    const bool nothing_to_undo =
        std::find(harmless.begin(), harmless.end(), statement.keyword) != harmless.end();
    if (nothing_to_undo && !statement.reverse) { return std::vector<Operation>(); }
    if (!statement.reverse) {
        if (std::optional<SqlStatementText> drop = drop_of_text(statement.text)) {
            return one(std::move(*drop));
        }
    }
    return by_reverse(statement.reverse, operation, diagnostics, "`" + statement.keyword + "`");
}

Operations invert_execute(const Execute& execute, const Operation& operation, const Schema& before,
                          Diagnostics& diagnostics) {
    Schema after = before;
    Diagnostics ignored;
    for (Operation effect : execute.effects) { (void)apply(effect, after, {}, ignored); }
    std::vector<Operation> effects = changes(after, before);
    if (execute.reverse_nothing && effects.empty()) { return std::vector<Operation>(); }
    if (!execute.reverse) {
        diag::Diagnostic& found = diagnostics.report(diag::NoInverse, operation.span, "raw SQL");
        found.help(execute.reverse_nothing
                       ? "it changes the schema (`as { … }`), so `reverse` must take that back: "
                         "write `reverse $$ … $$`"
                       : "write `reverse $$ … $$` after it, `reverse nothing` if nothing needs "
                         "undoing, or a `downgrade { }` block");
        return std::nullopt;
    }
    Execute back;
    back.up = *execute.reverse;
    back.reverse = Box<RawSql>(execute.up);
    back.declares_effects = execute.declares_effects;
    back.effects = std::move(effects);
    return one(std::move(back));
}

/// What reads the type's columns is taken down for it; a table is not, which would lose its rows.
Operations invert_value(const AddEnumValue& added, const Operation& operation,
                        const Schema& before) {
    Operations back = by_difference(operation, before);
    const bool loses_rows = std::any_of(back->begin(), back->end(), [](const Operation& each) {
        return std::holds_alternative<DropTable>(each.kind);
    });
    return loses_rows ? one(DropEnumValue{added.type, Name(added.value.text), {}}) : back;
}

}  // namespace

std::optional<std::vector<Operation>> invert(const Operation& operation, const Schema& before,
                                             Diagnostics& diagnostics) {
    const auto difference = [&] { return by_difference(operation, before); };
    return match(
        operation.kind,  //
        [&](const CreateTable& o) -> Operations {
            // A temporary table went with its session, which was another one.
            return one(DropTable{o.name, o.options.temporary});
        },
        [&](const DropTable&) { return difference(); },
        [&](const RenameTable& o) -> Operations {
            return one(
                RenameTable{QualifiedName(o.from.schema, o.to.text), Name(o.from.name), false});
        },
        [&](const SetTableSchema& o) -> Operations {
            return one(SetTableSchema{moved_name(o, before),
                                      Name(o.table.schema.empty() ? "public" : o.table.schema),
                                      false});
        },
        [&](const AlterTable& o) { return invert_alter(o, operation, before, diagnostics); },
        [&](const CommentOn&) { return difference(); },
        [&](const CreateIndex& o) -> Operations {
            DropIndex drop;
            drop.name = QualifiedName(o.table.schema, o.index.name.name);
            drop.concurrently = o.concurrently;
            return one(std::move(drop));
        },
        [&](const DropIndex& o) -> Operations {
            Operations back = difference();
            for (Operation& each : *back) {
                if (auto* create = std::get_if<CreateIndex>(&each.kind)) {
                    create->concurrently = o.concurrently;
                }
            }
            return back;
        },
        [&](const RenameIndex& o) -> Operations {
            return one(RenameIndex{QualifiedName(o.from.schema, o.to.text), Name(o.from.name)});
        },
        [&](const CreateEnum& o) -> Operations { return one(DropType{o.name}); },
        [&](const DropType&) { return difference(); },
        [&](const AddEnumValue& o) { return invert_value(o, operation, before); },
        [&](const RenameEnumValue& o) -> Operations {
            return one(RenameEnumValue{o.type, Name(o.to.text), Name(o.from.text)});
        },
        [&](const RenameType& o) -> Operations {
            return one(RenameType{QualifiedName(o.from.schema, o.to.text), Name(o.from.name)});
        },
        [&](const DropEnumValue&) { return difference(); },
        [&](const CreateDomain& o) -> Operations { return one(DropDomain{o.name}); },
        [&](const DropDomain&) { return difference(); },
        [&](const CreateSequence& o) -> Operations { return one(DropSequence{o.name}); },
        [&](const AlterSequence&) { return difference(); },
        [&](const DropSequence&) { return difference(); },
        [&](const CreateSchema& o) -> Operations { return one(DropSchema{o.name}); },
        [&](const DropSchema&) { return difference(); },
        [&](const CreateExtension& o) -> Operations { return one(DropExtension{o.name}); },
        [&](const DropExtension&) { return difference(); },
        [&](const CreateCodeObject&) { return difference(); },
        [&](const DropCodeObject&) { return difference(); },
        [&](const Grant& o) -> Operations {
            std::vector<Operation> back;
            for (Grant& each : invert_privileges(o, before)) {
                Changes::add(back, std::move(each));
            }
            return back;
        },
        [&](const InsertRows& o) { return invert_insert(o, operation, before, diagnostics); },
        [&](const UpdateRows& o) {
            return by_reverse(o.reverse, operation, diagnostics, "`update`");
        },
        [&](const DeleteRows& o) {
            return by_reverse(o.reverse, operation, diagnostics, "`delete`");
        },
        [&](const SqlStatementText& o) { return invert_text(o, operation, diagnostics); },
        [&](const Execute& o) { return invert_execute(o, operation, before, diagnostics); },
        [](const Assert&) -> Operations { return std::vector<Operation>(); },
        [](const OnDialect&) -> Operations { RETORT_UNREACHABLE(); });
}

}  // namespace retort::schema
