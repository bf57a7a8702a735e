// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/meaning/adopt_parts.h"
#include "compiler/schema/serial.h"

#include <limits>
#include <vector>

// A catalog knows no serial columns: it has an integer, a sequence that the column owns, and the
// sequence's next value as the column's default.

namespace retort::schema {
namespace {

std::int64_t largest(const Type* type) {
    const TypeKind kind = type == nullptr ? TypeKind::BigInt : stored_kind(type->kind);
    if (kind == TypeKind::SmallInt) { return std::numeric_limits<std::int16_t>::max(); }
    if (kind == TypeKind::Integer) { return std::numeric_limits<std::int32_t>::max(); }
    return std::numeric_limits<std::int64_t>::max();
}

bool counts_with(const Column& column, const QualifiedName& sequence,
                 const std::string& default_schema) {
    if (!column.default_value) { return false; }
    const std::vector<QualifiedName> used = sequences_in(*column.default_value);
    const Expr& call = *column.default_value;
    const bool plain = call.kind == ExprKind::Call && used.size() == 1;
    if (!plain || used[0].name != sequence.name) { return false; }
    const auto in = [&](const std::string& schema) {
        return schema.empty() ? default_schema : schema;
    };
    return in(used[0].schema) == in(sequence.schema);
}

/// An integer column, its sequence, its default: serial from now on. A serial column refuses nulls,
/// unless `from` has one that takes them.
void fold(const Schema& from, Schema& to, const Sequence& found,
          const std::string& default_schema) {
    const Table* table = to.find_table(*found.options.owned_table);
    const Column* column =
        table == nullptr ? nullptr : table->find_column(found.options.owned_column.text);
    if (column == nullptr || column->type.dimensions != 0) { return; }
    Sequence sequence = found;
    sequence.implicit = true;
    sequence.options = plain_options(found.options, &column->type);
    const TypeKind serial = serial_kind(column->type.kind);
    const Table* old_table = from.find_table(table->name);
    const Column* old = old_table == nullptr ? nullptr : old_table->find_column(column->name.text);
    const bool refuses = table->refuses_nulls(column->name.text);
    const bool fits = refuses || (old != nullptr && old->type.kind == serial);
    if (serial == column->type.kind || !fits || !counts_with(*column, found.name, default_schema)) {
        return;
    }
    // The counter's type is the column's, as it is where a serial column makes both.
    const TypeKind counted = found.options.type ? found.options.type->kind : TypeKind::BigInt;
    if (counted != column->type.kind) { return; }
    sequence.options.type.reset();
    Column& changed = *edit_table(to, table->name).find_column(column->name.text);
    changed.type.kind = serial;
    changed.not_null = refuses;
    changed.default_value.reset();
    to.sequences.set(found.name, Shared<Sequence>(std::move(sequence)));
}

/// The other way round: `from` has it in parts.
void unfold(Schema& to, const Sequence& found) {
    const Table* table = to.find_table(*found.options.owned_table);
    const Column* column =
        table == nullptr ? nullptr : table->find_column(found.options.owned_column.text);
    if (column == nullptr || !is_serial(column->type.kind)) { return; }
    Sequence sequence = found;
    sequence.implicit = false;
    Column& changed = *edit_table(to, table->name).find_column(column->name.text);
    make_plain(changed);
    changed.default_value = Box<Expr>(next_value(found.name));
    if (changed.type.kind != TypeKind::BigInt) {
        Type counted;
        counted.kind = changed.type.kind;
        sequence.options.type = Box<Type>(counted);
    }
    to.sequences.set(found.name, Shared<Sequence>(std::move(sequence)));
}

}  // namespace

SequenceOptions plain_options(SequenceOptions options, const Type* type) {
    const std::int64_t most = largest(options.type ? options.type.get() : type);
    if (options.type && type != nullptr && options.type->kind == stored_kind(type->kind)) {
        options.type.reset();
    }
    const bool ascending = options.increment.value_or(1) > 0;
    if (ascending && options.max_value == most) { options.max_value.reset(); }
    if (!ascending && options.max_value == -1) { options.max_value.reset(); }
    if (!ascending && options.min_value && *options.min_value == -most - 1) {
        options.min_value.reset();
    }
    normalize(options);
    return options;
}

void adopt_serials(const Schema& from, Schema& to, const SpellingRules& rules) {
    std::vector<Shared<Sequence>> differing;
    for_each_difference(
        from.sequences, to.sequences,
        [&](const QualifiedName&, const Shared<Sequence>*, const Shared<Sequence>* wanted) {
            const bool owned = wanted != nullptr && (*wanted)->options.owned_table;
            if (owned) { differing.push_back(*wanted); }
        });
    for (const Shared<Sequence>& sequence : differing) {
        const Sequence* old = from.find_sequence(sequence->name);
        const bool explicit_there = old != nullptr && !old->implicit;
        if (!sequence->implicit && !explicit_there) {
            fold(from, to, *sequence, rules.default_schema);
        } else if (sequence->implicit && explicit_there) {
            unfold(to, *sequence);
        }
    }
}

}  // namespace retort::schema
