// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/lower.h"
#include "compiler/syntax/scanner.h"

#include <utility>

namespace retort::syntax {

using schema::Expr;
using schema::ExprKind;

namespace {

Expr binary(std::string op, Expr left, Expr right) {
    Expr result;
    result.kind = ExprKind::Binary;
    result.text = std::move(op);
    result.span = cover(left.span, right.span);
    result.args.reserve(2);
    result.args.push_back(std::move(left));
    result.args.push_back(std::move(right));
    return result;
}

Expr unary(std::string op, Expr operand, Span where) {
    Expr result;
    result.kind = ExprKind::Unary;
    result.text = std::move(op);
    result.span = cover(where, operand.span);
    result.args.push_back(std::move(operand));
    return result;
}

/// A tree one operand larger: `kind` with the operand first.
Expr around(ExprKind kind, Expr operand) {
    Expr result;
    result.kind = kind;
    result.span = operand.span;
    result.args.push_back(std::move(operand));
    return result;
}

}  // namespace

Lowering::Chain::Chain(Lowering& owner, std::size_t operators,
                       const antlr4::ParserRuleContext* context)
    : owner_(owner), operators_(operators), fits_(owner.chained_ + operators <= kMaxChain) {
    owner_.chained_ += operators_;
    if (fits_) { return; }
    owner_.diagnostics_.report(diag::ExpressionTooLong, owner_.span(context->start), kMaxChain)
        .help("use in (…), or keep the statement as text with execute");
}

Expr Lowering::expression(P::ExprContext* context) {
    const Chain chain(*this, context->operands.size() - 1, context);
    if (!chain.fits()) { return {}; }
    Expr result = expression(context->operands[0]);
    for (std::size_t i = 1; i < context->operands.size(); ++i) {
        result = binary("or", std::move(result), expression(context->operands[i]));
    }
    return result;
}

Expr Lowering::expression(P::AndExprContext* context) {
    const Chain chain(*this, context->operands.size() - 1, context);
    if (!chain.fits()) { return {}; }
    Expr result = expression(context->operands[0]);
    for (std::size_t i = 1; i < context->operands.size(); ++i) {
        result = binary("and", std::move(result), expression(context->operands[i]));
    }
    return result;
}

Expr Lowering::expression(P::NotExprContext* context) {
    const Chain chain(*this, context->nots.size(), context);
    if (!chain.fits()) { return {}; }
    Expr result = expression(context->operand);
    for (std::size_t i = context->nots.size(); i > 0; --i) {
        result = unary("not", std::move(result), span(context->nots[i - 1]));
    }
    return result;
}

Expr Lowering::expression(P::IsExprContext* context) {
    const Chain chain(*this, context->tests.size(), context);
    if (!chain.fits()) { return {}; }
    Expr result = expression(context->operand);
    for (auto* test : context->tests) {
        if (test->other != nullptr) {
            result = around(ExprKind::IsDistinct, std::move(result));
            result.args.push_back(expression(test->other));
        } else {
            result = around(ExprKind::Is, std::move(result));
            result.text = test->what == nullptr ? "null" : lower(view(test->what));
        }
        result.flag = test->negated != nullptr || test->notnull != nullptr;
        result.span = cover(result.span, span(test));
    }
    return result;
}

Expr Lowering::expression(P::ComparisonContext* context) {
    Expr left = expression(context->left);
    if (context->op == nullptr) { return left; }
    std::string op(view(context->op->start));
    if (op == "!=") { op = "<>"; }
    if (context->list != nullptr) {
        return quantified(std::move(left), std::move(op), context->list);
    }
    return binary(std::move(op), std::move(left), expression(context->right));
}

Expr Lowering::quantified(Expr left, std::string op, P::QuantifiedContext* context) {
    Expr result = around(ExprKind::Quantified, std::move(left));
    result.text = std::move(op);
    result.tail = lower(view(context->quantifier));
    result.args.push_back(context->query != nullptr ? query(context->query)
                                                    : expression(context->array));
    result.span = cover(result.span, span(context));
    return result;
}

Expr Lowering::expression(P::RangeExprContext* context) {
    Expr operand = expression(context->operand);
    if (context->tail == nullptr) { return operand; }
    return range(std::move(operand), context->negated != nullptr, context->tail);
}

Expr Lowering::range(Expr operand, bool negated, P::RangeTailContext* tail) {
    Expr result;
    if (tail->between != nullptr) {
        result = around(ExprKind::Between, std::move(operand));
        if (tail->symmetric != nullptr) { result.text = "symmetric"; }
        result.args.push_back(expression(tail->low));
        result.args.push_back(expression(tail->high));
    } else if (tail->like != nullptr || tail->similar != nullptr) {
        std::string op = tail->like != nullptr ? lower(view(tail->like)) : "similar to";
        if (tail->list != nullptr) {
            if (negated) { op = "not " + op; }
            return quantified(std::move(operand), std::move(op), tail->list);
        }
        result = binary(std::move(op), std::move(operand), expression(tail->right));
        if (tail->escape != nullptr) { result.args.push_back(expression(tail->escape)); }
    } else {
        result = around(ExprKind::In, std::move(operand));
        if (tail->query != nullptr) {
            result.args.push_back(query(tail->query));
        } else {
            for (auto* value : tail->values) { result.args.push_back(expression(value)); }
        }
    }
    result.flag = negated;
    result.span = cover(result.span, span(tail));
    return result;
}

Expr Lowering::expression(P::OperatorExprContext* context) {
    const Chain chain(*this, context->tails.size(), context);
    if (!chain.fits()) { return {}; }
    Expr result = expression(context->first);
    if (context->prefix != nullptr) {
        result =
            unary(std::string(view(context->prefix)), std::move(result), span(context->prefix));
    }
    for (auto* tail : context->tails) {
        std::string op(view(tail->op));
        result = tail->list != nullptr
                     ? quantified(std::move(result), std::move(op), tail->list)
                     : binary(std::move(op), std::move(result), expression(tail->right));
    }
    return result;
}

Expr Lowering::expression(P::SumContext* context) {
    const Chain chain(*this, context->operands.size() - 1, context);
    if (!chain.fits()) { return {}; }
    Expr result = expression(context->operands[0]);
    for (std::size_t i = 1; i < context->operands.size(); ++i) {
        result = binary(std::string(view(context->operators[i - 1])), std::move(result),
                        expression(context->operands[i]));
    }
    return result;
}

Expr Lowering::expression(P::ProductContext* context) {
    const Chain chain(*this, context->operands.size() - 1, context);
    if (!chain.fits()) { return {}; }
    Expr result = expression(context->operands[0]);
    for (std::size_t i = 1; i < context->operands.size(); ++i) {
        result = binary(std::string(view(context->operators[i - 1])), std::move(result),
                        expression(context->operands[i]));
    }
    return result;
}

Expr Lowering::expression(P::PowerContext* context) {
    const Chain chain(*this, context->operands.size() - 1, context);
    if (!chain.fits()) { return {}; }
    Expr result = expression(context->operands[0]);
    for (std::size_t i = 1; i < context->operands.size(); ++i) {
        result = binary("^", std::move(result), expression(context->operands[i]));
    }
    return result;
}

Expr Lowering::expression(P::AtZoneContext* context) {
    const Chain chain(*this, context->operands.size() - 1, context);
    if (!chain.fits()) { return {}; }
    Expr result = expression(context->operands[0]);
    for (std::size_t i = 1; i < context->operands.size(); ++i) {
        result = around(ExprKind::AtTimeZone, std::move(result));
        result.args.push_back(expression(context->operands[i]));
        result.span = cover(result.span, result.args.back().span);
    }
    return result;
}

Expr Lowering::expression(P::CollatedContext* context) {
    const Chain chain(*this, context->collations.size(), context);
    if (!chain.fits()) { return {}; }
    Expr result = expression(context->operand);
    for (auto* collation : context->collations) {
        result = around(ExprKind::Collate, std::move(result));
        if (collation->second != nullptr) { result.names.push_back(name(collation->first)); }
        result.names.push_back(
            name(collation->second != nullptr ? collation->second : collation->first));
        result.span = cover(result.span, span(collation));
    }
    return result;
}

Expr Lowering::expression(P::SignedExprContext* context) {
    const Chain chain(*this, context->signs.size(), context);
    if (!chain.fits()) { return {}; }
    Expr result = expression(context->operand);
    for (std::size_t i = context->signs.size(); i > 0; --i) {
        result = unary(std::string(view(context->signs[i - 1])), std::move(result),
                       span(context->signs[i - 1]));
    }
    return result;
}

Expr Lowering::expression(P::PostfixedContext* context) {
    const Chain chain(*this, context->fields.size() + context->suffixes.size(), context);
    if (!chain.fits()) { return {}; }
    Expr result = context->call != nullptr ? expression(context->call) : expression(context->value);
    for (auto* field : context->fields) {
        result = around(ExprKind::Field, std::move(result));
        result.names.push_back(name(field));
        result.span = cover(result.span, span(field));
    }
    bool after_cast = false;
    for (auto* part : context->suffixes) {
        suffix(result, part, after_cast);
        after_cast = result.kind == ExprKind::Cast;
        result.span = cover(result.span, span(part));
    }
    return result;
}

void Lowering::suffix(Expr& value, P::SuffixContext* context, bool after_cast) {
    if (context->castType != nullptr) {
        value = around(ExprKind::Cast, std::move(value));
        value.type = scalar(context->castType);
        return;
    }
    // `x::int[]` and `x::int[3]` name an array type, as in PostgreSQL.
    if (after_cast && context->slice == nullptr) {
        if (value.type->dimensions < 6) { ++value.type->dimensions; }
        value.type->span = cover(value.type->span, span(context));
        return;
    }
    value = around(ExprKind::Subscript, std::move(value));
    value.args.push_back(context->from != nullptr ? expression(context->from)
                                                  : leaf(ExprKind::Null, {}, span(context)));
    if (context->slice != nullptr) {
        value.flag = true;
        value.args.push_back(context->to != nullptr ? expression(context->to)
                                                    : leaf(ExprKind::Null, {}, span(context)));
    }
}

Expr Lowering::query(const antlr4::Token* token) {
    return leaf(ExprKind::Query, std::string(view(token)), span(token));
}

Expr Lowering::list(ExprKind kind, const std::vector<P::ExprContext*>& items) {
    Expr result;
    result.kind = kind;
    for (auto* item : items) { result.args.push_back(expression(item)); }
    return result;
}

Expr Lowering::case_expression(P::AtomContext* context) {
    Expr result;
    result.kind = ExprKind::Case;
    if (context->operand != nullptr) {
        result.flag = true;
        result.args.push_back(expression(context->operand));
    }
    for (auto* arm : context->whens) {
        result.args.push_back(expression(arm->condition));
        result.args.push_back(expression(arm->result));
    }
    if (context->otherwise != nullptr) { result.args.push_back(expression(context->otherwise)); }
    return result;
}

Expr Lowering::expression(P::AtomContext* context) {
    const Span where = span(context);
    Expr result;
    if (context->number != nullptr) {
        result = leaf(ExprKind::Number, std::string(view(context->number)), where);
    } else if (context->interval != nullptr) {
        result = leaf(ExprKind::TypedString, string(context->text), where);
        schema::Type type;
        type.kind = schema::TypeKind::Interval;
        if (context->fields != nullptr) { type.arguments.push_back(lower(slice(context->fields))); }
        this->arguments(context->arguments, type);
        result.type = std::move(type);
    } else if (context->text != nullptr) {
        result = leaf(ExprKind::String, string(context->text), where);
    } else if (context->bits != nullptr) {
        const std::string_view written = view(context->bits);
        result =
            leaf(ExprKind::TypedString, std::string(written.substr(2, written.size() - 3)), where);
        const bool hex = written.front() == 'x' || written.front() == 'X';
        schema::Type type;
        type.kind = hex ? schema::TypeKind::Bytea : schema::TypeKind::Bit;
        result.type = std::move(type);
    } else if (context->word != nullptr) {
        const bool null = context->word->getType() == P::KW_NULL;
        result = leaf(null ? ExprKind::Null : ExprKind::Boolean,
                      null ? "" : lower(view(context->word)), where);
    } else if (context->valueWord != nullptr) {
        result = leaf(ExprKind::Keyword, lower(view(context->valueWord)), where);
        if (context->precision != nullptr) {
            result.args.push_back(leaf(ExprKind::Number, std::string(view(context->precision)),
                                       span(context->precision)));
        }
    } else if (context->case_ != nullptr) {
        result = case_expression(context);
    } else if (context->cast != nullptr) {
        result = around(ExprKind::Cast, expression(context->value));
        result.type = type(context->type);
    } else if (context->exists != nullptr) {
        result = leaf(ExprKind::Exists, std::string(view(context->query)), where);
    } else if (context->array != nullptr) {
        result = list(ExprKind::Array, context->items);
        if (context->query != nullptr) { result.args.push_back(query(context->query)); }
    } else if (context->row != nullptr) {
        result = list(ExprKind::Row, context->items);
        result.flag = true;
    } else if (context->byDialect != nullptr) {
        result.kind = ExprKind::ByDialect;
        for (auto* arm : context->arms) {
            result.names.push_back(name(arm->dialect));
            result.args.push_back(expression(arm->value));
        }
    } else if (context->query != nullptr) {
        result = query(context->query);
    } else if (context->items.size() == 1) {
        result = expression(context->items[0]);
    } else {
        result = list(ExprKind::Row, context->items);
    }
    result.span = where;
    return result;
}

Expr Lowering::expression(P::ValueOrDefaultContext* context) {
    if (context->given != nullptr) { return expression(context->given); }
    return leaf(ExprKind::Default, {}, span(context));
}

}  // namespace retort::syntax
