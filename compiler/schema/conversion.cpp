// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/change/parts.h"
#include "compiler/schema/serial.h"

#include <algorithm>

namespace retort::schema {
namespace {

bool is_text(TypeKind kind) {
    return kind == TypeKind::Text || kind == TypeKind::Varchar || kind == TypeKind::Char;
}
bool is_integer(TypeKind kind) {
    const TypeKind stored = stored_kind(kind);
    return stored == TypeKind::SmallInt || stored == TypeKind::Integer ||
           stored == TypeKind::BigInt;
}
bool is_number(TypeKind kind) {
    return is_integer(kind) || kind == TypeKind::Numeric || kind == TypeKind::Real ||
           kind == TypeKind::Double;
}

/// PostgreSQL's implicit and assignment casts between different kinds, without those to text.
bool assignable(TypeKind from, TypeKind to) {
    if (is_number(from) && is_number(to)) { return true; }
    const auto either = [&](TypeKind a, TypeKind b) {
        return (from == a && to == b) || (from == b && to == a);
    };
    using enum TypeKind;
    if (to == Money) { return from == Numeric || from == Integer || from == BigInt; }
    return either(Date, Timestamp) || either(Date, Timestamptz) || either(Timestamp, Timestamptz) ||
           either(Time, Timetz) || either(Time, Interval) ||
           ((from == Timestamp || from == Timestamptz) && (to == Time || to == Timetz)) ||
           either(Json, Jsonb) || either(Bit, Varbit) || either(Cidr, Inet) ||
           either(Macaddr, Macaddr8) || (from == Money && to == Numeric) ||
           (is_integer(from) && (to == Oid || to == Regclass)) || (from == Oid && is_integer(to)) ||
           either(Oid, Regclass);
}

Expr column_reference(const Name& column) {
    Expr expr;
    expr.kind = ExprKind::Column;
    expr.names.emplace_back(column.text);
    return expr;
}

Expr cast(Expr value, Type type) {
    Expr expr;
    expr.kind = ExprKind::Cast;
    expr.args.push_back(std::move(value));
    type.span = Span{};
    expr.type = Box<Type>(std::move(type));
    return expr;
}

Type plain(TypeKind kind) {
    Type type;
    type.kind = kind;
    return type;
}

}  // namespace

const Type& base_type(const Schema& schema, const Type& type) {
    if (type.kind != TypeKind::Named || type.dimensions != 0) { return type; }
    const Domain* domain = schema.find_domain(*type.name);
    return domain == nullptr ? type : base_type(schema, domain->definition.type);
}

Box<Expr> conversion(const Schema& schema, const Name& column, const Type& from, const Type& to) {
    const Type& source = base_type(schema, from);
    const Type& target = base_type(schema, to);
    const Expr value = column_reference(column);
    const auto same_named = [&] {
        return source.kind != TypeKind::Named || *source.name == *target.name;
    };
    if (source.dimensions == target.dimensions) {
        if (stored_kind(source.kind) == stored_kind(target.kind) && same_named()) { return {}; }
        if (is_text(target.kind) || assignable(source.kind, target.kind)) { return {}; }
    } else if (target.dimensions == 0 && is_text(target.kind)) {
        return {};
    }
    // A type of an extension (citext …) brings casts of its own; text converts to all of them.
    if (is_text(source.kind) && source.dimensions == 0) { return Box<Expr>(cast(value, to)); }
    if (source.dimensions == 0 && target.dimensions == 0) {
        const bool boolean = source.kind == TypeKind::Boolean || target.kind == TypeKind::Boolean;
        if (source.kind == TypeKind::Boolean && is_number(target.kind)) {
            return Box<Expr>(cast(value, plain(TypeKind::Integer)));
        }
        if (boolean && is_integer(source.kind)) {
            const Expr integer = stored_kind(source.kind) == TypeKind::Integer
                                     ? value
                                     : cast(value, plain(TypeKind::Integer));
            return Box<Expr>(cast(integer, to));
        }
    }
    Type text = plain(TypeKind::Text);
    text.dimensions =
        source.dimensions == target.dimensions ? source.dimensions : static_cast<unsigned char>(0);
    return Box<Expr>(cast(cast(value, text), to));
}

}  // namespace retort::schema
