// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/code_uses.h"
#include "compiler/schema/dependants.h"
#include "compiler/schema/footprint/marks.h"

#include <algorithm>

// What becomes otherwise, found by comparing the states: so that what goes or comes along is there.

namespace retort::schema {
namespace {

class Changes {
public:
    Changes(Marks& marks, bool renames) : marks_(marks), renames_(renames) {}

    void find();

private:
    [[nodiscard]] Deed deed(bool there_before) const {
        if (renames_) { return Deed::Renames; }
        return there_before ? Deed::Drops : Deed::Creates;
    }
    void added_table(const Table& table);
    void dropped_table(const Table& table);
    void changed_table(const Table& from, const Table& to);
    void columns(const Table& from, const Table& to);
    void added_column(const Column& column, const Table& table);
    void changed_column(const Column& from, const Column& to, const Table& table);
    void constraints(const Table& from, const Table& to);
    void changed_constraint(const Constraint& constraint, const Table& table, Deed deed);
    void indexes(const Table& from, const Table& to);
    void settings(const Table& from, const Table& to);
    void objects();

    Marks& marks_;
    /// What only follows a new name is otherwise in words alone.
    bool renames_;
};

void Changes::find() {
    for_each_difference(
        marks_.before.tables, marks_.after.tables,
        [&](const QualifiedName&, const Shared<Table>* from, const Shared<Table>* to) {
            if (from == nullptr) {
                added_table(**to);
            } else if (to == nullptr) {
                dropped_table(**from);
            } else {
                changed_table(**from, **to);
            }
        });
    // Names of indexes, those of keys too.
    for_each_difference(
        marks_.before.index_owners, marks_.after.index_owners,
        [&](const QualifiedName& name, const QualifiedName* from, const QualifiedName* to) {
            if (from != nullptr && to != nullptr) { return; }
            marks_.write(Facet::Relation, deed(from != nullptr), name.text());
        });
    objects();
}

void Changes::added_table(const Table& table) {
    const std::string name = table.name.text();
    marks_.write(Facet::Relation, deed(false), name);
    marks_.write(Facet::Type, deed(false), name);
    marks_.add(Facet::Relations, Access::Join, Deed::Creates, table.name.schema);
    if (!table.name.schema.empty()) { marks_.read(Facet::Schema, table.name.schema); }
    if (renames_) { return; }
    for (const Column& column : table.columns) { marks_.column_definition(column, table.name); }
    for (const Constraint& constraint : table.constraints) {
        marks_.constraint(constraint, table.name);
    }
    std::vector<QualifiedName> parents = table.options.inherits;
    if (!table.options.partition_of.empty()) { parents.push_back(table.options.partition_of); }
    for (const QualifiedName& parent : parents) {
        marks_.relation(parent);
        marks_.read(Facet::Columns, parent.text());
    }
}

void Changes::dropped_table(const Table& table) {
    const std::string name = table.name.text();
    marks_.write(Facet::Relation, deed(true), name);
    marks_.write(Facet::Type, deed(true), name);
    marks_.add(Facet::Relations, Access::Join, Deed::Drops, table.name.schema);
    marks_.add(Facet::Anything, Access::Join, deed(true), name);
    if (renames_) { return; }
    // What its rows referenced can be deleted now.
    for (const Constraint& constraint : table.constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey) {
            marks_.add(Facet::Rows, Access::Join, Deed::Frees, constraint.referenced_table.text());
        }
    }
}

void Changes::changed_table(const Table& from, const Table& to) {
    marks_.add(Facet::Anything, Access::Join, Deed::Changes, to.name.text());
    columns(from, to);
    constraints(from, to);
    indexes(from, to);
    settings(from, to);
}

void Changes::columns(const Table& from, const Table& to) {
    const std::string name = to.name.text();
    for (const Column& column : from.columns) {
        const Column* later = to.find_column(column.name.text);
        if (later != nullptr) {
            if (!renames_) { changed_column(column, *later, to); }
            continue;
        }
        marks_.write(Facet::Column, deed(true), name, column.name.text);
        marks_.add(Facet::Columns, Access::Join, Deed::Changes, name);
    }
    for (const Column& column : to.columns) {
        if (from.find_column(column.name.text) != nullptr) { continue; }
        marks_.write(Facet::Column, deed(false), name, column.name.text);
        marks_.add(Facet::Columns, Access::Join, Deed::Changes, name);
        if (!renames_) { added_column(column, to); }
    }
}

void Changes::added_column(const Column& column, const Table& table) {
    marks_.column_definition(column, table.name);
    const bool filled =
        column.default_value || column.generated || column.identity || is_serial(column.type.kind);
    // Such a column can be added while there are no rows.
    if (column.not_null && !filled) { marks_.read(Facet::Rows, table.name.text()); }
}

void Changes::changed_column(const Column& from, const Column& to, const Table& table) {
    const std::string name = table.name.text();
    const std::string& text = to.name.text;
    if (!(from.type == to.type) || !(from.collation == to.collation)) {
        marks_.write(Facet::ColumnType, Deed::Changes, name, text);
        marks_.write(Facet::Values, Deed::Changes, name, text);
        marks_.type(to.type);
    }
    if (!(from.generated == to.generated)) {
        marks_.write(Facet::ColumnType, Deed::Changes, name, text);
    }
    if (!(from.default_value == to.default_value) || !(from.identity == to.identity) ||
        is_serial(from.type.kind) != is_serial(to.type.kind)) {
        marks_.write(Facet::Default, Deed::Changes, name, text);
    }
    if (from.not_null != to.not_null) {
        marks_.write(Facet::Nullability, Deed::Changes, name, text);
    }
}

void Changes::constraints(const Table& from, const Table& to) {
    const auto same_but_for_name = [](const Constraint& constraint, const Table& table) {
        return std::any_of(table.constraints.begin(), table.constraints.end(),
                           [&](const Constraint& other) {
                               Constraint copy = other;
                               copy.name = constraint.name;
                               return copy == constraint;
                           });
    };
    const std::string name = to.name.text();
    for (const Constraint& constraint : from.constraints) {
        const Constraint* later = to.find_constraint(constraint.name.text);
        if (later != nullptr) {
            if (!renames_ && !(*later == constraint)) {
                changed_constraint(*later, to, Deed::Changes);
            }
        } else if (renames_ && same_but_for_name(constraint, to)) {
            marks_.write(Facet::Constraint, Deed::Renames, name, constraint.name.text);
        } else {
            changed_constraint(constraint, from, Deed::Drops);
        }
    }
    for (const Constraint& constraint : to.constraints) {
        if (from.find_constraint(constraint.name.text) != nullptr) { continue; }
        if (renames_ && same_but_for_name(constraint, from)) {
            marks_.write(Facet::Constraint, Deed::Renames, name, constraint.name.text);
        } else {
            changed_constraint(constraint, to, Deed::Creates);
        }
    }
}

void Changes::changed_constraint(const Constraint& constraint, const Table& table, Deed deed) {
    const std::string name = table.name.text();
    marks_.write(Facet::Constraint, deed, name, constraint.name.text);
    if (owns_keys(constraint)) {
        marks_.write(Facet::Key, deed, name, key_columns(texts_of(constraint.columns)));
    }
    if (constraint.kind == ConstraintKind::PrimaryKey) {
        for (const Name& column : constraint.columns) {
            marks_.write(Facet::Nullability, deed, name, column.text);
        }
    }
    if (deed != Deed::Drops) { marks_.constraint(constraint, table.name); }
    marks_.checked_rows(constraint, table.name, deed == Deed::Drops);
}

void Changes::indexes(const Table& from, const Table& to) {
    const std::string name = to.name.text();
    const auto key_of = [](const Index& index) {
        std::vector<std::string> columns;
        for (const IndexKey& key : index.keys) { columns.push_back(key.column.text); }
        return key_columns(std::move(columns));
    };
    const auto compare = [&](const Table& one, const Table& other, Deed deed) {
        for (const Index& index : one.indexes) {
            if (other.find_index(index.name.name) != nullptr || renames_) { continue; }
            if (index.unique) { marks_.write(Facet::Key, deed, name, key_of(index)); }
            if (deed == Deed::Creates || index.unique) { marks_.index(index, one.name); }
        }
    };
    compare(from, to, Deed::Drops);
    compare(to, from, Deed::Creates);
}

void Changes::settings(const Table& from, const Table& to) {
    const std::string name = to.name.text();
    if (!(from.options == to.options) && !renames_) {
        marks_.write(Facet::Setting, Deed::Changes, name, "options");
    }
    if (from.row_security != to.row_security || from.force_row_security != to.force_row_security) {
        marks_.write(Facet::Setting, Deed::Changes, name, "row level security");
    }
}

void Changes::objects() {
    const auto types = [&](const QualifiedName& name, const auto* from, const auto* to) {
        if (from == nullptr || to == nullptr) {
            marks_.write(Facet::Type, deed(from != nullptr), name.text());
        }
    };
    for_each_difference(marks_.before.enums, marks_.after.enums, types);
    for_each_difference(marks_.before.domains, marks_.after.domains, types);
    for_each_difference(
        marks_.before.sequences, marks_.after.sequences,
        [&](const QualifiedName& name, const Shared<Sequence>* from, const Shared<Sequence>* to) {
            if (from == nullptr || to == nullptr) {
                marks_.write(Facet::Relation, deed(from != nullptr), name.text());
            } else if (!renames_) {
                marks_.write(Facet::SequenceOptions, Deed::Changes, name.text());
            }
        });
    for_each_difference(marks_.before.schemas, marks_.after.schemas,
                        [&](const std::string& name, const auto* from, const auto* to) {
                            if (from == nullptr || to == nullptr) {
                                marks_.write(Facet::Schema, deed(from != nullptr), name);
                            }
                        });
    for_each_difference(marks_.before.code_objects, marks_.after.code_objects,
                        [&](const std::string&, const Shared<CodeObjectState>* from,
                            const Shared<CodeObjectState>* to) {
                            if (to == nullptr) {
                                marks_.code_written((*from)->object, deed(true));
                            } else if (from == nullptr) {
                                marks_.code_written((*to)->object, deed(false));
                                if (!renames_) { marks_.code((*to)->object); }
                            } else if (!renames_ && !((*from)->object == (*to)->object)) {
                                marks_.code_written((*to)->object, Deed::Changes);
                                marks_.code((*to)->object);
                            }
                        });
}

}  // namespace

void Marks::changes(bool renames) {
    Changes(*this, renames).find();
}

void Marks::tables_of_type(const QualifiedName& type) {
    before.references.for_each_from({type, {}}, [&](const Reference& each, bool) {
        if (!(each.target == type)) { return false; }
        add(Facet::Anything, Access::Join, Deed::Changes, each.source.text());
        return true;
    });
}

void Marks::code_written(const CodeObject& object, Deed deed) {
    const std::string name = object.name.text();
    write(Facet::Code, deed, code_text(object) + object.signature);
    if (is_view(object.kind)) {
        write(Facet::Relation, deed, name);
        write(Facet::Body, deed, name);
        add(Facet::Relations, Access::Join, deed, object.name.schema);
    }
    if (is_routine(object.kind)) {
        add(Facet::Routine, deed == Deed::Creates ? Access::Join : Access::Write, deed,
            object.name.name);
    }
    if (object.kind == CodeKind::Trigger) {
        add(Facet::Triggers, Access::Join, deed, object.table.text());
    }
    if (!object.table.empty()) {
        add(Facet::Anything, Access::Join, Deed::Changes, object.table.text());
    }
}

}  // namespace retort::schema
