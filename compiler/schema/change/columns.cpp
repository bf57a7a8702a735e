// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/change/table_change.h"
#include "compiler/schema/serial.h"

// A table's columns: those that go, come and change.

namespace retort::schema {
namespace {

/// What the database has as the default: a serial column's is the next value of its sequence.
Box<Expr> effective_default(const Schema& schema, const Table& table, const Column& column) {
    if (!is_serial(column.type.kind)) { return column.default_value; }
    const Sequence* sequence = owned_sequence(schema, table.name, column.name.text);
    return sequence == nullptr ? Box<Expr>() : Box<Expr>(next_value(sequence->name));
}

}  // namespace

Inherited inherited(const Changes& changes, const Table& from, const Table& to,
                    const std::string& column) {
    std::vector<QualifiedName> parents = to.options.inherits;
    if (!to.options.partition_of.empty()) { parents.push_back(to.options.partition_of); }
    for (const QualifiedName& name : parents) {
        const auto& old = from.options.inherits;
        const bool stays = from.options.partition_of == name ||
                           std::find(old.begin(), old.end(), name) != old.end();
        const Table* parent_before = changes.from.find_table(name);
        const Table* parent_after = changes.to.find_table(name);
        if (!stays || parent_before == nullptr || parent_after == nullptr) { continue; }
        Inherited result;
        if (const Column* found = parent_before->find_column(column)) {
            result.before = Box<Column>(inherited_column(changes.from, *parent_before, *found));
        }
        if (const Column* found = parent_after->find_column(column)) {
            result.after = Box<Column>(inherited_column(changes.to, *parent_after, *found));
        }
        if (result.before || result.after) { return result; }
    }
    return {};
}

std::vector<std::string> gone_columns(const Changes& changes, const Table& from, const Table& to) {
    std::vector<std::string> gone;
    const auto is_gone = [&](const std::string& column) {
        return std::find(gone.begin(), gone.end(), column) != gone.end();
    };
    const auto retyped = [&](const Column& column) {
        const Column* wanted = to.find_column(column.name.text);
        return wanted != nullptr && !same_storage(column, *wanted);
    };
    for (const Column& column : from.columns) {
        const Column* wanted = to.find_column(column.name.text);
        const Inherited parent = inherited(changes, from, to, column.name.text);
        // What happens to the parent's column happens to this one by that.
        const bool by_parent =
            parent.before && (!parent.after || is_made_anew(changes.from, changes.to,
                                                            *parent.before, *parent.after));
        if (by_parent) { continue; }
        if (wanted == nullptr || is_made_anew(changes.from, changes.to, column, *wanted)) {
            gone.push_back(column.name.text);
        }
    }
    // One that is computed cannot outlive what it is computed from, nor that one's type.
    for (const Column& column : from.columns) {
        const Column* wanted = to.find_column(column.name.text);
        if (!column.generated || wanted == nullptr || !wanted->generated ||
            is_gone(column.name.text) || inherited(changes, from, to, column.name.text).before) {
            continue;
        }
        const bool disturbed =
            std::any_of(from.columns.begin(), from.columns.end(), [&](const Column& other) {
                return uses_column(column.generated->expression, other.name.text) &&
                       (is_gone(other.name.text) || retyped(other));
            });
        if (disturbed) { gone.insert(gone.begin(), column.name.text); }
    }
    // Generated ones first, so that none is in the way.
    std::stable_partition(gone.begin(), gone.end(), [&](const std::string& name) {
        const Column* column = from.find_column(name);
        return column != nullptr && column->generated.has_value();
    });
    return gone;
}

void TableChange::drop_columns() {
    for (const std::string& column : gone) {
        alter.actions.emplace_back(DropColumn{Name(column)});
        forget_column_privileges(changes.privileges, from.name, column);
    }
}

void TableChange::drop_expressions() {
    for (const Column& column : from.columns) {
        const Column* wanted = to.find_column(column.name.text);
        const Inherited parent = inherited(column.name.text);
        const bool by_parent =
            parent.before && parent.before->generated && parent.after && !parent.after->generated;
        if (column.generated && wanted != nullptr && !wanted->generated && !by_parent) {
            alter.actions.emplace_back(DropExpression{Name(column.name.text)});
        }
    }
}

void TableChange::add_column(const Column& column, std::optional<std::size_t> position) {
    AddColumn add;
    add.definition.column = column;
    add.definition.column.comment.reset();
    add.position = position;
    add.definition.sequence = unusual_sequence(changes.to, to, column);
    const Constraint* key = to.primary_key();
    if (key != nullptr && uses_column(*key, column.name.text)) {
        // The key says it.
        add.definition.column.not_null = false;
    }
    if (is_serial(column.type.kind) || column.identity) { add.definition.column.not_null = false; }
    Box<Expr> value;
    if (changes.missing == MissingValues::MadeUp) { value = placeholder(changes.to, to, column); }
    if (value) {
        add.definition.column.default_value = std::move(value);
        add.invents_values = true;
        after.actions.emplace_back(DropColumnDefault{Name(column.name.text)});
    }
    alter.actions.emplace_back(std::move(add));
    if (is_serial(column.type.kind) && !to.refuses_nulls(column.name.text)) {
        after.actions.emplace_back(DropNotNull{Name(column.name.text)});
    }
    if (column.comment) {
        Changes::add(changes.comments, comment_on(CommentTarget::Column, to.name,
                                                  Name(column.name.text), column.comment));
    }
}

void TableChange::add_columns(bool generated) {
    std::vector<bool> there;
    for (const Column& column : to.columns) {
        const bool added = generated && !column.generated;
        there.push_back(
            added || (from.find_column(column.name.text) != nullptr && !is_gone(column.name.text)));
    }
    const auto all = static_cast<std::size_t>(std::count(there.begin(), there.end(), true));
    // Those that go later in the table's life stand behind.
    std::size_t count = all;
    for (std::size_t i = 0; i < to.columns.size(); ++i) {
        const Column& column = to.columns[i];
        if (there[i] || column.generated.has_value() != generated) { continue; }
        const Inherited parent = inherited(column.name.text);
        if (!parent.before && parent.after) {
            // It comes with the parent's; what it has of its own is said when that is done.
            AlterTable own;
            std::swap(own, alter);
            alter.table = to.name;
            alter_column(*parent.after, column);
            std::swap(own, alter);
            if (!own.actions.empty()) { Changes::add(changes.owned_sequences, std::move(own)); }
            continue;
        }
        const auto place = static_cast<std::size_t>(
            std::count(there.begin(), there.begin() + static_cast<std::ptrdiff_t>(i), true));
        add_column(column, place == count ? std::nullopt : std::optional(place));
        there[i] = true;
        ++count;
    }
}

void TableChange::change_type(const Column& old, const Column& wanted, bool& default_dropped) {
    if (same_storage(old, wanted)) { return; }
    Type before = old.type;
    Type after_type = wanted.type;
    before.kind = stored_kind(before.kind);
    after_type.kind = stored_kind(after_type.kind);
    SetColumnType set;
    set.column = Name(wanted.name.text);
    set.type = after_type;
    set.collation = wanted.collation;
    // Another type brings its own, or cannot have any.
    if (!set.collation && old.collation && before == after_type) {
        set.collation = Box<QualifiedName>(QualifiedName("default"));
    }
    set.using_expression =
        conversion(changes.to, wanted.name, base_type(changes.from, before), after_type);
    if (set.using_expression && effective_default(changes.from, from, old)) {
        alter.actions.emplace_back(DropColumnDefault{Name(wanted.name.text)});
        default_dropped = true;
    }
    alter.actions.emplace_back(std::move(set));
}

void TableChange::change_identity(const Column& old, const Column& wanted) {
    const Name name(wanted.name.text);
    if (old.identity && !wanted.identity) {
        alter.actions.emplace_back(DropIdentity{name});
    } else if (!old.identity && wanted.identity) {
        alter.actions.emplace_back(AddIdentity{name, *wanted.identity});
    } else if (old.identity && !(old.identity == wanted.identity)) {
        SetIdentity set;
        set.column = name;
        if (old.identity->always != wanted.identity->always) {
            set.always = wanted.identity->always;
        }
        set.options = option_changes(old.identity->options, wanted.identity->options);
        alter.actions.emplace_back(std::move(set));
    }
}

void TableChange::alter_column(const Column& old, const Column& wanted) {
    const Name name(wanted.name.text);
    bool default_dropped = false;
    // Nothing but an identity column's own sequence may fill it: the order matters both ways.
    if (old.identity && !wanted.identity) { change_identity(old, wanted); }
    if (old.identity && is_serial(wanted.type.kind)) {
        // The identity's sequence goes, and another one of that name comes.
        const Sequence* own = owned_sequence(changes.to, to.name, wanted.name.text);
        const Sequence* now = own == nullptr ? nullptr : changes.from.find_sequence(own->name);
        if (now != nullptr && now->implicit) { create_serial_sequence(changes, *own); }
    }
    change_type(old, wanted, default_dropped);
    Box<Expr> default_before =
        default_dropped ? Box<Expr>() : effective_default(changes.from, from, old);
    const Box<Expr> default_after = effective_default(changes.to, to, wanted);
    // What name its sequence has is no difference.
    if (is_serial(old.type.kind) && is_serial(wanted.type.kind)) { default_before = default_after; }
    if (default_after && !(default_before == default_after)) {
        const std::vector<QualifiedName> counters = sequences_in(*default_after);
        const bool later =
            std::any_of(counters.begin(), counters.end(), [&](const QualifiedName& each) {
                const Sequence* now = changes.from.find_sequence(each);
                return now == nullptr ||
                       (now->implicit && serial_owner(changes.from, *now) == nullptr);
            });
        if (later) {
            // The sequence may come with a column of another table.
            AlterTable alone;
            alone.table = to.name;
            alone.actions.emplace_back(SetColumnDefault{name, *default_after});
            Changes::add(changes.owned_sequences, std::move(alone));
        } else {
            alter.actions.emplace_back(SetColumnDefault{name, *default_after});
        }
    } else if (default_before && !default_after) {
        alter.actions.emplace_back(DropColumnDefault{name});
    }
    const Constraint* key = to.primary_key();
    const bool by_key = key != nullptr && uses_column(*key, wanted.name.text);
    // The key comes after, an identity needs it before.
    const bool early = wanted.identity && !old.identity;
    if (wanted.not_null && !old.not_null && (!by_key || early)) {
        alter.actions.emplace_back(SetNotNull{name});
    }
    if (wanted.identity) { change_identity(old, wanted); }
    if (!wanted.not_null && old.not_null) { alter.actions.emplace_back(DropNotNull{name}); }
    if (!(old.comment == wanted.comment)) {
        Changes::add(changes.comments,
                     comment_on(CommentTarget::Column, to.name, name, wanted.comment));
    }
}

bool same_storage(const Column& before, const Column& after) {
    Type old = before.type;
    Type wanted = after.type;
    old.kind = stored_kind(old.kind);
    wanted.kind = stored_kind(wanted.kind);
    return old == wanted && before.collation == after.collation;
}

bool is_made_anew(const Schema& from, const Schema& to, const Column& before, const Column& after) {
    if (!after.generated) { return false; }
    return !(after.generated == before.generated) ||
           (!same_storage(before, after) &&
            conversion(to, after.name, base_type(from, before.type), after.type));
}

std::string unusual_sequence(const Schema& schema, const Table& table, const Column& column) {
    const Sequence* sequence = owned_sequence(schema, table.name, column.name.text);
    if (sequence == nullptr || !sequence->implicit || sequence->name.schema != table.name.schema) {
        return {};
    }
    const std::string usual =
        sequence_name(table.name.name, column.name.text, [](std::string_view) { return false; });
    return sequence->name.name == usual ? std::string() : sequence->name.name;
}

}  // namespace retort::schema
