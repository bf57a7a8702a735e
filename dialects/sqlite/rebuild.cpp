// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/expression.h"
#include "dialects/sqlite/names.h"
#include "dialects/sqlite/tables.h"
#include "dialects/sqlite/types.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <utility>

// The table rebuild of SQLite's manual (lang_altertable, section 7): create the new table under
// another name, copy the rows, drop the old one, rename. In that order and with legacy_alter_table
// around the rename, nothing else in the database changes its text: not the foreign keys of other
// tables, not views, not their triggers. Enforcement of foreign keys is off (the frame sees to it
// and asserts it), or dropping the old table would delete the rows that refer to it.

namespace retort::dialects::sqlite {

namespace {

using schema::Column;
using schema::Expr;
using schema::ExprKind;
using schema::Table;
using schema::TypeKind;

std::string name_list(const std::vector<std::string>& names) {
    std::string text = "(";
    for (const std::string& name : names) {
        if (text.size() > 1) { text += ", "; }
        text += text_literal(lower(name));
    }
    return text + ")";
}

class Rebuilder {
public:
    Rebuilder(const Context& context, const plan::RebuildTable& rebuild, Statements& out)
        : context_(&context),
          before_(&*rebuild.before),
          after_(&*rebuild.after),
          rebuild_(&rebuild),
          out_(&out),
          name_(table_name(context, rebuild.after->name)),
          new_text_(free_table_name(context, "retort_new_" + rebuild.after->name.name)),
          new_name_(quoted(new_text_)) {}

    void run() {
        triggers_ = triggers_on(*context_, *context_->after, after_->name);
        create();
        copy();
        carry_counter();
        add("DROP TABLE " + name_);
        // Without it, a view or another table's trigger that names the table stops the rename. It
        // came with 3.25.2; before, the proof below fails.
        add("PRAGMA legacy_alter_table = ON");
        rename();
        add("PRAGMA legacy_alter_table = OFF")
            .checks.push_back(
                {"done", {}, "SELECT legacy_alter_table = 0 FROM pragma_legacy_alter_table"});
        recreate_indexes();
        recreate_triggers();
    }

private:
    script::SqlStatement& add(std::string text) {
        out_->push_back(make_statement(*context_, "rebuild table", std::move(text)));
        out_->back().without_foreign_keys = true;
        return out_->back();
    }

    std::string_view xinfo() const {
        return context_->version < 26 ? "pragma_table_info" : "pragma_table_xinfo";
    }

    std::string catalog() const { return before_->options.temporary ? "temp" : "main"; }

    /// What a rebuild does not know of it would lose: the table must be as the revisions say.
    std::string as_known() const {
        std::vector<std::string> columns;
        for (const Column& column : before_->columns) { columns.push_back(column.name.text); }
        std::vector<std::string> objects;
        for (const schema::Index& index : before_->indexes) {
            if (is_index_made(*context_, index, before_->name)) {
                objects.push_back(index.name.name);
            }
        }
        for (const schema::CodeObject& trigger :
             triggers_on(*context_, *context_->before, before_->name)) {
            objects.push_back(trigger.name.name);
        }
        const std::string table = text_literal(before_->name.name);
        const std::string info = std::string(xinfo()) + "(" + table + ")";
        const std::string of_table = "FROM " + catalog() +
                                     ".sqlite_master WHERE tbl_name = " + table +
                                     " COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS "
                                     "NOT NULL";
        const std::string count = std::to_string(columns.size());
        const std::string object_count = std::to_string(objects.size());
        std::string text = "SELECT (SELECT count(*) FROM " + info + ") = " + count +
                           "\n    AND (SELECT count(*) FROM " + info + " WHERE lower(name) IN " +
                           name_list(columns) + ") = " + count + "\n    AND (SELECT count(*) " +
                           of_table + ") = " + object_count;
        if (!objects.empty()) {
            text += "\n    AND (SELECT count(*) " + of_table + " AND lower(name) IN " +
                    name_list(objects) + ") = " + object_count;
        }
        return text;
    }

    void create() {
        std::vector<std::string> remarks;
        script::SqlStatement& statement =
            add(create_table_text(*context_, *after_, new_text_, false, remarks));
        statement.remarks = std::move(remarks);
        statement.checks.push_back({"drift", as_known(), {}});
        statement.effects.push_back(effect("table", new_text_, true));
    }

    void copy() {
        std::string to;
        std::string from;
        std::vector<script::StatementCheck> checks;
        for (const plan::ColumnCopy& one : rebuild_->copies) {
            const Column* target = after_->find_column(one.to.text);
            if (target == nullptr || target->generated) { continue; }
            if (!to.empty()) {
                to += ", ";
                from += ", ";
            }
            to += quoted(one.to.text);
            from += copied(one, *target, checks);
        }
        if (to.empty()) { to = from = "rowid"; }
        script::SqlStatement& statement = add("INSERT INTO " + new_name_ + " (" + to +
                                              ")\n    SELECT " + from + "\n    FROM " + name_);
        statement.rewrites = true;
        statement.checks.push_back({"copy",
                                    {},
                                    "SELECT (SELECT count(*) FROM " + new_name_ +
                                        ") = (SELECT count(*) FROM " + name_ + ")"});
        for (script::StatementCheck& check : checks) {
            statement.checks.push_back(std::move(check));
        }
        check_gone_values(statement);
    }

    /// What stands in an array is not checked by the table: a value that its enum has no more must
    /// not be in one.
    void check_gone_values(script::SqlStatement& statement) const {
        for (const Column& column : after_->columns) {
            if (column.type.dimensions == 0 || !column.type.name) { continue; }
            const schema::EnumType* before = context_->before->find_enum(*column.type.name);
            const schema::EnumType* after = context_->after->find_enum(*column.type.name);
            if (before == nullptr || after == nullptr) { continue; }
            for (const Name& value : before->values) {
                if (std::find(after->values.begin(), after->values.end(), value) !=
                    after->values.end()) {
                    continue;
                }
                statement.checks.push_back(
                    {"values",
                     {},
                     "SELECT NOT EXISTS (SELECT 1 FROM " + new_name_ + ", json_each(" + new_name_ +
                         "." + quoted(column.name.text) +
                         ") WHERE json_each.value = " + text_literal(value.text) + ")"});
            }
        }
    }

    /// The value of a column of the new table, in terms of the old one. Where the type changes, the
    /// new column's affinity converts what it can without loss; a check finds what it could not.
    std::string copied(const plan::ColumnCopy& one, const Column& target,
                       std::vector<script::StatementCheck>& checks) const {
        const StoredType type = stored_type(*context_, target.type, after_->options.strict);
        const Expr* source = &one.from;
        bool converted = false;
        while (source->kind == ExprKind::Cast && source->args.size() == 1 &&
               stored_type(*context_, *source->type, false).affinity ==
                   stored_type(*context_, target.type, false).affinity) {
            source = &source->args[0];
            converted = true;
        }
        // `c::text::boolean` of what is text there anyway is a change of c's type.
        const Expr* inner = source;
        while (inner->kind == ExprKind::Cast && inner->args.size() == 1 &&
               inner->type->kind == TypeKind::Text && inner->type->dimensions == 0) {
            inner = &inner->args[0];
        }
        if (converted && inner->kind == ExprKind::Column && !inner->names.empty()) {
            const Column* column = before_->find_column(inner->names.back().text);
            if (column != nullptr && column->type.dimensions == 0 &&
                stored_type(*context_, column->type, false).affinity == Affinity::Text) {
                source = inner;
            }
        }
        std::string text = expression_text(*context_, *source, Place::Statement);
        if (!converted && source->kind == ExprKind::Column) { return text; }
        if (source->kind == ExprKind::Column && !source->names.empty()) {
            if (const Column* column = before_->find_column(source->names.back().text)) {
                const StoredType old =
                    stored_type(*context_, column->type, before_->options.strict);
                if (old.affinity == type.affinity && old.rule == type.rule) {
                    return time_conversion(text, *column, target);
                }
                text = conversion(text, old, type, *column, target);
            }
        }
        if (const std::string allowed = storage_classes(type); !allowed.empty()) {
            checks.push_back({"values",
                              {},
                              "SELECT NOT EXISTS (SELECT 1 FROM " + new_name_ + " WHERE typeof(" +
                                  quoted(target.name.text) + ") NOT IN " + allowed + ")"});
        }
        return text;
    }

    static std::string storage_classes(const StoredType& type) {
        switch (type.affinity) {
            case Affinity::Integer:
                return "('integer', 'null')";
            case Affinity::Real:
                return "('real', 'null')";
            case Affinity::Numeric:
                return "('integer', 'real', 'null')";
            case Affinity::Text:
            case Affinity::Blob:
                return {};
        }
        return {};
    }

    static std::string conversion(const std::string& value, const StoredType& old,
                                  const StoredType& type, const Column& from, const Column& to) {
        const bool fractions = old.rule == ValueRule::None && (old.affinity == Affinity::Real ||
                                                               old.affinity == Affinity::Numeric);
        // PostgreSQL rounds where SQLite would keep the fraction in an integer column.
        if (fractions && type.affinity == Affinity::Integer) {
            return "CAST(round(" + value + ") AS INTEGER)";
        }
        if (old.rule == ValueRule::Boolean && type.affinity == Affinity::Text) {
            return "CASE " + value + " WHEN 1 THEN 'true' WHEN 0 THEN 'false' END";
        }
        if (type.rule == ValueRule::Boolean && old.affinity == Affinity::Text) {
            return "CASE WHEN lower(" + value +
                   ") IN ('t', 'true', 'y', 'yes', 'on', '1') THEN 1 "
                   "WHEN lower(" +
                   value + ") IN ('f', 'false', 'n', 'no', 'off', '0') THEN 0 ELSE " + value +
                   " END";
        }
        if (type.rule == ValueRule::Boolean) { return value + " <> 0"; }
        if (type.affinity == Affinity::Blob) { return "CAST(" + value + " AS BLOB)"; }
        return time_conversion(value, from, to);
    }

    /// A day in a column of instants begins at midnight; an instant's day drops the time.
    static std::string time_conversion(const std::string& value, const Column& from,
                                       const Column& to) {
        const auto is_instant = [](const schema::Type& type) {
            return type.dimensions == 0 &&
                   (type.kind == TypeKind::Timestamp || type.kind == TypeKind::Timestamptz);
        };
        if (to.type.kind == TypeKind::Date && is_instant(from.type)) {
            return "date(" + value + ")";
        }
        if (from.type.kind == TypeKind::Date && is_instant(to.type)) {
            return "datetime(" + value + ")";
        }
        if (to.type.kind == TypeKind::Time && is_instant(from.type)) {
            return "time(" + value + ")";
        }
        return value;
    }

    /// A table with AUTOINCREMENT never gives a number twice: its high-water mark goes along.
    void carry_counter() {
        if (!has_autoincrement(*before_) || !has_autoincrement(*after_)) { return; }
        const std::string counters = catalog() + ".sqlite_sequence";
        add("DELETE FROM " + counters + " WHERE name = " + text_literal(new_text_));
        add("INSERT INTO " + counters + " (name, seq)\n    SELECT " + text_literal(new_text_) +
            ", seq FROM " + counters + " WHERE name = " + text_literal(before_->name.name))
            .checks.push_back({"done",
                               {},
                               "SELECT (SELECT max(seq) FROM " + counters +
                                   " WHERE name = " + text_literal(new_text_) +
                                   ") IS (SELECT max(seq) FROM " + counters +
                                   " WHERE name = " + text_literal(before_->name.name) + ")"});
    }

    void rename() {
        script::SqlStatement& statement = add("ALTER TABLE " + new_name_ + " RENAME TO " + name_);
        statement.effects.push_back(effect("table", new_text_, false));
        statement.effects.push_back(table_effect(*after_));
    }

    void recreate_indexes() {
        for (const schema::Index& index : after_->indexes) {
            if (!is_index_made(*context_, index, after_->name)) { continue; }
            std::vector<std::string> remarks;
            script::SqlStatement& statement =
                add(create_index_text(*context_, index, after_->name, false, remarks));
            statement.remarks = std::move(remarks);
            statement.effects.push_back(effect("index", index.name.name, true));
        }
        for (const schema::Index& index : before_->indexes) {
            if (after_->find_index(index.name.name) == nullptr) {
                out_->back().effects.push_back(effect("index", index.name.name, false));
            }
        }
    }

    /// Last, so that the copy did not fire them.
    void recreate_triggers() {
        for (const schema::CodeObject& trigger : triggers_) {
            add(create_trigger_text(trigger))
                .effects.push_back(effect("trigger", trigger.name.name, true));
        }
    }

    const Context* context_;
    const Table* before_;
    const Table* after_;
    const plan::RebuildTable* rebuild_;
    Statements* out_;
    std::string name_;
    std::string new_text_;
    std::string new_name_;
    std::vector<schema::CodeObject> triggers_;
};

}  // namespace

void emit_rebuild(const Context& context, const plan::RebuildTable& rebuild, Statements& out) {
    Rebuilder(context, rebuild, out).run();
}

}  // namespace retort::dialects::sqlite
