// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/footprint.h"
#include "compiler/schema/sql_words.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

// Collects the marks of one operation. Used inside this folder only.

namespace retort::schema {

struct Marks {
    Marks(const Schema& before_state, const Schema& after_state)
        : before(before_state), after(after_state) {}

    const Schema& before;
    const Schema& after;
    std::vector<Mark> list;

    void add(Facet facet, Access access, Deed deed, std::string object, std::string part = {}) {
        list.push_back({facet, access, deed, std::move(object), std::move(part)});
    }
    void read(Facet facet, std::string object, std::string part = {}) {
        add(facet, Access::Read, Deed::Uses, std::move(object), std::move(part));
    }
    void write(Facet facet, Deed deed, std::string object, std::string part = {}) {
        add(facet, Access::Write, deed, std::move(object), std::move(part));
    }

    /// The table as it is before the operation or, where it comes with it, after.
    [[nodiscard]] const Table* find_table(const QualifiedName& name) const;
    /// The column is there before the operation.
    [[nodiscard]] bool is_old(const QualifiedName& table, const std::string& column) const;

    // ---- what is used: footprint_uses.cpp
    void relation(const QualifiedName& name);
    void type(const Type& type);
    void type_name(const QualifiedName& name);
    void function(const std::string& name);
    void column(const QualifiedName& table, const std::string& name);
    /// The values of the column too.
    void values(const QualifiedName& table, const std::string& name);
    void values_alone(const QualifiedName& table, const std::string& name);
    /// An expression over the columns of a table; `with_values` where it is computed from rows.
    void expression(const Expr& expr, const QualifiedName& table, bool with_values);
    void constraint(const Constraint& constraint, const QualifiedName& table);
    /// The rows that a constraint is checked on or, where it goes, was.
    void checked_rows(const Constraint& constraint, const QualifiedName& table, bool dropped);
    void index(const Index& index, const QualifiedName& table);
    void column_definition(const Column& column, const QualifiedName& table);
    void code(const CodeObject& object);

    // ---- text: footprint_text.cpp
    /// Names in a text that mean something in either state; with `with_rows`, that it reads rows.
    void text(std::string_view sql, bool with_rows);
    /// SQL that runs as it stands.
    void raw(std::string_view sql, bool declared);
    /// What is rebuilt, on some databases, when the type changes.
    void tables_of_type(const QualifiedName& type);

    // ---- what becomes otherwise: footprint_changes.cpp
    void changes(bool renames);
    void code_written(const CodeObject& object, Deed deed);

    // ---- privileges: footprint_privileges.cpp
    void grant(const Grant& operation);

    // ---- data: footprint_data.cpp
    void insert(const InsertRows& operation);
    void update(const UpdateRows& operation);
    void erase(const DeleteRows& operation);
};

/// What identifies a key of a table: its columns in order of names.
[[nodiscard]] std::string key_columns(std::vector<std::string> columns);
[[nodiscard]] std::vector<std::string> texts_of(const std::vector<Name>& names);
[[nodiscard]] inline bool owns_keys(const Constraint& constraint) {
    return constraint.kind == ConstraintKind::PrimaryKey ||
           constraint.kind == ConstraintKind::Unique;
}

}  // namespace retort::schema
