// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/apply/context.h"

namespace retort::schema {
namespace {

struct Resolving {
    const Schema& schema;
    std::string_view default_schema;

    /// The other way to write the name; empty where there is none.
    [[nodiscard]] QualifiedName other(const QualifiedName& name) const {
        if (name.empty()) { return {}; }
        if (name.schema.empty()) { return {std::string(default_schema), name.name, name.span}; }
        return name.schema == default_schema ? QualifiedName(name.name, name.span)
                                             : QualifiedName();
    }

    template <class Exists>
    void resolve(QualifiedName& name, const Exists& exists) const {
        if (name.empty() || exists(name)) { return; }
        QualifiedName same = other(name);
        if (!same.empty() && exists(same)) { name = std::move(same); }
    }

    void relation(QualifiedName& name) const {
        resolve(name, [&](const QualifiedName& each) { return bool(find_relation(schema, each)); });
    }
    void relation(Box<QualifiedName>& name) const {
        if (name) { relation(*name); }
    }
    void type_name(QualifiedName& name) const {
        resolve(name, [&](const QualifiedName& each) { return bool(find_type(schema, each)); });
    }
    void type(Type& value) const {
        if (value.name) { type_name(*value.name); }
    }
    void expression(Expr& value) const {
        if (value.type) { type(*value.type); }
        for (Expr& argument : value.args) { expression(argument); }
    }
    void expression(Box<Expr>& value) const {
        if (value) { expression(*value); }
    }
    void keys(std::vector<IndexKey>& list) const {
        for (IndexKey& key : list) { expression(key.expression); }
    }
    void sequence(SequenceOptions& options) const { relation(options.owned_table); }
    void column(Column& value) const {
        type(value.type);
        expression(value.default_value);
        if (value.generated) { expression(value.generated->expression); }
    }
    void constraint(Constraint& value, const QualifiedName& table) const {
        expression(value.check);
        expression(value.where);
        keys(value.keys);
        // A table that is being created is not there yet.
        if (other(value.referenced_table) == table) { value.referenced_table = table; }
        relation(value.referenced_table);
    }
    void definition(ColumnDefinition& value, const QualifiedName& table) const {
        column(value.column);
        for (Constraint& each : value.constraints) { constraint(each, table); }
    }
    void table(CreateTable& o) const {
        relation(o.name);
        for (TableElement& element : o.elements) {
            match(
                element, [&](ColumnDefinition& e) { definition(e, o.name); },
                [&](Constraint& e) { constraint(e, o.name); },
                [&](LikeTable& e) { relation(e.table); });
        }
        relation(o.options.partition_of);
        for (QualifiedName& parent : o.options.inherits) { relation(parent); }
    }
    void action(TableAction& value, const QualifiedName& table) const {
        match(
            value, [&](AddColumn& o) { definition(o.definition, table); }, [](const DropColumn&) {},
            [](const RenameColumn&) {},
            [&](SetColumnType& o) {
                type(o.type);
                expression(o.using_expression);
            },
            [&](SetColumnDefault& o) { expression(o.value); }, [](const DropColumnDefault&) {},
            [](const SetNotNull&) {}, [](const DropNotNull&) {}, [](const AddIdentity&) {},
            [](const SetIdentity&) {}, [](const DropIdentity&) {}, [](const DropExpression&) {},
            [&](AddConstraint& o) { constraint(o.constraint, table); },
            [](const DropConstraint&) {}, [](const RenameConstraint&) {},
            [](const ValidateConstraint&) {}, [](const SetRowSecurity&) {},
            [](const OtherTableAction&) {});
    }
    void code_object(CodeKind kind, QualifiedName& name, QualifiedName& table,
                     const std::string& signature) const {
        relation(table);
        resolve(name, [&](const QualifiedName& each) {
            return schema.find_code_object(kind, table, each, signature) != nullptr;
        });
    }
    void commented(CommentOn& o) const;
    void operation(Operation& value) const;
    void reverse(Box<Reverse>& value) const {
        if (!value) { return; }
        for (Operation& each : value->operations) { operation(each); }
    }
};

void Resolving::commented(CommentOn& o) const {
    QualifiedName none;
    switch (o.target) {
        case CommentTarget::Table:
        case CommentTarget::Column:
        case CommentTarget::Index:
        case CommentTarget::Constraint:
        case CommentTarget::Sequence:
        case CommentTarget::View:
        case CommentTarget::MaterializedView:
        case CommentTarget::Trigger:
        case CommentTarget::Policy:
            relation(o.object);
            return;
        case CommentTarget::Type:
        case CommentTarget::Domain:
            type_name(o.object);
            return;
        case CommentTarget::Function:
            code_object(CodeKind::Function, o.object, none, o.signature);
            return;
        case CommentTarget::Procedure:
            code_object(CodeKind::Procedure, o.object, none, o.signature);
            return;
        case CommentTarget::Statistics:
            code_object(CodeKind::Statistics, o.object, none, o.signature);
            return;
        case CommentTarget::Schema:
        case CommentTarget::Extension:
            return;
    }
}

void Resolving::operation(Operation& value) const {
    match(
        value.kind, [&](CreateTable& o) { table(o); }, [&](DropTable& o) { relation(o.name); },
        [&](RenameTable& o) { relation(o.from); }, [&](SetTableSchema& o) { relation(o.table); },
        [&](AlterTable& o) {
            relation(o.table);
            for (TableAction& each : o.actions) { action(each, o.table); }
        },
        [&](CommentOn& o) { commented(o); },
        [&](CreateIndex& o) {
            relation(o.table);
            keys(o.index.keys);
            expression(o.index.where);
        },
        [&](DropIndex& o) {
            relation(o.name);
            relation(o.table);
        },
        [&](RenameIndex& o) { relation(o.from); }, [&](CreateEnum& o) { type_name(o.name); },
        [&](DropType& o) { type_name(o.name); }, [&](AddEnumValue& o) { type_name(o.type); },
        [&](RenameEnumValue& o) { type_name(o.type); }, [&](RenameType& o) { type_name(o.from); },
        [&](DropEnumValue& o) { type_name(o.type); },
        [&](CreateDomain& o) {
            type_name(o.name);
            type(o.type);
            expression(o.default_value);
            for (Constraint& check : o.checks) { expression(check.check); }
        },
        [&](DropDomain& o) { type_name(o.name); },
        [&](CreateSequence& o) {
            relation(o.name);
            sequence(o.options);
        },
        [&](AlterSequence& o) {
            relation(o.name);
            sequence(o.options);
        },
        [&](DropSequence& o) { relation(o.name); }, [](const CreateSchema&) {},
        [](const DropSchema&) {}, [](const CreateExtension&) {}, [](const DropExtension&) {},
        [&](CreateCodeObject& o) {
            code_object(o.object.kind, o.object.name, o.object.table, o.object.signature);
        },
        [&](DropCodeObject& o) { code_object(o.kind, o.name, o.table, o.signature); },
        [&](Grant& o) { o.default_schema = default_schema; },
        [&](InsertRows& o) {
            relation(o.table);
            for (std::vector<Expr>& row : o.rows) {
                for (Expr& each : row) { expression(each); }
            }
            reverse(o.reverse);
        },
        [&](UpdateRows& o) {
            relation(o.table);
            for (Assignment& each : o.assignments) { expression(each.value); }
            expression(o.where);
            reverse(o.reverse);
        },
        [&](DeleteRows& o) {
            relation(o.table);
            expression(o.where);
            reverse(o.reverse);
        },
        [&](SqlStatementText& o) { reverse(o.reverse); },
        [&](Execute& o) {
            for (Operation& each : o.effects) { operation(each); }
        },
        [&](Assert& o) { expression(o.condition); }, [](const OnDialect&) {});
}

}  // namespace

void resolve_schemas(Operation& operation, const Schema& schema, std::string_view default_schema) {
    Resolving{schema, default_schema}.operation(operation);
}

}  // namespace retort::schema
