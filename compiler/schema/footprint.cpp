// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/footprint.h"

#include "compiler/base/match.h"
#include "compiler/schema/dependants.h"
#include "compiler/schema/footprint/marks.h"
#include "compiler/schema/storage_settings.h"

#include <algorithm>

namespace retort::schema {
namespace {

/// The marks that the operation's own words say, whether or not anything changes by them here:
/// what drops no default here drops one where the other branch sets it first.
class Said {
public:
    explicit Said(Marks& marks) : marks_(marks) {}

    void operation(const Operation& each);

private:
    void alter(const AlterTable& operation);
    void column_action(const TableAction& action, const QualifiedName& table);
    void other_action(const OtherTableAction& action, const QualifiedName& table);
    void comment(const CommentOn& operation);
    void owner_of(const QualifiedName& index);

    Marks& marks_;
};

void Said::alter(const AlterTable& operation) {
    const QualifiedName& table = operation.table;
    const std::string name = table.text();
    marks_.relation(table);
    marks_.add(Facet::Anything, Access::Join, Deed::Changes, name);
    for (const TableAction& action : operation.actions) {
        if (const auto* dropped = std::get_if<DropConstraint>(&action)) {
            marks_.write(Facet::Constraint, Deed::Drops, name, dropped->name.text);
        } else if (const auto* valid = std::get_if<ValidateConstraint>(&action)) {
            marks_.write(Facet::Constraint, Deed::Changes, name, valid->name.text);
            const Table* known = marks_.before.find_table(table);
            const Constraint* found =
                known == nullptr ? nullptr : known->find_constraint(valid->name.text);
            if (found != nullptr) { marks_.checked_rows(*found, table, false); }
        } else if (std::holds_alternative<SetRowSecurity>(action)) {
            marks_.write(Facet::Setting, Deed::Changes, name, "row level security");
        } else if (const auto* other = std::get_if<OtherTableAction>(&action)) {
            other_action(*other, table);
        } else {
            column_action(action, table);
        }
    }
}

void Said::column_action(const TableAction& action, const QualifiedName& table) {
    const std::string name = table.text();
    const auto write = [&](Facet facet, const Name& column) {
        marks_.read(Facet::Column, name, column.text);
        marks_.write(facet, Deed::Changes, name, column.text);
    };
    if (const auto* type = std::get_if<SetColumnType>(&action)) {
        write(Facet::ColumnType, type->column);
        write(Facet::Values, type->column);
        marks_.type(type->type);
        if (type->using_expression) { marks_.expression(*type->using_expression, table, true); }
    } else if (const auto* value = std::get_if<SetColumnDefault>(&action)) {
        write(Facet::Default, value->column);
        // It is converted to the column's type, once.
        marks_.column(table, value->column.text);
        marks_.expression(value->value, table, false);
    } else if (const auto* none = std::get_if<DropColumnDefault>(&action)) {
        write(Facet::Default, none->column);
    } else if (const auto* strict = std::get_if<SetNotNull>(&action)) {
        write(Facet::Nullability, strict->column);
        marks_.read(Facet::Rows, name);
        marks_.values_alone(table, strict->column.text);
    } else if (const auto* loose = std::get_if<DropNotNull>(&action)) {
        write(Facet::Nullability, loose->column);
    } else if (const auto* identity = std::get_if<AddIdentity>(&action)) {
        write(Facet::Default, identity->column);
        write(Facet::NumberedKeys, identity->column);
        marks_.read(Facet::Nullability, name, identity->column.text);
    } else if (const auto* set = std::get_if<SetIdentity>(&action)) {
        write(Facet::Default, set->column);
        write(Facet::NumberedKeys, set->column);
    } else if (const auto* drop = std::get_if<DropIdentity>(&action)) {
        write(Facet::Default, drop->column);
        write(Facet::NumberedKeys, drop->column);
    } else if (const auto* plain = std::get_if<DropExpression>(&action)) {
        write(Facet::ColumnType, plain->column);
        marks_.read(Facet::Rows, name);
        marks_.values(table, plain->column.text);
    }
}

void Said::other_action(const OtherTableAction& action, const QualifiedName& table) {
    const std::string name = table.text();
    marks_.text(name + " " + action.text, false);
    const std::vector<StorageSetting> settings = read_settings(action);
    for (const StorageSetting& setting : settings) {
        marks_.write(Facet::Setting, Deed::Changes, name,
                     std::to_string(static_cast<int>(setting.kind)) + " " + setting.object + " " +
                         setting.word);
    }
    if (!settings.empty()) { return; }
    // `owner to ann`, `set tablespace fast`: all but the last word says what is set.
    const std::vector<SqlWord> words = split_sql(action.text);
    const bool partition = !words.empty() && (words[0].is("attach") || words[0].is("detach"));
    std::string what;
    for (std::size_t i = 0; i < words.size() && !words[i].is("="); ++i) {
        if (i + 1 < words.size() || partition) { what += folded(words[i]) + " "; }
    }
    marks_.write(Facet::Setting, Deed::Changes, name, what);
}

void Said::comment(const CommentOn& operation) {
    marks_.write(Facet::Comment, Deed::Changes,
                 std::to_string(static_cast<int>(operation.target)) + " " +
                     operation.object.text() + operation.signature,
                 operation.part.text);
    switch (operation.target) {
        case CommentTarget::Table:
        case CommentTarget::Index:
        case CommentTarget::Sequence:
        case CommentTarget::View:
        case CommentTarget::MaterializedView:
            marks_.relation(operation.object);
            break;
        case CommentTarget::Column:
            marks_.relation(operation.object);
            marks_.read(Facet::Column, operation.object.text(), operation.part.text);
            break;
        case CommentTarget::Constraint:
            marks_.relation(operation.object);
            marks_.read(Facet::Constraint, operation.object.text(), operation.part.text);
            break;
        case CommentTarget::Type:
        case CommentTarget::Domain:
            marks_.type_name(operation.object);
            break;
        case CommentTarget::Schema:
            marks_.read(Facet::Schema, operation.object.name);
            break;
        case CommentTarget::Function:
        case CommentTarget::Procedure:
            marks_.read(Facet::Routine, operation.object.name);
            break;
        case CommentTarget::Trigger:
        case CommentTarget::Policy: {
            CodeObject object;
            object.kind =
                operation.target == CommentTarget::Trigger ? CodeKind::Trigger : CodeKind::Policy;
            object.name = QualifiedName(operation.part.text);
            object.table = operation.object;
            marks_.relation(operation.object);
            marks_.read(Facet::Code, code_text(object));
            break;
        }
        case CommentTarget::Extension:
            marks_.read(Facet::Extension, operation.object.name);
            break;
        case CommentTarget::Statistics: {
            CodeObject object;
            object.kind = CodeKind::Statistics;
            object.name = operation.object;
            marks_.read(Facet::Code, code_text(object));
            break;
        }
    }
}

void Said::owner_of(const QualifiedName& index) {
    const Table* owner = marks_.before.find_index_owner(index);
    if (owner == nullptr) { return; }
    marks_.relation(owner->name);
    marks_.add(Facet::Anything, Access::Join, Deed::Changes, owner->name.text());
}

void Said::operation(const Operation& each) {
    match(
        each.kind,  //
        [&](const CreateTable& o) {
            marks_.write(Facet::Relation, Deed::Creates, o.name.text());
            for (const TableElement& element : o.elements) {
                if (const auto* like = std::get_if<LikeTable>(&element)) {
                    marks_.relation(like->table);
                    marks_.read(Facet::Columns, like->table.text());
                    // Whatever the options take over.
                    marks_.read(Facet::Anything, like->table.text());
                }
            }
        },
        [&](const DropTable& o) { marks_.write(Facet::Relation, Deed::Drops, o.name.text()); },
        [](const RenameTable&) {},
        [&](const SetTableSchema& o) { marks_.read(Facet::Schema, o.schema.text); },
        [&](const AlterTable& o) { alter(o); }, [&](const CommentOn& o) { comment(o); },
        [&](const CreateIndex& o) {
            marks_.write(Facet::Relation, Deed::Creates, o.index.name.text());
            marks_.add(Facet::Anything, Access::Join, Deed::Changes, o.table.text());
            marks_.index(o.index, o.table);
        },
        [&](const DropIndex& o) {
            marks_.write(Facet::Relation, Deed::Drops, o.name.text());
            owner_of(o.name);
        },
        [&](const RenameIndex& o) {
            marks_.write(Facet::Relation, Deed::Renames, o.from.text());
            marks_.write(Facet::Relation, Deed::Renames,
                         QualifiedName(o.from.schema, o.to.text).text());
            owner_of(o.from);
        },
        [&](const CreateEnum& o) { marks_.write(Facet::Type, Deed::Creates, o.name.text()); },
        [&](const DropType& o) { marks_.write(Facet::Type, Deed::Drops, o.name.text()); },
        [&](const AddEnumValue& o) {
            const std::string type = o.type.text();
            marks_.type_name(o.type);
            marks_.tables_of_type(o.type);
            marks_.write(Facet::Label, Deed::Creates, type, o.value.text);
            std::string place = "at the end";
            if (!o.before.empty()) { place = "before '" + o.before.text + "'"; }
            if (!o.after.empty()) { place = "after '" + o.after.text + "'"; }
            for (const Name* anchor : {&o.before, &o.after}) {
                if (!anchor->empty()) { marks_.read(Facet::Label, type, anchor->text); }
            }
            marks_.write(Facet::LabelPlace, Deed::Creates, type, place);
        },
        [&](const RenameEnumValue& o) {
            marks_.type_name(o.type);
            marks_.tables_of_type(o.type);
            marks_.write(Facet::Label, Deed::Renames, o.type.text(), o.from.text);
            marks_.write(Facet::Label, Deed::Renames, o.type.text(), o.to.text);
            marks_.write(Facet::Labels, Deed::Renames, o.type.text());
        },
        [](const RenameType&) {},
        [&](const DropEnumValue& o) {
            marks_.type_name(o.type);
            marks_.tables_of_type(o.type);
            marks_.write(Facet::Label, Deed::Drops, o.type.text(), o.value.text);
            marks_.write(Facet::Labels, Deed::Changes, o.type.text());
            if (!o.replacement.empty()) {
                marks_.read(Facet::Label, o.type.text(), o.replacement.text);
            }
        },
        [&](const CreateDomain& o) {
            marks_.write(Facet::Type, Deed::Creates, o.name.text());
            marks_.type(o.type);
            if (o.default_value) { marks_.expression(*o.default_value, {}, false); }
            for (const Constraint& check : o.checks) {
                if (check.check) { marks_.expression(*check.check, {}, false); }
            }
        },
        [&](const DropDomain& o) { marks_.write(Facet::Type, Deed::Drops, o.name.text()); },
        [&](const CreateSequence& o) {
            marks_.write(Facet::Relation, Deed::Creates, o.name.text());
            if (o.options.owned_table) {
                marks_.relation(*o.options.owned_table);
                marks_.column(*o.options.owned_table, o.options.owned_column.text);
            }
        },
        [&](const AlterSequence& o) {
            marks_.relation(o.name);
            marks_.write(Facet::SequenceOptions, Deed::Changes, o.name.text());
            if (o.options.owned_table && !o.options.owned_table->empty()) {
                marks_.relation(*o.options.owned_table);
                marks_.column(*o.options.owned_table, o.options.owned_column.text);
            }
        },
        [&](const DropSequence& o) { marks_.write(Facet::Relation, Deed::Drops, o.name.text()); },
        [&](const CreateSchema& o) { marks_.write(Facet::Schema, Deed::Creates, o.name.text); },
        [&](const DropSchema& o) { marks_.write(Facet::Schema, Deed::Drops, o.name.text); },
        [&](const CreateExtension& o) {
            marks_.write(Facet::Extension, Deed::Creates, o.name.text);
            if (!o.schema.empty()) { marks_.read(Facet::Schema, o.schema.text); }
        },
        [&](const DropExtension& o) {
            marks_.write(Facet::Extension, Deed::Drops, o.name.text);
            marks_.write(Facet::Extensions, Deed::Drops, {});
        },
        [&](const CreateCodeObject& o) {
            const bool there = marks_.before.find_code_object(o.object.kind, o.object.table,
                                                              o.object.name, o.object.signature);
            marks_.code_written(o.object, there ? Deed::Changes : Deed::Creates);
            marks_.code(o.object);
        },
        [&](const DropCodeObject& o) {
            CodeObject object;
            object.kind = o.kind;
            object.name = o.name;
            object.table = o.table;
            object.signature = o.signature;
            marks_.code_written(object, Deed::Drops);
            marks_.relation(o.table);
        },
        [&](const Grant& o) { marks_.grant(o); }, [&](const InsertRows& o) { marks_.insert(o); },
        [&](const UpdateRows& o) { marks_.update(o); },
        [&](const DeleteRows& o) { marks_.erase(o); },
        [&](const SqlStatementText& o) { marks_.raw(o.text, false); },
        [&](const Execute& o) {
            for (const auto& [dialect, text] : o.up.texts) { marks_.raw(text, o.declares_effects); }
            for (const Operation& effect : o.effects) { operation(effect); }
        },
        [&](const Assert& o) { marks_.expression(o.condition, {}, true); },
        [&](const OnDialect& o) {
            for (const Operation& inner : o.body) { operation(inner); }
        });
}

bool renames(const Operation& operation) {
    const OperationKind& kind = operation.kind;
    if (const auto* alter = std::get_if<AlterTable>(&kind)) {
        return std::any_of(alter->actions.begin(), alter->actions.end(),
                           [](const TableAction& action) {
                               return std::holds_alternative<RenameColumn>(action) ||
                                      std::holds_alternative<RenameConstraint>(action);
                           });
    }
    return std::holds_alternative<RenameTable>(kind) ||
           std::holds_alternative<SetTableSchema>(kind) ||
           std::holds_alternative<RenameIndex>(kind) || std::holds_alternative<RenameType>(kind) ||
           std::holds_alternative<RenameEnumValue>(kind);
}

}  // namespace

std::vector<Mark> footprint(const Operation& operation, const Schema& before, const Schema& after) {
    Marks marks(before, after);
    Said(marks).operation(operation);
    marks.changes(renames(operation));
    const auto whole = [](const Mark& mark) {
        return std::tie(mark.facet, mark.object, mark.part, mark.access);
    };
    std::stable_sort(marks.list.begin(), marks.list.end(),
                     [&](const Mark& a, const Mark& b) { return whole(a) < whole(b); });
    marks.list.erase(
        std::unique(marks.list.begin(), marks.list.end(),
                    [&](const Mark& a, const Mark& b) { return whole(a) == whole(b); }),
        marks.list.end());
    return std::move(marks.list);
}

}  // namespace retort::schema
