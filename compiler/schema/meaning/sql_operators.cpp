// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_translator.h"

#include <utility>

// Operators: of what types their sides are, and what comes out.

namespace retort::schema {
namespace {

using Kind = SqlTree::Kind;

bool is_moment(const TypeName& type) {
    return type == "timestamp" || type == "timestamptz" || type == "date";
}

/// Dates and times: what comes out of `+` and `-`.
TypeName moment_sum(const std::string& op, const TypeName& left, const TypeName& right) {
    if (left == "interval" && right == "interval") { return "interval"; }
    if (op == "+" && left == "interval" && is_moment(right)) { return moment_sum(op, right, left); }
    if (left == "date" && is_integer_type(right)) { return "date"; }
    if (op == "-" && left == "date" && right == "date") { return "integer"; }
    if (op == "-" && is_moment(left) && is_moment(right)) { return "interval"; }
    if (is_moment(left) && right == "interval") { return left == "date" ? "timestamp" : left; }
    if (left == "date" && (right == "time" || right == "timetz")) {
        return right == "time" ? "timestamp" : "timestamptz";
    }
    if (left == "time" && right == "interval") { return "time"; }
    return {};
}

}  // namespace

bool is_comparison(const std::string& op) {
    return op == "=" || op == "<>" || op == "<" || op == ">" || op == "<=" || op == ">=";
}

bool is_match(const std::string& op) {
    return op == "~~" || op == "!~~" || op == "~~*" || op == "!~~*" || op == "~" || op == "!~" ||
           op == "~*" || op == "!~*";
}

bool is_open(const SqlValue& value) {
    return value.kind == SqlValue::Kind::Literal ||
           (value.kind == SqlValue::Kind::Null && value.type.empty());
}

SqlValue SqlTranslator::unary(const SqlTree& tree, const VisibleScope& scope) {
    SqlValue operand = value(tree.args[0], scope);
    if (operand.kind == SqlValue::Kind::Number && tree.text == "-") {
        const bool negative = operand.raw.starts_with("-");
        return number_value(negative ? operand.raw.substr(1) : "-" + operand.raw, operand.type);
    }
    if ((tree.text == "|/" || tree.text == "||/") && is_number_type(operand.type)) {
        operand = coerce(std::move(operand), "double precision");
    }
    return plain_value("(" + tree.text + " " + operand.text + ")", operand.type);
}

SqlValue SqlTranslator::compared_rows(const SqlTree& tree, const VisibleScope& scope) {
    // transformAExprOp: equal rows are equal in each place.
    const std::vector<SqlTree>& left = tree.args[0].args;
    const std::vector<SqlTree>& right = tree.args[1].args;
    if (left.size() != right.size() || (tree.text != "=" && tree.text != "<>")) {
        return unclear();
    }
    SqlTree all;
    all.kind = tree.text == "=" ? Kind::And : Kind::Or;
    for (std::size_t i = 0; i < left.size(); ++i) {
        SqlTree one;
        one.kind = Kind::Operator;
        one.text = tree.text;
        one.args = {left[i], right[i]};
        all.args.push_back(std::move(one));
    }
    return value(all, scope);
}

SqlValue SqlTranslator::binary(const SqlTree& tree, const VisibleScope& scope) {
    const std::string& op = tree.text;
    if (is_comparison(op) && tree.args[0].kind == Kind::Row && tree.args[1].kind == Kind::Row) {
        return compared_rows(tree, scope);
    }
    SqlValue left = value(tree.args[0], scope);
    SqlValue right = value(tree.args[1], scope);
    TypeName type;
    if (is_comparison(op)) {
        compare(left, right);
        type = "boolean";
    } else if (is_match(op)) {
        for (SqlValue* side : {&left, &right}) {
            if (is_open(*side) || side->type == "varchar") {
                *side = coerce(std::move(*side), "text");
            }
        }
        type = "boolean";
    } else if (op == "||") {
        const bool text = is_open(left) && is_open(right);
        for (SqlValue* side : {&left, &right}) {
            const SqlValue& other = side == &left ? right : left;
            if (!is_open(*side)) { continue; }
            const bool same = is_array_type(other.type) || other.type == "jsonb" ||
                              other.type == "bytea" || other.type == "tsvector";
            if (!text && other.type.empty()) { continue; }
            *side = coerce(std::move(*side), same ? other.type : "text");
        }
        type = is_array_type(left.type) || left.type == "jsonb" || left.type == "bytea" ||
                       left.type == "tsvector"
                   ? left.type
               : is_array_type(right.type)               ? right.type
               : left.type.empty() || right.type.empty() ? TypeName()
                                                         : TypeName("text");
    } else if (op == "->" || op == "->>" || op == "?") {
        if (is_open(right)) { right = coerce(std::move(right), "text"); }
        type = op == "?" ? "boolean" : op == "->>" ? "text" : left.type;
    } else if (op == "#>" || op == "#>>" || op == "?|" || op == "?&") {
        if (is_open(right)) { right = coerce(std::move(right), "text[]"); }
        type = op == "#>" ? left.type : op == "#>>" ? "text" : "boolean";
    } else if (op == "@>" || op == "<@" || op == "&&") {
        if (is_open(left)) { left = coerce(std::move(left), right.type); }
        if (is_open(right)) { right = coerce(std::move(right), left.type); }
        if (left.kind == SqlValue::Kind::Array || right.kind == SqlValue::Kind::Array) {
            const TypeName wanted = left.kind == SqlValue::Kind::Array ? right.type : left.type;
            SqlValue& constant = left.kind == SqlValue::Kind::Array ? left : right;
            if (is_text_type(element_type(wanted))) {
                constant = coerce(std::move(constant), wanted);
            }
        }
        type = "boolean";
    } else if (op == "@@") {
        if (is_open(right)) {
            right = coerce(std::move(right), left.type == "jsonb" ? "jsonpath" : "tsquery");
        }
        type = "boolean";
    } else if (is_number_type(left.type) && is_number_type(right.type)) {
        const bool bits = op == "<<" || op == ">>" || op == "&" || op == "|" || op == "#";
        const bool widths = is_integer_type(left.type) && is_integer_type(right.type);
        if (op == "^") {
            const bool numeric = number_rank(left.type) <= 3 && number_rank(right.type) <= 3 &&
                                 (left.type == "numeric" || right.type == "numeric");
            const TypeName wanted = numeric ? "numeric" : "double precision";
            left = coerce(std::move(left), wanted);
            right = coerce(std::move(right), wanted);
            type = wanted;
        } else if (widths) {
            // A constant that is no wider than the other side changes nothing.
            for (SqlValue* side : {&left, &right}) {
                const SqlValue& other = side == &left ? right : left;
                if (!bits && side->kind == SqlValue::Kind::Number &&
                    other.kind != SqlValue::Kind::Number &&
                    number_rank(side->type) < number_rank(other.type)) {
                    *side = coerce(std::move(*side), other.type);
                }
            }
            type =
                bits || number_rank(left.type) > number_rank(right.type) ? left.type : right.type;
        } else {
            compare(left, right);
            type = number_rank(left.type) > number_rank(right.type) ? left.type : right.type;
        }
    } else if (op == "+" || op == "-") {
        if (is_open(right) && op == "+" &&
            (left.type == "timestamp" || left.type == "timestamptz" || left.type == "interval")) {
            right = coerce(std::move(right), "interval");
        } else if (is_open(left) && op == "+" &&
                   (right.type == "timestamp" || right.type == "timestamptz")) {
            left = coerce(std::move(left), "interval");
        } else if (is_open(right) || is_open(left)) {
            compare(left, right);
        }
        type = is_number_type(left.type) ? left.type : moment_sum(op, left.type, right.type);
        if (left.type == "jsonb" && op == "-") { type = "jsonb"; }
    } else if ((op == "*" || op == "/") && (left.type == "interval" || right.type == "interval")) {
        SqlValue& factor = left.type == "interval" ? right : left;
        factor = coerce(std::move(factor), "double precision");
        type = "interval";
    } else if (is_open(left) != is_open(right)) {
        compare(left, right);
        type = left.type;
    }
    return plain_value("(" + left.text + " " + op + " " + right.text + ")", type);
}

}  // namespace retort::schema
