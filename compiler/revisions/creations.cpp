// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/creations.h"

#include "compiler/base/match.h"

namespace retort::revisions {
namespace {

using namespace schema;

class Finder {
public:
    explicit Finder(std::vector<Creation>& list) : list_(list) {}

    void operation(const Operation& operation);

private:
    void add(ThingKind kind, const std::string& name, Span where) {
        list_.push_back({thing_word(kind, name), where.known() ? where : span_});
    }
    void add(ThingKind kind, const QualifiedName& name) { add(kind, name.text(), name.span); }
    void part(ThingKind kind, const QualifiedName& table, const Name& name) {
        if (!name.empty()) { add(kind, table.text() + "." + name.text, name.span); }
    }
    void column(const ColumnDefinition& definition, const QualifiedName& table) {
        part(ThingKind::Column, table, definition.column.name);
        for (const Constraint& each : definition.constraints) {
            part(ThingKind::Constraint, table, each.name);
        }
    }
    void code(const CodeObject& object);
    void alter(const AlterTable& operation);
    void several(const std::vector<Operation>& operations) {
        const Span outer = span_;
        for (const Operation& each : operations) { operation(each); }
        span_ = outer;
    }

    std::vector<Creation>& list_;
    Span span_;
};

void Finder::code(const CodeObject& object) {
    switch (object.kind) {
        case CodeKind::View:
        case CodeKind::MaterializedView:
            add(ThingKind::Relation, object.name);
            break;
        case CodeKind::Function:
        case CodeKind::Procedure:
            add(ThingKind::Routine, object.name);
            break;
        case CodeKind::Trigger:
        case CodeKind::Policy:
            add(ThingKind::TableCode, object.name);
            break;
        case CodeKind::Statistics:
            add(ThingKind::Statistics, object.name);
            break;
    }
}

void Finder::alter(const AlterTable& operation) {
    for (const TableAction& action : operation.actions) {
        if (const auto* added = std::get_if<AddColumn>(&action)) {
            column(added->definition, operation.table);
        } else if (const auto* renamed = std::get_if<RenameColumn>(&action)) {
            part(ThingKind::Column, operation.table, renamed->to);
        } else if (const auto* constraint = std::get_if<AddConstraint>(&action)) {
            part(ThingKind::Constraint, operation.table, constraint->constraint.name);
        } else if (const auto* other = std::get_if<RenameConstraint>(&action)) {
            part(ThingKind::Constraint, operation.table, other->to);
        }
    }
}

void Finder::operation(const Operation& operation) {
    span_ = operation.span;
    match(
        operation.kind,  //
        [&](const CreateTable& o) {
            add(ThingKind::Relation, o.name);
            for (const TableElement& element : o.elements) {
                match(
                    element, [&](const ColumnDefinition& each) { column(each, o.name); },
                    [&](const Constraint& each) { part(ThingKind::Constraint, o.name, each.name); },
                    [](const LikeTable&) {});
            }
        },
        [&](const RenameTable& o) {
            add(ThingKind::Relation, QualifiedName(o.from.schema, o.to.text, o.to.span));
        },
        [&](const SetTableSchema& o) {
            add(ThingKind::Relation, QualifiedName(o.schema.text, o.table.name, o.table.span));
        },
        [&](const AlterTable& o) { alter(o); },
        [&](const CreateIndex& o) { add(ThingKind::Relation, o.index.name); },
        [&](const RenameIndex& o) {
            add(ThingKind::Relation, QualifiedName(o.from.schema, o.to.text, o.to.span));
        },
        [&](const CreateEnum& o) { add(ThingKind::Type, o.name); },
        [&](const AddEnumValue& o) { part(ThingKind::EnumValue, o.type, o.value); },
        [&](const RenameEnumValue& o) { part(ThingKind::EnumValue, o.type, o.to); },
        [&](const RenameType& o) {
            add(ThingKind::Type, QualifiedName(o.from.schema, o.to.text, o.to.span));
        },
        [&](const CreateDomain& o) { add(ThingKind::Type, o.name); },
        [&](const CreateSequence& o) { add(ThingKind::Relation, o.name); },
        [&](const CreateSchema& o) { add(ThingKind::Schema, o.name.text, o.name.span); },
        [&](const CreateExtension& o) { add(ThingKind::Extension, o.name.text, o.name.span); },
        [&](const CreateCodeObject& o) { code(o.object); },
        [&](const Execute& o) { several(o.effects); }, [&](const OnDialect& o) { several(o.body); },
        [](const DropTable&) {}, [](const CommentOn&) {}, [](const DropIndex&) {},
        [](const DropType&) {}, [](const DropEnumValue&) {}, [](const DropDomain&) {},
        [](const AlterSequence&) {}, [](const DropSequence&) {}, [](const DropSchema&) {},
        [](const DropExtension&) {}, [](const DropCodeObject&) {}, [](const Grant&) {},
        [](const InsertRows&) {}, [](const UpdateRows&) {}, [](const DeleteRows&) {},
        [](const SqlStatementText&) {}, [](const Assert&) {});
}

}  // namespace

std::string thing_word(ThingKind kind, std::string_view name) {
    std::string word(1, static_cast<char>(kind));
    word += ' ';
    word += name;
    return word;
}

std::vector<Creation> created(const schema::Operation& operation) {
    std::vector<Creation> list;
    Finder(list).operation(operation);
    return list;
}

}  // namespace retort::revisions
