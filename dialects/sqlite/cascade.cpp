// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/expression.h"
#include "dialects/sqlite/tables.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <set>
#include <utility>

// While tables are made anew, foreign keys are not enforced, so their actions do not run either. A
// data statement in the same transaction must still do what it says: temporary triggers do what the
// actions would, for as long as the statement runs.

namespace retort::dialects::sqlite {

namespace {

using schema::Constraint;
using schema::ConstraintKind;
using schema::ReferentialAction;
using schema::Table;

class Actions {
public:
    Actions(const Context& context, script::SqlStatement& statement)
        : context_(&context), statement_(&statement) {}

    void rows_go(const QualifiedName& table) {
        if (!gone_.insert(table).second) {
            recursive_ = true;
            return;
        }
        for_each_reference(table, [&](const Table& child, const Constraint& key) {
            if (key.on_delete == ReferentialAction::Cascade) {
                add("AFTER DELETE ON " + name(table), "DELETE FROM " + name(child.name), key);
                rows_go(child.name);
            } else if (const std::string set = assignments(child, key, key.on_delete);
                       !set.empty()) {
                add("AFTER DELETE ON " + name(table), "UPDATE " + name(child.name) + set, key);
                values_change(child.name, key.columns);
            }
        });
    }

    void values_change(const QualifiedName& table, const std::vector<Name>& columns) {
        for_each_reference(table, [&](const Table& child, const Constraint& key) {
            const bool concerned = std::any_of(key.referenced_columns.begin(),
                                               key.referenced_columns.end(), [&](const Name& name) {
                                                   return std::find(columns.begin(), columns.end(),
                                                                    name) != columns.end();
                                               });
            const std::string set = concerned ? assignments(child, key, key.on_update) : "";
            if (set.empty()) { return; }
            if (!changed_.insert({child.name, key.name.text}).second) {
                recursive_ = true;
                return;
            }
            std::string list = column_list(key.referenced_columns);
            list = list.substr(1, list.size() - 2);
            add("AFTER UPDATE OF " + list + " ON " + name(table),
                "UPDATE " + name(child.name) + set, key);
            values_change(child.name, key.columns);
        });
    }

    void finish() {
        if (!recursive_) { return; }
        auto& before = statement_->stand_in_before;
        before.insert(before.begin(), "PRAGMA recursive_triggers = ON");
        statement_->stand_in_after.emplace_back("PRAGMA recursive_triggers = OFF");
    }

private:
    std::string name(const QualifiedName& table) const { return table_name(*context_, table); }

    template <class Visit>
    void for_each_reference(const QualifiedName& table, const Visit& visit) {
        std::vector<const Table*> children;
        context_->before->tables.for_each([&](const QualifiedName&, const Shared<Table>& child) {
            children.push_back(child.get());
        });
        for (const Table* child : children) {
            for (const Constraint& key : child->constraints) {
                const bool refers = key.kind == ConstraintKind::ForeignKey &&
                                    key.referenced_table == table &&
                                    key.columns.size() == key.referenced_columns.size();
                if (refers) { visit(*child, key); }
            }
        }
    }

    /// ` SET fk = …` for an action that keeps the row; empty for one that does nothing or deletes
    /// it.
    std::string assignments(const Table& child, const Constraint& key,
                            ReferentialAction action) const {
        std::string text;
        for (std::size_t i = 0; i < key.columns.size(); ++i) {
            std::string value;
            switch (action) {
                case ReferentialAction::NoAction:
                case ReferentialAction::Restrict:
                    return {};
                case ReferentialAction::Cascade:
                    value = "new." + quoted(key.referenced_columns[i].text);
                    break;
                case ReferentialAction::SetNull:
                    value = "NULL";
                    break;
                case ReferentialAction::SetDefault: {
                    const schema::Column* column = child.find_column(key.columns[i].text);
                    const bool has = column != nullptr && column->default_value;
                    value = has ? value_text(*context_, *column->default_value, column->type,
                                             Place::Statement)
                                : "NULL";
                    break;
                }
            }
            text += (i == 0 ? " SET " : ", ") + quoted(key.columns[i].text) + " = " + value;
        }
        return text;
    }

    void add(const std::string& event, const std::string& action, const Constraint& key) {
        std::string condition;
        for (std::size_t i = 0; i < key.columns.size(); ++i) {
            condition += (i == 0 ? " WHERE " : " AND ") + quoted(key.columns[i].text) + " = old." +
                         quoted(key.referenced_columns[i].text);
        }
        const std::string trigger =
            "retort_action_" + std::to_string(statement_->stand_in_after.size() + 1);
        statement_->stand_in_before.push_back("CREATE TEMP TRIGGER " + trigger + " " + event +
                                              " BEGIN\n    " + action + condition + ";\nEND");
        statement_->stand_in_after.push_back("DROP TRIGGER temp." + trigger);
    }

    const Context* context_;
    script::SqlStatement* statement_;
    std::set<QualifiedName> gone_;
    std::set<std::pair<QualifiedName, std::string>> changed_;
    bool recursive_ = false;
};

}  // namespace

void add_delete_actions(const Context& context, const QualifiedName& table,
                        script::SqlStatement& statement) {
    Actions actions(context, statement);
    actions.rows_go(table);
    actions.finish();
}

void add_update_actions(const Context& context, const QualifiedName& table,
                        const std::vector<Name>& columns, script::SqlStatement& statement) {
    Actions actions(context, statement);
    actions.values_change(table, columns);
    actions.finish();
}

}  // namespace retort::dialects::sqlite
