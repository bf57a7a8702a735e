// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/expression.h"

#include "dialects/sqlite/types.h"
#include "dialects/sqlite/value_shape.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace retort::dialects::sqlite {

namespace {

using schema::Expr;
using schema::ExprKind;
using schema::Type;
using schema::TypeKind;

Level tighter(Level level) {
    return level == Level::Term ? level : static_cast<Level>(static_cast<unsigned char>(level) + 1);
}

std::string wrapped(Printed printed, Level least) {
    if (printed.level >= least) { return std::move(printed.text); }
    return "(" + printed.text + ")";
}

class Printer {
public:
    Printer(const Context& context, Place place) : context_(&context), place_(place) {}

    std::string print(const Expr& expr, Level least = Level::Or) const {
        return wrapped(write(expr), least);
    }

    Printed write(const Expr& expr) const {
        switch (expr.kind) {
            case ExprKind::Null:
                return {"NULL"};
            case ExprKind::Default:
                return cannot(expr, "`default` inside an expression");
            case ExprKind::Boolean:
                return {expr.text == "true" ? "1" : "0"};
            case ExprKind::Number:
                return {number(expr.text)};
            case ExprKind::String:
                return {text_literal(expr.text)};
            case ExprKind::TypedString:
                return typed_string(expr);
            case ExprKind::Column:
                return {column(expr)};
            case ExprKind::Star:
                return {"*"};
            case ExprKind::Keyword:
                return keyword(expr);
            case ExprKind::Call:
                return call_text(*context_, expr, place_);
            case ExprKind::Unary:
                return unary(expr);
            case ExprKind::Binary:
                return binary(expr);
            case ExprKind::Is:
                return is(expr);
            case ExprKind::IsDistinct:
                return {print(expr.args[0], Level::Comparison) + (expr.flag ? " IS " : " IS NOT ") +
                            print(expr.args[1], Level::Comparison),
                        Level::Equality};
            case ExprKind::Between:
                if (expr.text == "symmetric") {
                    const std::string ends = print(expr.args[1]) + ", " + print(expr.args[2]) + ")";
                    return {print(expr.args[0], Level::Comparison) +
                                (expr.flag ? " NOT BETWEEN min(" : " BETWEEN min(") + ends +
                                " AND max(" + ends,
                            Level::Equality};
                }
                return {print(expr.args[0], Level::Comparison) +
                            (expr.flag ? " NOT BETWEEN " : " BETWEEN ") +
                            print(expr.args[1], Level::Comparison) + " AND " +
                            print(expr.args[2], Level::Comparison),
                        Level::Equality};
            case ExprKind::In:
                return in(expr);
            case ExprKind::Quantified:
                return quantified(expr);
            case ExprKind::Case:
                return case_of(expr);
            case ExprKind::Cast:
                return cast_text(*context_, expr.args[0], *expr.type, expr, place_);
            case ExprKind::Collate:
                return collate(expr);
            case ExprKind::AtTimeZone:
                return at_time_zone(expr);
            case ExprKind::Array:
                return array(expr);
            case ExprKind::Subscript:
                return cannot(expr, "an array subscript");
            case ExprKind::Row:
                return {"(" + list(expr.args, 0) + ")"};
            case ExprKind::Field:
                return cannot(expr, "a field of a composite value");
            case ExprKind::Query:
                check_kept_sql(*context_, expr.span, expr.text);
                return {"(" + expr.text + ")"};
            case ExprKind::Exists:
                check_kept_sql(*context_, expr.span, expr.text);
                return {"EXISTS (" + expr.text + ")"};
            case ExprKind::ByDialect:
                return by_dialect(expr);
        }
        return {"NULL"};
    }

private:
    Printed cannot(const Expr& expr, std::string_view what) const {
        report_cannot_say(*context_, expr.span, what);
        return {"NULL"};
    }

    static std::string number(const std::string& digits) {
        std::string text = digits;
        text.erase(std::remove(text.begin(), text.end(), '_'), text.end());
        return text;
    }

    std::string column(const Expr& expr) const {
        if (expr.names.empty()) { return "NULL"; }
        if (place_ == Place::Definition) { return quoted(expr.names.back().text); }
        std::string text;
        // A schema in front says nothing here: there is one.
        const std::size_t first = expr.names.size() > 2 ? expr.names.size() - 2 : 0;
        for (std::size_t i = first; i < expr.names.size(); ++i) {
            if (!text.empty()) { text += '.'; }
            const std::string& name = expr.names[i].text;
            const bool row = expr.names.size() > 1 && i == first && (name == "excluded");
            text += row ? name : quoted(name);
        }
        return text;
    }

    std::string list(const std::vector<Expr>& items, std::size_t from) const {
        std::string text;
        for (std::size_t i = from; i < items.size(); ++i) {
            if (i != from) { text += ", "; }
            text += print(items[i]);
        }
        return text;
    }

    Printed typed_string(const Expr& expr) const {
        if (!expr.type) { return {text_literal(expr.text)}; }
        const TypeKind kind = expr.type->kind;
        if (kind == TypeKind::Interval) { return cannot(expr, "an interval"); }
        if (kind == TypeKind::Boolean && !boolean_of(expr.text)) {
            return {text_literal(expr.text)};
        }
        Expr string;
        string.kind = ExprKind::String;
        string.text = expr.text;
        return cast_text(*context_, string, *expr.type, expr, place_);
    }

    Printed keyword(const Expr& expr) const {
        const std::string& word = expr.text;
        if (word == "current_timestamp") { return {"CURRENT_TIMESTAMP"}; }
        if (word == "current_date") { return {"CURRENT_DATE"}; }
        if (word == "current_time") { return {"CURRENT_TIME"}; }
        if (word == "localtimestamp") { return {"datetime('now', 'localtime')"}; }
        if (word == "localtime") { return {"time('now', 'localtime')"}; }
        return cannot(expr, "`" + word + "`");
    }

    Printed unary(const Expr& expr) const {
        if (expr.text == "not") { return {"NOT " + print(expr.args[0], Level::Not), Level::Not}; }
        if (expr.text != "-" && expr.text != "+" && expr.text != "~") {
            return cannot(expr, "the operator `" + expr.text + "`");
        }
        // Two signs in a row would start a comment.
        const Printed operand = write(expr.args[0]);
        const bool sign =
            !operand.text.empty() && (operand.text[0] == '-' || operand.text[0] == '+');
        return {expr.text + (sign ? "(" + operand.text + ")" : wrapped(operand, Level::Unary)),
                Level::Unary};
    }

    Printed joined(const Expr& expr, std::string_view op, Level level, Level left,
                   Level right) const {
        return {
            print(expr.args[0], left) + " " + std::string(op) + " " + print(expr.args[1], right),
            level};
    }

    /// PostgreSQL joins a boolean as `true` or `false`.
    Printed joined_as_text(Expr expr) const {
        for (Expr& part : expr.args) {
            if (shape_of(*context_, part) != Shape::Boolean) { continue; }
            Expr cast;
            cast.kind = ExprKind::Cast;
            cast.type = Box<Type>(Type());
            cast.type->kind = TypeKind::Text;
            cast.span = part.span;
            cast.args.push_back(std::move(part));
            part = std::move(cast);
        }
        return binary(expr);
    }

    Printed binary(const Expr& expr) const {
        struct Operator {
            std::string_view text;
            Level level;
        };
        // Chains of these read from the left in both databases.
        static constexpr std::array<Operator, 14> kChained = {{{"and", Level::And},
                                                               {"or", Level::Or},
                                                               {"+", Level::Sum},
                                                               {"-", Level::Sum},
                                                               {"*", Level::Product},
                                                               {"/", Level::Product},
                                                               {"%", Level::Product},
                                                               {"||", Level::Concat},
                                                               {"&", Level::Bits},
                                                               {"|", Level::Bits},
                                                               {"<<", Level::Bits},
                                                               {">>", Level::Bits},
                                                               {"->", Level::Concat},
                                                               {"->>", Level::Concat}}};
        static constexpr std::array<Operator, 6> kCompared = {{{"=", Level::Equality},
                                                               {"<>", Level::Equality},
                                                               {"<", Level::Comparison},
                                                               {">", Level::Comparison},
                                                               {"<=", Level::Comparison},
                                                               {">=", Level::Comparison}}};
        const std::string& op = expr.text;
        if (op == "||" && std::any_of(expr.args.begin(), expr.args.end(), [&](const Expr& part) {
                return shape_of(*context_, part) == Shape::Boolean;
            })) {
            return joined_as_text(expr);
        }
        if (op == "like" || op == "ilike") { return like(expr); }
        if ((op == "->" || op == "->>") && context_->version < 38) { return json_path(expr); }
        for (const Operator& known : kChained) {
            if (known.text != op) { continue; }
            const std::string word = op == "and" ? "AND" : op == "or" ? "OR" : op;
            return joined(expr, word, known.level, known.level, tighter(known.level));
        }
        for (const Operator& known : kCompared) {
            if (known.text != op) { continue; }
            return joined(expr, op, known.level, tighter(known.level), tighter(known.level));
        }
        return cannot(expr, "the operator `" + op + "`");
    }

    /// LIKE is case-sensitive in PostgreSQL, and not in SQLite, whose GLOB is.
    Printed like(const Expr& expr) const {
        const Expr& pattern = without_casts(expr.args[1]);
        const std::string value = print(expr.args[0], Level::Comparison);
        const std::string negation = expr.flag ? " NOT" : "";
        std::string escape = "\\";
        if (expr.args.size() > 2) {
            const Expr& given = without_casts(expr.args[2]);
            if (given.kind != ExprKind::String) {
                return cannot(expr, "`escape` with a computed character");
            }
            escape = given.text;
        }
        if (expr.text == "like") {
            if (pattern.kind != ExprKind::String) {
                return cannot(expr,
                              "`like` with a computed pattern: its own LIKE does not tell "
                              "upper from lower case");
            }
            return {value + negation + " GLOB " + text_literal(glob_of_like(pattern.text, escape)),
                    Level::Equality};
        }
        const bool escapes = !escape.empty() && (pattern.kind != ExprKind::String ||
                                                 pattern.text.find(escape) != std::string::npos);
        return {value + negation + " LIKE " + print(expr.args[1], Level::Comparison) +
                    (escapes ? " ESCAPE " + text_literal(escape) : ""),
                Level::Equality};
    }

    /// `->` and `->>` came with 3.38.
    Printed json_path(const Expr& expr) const {
        const Expr& key = without_casts(expr.args[1]);
        if (expr.text == "->" || (key.kind != ExprKind::String && key.kind != ExprKind::Number)) {
            require_version(*context_, expr.span, "`" + expr.text + "`", 38);
            return {"NULL"};
        }
        const std::string path =
            key.kind == ExprKind::Number ? "$[" + key.text + "]" : "$.\"" + key.text + "\"";
        return {"json_extract(" + print(expr.args[0]) + ", " + text_literal(path) + ")"};
    }

    Printed is(const Expr& expr) const {
        std::string word = "NULL";
        if (expr.text == "true") { word = "1"; }
        if (expr.text == "false") { word = "0"; }
        return {print(expr.args[0], Level::Comparison) + (expr.flag ? " IS NOT " : " IS ") + word,
                Level::Equality};
    }

    /// Before 3.39 a list after IN is one of single values only, and a check has no VALUES.
    Printed rows_in(const Expr& expr) const {
        const std::string row = print(expr.args[0], Level::Comparison);
        if (place_ == Place::Statement) {
            return {
                row + (expr.flag ? " NOT IN (VALUES " : " IN (VALUES ") + list(expr.args, 1) + ")",
                Level::Equality};
        }
        std::string text;
        for (std::size_t i = 1; i < expr.args.size(); ++i) {
            if (i != 1) { text += expr.flag ? " AND " : " OR "; }
            text += row + (expr.flag ? " <> " : " = ") + print(expr.args[i], Level::Comparison);
        }
        const Level level = expr.args.size() == 2 ? Level::Equality
                            : expr.flag           ? Level::And
                                                  : Level::Or;
        return {text, level};
    }

    Printed in(const Expr& expr) const {
        const std::string head =
            print(expr.args[0], Level::Comparison) + (expr.flag ? " NOT IN (" : " IN (");
        if (expr.args.size() == 2 && expr.args[1].kind == ExprKind::Query) {
            check_kept_sql(*context_, expr.args[1].span, expr.args[1].text);
            return {head + expr.args[1].text + ")", Level::Equality};
        }
        if (expr.args[0].kind == ExprKind::Row) { return rows_in(expr); }
        return {head + list(expr.args, 1) + ")", Level::Equality};
    }

    Printed quantified(const Expr& expr) const {
        const bool any = expr.text == "=" && (expr.tail == "any" || expr.tail == "some");
        const bool none = expr.text == "<>" && expr.tail == "all";
        const Expr& right = without_casts(expr.args[1]);
        if (!any && !none) { return cannot(expr, "`" + expr.text + " " + expr.tail + " (…)`"); }
        const std::string head =
            print(expr.args[0], Level::Comparison) + (any ? " IN (" : " NOT IN (");
        if (right.kind == ExprKind::Array) {
            return {head + list(right.args, 0) + ")", Level::Equality};
        }
        if (right.kind == ExprKind::Query) {
            check_kept_sql(*context_, right.span, right.text);
            return {head + right.text + ")", Level::Equality};
        }
        // A column that holds an array holds JSON.
        return {head + "SELECT value FROM json_each(" + print(right) + "))", Level::Equality};
    }

    Printed case_of(const Expr& expr) const {
        std::string text = "CASE";
        std::size_t i = 0;
        if (expr.flag) { text += " " + print(expr.args[i++]); }
        for (; i + 1 < expr.args.size(); i += 2) {
            text += " WHEN " + print(expr.args[i]) + " THEN " + print(expr.args[i + 1]);
        }
        if (i < expr.args.size()) { text += " ELSE " + print(expr.args[i]); }
        return {text + " END"};
    }

    Printed collate(const Expr& expr) const {
        const Name& name = expr.names.back();
        const std::string collation =
            collation_name(*context_, QualifiedName(name.text), expr.span);
        return {print(expr.args[0], Level::Collate) + " COLLATE " + collation, Level::Collate};
    }

    /// Times are kept in UTC, so only that zone changes nothing.
    Printed at_time_zone(const Expr& expr) const {
        const Expr& zone = without_casts(expr.args[1]);
        if (zone.kind == ExprKind::String && lower(zone.text) == "utc") {
            return write(expr.args[0]);
        }
        return cannot(expr, "`at time zone`");
    }

    Printed array(const Expr& expr) const {
        if (auto json = json_of_array(expr)) { return {text_literal(*json)}; }
        return {"json_array(" + list(expr.args, 0) + ")"};
    }

    Printed by_dialect(const Expr& expr) const {
        for (std::size_t i = 0; i < expr.names.size() && i < expr.args.size(); ++i) {
            if (expr.names[i].text == "sqlite") { return write(expr.args[i]); }
        }
        return cannot(expr, "a `by_dialect` that has no part for it");
    }

    const Context* context_;
    Place place_;
};

/// Literals that SQLite takes after DEFAULT without parentheses.
bool is_bare_default(const std::string& text) {
    if (text.empty() || text[0] == '(') { return false; }
    if (text == "NULL" || text == "CURRENT_TIMESTAMP" || text == "CURRENT_DATE" ||
        text == "CURRENT_TIME") {
        return true;
    }
    if (text[0] == '\'') {
        // One literal: no quote inside but doubled ones.
        std::size_t i = 1;
        while (i < text.size()) {
            if (text[i] != '\'') {
                ++i;
            } else if (i + 1 < text.size() && text[i + 1] == '\'') {
                i += 2;
            } else {
                return i + 1 == text.size();
            }
        }
        return false;
    }
    if (text.size() > 2 && text[0] == 'X' && text[1] == '\'') {
        return text.find('\'', 2) == text.size() - 1;
    }
    const std::size_t start = text[0] == '-' || text[0] == '+' ? 1 : 0;
    return start < text.size() &&
           std::all_of(text.begin() + static_cast<std::ptrdiff_t>(start), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E';
           });
}

}  // namespace

const Expr& without_casts(const Expr& expr) {
    const Expr* inner = &expr;
    while (inner->kind == ExprKind::Cast && inner->args.size() == 1) { inner = &inner->args[0]; }
    return *inner;
}

Printed write_expression(const Context& context, const Expr& expr, Place place) {
    return Printer(context, place).write(expr);
}

std::string expression_text(const Context& context, const Expr& expr, Place place) {
    return Printer(context, place).print(expr);
}

std::string expression_text(const Context& context, const Expr& expr, Place place, Level least) {
    return Printer(context, place).print(expr, least);
}

std::string operand_text(const Context& context, const Expr& expr, Place place) {
    return Printer(context, place).print(expr, Level::Term);
}

std::string value_text(const Context& context, const Expr& expr, const Type& type, Place place) {
    const Printer printer(context, place);
    const Expr& inner = without_casts(expr);
    // Only a literal changes with the column it is for.
    if (inner.kind == ExprKind::String) {
        if (type.dimensions != 0 || type.kind == TypeKind::Boolean ||
            type.kind == TypeKind::Bytea) {
            // JSON for the array column of this database is taken as it is.
            const bool json = type.dimensions != 0 && !inner.text.empty() && inner.text[0] == '[';
            return json ? text_literal(inner.text)
                        : cast_text(context, inner, type, expr, place).text;
        }
        if (type.kind == TypeKind::Named && type.name) {
            if (const schema::Domain* domain = context.find_domain(*type.name)) {
                return value_text(context, expr, domain->definition.type, place);
            }
        }
    }
    return printer.print(expr);
}

std::string default_text(const Context& context, const Expr& expr, const Type& type) {
    const std::string text = value_text(context, expr, type, Place::Definition);
    if (is_bare_default(text)) { return text; }
    const bool closed = expr.kind == ExprKind::String && !text.empty() && text[0] == '(';
    return closed ? text : "(" + text + ")";
}

}  // namespace retort::dialects::sqlite
