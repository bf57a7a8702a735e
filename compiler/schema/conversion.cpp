// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/change_parts.h"
#include "compiler/schema/serial.h"

#include <algorithm>

namespace retort::schema {
namespace {

/// The type under a domain.
const Type& base_type(const Schema& schema, const Type& type) {
    if (type.kind != TypeKind::Named) { return type; }
    const Domain* domain = schema.find_domain(*type.name);
    return domain == nullptr ? type : base_type(schema, domain->definition.type);
}

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

Expr literal(ExprKind kind, std::string text) {
    Expr expr;
    expr.kind = kind;
    expr.text = std::move(text);
    return expr;
}

Expr call(const char* function) {
    Expr expr;
    expr.kind = ExprKind::Call;
    expr.names.emplace_back(function);
    return expr;
}

/// The column alone is a key: every row needs a value of its own.
bool alone_unique(const Table& table, const std::string& column) {
    return std::any_of(
        table.constraints.begin(), table.constraints.end(), [&](const Constraint& constraint) {
            return (constraint.kind == ConstraintKind::PrimaryKey ||
                    constraint.kind == ConstraintKind::Unique) &&
                   constraint.columns.size() == 1 && constraint.columns[0].text == column;
        });
}

Expr zero_value(const Schema& schema, const Type& type) {
    using enum TypeKind;
    if (type.dimensions != 0) { return literal(ExprKind::String, "{}"); }
    switch (type.kind) {
        case SmallInt:
        case Integer:
        case BigInt:
        case SmallSerial:
        case Serial:
        case BigSerial:
        case Numeric:
        case Real:
        case Double:
        case Money:
        case Oid:
        case Regclass:
            return literal(ExprKind::Number, "0");
        case Boolean:
            return literal(ExprKind::Boolean, "false");
        case Date:
            return literal(ExprKind::String, "1970-01-01");
        case Time:
        case Timetz:
            return literal(ExprKind::String, "00:00:00");
        case Timestamp:
        case Timestamptz:
            return literal(ExprKind::String, "1970-01-01 00:00:00");
        case Interval:
            return literal(ExprKind::String, "0");
        case Uuid:
            return literal(ExprKind::String, "00000000-0000-0000-0000-000000000000");
        case Json:
        case Jsonb:
            return literal(ExprKind::String, "{}");
        case Inet:
        case Cidr:
            return literal(ExprKind::String, "0.0.0.0");
        case Macaddr:
            return literal(ExprKind::String, "00:00:00:00:00:00");
        case Macaddr8:
            return literal(ExprKind::String, "00:00:00:00:00:00:00:00");
        case Bit: {
            const std::size_t bits =
                type.arguments.empty()
                    ? 1
                    : static_cast<std::size_t>(std::max(1, std::atoi(type.arguments[0].c_str())));
            return literal(ExprKind::String, std::string(bits, '0'));
        }
        case Point:
            return literal(ExprKind::String, "(0,0)");
        case Line:
            return literal(ExprKind::String, "{1,0,0}");
        case Lseg:
        case Path:
            return literal(ExprKind::String, "[(0,0),(0,0)]");
        case BoxShape:
        case Polygon:
            return literal(ExprKind::String, "((0,0),(0,0))");
        case Circle:
            return literal(ExprKind::String, "<(0,0),0>");
        case Int4range:
        case Int8range:
        case Numrange:
        case Tsrange:
        case Tstzrange:
        case Daterange:
            return literal(ExprKind::String, "empty");
        case Text:
        case Varchar:
        case Char:
        case Bytea:
        case Xml:
        case Varbit:
        case Tsvector:
        case Tsquery:
            return literal(ExprKind::String, "");
        case Named:
            break;
    }
    if (const EnumType* known = schema.find_enum(*type.name); known && !known->values.empty()) {
        return literal(ExprKind::String, known->values[0].text);
    }
    return literal(ExprKind::String, "");
}

}  // namespace

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

Box<Expr> placeholder(const Schema& schema, const Table& table, const Column& column) {
    if (!table.refuses_nulls(column.name.text) || column.default_value || column.identity ||
        column.generated || is_serial(column.type.kind)) {
        return {};
    }
    const Type& type = base_type(schema, column.type);
    if (column.type.kind == TypeKind::Named && type.kind != TypeKind::Named) {
        const Domain* domain = schema.find_domain(*column.type.name);
        if (domain->definition.default_value) { return {}; }
    }
    if (type.dimensions == 0 && alone_unique(table, column.name.text)) {
        if (type.kind == TypeKind::Uuid) { return Box<Expr>(call("gen_random_uuid")); }
        if (type.kind == TypeKind::Text ||
            (type.kind == TypeKind::Varchar &&
             (type.arguments.empty() || std::atoi(type.arguments[0].c_str()) >= 36))) {
            return Box<Expr>(cast(call("gen_random_uuid"), plain(TypeKind::Text)));
        }
    }
    return Box<Expr>(zero_value(schema, type));
}

}  // namespace retort::schema
