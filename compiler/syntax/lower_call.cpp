// SPDX-License-Identifier: Apache-2.0
// Columns and calls, those with words between their arguments too.
#include "compiler/syntax/lower.h"

#include <algorithm>
#include <array>
#include <utility>

namespace retort::syntax {

using schema::Expr;
using schema::ExprKind;

namespace {

/// PostgreSQL's functions with words of their own between the arguments, each form with `_` for an
/// argument (its manual, 9.4, 9.5 and 9.9).
bool takes_words(std::string_view function, std::string_view form) {
    using Form = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<Form, 18> kForms = {{
        {"extract", "_ from _"},
        {"overlay", "_ placing _ from _"},
        {"overlay", "_ placing _ from _ for _"},
        {"position", "_ in _"},
        {"substring", "_ from _"},
        {"substring", "_ from _ for _"},
        {"substring", "_ for _"},
        {"substring", "_ for _ from _"},
        {"trim", "_ from _"},
        {"trim", "both _"},
        {"trim", "both _ from _"},
        {"trim", "both from _"},
        {"trim", "leading _"},
        {"trim", "leading _ from _"},
        {"trim", "leading from _"},
        {"trim", "trailing _"},
        {"trim", "trailing _ from _"},
        {"trim", "trailing from _"},
    }};
    return std::find(kForms.begin(), kForms.end(), Form{function, form}) != kForms.end();
}

/// What `extract` can take out (PostgreSQL's manual, 9.9.1).
bool is_time_field(std::string_view word) {
    static constexpr std::array<std::string_view, 22> kFields{
        "century",      "day",        "decade",       "dow",           "doy",
        "epoch",        "hour",       "isodow",       "isoyear",       "julian",
        "microseconds", "millennium", "milliseconds", "minute",        "month",
        "quarter",      "second",     "timezone",     "timezone_hour", "timezone_minute",
        "week",         "year"};
    return std::find(kFields.begin(), kFields.end(), word) != kFields.end();
}

}  // namespace

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') { c = static_cast<char>(c - 'A' + 'a'); }
    }
    return result;
}

Expr leaf(ExprKind kind, std::string text, Span where) {
    Expr result;
    result.kind = kind;
    result.text = std::move(text);
    result.span = where;
    return result;
}

Expr Lowering::expression(P::ColumnOrCallContext* context) {
    Expr result;
    result.span = span(context);
    result.names.push_back(name(context->first));
    for (auto* part : context->parts) { result.names.push_back(name(part)); }
    if (context->literal != nullptr) {
        result.kind = ExprKind::TypedString;
        schema::Type type;
        type.kind = schema::type_kind(result.names.back().text);
        type.span = span(context->first);
        if (type.kind == schema::TypeKind::Named) {
            type.name = result.names.size() == 1
                            ? QualifiedName(result.names[0].text, result.names[0].span)
                            : QualifiedName(result.names[0].text, result.names[1].text,
                                            result.names[0].span);
        }
        result.names.clear();
        result.type = std::move(type);
        result.text = string(context->literal);
        return result;
    }
    if (context->arguments == nullptr) {
        result.kind = ExprKind::Column;
        if (context->star != nullptr) { result.names.emplace_back("*", span(context->star)); }
        return result;
    }
    result.kind = ExprKind::Call;
    const antlr4::Token* last =
        context->parts.empty() ? context->first->start : context->parts.back()->start;
    const bool quoted = last->getType() == P::QUOTED_IDENTIFIER;
    std::string& function = result.names.back().text;
    const bool capitals =
        std::none_of(function.begin(), function.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!quoted && capitals) { function = lower(function); }
    call_arguments(context->arguments, result);
    for (const antlr4::Token* tail : context->tails) {
        if (!result.tail.empty()) { result.tail += ' '; }
        result.tail += view(tail);
    }
    return result;
}

void Lowering::call_arguments(P::CallArgumentsContext* context, Expr& call) {
    call.flag = context->distinct != nullptr;
    if (context->star != nullptr) {
        call.args.push_back(leaf(ExprKind::Star, "*", span(context->star)));
    }
    std::string form = context->side != nullptr ? lower(view(context->side)) : "";
    const antlr4::Token* word = context->side;
    if (context->first != nullptr) {
        call.args.push_back(expression(context->first));
        form += form.empty() ? "_" : " _";
    }
    for (auto* rest : context->rest) {
        call.args.push_back(expression(rest->value));
        if (rest->separator->getType() == P::COMMA) {
            if (word != nullptr) { form += ','; }
            continue;
        }
        form += " " + lower(view(rest->separator)) + " _";
        if (word == nullptr) { word = rest->separator; }
    }
    if (word == nullptr) { return; }
    std::string& function = call.names.back().text;
    if (call.names.size() != 1 || call.flag || !takes_words(lower(function), form)) {
        diagnostics_.report(diag::SyntaxError, span(word),
                            "expected `,` or `)` between the arguments of `" + function +
                                "`, found `" + std::string(view(word)) + "`");
        return;
    }
    function = lower(function);
    call.text = std::move(form);
    Expr& field = call.args.front();
    if (function == "extract" && field.kind == ExprKind::Column && field.names.size() == 1) {
        std::string part = lower(field.names.front().text);
        const ExprKind kind = is_time_field(part) ? ExprKind::Keyword : ExprKind::String;
        field = leaf(kind, std::move(part), field.span);
    }
}

}  // namespace retort::syntax
