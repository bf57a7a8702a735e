// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/adopt_spelling.h"
#include "compiler/schema/meaning/sql_meaning.h"

// What the files of `adopt_spelling` share; nothing outside this folder includes it.

namespace retort::schema {

/// One schema that takes over the spelling of another.
struct Adopting {
    const Schema& from;
    Schema& to;
    const SpellingRules& rules;
    Meanings old_meanings;
    Meanings new_meanings;  ///< of `to` as it was when its names were settled
};

/// Names with the default schema and without it are one: `to` has them as `from` has.
void adopt_names(const Schema& from, Schema& to, const SpellingRules& rules);
/// A serial column, and an integer with a sequence of its own that is its default, are one.
void adopt_serials(const Schema& from, Schema& to, const SpellingRules& rules);
/// Keys and indexes of partitions that come from their parents.
void adopt_partitions(const Schema& from, Schema& to);
/// After all else has its names.
void adopt_privileges(const Schema& from, Schema& to, const SpellingRules& rules);
/// Tables of a session stand in no catalog.
void keep_temporary_tables(const Schema& from, Schema& to);
/// The schema has the table's indexes, those of its keys too.
void own_indexes(const Table& table, Schema& schema);
/// References follow from tables and sequences: where those are not what they were `before`, they
/// are made to fit.
void update_references(const Schema& before, Schema& schema);
/// The indexes mean the same, comments aside.
[[nodiscard]] bool same_index(Adopting& adopting, const Table& old_table, const Index& old,
                              const Table& new_table, const Index& now);
/// The table as `from` spells it, as far as it means the same.
[[nodiscard]] Table adopt_table(Adopting& adopting, const Table& from, const Table& to);
/// Options that are the default anyway are left out; `type` is what the sequence counts in.
[[nodiscard]] SequenceOptions plain_options(SequenceOptions options, const Type* type);
/// Views, functions, triggers, policies, statistics.
void adopt_code(Adopting& adopting);

}  // namespace retort::schema
