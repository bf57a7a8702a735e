// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/change/obstacles.h"
#include "compiler/schema/changes.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

// What the files of `changes` share; nothing outside this folder includes it.

namespace retort::schema {

/// The tables that stay and get a parent, of inheritance, by that and by its own parents; as they
/// are wanted.
using JoiningTables = std::map<QualifiedName, std::vector<const Table*>>;
[[nodiscard]] JoiningTables joining_tables(const Schema& from, const Schema& to);
/// A check that those have not got by themselves: only after they joined does the parent hand it
/// down.
[[nodiscard]] bool waits_for_children(const JoiningTables& joining, const QualifiedName& table,
                                      const Constraint& constraint);

/// The statements of one set of changes, by the time at which they run.
struct Changes {
    const Schema& from;
    const Schema& to;
    MissingValues missing = MissingValues::MadeUp;
    std::vector<Operation> dropped_code;
    std::vector<Operation> created_types;
    std::vector<Operation> created_functions;  ///< those that expressions of tables call
    std::vector<Operation> created_domains;    ///< those that call functions
    std::vector<Operation> dropped_keys;       ///< foreign keys that are in the way of others
    std::vector<Operation> dropped_indexes;
    std::vector<Operation> dropped_tables;
    std::vector<Operation> created_tables;
    std::vector<Operation> altered_tables;
    std::vector<Operation> created_indexes;
    std::vector<Operation> created_children;  ///< of tables that change
    std::vector<Operation> joined_parents;    ///< partitions, inheritance
    std::vector<Operation> owned_sequences;
    std::vector<Operation> persistence;  ///< `set logged`, `set unlogged`
    std::vector<Operation> added_keys;
    std::vector<Operation> comments;
    std::vector<Operation> dropped_domains;    ///< those that called functions
    std::vector<Operation> dropped_functions;  ///< those that expressions of tables called
    std::vector<Operation> dropped_types;
    std::vector<Operation> created_code;
    std::vector<Operation> settings;  ///< of storage and firing: triggers are there by then
    std::vector<Operation> grants;
    /// What the other statements leave of the privileges: objects that go take theirs along.
    Privileges privileges = from.privileges;
    JoiningTables joining = joining_tables(from, to);

    template <class Kind>
    static void add(std::vector<Operation>& list, Kind kind) {
        list.push_back(Operation{OperationKind(std::move(kind)), Span{}});
    }
};

/// Names of the functions that a domain's default and checks call.
[[nodiscard]] std::vector<std::string> called_by(const CreateDomain& domain);

/// The column is dropped and added again: a generation expression cannot be put back or changed in
/// place, and a computed value is not converted.
[[nodiscard]] bool is_made_anew(const Schema& from, const Schema& to, const Column& before,
                                const Column& after);
/// The columns of a table that are dropped, or dropped and made anew, in the order to do it.
[[nodiscard]] std::vector<std::string> gone_columns(const Changes& changes, const Table& from,
                                                    const Table& to);
/// Nothing that `alter column … type` would change.
[[nodiscard]] bool same_storage(const Column& before, const Column& after);

/// An `or replace` is enough.
[[nodiscard]] bool can_replace(const CodeObject& from, const CodeObject& to);

/// The foreign key of `table` cannot stay while what it refers to changes: its key goes, a column
/// of either side goes, or has a type in between that does not compare.
[[nodiscard]] bool is_disturbed(const Schema& from, const Schema& to, const Obstacles& obstacles,
                                const Table& table, const Constraint& key);

/// Objects in an order in which they can be created: views and routines after what they read.
void order_code(std::vector<const CodeObjectState*>& objects);
[[nodiscard]] DropCodeObject drop_of(const CodeObject& object);
/// Tables after those that they use; a circle is cut.
[[nodiscard]] std::vector<const Table*> in_order_of_use(const Schema& schema,
                                                        const std::vector<const Table*>& tables);

/// Parents before their partitions and children, otherwise as they stand: what is done to a column
/// of the parent is done to theirs.
void parents_first(const Schema& schema, std::vector<const Table*>& tables);
/// The column is a parent's, too.
[[nodiscard]] bool is_inherited(const Schema& schema, const Table& table, const Column& column);

/// Adds the statements that give constraints and indexes their names where nothing else changes of
/// them, and returns the schema after these.
[[nodiscard]] Schema change_names(const Schema& from, const Schema& to,
                                  std::vector<Operation>& list);

void change_tables(Changes& changes);
void change_types(Changes& changes);
void change_sequences(Changes& changes);
/// The sequence of a column that becomes serial where it has the name of one that goes.
void create_serial_sequence(Changes& changes, const Sequence& sequence);
void change_code(Changes& changes);
/// After all others.
void change_privileges(Changes& changes);

/// Settings of storage and firing.
void change_settings(Changes& changes, const Table& from, const Table& to);

/// The actions of one `alter table`, and what needs statements of its own.
void change_table(Changes& changes, const Table& from, const Table& to);

/// The foreign key needs an index of the table that it refers to, which no constraint has.
[[nodiscard]] bool rests_on_index(const Schema& schema, const Table& table, const Constraint& key);

/// The name of the column's own sequence where it is not the usual one; empty where it is.
[[nodiscard]] std::string unusual_sequence(const Schema& schema, const Table& table,
                                           const Column& column);

/// The options that turn one sequence into the other, defaults spelled out.
[[nodiscard]] SequenceOptions option_changes(const SequenceOptions& from,
                                             const SequenceOptions& to);
[[nodiscard]] CommentOn comment_on(CommentTarget target, QualifiedName object, Name part,
                                   Box<std::string> text);
/// `comment on` statements of a new table's columns, constraints and indexes (not of the table).
void add_comments(std::vector<Operation>& list, const Table& table);
/// The value that a new column without a default gets in the rows that are there already, or
/// nothing where no value is needed.
[[nodiscard]] Box<Expr> placeholder(const Schema& schema, const Table& table, const Column& column);
/// What is certain to refuse that value where there are rows, in words; empty: nothing known.
[[nodiscard]] std::string placeholder_refusal(const Schema& schema, const Table& table,
                                              std::string_view column);
/// The type under a domain.
[[nodiscard]] const Type& base_type(const Schema& schema, const Type& type);

}  // namespace retort::schema
