// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/expression.h"

#include "compiler/schema/spelling.h"

#include <algorithm>
#include <array>

namespace retort::schema {
namespace {

/// Binding strengths from loose to tight: PostgreSQL's manual, table 4.2.
enum Strength : int {
    kOr = 1,
    kAnd,
    kNot,
    kIs,
    kComparison,
    kRange,  ///< between, in, like
    kOperator,
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

int strength_of(const Expr& expr) {
    switch (expr.kind) {
        case ExprKind::Unary:
            if (expr.text == "not") { return kNot; }
            return expr.text == "-" || expr.text == "+" ? kSign : kOperator;
        case ExprKind::Binary:
            return binary_precedence(expr.text);
        case ExprKind::Quantified:
            return binary_precedence(expr.text);
        case ExprKind::Is:
        case ExprKind::IsDistinct:
            return kIs;
        case ExprKind::Between:
        case ExprKind::In:
            return kRange;
        case ExprKind::AtTimeZone:
            return kAt;
        case ExprKind::Collate:
            return kCollate;
        case ExprKind::Subscript:
            return kSubscript;
        case ExprKind::Cast:
            return kCast;
        case ExprKind::Null:
        case ExprKind::Default:
        case ExprKind::Boolean:
        case ExprKind::Number:
        case ExprKind::String:
        case ExprKind::TypedString:
        case ExprKind::Column:
        case ExprKind::Star:
        case ExprKind::Keyword:
        case ExprKind::Call:
        case ExprKind::Case:
        case ExprKind::Array:
        case ExprKind::Row:
        case ExprKind::Field:
        case ExprKind::Query:
        case ExprKind::Exists:
        case ExprKind::ByDialect:
            return kPrimary;
    }
    return kPrimary;
}

bool begins_something(std::string_view word) {
    constexpr std::array<std::string_view, 4> kWords{"by_dialect", "exists", "interval", "row"};
    return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view known) {
        return word.size() == known.size() &&
               std::equal(word.begin(), word.end(), known.begin(), [](char a, char b) {
                   return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
               });
    });
}

class Printer {
public:
    std::string take() { return std::move(out_); }

    /// Prints the tree, in parentheses where it binds looser than its place needs.
    void print(const Expr& expr, int needed) {
        if (strength_of(expr) < needed) {
            out_ += '(';
            node(expr);
            out_ += ')';
        } else {
            node(expr);
        }
    }

private:
    void list(const std::vector<Expr>& items, std::size_t first = 0) {
        for (std::size_t i = first; i < items.size(); ++i) {
            if (i != first) { out_ += ", "; }
            print(items[i], kOr);
        }
    }
    void names(const std::vector<Name>& parts) {
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (i != 0) { out_ += '.'; }
            out_ += spell_name(parts[i].text);
        }
    }
    /// A column: a word that begins some other expression is quoted.
    void column(const std::vector<Name>& parts) {
        if (!begins_something(parts.front().text)) {
            names(parts);
            return;
        }
        out_ += quote_name(parts.front().text);
        for (std::size_t i = 1; i < parts.size(); ++i) { out_ += '.' + spell_name(parts[i].text); }
    }
    void function(const std::vector<Name>& parts) {
        for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
            out_ += spell_name(parts[i].text) + ".";
        }
        const std::string& name = parts.back().text;
        const bool other =
            parts.size() == 1 && (begins_something(name) || name == "exclude" || name == "values");
        out_ += other ? quote_name(name) : spell_folding_name(name);
    }

    void node(const Expr& expr) {
        switch (expr.kind) {
            case ExprKind::Null:
                out_ += "null";
                break;
            case ExprKind::Default:
                out_ += "default";
                break;
            case ExprKind::Boolean:
            case ExprKind::Number:
                out_ += expr.text;
                break;
            case ExprKind::Star:
                out_ += '*';
                break;
            case ExprKind::String:
                out_ += spell_string(expr.text);
                break;
            case ExprKind::TypedString:
                typed_string(expr);
                break;
            case ExprKind::Column:
                column(expr.names);
                break;
            case ExprKind::Keyword:
                keyword(expr);
                break;
            case ExprKind::Call:
                call(expr);
                break;
            case ExprKind::Unary:
                unary(expr);
                break;
            case ExprKind::Binary:
                binary(expr);
                break;
            case ExprKind::Is:
                is(expr);
                break;
            case ExprKind::IsDistinct:
                is_distinct(expr);
                break;
            case ExprKind::Between:
                between(expr);
                break;
            case ExprKind::In:
                in(expr);
                break;
            case ExprKind::Quantified:
                quantified(expr);
                break;
            case ExprKind::Case:
                case_expression(expr);
                break;
            case ExprKind::Cast:
                print(expr.args[0], kCast);
                out_ += "::" + type_text(*expr.type);
                break;
            case ExprKind::Collate:
                print(expr.args[0], kCollate);
                out_ += " collate ";
                names(expr.names);
                break;
            case ExprKind::AtTimeZone:
                print(expr.args[0], kAt);
                out_ += " at time zone ";
                print(expr.args[1], kAt + 1);
                break;
            case ExprKind::Array:
                out_ += "array[";
                list(expr.args);
                out_ += ']';
                break;
            case ExprKind::Subscript:
                subscript(expr);
                break;
            case ExprKind::Row:
                out_ += expr.flag ? "row(" : "(";
                list(expr.args);
                out_ += ')';
                break;
            case ExprKind::Field:
                out_ += '(';
                print(expr.args[0], kOr);
                out_ += ").";
                names(expr.names);
                break;
            case ExprKind::Query:
                out_ += '(' + expr.text + ')';
                break;
            case ExprKind::Exists:
                out_ += "exists (" + expr.text + ')';
                break;
            case ExprKind::ByDialect:
                by_dialect(expr);
                break;
        }
    }

    void typed_string(const Expr& expr) {
        const Type& type = *expr.type;
        if (type.kind == TypeKind::Interval && !type.arguments.empty() &&
            type.arguments.front().find_first_of("0123456789") != 0) {
            // The fields of an interval literal stand behind it: interval '1' day.
            out_ += "interval " + spell_string(expr.text) + " " + type.arguments.front();
            return;
        }
        out_ += type_text(type) + " " + spell_string(expr.text);
    }
    void keyword(const Expr& expr) {
        out_ += expr.text;
        if (expr.args.empty()) { return; }
        out_ += '(';
        list(expr.args);
        out_ += ')';
    }
    void call(const Expr& expr) {
        function(expr.names);
        out_ += expr.flag ? "(distinct " : "(";
        if (expr.text.empty()) {
            list(expr.args);
        } else {
            worded_arguments(expr);
        }
        out_ += ')';
        if (!expr.tail.empty()) { out_ += ' ' + expr.tail; }
    }
    void worded_arguments(const Expr& expr) {
        // `in` ends the first argument of position(a in b), so one inside needs parentheses.
        const int needed = expr.text == "_ in _" ? kOperator : kOr;
        std::size_t next = 0;
        for (const char c : expr.text) {
            if (c == '_') {
                print(expr.args[next++], needed);
            } else {
                out_ += c;
            }
        }
    }
    void unary(const Expr& expr) {
        if (expr.text == "not") {
            out_ += "not ";
            print(expr.args[0], kNot);
            return;
        }
        out_ += expr.text;
        const std::size_t operand = out_.size();
        const bool sign = expr.text == "-" || expr.text == "+";
        print(expr.args[0], sign ? kSign : kOperator + 1);
        // Two operators side by side would lex as one (`--` even as a comment).
        constexpr std::string_view kOperatorCharacters = "+-*/<>=~!@#%^&|`?";
        if (operand < out_.size() &&
            kOperatorCharacters.find(out_[operand]) != std::string_view::npos) {
            out_.insert(operand, " ");
        }
    }
    void binary(const Expr& expr) {
        const int own = binary_precedence(expr.text);
        // Comparisons and like do not associate; everything else does to the left.
        const bool associates = own != kComparison && own != kRange;
        print(expr.args[0], associates ? own : own + 1);
        out_ += expr.flag ? " not " : " ";
        out_ += expr.text + " ";
        print(expr.args[1], own + 1);
        if (expr.args.size() > 2) {
            out_ += " escape ";
            print(expr.args[2], own + 1);
        }
    }
    void is(const Expr& expr) {
        print(expr.args[0], kIs + 1);
        out_ += expr.flag ? " is not " : " is ";
        out_ += expr.text;
    }
    void is_distinct(const Expr& expr) {
        print(expr.args[0], kIs + 1);
        out_ += expr.flag ? " is not distinct from " : " is distinct from ";
        print(expr.args[1], kIs + 1);
    }
    void between(const Expr& expr) {
        print(expr.args[0], kRange + 1);
        out_ += expr.flag ? " not between " : " between ";
        if (!expr.text.empty()) { out_ += expr.text + " "; }
        print(expr.args[1], kRange + 1);
        out_ += " and ";
        print(expr.args[2], kRange + 1);
    }
    void in(const Expr& expr) {
        print(expr.args[0], kRange + 1);
        out_ += expr.flag ? " not in " : " in ";
        if (expr.args.size() == 2 && expr.args[1].kind == ExprKind::Query) {
            node(expr.args[1]);
            return;
        }
        out_ += '(';
        list(expr.args, 1);
        out_ += ')';
    }
    void quantified(const Expr& expr) {
        const int own = binary_precedence(expr.text);
        print(expr.args[0], own + 1);
        out_ += " " + expr.text + " " + expr.tail + " (";
        if (expr.args[1].kind == ExprKind::Query) {
            out_ += expr.args[1].text;
        } else {
            print(expr.args[1], kOr);
        }
        out_ += ')';
    }
    void case_expression(const Expr& expr) {
        out_ += "case";
        std::size_t i = 0;
        if (expr.flag) {
            out_ += ' ';
            print(expr.args[i++], kOr);
        }
        for (; i + 1 < expr.args.size(); i += 2) {
            out_ += " when ";
            print(expr.args[i], kOr);
            out_ += " then ";
            print(expr.args[i + 1], kOr);
        }
        if (i < expr.args.size()) {
            out_ += " else ";
            print(expr.args[i], kOr);
        }
        out_ += " end";
    }
    void subscript(const Expr& expr) {
        const bool plain =
            expr.args[0].kind == ExprKind::Column || expr.args[0].kind == ExprKind::Subscript;
        if (!plain) { out_ += '('; }
        node(expr.args[0]);
        if (!plain) { out_ += ')'; }
        out_ += '[';
        print(expr.args[1], kOr);
        if (expr.flag) {
            out_ += " : ";
            print(expr.args[2], kOr);
        }
        out_ += ']';
    }
    void by_dialect(const Expr& expr) {
        out_ += "by_dialect(";
        for (std::size_t i = 0; i < expr.args.size(); ++i) {
            if (i != 0) { out_ += ", "; }
            out_ += expr.names[i].text + " => ";
            print(expr.args[i], kOr);
        }
        out_ += ')';
    }

    std::string out_;
};

}  // namespace

bool operator==(const Expr& a, const Expr& b) {
    return a.kind == b.kind && a.flag == b.flag && a.text == b.text && a.tail == b.tail &&
           a.names == b.names && a.args == b.args && a.type == b.type;
}

std::string expr_text(const Expr& expr) {
    Printer printer;
    printer.print(expr, kOr);
    return printer.take();
}

int binary_precedence(std::string_view op) {
    struct Row {
        std::string_view op;
        int strength;
    };
    static constexpr std::array kRows{
        Row{"or", kOr},         Row{"and", kAnd},          Row{"=", kComparison},
        Row{"<", kComparison},  Row{">", kComparison},     Row{"<=", kComparison},
        Row{">=", kComparison}, Row{"<>", kComparison},    Row{"like", kRange},
        Row{"ilike", kRange},   Row{"similar to", kRange}, Row{"+", kSum},
        Row{"-", kSum},         Row{"*", kProduct},        Row{"/", kProduct},
        Row{"%", kProduct},     Row{"^", kPower},
    };
    for (const Row& row : kRows) {
        if (row.op == op) { return row.strength; }
    }
    return kOperator;
}

void for_each_column(const Expr& expr, const std::function<void(const Expr&)>& visit) {
    if (expr.kind == ExprKind::Column) { visit(expr); }
    for (const Expr& argument : expr.args) { for_each_column(argument, visit); }
}

std::size_t rename_column(Expr& expr, const std::string& from, const std::string& to) {
    std::size_t changed = 0;
    if (expr.kind == ExprKind::Column && expr.names.back().text == from) {
        expr.names.back().text = to;
        ++changed;
    }
    for (Expr& argument : expr.args) { changed += rename_column(argument, from, to); }
    return changed;
}

std::vector<std::string> called_functions(const Expr& expr) {
    std::vector<std::string> names;
    if (expr.kind == ExprKind::Call) { names.push_back(expr.names.back().text); }
    for (const Expr& argument : expr.args) {
        for (std::string& name : called_functions(argument)) { names.push_back(std::move(name)); }
    }
    return names;
}

}  // namespace retort::schema
