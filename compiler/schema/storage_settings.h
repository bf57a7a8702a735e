// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"
#include "compiler/schema/table.h"

#include <optional>
#include <string>
#include <vector>

// Settings of a table's storage and firing, as actions of `alter table`
// (https://www.postgresql.org/docs/current/sql-altertable.html). Used inside this folder only.

namespace retort::schema {

/// What the action sets, one for each parameter; a `value` that is empty means the default. Empty
/// where the action sets none of these.
[[nodiscard]] std::vector<StorageSetting> read_settings(const OtherTableAction& action);

/// The action that sets it.
[[nodiscard]] OtherTableAction setting_action(const StorageSetting& setting);
/// The action that brings back the default, or nothing where that is not known.
[[nodiscard]] std::optional<OtherTableAction> default_action(const StorageSetting& setting,
                                                             const Table& table);

[[nodiscard]] const StorageSetting* find_setting(const Table& table, const StorageSetting& like);
void keep_setting(Table& table, const StorageSetting& setting);

/// A column, trigger or index has another name now, or is gone.
void rename_column_in_settings(Table& table, const std::string& from, const std::string& to);
void rename_index_in_settings(Table& table, const std::string& from, const std::string& to);
void forget_column_settings(Table& table, const std::string& column);
/// The column has another type: how values are stored is that type's again.
void forget_storage(Table& table, const std::string& column);
void forget_trigger_settings(Table& table, const std::string& trigger);
void forget_index_settings(Table& table, const std::string& index);

/// How a column of the type is stored unless told otherwise (pg_type.typstorage); empty where that
/// is not known.
[[nodiscard]] std::string_view usual_storage(const Type& type);
/// The actions that lead from one table's settings to the other's, storage parameters included;
/// `set logged` and `set unlogged` are none of them.
[[nodiscard]] std::vector<OtherTableAction> setting_changes(const Table& from, const Table& to);

}  // namespace retort::schema
