// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/serial.h"

#include "compiler/schema/apply/context.h"

#include <algorithm>

namespace retort::schema {

TypeKind stored_kind(TypeKind kind) {
    if (kind == TypeKind::SmallSerial) { return TypeKind::SmallInt; }
    if (kind == TypeKind::Serial) { return TypeKind::Integer; }
    return kind == TypeKind::BigSerial ? TypeKind::BigInt : kind;
}

TypeKind serial_kind(TypeKind kind) {
    if (kind == TypeKind::SmallInt) { return TypeKind::SmallSerial; }
    if (kind == TypeKind::Integer) { return TypeKind::Serial; }
    return kind == TypeKind::BigInt ? TypeKind::BigSerial : kind;
}

namespace {

bool plain_word(const std::string& name) {
    return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
    });
}

std::string quoted(const std::string& name) {
    if (plain_word(name)) { return name; }
    std::string text = "\"";
    for (const char c : name) { text += c == '"' ? std::string("\"\"") : std::string(1, c); }
    return text + '"';
}

/// The sequence that `nextval('…')` names, or empty.
std::string sequence_in(const Expr& expr) {
    if (expr.kind != ExprKind::Call || expr.names.empty() || expr.args.size() != 1 ||
        expr.names.back().text != "nextval") {
        return {};
    }
    const Expr* argument = &expr.args[0];
    while (argument->kind == ExprKind::Cast) { argument = &argument->args[0]; }
    return argument->kind == ExprKind::String ? argument->text : std::string();
}

}  // namespace

Expr next_value(const QualifiedName& sequence) {
    Expr name;
    name.kind = ExprKind::String;
    name.text =
        (sequence.schema.empty() ? "" : quoted(sequence.schema) + ".") + quoted(sequence.name);
    Expr call;
    call.kind = ExprKind::Call;
    call.names.emplace_back("nextval");
    call.args.push_back(std::move(name));
    return call;
}

void make_plain(Column& column) {
    column.type.kind = stored_kind(column.type.kind);
}

const Column* serial_owner(const Schema& schema, const Sequence& sequence) {
    if (!sequence.implicit || !sequence.options.owned_table) { return nullptr; }
    const Table* table = schema.find_table(*sequence.options.owned_table);
    const Column* column =
        table == nullptr ? nullptr : table->find_column(sequence.options.owned_column.text);
    return column != nullptr && is_serial(column->type.kind) ? column : nullptr;
}

Sequence in_parts(const Schema& schema, const Sequence& sequence) {
    Sequence parts = sequence;
    const Column* column = serial_owner(schema, sequence);
    if (column == nullptr) { return parts; }
    parts.implicit = false;
    const TypeKind counted = stored_kind(column->type.kind);
    if (counted != TypeKind::BigInt && !parts.options.type) {
        Type type;
        type.kind = counted;
        parts.options.type = Box<Type>(type);
    }
    return parts;
}

void make_plain(Schema& schema, const QualifiedName& table, Column& column) {
    if (!is_serial(column.type.kind)) { return; }
    if (const Sequence* sequence = owned_sequence(schema, table, column.name.text)) {
        schema.sequences.set(sequence->name, Shared<Sequence>(in_parts(schema, *sequence)));
        column.default_value = Box<Expr>(next_value(sequence->name));
    }
    make_plain(column);
}

void change_serial_type(Schema& schema, const QualifiedName& table, Column& column,
                        const Type& before) {
    const TypeKind serial = serial_kind(column.type.kind);
    if (serial != column.type.kind && column.type.dimensions == 0) {
        column.type.kind = serial;
        return;
    }
    const Type type = column.type;
    column.type = before;
    make_plain(schema, table, column);
    column.type = type;
}

void restore_serial(Schema& schema, const QualifiedName& table, Column& column) {
    const TypeKind stored = column.type.kind;
    if (!column.default_value || column.type.dimensions != 0 || serial_kind(stored) == stored) {
        return;
    }
    const std::string written = sequence_in(*column.default_value);
    if (written.empty()) { return; }
    const Sequence* sequence = nullptr;
    for (const QualifiedName& user : users_of(schema, table)) {
        const Sequence* each = schema.find_sequence(user);
        if (each != nullptr && each->options.owned_table == table &&
            each->options.owned_column.text == column.name.text &&
            sequence_in(next_value(each->name)) == written) {
            sequence = each;
        }
    }
    if (sequence == nullptr) { return; }
    // One that counts in another type is what no serial column has.
    const Box<Type>& counted = sequence->options.type;
    if (!sequence->implicit && (counted ? counted->kind : TypeKind::BigInt) != stored) { return; }
    Sequence own = *sequence;
    own.implicit = true;
    own.options.type.reset();
    const QualifiedName name = own.name;
    schema.sequences.set(name, Shared<Sequence>(std::move(own)));
    column.default_value.reset();
    column.type.kind = serial_kind(stored);
}

void merge_sequence_options(SequenceOptions& options, const SequenceOptions& change) {
    if (change.type) { options.type = change.type; }
    if (change.start) { options.start = change.start; }
    if (change.increment) { options.increment = change.increment; }
    if (change.min_value || change.no_min_value) {
        options.min_value = change.min_value;
        options.no_min_value = change.no_min_value;
    }
    if (change.max_value || change.no_max_value) {
        options.max_value = change.max_value;
        options.no_max_value = change.no_max_value;
    }
    if (change.cache) { options.cache = change.cache; }
    if (change.cycle) { options.cycle = change.cycle; }
    normalize(options);
}

std::int64_t usual_start(const SequenceOptions& options) {
    const bool ascending = options.increment.value_or(1) > 0;
    return ascending ? options.min_value.value_or(1) : options.max_value.value_or(-1);
}

void alter_sequence_options(SequenceOptions& options, const SequenceOptions& change) {
    // The start was settled when the sequence was made; a new minimum does not move it.
    const std::int64_t start = options.start.value_or(usual_start(options));
    if (!change.start) { options.start = start; }
    merge_sequence_options(options, change);
}

void normalize(SequenceOptions& options) {
    const bool ascending = options.increment.value_or(1) > 0;
    if (options.type && options.type->kind == TypeKind::BigInt) { options.type.reset(); }
    if (options.increment == 1) { options.increment.reset(); }
    if (options.min_value == 1 && ascending) { options.min_value.reset(); }
    if (options.start == usual_start(options)) { options.start.reset(); }
    if (options.cache == 1) { options.cache.reset(); }
    if (options.cycle == false) { options.cycle.reset(); }
    options.no_min_value = false;
    options.no_max_value = false;
    options.restart.reset();
}

}  // namespace retort::schema
