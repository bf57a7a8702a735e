// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/expression.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

// Functions of PostgreSQL in SQLite's words, and SQLite's own (manual, "Built-In Scalar SQL
// Functions", "Date And Time Functions", "JSON Functions", "Built-in Aggregate Functions"). What is
// in neither list does not exist there: an error here is better than one in production.

namespace retort::dialects::sqlite {

namespace {

using schema::Expr;
using schema::ExprKind;

constexpr std::array<KnownFunction, 102> kKnown = {{
    {"abs", 25},
    {"acos", 35},
    {"asin", 35},
    {"atan", 35},
    {"atan2", 35},
    {"avg", 25},
    {"ceil", 35},
    {"ceiling", 35},
    {"changes", 25},
    {"char", 25},
    {"coalesce", 25},
    {"concat", 44},
    {"concat_ws", 44},
    {"cos", 35},
    {"count", 25},
    {"cume_dist", 25},
    {"date", 25},
    {"datetime", 25},
    {"degrees", 35},
    {"dense_rank", 25},
    {"exp", 35},
    {"first_value", 25},
    {"floor", 35},
    {"format", 38},
    {"glob", 25},
    {"group_concat", 25},
    {"hex", 25},
    {"ifnull", 25},
    {"iif", 32},
    {"instr", 25},
    {"json", 25},
    {"json_array", 25},
    {"json_array_length", 25},
    {"json_each", 25},
    {"json_extract", 25},
    {"json_group_array", 25},
    {"json_group_object", 25},
    {"json_insert", 25},
    {"json_object", 25},
    {"json_patch", 25},
    {"json_quote", 25},
    {"json_remove", 25},
    {"json_replace", 25},
    {"json_set", 25},
    {"json_tree", 25},
    {"json_type", 25},
    {"json_valid", 25},
    {"julianday", 25},
    {"lag", 25},
    {"last_insert_rowid", 25},
    {"last_value", 25},
    {"lead", 25},
    {"length", 25},
    {"like", 25},
    {"likelihood", 25},
    {"likely", 25},
    {"ln", 35},
    {"log10", 35},
    {"log2", 35},
    {"lower", 25},
    {"ltrim", 25},
    {"max", 25},
    {"min", 25},
    {"mod", 35},
    {"nth_value", 25},
    {"ntile", 25},
    {"nullif", 25},
    {"octet_length", 43},
    {"percent_rank", 25},
    {"pi", 35},
    {"pow", 35},
    {"power", 35},
    {"printf", 25},
    {"quote", 25},
    {"radians", 35},
    {"randomblob", 25},
    {"rank", 25},
    {"replace", 25},
    {"round", 25},
    {"row_number", 25},
    {"rtrim", 25},
    {"sign", 35},
    {"sin", 35},
    {"sqlite_version", 25},
    {"sqrt", 35},
    {"strftime", 25},
    {"substr", 25},
    {"substring", 34},
    {"sum", 25},
    {"tan", 35},
    {"time", 25},
    {"total", 25},
    {"total_changes", 25},
    {"trim", 25},
    {"trunc", 35},
    {"typeof", 25},
    {"unicode", 25},
    {"unixepoch", 38},
    {"unlikely", 25},
    {"upper", 25},
    {"zeroblob", 25},
    {"string_agg", 44},
}};

struct Renamed {
    std::string_view from;
    std::string_view to;
};
/// The same function under another name.
constexpr std::array<Renamed, 18> kRenamed = {{
    {"char_length", "length"},
    {"character_length", "length"},
    {"btrim", "trim"},
    {"strpos", "instr"},
    {"chr", "char"},
    {"ascii", "unicode"},
    {"every", "min"},
    {"bool_and", "min"},
    {"bool_or", "max"},
    {"array_agg", "json_group_array"},
    {"json_agg", "json_group_array"},
    {"jsonb_agg", "json_group_array"},
    {"json_build_object", "json_object"},
    {"jsonb_build_object", "json_object"},
    {"json_build_array", "json_array"},
    {"jsonb_build_array", "json_array"},
    {"jsonb_array_length", "json_array_length"},
    {"cardinality", "json_array_length"},
}};

const KnownFunction* find_known(std::string_view name) {
    for (const KnownFunction& known : kKnown) {
        if (known.name == name) { return &known; }
    }
    return nullptr;
}

class CallPrinter {
public:
    CallPrinter(const Context& context, const Expr& call, Place place)
        : context_(&context), call_(&call), place_(place) {}

    Printed print() {
        name_ = call_->names.empty() ? std::string() : lower(call_->names.back().text);
        const bool qualified = call_->names.size() > 1 && call_->names.front().text != "pg_catalog";
        if (qualified) { return unknown(); }
        if (!call_->text.empty()) { return worded(); }
        if (auto text = translated()) { return std::move(*text); }
        for (const Renamed& renamed : kRenamed) {
            if (renamed.from == name_) { return plain(renamed.to); }
        }
        const KnownFunction* known = find_known(name_);
        if (known == nullptr) { return unknown(); }
        require_version(*context_, call_->span, "function \"" + name_ + "\"", known->since);
        return plain(known->name);
    }

private:
    std::string argument(std::size_t index) const {
        return expression_text(*context_, call_->args[index], place_);
    }
    std::string operand(std::size_t index) const {
        return operand_text(*context_, call_->args[index], place_);
    }
    std::size_t count() const { return call_->args.size(); }

    Printed plain(std::string_view name) const {
        std::string text(name);
        text += call_->flag ? "(DISTINCT " : "(";
        for (std::size_t i = 0; i < count(); ++i) {
            if (i != 0) { text += ", "; }
            text += argument(i);
        }
        text += ")";
        if (!call_->tail.empty()) {
            text += " " + call_->tail;
            check_kept_sql(*context_, call_->span, "() " + call_->tail);
        }
        return {text};
    }

    Printed unknown() const {
        context_->diagnostics
            ->report(diag::SqliteHasNoFunction, context_->place(call_->span), name_)
            .help(
                "give each database its own with `by_dialect(postgresql => …, sqlite => …)`, or "
                "put the statement in `on postgresql { }`");
        return {"NULL"};
    }

    /// `extract(year from x)`, `trim(both 'x' from y)`: words between the arguments.
    Printed worded() const {
        const std::string& form = call_->text;
        if (name_ == "extract") { return extract(); }
        if (name_ == "position") { return {"instr(" + argument(1) + ", " + argument(0) + ")"}; }
        if (name_ == "trim") {
            const std::string function = form.rfind("leading", 0) == 0    ? "ltrim("
                                         : form.rfind("trailing", 0) == 0 ? "rtrim("
                                                                          : "trim(";
            if (count() == 1) { return {function + argument(0) + ")"}; }
            return {function + argument(1) + ", " + argument(0) + ")"};
        }
        if (name_ == "substring" &&
            std::all_of(call_->args.begin() + 1, call_->args.end(), is_position)) {
            const bool length_first = form.rfind("_ for", 0) == 0;
            const std::string length = length_first ? argument(1) : count() > 2 ? argument(2) : "";
            const std::string from = form == "_ for _" ? "1" : argument(length_first ? 2 : 1);
            return {"substr(" + argument(0) + ", " + from + (length.empty() ? "" : ", " + length) +
                    ")"};
        }
        return cannot("`" + name_ + "(" + form + ")`");
    }
    /// Surely a number that is not negative: `substring(x from 'pattern')` is a regular expression,
    /// and SQLite counts negative places from the end.
    static bool is_position(const Expr& expr) {
        if (expr.kind == ExprKind::Binary && expr.text == "+") {
            return is_position(expr.args[0]) && is_position(expr.args[1]);
        }
        if (expr.kind == ExprKind::Number) { return true; }
        if (expr.kind != ExprKind::Call || expr.names.empty()) { return false; }
        const std::string& name = expr.names.back().text;
        return name == "position" || name == "strpos" || name == "length" || name == "char_length";
    }
    /// Surely a point in time and no interval.
    static bool is_time(const Expr& expr) {
        switch (expr.kind) {
            case ExprKind::Column:
            case ExprKind::Keyword:
            case ExprKind::Call:
                return true;
            case ExprKind::Cast:
            case ExprKind::TypedString:
                return expr.type->dimensions == 0 &&
                       (expr.type->kind == schema::TypeKind::Date ||
                        expr.type->kind == schema::TypeKind::Time ||
                        expr.type->kind == schema::TypeKind::Timestamp ||
                        expr.type->kind == schema::TypeKind::Timestamptz);
            default:
                return false;
        }
    }
    /// The fields that strftime has as whole numbers, as PostgreSQL's are.
    Printed extract() const {
        struct Field {
            std::string_view name;
            std::string_view format;
        };
        static constexpr std::array<Field, 7> kFields = {{
            {"year", "%Y"},
            {"month", "%m"},
            {"day", "%d"},
            {"hour", "%H"},
            {"minute", "%M"},
            {"dow", "%w"},
            {"doy", "%j"},
        }};
        const std::string wanted = lower(call_->args[0].text);
        for (const Field& field : kFields) {
            if (field.name != wanted || !is_time(call_->args[1])) { continue; }
            return {"CAST(strftime('" + std::string(field.format) + "', " + argument(1) +
                    ") AS INTEGER)"};
        }
        return cannot("`extract(" + wanted + " from _)`");
    }
    Printed cannot(const std::string& what) const {
        context_->diagnostics->report(diag::SqliteCannotSay, context_->place(call_->span), what)
            .help(
                "give each database its own with `by_dialect(postgresql => …, sqlite => …)`, or "
                "put the statement in `on postgresql { }`");
        return {"NULL"};
    }

    /// Calls that need more than another name.
    std::optional<Printed> translated() const {
        if (name_ == "now" || name_ == "transaction_timestamp" || name_ == "statement_timestamp" ||
            name_ == "clock_timestamp") {
            return Printed{"CURRENT_TIMESTAMP"};
        }
        if (name_ == "gen_random_uuid" || name_ == "uuid_generate_v4") {
            return Printed{random_uuid_text()};
        }
        if (name_ == "random") { return random(); }
        if (count() == 1) { return translated_of_one(); }
        if (count() == 2) { return translated_of_two(); }
        if (name_ == "substring" && count() == 3) { return plain("substr"); }
        if (name_ == "array_replace" && count() == 3) { return array_replace(); }
        if (name_ == "concat" && context_->version < 44) { return concat(); }
        return std::nullopt;
    }

    std::optional<Printed> translated_of_one() const {
        if (name_ == "octet_length" && context_->version < 43) {
            return Printed{"length(CAST(" + argument(0) + " AS BLOB))"};
        }
        if (name_ == "concat" && context_->version < 44) { return concat(); }
        return std::nullopt;
    }

    std::optional<Printed> translated_of_two() const {
        if (name_ == "substring") { return plain("substr"); }
        if (name_ == "string_agg") { return plain("group_concat"); }
        if (name_ == "concat" && context_->version < 44) { return concat(); }
        if (name_ == "left" && is_count(call_->args[1])) {
            return Printed{"substr(" + argument(0) + ", 1, " + argument(1) + ")"};
        }
        if (name_ == "right" && is_count(call_->args[1])) {
            return Printed{"substr(" + argument(0) + ", -" + argument(1) + ")"};
        }
        if (name_ == "array_length" && call_->args[1].kind == ExprKind::Number &&
            call_->args[1].text == "1") {
            // An empty array has no length in PostgreSQL.
            return Printed{"nullif(json_array_length(" + argument(0) + "), 0)"};
        }
        if (name_ == "encode" && is_hex(call_->args[1])) {
            return Printed{"lower(hex(" + argument(0) + "))"};
        }
        if (name_ == "decode" && is_hex(call_->args[1]) &&
            call_->args[0].kind == ExprKind::String) {
            if (auto blob = blob_literal("\\x" + call_->args[0].text)) { return Printed{*blob}; }
        }
        return std::nullopt;
    }

    static bool is_count(const Expr& expr) {
        return expr.kind == ExprKind::Number && !expr.text.empty() &&
               std::all_of(expr.text.begin(), expr.text.end(),
                           [](char c) { return c >= '0' && c <= '9'; }) &&
               expr.text != "0";
    }
    static bool is_hex(const Expr& expr) {
        return expr.kind == ExprKind::String && lower(expr.text) == "hex";
    }

    /// Element by element. A column without its table that is called like one of json_each()'s own
    /// would be taken for that.
    std::optional<Printed> array_replace() const {
        static constexpr std::array<std::string_view, 10> kOwn{
            "atom", "fullkey", "id", "json", "key", "parent", "path", "root", "type", "value"};
        const Expr& array = call_->args[0];
        const bool taken =
            array.kind == ExprKind::Column && array.names.size() == 1 &&
            std::find(kOwn.begin(), kOwn.end(), lower(array.names[0].text)) != kOwn.end();
        if (taken) { return std::nullopt; }
        const std::string list = argument(0);
        return Printed{"CASE WHEN " + list +
                       " IS NOT NULL THEN (SELECT json_group_array(CASE WHEN json_each.value IS " +
                       argument(1) + " THEN " + argument(2) +
                       " ELSE json_each.value END) FROM json_each(" + list + ")) END"};
    }

    /// PostgreSQL's is a number from 0 to 1, SQLite's a 64-bit integer.
    static Printed random() { return {"(random() / 18446744073709551616.0 + 0.5)"}; }

    /// Nulls count as empty.
    Printed concat() const {
        std::string text;
        for (std::size_t i = 0; i < count(); ++i) {
            if (i != 0) { text += " || "; }
            text += call_->args[i].kind == ExprKind::String ? argument(i)
                                                            : "coalesce(" + argument(i) + ", '')";
        }
        return {text, count() > 1 ? Level::Concat : Level::Term};
    }

    const Context* context_;
    const Expr* call_;
    Place place_;
    std::string name_;
};

}  // namespace

std::span<const KnownFunction> known_functions() {
    return kKnown;
}

Printed call_text(const Context& context, const Expr& call, Place place) {
    return CallPrinter(context, call, place).print();
}

std::string random_uuid_text() {
    // Version 4, variant 10: the two fixed places of RFC 4122.
    return "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || "
           "substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (random() & 3), 1) || "
           "substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))";
}

}  // namespace retort::dialects::sqlite
