// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/serial.h"

#include <algorithm>

// Changes of sequences. Those of serial columns come and go with their columns; a column that stays
// and becomes serial, or ceases to be, is put together from its parts, or taken apart.

namespace retort::schema {
namespace {

void own_sequence(Changes& changes, const Sequence& sequence) {
    AlterSequence alter;
    alter.name = QualifiedName(sequence.name.schema, sequence.name.name);
    alter.options.owned_table = sequence.options.owned_table;
    alter.options.owned_column =
        sequence.options.owned_table ? sequence.options.owned_column : Name("none");
    Changes::add(changes.owned_sequences, std::move(alter));
}

/// The column of that owner as it is before and after, where it is the same one throughout.
struct Stay {
    const Column* before = nullptr;
    const Column* after = nullptr;
    explicit operator bool() const { return after != nullptr; }
};
Stay owner_that_stays(const Changes& changes, const SequenceOptions& options) {
    const Table* before = changes.from.find_table(*options.owned_table);
    const Table* after = changes.to.find_table(*options.owned_table);
    if (before == nullptr || after == nullptr) { return {}; }
    const std::string& column = options.owned_column.text;
    const Stay stay{before->find_column(column), after->find_column(column)};
    if (stay.before == nullptr || stay.after == nullptr) { return {}; }
    const std::vector<std::string> gone = gone_columns(changes, *before, *after);
    return std::find(gone.begin(), gone.end(), column) != gone.end() ? Stay{} : stay;
}

void create_sequence(Changes& changes, std::vector<Operation>& list, const Sequence& sequence) {
    CreateSequence create;
    create.name = QualifiedName(sequence.name.schema, sequence.name.name);
    create.options = sequence.options;
    create.options.owned_table.reset();
    create.options.owned_column = Name();
    Changes::add(list, std::move(create));
    if (sequence.options.owned_table) { own_sequence(changes, sequence); }
}

void drop_sequence(Changes& changes, const Sequence& sequence) {
    forget_privileges(changes.privileges, SecuredKind::Sequence, sequence.name);
    // One that a dropped column owned is gone by then.
    if (sequence.options.owned_table && !owner_that_stays(changes, sequence.options)) { return; }
    Changes::add(changes.dropped_types,
                 DropSequence{QualifiedName(sequence.name.schema, sequence.name.name)});
}

void change_sequence(Changes& changes, const Sequence& from, const Sequence& to) {
    SequenceOptions old = from.options;
    old.owned_table = to.options.owned_table;
    old.owned_column = to.options.owned_column;
    const bool owner = !(from.options.owned_table == to.options.owned_table) ||
                       !(from.options.owned_column == to.options.owned_column);
    // The column that owns it goes, and would take it along.
    const bool lost = owner && from.options.owned_table && !owner_that_stays(changes, from.options);
    if (!(old == to.options) || lost) {
        AlterSequence alter;
        alter.name = QualifiedName(to.name.schema, to.name.name);
        if (!(old == to.options)) { alter.options = option_changes(from.options, to.options); }
        if (lost) { alter.options.owned_column = Name("none"); }
        Changes::add(changes.created_types, std::move(alter));
    }
    if (owner && (!lost || to.options.owned_table)) { own_sequence(changes, to); }
}

/// What a new serial column's sequence has otherwise than such sequences have.
void set_options(Changes& changes, const Sequence& from, const Sequence& to) {
    AlterSequence alter;
    alter.name = QualifiedName(to.name.schema, to.name.name);
    alter.options = option_changes(from.options, to.options);
    if (!(alter.options == SequenceOptions())) {
        Changes::add(changes.owned_sequences, std::move(alter));
    }
}

/// The wanted sequence is a serial column's.
void change_to_serial(Changes& changes, const Sequence* from, const Sequence& to) {
    const Stay stay = owner_that_stays(changes, to.options);
    const bool serial = stay && is_serial(stay.before->type.kind);
    if (stay && !serial) {
        const Sequence parts = in_parts(changes.to, to);
        if (from == nullptr) {
            create_sequence(changes, changes.created_types, parts);
        } else if (!from->implicit) {
            change_sequence(changes, *from, parts);
        }
        return;
    }
    const bool same = from != nullptr && serial_owner(changes.from, *from) != nullptr && serial;
    set_options(changes, same ? *from : Sequence(), to);
}

void change_one(Changes& changes, const Sequence* from, const Sequence* to) {
    if (to != nullptr && to->implicit) {
        if (serial_owner(changes.to, *to) != nullptr) { change_to_serial(changes, from, *to); }
        return;
    }
    if (from != nullptr && from->implicit) {
        const Stay stay = owner_that_stays(changes, from->options);
        const bool parts = serial_owner(changes.from, *from) != nullptr;
        if (to != nullptr && parts) {
            change_sequence(changes, in_parts(changes.from, *from), *to);
        } else if (to != nullptr) {
            create_sequence(changes, changes.owned_sequences, *to);
        } else if (parts && stay && !is_serial(stay.after->type.kind)) {
            drop_sequence(changes, *from);
        }
        return;
    }
    if (to == nullptr) {
        drop_sequence(changes, *from);
    } else if (from == nullptr) {
        create_sequence(changes, changes.created_types, *to);
    } else {
        change_sequence(changes, *from, *to);
    }
}

}  // namespace

void create_serial_sequence(Changes& changes, const Sequence& sequence) {
    create_sequence(changes, changes.owned_sequences, in_parts(changes.to, sequence));
}

void change_sequences(Changes& changes) {
    for_each_difference(
        changes.from.sequences, changes.to.sequences,
        [&](const QualifiedName& name, const Shared<Sequence>* from, const Shared<Sequence>* to) {
            change_one(changes, from == nullptr ? nullptr : from->get(),
                       to == nullptr ? nullptr : to->get());
            const Box<std::string> old = from == nullptr ? Box<std::string>() : (*from)->comment;
            if (to != nullptr && !((*to)->comment == old)) {
                Changes::add(changes.comments,
                             comment_on(CommentTarget::Sequence, name, {}, (*to)->comment));
            }
        });
}

SequenceOptions option_changes(const SequenceOptions& from, const SequenceOptions& to) {
    SequenceOptions change;
    if (!(from.type == to.type)) {
        Type bigint;
        bigint.kind = TypeKind::BigInt;
        change.type = to.type ? to.type : Box<Type>(bigint);
    }
    const auto numbers = [](const std::optional<std::int64_t>& old,
                            const std::optional<std::int64_t>& wanted, std::int64_t standard) {
        return old == wanted ? std::nullopt : std::optional(wanted.value_or(standard));
    };
    change.start = numbers(from.start, to.start, usual_start(to));
    change.increment = numbers(from.increment, to.increment, 1);
    change.cache = numbers(from.cache, to.cache, 1);
    if (from.min_value != to.min_value) {
        change.min_value = to.min_value;
        change.no_min_value = !to.min_value;
    }
    if (from.max_value != to.max_value) {
        change.max_value = to.max_value;
        change.no_max_value = !to.max_value;
    }
    if (from.cycle != to.cycle) { change.cycle = to.cycle.value_or(false); }
    return change;
}

}  // namespace retort::schema
