// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/sql_words.h"
#include "compiler/schema/storage_settings.h"

#include <algorithm>

namespace retort::schema {
namespace {

/// One table on its way to another state.
struct TableChange {
    Changes& changes;
    const Table& from;
    const Table& to;
    AlterTable alter;
    AlterTable after;               ///< actions that need what `alter` does, of its own
    std::vector<std::string> gone;  ///< columns that are dropped, or dropped and made anew
    std::vector<std::string> dropped_indexes;

    /// What a parent that stays one does to a column of the same name: the column as this table
    /// would inherit it, before and after.
    struct Inherited {
        Box<Column> before;
        Box<Column> after;
    };
    Inherited inherited(const std::string& column) const;

    /// The column gets a type of its own, not one that a parent's change brings along.
    bool retyped(const Column& column) const {
        const Column* wanted = to.find_column(column.name.text);
        return wanted != nullptr && !same_storage(column, *wanted);
    }
    bool is_gone(const std::string& column) const {
        return std::find(gone.begin(), gone.end(), column) != gone.end();
    }
    /// Disappears together with a dropped column.
    bool goes_with_columns(const Constraint& constraint) const {
        return std::any_of(gone.begin(), gone.end(), [&](const std::string& column) {
            return uses_column(constraint, column);
        });
    }
    bool goes_with_columns(const Index& index) const {
        return std::any_of(gone.begin(), gone.end(),
                           [&](const std::string& column) { return uses_column(index, column); });
    }

    void find_gone_columns();
    void drop_constraints();
    void drop_indexes();
    void drop_columns();
    /// The generated ones come after what they are computed from, wherever they stand.
    void add_columns(bool generated);
    void add_column(const Column& column, std::optional<std::size_t> position);
    void alter_column(const Column& old, const Column& wanted);
    void change_type(const Column& old, const Column& wanted, bool& default_dropped);
    void change_identity(const Column& old, const Column& wanted);
    void add_constraints();
    void row_security();
    void create_indexes();
    void comment();
    void join_parents();
    /// The table without the settings that go with columns and indexes.
    Table without_what_goes() const;
};

TableChange::Inherited TableChange::inherited(const std::string& column) const {
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

void TableChange::find_gone_columns() {
    for (const Column& column : from.columns) {
        const Column* wanted = to.find_column(column.name.text);
        const Inherited parent = inherited(column.name.text);
        // What happens to the parent's column happens to this one by that.
        const bool by_parent =
            parent.before && (!parent.after || is_made_anew(changes.from, changes.to,
                                                            *parent.before, *parent.after));
        if (by_parent) { continue; }
        if (wanted == nullptr || is_made_anew(changes.from, changes.to, column, *wanted)) {
            gone.push_back(column.name.text);
        }
    }
    // A generated column cannot outlive what it is computed from, nor that one's type.
    for (const Column& column : from.columns) {
        if (!column.generated || is_gone(column.name.text) || inherited(column.name.text).before) {
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
}

void TableChange::drop_constraints() {
    for (const Constraint& constraint : from.constraints) {
        const Constraint* wanted = to.find_constraint(constraint.name.text);
        if (wanted != nullptr && *wanted == constraint) { continue; }
        const bool disturbed = constraint.kind == ConstraintKind::ForeignKey &&
                               is_disturbed(changes.from, changes.to, {}, from, constraint);
        if (goes_with_columns(constraint) && !disturbed) { continue; }
        // What was only not validated yet need not be made anew.
        if (wanted != nullptr && constraint.not_valid && !wanted->not_valid) {
            Constraint valid = constraint;
            valid.not_valid = false;
            if (valid == *wanted) {
                alter.actions.emplace_back(ValidateConstraint{Name(constraint.name.text)});
                continue;
            }
        }
        DropConstraint drop{Name(constraint.name.text)};
        const bool elsewhere = constraint.kind == ConstraintKind::ForeignKey &&
                               !(constraint.referenced_table == from.name);
        const Shared<Table>* target_before =
            elsewhere ? changes.from.tables.find(constraint.referenced_table) : nullptr;
        const Shared<Table>* target_after =
            elsewhere ? changes.to.tables.find(constraint.referenced_table) : nullptr;
        const bool first = constraint.kind == ConstraintKind::ForeignKey &&
                           rests_on_index(changes.from, from, constraint);
        if (first || (elsewhere && (target_before == nullptr || target_after == nullptr ||
                                    !(*target_before == *target_after)))) {
            // The other table changes too: the key must be out of the way before that.
            AlterTable alone;
            alone.table = from.name;
            alone.actions.emplace_back(std::move(drop));
            Changes::add(changes.dropped_keys, std::move(alone));
        } else {
            alter.actions.emplace_back(std::move(drop));
        }
    }
    // Foreign keys first: they need the keys that they refer to.
    std::stable_partition(alter.actions.begin(), alter.actions.end(), [&](const TableAction& each) {
        const auto* drop = std::get_if<DropConstraint>(&each);
        return drop != nullptr &&
               from.find_constraint(drop->name.text)->kind == ConstraintKind::ForeignKey;
    });
}

void TableChange::drop_indexes() {
    for (const Index& index : from.indexes) {
        const Index* wanted = to.find_index(index.name.name);
        if (wanted != nullptr) {
            Index plain = index;
            plain.comment = wanted->comment;
            if (plain == *wanted) { continue; }
        }
        if (goes_with_columns(index)) { continue; }
        DropIndex drop;
        drop.name = QualifiedName(from.name.schema, index.name.name);
        dropped_indexes.push_back(index.name.name);
        Changes::add(changes.dropped_indexes, std::move(drop));
    }
}

void TableChange::drop_columns() {
    for (const std::string& column : gone) {
        alter.actions.emplace_back(DropColumn{Name(column)});
        forget_column_privileges(changes.privileges, from.name, column);
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

/// What the database has as the default: a serial column's is the next value of its sequence.
Box<Expr> effective_default(const Schema& schema, const Table& table, const Column& column) {
    if (!is_serial(column.type.kind)) { return column.default_value; }
    const Sequence* sequence = owned_sequence(schema, table.name, column.name.text);
    return sequence == nullptr ? Box<Expr>() : Box<Expr>(next_value(sequence->name));
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
    if (!set.collation && old.collation) {
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
    if (old.generated && !wanted.generated) { alter.actions.emplace_back(DropExpression{name}); }
    // Nothing but an identity column's own sequence may fill it: the order matters both ways.
    if (old.identity && !wanted.identity) { change_identity(old, wanted); }
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

void TableChange::add_constraints() {
    std::vector<const Constraint*> missing;
    for (const Constraint& constraint : to.constraints) {
        const Constraint* old = from.find_constraint(constraint.name.text);
        if (old != nullptr && *old == constraint && !goes_with_columns(*old)) { continue; }
        const bool validated =
            std::any_of(alter.actions.begin(), alter.actions.end(), [&](const TableAction& action) {
                const auto* validate = std::get_if<ValidateConstraint>(&action);
                return validate != nullptr && validate->name.text == constraint.name.text;
            });
        if (!validated) { missing.push_back(&constraint); }
    }
    std::stable_partition(missing.begin(), missing.end(), [](const Constraint* each) {
        return each->kind != ConstraintKind::ForeignKey;
    });
    for (const Constraint* constraint : missing) {
        const bool elsewhere = constraint->kind == ConstraintKind::ForeignKey &&
                               !(constraint->referenced_table == to.name);
        const Shared<Table>* before =
            elsewhere ? changes.from.tables.find(constraint->referenced_table) : nullptr;
        const Shared<Table>* wanted =
            elsewhere ? changes.to.tables.find(constraint->referenced_table) : nullptr;
        const bool last = constraint->kind == ConstraintKind::ForeignKey &&
                          rests_on_index(changes.to, to, *constraint);
        if (last ||
            (elsewhere && (before == nullptr || wanted == nullptr || !(*before == *wanted)))) {
            AlterTable alone;
            alone.table = to.name;
            alone.actions.emplace_back(AddConstraint{*constraint});
            Changes::add(changes.added_keys, std::move(alone));
        } else {
            alter.actions.emplace_back(AddConstraint{*constraint});
        }
    }
}

void TableChange::row_security() {
    const auto set = [&](RowSecurity mode) { alter.actions.emplace_back(SetRowSecurity{mode}); };
    if (from.row_security != to.row_security) {
        set(to.row_security ? RowSecurity::Enable : RowSecurity::Disable);
    }
    if (from.force_row_security != to.force_row_security) {
        set(to.force_row_security ? RowSecurity::Force : RowSecurity::NoForce);
    }
}

void TableChange::create_indexes() {
    for (const Index& index : to.indexes) {
        const Index* old = from.find_index(index.name.name);
        bool kept = false;
        if (old != nullptr && !goes_with_columns(*old)) {
            Index plain = *old;
            plain.comment = index.comment;
            kept = plain == index;
        }
        if (!kept) {
            CreateIndex create;
            create.index = index;
            create.index.comment.reset();
            create.table = to.name;
            Changes::add(changes.created_indexes, std::move(create));
        }
        const bool same_comment = kept ? old->comment == index.comment : !index.comment;
        if (!same_comment) {
            Changes::add(changes.comments,
                         comment_on(CommentTarget::Index, index.name, {}, index.comment));
        }
    }
}

void TableChange::comment() {
    if (!(from.comment == to.comment)) {
        Changes::add(changes.comments, comment_on(CommentTarget::Table, to.name, {}, to.comment));
    }
    const auto text_of = [](const Table& table, const std::string& name) -> Box<std::string> {
        for (const auto& [constraint, text] : table.constraint_comments) {
            if (constraint.text == name) { return Box<std::string>(text); }
        }
        return {};
    };
    for (const Constraint& constraint : to.constraints) {
        const Constraint* old = from.find_constraint(constraint.name.text);
        const bool kept = old != nullptr && *old == constraint && !goes_with_columns(*old);
        const Box<std::string> before =
            kept ? text_of(from, constraint.name.text) : Box<std::string>();
        const Box<std::string> wanted = text_of(to, constraint.name.text);
        if (!(before == wanted)) {
            Changes::add(changes.comments, comment_on(CommentTarget::Constraint, to.name,
                                                      Name(constraint.name.text), wanted));
        }
    }
}

Table TableChange::without_what_goes() const {
    Table left;
    left.name = from.name;
    left.options = from.options;
    left.settings = from.settings;
    for (const std::string& column : gone) { forget_column_settings(left, column); }
    for (const Column& column : to.columns) {
        const Column* old = from.find_column(column.name.text);
        if (old != nullptr && !(old->type == column.type)) {
            forget_storage(left, column.name.text);
        }
    }
    for (const std::string& index : dropped_indexes) { forget_index_settings(left, index); }
    return left;
}

/// Parents that it does not have yet: they are there, with all their columns, by then.
void TableChange::join_parents() {
    const auto spelled = [](const QualifiedName& name) {
        return (name.schema.empty() ? "" : sql_name(name.schema) + ".") + sql_name(name.name);
    };
    const auto say = [&](const QualifiedName& table, std::string text) {
        AlterTable join;
        join.table = table;
        join.actions.emplace_back(OtherTableAction{std::move(text)});
        Changes::add(changes.joined_parents, std::move(join));
    };
    if (!to.options.partition_of.empty() &&
        !(from.options.partition_of == to.options.partition_of)) {
        say(to.options.partition_of,
            "attach partition " + spelled(to.name) + " " + to.options.partition_bound);
    }
    for (const QualifiedName& parent : to.options.inherits) {
        const auto& old = from.options.inherits;
        if (std::find(old.begin(), old.end(), parent) == old.end()) {
            say(to.name, "inherit " + spelled(parent));
        }
    }
    if (from.options.access_method != to.options.access_method) {
        const std::string& method = to.options.access_method;
        say(to.name, "set access method " + (method.empty() ? "heap" : sql_name(method)));
    }
}

}  // namespace

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

bool rests_on_index(const Schema& schema, const Table& table, const Constraint& key) {
    const Table* target =
        key.referenced_table == table.name ? &table : schema.find_table(key.referenced_table);
    if (target == nullptr) { return false; }
    return std::none_of(target->constraints.begin(), target->constraints.end(),
                        [&](const Constraint& each) {
                            return (each.kind == ConstraintKind::PrimaryKey ||
                                    each.kind == ConstraintKind::Unique) &&
                                   std::is_permutation(each.columns.begin(), each.columns.end(),
                                                       key.referenced_columns.begin(),
                                                       key.referenced_columns.end());
                        });
}

void change_settings(Changes& changes, const Table& from, const Table& to) {
    std::vector<OtherTableAction> actions = setting_changes(from, to);
    if (actions.empty()) { return; }
    AlterTable alter;
    alter.table = to.name;
    for (OtherTableAction& action : actions) { alter.actions.emplace_back(std::move(action)); }
    Changes::add(changes.settings, std::move(alter));
}

void change_table(Changes& changes, const Table& from, const Table& to) {
    TableChange change{changes, from, to, {}, {}, {}, {}};
    change.alter.table = to.name;
    change.after.table = to.name;
    change.find_gone_columns();
    change.drop_constraints();
    change.drop_indexes();
    change.drop_columns();
    change.add_columns(false);
    for (const Column& column : to.columns) {
        const Column* found = from.find_column(column.name.text);
        if (found == nullptr || change.is_gone(column.name.text)) { continue; }
        // What happens to the parent's column happens to this one by that.
        Column old = *found;
        const TableChange::Inherited parent = change.inherited(column.name.text);
        if (parent.before && parent.after) {
            const Column& before = *parent.before;
            const Column& after = *parent.after;
            if (!(before.type == after.type) && column.type == after.type) {
                old.type = after.type;
            }
            if (!(before.default_value == after.default_value)) {
                old.default_value = after.default_value;
            }
            if (before.not_null != after.not_null) { old.not_null = after.not_null; }
            if (before.generated && !after.generated) { old.generated.reset(); }
        }
        change.alter_column(old, column);
    }
    change.add_columns(true);
    change.add_constraints();
    change.row_security();
    change.create_indexes();
    change.comment();
    change.join_parents();
    change_settings(changes, change.without_what_goes(), to);
    if (!change.alter.actions.empty()) {
        Changes::add(changes.altered_tables, std::move(change.alter));
    }
    if (!change.after.actions.empty()) {
        Changes::add(changes.altered_tables, std::move(change.after));
    }
}

}  // namespace retort::schema
