// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/plan/legalize_internal.h"
#include "compiler/plan/plan.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

namespace retort::plan {

namespace internal {

Step make_step(schema::OperationKind kind, Span span, const schema::Schema& before,
               const schema::Schema& after) {
    schema::Operation operation;
    operation.kind = std::move(kind);
    operation.span = span;
    return {std::make_shared<const schema::Operation>(std::move(operation)), before, after};
}

schema::Expr column_expression(const std::string& name) {
    schema::Expr expr;
    expr.kind = schema::ExprKind::Column;
    expr.names = {Name(name)};
    return expr;
}

schema::Expr string_expression(const std::string& text) {
    schema::Expr expr;
    expr.kind = schema::ExprKind::String;
    expr.text = text;
    return expr;
}

}  // namespace internal

namespace {

using internal::Steps;

bool alters_everything(const Capabilities& can) {
    return can.alter_column && can.add_constraint && can.add_any_column && can.drop_column &&
           can.rename_column;
}

/// An index cannot be renamed: it is dropped and created under the new name.
Steps recreate_index(Step step, const schema::RenameIndex& rename, Span span) {
    const QualifiedName renamed(rename.from.schema, rename.to.text, rename.to.span);
    const schema::Table* table = step.after.find_index_owner(renamed);
    const schema::Index* index = table == nullptr ? nullptr : table->find_index(renamed.name);
    Steps steps;
    if (index == nullptr) { return steps; }
    schema::DropIndex drop;
    drop.name = rename.from;
    schema::CreateIndex create;
    create.index = *index;
    create.table = table->name;
    steps.push_back(internal::make_step(std::move(drop), span, step.before, step.after));
    steps.push_back(internal::make_step(std::move(create), span, step.before, step.after));
    return steps;
}

/// What one step becomes. A step that is legal as it is comes back unchanged.
class Legalizer {
public:
    explicit Legalizer(const Capabilities& capabilities) : can_(&capabilities) {}

    Steps rewrite(Step step) {
        const auto* reference = std::get_if<revisions::OperationRef>(&step.action);
        if (reference == nullptr) { return keep(std::move(step)); }
        // The step may be moved away below; the operation must outlive that.
        const revisions::OperationRef operation = *reference;
        const Span span = operation->span;
        return match(
            operation->kind,
            [&](const schema::AlterTable& alter) {
                if (alters_everything(*can_)) {
                    return keep_with_code(drops_with_cascade(alter), std::move(step));
                }
                return internal::legalize_alter_table(step, alter, *can_);
            },
            [&](const schema::DropTable& drop) {
                if (!drop.cascade || can_->add_constraint) {
                    return keep_with_code(drop.cascade, std::move(step));
                }
                const Steps kept = keep(std::move(step));
                return internal::spell_out_cascade(kept.front(), drop.name, kept);
            },
            [&](const schema::RenameIndex& rename) {
                if (can_->rename_index) { return keep(std::move(step)); }
                return recreate_index(std::move(step), rename, span);
            },
            [&](const schema::CommentOn&) { return keep(std::move(step)); },
            [&](const schema::CreateEnum&) { return keep_if(can_->enum_types, std::move(step)); },
            [&](const schema::DropType& drop) {
                return keep_or_cascade(can_->enum_types, drop.cascade, std::move(step));
            },
            [&](const schema::RenameType&) { return keep_if(can_->enum_types, std::move(step)); },
            [&](const schema::AddEnumValue& add) {
                if (can_->enum_types) { return keep(std::move(step)); }
                return internal::rebuild_for_enum(step, add.type, {}, {}, span);
            },
            [&](const schema::RenameEnumValue& rename) {
                if (can_->enum_types) { return keep(std::move(step)); }
                return internal::rebuild_for_enum(step, rename.type, rename.from.text,
                                                  rename.to.text, span);
            },
            [&](const schema::DropEnumValue& drop) {
                if (can_->enum_types) { return keep(std::move(step)); }
                return internal::rebuild_for_enum(step, drop.type, drop.value.text,
                                                  drop.replacement.text, span);
            },
            [&](const schema::CreateDomain&) { return keep_if(can_->domains, std::move(step)); },
            [&](const schema::DropDomain& drop) {
                return keep_or_cascade(can_->domains, drop.cascade, std::move(step));
            },
            [&](const schema::CreateTable&) { return keep(std::move(step)); },
            [&](const schema::RenameTable&) { return keep(std::move(step)); },
            [&](const schema::SetTableSchema&) { return keep(std::move(step)); },
            [&](const schema::CreateIndex&) { return keep(std::move(step)); },
            [&](const schema::DropIndex&) { return keep(std::move(step)); },
            [&](const schema::CreateSequence&) { return keep(std::move(step)); },
            [&](const schema::AlterSequence&) { return keep(std::move(step)); },
            [&](const schema::DropSequence& drop) {
                return keep_with_code(drop.cascade, std::move(step));
            },
            [&](const schema::CreateSchema&) { return keep(std::move(step)); },
            [&](const schema::DropSchema& drop) {
                return keep_with_code(drop.cascade, std::move(step));
            },
            [&](const schema::CreateExtension&) { return keep(std::move(step)); },
            [&](const schema::DropExtension& drop) {
                return keep_with_code(drop.cascade, std::move(step));
            },
            [&](const schema::CreateCodeObject&) { return keep(std::move(step)); },
            [&](const schema::DropCodeObject& drop) {
                if (!drop.cascade || can_->add_constraint) {
                    return keep_with_code(drop.cascade, std::move(step));
                }
                return internal::spell_out_cascade(step, {}, {});
            },
            [&](const schema::Grant&) { return keep(std::move(step)); },
            [&](const schema::InsertRows&) { return keep(std::move(step)); },
            [&](const schema::UpdateRows&) { return keep(std::move(step)); },
            [&](const schema::DeleteRows&) { return keep(std::move(step)); },
            [&](const schema::SqlStatementText&) { return keep(std::move(step)); },
            [&](const schema::Execute&) { return keep(std::move(step)); },
            [&](const schema::Assert&) { return keep(std::move(step)); },
            [&](const schema::OnDialect&) { return keep(std::move(step)); });
    }

private:
    static Steps keep(Step step) {
        Steps steps;
        steps.push_back(std::move(step));
        return steps;
    }
    /// What has no counterpart and needs none is left out.
    static Steps keep_if(bool kept, Step step) { return kept ? keep(std::move(step)) : Steps{}; }
    static Steps keep_with_code(bool cascade, Step step) {
        return cascade ? internal::drop_code_first(std::move(step)) : keep(std::move(step));
    }
    static bool drops_with_cascade(const schema::AlterTable& alter) {
        return std::any_of(alter.actions.begin(), alter.actions.end(), [](const auto& action) {
            const auto* column = std::get_if<schema::DropColumn>(&action);
            const auto* constraint = std::get_if<schema::DropConstraint>(&action);
            return (column != nullptr && column->cascade) ||
                   (constraint != nullptr && constraint->cascade);
        });
    }
    /// A type that is no object of its own goes without a word; but the columns that its `cascade`
    /// takes along are dropped.
    static Steps keep_or_cascade(bool kept, bool cascade, Step step) {
        if (kept) { return keep_with_code(cascade, std::move(step)); }
        if (!cascade) { return {}; }
        return internal::spell_out_cascade(step, {}, {});
    }

    const Capabilities* can_;
};

}  // namespace

Plan legalize(Plan plan, const Capabilities& capabilities, Diagnostics& /*diagnostics*/) {
    Legalizer legalizer(capabilities);
    for (PlannedRevision& revision : plan.revisions) {
        Steps legal;
        legal.reserve(revision.steps.size());
        for (Step& step : revision.steps) {
            Steps steps = legalizer.rewrite(std::move(step));
            legal.insert(legal.end(), std::make_move_iterator(steps.begin()),
                         std::make_move_iterator(steps.end()));
        }
        revision.steps = std::move(legal);
    }
    return plan;
}

}  // namespace retort::plan
