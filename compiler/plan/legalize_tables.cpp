// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/plan/legalize_internal.h"
#include "compiler/schema/apply.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace retort::plan::internal {

namespace {

using schema::Constraint;
using schema::ConstraintKind;
using schema::Expr;
using schema::ExprKind;
using schema::Table;

bool names_column(const std::vector<Name>& names, std::string_view column) {
    return std::any_of(names.begin(), names.end(),
                       [&](const Name& name) { return name.text == column; });
}

bool mentions(const Box<Expr>& expr, std::string_view column) {
    if (!expr) { return false; }
    bool found = false;
    schema::for_each_column(*expr, [&](const Expr& reference) {
        found = found || (!reference.names.empty() && reference.names.back().text == column);
    });
    return found;
}

/// The expression mentions a column other than `column`.
bool mentions_another(const Box<Expr>& expr, std::string_view column) {
    if (!expr) { return false; }
    bool found = false;
    schema::for_each_column(*expr, [&](const Expr& reference) {
        found = found || (!reference.names.empty() && reference.names.back().text != column);
    });
    return found;
}

/// A literal, in the eyes of a database that takes only those as the default of a new column.
bool is_constant(const Expr& expr) {
    switch (expr.kind) {
        case ExprKind::Null:
        case ExprKind::Boolean:
        case ExprKind::Number:
            return true;
        // A carriage return needs a function call in some clients' SQL.
        case ExprKind::String:
        case ExprKind::TypedString:
            return expr.text.find('\r') == std::string::npos;
        case ExprKind::Unary:
            return expr.text != "not" && expr.args.size() == 1 &&
                   expr.args[0].kind == ExprKind::Number;
        case ExprKind::Cast:
            // `'x'::text` is the literal; a cast of a number to text is computed.
            return expr.args.size() == 1 &&
                   (expr.args[0].kind == ExprKind::String || expr.args[0].kind == ExprKind::Null) &&
                   is_constant(expr.args[0]);
        case ExprKind::Default:
        case ExprKind::Column:
        case ExprKind::Star:
        case ExprKind::Keyword:
        case ExprKind::Call:
        case ExprKind::Binary:
        case ExprKind::Is:
        case ExprKind::IsDistinct:
        case ExprKind::Between:
        case ExprKind::In:
        case ExprKind::Quantified:
        case ExprKind::Case:
        case ExprKind::Collate:
        case ExprKind::AtTimeZone:
        case ExprKind::Array:
        case ExprKind::Subscript:
        case ExprKind::Row:
        case ExprKind::Field:
        case ExprKind::Query:
        case ExprKind::Exists:
        case ExprKind::ByDialect:
            return false;
    }
    return false;
}

bool is_null(const Expr& expr) {
    return expr.kind == ExprKind::Null || (expr.kind == ExprKind::Cast && expr.args.size() == 1 &&
                                           expr.args[0].kind == ExprKind::Null);
}

/// The most that `add column` takes everywhere, whatever rows the table holds.
bool can_add(const schema::AddColumn& add, const Table& before, const schema::Schema& schema,
             const Capabilities& can) {
    if (can.add_any_column) { return true; }
    const schema::Column& column = add.definition.column;
    const bool last = !add.position || *add.position >= before.columns.size();
    const bool has_default = column.default_value && !is_null(*column.default_value);
    if (!last || column.identity || schema::is_serial(column.type.kind)) { return false; }
    if (column.generated && (column.generated->stored || column.not_null)) { return false; }
    if (has_default && !is_constant(*column.default_value)) { return false; }
    if (column.not_null && !has_default) { return false; }
    if (!can.domains && column.type.name && schema.domains.contains(*column.type.name)) {
        return false;
    }
    const auto& constraints = add.definition.constraints;
    return std::all_of(constraints.begin(), constraints.end(), [&](const Constraint& constraint) {
        switch (constraint.kind) {
            case ConstraintKind::PrimaryKey:
            case ConstraintKind::Unique:
            case ConstraintKind::Exclude:
                return false;
            // Old versions do not look at the rows that exist: only what concerns nulls and the
            // default alone is certain to hold.
            case ConstraintKind::Check:
                return !has_default && !mentions_another(constraint.check, column.name.text);
            case ConstraintKind::ForeignKey:
                return !has_default;
        }
        return false;
    });
}

bool uses_column(const Table& table, std::string_view column) {
    for (const Constraint& constraint : table.constraints) {
        if (names_column(constraint.columns, column) || mentions(constraint.check, column) ||
            names_column(constraint.include, column) || mentions(constraint.where, column)) {
            return true;
        }
        if (std::any_of(constraint.keys.begin(), constraint.keys.end(),
                        [&](const schema::IndexKey& key) {
                            return key.column.text == column || mentions(key.expression, column);
                        })) {
            return true;
        }
        if (constraint.referenced_table == table.name &&
            names_column(constraint.referenced_columns, column)) {
            return true;
        }
    }
    for (const schema::Index& index : table.indexes) {
        if (names_column(index.include, column) || mentions(index.where, column) ||
            std::any_of(index.keys.begin(), index.keys.end(), [&](const schema::IndexKey& key) {
                return key.column.text == column || mentions(key.expression, column);
            })) {
            return true;
        }
    }
    return std::any_of(
        table.columns.begin(), table.columns.end(), [&](const schema::Column& other) {
            return other.generated && mentions(Box<Expr>(other.generated->expression), column);
        });
}

bool is_referenced(const schema::Schema& schema, const QualifiedName& table,
                   std::string_view column) {
    bool found = false;
    schema.tables.for_each([&](const QualifiedName&, const Shared<Table>& other) {
        for (const Constraint& constraint : other->constraints) {
            found = found || (constraint.kind == ConstraintKind::ForeignKey &&
                              constraint.referenced_table == table &&
                              names_column(constraint.referenced_columns, column));
        }
    });
    return found;
}

bool can_drop(const schema::DropColumn& drop, const Table& before, const schema::Schema& schema,
              const Capabilities& can) {
    // A table's last column is not dropped where another one takes its place either.
    return can.drop_column && before.columns.size() > 1 && !uses_column(before, drop.column.text) &&
           !is_referenced(schema, before.name, drop.column.text);
}

/// What an action needs: nothing (it changes nothing here), a statement of its own, or the rebuild.
enum class Need : unsigned char { Nothing, Statement, Rebuild };

Need need_of(const schema::TableAction& action, const Table& before, const schema::Schema& schema,
             const Capabilities& can) {
    const Need column_need = can.alter_column ? Need::Statement : Need::Rebuild;
    const Need constraint_need = can.add_constraint ? Need::Statement : Need::Rebuild;
    return match(
        action,
        [&](const schema::AddColumn& add) {
            if (before.find_column(add.definition.column.name.text) != nullptr) {
                return Need::Nothing;  // `if not exists`, and it does
            }
            return can_add(add, before, schema, can) ? Need::Statement : Need::Rebuild;
        },
        [&](const schema::DropColumn& drop) {
            if (before.find_column(drop.column.text) == nullptr) { return Need::Nothing; }
            return can_drop(drop, before, schema, can) ? Need::Statement : Need::Rebuild;
        },
        [&](const schema::RenameColumn&) {
            return can.rename_column ? Need::Statement : Need::Rebuild;
        },
        [&](const schema::SetColumnType&) { return column_need; },
        [&](const schema::SetColumnDefault&) { return column_need; },
        [&](const schema::DropColumnDefault&) { return column_need; },
        [&](const schema::SetNotNull&) { return column_need; },
        [&](const schema::DropNotNull&) { return column_need; },
        [&](const schema::AddIdentity&) { return column_need; },
        [&](const schema::SetIdentity&) { return column_need; },
        [&](const schema::DropIdentity&) { return column_need; },
        [&](const schema::DropExpression&) { return column_need; },
        [&](const schema::AddConstraint&) { return constraint_need; },
        [&](const schema::DropConstraint& drop) {
            return before.find_constraint(drop.name.text) == nullptr ? Need::Nothing
                                                                     : constraint_need;
        },
        [&](const schema::RenameConstraint&) { return constraint_need; },
        // Where constraints come with a rebuild, every row was checked by it.
        [&](const schema::ValidateConstraint&) {
            return can.add_constraint ? Need::Statement : Need::Nothing;
        },
        [&](const schema::SetRowSecurity&) { return Need::Statement; },
        [&](const schema::OtherTableAction&) { return Need::Statement; });
}

/// Follows, through a run of actions, where each column of the new table comes from in the old one.
class Copies {
public:
    explicit Copies(const Table& before) {
        for (const schema::Column& column : before.columns) {
            sources_[column.name.text] = column_expression(column.name.text);
        }
    }

    void follow(const schema::TableAction& action) {
        if (const auto* drop = std::get_if<schema::DropColumn>(&action)) {
            sources_.erase(drop->column.text);
        } else if (const auto* rename = std::get_if<schema::RenameColumn>(&action)) {
            auto found = sources_.extract(rename->from.text);
            if (found.empty()) { return; }
            found.key() = rename->to.text;
            sources_.insert(std::move(found));
            renamed_.emplace_back(rename->to.text, rename->from.text);
        } else if (const auto* type = std::get_if<schema::SetColumnType>(&action)) {
            change_type(*type);
        }
    }

    std::vector<ColumnCopy> list(const Table& after) const {
        std::vector<ColumnCopy> copies;
        for (const schema::Column& column : after.columns) {
            const auto found = sources_.find(column.name.text);
            if (found != sources_.end() && !column.generated) {
                copies.push_back({column.name, found->second});
            }
        }
        return copies;
    }

private:
    void change_type(const schema::SetColumnType& change) {
        const auto found = sources_.find(change.column.text);
        if (found == sources_.end()) { return; }
        Expr value = found->second;
        if (change.using_expression) {
            value = *change.using_expression;
            // `using` speaks of the table as it was before the statement, by its names now.
            for (auto rename = renamed_.rbegin(); rename != renamed_.rend(); ++rename) {
                schema::rename_column(value, rename->first, rename->second);
            }
        }
        Expr cast;
        cast.kind = ExprKind::Cast;
        cast.type = change.type;
        cast.span = value.span;
        cast.args.push_back(std::move(value));
        found->second = std::move(cast);
    }

    std::map<std::string, Expr> sources_;
    std::vector<std::pair<std::string, std::string>> renamed_;  ///< new name, old name
};

/// The actions of one statement, taken apart.
class AlterSplitter {
public:
    AlterSplitter(const Step& step, const schema::AlterTable& alter, const Capabilities& can)
        : step_(&step),
          alter_(&alter),
          can_(&can),
          current_(step.before),
          run_start_(step.before) {}

    Steps split() {
        for (std::size_t i = 0; i < alter_->actions.size(); ++i) {
            const schema::TableAction& action = alter_->actions[i];
            const Table* table = current_.find_table(alter_->table);
            if (table == nullptr) { break; }  // `if exists`, and it does not
            const Need need = need_of(action, *table, current_, *can_);
            // Renames rewrite what refers to the column elsewhere, which no rebuild does: they are
            // never part of one.
            const bool alone =
                std::holds_alternative<schema::RenameColumn>(action) && need == Need::Statement;
            if (alone) { flush(); }
            Piece piece = apply_alone(i);
            if (need == Need::Nothing) { continue; }
            if (alone) {
                steps_.push_back(std::move(piece.step));
                run_start_ = current_;
                continue;
            }
            needs_rebuild_ = needs_rebuild_ || need == Need::Rebuild;
            pieces_.push_back(std::move(piece));
        }
        flush();
        add_cascades();
        return std::move(steps_);
    }

private:
    struct Piece {
        const schema::TableAction* action;
        Step step;
    };

    Span action_span(std::size_t index) const {
        return index < alter_->action_spans.size() ? alter_->action_spans[index] : span();
    }
    Span span() const { return std::get<revisions::OperationRef>(step_->action)->span; }

    Piece apply_alone(std::size_t index) {
        schema::AlterTable single;
        single.table = alter_->table;
        single.actions = {alter_->actions[index]};
        single.action_spans = {action_span(index)};
        schema::Operation operation;
        operation.kind = std::move(single);
        operation.span = span();
        schema::Schema next = current_;
        // Replay has reported whatever is wrong with it.
        Diagnostics ignored;
        (void)schema::apply(operation, next, {}, ignored);
        Piece piece{
            &alter_->actions[index],
            {std::make_shared<const schema::Operation>(std::move(operation)), current_, next}};
        current_ = std::move(next);
        return piece;
    }

    void flush() {
        if (needs_rebuild_) {
            add_rebuild();
        } else {
            for (Piece& piece : pieces_) { steps_.push_back(std::move(piece.step)); }
        }
        pieces_.clear();
        needs_rebuild_ = false;
        run_start_ = current_;
    }

    void add_rebuild() {
        const Shared<Table>* before = run_start_.tables.find(alter_->table);
        const Shared<Table>* after = current_.tables.find(alter_->table);
        if (before == nullptr || after == nullptr || *before == *after) { return; }
        RebuildTable rebuild;
        rebuild.before = *before;
        rebuild.after = *after;
        rebuild.span = span();
        Copies copies(**before);
        for (const Piece& piece : pieces_) {
            // Row security and storage have nothing to do with the table's shape: the dialect says
            // what it makes of them.
            if (std::holds_alternative<schema::SetRowSecurity>(*piece.action) ||
                std::holds_alternative<schema::OtherTableAction>(*piece.action)) {
                steps_.push_back(piece.step);
            }
            copies.follow(*piece.action);
        }
        rebuild.copies = copies.list(**after);
        steps_.push_back({std::move(rebuild), run_start_, current_});
    }

    void add_cascades() {
        const bool cascades = std::any_of(
            alter_->actions.begin(), alter_->actions.end(), [](const schema::TableAction& action) {
                const auto* column = std::get_if<schema::DropColumn>(&action);
                const auto* constraint = std::get_if<schema::DropConstraint>(&action);
                return (column != nullptr && column->cascade) ||
                       (constraint != nullptr && constraint->cascade);
            });
        if (!cascades || can_->add_constraint) { return; }
        steps_ = spell_out_cascade(*step_, alter_->table, std::move(steps_));
    }

    const Step* step_;
    const schema::AlterTable* alter_;
    const Capabilities* can_;
    schema::Schema current_;
    schema::Schema run_start_;
    std::vector<Piece> pieces_;
    bool needs_rebuild_ = false;
    Steps steps_;
};

}  // namespace

Steps legalize_alter_table(const Step& step, const schema::AlterTable& alter,
                           const Capabilities& capabilities) {
    return AlterSplitter(step, alter, capabilities).split();
}

Step make_rebuild(const Table& before, const Table& after, Span span,
                  const schema::Schema& schema_before, const schema::Schema& schema_after) {
    RebuildTable rebuild;
    rebuild.before = Shared<Table>(before);
    rebuild.after = Shared<Table>(after);
    rebuild.copies = Copies(before).list(after);
    rebuild.span = span;
    return {std::move(rebuild), schema_before, schema_after};
}

}  // namespace retort::plan::internal
