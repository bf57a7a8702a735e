// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/schema/apply/context.h"
#include "compiler/schema/changes.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/storage_settings.h"

#include <algorithm>

namespace retort::schema {
namespace {

Column* edit_column(Applying& a, const QualifiedName& table, const Name& name) {
    if (require_column(a, *a.schema.find_table(table), name) == nullptr) { return nullptr; }
    return edit_table(a.schema, table).find_column(name.text);
}

/// `wanted`: a name other than the usual one, where it is free.
void add_sequence(Applying& a, const Table& table, const Column& column,
                  const std::string& wanted = {}) {
    Sequence sequence;
    sequence.name.schema = table.name.schema;
    sequence.name.name =
        !wanted.empty() && !find_relation(a.schema, QualifiedName(table.name.schema, wanted))
            ? wanted
            : sequence_name(table.name.name, column.name.text, [&](std::string_view name) {
                  return static_cast<bool>(
                      find_relation(a.schema, QualifiedName(table.name.schema, std::string(name))));
              });
    sequence.implicit = true;
    if (column.identity) { sequence.options = column.identity->options; }
    sequence.options.owned_table = Box<QualifiedName>(table.name);
    sequence.options.owned_column = Name(column.name.text);
    sequence.origin = {column.name.span, a.span};
    a.schema.references.set({table.name, sequence.name}, true);
    a.schema.sequences.set(sequence.name, Shared<Sequence>(sequence));
}

void check_new_column(Applying& a, const Table& table, const Column& column) {
    (void)check_type(a, column.type);
    if (column.default_value) {
        (void)check_default(a, column.name.text, column.type, *column.default_value);
    }
    if (column.default_value && (column.identity || column.generated)) {
        a.error(diag::ColumnState, column.name.span, column.name.text,
                column.identity ? "has both a default and an identity"
                                : "has both a default and a generation expression");
    }
    if (column.generated) {
        for_each_column(column.generated->expression, [&](const Expr& reference) {
            const Column* other = table.find_column(reference.names.back().text);
            if (reference.names.back().text == column.name.text) {
                a.error(diag::ColumnState, reference.span, column.name.text,
                        "is generated from itself");
            } else if (other != nullptr && other->generated) {
                a.error(diag::ColumnState, reference.span, column.name.text,
                        "is generated from \"" + other->name.text + "\", which is generated too");
            }
        });
    }
}

}  // namespace

const Sequence* owned_sequence(const Schema& schema, const QualifiedName& table,
                               std::string_view column) {
    const Sequence* found = nullptr;
    for (const QualifiedName& user : users_of(schema, table)) {
        const Sequence* sequence = schema.find_sequence(user);
        if (sequence == nullptr || sequence->options.owned_column.text != column ||
            !(sequence->options.owned_table == table)) {
            continue;
        }
        if (sequence->implicit) { return sequence; }
        if (found == nullptr) { found = sequence; }
    }
    return found;
}

bool add_column(Applying& a, Table& table, ColumnDefinition& definition,
                std::optional<std::size_t> position) {
    const Column& written = definition.column;
    if (const Column* other = table.find_column(written.name.text)) {
        diag::Diagnostic& found =
            a.error(diag::DuplicateColumn, written.name.span, table.name.text(), written.name.text);
        if (other->name.span.known()) { found.note(other->name.span, "it is defined here"); }
        return false;
    }
    if (!check_length(a, written.name.text, written.name.span)) { return false; }
    check_new_column(a, table, written);
    Column column = written;
    if (is_serial(column.type.kind) || column.identity) {
        column.not_null = true;
        if (column.identity) { normalize(column.identity->options); }
        add_sequence(a, table, column, definition.sequence);
    }
    if (!position || *position >= table.columns.size()) {
        table.columns.push_back(std::move(column));
    } else {
        table.columns.insert(table.columns.begin() + static_cast<std::ptrdiff_t>(*position),
                             std::move(column));
    }
    return true;
}

void apply_operation(Applying& a, AlterTable& operation) {
    if (operation.if_exists && a.schema.find_table(operation.table) == nullptr) { return; }
    if (require_table(a, operation.table) == nullptr) { return; }
    std::vector<QualifiedName> uses = uses_of(*a.schema.find_table(operation.table));
    const Span whole = a.span;
    const QualifiedName& table = operation.table;
    // Both sides of a foreign key may change their types in one statement.
    std::size_t last_type = operation.actions.size();
    Span type_span;
    for (std::size_t i = 0; i < operation.actions.size(); ++i) {
        const auto* set = std::get_if<SetColumnType>(&operation.actions[i]);
        if (set == nullptr) { continue; }
        last_type = i;
        type_span = set->column.span;
    }
    for (std::size_t i = 0; i < operation.actions.size(); ++i) {
        if (i < operation.action_spans.size() && operation.action_spans[i].known()) {
            a.span = operation.action_spans[i];
        }
        match(
            operation.actions[i],  //
            [&](AddColumn& action) { apply_action(a, table, action); },
            [&](DropColumn& action) { apply_action(a, table, action); },
            [&](RenameColumn& action) { apply_action(a, table, action); },
            [&](SetColumnType& action) { apply_action(a, table, action); },
            [&](SetColumnDefault& action) { apply_action(a, table, action); },
            [&](DropColumnDefault& action) { apply_action(a, table, action); },
            [&](SetNotNull& action) { apply_action(a, table, action); },
            [&](DropNotNull& action) { apply_action(a, table, action); },
            [&](AddIdentity& action) { apply_action(a, table, action); },
            [&](SetIdentity& action) { apply_action(a, table, action); },
            [&](DropIdentity& action) { apply_action(a, table, action); },
            [&](DropExpression& action) { apply_action(a, table, action); },
            [&](AddConstraint& action) { apply_action(a, table, action); },
            [&](DropConstraint& action) { apply_action(a, table, action); },
            [&](RenameConstraint& action) { apply_action(a, table, action); },
            [&](ValidateConstraint& action) { apply_action(a, table, action); },
            [&](SetRowSecurity& action) { apply_action(a, table, action); },
            [&](OtherTableAction& action) { apply_action(a, table, action); });
        if (a.ok && !operation.only) { follow_in_children(a, table, operation.actions[i]); }
        a.span = whole;
        // The next action finds what this one made refer to a table.
        std::vector<QualifiedName> now = uses_of(*a.schema.find_table(table));
        update_references(a.schema, table, uses, now);
        uses = std::move(now);
        if (i == last_type) { check_references(a, *a.schema.find_table(table), type_span); }
    }
    Table& changed = edit_table(a.schema, table);
    if (whole.known()) { changed.origin.changed = whole; }
}

void apply_action(Applying& a, const QualifiedName& name, AddColumn& action) {
    const std::string& column = action.definition.column.name.text;
    if (action.if_not_exists && a.schema.find_table(name)->find_column(column) != nullptr) {
        return;
    }
    Table& table = edit_table(a.schema, name);
    if (!add_column(a, table, action.definition, action.position)) { return; }
    if (const Box<Generated>& generated = action.definition.column.generated) {
        (void)check_definition(a, table, generated->expression, "a generated column");
    }
    std::vector<Constraint>& constraints = action.definition.constraints;
    for (Constraint& constraint : constraints) {
        if (constraint.kind == ConstraintKind::PrimaryKey) {
            (void)add_constraint(a, table, constraint);
        }
    }
    for (Constraint& constraint : constraints) {
        if (constraint.kind == ConstraintKind::PrimaryKey) { continue; }
        if (repeats_key(table, constraint)) {
            constraint.columns.clear();
            continue;
        }
        (void)add_constraint(a, table, constraint);
    }
    std::erase_if(constraints, [](const Constraint& constraint) {
        return constraint.kind == ConstraintKind::Unique && constraint.columns.empty();
    });
}

void apply_action(Applying& a, const QualifiedName& name, DropColumn& action) {
    const Table& table = *a.schema.find_table(name);
    if (action.if_exists && table.find_column(action.column.text) == nullptr) { return; }
    if (require_column(a, table, action.column) == nullptr) { return; }
    (void)drop_column(a, name, action.column, action.cascade);
}

namespace {

/// What casts a type of an extension or of raw SQL has is not known.
bool is_known(const Applying& a, const Type& type) {
    return type.kind != TypeKind::Named || a.schema.find_enum(*type.name) != nullptr ||
           a.schema.find_domain(*type.name) != nullptr;
}

}  // namespace

void apply_action(Applying& a, const QualifiedName& name, SetColumnType& action) {
    (void)check_type(a, action.type);
    Column* column = edit_column(a, name, action.column);
    if (column == nullptr ||
        !check_retype(a, *a.schema.find_table(name), action.column, action.type)) {
        return;
    }
    if (action.using_expression) {
        (void)check_expression(a, *a.schema.find_table(name), *action.using_expression);
    }
    if (column->generated && action.using_expression) {
        a.error(diag::ColumnState, action.column.span, action.column.text,
                "is generated, so `using` has no meaning for it");
        return;
    }
    const Type before = column->type;
    if (!action.using_expression && is_known(a, before) && is_known(a, action.type)) {
        if (const Box<Expr> needed = conversion(a.schema, action.column, before, action.type)) {
            a.error(diag::TypeNeedsUsing, action.column.span, action.column.text, type_text(before),
                    type_text(action.type))
                .help("say how: type " + type_text(action.type) + " using " + expr_text(*needed));
        }
    }
    if (column->default_value && !is_value_of(action.type, *column->default_value)) {
        diag::Diagnostic& found =
            a.error(diag::NotAValue, action.column.span,
                    "the default " + expr_text(*column->default_value), type_text(action.type));
        if (column->default_value->span.known()) {
            found.note(column->default_value->span, "the default is set here");
        }
        found.help("write `alter column " + action.column.text + " drop default` before it");
        return;
    }
    // `'x'::text` follows as a value of the new type.
    if (column->default_value && column->default_value->kind == ExprKind::Cast &&
        *column->default_value->type == before) {
        Expr value = *column->default_value;
        value.type = Box<Type>(action.type);
        column->default_value = Box<Expr>(std::move(value));
    }
    column->type = action.type;
    // The type brings its own storage along, even where it is the same one.
    forget_storage(edit_table(a.schema, name), action.column.text);
    // A serial column stays numbered by its sequence, whatever width it gets.
    if (is_serial(before.kind)) { change_serial_type(a.schema, name, *column, before); }
    if (action.collation && action.collation->name == "default") {
        column->collation.reset();
    } else if (action.collation) {
        column->collation = action.collation;
    } else if (!(before == action.type)) {
        column->collation.reset();
    }
    restore_serial(a.schema, name, *column);
}

void apply_action(Applying& a, const QualifiedName& name, SetColumnDefault& action) {
    Column* column = edit_column(a, name, action.column);
    if (column == nullptr) { return; }
    if (column->generated || column->identity) {
        a.error(diag::ColumnState, action.column.span, action.column.text,
                column->generated ? "is generated and cannot have a default"
                                  : "is an identity column and cannot have a default");
        return;
    }
    (void)check_default(a, action.column.text, column->type, action.value);
    make_plain(a.schema, name, *column);
    column->default_value = Box<Expr>(action.value);
    restore_serial(a.schema, name, *column);
}

void apply_action(Applying& a, const QualifiedName& name, DropColumnDefault& action) {
    Column* column = edit_column(a, name, action.column);
    if (column == nullptr) { return; }
    if (column->generated || column->identity) {
        a.error(diag::ColumnState, action.column.span, action.column.text,
                column->generated ? "is generated: use `drop expression`"
                                  : "is an identity column: use `drop identity`");
        return;
    }
    make_plain(a.schema, name, *column);
    column->default_value.reset();
}

void apply_action(Applying& a, const QualifiedName& name, SetNotNull& action) {
    if (Column* column = edit_column(a, name, action.column)) { column->not_null = true; }
}

void apply_action(Applying& a, const QualifiedName& name, DropNotNull& action) {
    Column* column = edit_column(a, name, action.column);
    if (column == nullptr) { return; }
    const Constraint* key = a.schema.find_table(name)->primary_key();
    if (key != nullptr && uses_column(*key, action.column.text)) {
        a.error(diag::KeyColumnNullable, action.column.span, action.column.text,
                "it is part of the primary key \"" + key->name.text + "\"");
        return;
    }
    if (column->identity) {
        a.error(diag::KeyColumnNullable, action.column.span, action.column.text,
                "it is an identity column");
        return;
    }
    column->not_null = false;
}

void apply_action(Applying& a, const QualifiedName& name, AddIdentity& action) {
    Column* column = edit_column(a, name, action.column);
    if (column == nullptr) { return; }
    if (column->identity || column->default_value || column->generated ||
        is_serial(column->type.kind)) {
        a.error(diag::ColumnState, action.column.span, action.column.text,
                column->identity    ? "is an identity column already"
                : column->generated ? "is generated and cannot be an identity column"
                                    : "has a default: drop it before making it an identity column");
        return;
    }
    const Table& table = *a.schema.find_table(name);
    if (!table.refuses_nulls(action.column.text)) {
        a.error(diag::KeyColumnNullable, action.column.span, action.column.text,
                "only then can it be an identity column")
            .help("write `alter column " + action.column.text + " set not null` before it");
        return;
    }
    column->identity = Box<Identity>(action.identity);
    normalize(column->identity->options);
    add_sequence(a, table, *column);
}

void apply_action(Applying& a, const QualifiedName& name, SetIdentity& action) {
    Column* column = edit_column(a, name, action.column);
    if (column == nullptr) { return; }
    if (!column->identity) {
        a.error(diag::ColumnState, action.column.span, action.column.text,
                "is not an identity column");
        return;
    }
    if (action.always) { column->identity->always = *action.always; }
    alter_sequence_options(column->identity->options, action.options);
}

void apply_action(Applying& a, const QualifiedName& name, DropIdentity& action) {
    Column* column = edit_column(a, name, action.column);
    if (column == nullptr) { return; }
    if (!column->identity) {
        if (!action.if_exists) {
            a.error(diag::ColumnState, action.column.span, action.column.text,
                    "is not an identity column");
        }
        return;
    }
    column->identity.reset();
    if (const Sequence* sequence = owned_sequence(a.schema, name, action.column.text)) {
        const QualifiedName sequence_name = sequence->name;
        a.schema.references.erase({name, sequence_name});
        a.schema.sequences.erase(sequence_name);
        forget_privileges(a.schema.privileges, SecuredKind::Sequence, sequence_name);
    }
}

void apply_action(Applying& a, const QualifiedName& name, DropExpression& action) {
    Column* column = edit_column(a, name, action.column);
    if (column == nullptr) { return; }
    if (!column->generated && !action.if_exists) {
        a.error(diag::ColumnState, action.column.span, action.column.text, "is not generated");
        return;
    }
    column->generated.reset();
}

void apply_action(Applying& a, const QualifiedName& name, SetRowSecurity& action) {
    Table& table = edit_table(a.schema, name);
    switch (action.mode) {
        case RowSecurity::Enable:
            table.row_security = true;
            break;
        case RowSecurity::Disable:
            table.row_security = false;
            break;
        case RowSecurity::Force:
            table.force_row_security = true;
            break;
        case RowSecurity::NoForce:
            table.force_row_security = false;
            break;
    }
}

void apply_action(Applying& a, const QualifiedName& name, OtherTableAction& action) {
    apply_storage_action(a, name, action);
}

}  // namespace retort::schema
