// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/parts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

// One table's change; nothing outside this folder includes it.

namespace retort::schema {

/// What a parent that stays one does to a column of the same name: the column as the child would
/// inherit it, before and after.
struct Inherited {
    Box<Column> before;
    Box<Column> after;
};
[[nodiscard]] Inherited inherited(const Changes& changes, const Table& from, const Table& to,
                                  const std::string& column);

/// One table on its way to another state.
struct TableChange {
    Changes& changes;
    const Table& from;
    const Table& to;
    AlterTable alter;
    AlterTable after;               ///< actions that need what `alter` does, of its own
    std::vector<std::string> gone;  ///< columns that are dropped, or dropped and made anew
    std::vector<std::string> dropped_indexes;

    [[nodiscard]] Inherited inherited(const std::string& column) const {
        return schema::inherited(changes, from, to, column);
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

    void drop_constraints();
    void drop_indexes();
    void drop_columns();
    /// Generated ones that stay without being computed: before what they are computed from goes.
    void drop_expressions();
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

}  // namespace retort::schema
