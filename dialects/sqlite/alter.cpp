// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/plan/plan.h"
#include "compiler/schema/dependants.h"
#include "dialects/sqlite/names.h"
#include "dialects/sqlite/tables.h"
#include "dialects/sqlite/types.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <set>
#include <utility>

namespace retort::dialects::sqlite {

namespace {

using schema::Table;

/// SQLite fails with "no such column" (seen with 3.40) where the key of a table WITHOUT ROWID is
/// also the beginning of a unique constraint, and one of its columns is renamed.
bool loses_its_way(const Table& table, const Name& column) {
    const schema::Constraint* key = table.primary_key();
    if (!table.options.without_rowid || key == nullptr ||
        std::find(key->columns.begin(), key->columns.end(), column) == key->columns.end()) {
        return false;
    }
    return std::any_of(
        table.constraints.begin(), table.constraints.end(), [&](const schema::Constraint& other) {
            return other.kind == schema::ConstraintKind::Unique &&
                   other.columns.size() >= key->columns.size() &&
                   std::equal(key->columns.begin(), key->columns.end(), other.columns.begin());
        });
}

/// The same happens before 3.26 where two keys have the same columns.
bool has_twin_keys(const Table& table, const Name& column) {
    const auto is_key = [&](const schema::Constraint& key) {
        return (key.kind == schema::ConstraintKind::Unique ||
                key.kind == schema::ConstraintKind::PrimaryKey) &&
               std::find(key.columns.begin(), key.columns.end(), column) != key.columns.end();
    };
    for (auto one = table.constraints.begin(); one != table.constraints.end(); ++one) {
        const bool twin =
            is_key(*one) && std::any_of(one + 1, table.constraints.end(), [&](const auto& other) {
                return is_key(other) && other.columns == one->columns;
            });
        if (twin) { return true; }
    }
    return false;
}

/// And where the key of a table WITHOUT ROWID is one column of the type INTEGER.
bool is_integer_key(const Context& context, const Table& table, const Name& column) {
    const schema::Constraint* key = table.primary_key();
    const schema::Column* found = table.find_column(column.text);
    return table.options.without_rowid && key != nullptr && found != nullptr &&
           key->columns == std::vector<Name>{column} &&
           stored_type(context, found->type, table.options.strict).declared == "INTEGER";
}

/// What legalize leaves of an `alter table`: one action that SQLite does by itself.
class ActionEmitter {
public:
    ActionEmitter(const Context& context, const schema::AlterTable& alter, Statements& out)
        : context_(&context),
          alter_(&alter),
          out_(&out),
          table_(context.after->find_table(alter.table)) {}

    void emit(const schema::TableAction& action) {
        match(
            action, [&](const schema::AddColumn& add) { emit_add(add); },
            [&](const schema::DropColumn& drop) { emit_drop(drop); },
            [&](const schema::RenameColumn& rename) { emit_rename(rename); },
            [&](const schema::SetColumnType&) { refuse("alter column … type"); },
            [&](const schema::SetColumnDefault&) { refuse("alter column … set default"); },
            [&](const schema::DropColumnDefault&) { refuse("alter column … drop default"); },
            [&](const schema::SetNotNull&) { refuse("alter column … set not null"); },
            [&](const schema::DropNotNull&) { refuse("alter column … drop not null"); },
            [&](const schema::AddIdentity&) { refuse("alter column … add generated"); },
            [&](const schema::SetIdentity&) { refuse("alter column … set generated"); },
            [&](const schema::DropIdentity&) { refuse("alter column … drop identity"); },
            [&](const schema::DropExpression&) { refuse("alter column … drop expression"); },
            [&](const schema::AddConstraint&) { refuse("add constraint"); },
            [&](const schema::DropConstraint&) { refuse("drop constraint"); },
            [&](const schema::RenameConstraint&) { refuse("rename constraint"); },
            [&](const schema::ValidateConstraint&) { refuse("validate constraint"); },
            [&](const schema::SetRowSecurity&) { report("row level security"); },
            [&](const schema::OtherTableAction& other) {
                report("`alter table … " + other.text + "`");
            });
    }

private:
    Span span() const {
        return alter_->action_spans.empty() ? Span{} : alter_->action_spans.front();
    }
    void refuse(std::string_view what) const {
        // Only a plan that was not legalized gets here.
        context_->diagnostics->report(diag::NotSupportedYet, context_->place(span()), what,
                                      "SQLite without a rebuild");
    }
    void report(std::string_view what) const { report_cannot(*context_, span(), what); }

    void push(std::string text, script::CatalogEffect changed) {
        script::SqlStatement statement = make_statement(*context_, "alter table", std::move(text));
        statement.effects.push_back(std::move(changed));
        out_->push_back(std::move(statement));
    }
    std::string head() const { return "ALTER TABLE " + table_name(*context_, alter_->table); }

    void emit_add(const schema::AddColumn& add) {
        if (table_ == nullptr) { return; }
        const schema::Column* column = table_->find_column(add.definition.column.name.text);
        if (column == nullptr) { return; }
        push(head() + " ADD COLUMN " +
                 added_column_text(*context_, *table_, *column, add.definition.constraints),
             table_effect(*table_));
    }

    void emit_drop(const schema::DropColumn& drop) {
        if (table_ == nullptr) { return; }
        script::CatalogEffect changed = table_effect(*table_);
        changed.gone_columns.push_back(drop.column.text);
        push(head() + " DROP COLUMN " + quoted(drop.column.text), std::move(changed));
        out_->back().rewrites = true;
    }

    void emit_rename(const schema::RenameColumn& rename) {
        if (table_ == nullptr) { return; }
        script::CatalogEffect changed = table_effect(*table_);
        changed.gone_columns.push_back(rename.from.text);
        const Table* before = context_->before->find_table(alter_->table);
        if (before != nullptr && loses_its_way(*before, rename.from)) {
            report(
                "`rename column` of a primary key without row numbers with which a unique "
                "constraint starts");
            return;
        }
        if (before != nullptr && context_->version < 26 && has_twin_keys(*before, rename.from)) {
            report("`rename column` of a column that is in two keys of the same columns");
            return;
        }
        if (before != nullptr && context_->version < 26 &&
            is_integer_key(*context_, *before, rename.from)) {
            report("`rename column` of an integer primary key without row numbers");
            return;
        }
        const std::set<std::string> views = views_of_renamed();
        const std::vector<std::string> triggers = triggers_in_the_way(views);
        for (const std::string& key : triggers) {
            const schema::CodeObject& trigger = (*context_->before->code_objects.find(key))->object;
            out_->push_back(make_statement(*context_, "drop trigger",
                                           "DROP TRIGGER " + quoted(trigger.name.name)));
        }
        for (const std::string& key : views) {
            const schema::CodeObject& view = (*context_->before->code_objects.find(key))->object;
            schema::DropCodeObject drop;
            drop.name = view.name;
            emit_drop_code(*context_, drop, *out_);
        }
        push(
            head() + " RENAME COLUMN " + quoted(rename.from.text) + " TO " + quoted(rename.to.text),
            std::move(changed));
        if (!views.empty()) {
            out_->back().remarks.emplace_back(
                "views that read it are made anew: their own columns keep their names");
        }
        for (const std::string& key : views) { create_view(key); }
        for (const std::string& key : triggers) {
            const schema::CodeObject& trigger = (*context_->after->code_objects.find(key))->object;
            out_->push_back(
                make_statement(*context_, "create trigger", create_trigger_text(trigger)));
        }
    }

    /// Triggers with which SQLite would refuse the rename, or rewrite them in another way: those
    /// that read a view that is not there at that time; those with a query in `from` that gives the
    /// column, by whose name others mean it; before 3.26 (seen with 3.25) all that it concerns, and
    /// those of views.
    std::vector<std::string> triggers_in_the_way(const std::set<std::string>& views) const {
        std::set<std::string> keys;
        for (const std::string& view : views) {
            const QualifiedName& name = (*context_->before->code_objects.find(view))->object.name;
            for (std::string& key : schema::triggers_using(*context_->before, name)) {
                keys.insert(std::move(key));
            }
        }
        const auto is_view = [&](const QualifiedName& name) {
            return context_->before->find_code_object(schema::CodeKind::View, {}, name, {}) !=
                   nullptr;
        };
        context_->before->code_objects.for_each([&](const std::string& key,
                                                    const Shared<schema::CodeObjectState>& state) {
            const schema::CodeObject& before = state->object;
            const Shared<schema::CodeObjectState>* after = context_->after->code_objects.find(key);
            if (before.kind != schema::CodeKind::Trigger || after == nullptr) { return; }
            const std::string& now = (*after)->object.definition;
            const bool old = context_->version < 26;
            if (count_tokens(before.definition) != count_tokens(now) ||
                (old && (before.definition != now || is_view(before.table)))) {
                keys.insert(key);
            }
        });
        std::vector<std::string> found;
        for (const std::string& key : keys) {
            const schema::CodeObject& trigger = (*context_->before->code_objects.find(key))->object;
            // Those of a view go and come with it.
            const std::string view =
                schema::code_object_key(schema::CodeKind::View, {}, trigger.table, {});
            if (!views.contains(view)) { found.push_back(key); }
        }
        return found;
    }

    /// SQLite would rename the columns of views that select the column
    /// (https://www.sqlite.org/lang_altertable.html, section 3 says what it rewrites): these views,
    /// and those that read them.
    std::set<std::string> views_of_renamed() const {
        std::set<std::string> views;
        std::vector<std::string> found;
        context_->before->code_objects.for_each([&](const std::string& key,
                                                    const Shared<schema::CodeObjectState>& state) {
            const Shared<schema::CodeObjectState>* after = context_->after->code_objects.find(key);
            if (state->object.kind == schema::CodeKind::View && after != nullptr &&
                !((*after)->object == state->object)) {
                found.push_back(key);
            }
        });
        while (!found.empty()) {
            const std::string key = found.back();
            found.pop_back();
            if (!views.insert(key).second) { continue; }
            const QualifiedName& name = (*context_->before->code_objects.find(key))->object.name;
            for (std::string& user : schema::views_using(*context_->before, name, {})) {
                found.push_back(std::move(user));
            }
        }
        return views;
    }

    void create_view(const std::string& key) {
        const schema::CodeObject& view = (*context_->after->code_objects.find(key))->object;
        Context gone = *context_;
        schema::Schema without = *context_->before;
        without.code_objects.erase(key);
        gone.before = &without;
        emit_create_code(gone, {view, false, false}, *out_);
        for (const schema::CodeObject& trigger :
             triggers_on(*context_, *context_->after, view.name)) {
            out_->push_back(
                make_statement(*context_, "create trigger", create_trigger_text(trigger)));
        }
    }

    const Context* context_;
    const schema::AlterTable* alter_;
    Statements* out_;
    const Table* table_;
};

}  // namespace

void emit_alter_table(const Context& context, const schema::AlterTable& alter, Statements& out) {
    ActionEmitter emitter(context, alter, out);
    for (const schema::TableAction& action : alter.actions) { emitter.emit(action); }
}

void emit_drop_table(const Context& context, const schema::DropTable& drop, Statements& out) {
    if (drop.if_exists && context.before->find_table(drop.name) == nullptr) { return; }
    const Table* table = context.before->find_table(drop.name);
    const std::string name = table_name(context, drop.name);
    if (table != nullptr && table->options.temporary) {
        // It went with the connection that made it, unless it is this one.
        out.push_back(make_statement(context, "drop table", "DROP TABLE IF EXISTS temp." + name));
        return;
    }
    script::SqlStatement statement =
        make_statement(context, "drop table",
                       std::string("DROP TABLE ") + (drop.if_exists ? "IF EXISTS " : "") + name);
    statement.effects.push_back(effect("table", drop.name.name, false));
    if (table != nullptr) {
        for (const schema::Index& index : table->indexes) {
            statement.effects.push_back(effect("index", index.name.name, false));
        }
        for (const schema::CodeObject& trigger : triggers_on(context, *context.before, drop.name)) {
            statement.effects.push_back(effect("trigger", trigger.name.name, false));
        }
    }
    out.push_back(std::move(statement));
}

namespace {

/// The table as it is, made anew.
plan::RebuildTable same_again(const Shared<Table>& table, Span span) {
    plan::RebuildTable rebuild;
    rebuild.before = table;
    rebuild.after = table;
    rebuild.span = span;
    for (const schema::Column& column : table->columns) {
        if (column.generated) { continue; }
        schema::Expr value;
        value.kind = schema::ExprKind::Column;
        value.names.push_back(column.name);
        rebuild.copies.push_back({column.name, std::move(value)});
    }
    return rebuild;
}

/// Before 3.26, foreign keys follow a rename only while they are enforced
/// (https://www.sqlite.org/lang_altertable.html, section 2), which a script cannot know of itself:
/// the tables that refer to this one are made anew.
void rebuild_referencing(const Context& context, const QualifiedName& renamed, Statements& out) {
    std::vector<Shared<Table>> tables;
    context.after->references.for_each_from({renamed, {}}, [&](const auto& reference, bool) {
        if (!(reference.target == renamed)) { return false; }
        const Shared<Table>* table = context.after->tables.find(reference.source);
        if (table == nullptr) { return true; }
        for (const schema::Constraint& key : (*table)->constraints) {
            if (key.kind == schema::ConstraintKind::ForeignKey && key.referenced_table == renamed) {
                tables.push_back(*table);
                break;
            }
        }
        return true;
    });
    Context now = context;
    now.before = context.after;
    for (const Shared<Table>& table : tables) {
        emit_rebuild(now, same_again(table, context.span), out);
    }
}

}  // namespace

namespace {

/// SQLite 3.25 (seen with 3.25.2) loses its way in views with common table expressions.
void check_views(const Context& context, const schema::RenameTable& rename) {
    for (const std::string& key : schema::views_using(*context.before, rename.from, {})) {
        const schema::CodeObject& view = (*context.before->code_objects.find(key))->object;
        if (lower(view.definition).find("with ") == std::string::npos) { continue; }
        (void)require_version(context, context.place(rename.from.span),
                              "renaming a table that view \"" + view.name.text() +
                                  "\" reads beside a common table expression",
                              26);
    }
}

}  // namespace

void emit_rename_table(const Context& context, const schema::RenameTable& rename, Statements& out) {
    check_views(context, rename);
    const std::string head = "ALTER TABLE ";
    std::string from = table_name(context, rename.from);
    if (lower(rename.from.name) == lower(rename.to.text)) {
        // Names that differ only in case are one name there: by way of another.
        const std::string between =
            quoted(free_table_name(context, "retort_new_" + rename.to.text));
        out.push_back(
            make_statement(context, "alter table", head + from + " RENAME TO " + between));
        from = between;
    }
    script::SqlStatement statement = make_statement(
        context, "alter table", head + from + " RENAME TO " + quoted(rename.to.text));
    statement.effects.push_back(effect("table", rename.from.name, false));
    const QualifiedName renamed(rename.from.schema, rename.to.text);
    if (const Table* table = context.after->find_table(renamed)) {
        statement.effects.push_back(table_effect(*table));
    }
    out.push_back(std::move(statement));
    if (context.version < 26) { rebuild_referencing(context, renamed, out); }
}

}  // namespace retort::dialects::sqlite
