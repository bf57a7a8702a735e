// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/alter_passes.h"

#include "compiler/base/match.h"

#include <algorithm>
#include <vector>

namespace retort::dialects::postgresql {
namespace {

using namespace schema;

// The passes of AlterTablePass in PostgreSQL's src/backend/commands/tablecmds.c, as far as they
// matter; their order has been the same since 9.
constexpr int kBefore = -1;  ///< what is looked at before the first pass
constexpr int kDrop = 0;
constexpr int kAddColumn = 2;
constexpr int kAttributes = 3;
constexpr int kKeys = 4;
constexpr int kConstraints = 5;
constexpr int kRest = 6;

/// Whether a column refuses nulls has nothing to do with its type and default.
std::string nulls_of(const Name& column) {
    return "null " + column.text;
}

/// What a foreign key to the column needs.
std::string key_over(const Name& column) {
    return "key " + column.text;
}

void add(std::set<std::string>& names, const std::vector<Name>& columns) {
    for (const Name& column : columns) { names.insert(column.text); }
}

void add(std::set<std::string>& names, const Box<Expr>& expr) {
    if (!expr) { return; }
    for_each_column(*expr, [&](const Expr& column) { names.insert(column.names.back().text); });
}

Reach reach_of_constraint(const Constraint& constraint) {
    const bool key =
        constraint.kind == ConstraintKind::PrimaryKey || constraint.kind == ConstraintKind::Unique;
    Reach reach{key ? kKeys : kConstraints, kConstraints, {constraint.name.text}};
    add(reach.names, constraint.columns);
    if (key) {
        for (const Name& column : constraint.columns) { reach.names.insert(nulls_of(column)); }
    }
    for (const Name& column : constraint.referenced_columns) {
        reach.names.insert(key_over(column));
    }
    add(reach.names, constraint.include);
    add(reach.names, constraint.check);
    add(reach.names, constraint.where);
    for (const IndexKey& each : constraint.keys) {
        reach.names.insert(each.column.text);
        add(reach.names, each.expression);
    }
    return reach;
}

Reach reach_of_column(const AddColumn& action) {
    const Column& column = action.definition.column;
    Reach reach{kAddColumn, kAddColumn, {column.name.text, nulls_of(column.name)}};
    if (column.generated) { add(reach.names, Box<Expr>(column.generated->expression)); }
    for (const Constraint& constraint : action.definition.constraints) {
        const Reach inner = reach_of_constraint(constraint);
        reach.names.insert(inner.names.begin(), inner.names.end());
        reach.last = kConstraints;
    }
    return reach;
}

/// What `set logged` and `set unlogged` look at: the foreign keys that are there before.
constexpr const char* kPersistence = "persistence of foreign keys";

Reach reach_of_type(const SetColumnType& action) {
    // A default may be dropped before it and set after it.
    Reach reach{kDrop, kConstraints, {action.column.text}};
    add(reach.names, action.using_expression);
    return reach;
}

}  // namespace

Reach reach_of(const TableAction& action, const Table* table) {
    using Names = std::set<std::string>;
    return match(
        action,  //
        [](const AddColumn& a) { return reach_of_column(a); },
        [](const DropColumn& a) {
            return Reach{kDrop, kDrop, Names{a.column.text, nulls_of(a.column)}};
        },
        [](const SetColumnType& a) { return reach_of_type(a); },
        [](const SetColumnDefault& a) {
            return Reach{kConstraints, kConstraints, Names{a.column.text}};
        },
        [](const DropColumnDefault& a) {
            return Reach{kDrop, kDrop, Names{a.column.text}};
        },
        [](const SetNotNull& a) {
            return Reach{kAttributes, kAttributes, Names{nulls_of(a.column)}};
        },
        [](const DropNotNull& a) {
            return Reach{kDrop, kDrop, Names{nulls_of(a.column)}};
        },
        // Before PostgreSQL 13 the sequence is made before the column gets its type.
        [](const AddIdentity& a) {
            return Reach{kKeys, kConstraints, Names{a.column.text, nulls_of(a.column)}};
        },
        [](const SetIdentity& a) {
            return Reach{kAttributes, kAttributes, Names{a.column.text}};
        },
        // A type is looked at before the first pass, when the column is an identity still.
        [](const DropIdentity& a) {
            return Reach{kDrop, kConstraints, Names{a.column.text}};
        },
        // A type is looked at before the first pass, when the column is generated still.
        [](const DropExpression& a) {
            return Reach{kDrop, kConstraints, Names{a.column.text}};
        },
        [](const AddConstraint& a) {
            Reach reach = reach_of_constraint(a.constraint);
            if (a.constraint.kind == ConstraintKind::ForeignKey) {
                reach.names.insert(kPersistence);
            }
            return reach;
        },
        [&](const DropConstraint& a) {
            Reach reach{kDrop, kDrop, Names{a.name.text, kPersistence}};
            const Constraint* gone =
                table == nullptr ? nullptr : table->find_constraint(a.name.text);
            if (gone != nullptr) {
                for (const Name& column : gone->columns) { reach.names.insert(key_over(column)); }
            }
            return reach;
        },
        [](const ValidateConstraint& a) {
            return Reach{kRest, kRest, Names{a.name.text}};
        },
        // These stand alone, or have to do with no column.
        [](const RenameColumn&) {
            return Reach{kRest, kRest, {}};
        },
        [](const RenameConstraint&) {
            return Reach{kRest, kRest, {}};
        },
        [](const SetRowSecurity&) {
            return Reach{kRest, kRest, {}};
        },
        [](const OtherTableAction& a) {
            const bool persistence =
                a.text.starts_with("set logged") || a.text.starts_with("set unlogged");
            return persistence ? Reach{kBefore, kRest, Names{kPersistence}}
                               : Reach{kRest, kRest, {}};
        });
}

bool changes_places(const Reach& earlier, const Reach& later) {
    return later.first < earlier.last &&
           std::any_of(later.names.begin(), later.names.end(),
                       [&](const std::string& name) { return earlier.names.count(name) != 0; });
}

}  // namespace retort::dialects::postgresql
