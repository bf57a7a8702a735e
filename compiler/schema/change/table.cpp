// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/change/table_change.h"
#include "compiler/schema/foreign_key.h"
#include "compiler/schema/sql_words.h"
#include "compiler/schema/storage_settings.h"

// One table on its way to another state: everything but its columns.

namespace retort::schema {

void TableChange::drop_constraints() {
    for (const Constraint& constraint : from.constraints) {
        const Constraint* wanted = to.find_constraint(constraint.name.text);
        if (wanted != nullptr && *wanted == constraint) { continue; }
        const bool disturbed = constraint.kind == ConstraintKind::ForeignKey &&
                               is_disturbed(changes.from, changes.to, {}, from, constraint);
        if (goes_with_columns(constraint) && !disturbed) { continue; }
        // What was only not validated yet need not be made anew.
        if (wanted != nullptr && constraint.not_valid && !wanted->not_valid && !disturbed) {
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

namespace {

/// A child says the check again. Made first there, it can be dropped last there: what is the
/// parent's cannot be dropped from a child.
bool is_repeated_below(const Schema& schema, const QualifiedName& table, const std::string& check) {
    const std::vector<QualifiedName> users = users_of(schema, table);
    return std::any_of(users.begin(), users.end(), [&](const QualifiedName& user) {
        const Table* child = schema.find_table(user);
        if (child == nullptr) { return false; }
        const auto& parents = child->options.inherits;
        return std::find(parents.begin(), parents.end(), table) != parents.end() &&
               (child->find_constraint(check) != nullptr || is_repeated_below(schema, user, check));
    });
}

}  // namespace

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
                          (from.options.unlogged != to.options.unlogged ||
                           rests_on_index(changes.to, to, *constraint));
        const bool repeated = constraint->kind == ConstraintKind::Check &&
                              is_repeated_below(changes.to, to.name, constraint->name.text);
        if (last || repeated || waits_for_children(changes.joining, to.name, *constraint) ||
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
        if (old != nullptr && !same_storage(*old, column)) {
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

bool rests_on_index(const Schema& schema, const Table& table, const Constraint& key) {
    const Table* target =
        key.referenced_table == table.name ? &table : schema.find_table(key.referenced_table);
    if (target == nullptr) { return false; }
    return std::none_of(target->constraints.begin(), target->constraints.end(),
                        [&](const Constraint& each) { return serves(each, key); });
}

bool has_children(const Schema& schema, const Table& table) {
    const std::vector<QualifiedName> users = users_of(schema, table.name);
    return std::any_of(users.begin(), users.end(), [&](const QualifiedName& name) {
        const Table* child = schema.find_table(name);
        return child != nullptr &&
               (child->options.partition_of == table.name ||
                std::find(child->options.inherits.begin(), child->options.inherits.end(),
                          table.name) != child->options.inherits.end());
    });
}

void change_settings(Changes& changes, const Table& from, const Table& to) {
    std::vector<OtherTableAction> actions = setting_changes(from, to);
    if (actions.empty()) { return; }
    AlterTable alter;
    alter.table = to.name;
    // Children have settings of their own.
    alter.only = has_children(changes.to, to);
    for (OtherTableAction& action : actions) { alter.actions.emplace_back(std::move(action)); }
    Changes::add(changes.settings, std::move(alter));
}

void change_table(Changes& changes, const Table& from, const Table& to) {
    TableChange change{changes, from, to, {}, {}, gone_columns(changes, from, to), {}};
    change.alter.table = to.name;
    change.after.table = to.name;
    change.drop_constraints();
    change.drop_indexes();
    change.drop_expressions();
    change.drop_columns();
    change.add_columns(false);
    for (const Column& column : to.columns) {
        const Column* found = from.find_column(column.name.text);
        if (found == nullptr || change.is_gone(column.name.text)) { continue; }
        // What happens to the parent's column happens to this one by that.
        Column old = *found;
        const Inherited parent = change.inherited(column.name.text);
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
