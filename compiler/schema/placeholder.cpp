// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/constant_value.h"
#include "compiler/schema/inherited_parts.h"
#include "compiler/schema/serial.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace retort::schema {
namespace {

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

ConstantValue value_of(const Expr& expr) {
    return constant_value(expr, {}, {});
}

/// What checks say of a value: `refused` counts, for what cannot be told passes.
enum class Verdict : unsigned char { Refused, Unknown, Allowed };

/// The checks that a value of the column must meet, each with what it calls the value.
struct Check {
    Constraint constraint;
    std::string_view column;
};

std::vector<Check> checks_of(const Schema& schema, const Table& table, const Column& column) {
    std::vector<Check> checks;
    const auto add = [&](const Constraint& constraint) {
        if (constraint.kind == ConstraintKind::Check && constraint.check &&
            uses_column(constraint, column.name.text)) {
            checks.push_back({constraint, column.name.text});
        }
    };
    for (const Constraint& constraint : table.constraints) { add(constraint); }
    for (const Constraint& constraint : inherited_checks(schema, table)) { add(constraint); }
    for (Type type = column.type; type.kind == TypeKind::Named && type.dimensions == 0;) {
        const Domain* domain = schema.find_domain(*type.name);
        if (domain == nullptr) { break; }
        for (const Constraint& constraint : domain->definition.checks) {
            if (constraint.check) { checks.push_back({constraint, "value"}); }
        }
        type = domain->definition.type;
    }
    return checks;
}

Verdict verdict(const std::vector<Check>& checks, const ConstantValue& value,
                Constraint* refusing = nullptr) {
    Verdict result = Verdict::Allowed;
    for (const Check& check : checks) {
        const ConstantValue holds = constant_value(*check.constraint.check, check.column, value);
        const bool* truth = std::get_if<bool>(&holds);
        if (truth == nullptr) { result = Verdict::Unknown; }
        if (truth != nullptr && !*truth) {
            if (refusing != nullptr) { *refusing = check.constraint; }
            return Verdict::Refused;
        }
    }
    return result;
}

bool fits(const Type& type, const Expr& candidate) {
    using enum TypeKind;
    if (type.dimensions != 0) { return false; }
    const ConstantValue value = value_of(candidate);
    const int size = type.arguments.empty() ? -1 : std::atoi(type.arguments[0].c_str());
    if (const double* number = std::get_if<double>(&value)) {
        const bool whole = *number == std::floor(*number);
        const TypeKind kind = stored_kind(type.kind);
        if (kind == SmallInt) { return whole && std::abs(*number) < 32768; }
        if (kind == Integer) { return whole && std::abs(*number) < 2147483648.0; }
        if (kind == BigInt) { return whole && std::abs(*number) < 9e15; }
        if (kind == Numeric && size >= 0) {
            const int scale = type.arguments.size() > 1 ? std::atoi(type.arguments[1].c_str()) : 0;
            return std::abs(*number) < std::pow(10.0, size - scale) && (scale > 0 || whole);
        }
        return kind == Numeric || kind == Real || kind == Double;
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        return type.kind == Text || (type.kind == Varchar &&
                                     (size < 0 || text->size() <= static_cast<std::size_t>(size)));
    }
    return std::holds_alternative<bool>(value) && type.kind == Boolean;
}

/// Constants that stand in the checks, and the numbers beside them.
void collect_candidates(const Expr& expr, std::vector<Expr>& candidates) {
    const ConstantValue value = value_of(expr);
    if (const double* number = std::get_if<double>(&value)) {
        candidates.push_back(expr);
        if (std::abs(*number) < 1e9) {
            for (const double beside : {std::floor(*number) + 1, std::ceil(*number) - 1}) {
                const std::string digits = std::to_string(static_cast<long long>(std::abs(beside)));
                Expr close = literal(ExprKind::Number, digits);
                if (beside < 0) {
                    Expr minus;
                    minus.kind = ExprKind::Unary;
                    minus.text = "-";
                    minus.args.push_back(std::move(close));
                    close = std::move(minus);
                }
                candidates.push_back(std::move(close));
            }
        }
        // A text may have to be so long.
        if (*number >= 0 && *number < 100) {
            const auto length = static_cast<std::size_t>(*number);
            candidates.push_back(literal(ExprKind::String, std::string(length, '-')));
            candidates.push_back(literal(ExprKind::String, std::string(length + 1, '-')));
        }
    } else if (std::holds_alternative<std::string>(value)) {
        candidates.push_back(literal(ExprKind::String, std::get<std::string>(value)));
    }
    for (const Expr& part : expr.args) { collect_candidates(part, candidates); }
}

/// The type's zero, or the first value that the checks are known to allow where they refuse that.
Expr allowed_value(const Schema& schema, const Table& table, const Column& column,
                   const Type& type) {
    Expr zero = zero_value(schema, type);
    const std::vector<Check> checks = checks_of(schema, table, column);
    if (verdict(checks, value_of(zero)) != Verdict::Refused) { return zero; }
    std::vector<Expr> candidates;
    if (type.kind == TypeKind::Boolean) {
        candidates.push_back(literal(ExprKind::Boolean, "true"));
    }
    const EnumType* known = type.name ? schema.find_enum(*type.name) : nullptr;
    if (known != nullptr) {
        for (const Name& each : known->values) {
            candidates.push_back(literal(ExprKind::String, each.text));
        }
    } else {
        for (const char* number : {"1", "-1"}) {
            candidates.push_back(literal(ExprKind::Number, number));
        }
        candidates.push_back(literal(ExprKind::String, "-"));
        for (const Check& check : checks) {
            collect_candidates(*check.constraint.check, candidates);
        }
    }
    for (const Expr& candidate : candidates) {
        if (known == nullptr && !fits(type, candidate)) { continue; }
        if (verdict(checks, value_of(candidate)) == Verdict::Allowed) { return candidate; }
    }
    return zero;
}

/// The check is false for null: it says `is not null`, alone or beside other things.
bool asks_for_any_value(const Expr& expr, std::string_view column) {
    const auto part = [&](const Expr& each) { return asks_for_any_value(each, column); };
    if (expr.kind == ExprKind::Is) {
        return expr.text == "null" && expr.flag && expr.args[0].kind == ExprKind::Column &&
               expr.args[0].names.back().text == column;
    }
    const auto is_column = [&](const Expr& each) {
        return each.kind == ExprKind::Column && each.names.back().text == column;
    };
    if (expr.kind == ExprKind::Unary && expr.text == "not") {
        const Expr& denied = expr.args[0];
        return denied.kind == ExprKind::Is && denied.text == "null" && !denied.flag &&
               is_column(denied.args[0]);
    }
    if (expr.kind == ExprKind::IsDistinct && !expr.flag) {
        return (is_column(expr.args[0]) && expr.args[1].kind == ExprKind::Null) ||
               (is_column(expr.args[1]) && expr.args[0].kind == ExprKind::Null);
    }
    if (expr.kind != ExprKind::Binary || expr.args.size() != 2) { return false; }
    if (expr.text == "and") { return std::any_of(expr.args.begin(), expr.args.end(), part); }
    return expr.text == "or" && std::all_of(expr.args.begin(), expr.args.end(), part);
}

bool domain_refuses_nulls(const Schema& schema, const Type& type) {
    if (type.kind != TypeKind::Named || type.dimensions != 0) { return false; }
    const Domain* domain = schema.find_domain(*type.name);
    return domain != nullptr &&
           (domain->definition.not_null || domain_refuses_nulls(schema, domain->definition.type));
}

std::string constraint_words(const Constraint& constraint) {
    return constraint.name.empty() ? "a check" : "constraint \"" + constraint.name.text + "\"";
}

}  // namespace

bool needs_values(const Schema& schema, const Table& table, const Column& column) {
    const std::vector<Check> checks = checks_of(schema, table, column);
    const bool refuses = table.refuses_nulls(column.name.text) ||
                         domain_refuses_nulls(schema, column.type) ||
                         std::any_of(checks.begin(), checks.end(), [](const Check& check) {
                             return asks_for_any_value(*check.constraint.check, check.column);
                         });
    if (!refuses || column.default_value || column.identity || column.generated ||
        is_serial(column.type.kind)) {
        return false;
    }
    const Type& type = base_type(schema, column.type);
    if (column.type.kind == TypeKind::Named && type.kind != TypeKind::Named) {
        const Domain* domain = schema.find_domain(*column.type.name);
        return !domain->definition.default_value;
    }
    return true;
}

Box<Expr> placeholder(const Schema& schema, const Table& table, const Column& column) {
    if (!needs_values(schema, table, column)) { return {}; }
    const Type& type = base_type(schema, column.type);
    if (type.dimensions == 0 && alone_unique(table, column.name.text)) {
        Expr random = call("gen_random_uuid");
        if (type.kind == TypeKind::Uuid) { return Box<Expr>(std::move(random)); }
        if (type.kind == TypeKind::Text ||
            (type.kind == TypeKind::Varchar &&
             (type.arguments.empty() || std::atoi(type.arguments[0].c_str()) >= 36))) {
            Expr text;
            text.kind = ExprKind::Cast;
            text.args.push_back(std::move(random));
            text.type = Box<Type>(Type());
            text.type->kind = TypeKind::Text;
            return Box<Expr>(std::move(text));
        }
    }
    return Box<Expr>(allowed_value(schema, table, column, type));
}

std::string placeholder_refusal(const Schema& schema, const Table& table,
                                std::string_view column_name) {
    Column column = *table.find_column(column_name);
    column.default_value.reset();
    const Box<Expr> value = placeholder(schema, table, column);
    if (!value) { return {}; }
    Constraint refusing;
    if (verdict(checks_of(schema, table, column), value_of(*value), &refusing) ==
        Verdict::Refused) {
        return constraint_words(refusing) + " refuses every value that could be made up";
    }
    const std::string& name = column.name.text;
    const bool same_everywhere = value->kind != ExprKind::Call && value->kind != ExprKind::Cast;
    if (same_everywhere && alone_unique(table, name)) {
        return "\"" + name + "\" is a key, so every row would need a value of its own";
    }
    for (const Constraint& constraint : table.constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey && constraint.columns.size() == 1 &&
            constraint.columns[0].text == name) {
            return constraint_words(constraint) +
                   " refuses every value that is no key of its table";
        }
    }
    return {};
}

}  // namespace retort::schema
