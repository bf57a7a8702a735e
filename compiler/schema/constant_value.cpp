// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/constant_value.h"

#include <algorithm>
#include <cstdlib>

namespace retort::schema {
namespace {

constexpr std::monostate kUnknown;

struct Evaluation {
    std::string_view column;
    const ConstantValue& value;

    ConstantValue of(const Expr& expr) const {
        switch (expr.kind) {
            case ExprKind::Boolean:
                return expr.text == "true";
            case ExprKind::Number:
                return number(expr.text);
            case ExprKind::String:
                return expr.text;
            case ExprKind::Column:
                if (!expr.names.empty() && expr.names.back().text == column) { return value; }
                return kUnknown;
            case ExprKind::Cast:
                return cast(expr);
            case ExprKind::Unary:
                return unary(expr);
            case ExprKind::Binary:
                return binary(expr);
            case ExprKind::Is:
                return is(expr);
            case ExprKind::Between:
                if (!expr.text.empty()) { return kUnknown; }
                return negated(both(compare(of(expr.args[0]), ">=", of(expr.args[1])),
                                    compare(of(expr.args[0]), "<=", of(expr.args[2]))),
                               expr.flag);
            case ExprKind::In:
                return in(expr);
            case ExprKind::Call:
                return call(expr);
            case ExprKind::Null:
            case ExprKind::Default:
            case ExprKind::TypedString:
            case ExprKind::Star:
            case ExprKind::Keyword:
            case ExprKind::IsDistinct:
            case ExprKind::Quantified:
            case ExprKind::Case:
            case ExprKind::Collate:
            case ExprKind::AtTimeZone:
            case ExprKind::Array:
            case ExprKind::Subscript:
            case ExprKind::Row:
            case ExprKind::Field:
            case ExprKind::Query:
            case ExprKind::Exists:
            case ExprKind::ByDialect:
                return kUnknown;
        }
        return kUnknown;
    }

    static ConstantValue number(const std::string& text) {
        char* end = nullptr;
        const double result = std::strtod(text.c_str(), &end);
        if (end == text.c_str() || *end != '\0') { return kUnknown; }
        return result;
    }

    static ConstantValue negated(const ConstantValue& operand, bool negate) {
        const bool* truth = std::get_if<bool>(&operand);
        if (truth == nullptr) { return kUnknown; }
        return *truth != negate;
    }

    static ConstantValue both(const ConstantValue& a, const ConstantValue& b) {
        const bool* left = std::get_if<bool>(&a);
        const bool* right = std::get_if<bool>(&b);
        if ((left != nullptr && !*left) || (right != nullptr && !*right)) { return false; }
        if (left == nullptr || right == nullptr) { return kUnknown; }
        return true;
    }

    static ConstantValue either(const ConstantValue& a, const ConstantValue& b) {
        return negated(both(negated(a, true), negated(b, true)), true);
    }

    /// Text is compared for equality alone: its order is the collation's.
    static ConstantValue compare(const ConstantValue& a, std::string_view op,
                                 const ConstantValue& b) {
        if (a.index() != b.index() || std::holds_alternative<std::monostate>(a)) {
            return kUnknown;
        }
        if (op == "=") { return a == b; }
        if (op == "<>") { return a != b; }
        const double* left = std::get_if<double>(&a);
        const double* right = std::get_if<double>(&b);
        if (left == nullptr || right == nullptr) { return kUnknown; }
        if (op == "<") { return *left < *right; }
        if (op == ">") { return *left > *right; }
        if (op == "<=") { return *left <= *right; }
        if (op == ">=") { return *left >= *right; }
        return kUnknown;
    }

    ConstantValue cast(const Expr& expr) const {
        ConstantValue inner = of(expr.args[0]);
        const TypeKind kind = expr.type->kind;
        const bool text = kind == TypeKind::Text || kind == TypeKind::Varchar;
        // Other casts may change the value.
        const bool same = std::holds_alternative<std::string>(inner) && text &&
                          expr.type->arguments.empty() && expr.type->dimensions == 0;
        return same ? inner : ConstantValue(kUnknown);
    }

    ConstantValue unary(const Expr& expr) const {
        ConstantValue operand = of(expr.args[0]);
        if (expr.text == "not") { return negated(operand, true); }
        const double* given = std::get_if<double>(&operand);
        if (given == nullptr) { return kUnknown; }
        if (expr.text == "-") { return -*given; }
        return expr.text == "+" ? operand : ConstantValue(kUnknown);
    }

    ConstantValue binary(const Expr& expr) const {
        const ConstantValue left = of(expr.args[0]);
        const ConstantValue right = of(expr.args[1]);
        if (expr.text == "and") { return both(left, right); }
        if (expr.text == "or") { return either(left, right); }
        return negated(compare(left, expr.text, right), expr.flag);
    }

    /// No value here is null.
    ConstantValue is(const Expr& expr) const {
        const ConstantValue operand = of(expr.args[0]);
        if (std::holds_alternative<std::monostate>(operand)) { return kUnknown; }
        if (expr.text == "null" || expr.text == "unknown") { return expr.flag; }
        return negated(compare(operand, "=", expr.text == "true"), expr.flag);
    }

    ConstantValue in(const Expr& expr) const {
        const ConstantValue operand = of(expr.args[0]);
        ConstantValue found = false;
        for (std::size_t i = 1; i < expr.args.size(); ++i) {
            found = either(found, compare(operand, "=", of(expr.args[i])));
        }
        return negated(found, expr.flag);
    }

    ConstantValue call(const Expr& expr) const {
        if (expr.names.size() != 1 || expr.args.size() != 1) { return kUnknown; }
        const std::string& name = expr.names[0].text;
        if (name != "length" && name != "char_length" && name != "character_length") {
            return kUnknown;
        }
        const ConstantValue operand = of(expr.args[0]);
        const auto* text = std::get_if<std::string>(&operand);
        if (text == nullptr) { return kUnknown; }
        const bool ascii = std::all_of(text->begin(), text->end(),
                                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        return ascii ? ConstantValue(static_cast<double>(text->size())) : ConstantValue(kUnknown);
    }
};

}  // namespace

ConstantValue constant_value(const Expr& expr, std::string_view column,
                             const ConstantValue& value) {
    return Evaluation{column, value}.of(expr);
}

}  // namespace retort::schema
