// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/expression.h"
#include "dialects/sqlite/types.h"
#include "dialects/sqlite/value_shape.h"
#include "dialects/sqlite/words.h"

#include <utility>

namespace retort::dialects::sqlite {

namespace {

using schema::Expr;
using schema::ExprKind;
using schema::Type;
using schema::TypeKind;

class CastPrinter {
public:
    CastPrinter(const Context& context, Place place) : context_(&context), place_(place) {}

    Printed cast(const Expr& value, const Type& type, const Expr& whole) const {
        const Expr& inner = without_casts(value);
        if (inner.kind == ExprKind::Null) { return {"NULL"}; }
        if (type.dimensions != 0) { return cast_array(inner, type, whole); }
        switch (type.kind) {
            case TypeKind::SmallInt:
            case TypeKind::Integer:
            case TypeKind::BigInt:
            case TypeKind::SmallSerial:
            case TypeKind::Serial:
            case TypeKind::BigSerial:
            case TypeKind::Oid:
                return cast_number(value, "INTEGER");
            case TypeKind::Real:
            case TypeKind::Double:
                return cast_number(value, "REAL");
            case TypeKind::Numeric:
                return cast_number(value, "NUMERIC");
            case TypeKind::Boolean:
                return cast_boolean(value, inner);
            case TypeKind::Bytea:
                return cast_blob(value, inner);
            case TypeKind::Date:
                return cast_time(value, inner, "date");
            case TypeKind::Time:
                return cast_time(value, inner, "time");
            case TypeKind::Timestamp:
            case TypeKind::Timestamptz:
                return cast_time(value, inner, "datetime");
            case TypeKind::Text:
            case TypeKind::Varchar:
            case TypeKind::Char:
            case TypeKind::Uuid:
            case TypeKind::Xml:
            case TypeKind::Inet:
            case TypeKind::Cidr:
            case TypeKind::Macaddr:
            case TypeKind::Macaddr8:
                return cast_text(value, inner);
            case TypeKind::Json:
            case TypeKind::Jsonb:
                return plain_if_text(value, inner);
            case TypeKind::Named:
                return cast_named(value, inner, type, whole);
            case TypeKind::Interval:
            case TypeKind::Timetz:
            case TypeKind::Bit:
            case TypeKind::Varbit:
            case TypeKind::Money:
            case TypeKind::Tsvector:
            case TypeKind::Tsquery:
            case TypeKind::Point:
            case TypeKind::Line:
            case TypeKind::Lseg:
            case TypeKind::BoxShape:
            case TypeKind::Path:
            case TypeKind::Polygon:
            case TypeKind::Circle:
            case TypeKind::Int4range:
            case TypeKind::Int8range:
            case TypeKind::Numrange:
            case TypeKind::Tsrange:
            case TypeKind::Tstzrange:
            case TypeKind::Daterange:
            case TypeKind::Regclass:
                break;
        }
        if (inner.kind == ExprKind::String && type.kind != TypeKind::Regclass) {
            return {text_literal(inner.text)};
        }
        return cannot(whole, "a cast to " + schema::type_text(type));
    }

private:
    Printed cannot(const Expr& expr, std::string_view what) const {
        report_cannot_say(*context_, expr.span, what);
        return {"NULL"};
    }
    Printed write(const Expr& expr) const { return write_expression(*context_, expr, place_); }
    std::string print(const Expr& expr, Level least = Level::Or) const {
        return expression_text(*context_, expr, place_, least);
    }

    Printed cast_array(const Expr& inner, const Type& type, const Expr& whole) const {
        if (inner.kind == ExprKind::Array || inner.kind == ExprKind::Column) {
            return write(inner);
        }
        if (inner.kind == ExprKind::String) {
            Type element = type;
            element.dimensions = 0;
            if (auto json = json_of_array_literal(inner.text, element)) {
                return {text_literal(*json)};
            }
        }
        return cannot(whole, "a cast to " + schema::type_text(type));
    }

    Printed cast_number(const Expr& value, std::string_view type) const {
        const bool literal = value.kind == ExprKind::Number &&
                             (type != "INTEGER" || value.text.find('.') == std::string::npos);
        if (literal) { return write(value); }
        if (value.kind == ExprKind::Boolean) { return write(value); }
        if (type == "INTEGER") { return cast_integer(value); }
        return {"CAST(" + print(value) + " AS " + std::string(type) + ")"};
    }

    /// PostgreSQL rounds a fraction, SQLite's CAST cuts it off.
    Printed cast_integer(const Expr& value) const {
        const std::string text = print(value);
        const std::string cut = "CAST(" + text + " AS INTEGER)";
        const std::string rounded = "CAST(round(" + text + ") AS INTEGER)";
        switch (shape_of(*context_, value)) {
            case Shape::Whole:
            case Shape::Boolean:
            case Shape::Text:
                return {cut};
            case Shape::Fraction:
            case Shape::Unknown:
            case Shape::Mixed:
                // round() would make a REAL of a whole number, which holds 53 bits only.
                if (value.kind == ExprKind::Column) {
                    return {"CASE typeof(" + text + ") WHEN 'real' THEN " + rounded + " ELSE " +
                            cut + " END"};
                }
                break;
        }
        return {rounded};
    }

    Printed cast_boolean(const Expr& value, const Expr& inner) const {
        if (inner.kind == ExprKind::Boolean) { return write(inner); }
        if (inner.kind == ExprKind::String) {
            if (const auto known = boolean_of(inner.text)) { return {*known ? "1" : "0"}; }
        }
        // A text is greater than every number.
        const Shape shape = shape_of(*context_, value);
        if (shape == Shape::Text) {
            const std::string text = print(value);
            return {"CASE WHEN lower(" + text +
                    ") IN ('t', 'true', 'y', 'yes', 'on', '1') THEN 1 WHEN lower(" + text +
                    ") IN ('f', 'false', 'n', 'no', 'off', '0') THEN 0 ELSE " + text + " END"};
        }
        return {print(value, Level::Comparison) + " <> 0", Level::Equality};
    }

    Printed cast_blob(const Expr& value, const Expr& inner) const {
        if (inner.kind == ExprKind::String) {
            if (auto blob = blob_literal(inner.text)) { return {*blob}; }
        }
        return {"CAST(" + print(value) + " AS BLOB)"};
    }

    Printed cast_time(const Expr& value, const Expr& inner, std::string_view function) const {
        if (inner.kind == ExprKind::String) {
            const std::string& text = inner.text;
            constexpr std::size_t kDate = std::string_view("2024-01-01").size();
            const bool and_time = text.size() > kDate && (text[kDate] == ' ' || text[kDate] == 'T');
            return {text_literal(function == "date" && and_time ? text.substr(0, kDate) : text)};
        }
        const Printed operand = write(value);
        if (function == "datetime" && operand.text == "CURRENT_TIMESTAMP") { return operand; }
        return {std::string(function) + "(" + operand.text + ")"};
    }

    Printed cast_text(const Expr& value, const Expr& inner) const {
        if (inner.kind == ExprKind::String) {
            Printed text = write(value);
            if (text.text.starts_with('\'')) { return text; }
        }
        switch (shape_of(*context_, value)) {
            case Shape::Boolean:
                return {"CASE " + print(value) + " WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"};
            case Shape::Mixed:
                return cannot(value, "a cast to text of what may be a boolean or not");
            case Shape::Unknown:
            case Shape::Whole:
            case Shape::Fraction:
            case Shape::Text:
                break;
        }
        return {"CAST(" + print(value) + " AS TEXT)"};
    }

    Printed plain_if_text(const Expr& value, const Expr& inner) const {
        if (inner.kind == ExprKind::String) { return {text_literal(inner.text)}; }
        return write(value);
    }

    Printed cast_named(const Expr& value, const Expr& inner, const Type& type,
                       const Expr& whole) const {
        if (context_->find_enum(*type.name) != nullptr) { return plain_if_text(value, inner); }
        if (const schema::Domain* domain = context_->find_domain(*type.name)) {
            return cast(value, domain->definition.type, whole);
        }
        const StoredType stored = stored_type(*context_, type, false);
        switch (stored.affinity) {
            case Affinity::Integer:
                return cast_number(value, "INTEGER");
            case Affinity::Real:
                return cast_number(value, "REAL");
            case Affinity::Numeric:
                return cast_number(value, "NUMERIC");
            case Affinity::Blob:
                return cast_blob(value, inner);
            case Affinity::Text:
                break;
        }
        return cast_text(value, inner);
    }

    const Context* context_;
    Place place_;
};

}  // namespace

Printed cast_text(const Context& context, const Expr& value, const Type& type, const Expr& whole,
                  Place place) {
    return CastPrinter(context, place).cast(value, type, whole);
}

}  // namespace retort::dialects::sqlite
