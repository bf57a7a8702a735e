// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/value_shape.h"

#include "dialects/sqlite/types.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace retort::dialects::sqlite {

namespace {

using schema::Expr;
using schema::ExprKind;
using schema::Type;

Shape shape_of_type(const Context& context, const Type& type) {
    if (type.dimensions != 0) { return Shape::Text; }
    Diagnostics ignored;
    Context quiet = context;
    quiet.diagnostics = &ignored;
    const StoredType stored = stored_type(quiet, type, false);
    if (stored.rule == ValueRule::Boolean) { return Shape::Boolean; }
    switch (stored.affinity) {
        case Affinity::Integer:
            return Shape::Whole;
        case Affinity::Real:
        case Affinity::Numeric:
            return Shape::Fraction;
        case Affinity::Text:
            return Shape::Text;
        case Affinity::Blob:
            return Shape::Unknown;
    }
    return Shape::Unknown;
}

/// Of two values, either of which it may be.
Shape common(Shape a, Shape b) {
    if (a == b) { return a; }
    const auto number = [](Shape shape) {
        return shape == Shape::Whole || shape == Shape::Fraction;
    };
    if (number(a) && number(b)) { return Shape::Fraction; }
    return a == Shape::Boolean || b == Shape::Boolean ? Shape::Mixed : Shape::Unknown;
}

Shape shape_of_column(const Context& context, const std::string& name) {
    std::optional<Shape> shape;
    const auto look = [&](const schema::Schema& schema) {
        schema.tables.for_each([&](const QualifiedName&, const Shared<schema::Table>& table) {
            const schema::Column* column = table->find_column(name);
            if (column == nullptr) { return; }
            const Shape found = shape_of_type(context, column->type);
            shape = shape ? common(*shape, found) : found;
        });
    };
    if (context.after != nullptr) { look(*context.after); }
    if (context.before != nullptr && !shape) { look(*context.before); }
    return shape.value_or(Shape::Unknown);
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

Shape shape_of_binary(const Context& context, const Expr& expr) {
    const std::string& op = expr.text;
    if (is_one_of(op, {"and", "or", "=", "<>", "<", ">", "<=", ">=", "like", "ilike"})) {
        return Shape::Boolean;
    }
    if (op == "||" || op == "->>") { return Shape::Text; }
    if (is_one_of(op, {"&", "|", "<<", ">>"})) { return Shape::Whole; }
    if (!is_one_of(op, {"+", "-", "*", "/", "%"})) { return Shape::Unknown; }
    const Shape left = shape_of(context, expr.args[0]);
    const Shape right = shape_of(context, expr.args[1]);
    if (left == Shape::Whole && right == Shape::Whole) { return Shape::Whole; }
    return left == Shape::Fraction || right == Shape::Fraction ? Shape::Fraction : Shape::Unknown;
}

Shape shape_of_call(const Context& context, const Expr& call) {
    if (call.names.size() != 1) { return Shape::Unknown; }
    const std::string& name = call.names[0].text;
    if (is_one_of(name, {"length", "char_length", "octet_length", "count", "sign", "position",
                         "strpos", "row_number"})) {
        return Shape::Whole;
    }
    if (is_one_of(name, {"lower", "upper", "trim", "btrim", "ltrim", "rtrim", "substr", "substring",
                         "replace", "concat", "left", "right"})) {
        return Shape::Text;
    }
    if (is_one_of(name, {"round", "avg", "random"})) { return Shape::Fraction; }
    if (!is_one_of(name, {"coalesce", "nullif", "min", "max", "sum", "abs", "greatest", "least"})) {
        return Shape::Unknown;
    }
    std::optional<Shape> shape;
    for (const Expr& argument : call.args) {
        if (argument.kind == ExprKind::Null) { continue; }
        const Shape found = shape_of(context, argument);
        shape = shape ? common(*shape, found) : found;
    }
    return shape.value_or(Shape::Unknown);
}

Shape shape_of_case(const Context& context, const Expr& expr) {
    std::optional<Shape> shape;
    const std::size_t first = expr.flag ? 1 : 0;
    const std::size_t count = expr.args.size() - first;
    for (std::size_t i = 0; i < count; ++i) {
        const bool result = i % 2 == 1 || (count % 2 == 1 && i + 1 == count);
        const Expr& part = expr.args[first + i];
        if (!result || part.kind == ExprKind::Null) { continue; }
        const Shape found = shape_of(context, part);
        shape = shape ? common(*shape, found) : found;
    }
    return shape.value_or(Shape::Unknown);
}

}  // namespace

Shape shape_of(const Context& context, const Expr& expr) {
    switch (expr.kind) {
        case ExprKind::Number:
            return expr.text.find_first_of(".eE") == std::string::npos ? Shape::Whole
                                                                       : Shape::Fraction;
        case ExprKind::String:
        case ExprKind::Collate:
            return Shape::Text;
        case ExprKind::TypedString:
            return expr.type ? shape_of_type(context, *expr.type) : Shape::Text;
        case ExprKind::Boolean:
        case ExprKind::Is:
        case ExprKind::IsDistinct:
        case ExprKind::Between:
        case ExprKind::In:
        case ExprKind::Quantified:
        case ExprKind::Exists:
            return Shape::Boolean;
        case ExprKind::Column:
            return expr.names.empty() ? Shape::Unknown
                                      : shape_of_column(context, expr.names.back().text);
        case ExprKind::Unary:
            return expr.text == "not" ? Shape::Boolean : shape_of(context, expr.args[0]);
        case ExprKind::Binary:
            return shape_of_binary(context, expr);
        case ExprKind::Cast:
            return shape_of_type(context, *expr.type);
        case ExprKind::Call:
            return shape_of_call(context, expr);
        case ExprKind::Case:
            return shape_of_case(context, expr);
        case ExprKind::Null:
        case ExprKind::Default:
        case ExprKind::Star:
        case ExprKind::Keyword:
        case ExprKind::AtTimeZone:
        case ExprKind::Array:
        case ExprKind::Subscript:
        case ExprKind::Row:
        case ExprKind::Field:
        case ExprKind::Query:
        case ExprKind::ByDialect:
            return Shape::Unknown;
    }
    return Shape::Unknown;
}

}  // namespace retort::dialects::sqlite
