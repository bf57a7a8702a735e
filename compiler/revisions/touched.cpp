// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/touched.h"

#include "compiler/base/match.h"
#include "compiler/schema/schema.h"

namespace retort::revisions {
namespace {

using namespace schema;

struct Words {
    std::vector<std::string> list;

    void relation(const QualifiedName& name) {
        if (!name.empty()) { list.push_back("r " + name.text()); }
    }
    void type_name(const QualifiedName& name) { list.push_back("t " + name.text()); }
    void type(const Type& type) {
        if (type.kind == TypeKind::Named) { type_name(*type.name); }
    }
    void code(CodeKind kind, const QualifiedName& table, const QualifiedName& name,
              const std::string& signature) {
        list.push_back("o " + code_object_key(kind, table, name, signature));
        if (kind == CodeKind::View || kind == CodeKind::MaterializedView) { relation(name); }
        relation(table);
    }
    void constraint(const Constraint& each) {
        relation(each.referenced_table);
        if (!each.name.empty() && each.kind != ConstraintKind::Check &&
            each.kind != ConstraintKind::ForeignKey) {
            relation(QualifiedName(each.name.text));
        }
    }
    void definition(const ColumnDefinition& each) {
        type(each.column.type);
        for (const Constraint& inline_constraint : each.constraints) {
            constraint(inline_constraint);
        }
    }
    void action(const TableAction& each) {
        if (const auto* add = std::get_if<AddColumn>(&each)) { definition(add->definition); }
        if (const auto* set = std::get_if<SetColumnType>(&each)) { type(set->type); }
        if (const auto* add = std::get_if<AddConstraint>(&each)) { constraint(add->constraint); }
    }
    void privileges(const Grant& grant);
    void reverse(const Box<Reverse>&) {
        // It runs in a downgrade only.
    }
    void operation(const Operation& each);
};

/// Privileges on the same object touch each other, and the object.
void Words::privileges(const Grant& grant) {
    const std::optional<PrivilegeStatement> statement = read_privileges(grant);
    if (!statement) {
        const PrivilegeText text = split_privilege_text(grant);
        list.push_back("g " + text.what + " to " + text.whom);
        return;
    }
    for (const PrivilegeStatement::Object& object : statement->objects) {
        QualifiedName name = object.name;
        if (name.schema == grant.default_schema) { name.schema.clear(); }
        list.push_back("g " + name.text());
        switch (statement->all_in_schema ? SecuredKind::Schema : statement->kind) {
            case SecuredKind::Relation:
            case SecuredKind::Sequence:
                relation(name);
                if (!(name == object.name)) { relation(object.name); }
                break;
            case SecuredKind::Type:
                type_name(name);
                if (!(name == object.name)) { type_name(object.name); }
                break;
            case SecuredKind::Schema:
                list.push_back("s " + name.name);
                break;
            case SecuredKind::Routine:
                for (const CodeKind kind : {CodeKind::Function, CodeKind::Procedure}) {
                    code(kind, {}, object.name, object.signature);
                }
                break;
            case SecuredKind::Database:
            case SecuredKind::Language:
            case SecuredKind::Role:
            case SecuredKind::Other:
                break;
        }
    }
}

void Words::operation(const Operation& each) {
    match(
        each.kind,  //
        [&](const CreateTable& o) {
            relation(o.name);
            for (const TableElement& element : o.elements) {
                match(
                    element, [&](const ColumnDefinition& d) { definition(d); },
                    [&](const Constraint& c) { constraint(c); },
                    [&](const LikeTable& l) { relation(l.table); });
            }
            relation(o.options.partition_of);
            for (const QualifiedName& parent : o.options.inherits) { relation(parent); }
        },
        [&](const DropTable& o) { relation(o.name); },
        [&](const RenameTable& o) {
            relation(o.from);
            relation(QualifiedName(o.from.schema, o.to.text));
        },
        [&](const SetTableSchema& o) {
            relation(o.table);
            relation(QualifiedName(o.schema.text, o.table.name));
        },
        [&](const AlterTable& o) {
            relation(o.table);
            for (const TableAction& one : o.actions) { action(one); }
        },
        [&](const CommentOn& o) { relation(o.object); },
        [&](const CreateIndex& o) {
            relation(o.table);
            relation(o.index.name);
        },
        [&](const DropIndex& o) { relation(o.name); },
        [&](const RenameIndex& o) {
            relation(o.from);
            relation(QualifiedName(o.from.schema, o.to.text));
        },
        [&](const CreateEnum& o) { type_name(o.name); },
        [&](const DropType& o) { type_name(o.name); },
        [&](const AddEnumValue& o) { type_name(o.type); },
        [&](const RenameEnumValue& o) { type_name(o.type); },
        [&](const RenameType& o) {
            type_name(o.from);
            type_name(QualifiedName(o.from.schema, o.to.text));
        },
        [&](const DropEnumValue& o) { type_name(o.type); },
        [&](const CreateDomain& o) {
            type_name(o.name);
            type(o.type);
        },
        [&](const DropDomain& o) { type_name(o.name); },
        [&](const CreateSequence& o) { relation(o.name); },
        [&](const AlterSequence& o) { relation(o.name); },
        [&](const DropSequence& o) { relation(o.name); },
        [&](const CreateSchema& o) { list.push_back("s " + o.name.text); },
        [&](const DropSchema& o) { list.push_back("s " + o.name.text); },
        [&](const CreateExtension& o) { list.push_back("x " + o.name.text); },
        [&](const DropExtension& o) { list.push_back("x " + o.name.text); },
        [&](const CreateCodeObject& o) {
            code(o.object.kind, o.object.table, o.object.name, o.object.signature);
        },
        [&](const DropCodeObject& o) { code(o.kind, o.table, o.name, o.signature); },
        [&](const Grant& o) { privileges(o); }, [&](const InsertRows& o) { relation(o.table); },
        [&](const UpdateRows& o) { relation(o.table); },
        [&](const DeleteRows& o) { relation(o.table); }, [](const SqlStatementText&) {},
        [&](const Execute& o) {
            for (const Operation& effect : o.effects) { operation(effect); }
        },
        [](const Assert&) {},
        [&](const OnDialect& o) {
            for (const Operation& inner : o.body) { operation(inner); }
        });
}

void find_created(const Operation& operation, std::vector<Creation>& list) {
    const auto add = [&](const char* kind, const std::string& name, Span where) {
        list.push_back({kind + name, where.known() ? where : operation.span});
    };
    const OperationKind& kind = operation.kind;
    if (const auto* table = std::get_if<CreateTable>(&kind)) {
        add("r ", table->name.text(), table->name.span);
    } else if (const auto* rename = std::get_if<RenameTable>(&kind)) {
        add("r ", QualifiedName(rename->from.schema, rename->to.text).text(), rename->to.span);
    } else if (const auto* index = std::get_if<CreateIndex>(&kind)) {
        add("r ", index->index.name.text(), index->index.name.span);
    } else if (const auto* sequence = std::get_if<CreateSequence>(&kind)) {
        add("r ", sequence->name.text(), sequence->name.span);
    } else if (const auto* type = std::get_if<CreateEnum>(&kind)) {
        add("t ", type->name.text(), type->name.span);
    } else if (const auto* domain = std::get_if<CreateDomain>(&kind)) {
        add("t ", domain->name.text(), domain->name.span);
    } else if (const auto* code = std::get_if<CreateCodeObject>(&kind)) {
        add("r ", code->object.name.text(), code->object.name.span);
    } else if (const auto* alter = std::get_if<AlterTable>(&kind)) {
        for (const TableAction& action : alter->actions) {
            if (const auto* column = std::get_if<AddColumn>(&action)) {
                const Name& name = column->definition.column.name;
                add("c ", alter->table.text() + "." + name.text, name.span);
            } else if (const auto* renamed = std::get_if<RenameColumn>(&action)) {
                add("c ", alter->table.text() + "." + renamed->to.text, renamed->to.span);
            }
        }
    } else if (const auto* block = std::get_if<OnDialect>(&kind)) {
        for (const Operation& inner : block->body) { find_created(inner, list); }
    }
}

}  // namespace

std::vector<std::string> touched(const schema::Operation& operation) {
    Words words;
    words.operation(operation);
    return std::move(words.list);
}

std::vector<Creation> created(const schema::Operation& operation) {
    std::vector<Creation> list;
    find_created(operation, list);
    return list;
}

}  // namespace retort::revisions
