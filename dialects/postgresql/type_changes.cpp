// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/type_changes.h"

#include <algorithm>
#include <iterator>

namespace retort::dialects::postgresql {
namespace {

using schema::Expr;
using schema::ExprKind;
using schema::Type;
using schema::TypeKind;

bool is_numeric(TypeKind kind) {
    return kind == TypeKind::SmallInt || kind == TypeKind::Integer || kind == TypeKind::BigInt ||
           kind == TypeKind::Numeric || kind == TypeKind::Real || kind == TypeKind::Double ||
           schema::is_serial(kind);
}

bool is_character(TypeKind kind) {
    return kind == TypeKind::Text || kind == TypeKind::Varchar || kind == TypeKind::Char;
}

bool is_date_time(TypeKind kind) {
    return kind == TypeKind::Date || kind == TypeKind::Timestamp || kind == TypeKind::Timestamptz;
}

long number(const std::vector<std::string>& arguments, std::size_t index, long fallback) {
    if (index >= arguments.size()) { return fallback; }
    long value = 0;
    for (const char c : arguments[index]) {
        if (c < '0' || c > '9' || value > 100'000'000) { return fallback; }
        value = value * 10 + (c - '0');
    }
    return value;
}

constexpr long kUnlimited = 1'000'000'000;

bool widens(const Type& from, const Type& to) {
    const bool precision_only = to.arguments.size() <= 1 && from.arguments.size() <= 1;
    return precision_only &&
           number(to.arguments, 0, kUnlimited) >= number(from.arguments, 0, kUnlimited);
}

// What gives one value for a whole statement. Any other function may give each row its own.
constexpr std::string_view kStableFunctions[] = {
    "abs",
    "coalesce",
    "concat",
    "date_trunc",
    "greatest",
    "jsonb_build_array",
    "jsonb_build_object",
    "least",
    "length",
    "lower",
    "make_date",
    "make_interval",
    "md5",
    "now",
    "nullif",
    "repeat",
    "replace",
    "round",
    "statement_timestamp",
    "timezone",
    "to_char",
    "to_timestamp",
    "to_tsvector",
    "transaction_timestamp",
    "trim",
    "trunc",
    "upper",
};

}  // namespace

bool changes_catalog_only(const Type& from, const Type& to) {
    if (from.dimensions != 0 || to.dimensions != 0) { return from == to; }
    if (from == to) { return true; }
    const auto either = [&](TypeKind a, TypeKind b) { return from.kind == a && to.kind == b; };
    if (either(TypeKind::Varchar, TypeKind::Text) || either(TypeKind::Cidr, TypeKind::Inet) ||
        either(TypeKind::Xml, TypeKind::Text)) {
        return true;
    }
    if (either(TypeKind::Text, TypeKind::Varchar)) { return to.arguments.empty(); }
    if (from.kind != to.kind) { return false; }
    switch (to.kind) {
        case TypeKind::Varchar:
        case TypeKind::Varbit:
        case TypeKind::Time:
        case TypeKind::Timetz:
        case TypeKind::Timestamp:
        case TypeKind::Timestamptz:
        case TypeKind::Interval:
            return widens(from, to);
        case TypeKind::Numeric:
            if (to.arguments.empty()) { return true; }
            return !from.arguments.empty() &&
                   number(from.arguments, 1, 0) == number(to.arguments, 1, 0) &&
                   number(to.arguments, 0, 0) >= number(from.arguments, 0, 0);
        default:
            return false;
    }
}

bool default_follows(const Expr& value, const Type& from, const Type& to) {
    if (from.dimensions != to.dimensions) { return false; }
    if (is_numeric(from.kind) && is_numeric(to.kind)) { return true; }
    if (is_date_time(from.kind) && is_date_time(to.kind)) {
        // A literal would be read in the time zone of whoever uses it, from then on.
        return from.kind == to.kind || value.kind != ExprKind::String;
    }
    if (is_character(to.kind)) { return is_character(from.kind); }
    const bool same_name = !from.name || (to.name && *from.name == *to.name);
    return from.kind == to.kind && same_name;
}

Expr default_for(const Expr& value, const Type& from, const Type& to) {
    if (value.kind != ExprKind::Cast || !(*value.type == from)) { return value; }
    Expr result = value;
    result.type = to;
    return result;
}

bool is_volatile(const Expr& value) {
    const std::vector<std::string> functions = schema::called_functions(value);
    return std::any_of(functions.begin(), functions.end(), [](const std::string& name) {
        return std::find(std::begin(kStableFunctions), std::end(kStableFunctions), name) ==
               std::end(kStableFunctions);
    });
}

}  // namespace retort::dialects::postgresql
