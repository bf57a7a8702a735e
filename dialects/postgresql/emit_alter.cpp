// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/alter_passes.h"
#include "dialects/postgresql/emission.h"
#include "dialects/postgresql/newer_forms.h"
#include "dialects/postgresql/sql_text.h"
#include "dialects/postgresql/type_changes.h"

#include "compiler/base/match.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/serial.h"

#include <algorithm>

namespace retort::dialects::postgresql {
namespace {

using namespace schema;

bool has_word(const TextStatement& text, std::string_view word) {
    return std::find(text.words.begin(), text.words.end(), word) != text.words.end();
}

/// Gathers the actions of one ALTER TABLE; actions that must stand alone flush what came before.
class TableAlteration {
public:
    TableAlteration(const Emission& e, const AlterTable& operation)
        : e_(e), operation_(operation), state_(e.before) {}

    void run() {
        for (std::size_t i = 0; i < operation_.actions.size(); ++i) {
            const TableAction& action = operation_.actions[i];
            before_ = state_.find_table(operation_.table);
            Reach reach = reach_of(action, before_);
            if (std::any_of(pending_.begin(), pending_.end(),
                            [&](const Reach& earlier) { return changes_places(earlier, reach); })) {
                flush();
            }
            pending_.push_back(std::move(reach));
            later_ = i + 1;
            add(action);
            if (later_ < operation_.actions.size()) { follow(action); }
        }
        flush();
        for (auto& [kind, text] : after_) {
            set_lock(e_.add(kind, std::move(text)), Lock::ShareRowExclusive, operation_.table);
        }
    }

private:
    /// The table as the next action finds it.
    void follow(const TableAction& action) {
        AlterTable single;
        single.table = operation_.table;
        single.actions = {action};
        Operation operation{std::move(single), {}};
        Diagnostics reported;  // by replay, whatever it is
        (void)apply(operation, state_, {}, reported);
    }

    void add(const TableAction& action) {
        match(
            action, [&](const AddColumn& a) { add_column(a); },
            [&](const DropColumn& a) {
                SqlWriter out = start("DROP COLUMN ");
                if (a.if_exists) { out.raw("IF EXISTS "); }
                out.name(a.column);
                if (a.cascade) { out.raw(" CASCADE"); }
                keep(out, Lock::AccessExclusive);
            },
            [&](const RenameColumn& a) {
                SqlWriter out = start("RENAME COLUMN ");
                out.name(a.from).raw(" TO ").name(a.to);
                alone(out);
            },
            [&](const SetColumnType& a) { set_type(a); },
            [&](const SetColumnDefault& a) {
                SqlWriter out = column(a.column);
                out.raw(" SET DEFAULT ");
                write_expr(out, a.value, e_.settings);
                keep(out, Lock::AccessExclusive);
                count_on(a);
            },
            [&](const DropColumnDefault& a) {
                SqlWriter out = column(a.column);
                keep(out.raw(" DROP DEFAULT"), Lock::AccessExclusive);
            },
            [&](const SetNotNull& a) {
                SqlWriter out = column(a.column);
                keep(out.raw(" SET NOT NULL"), Lock::AccessExclusive);
                scans_ = true;
            },
            [&](const DropNotNull& a) {
                SqlWriter out = column(a.column);
                keep(out.raw(" DROP NOT NULL"), Lock::AccessExclusive);
            },
            [&](const AddIdentity& a) { add_identity(a); },
            [&](const SetIdentity& a) { set_identity(a); },
            [&](const DropIdentity& a) {
                SqlWriter out = column(a.column);
                out.raw(" DROP IDENTITY");
                if (a.if_exists) { out.raw(" IF EXISTS"); }
                keep(out, Lock::AccessExclusive);
            },
            [&](const DropExpression& a) {
                e_.too_new(13, "`drop expression`");
                SqlWriter out = column(a.column);
                out.raw(" DROP EXPRESSION");
                if (a.if_exists) { out.raw(" IF EXISTS"); }
                keep(out, Lock::AccessExclusive);
            },
            [&](const AddConstraint& a) { add_constraint(a.constraint); },
            [&](const DropConstraint& a) { drop_constraint(a); },
            [&](const RenameConstraint& a) {
                SqlWriter out = start("RENAME CONSTRAINT ");
                out.name(a.from).raw(" TO ").name(a.to);
                alone(out);
            },
            [&](const ValidateConstraint& a) {
                SqlWriter out = start("VALIDATE CONSTRAINT ");
                keep(out.name(a.name), Lock::ShareUpdateExclusive);
                scans_ = true;
            },
            [&](const SetRowSecurity& a) { set_row_security(a); },
            [&](const OtherTableAction& a) { other(a); });
    }

    static SqlWriter start(Raw text) {
        SqlWriter out(kQuoting);
        out.raw(text);
        return out;
    }
    static SqlWriter column(const Name& name) {
        SqlWriter out(kQuoting);
        out.raw("ALTER COLUMN ").name(name);
        return out;
    }

    void keep(SqlWriter& out, Lock lock) {
        actions_.push_back(out.take());
        lock_ = std::max(lock_, lock);
    }

    void alone(SqlWriter& out, Lock lock = Lock::AccessExclusive) {
        flush();
        keep(out, lock);
        flush();
    }

    script::SqlStatement* flush() {
        if (actions_.empty()) { return nullptr; }
        SqlWriter out(kQuoting);
        out.raw("ALTER TABLE ");
        if (operation_.if_exists) { out.raw("IF EXISTS "); }
        if (operation_.only) { out.raw("ONLY "); }
        out.name(operation_.table);
        std::string text = out.take();
        if (actions_.size() == 1) {
            text = on_lines(text, actions_);
        } else {
            for (std::size_t i = 0; i < actions_.size(); ++i) {
                text += (i == 0 ? "\n    " : ",\n    ") + actions_[i];
            }
        }
        script::SqlStatement& statement = e_.add("alter table", std::move(text));
        set_lock(statement, lock_, operation_.table);
        for (const auto& [other, lock] : also_locked_) { set_lock(statement, lock, other); }
        statement.rewrites = rewrites_;
        statement.scans = scans_ || rewrites_;
        for (auto& [column_name, comment] : comments_) {
            SqlWriter remark(kQuoting);
            remark.raw("COMMENT ON COLUMN ").name(operation_.table).raw(".").name(column_name);
            remark.raw(" IS ").string(comment);
            set_lock(e_.add("comment", remark), Lock::ShareUpdateExclusive, operation_.table);
        }
        actions_.clear();
        pending_.clear();
        also_locked_.clear();
        comments_.clear();
        lock_ = Lock::None;
        rewrites_ = false;
        scans_ = false;
        return &e_.statements.back();
    }

    void add_column(const AddColumn& a) {
        const Column& added = a.definition.column;
        SqlWriter out = start("ADD COLUMN ");
        if (a.if_not_exists) { out.raw("IF NOT EXISTS "); }
        write_column(out, added, e_.settings);
        keep(out, Lock::AccessExclusive);
        if (added.generated && !added.generated->stored) {
            e_.too_new(18, "a virtual generated column");
        }
        const bool each_row = added.default_value && is_volatile(*added.default_value);
        rewrites_ = rewrites_ || each_row || is_serial(added.type.kind) || added.identity ||
                    (added.generated && added.generated->stored);
        for (const Constraint& constraint : a.definition.constraints) {
            add_constraint(constraint);
        }
        if (added.comment) { comments_.emplace_back(added.name, *added.comment); }
        std::string rename = rename_of_sequence(state_, operation_.table, a.definition);
        if (!rename.empty()) { after_.emplace_back("alter sequence", std::move(rename)); }
    }

    void set_type(const SetColumnType& a) {
        const Column* old = before_ == nullptr ? nullptr : before_->find_column(a.column.text);
        const auto rest = operation_.actions.begin() + static_cast<std::ptrdiff_t>(later_);
        const bool says_default =
            std::any_of(rest, operation_.actions.end(), [&](const TableAction& other) {
                const auto* set = std::get_if<SetColumnDefault>(&other);
                const auto* drop = std::get_if<DropColumnDefault>(&other);
                return (set != nullptr && set->column == a.column) ||
                       (drop != nullptr && drop->column == a.column);
            });
        const bool around = old != nullptr && old->default_value &&
                            !default_follows(*old->default_value, old->type, a.type);
        if (around) {
            SqlWriter drop = column(a.column);
            keep(drop.raw(" DROP DEFAULT"), Lock::AccessExclusive);
        }
        SqlWriter out = column(a.column);
        out.raw(" TYPE ");
        write_stored_type(out, a.type, e_.settings);
        if (a.collation) { out.raw(" COLLATE ").name(*a.collation); }
        if (a.using_expression) {
            out.raw(" USING ");
            write_operand(out, *a.using_expression, e_.settings);
        }
        keep(out, Lock::AccessExclusive);
        if (around && !says_default) {
            SqlWriter set = column(a.column);
            set.raw(" SET DEFAULT ");
            write_expr(set, default_for(*old->default_value, old->type, a.type), e_.settings);
            keep(set, Lock::AccessExclusive);
        }
        rewrites_ = rewrites_ || old == nullptr || a.using_expression ||
                    !changes_catalog_only(old->type, a.type);
        if (old != nullptr && is_serial(old->type.kind)) { widen_sequence(a); }
    }

    /// The sequence of a serial column keeps its own type.
    void widen_sequence(const SetColumnType& a) {
        const bool integer = a.type.kind == TypeKind::SmallInt ||
                             a.type.kind == TypeKind::Integer || a.type.kind == TypeKind::BigInt ||
                             is_serial(a.type.kind);
        if (!integer) { return; }
        state_.sequences.for_each([&](const QualifiedName& name, const Shared<Sequence>& sequence) {
            const SequenceOptions& options = sequence->options;
            if (!sequence->implicit || !options.owned_table ||
                !(*options.owned_table == operation_.table) ||
                !(options.owned_column == a.column)) {
                return;
            }
            SqlWriter out(kQuoting);
            out.raw("ALTER SEQUENCE ").name(name).raw(" AS ");
            write_stored_type(out, a.type, e_.settings);
            after_.emplace_back("alter sequence", out.take());
        });
    }

    /// The column becomes serial: its sequence goes on after the rows that are there.
    void count_on(const SetColumnDefault& a) {
        const Expr& value = a.value;
        const std::vector<QualifiedName> used = sequences_in(value);
        const Sequence* own = owned_sequence(state_, operation_.table, a.column.text);
        const Table* table = state_.find_table(operation_.table);
        const Column* counted = table == nullptr ? nullptr : table->find_column(a.column.text);
        const bool calls = value.kind == ExprKind::Call && value.names.back().text == "nextval";
        if (!calls || used.size() != 1 || own == nullptr || counted == nullptr ||
            used[0].name != own->name.name) {
            return;
        }
        const TypeKind kind = stored_kind(counted->type.kind);
        const bool whole =
            kind == TypeKind::SmallInt || kind == TypeKind::Integer || kind == TypeKind::BigInt;
        const SequenceOptions& options = own->options;
        if (!whole || counted->type.dimensions != 0 || options.cycle.value_or(false) ||
            options.increment.value_or(1) < 0) {
            return;
        }
        SqlWriter text(kQuoting);
        text.name(own->name);
        SqlWriter next(kQuoting);
        next.raw("SELECT setval(").string(text.text()).raw(", max(").name(a.column);
        next.raw("))\nFROM ").name(operation_.table).raw("\nHAVING max(").name(a.column);
        next.raw(") >= (SELECT last_value FROM ").name(own->name).raw(")");
        if (options.max_value) {
            next.raw(" AND max(").name(a.column).raw(") <= ").number(*options.max_value);
        }
        after_.emplace_back("select", next.take());
    }

    void add_identity(const AddIdentity& a) {
        SqlWriter out = column(a.column);
        out.raw(" ADD GENERATED ");
        write_identity(out, a.identity, e_.settings);
        keep(out, Lock::AccessExclusive);
        const SequenceOptions& options = a.identity.options;
        if (options.start || options.increment.value_or(1) < 0) { return; }
        // The counter starts at 1 whatever the rows hold.
        SqlWriter next(kQuoting);
        SqlWriter name(kQuoting);
        name.name(operation_.table);
        next.raw("SELECT setval(pg_get_serial_sequence(").string(name.text()).raw(", ");
        next.string(a.column.text).raw("), coalesce(max(").name(a.column);
        next.raw("), 0) + 1, false)\nFROM ").name(operation_.table);
        after_.emplace_back("select", next.take());
    }

    void set_identity(const SetIdentity& a) {
        SqlWriter out = column(a.column);
        if (a.always) { out.raw(" SET GENERATED ").word(*a.always ? "ALWAYS" : "BY DEFAULT"); }
        SequenceOptions options = a.options;
        const std::optional<std::int64_t> restart = options.restart;
        options.restart.reset();
        const auto set = [&](const SequenceOptions& one) {
            SqlWriter text(kQuoting);
            write_sequence_options(text, one, e_.settings, true);
            if (!text.text().empty()) { out.raw(" SET").user_sql(text.text()); }
        };
        // Each option has its own SET.
        if (options.increment) { set({.increment = options.increment}); }
        if (options.min_value) { set({.min_value = options.min_value}); }
        if (options.no_min_value) { set({.no_min_value = true}); }
        if (options.max_value) { set({.max_value = options.max_value}); }
        if (options.no_max_value) { set({.no_max_value = true}); }
        if (options.start) { set({.start = options.start}); }
        if (options.cache) { set({.cache = options.cache}); }
        if (options.cycle) { set({.cycle = options.cycle}); }
        if (restart) { out.raw(" RESTART WITH ").number(*restart); }
        keep(out, Lock::AccessExclusive);
    }

    void add_constraint(const Constraint& constraint) {
        const bool partitioned = before_ != nullptr && before_->options.partition_by.has_value();
        check_constraint(e_, constraint, partitioned);
        if (partitioned && constraint.kind == ConstraintKind::ForeignKey && constraint.not_valid) {
            e_.too_new(18, "`not valid` for a foreign key of a partitioned table");
        }
        SqlWriter out = start("ADD ");
        write_constraint(out, constraint, e_.settings);
        const bool foreign = constraint.kind == ConstraintKind::ForeignKey;
        keep(out, foreign ? Lock::ShareRowExclusive : Lock::AccessExclusive);
        if (foreign) {
            also_locked_.emplace_back(constraint.referenced_table, Lock::ShareRowExclusive);
        }
        scans_ = scans_ || (!constraint.not_valid && !constraint.not_enforced &&
                            constraint.using_index.empty());
    }

    void drop_constraint(const DropConstraint& a) {
        SqlWriter out = start("DROP CONSTRAINT ");
        if (a.if_exists) { out.raw("IF EXISTS "); }
        out.name(a.name);
        if (a.cascade) { out.raw(" CASCADE"); }
        keep(out, Lock::AccessExclusive);
        const Constraint* old =
            before_ == nullptr ? nullptr : before_->find_constraint(a.name.text);
        if (old != nullptr && old->kind == ConstraintKind::ForeignKey) {
            also_locked_.emplace_back(old->referenced_table, Lock::AccessExclusive);
        }
    }

    void set_row_security(const SetRowSecurity& a) {
        SqlWriter out(kQuoting);
        switch (a.mode) {
            case RowSecurity::Enable:
                out.raw("ENABLE");
                break;
            case RowSecurity::Disable:
                out.raw("DISABLE");
                break;
            case RowSecurity::Force:
                out.raw("FORCE");
                break;
            case RowSecurity::NoForce:
                out.raw("NO FORCE");
                break;
        }
        keep(out.raw(" ROW LEVEL SECURITY"), Lock::AccessExclusive);
    }

    void other(const OtherTableAction& a) {
        SqlWriter out(kQuoting);
        out.user_sql(protect_colons(upper_key_words(a.text, TextPart::TableAction)));
        const std::vector<TextStatement> words = split_statements(a.text);
        if (words.empty()) { return; }
        const bool detach = words.front().words.front() == "detach";
        const bool attach = words.front().words.front() == "attach";
        if (!attach && !detach) {
            keep(out, Lock::AccessExclusive);
            return;
        }
        const bool concurrently = has_word(words.front(), "concurrently");
        flush();
        keep(out, attach || concurrently ? Lock::ShareUpdateExclusive : Lock::AccessExclusive);
        script::SqlStatement* statement = flush();
        statement->transactional = !concurrently;
        statement->repeatable = false;
    }

    const Emission& e_;
    const AlterTable& operation_;
    Schema state_;                   ///< before the action at hand
    const Table* before_ = nullptr;  ///< its table
    std::size_t later_ = 0;          ///< index of the action after it
    std::vector<Reach> pending_;     ///< of the actions that are gathered
    std::vector<std::string> actions_;
    std::vector<std::pair<QualifiedName, Lock>> also_locked_;
    std::vector<std::pair<Name, std::string>> comments_;
    std::vector<std::pair<std::string_view, std::string>> after_;
    Lock lock_ = Lock::None;
    bool rewrites_ = false;
    bool scans_ = false;
};

}  // namespace

void emit_operation(const Emission& e, const AlterTable& operation) {
    settle_deferred_checks(e, operation.table);
    TableAlteration(e, operation).run();
}

}  // namespace retort::dialects::postgresql
