// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/inherited_parts.h"
#include "compiler/schema/release_users.h"
#include "compiler/schema/serial.h"

#include <algorithm>
#include <sstream>

namespace retort::schema {
namespace {

/// Whether `including all excluding indexes` copies such parts: the last word on them counts.
bool is_copied(const std::string& options, std::string_view part) {
    bool included = false;
    std::istringstream words(options);
    std::string verb;
    std::string object;
    while (words >> verb >> object) {
        if (object == part || object == "all") { included = verb == "including"; }
    }
    return included;
}

/// A serial column's copy has no sequence of its own: its default counts on the other's.
void count_with(const Schema& schema, const Table& source, Column& column, bool defaults) {
    const bool serial = is_serial(column.type.kind);
    make_plain(column);
    if (!serial || !defaults) { return; }
    if (const Sequence* counter = owned_sequence(schema, source.name, column.name.text)) {
        column.default_value = Box<Expr>(next_value(counter->name));
    }
}

/// What `like other including …` copies, apart from indexes, which need names of their own.
void copy_like(Applying& a, Table& table, const LikeTable& like) {
    const Table* source = require_table(a, like.table);
    if (source == nullptr) { return; }
    const bool constraints = is_copied(like.options, "constraints");
    const bool indexes = is_copied(like.options, "indexes");
    for (Column column : source->columns) {
        if (table.find_column(column.name.text) != nullptr) {
            a.error(diag::DuplicateColumn, like.table.span, table.name.text(), column.name.text);
            continue;
        }
        if (!is_copied(like.options, "defaults")) { column.default_value.reset(); }
        if (!is_copied(like.options, "identity")) { column.identity.reset(); }
        if (!is_copied(like.options, "generated")) { column.generated.reset(); }
        if (!is_copied(like.options, "comments")) { column.comment.reset(); }
        count_with(a.schema, *source, column, is_copied(like.options, "defaults"));
        if (source->refuses_nulls(column.name.text)) { column.not_null = true; }
        table.columns.push_back(std::move(column));
    }
    for (const Constraint& constraint : source->constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey) { continue; }
        Constraint copy = constraint;
        if (constraint.kind == ConstraintKind::Check ? !constraints : !indexes) { continue; }
        if (constraint.kind != ConstraintKind::Check) { copy.name = Name(); }
        (void)add_constraint(a, table, copy);
    }
    if (!indexes) { return; }
    for (Index index : source->indexes) {
        index.name = QualifiedName();
        index.name.schema = table.name.schema;
        index.name.name = index_name(a.naming, table.name, index, [&](std::string_view name) {
            return static_cast<bool>(
                find_relation(a.schema, QualifiedName(table.name.schema, std::string(name))));
        });
        a.schema.index_owners.set(index.name, table.name);
        table.indexes.push_back(std::move(index));
    }
}

/// A child has its parents' columns before its own.
void copy_parents_columns(Applying& a, Table& table) {
    const auto copy = [&](const QualifiedName& name) {
        const Table* parent = require_table(a, name);
        if (parent == nullptr) { return; }
        for (const Column& column : parent->columns) {
            if (table.find_column(column.name.text) != nullptr) { continue; }
            table.columns.push_back(inherited_column(a.schema, *parent, column));
        }
    };
    if (!table.options.partition_of.empty()) { copy(table.options.partition_of); }
    for (const QualifiedName& parent : table.options.inherits) { copy(parent); }
}

/// A child may name a column of its parents again; its type is the same, and it is one column.
bool merge_into_inherited(Table& table, const Column& column) {
    if (table.options.inherits.empty()) { return false; }
    Column* inherited = table.find_column(column.name.text);
    if (inherited == nullptr || !(inherited->type == column.type)) { return false; }
    inherited->from_parent.alone = false;
    inherited->not_null = inherited->not_null || column.not_null;
    if (column.default_value) { inherited->default_value = column.default_value; }
    return true;
}

/// All constraints of the statement in the order in which the database makes them.
std::vector<Constraint*> constraints_in_order(CreateTable& operation) {
    std::vector<Constraint*> keys;
    std::vector<Constraint*> others;
    std::vector<Constraint*> foreign;
    const auto sort_in = [&](Constraint& constraint) {
        (constraint.kind == ConstraintKind::PrimaryKey   ? keys
         : constraint.kind == ConstraintKind::ForeignKey ? foreign
                                                         : others)
            .push_back(&constraint);
    };
    for (TableElement& element : operation.elements) {
        if (auto* column = std::get_if<ColumnDefinition>(&element)) {
            for (Constraint& constraint : column->constraints) { sort_in(constraint); }
        } else if (auto* constraint = std::get_if<Constraint>(&element)) {
            sort_in(*constraint);
        }
    }
    keys.insert(keys.end(), others.begin(), others.end());
    keys.insert(keys.end(), foreign.begin(), foreign.end());
    return keys;
}

/// A key that was merged into an equal one was emptied: it is no part of the statement any more.
bool merged(const Constraint& constraint) {
    return constraint.kind == ConstraintKind::Unique && constraint.columns.empty();
}

void drop_merged(CreateTable& operation) {
    for (TableElement& element : operation.elements) {
        if (auto* column = std::get_if<ColumnDefinition>(&element)) {
            std::erase_if(column->constraints, merged);
        }
    }
    std::erase_if(operation.elements, [](const TableElement& element) {
        const auto* constraint = std::get_if<Constraint>(&element);
        return constraint != nullptr && merged(*constraint);
    });
}

/// A key without a name takes that of one over the same columns, which is merged into it.
void take_names(std::vector<Constraint*>& constraints) {
    Table before;
    for (Constraint* constraint : constraints) {
        if (!owns_index(constraint->kind)) { continue; }
        if (!constraint->name.empty() && repeats_key(before, *constraint)) {
            for (Constraint* earlier : constraints) {
                if (earlier->columns == constraint->columns && owns_index(earlier->kind)) {
                    if (earlier->name.empty()) { earlier->name = constraint->name; }
                    break;
                }
            }
        }
        before.constraints.push_back(*constraint);
    }
}

void add_constraints(Applying& a, Table& table, CreateTable& operation) {
    bool any_merged = false;
    std::vector<Constraint*> constraints = constraints_in_order(operation);
    take_names(constraints);
    for (Constraint* constraint : constraints) {
        if (repeats_key(table, *constraint)) {
            constraint->columns.clear();
            any_merged = true;
            continue;
        }
        constraint->not_valid = false;  // there are no rows that it was not checked for
        (void)add_constraint(a, table, *constraint);
    }
    if (any_merged) { drop_merged(operation); }
}

void check_partition_key(Applying& a, const Table& table) {
    if (!table.options.partition_by) { return; }
    for (const IndexKey& key : table.options.partition_by->keys) {
        if (!key.column.empty()) { (void)require_column(a, table, key.column); }
        if (key.expression) {
            (void)check_definition(a, table, *key.expression, "a partition key");
        }
    }
}

/// Everything that knows a table by its name and is not the table itself.
void rename_users(Applying& a, const QualifiedName& from, const QualifiedName& to) {
    for (const QualifiedName& user : users_of(a.schema, from)) {
        a.schema.references.erase({from, user});
        const QualifiedName& source = user == from ? to : user;
        a.schema.references.set({to, source}, true);
        if (Shared<Sequence>* sequence = a.schema.sequences.edit(user)) {
            sequence->edit().options.owned_table = Box<QualifiedName>(to);
            continue;
        }
        if (a.schema.find_table(source) == nullptr) { continue; }
        Table& table = edit_table(a.schema, source);
        for (Constraint& constraint : table.constraints) {
            if (constraint.referenced_table == from) { constraint.referenced_table = to; }
        }
        if (table.options.partition_of == from) { table.options.partition_of = to; }
        for (QualifiedName& parent : table.options.inherits) {
            if (parent == from) { parent = to; }
        }
    }
}

/// The history writes `public.` before its tables; else names without a schema mean it.
bool names_public(const Schema& schema) {
    bool found = false;
    schema.tables.for_each_from(QualifiedName("public", ""),
                                [&](const QualifiedName& name, const Shared<Table>&) {
                                    found = name.schema == "public";
                                    return false;
                                });
    return found;
}

/// Moves a table to a new name, in its schema or another.
void move_table(Applying& a, const QualifiedName& from, const QualifiedName& to) {
    Table table = *a.schema.find_table(from);
    const std::vector<QualifiedName> uses = uses_of(table);
    a.schema.tables.erase(from);
    update_references(a.schema, from, uses, {});
    table.name = to;
    table.origin.changed = a.span;
    const auto move_index = [&](const QualifiedName& index) {
        a.schema.index_owners.erase(index);
        a.schema.index_owners.set(QualifiedName(to.schema, index.name), to);
    };
    for (Index& index : table.indexes) {
        move_index(index.name);
        index.name.schema = to.schema;
    }
    for (const Constraint& constraint : table.constraints) {
        if (owns_index(constraint.kind)) {
            move_index(QualifiedName(from.schema, constraint.name.text));
        }
    }
    a.schema.tables.set(to, Shared<Table>(std::move(table)));
    std::vector<QualifiedName> moved_uses = uses;
    update_references(a.schema, to, {}, moved_uses);
    rename_users(a, from, to);
    rename_table_in_code(a, from, to);
    if (!a.schema.code_objects.empty()) { rename_type_in_code(a, from, to); }
    leave_trace(a, Noun::Table, from.text(), Trace::Kind::Renamed, to.text());
}

}  // namespace

void apply_operation(Applying& a, CreateTable& operation) {
    if (operation.if_not_exists && a.schema.find_table(operation.name) != nullptr) { return; }
    require_schema(a, operation.name);
    if (!claim_relation(a, operation.name)) { return; }
    if (const Holder type = find_type(a.schema, operation.name)) {
        diag::Diagnostic& found =
            a.error(diag::NameTaken, operation.name.span, operation.name.text(), type.what);
        if (type.where.known()) { found.note(type.where, "it was created here"); }
    }
    // https://www.postgresql.org/docs/current/sql-createtable.html: ON COMMIT is for these only.
    if (!operation.options.on_commit.empty() && !operation.options.temporary) {
        a.error(diag::OnCommitNotTemporary, operation.name.span, operation.name.text())
            .help("leave `on commit` out, or write `create temporary table`");
    }
    Table table;
    table.name = operation.name;
    table.options = operation.options;
    table.comment = operation.comment;
    table.origin = {operation.name.span.known() ? operation.name.span : a.span, a.span};
    table.columns.reserve(operation.elements.size());
    copy_parents_columns(a, table);
    for (TableElement& element : operation.elements) {
        if (auto* column = std::get_if<ColumnDefinition>(&element)) {
            if (merge_into_inherited(table, column->column)) { continue; }
            (void)add_column(a, table, *column, std::nullopt);
        } else if (auto* like = std::get_if<LikeTable>(&element)) {
            copy_like(a, table, *like);
        }
    }
    for (const Column& column : table.columns) {
        if (column.generated) {
            (void)check_definition(a, table, column.generated->expression, "a generated column");
        }
    }
    add_constraints(a, table, operation);
    check_partition_key(a, table);
    check_keys_of_parents(a, table, operation.name.span);
    update_references(a.schema, table.name, {}, uses_of(table));
    a.schema.tables.set(operation.name, Shared<Table>(std::move(table)));
}

void remove_table(Applying& a, const QualifiedName& name) {
    const Table& table = *a.schema.find_table(name);
    for (const Index& index : table.indexes) { a.schema.index_owners.erase(index.name); }
    for (const Constraint& constraint : table.constraints) {
        if (owns_index(constraint.kind)) {
            a.schema.index_owners.erase(index_of(table, constraint));
        }
    }
    update_references(a.schema, name, uses_of(table), {});
    for (const QualifiedName& user : users_of(a.schema, name)) {
        a.schema.references.erase({name, user});
        if (a.schema.sequences.erase(user)) {
            forget_privileges(a.schema.privileges, SecuredKind::Sequence, user);
        }
    }
    for (const std::string& key : code_on_table(a.schema, name)) { remove_code_object(a, key); }
    forget_privileges(a.schema.privileges, SecuredKind::Relation, name);
    a.schema.tables.erase(name);
    leave_trace(a, Noun::Table, name.text(), Trace::Kind::Dropped);
}

namespace {

/// Columns of other tables that have the table's row type.
bool release_row_type(Applying& a, const QualifiedName& name, const std::string& what, bool cascade,
                      Span where) {
    for (const QualifiedName& user : users_of(a.schema, name)) {
        const Table* other = user == name ? nullptr : a.schema.find_table(user);
        if (other == nullptr) { continue; }
        std::vector<Name> columns;
        for (const Column& column : other->columns) {
            if (column.type.kind == TypeKind::Named && *column.type.name == name) {
                columns.push_back(column.name);
            }
        }
        if (columns.empty()) { continue; }
        if (!cascade) {
            a.error(diag::StillUsed, where, what,
                    "column \"" + user.text() + "." + columns[0].text + '"')
                .help("drop that column first, or write `cascade`");
            return false;
        }
        const std::vector<QualifiedName> before = uses_of(*other);
        for (const Name& column : columns) { (void)drop_column(a, user, column, true); }
        update_references(a.schema, user, before, uses_of(*a.schema.find_table(user)));
    }
    return true;
}

/// Foreign keys to the tables that this one is a partition of: some of what they refer to is here.
std::vector<std::pair<QualifiedName, std::string>> keys_to_parents(const Schema& schema,
                                                                   const QualifiedName& name) {
    std::vector<std::pair<QualifiedName, std::string>> keys;
    const Table* table = schema.find_table(name);
    while (table != nullptr && !table->options.partition_of.empty()) {
        const QualifiedName parent = table->options.partition_of;
        table = schema.find_table(parent);
        for (const QualifiedName& user : users_of(schema, parent)) {
            const Table* other = schema.find_table(user);
            if (other == nullptr || user == name) { continue; }
            for (const Constraint& constraint : other->constraints) {
                if (constraint.kind == ConstraintKind::ForeignKey &&
                    constraint.referenced_table == parent) {
                    keys.emplace_back(user, constraint.name.text);
                }
            }
        }
    }
    return keys;
}

}  // namespace

bool drop_table(Applying& a, const QualifiedName& name, bool cascade, Span where) {
    const std::string what = "table \"" + name.text() + "\"";
    std::vector<QualifiedName> partitions;
    std::vector<std::pair<QualifiedName, std::string>> foreign_keys;
    for (const QualifiedName& user : users_of(a.schema, name)) {
        const Table* other = user == name ? nullptr : a.schema.find_table(user);
        if (other == nullptr) { continue; }
        if (other->options.partition_of == name) {
            partitions.push_back(user);
            continue;
        }
        const auto& parents = other->options.inherits;
        if (std::find(parents.begin(), parents.end(), name) != parents.end()) {
            if (!cascade) {
                a.error(diag::StillUsed, where, what, "its child table \"" + user.text() + "\"");
                return false;
            }
            partitions.push_back(user);
        }
        for (const Constraint& constraint : other->constraints) {
            if (constraint.kind != ConstraintKind::ForeignKey ||
                !(constraint.referenced_table == name)) {
                continue;
            }
            if (!cascade) {
                a.error(diag::StillUsed, where, what,
                        "foreign key \"" + constraint.name.text + "\" of table \"" + user.text() +
                            "\"")
                    .note(constraint.span, "the foreign key is created here")
                    .help("drop that foreign key first, or write `cascade`");
                return false;
            }
            foreign_keys.emplace_back(user, constraint.name.text);
        }
    }
    for (auto& [user, constraint] : keys_to_parents(a.schema, name)) {
        if (!cascade) {
            a.error(diag::StillUsed, where, what,
                    "foreign key \"" + constraint + "\" of table \"" + user.text() +
                        "\", which refers to the table that it is a partition of")
                .help("detach it first, or write `cascade`");
            return false;
        }
        foreign_keys.emplace_back(std::move(user), std::move(constraint));
    }
    if (!release_views(a, views_using(a.schema, name, {}), what, cascade, where) ||
        !release_views(a, others_reading(a.schema, name, {}), what, cascade, where) ||
        !release_routines(a, name, what, cascade, where) ||
        !release_owned_sequences(a, name, {}, what, cascade, where) ||
        !release_row_type(a, name, what, cascade, where)) {
        return false;
    }
    for (const auto& [user, constraint] : foreign_keys) {
        Table& other = edit_table(a.schema, user);
        const std::vector<QualifiedName> before = uses_of(other);
        (void)remove_constraint(a, other, constraint, true, where);
        update_references(a.schema, user, before, uses_of(other));
    }
    for (const QualifiedName& partition : partitions) {
        if (a.schema.find_table(partition) != nullptr) {
            (void)drop_table(a, partition, cascade, where);
        }
    }
    remove_table(a, name);
    return true;
}

void apply_operation(Applying& a, DropTable& operation) {
    if (operation.if_exists && a.schema.find_table(operation.name) == nullptr) { return; }
    if (require_table(a, operation.name) == nullptr) { return; }
    (void)drop_table(a, operation.name, operation.cascade, operation.name.span);
}

void apply_operation(Applying& a, RenameTable& operation) {
    if (operation.if_exists && a.schema.find_table(operation.from) == nullptr) { return; }
    if (require_table(a, operation.from) == nullptr) { return; }
    const QualifiedName to(operation.from.schema, operation.to.text, operation.to.span);
    if (!claim_relation(a, to)) { return; }
    move_table(a, operation.from, to);
}

void apply_operation(Applying& a, SetTableSchema& operation) {
    if (operation.if_exists && a.schema.find_table(operation.table) == nullptr) { return; }
    if (require_table(a, operation.table) == nullptr) { return; }
    QualifiedName to(operation.schema.text, operation.table.name, operation.schema.span);
    if (to.schema == "public" && !names_public(a.schema)) { to.schema.clear(); }
    if (to == operation.table) { return; }
    require_schema(a, to);
    if (!claim_relation(a, to)) { return; }
    // Sequences of its columns go with it.
    for (const QualifiedName& user : users_of(a.schema, operation.table)) {
        const Sequence* owned = a.schema.find_sequence(user);
        if (owned == nullptr) { continue; }
        Sequence moved = *owned;
        a.schema.sequences.erase(user);
        a.schema.references.erase({operation.table, user});
        moved.name.schema = to.schema;
        a.schema.references.set({operation.table, moved.name}, true);
        a.schema.sequences.set(moved.name, Shared<Sequence>(moved));
        move_privileges(a.schema.privileges, SecuredKind::Sequence, user, moved.name);
    }
    move_table(a, operation.table, to);
}

}  // namespace retort::schema
