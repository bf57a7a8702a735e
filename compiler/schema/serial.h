// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/schema.h"

// Serial columns are integers with a sequence of their own. While the default is the next value of
// that sequence the column's type is serial in the model and the sequence is part of the column;
// with another default the one is an integer and the other a sequence like others. A catalog knows
// the parts alone, so whatever is put together from them is serial too.

namespace retort::schema {

/// The sequences that `nextval('…')` names in an expression, as it is written there.
[[nodiscard]] std::vector<QualifiedName> sequences_in(const Expr& expr);

struct Applying;

/// The integer type that a serial type stores; other kinds as they are.
[[nodiscard]] TypeKind stored_kind(TypeKind kind);
/// The serial type of an integer type's width; other kinds as they are.
[[nodiscard]] TypeKind serial_kind(TypeKind kind);

/// The sequence that a column owns, or null: its own where it owns others too.
[[nodiscard]] const Sequence* owned_sequence(const Schema& schema, const QualifiedName& table,
                                             std::string_view column);

/// The serial column that brought the sequence along, or null.
[[nodiscard]] const Column* serial_owner(const Schema& schema, const Sequence& sequence);
/// The sequence of a serial column as `create sequence` would make it; others as they are.
[[nodiscard]] Sequence in_parts(const Schema& schema, const Sequence& sequence);

/// A serial column becomes an integer without a default.
void make_plain(Column& column);
/// The column in its parts: an integer whose default counts on a sequence that it owns.
void make_plain(Schema& schema, const QualifiedName& table, Column& column);
/// After a serial column got another type: serial of that width, or its parts.
void change_serial_type(Schema& schema, const QualifiedName& table, Column& column,
                        const Type& before);
/// An integer whose default is the next value of the column's own sequence is serial.
void restore_serial(Schema& schema, const QualifiedName& table, Column& column);
/// `nextval('s')`.
[[nodiscard]] Expr next_value(const QualifiedName& sequence);

/// Overwrites what `change` says; what it leaves open stays.
void merge_sequence_options(SequenceOptions& options, const SequenceOptions& change);
/// The same for a sequence that is there: what it does not say stays.
void alter_sequence_options(SequenceOptions& options, const SequenceOptions& change);
/// Where a sequence of these options starts if it is not said.
[[nodiscard]] std::int64_t usual_start(const SequenceOptions& options);

/// Leaves out what is the default anyway, so that options that mean the same are equal.
void normalize(SequenceOptions& options);

/// Actions that are kept as text: what the model knows of them (partitions, storage parameters).
void apply_storage_action(Applying& a, const QualifiedName& table, OtherTableAction& action);

}  // namespace retort::schema
