// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/expressions.h"

#include "dialects/postgresql/keywords.h"
#include "dialects/postgresql/sql_text.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace retort::dialects::postgresql {
namespace {

using schema::Expr;
using schema::ExprKind;

/// Binding strength, weakest first (manual, table 4.2).
enum Strength : int {
    kAnything,
    kOr,
    kAnd,
    kNot,
    kIs,
    kComparison,
    kLike,
    kOther,
    kSum,
    kProduct,
    kPower,
    kAt,
    kCollate,
    kSign,
    kSubscript,
    kCast,
    kPrimary,
};

// Functions whose names are keywords, callable without quotes.
constexpr std::string_view kKeywordFunctions[] = {
    "coalesce",    "extract",     "greatest",       "grouping",   "json_array",  "json_arrayagg",
    "json_exists", "json_object", "json_objectagg", "json_query", "json_scalar", "json_serialize",
    "json_table",  "json_value",  "least",          "normalize",  "nullif",      "overlay",
    "position",    "substring",   "treat",          "trim",       "xmlconcat",   "xmlelement",
    "xmlexists",   "xmlforest",   "xmlparse",       "xmlpi",      "xmlroot",     "xmlserialize",
};

bool is_word_operator(std::string_view op) {
    return !op.empty() && std::isalpha(static_cast<unsigned char>(op.front())) != 0;
}

int binary_strength(std::string_view op) {
    if (op == "or") { return kOr; }
    if (op == "and") { return kAnd; }
    if (op == "=" || op == "<>" || op == "<" || op == ">" || op == "<=" || op == ">=") {
        return kComparison;
    }
    if (is_word_operator(op)) { return kLike; }
    if (op == "+" || op == "-") { return kSum; }
    if (op == "*" || op == "/" || op == "%") { return kProduct; }
    if (op == "^") { return kPower; }
    return kOther;
}

int strength_of(const Expr& expr) {
    switch (expr.kind) {
        case ExprKind::Unary:
            if (expr.text == "not") { return kNot; }
            return expr.text == "-" || expr.text == "+" ? kSign : kOther;
        case ExprKind::Binary:
            return binary_strength(expr.text);
        case ExprKind::Is:
        case ExprKind::IsDistinct:
            return kIs;
        case ExprKind::Between:
        case ExprKind::In:
            return kLike;
        case ExprKind::Quantified:
            return is_word_operator(expr.text) ? kLike : binary_strength(expr.text);
        case ExprKind::Cast:
            return kCast;
        case ExprKind::Collate:
            return kCollate;
        case ExprKind::AtTimeZone:
            return kAt;
        case ExprKind::Subscript:
        case ExprKind::Field:
            return kSubscript;
        case ExprKind::TypedString:
            return kSign;
        case ExprKind::Null:
        case ExprKind::Default:
        case ExprKind::Boolean:
        case ExprKind::Number:
        case ExprKind::String:
        case ExprKind::Column:
        case ExprKind::Star:
        case ExprKind::Keyword:
        case ExprKind::Call:
        case ExprKind::Case:
        case ExprKind::Array:
        case ExprKind::Row:
        case ExprKind::Query:
        case ExprKind::Exists:
        case ExprKind::ByDialect:
            return kPrimary;
    }
    return kPrimary;
}

class ExprWriter {
public:
    ExprWriter(SqlWriter& out, const Settings& settings) : out_(&out), settings_(&settings) {}

    void write(const Expr& expr, int at_least) {
        if (expr.kind == ExprKind::ByDialect) {
            write(arm(expr), at_least);
            return;
        }
        if (strength_of(expr) < at_least) {
            out_->raw("(");
            write_bare(expr);
            out_->raw(")");
        } else {
            write_bare(expr);
        }
    }

private:
    /// The arm of a `by_dialect` that was not resolved before: ours, else the first.
    static const Expr& arm(const Expr& expr) {
        for (std::size_t i = 0; i < expr.names.size(); ++i) {
            if (expr.names[i].text == "postgresql") { return expr.args[i]; }
        }
        return expr.args.front();
    }

    void write_bare(const Expr& expr) {
        switch (expr.kind) {
            case ExprKind::Null:
                out_->raw("NULL");
                break;
            case ExprKind::Default:
                out_->raw("DEFAULT");
                break;
            case ExprKind::Boolean:
                out_->word(expr.text);
                break;
            case ExprKind::Number:
                write_number(expr);
                break;
            case ExprKind::String:
                out_->string(expr.text);
                break;
            case ExprKind::TypedString:
                write_typed_string(expr);
                break;
            case ExprKind::Column:
                write_names(expr);
                break;
            case ExprKind::Star:
                out_->raw("*");
                break;
            case ExprKind::Keyword:
                out_->word(upper(expr.text));
                if (!expr.args.empty()) { write_list(expr, 0); }
                break;
            case ExprKind::Call:
                write_call(expr);
                break;
            case ExprKind::Unary:
                write_unary(expr);
                break;
            case ExprKind::Binary:
                write_binary(expr);
                break;
            case ExprKind::Is:
                write(expr.args[0], kOther);
                out_->raw(" IS ").word(expr.flag ? "NOT " : "").word(upper(expr.text));
                break;
            case ExprKind::IsDistinct:
                write(expr.args[0], kOther);
                out_->raw(" IS ").word(expr.flag ? "NOT " : "").raw("DISTINCT FROM ");
                write(expr.args[1], kOther);
                break;
            case ExprKind::Between:
            case ExprKind::In:
            case ExprKind::Quantified:
                write_test(expr);
                break;
            case ExprKind::Case:
                write_case(expr);
                break;
            case ExprKind::Cast:
                write(expr.args[0], kSubscript);
                out_->raw("::");
                write_stored_type(*out_, *expr.type, *settings_);
                break;
            case ExprKind::Collate:
                write(expr.args[0], kCollate);
                out_->raw(" COLLATE ");
                write_names(expr);
                break;
            case ExprKind::AtTimeZone:
                write(expr.args[0], kAt);
                out_->raw(" AT TIME ZONE ");
                write(expr.args[1], kCollate);
                break;
            case ExprKind::Array:
                write_array(expr);
                break;
            case ExprKind::Subscript:
            case ExprKind::Field:
                write_part(expr);
                break;
            case ExprKind::Row:
                if (expr.flag) { out_->raw("ROW"); }
                write_list(expr, 0);
                break;
            case ExprKind::Query:
                out_->raw("(").user_sql(protect_colons(expr.text)).raw(")");
                break;
            case ExprKind::Exists:
                out_->raw("EXISTS (").user_sql(protect_colons(expr.text)).raw(")");
                break;
            case ExprKind::ByDialect:
                break;  // resolved in write()
        }
    }

    void write_number(const Expr& expr) {
        // Digits grouped by `_` are read only from version 16 on.
        std::string text = expr.text;
        text.erase(std::remove(text.begin(), text.end(), '_'), text.end());
        out_->digits(text);
    }

    void write_typed_string(const Expr& expr) {
        const bool plain =
            expr.type->arguments.empty() && expr.type->dimensions == 0 && !expr.type->name;
        if (plain) {
            write_type(*out_, *expr.type, *settings_);
            out_->raw(" ").string(expr.text);
        } else {
            out_->raw("CAST(").string(expr.text).raw(" AS ");
            write_type(*out_, *expr.type, *settings_);
            out_->raw(")");
        }
    }

    void write_names(const Expr& expr) {
        for (std::size_t i = 0; i < expr.names.size(); ++i) {
            if (i != 0) { out_->raw("."); }
            out_->name(expr.names[i]);
        }
    }

    void write_list(const Expr& expr, std::size_t first) {
        out_->raw("(");
        for (std::size_t i = first; i < expr.args.size(); ++i) {
            if (i != first) { out_->raw(", "); }
            write(expr.args[i], kAnything);
        }
        out_->raw(")");
    }

    /// `year from x`, `both 'x' from y`: arguments with words between them.
    void write_worded(const Expr& expr) {
        // The arguments of position(a in b) may not hold a bare `in`.
        const int at_least = expr.text == "_ in _" ? kOther : kAnything;
        const std::string form = upper(expr.text);
        std::size_t next = 0;
        std::size_t begin = 0;
        while (begin < form.size()) {
            const std::size_t end = std::min(form.find(' ', begin), form.size());
            if (begin != 0) { out_->raw(" "); }
            if (form[begin] == '_') {
                write(expr.args[next++], at_least);
            } else {
                out_->word(form.substr(begin, end - begin));
            }
            begin = end + 1;
        }
    }
    void write_call(const Expr& expr) {
        if (expr.names.size() == 1) {
            const std::string& name = expr.names.front().text;
            // A value that was made up for a key that comes back; who writes the call is told that
            // the function came with PostgreSQL 13.
            if (name == "gen_random_uuid" && settings_->version < 13 && !expr.span.known()) {
                out_->raw("md5(random()::text || clock_timestamp()::text)::uuid");
                return;
            }
            const bool keyword =
                std::find(std::begin(kKeywordFunctions), std::end(kKeywordFunctions), name) !=
                std::end(kKeywordFunctions);
            // Without words between their arguments these are functions only in quotes.
            const bool worded = name == "position" || name == "overlay";
            if (worded && expr.text.empty()) {
                out_->raw("\"").word(name).raw("\"");
            } else if (keyword || (is_reserved(name) && !is_reserved_function(name))) {
                out_->word(name);
            } else {
                out_->name(name);
            }
        } else {
            write_names(expr);
        }
        out_->raw("(");
        if (expr.flag) { out_->raw("DISTINCT "); }
        if (!expr.text.empty()) { write_worded(expr); }
        for (std::size_t i = 0; expr.text.empty() && i < expr.args.size(); ++i) {
            if (i != 0) { out_->raw(", "); }
            write(expr.args[i], kAnything);
        }
        out_->raw(")");
        if (!expr.tail.empty()) { out_->raw(" ").user_sql(expr.tail); }
    }

    void write_unary(const Expr& expr) {
        const Expr& operand = expr.args[0];
        if (expr.text == "not") {
            out_->raw("NOT ");
            write(operand, kNot);
            return;
        }
        out_->symbol(expr.text);
        const bool sign = expr.text == "-" || expr.text == "+";
        if (!sign) { out_->raw(" "); }
        // `--` would start a comment.
        const bool signs_meet = operand.kind == ExprKind::Unary || operand.text.starts_with('-');
        write(operand, signs_meet ? kPrimary + 1 : sign ? kSign : kOther + 1);
    }

    void write_binary(const Expr& expr) {
        const int strength = binary_strength(expr.text);
        const bool associates = strength != kComparison && strength != kLike;
        write(expr.args[0], associates ? strength : strength + 1);
        out_->raw(" ");
        if (expr.flag) { out_->raw("NOT "); }
        if (is_word_operator(expr.text)) {
            out_->word(upper(expr.text));
        } else {
            out_->symbol(expr.text);
        }
        out_->raw(" ");
        write(expr.args[1], strength + 1);
        if (expr.args.size() > 2) {
            out_->raw(" ESCAPE ");
            write(expr.args[2], strength + 1);
        }
    }

    void write_test(const Expr& expr) {
        write(expr.args[0], kOther);
        out_->raw(expr.flag ? Raw(" NOT ") : Raw(" "));
        if (expr.kind == ExprKind::Between) {
            out_->raw("BETWEEN ");
            if (expr.text == "symmetric") { out_->raw("SYMMETRIC "); }
            write(expr.args[1], kOther);
            out_->raw(" AND ");
            write(expr.args[2], kOther);
            return;
        }
        if (expr.kind == ExprKind::In) {
            out_->raw("IN ");
        } else {
            if (is_word_operator(expr.text)) {
                out_->word(upper(expr.text));
            } else {
                out_->symbol(expr.text);
            }
            out_->raw(" ").word(upper(expr.tail)).raw(" ");
        }
        const bool query = expr.args.size() == 2 && expr.args[1].kind == ExprKind::Query;
        if (query) {
            write(expr.args[1], kAnything);
        } else {
            write_list(expr, 1);
        }
    }

    void write_case(const Expr& expr) {
        std::size_t next = 0;
        out_->raw("CASE");
        if (expr.flag) {
            out_->raw(" ");
            write(expr.args[next++], kAnything);
        }
        while (next + 1 < expr.args.size()) {
            out_->raw(" WHEN ");
            write(expr.args[next], kAnything);
            out_->raw(" THEN ");
            write(expr.args[next + 1], kAnything);
            next += 2;
        }
        if (next < expr.args.size()) {
            out_->raw(" ELSE ");
            write(expr.args[next], kAnything);
        }
        out_->raw(" END");
    }

    void write_array(const Expr& expr) {
        out_->raw("ARRAY[");
        for (std::size_t i = 0; i < expr.args.size(); ++i) {
            if (i != 0) { out_->raw(", "); }
            write(expr.args[i], kAnything);
        }
        out_->raw("]");
    }

    void write_part(const Expr& expr) {
        const Expr& whole = expr.args[0];
        const bool chained = whole.kind == ExprKind::Subscript;
        const bool bare = whole.kind == ExprKind::Column && expr.kind == ExprKind::Subscript;
        write(whole, bare || chained ? kAnything : kPrimary + 1);
        if (expr.kind == ExprKind::Field) {
            out_->raw(".").name(expr.names.front());
            return;
        }
        // `[a : b]`, not `[a:b]`: psql takes `:b` for one of its variables.
        out_->raw("[");
        write(expr.args[1], kAnything);
        if (expr.flag) {
            out_->raw(" : ");
            write(expr.args[2], kAnything);
        }
        out_->raw("]");
    }

    SqlWriter* out_;
    const Settings* settings_;
};

}  // namespace

void write_expr(SqlWriter& out, const Expr& expr, const Settings& settings) {
    ExprWriter(out, settings).write(expr, kAnything);
}

namespace {

/// Whether an operator of words stands outside parentheses.
bool has_word_operator(const Expr& expr) {
    switch (expr.kind) {
        case ExprKind::Is:
        case ExprKind::IsDistinct:
        case ExprKind::Between:
        case ExprKind::In:
        case ExprKind::Quantified:
        case ExprKind::Collate:
        case ExprKind::AtTimeZone:
            return true;
        case ExprKind::Unary:
            return expr.text == "not" || has_word_operator(expr.args[0]);
        case ExprKind::Binary:
            return (expr.text[0] >= 'a' && expr.text[0] <= 'z') ||
                   has_word_operator(expr.args[0]) || has_word_operator(expr.args[1]);
        default:
            return false;
    }
}

}  // namespace

void write_default(SqlWriter& out, const Expr& expr, const Settings& settings) {
    const bool enclosed = has_word_operator(expr);
    if (enclosed) { out.raw("("); }
    write_expr(out, expr, settings);
    if (enclosed) { out.raw(")"); }
}

void write_operand(SqlWriter& out, const Expr& expr, const Settings& settings) {
    ExprWriter(out, settings).write(expr, kPrimary);
}

std::string expr_sql(const Expr& expr, const Settings& settings) {
    SqlWriter out(kQuoting);
    write_expr(out, expr, settings);
    return out.take();
}

}  // namespace retort::dialects::postgresql
