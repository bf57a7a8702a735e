// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/schema/apply.h"

#include <algorithm>

namespace retort::schema {
namespace {

struct Flattening {
    std::string_view dialect;
    Diagnostics& diagnostics;

    void report(Span where) const {
        diagnostics.report(diag::NoDialectArm, where, dialect)
            .help("add `" + std::string(dialect) +
                  " => …`, or put the statement into an `on` block of another dialect");
    }

    void type(Type& value) const {
        if (value.by_dialect.empty()) { return; }
        const auto arm =
            std::find_if(value.by_dialect.begin(), value.by_dialect.end(),
                         [&](const DialectType& each) { return each.first == dialect; });
        if (arm == value.by_dialect.end()) {
            report(value.span);
            value.by_dialect.clear();
            return;
        }
        Type chosen = std::move(arm->second);
        chosen.dimensions = std::max(chosen.dimensions, value.dimensions);
        value = std::move(chosen);
        type(value);
    }

    void expression(Expr& value) const {
        if (value.kind == ExprKind::ByDialect) {
            std::size_t arm = 0;
            while (arm < value.names.size() && value.names[arm].text != dialect) { ++arm; }
            if (arm >= value.args.size()) {
                report(value.span);
                value = Expr();
                return;
            }
            Expr chosen = std::move(value.args[arm]);
            value = std::move(chosen);
            expression(value);
            return;
        }
        if (value.type) { type(*value.type); }
        for (Expr& argument : value.args) { expression(argument); }
    }

    void expression(Box<Expr>& value) const {
        if (value) { expression(*value); }
    }
    void keys(std::vector<IndexKey>& list) const {
        for (IndexKey& key : list) { expression(key.expression); }
    }
    void column(Column& value) const {
        type(value.type);
        expression(value.default_value);
        if (value.generated) { expression(value.generated->expression); }
    }
    void constraint(Constraint& value) const {
        expression(value.check);
        expression(value.where);
        keys(value.keys);
    }
    void definition(ColumnDefinition& value) const {
        column(value.column);
        for (Constraint& each : value.constraints) { constraint(each); }
    }
    void action(TableAction& value) const;
    void operation(Operation& value) const;
    /// Opens blocks and leaves out what is for others; then resolves what is left.
    void list(std::vector<Operation>& operations) const;
    void reverse(Box<Reverse>& value) const {
        if (value) { list(value->operations); }
    }
    /// Only the text for this dialect stays, for all of them. False where there is none.
    bool sql(RawSql& value) const;
};

void Flattening::action(TableAction& value) const {
    match(
        value,  //
        [&](AddColumn& a) { definition(a.definition); }, [](DropColumn&) {}, [](RenameColumn&) {},
        [&](SetColumnType& a) {
            type(a.type);
            expression(a.using_expression);
        },
        [&](SetColumnDefault& a) { expression(a.value); }, [](DropColumnDefault&) {},
        [](SetNotNull&) {}, [](DropNotNull&) {}, [](AddIdentity&) {}, [](SetIdentity&) {},
        [](DropIdentity&) {}, [](DropExpression&) {},
        [&](AddConstraint& a) { constraint(a.constraint); }, [](DropConstraint&) {},
        [](RenameConstraint&) {}, [](ValidateConstraint&) {}, [](SetRowSecurity&) {},
        [](OtherTableAction&) {});
}

bool Flattening::sql(RawSql& value) const {
    if (value.texts.empty()) { return !value.file.empty(); }
    const auto arm = std::find_if(value.texts.begin(), value.texts.end(), [&](const auto& text) {
        return text.first.empty() || text.first == dialect;
    });
    if (arm == value.texts.end()) { return false; }
    if (value.texts.size() > 1 || !arm->first.empty()) {
        std::string text = std::move(arm->second);
        value.texts.clear();
        value.texts.emplace_back(std::string(), std::move(text));
    }
    return true;
}

void Flattening::operation(Operation& value) const {
    match(
        value.kind,  //
        [&](CreateTable& o) {
            for (TableElement& element : o.elements) {
                match(
                    element, [&](ColumnDefinition& each) { definition(each); },
                    [&](Constraint& each) { constraint(each); }, [](LikeTable&) {});
            }
            if (o.options.partition_by) { keys(o.options.partition_by->keys); }
        },
        [](DropTable&) {}, [](RenameTable&) {}, [](SetTableSchema&) {},
        [&](AlterTable& o) {
            for (TableAction& each : o.actions) { action(each); }
        },
        [](CommentOn&) {},
        [&](CreateIndex& o) {
            keys(o.index.keys);
            expression(o.index.where);
        },
        [](DropIndex&) {}, [](RenameIndex&) {}, [](CreateEnum&) {}, [](DropType&) {},
        [](AddEnumValue&) {}, [](RenameEnumValue&) {}, [](RenameType&) {}, [](DropEnumValue&) {},
        [&](CreateDomain& o) {
            type(o.type);
            expression(o.default_value);
            for (Constraint& check : o.checks) { constraint(check); }
        },
        [](DropDomain&) {}, [](CreateSequence&) {}, [](AlterSequence&) {}, [](DropSequence&) {},
        [](CreateSchema&) {}, [](DropSchema&) {}, [](CreateExtension&) {}, [](DropExtension&) {},
        [](CreateCodeObject&) {}, [](DropCodeObject&) {}, [](Grant&) {},
        [&](InsertRows& o) {
            for (std::vector<Expr>& row : o.rows) {
                for (Expr& cell : row) { expression(cell); }
            }
            reverse(o.reverse);
        },
        [&](UpdateRows& o) {
            for (Assignment& assignment : o.assignments) { expression(assignment.value); }
            expression(o.where);
            reverse(o.reverse);
        },
        [&](DeleteRows& o) {
            expression(o.where);
            reverse(o.reverse);
        },
        [&](SqlStatementText& o) { reverse(o.reverse); },
        [&](Execute& o) {
            // A reverse without a text for this dialect has nothing to undo there.
            if (o.reverse && !sql(*o.reverse)) {
                o.reverse.reset();
                o.reverse_nothing = true;
            }
            list(o.effects);
        },
        [&](Assert& o) { expression(o.condition); }, [](OnDialect&) {});
}

void Flattening::list(std::vector<Operation>& operations) const {
    const auto nested = [](const Operation& each) {
        return std::holds_alternative<OnDialect>(each.kind);
    };
    while (std::any_of(operations.begin(), operations.end(), nested)) {
        std::vector<Operation> opened;
        for (Operation& each : operations) {
            auto* block = std::get_if<OnDialect>(&each.kind);
            if (block == nullptr) {
                opened.push_back(std::move(each));
            } else if (block->dialect.text == dialect) {
                std::move(block->body.begin(), block->body.end(), std::back_inserter(opened));
            }
        }
        operations = std::move(opened);
    }
    std::erase_if(operations, [&](Operation& each) {
        auto* execute = std::get_if<Execute>(&each.kind);
        return execute != nullptr && !sql(execute->up);
    });
    for (Operation& each : operations) { operation(each); }
}

}  // namespace

std::vector<Operation> flatten(std::vector<Operation> operations, std::string_view dialect,
                               Diagnostics& diagnostics) {
    Flattening{dialect, diagnostics}.list(operations);
    return operations;
}

}  // namespace retort::schema
