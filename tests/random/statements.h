// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/schema.h"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// Random statements that are valid on a schema, and on its rows. Used inside this folder only.

namespace retort::random {

/// What is known of a table's rows, by names of columns.
struct Rows {
    bool any = false;
    std::set<std::string> filled;    ///< without nulls
    std::set<std::string> distinct;  ///< no value twice, nulls aside
    std::set<std::string> pinned;  ///< a downgrade asks something of its values: they must be kept
    std::set<std::string> keys;    ///< each value, where not null, is the identifier of some row
};

/// A statement, and what it means for the rows where it is accepted. Empty: nothing fits.
struct Proposal {
    std::string text;
    std::function<void()> accepted;
};

class Statements {
public:
    Statements(std::uint64_t seed, bool postgres) : state_(seed), postgres_(postgres) {}

    /// The schema that the next statement is for; it must outlive the call that follows.
    void look_at(const schema::Schema& schema) { schema_ = &schema; }
    /// A table with three rows.
    Proposal filled_table() { return create_table(true); }
    /// Any change.
    Proposal change();

    std::size_t below(std::size_t limit);

private:
    using Table = schema::Table;
    using Column = schema::Column;

    bool chance(unsigned percent) { return below(100) < percent; }
    std::string fresh(const std::string& prefix);
    const Table* any_table();
    const Column* any_column(const Table& table,
                             const std::function<bool(const Column&)>& wanted = {});
    const schema::Constraint* any_constraint(const Table& table);
    std::vector<std::string> enum_names();

    /// What comes back in the downgrade asks something of every column.
    std::function<void()> pin(const Table& table);

    std::string type();
    std::string value(const schema::Type& type, int number);
    std::string value_of(const std::string& type, int number);
    std::string default_of(const std::string& type);
    std::string check_of(const std::string& column, const std::string& type);
    std::string column(const std::string& name, const std::string& type, bool filled, bool empty);
    std::string foreign_column(const std::string& name, Rows& rows, bool filled);

    Proposal create_table(bool filled);
    Proposal drop_table();
    Proposal rename_table();
    Proposal add_column();
    Proposal drop_column();
    Proposal rename_column();
    Proposal change_type();
    Proposal change_default();
    Proposal change_nullability();
    Proposal add_constraint();
    Proposal drop_constraint();
    Proposal rename_constraint();
    Proposal create_index();
    Proposal drop_index();
    Proposal rename_index();
    Proposal create_enum();
    Proposal change_enum();
    Proposal drop_enum();
    Proposal comment();
    Proposal view();
    Proposal drop_view();
    Proposal trigger();
    Proposal policy();
    Proposal sequence();
    Proposal identity();
    Proposal rows();
    Proposal several_actions();

    std::uint64_t state_;
    bool postgres_;
    const schema::Schema* schema_ = nullptr;
    unsigned names_ = 0;
    std::map<std::string, Rows> rows_;  ///< by table
};

}  // namespace retort::random
