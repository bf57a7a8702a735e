// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/error_strategy.h"

#include "compiler/base/names.h"

#include <algorithm>
#include <array>

namespace retort::syntax {
namespace {

using namespace antlr4;
using P = grammar::MigrationParser;

struct NamedRule {
    std::size_t rule;
    std::string_view words;
};

/// Rules that messages speak of as a whole, the largest first.
constexpr std::array kNamedRules{
    NamedRule{P::RuleItem, "a header item (revision, revises, created, upgrade, downgrade, …)"},
    NamedRule{P::RuleStatement, "a statement (create, alter, drop, insert, update, execute, …)"},
    NamedRule{P::RuleTableElement, "a column or a constraint"},
    NamedRule{P::RuleTableAction, "an action (add, drop, alter, rename, …)"},
    NamedRule{P::RuleTableConstraint, "a constraint"},
    NamedRule{P::RuleColumnDefinition, "a column"},
    NamedRule{P::RuleColumnOption, "a column option (not null, default, references, …)"},
    NamedRule{P::RuleTableOption, "a table option"},
    NamedRule{P::RuleConstraintSuffix, "a constraint option"},
    NamedRule{P::RuleExpr, "an expression"},
    NamedRule{P::RuleOperatorExpr, "a value"},
    NamedRule{P::RuleSum, "a value"},
    NamedRule{P::RuleTypeName, "a type"},
    NamedRule{P::RuleScalarType, "a type"},
    NamedRule{P::RuleIndexKey, "a column or an (expression)"},
    NamedRule{P::RuleSequenceOption, "a sequence option (start, increment, …)"},
    NamedRule{P::RuleReferentialAction, "an action (cascade, restrict, set null, …)"},
    NamedRule{P::RuleReferenceOption, "`on delete`, `on update` or `match`"},
    NamedRule{P::RuleComparisonOperator, "a comparison"},
    NamedRule{P::RuleDollarOrString, "SQL text ($$ … $$)"},
    NamedRule{P::RuleRevisionId, "a revision identifier"},
    NamedRule{P::RuleString, "a 'string'"},
    NamedRule{P::RuleName, "a name"},
    NamedRule{P::RuleTargetName, "a target's name"},
    NamedRule{P::RuleOperatorClass, "an operator class"},
    NamedRule{P::RuleQualifiedName, "a name"},
    NamedRule{P::RuleCallRest, "`,`"},
    NamedRule{P::RuleReverseClause, "`reverse`"},
    NamedRule{P::RuleIfExists, "`if exists`"},
    NamedRule{P::RuleIfNotExists, "`if not exists`"},
    NamedRule{P::RuleDropBehavior, "`cascade`"},
};

bool is_named(std::size_t rule) {
    return std::any_of(kNamedRules.begin(), kNamedRules.end(),
                       [&](const NamedRule& named) { return named.rule == rule; });
}

/// Rules at whose end parsing goes on after an error.
bool is_anchor(std::size_t rule) {
    return rule == P::RuleStatement || rule == P::RuleTableElement || rule == P::RuleItem ||
           rule == P::RuleRevisionFile || rule == P::RuleStatementsOnly;
}
bool holds_items(std::size_t rule) {
    return rule == P::RuleBlock || rule == P::RuleRevisionFile || rule == P::RuleStatementsOnly;
}

// Numbers of ATN state types, the same in every serialized automaton since 4.0.
constexpr int kStarBlockStart = 5;
constexpr int kRuleStop = 7;
constexpr int kStarLoopBack = 9;
constexpr int kStarLoopEntry = 10;
constexpr int kPlusLoopBack = 11;

int type_of(const atn::ATNState* state) {
    return static_cast<int>(const_cast<atn::ATNState*>(state)->getStateType());
}

void add_tokens(const misc::IntervalSet& set, std::set<std::size_t>& result) {
    for (const misc::Interval& interval : set.getIntervals()) {
        for (ssize_t token = interval.a; token <= interval.b; ++token) {
            result.insert(static_cast<std::size_t>(token));
        }
    }
}

bool is_keyword(std::size_t token) {
    return token >= P::KW_ACTION && token <= P::KW_ZONE;
}

/// `word` for a keyword, the bare mark for punctuation.
std::string spelled(const Parser* parser, std::size_t token) {
    std::string name = const_cast<Parser*>(parser)->getVocabulary().getLiteralName(token);
    if (name.size() > 2) { name = name.substr(1, name.size() - 2); }
    return name;
}

std::string token_words(const Parser* parser, std::size_t token) {
    switch (token) {
        case Token::EOF:
            return "the end of the file";
        case P::IDENTIFIER:
        case P::QUOTED_IDENTIFIER:
            return "a name";
        case P::STRING:
        case P::ESCAPE_STRING:
            return "a 'string'";
        case P::INTEGER:
        case P::DECIMAL:
            return "a number";
        case P::DIGIT_WORD:
            return "a revision identifier";
        case P::DOLLAR_QUOTE:
        case P::SQL_TEXT:
            return "SQL text";
        case P::SQL_STATEMENT:
            return "a statement";
        case P::QUERY:
            return "a select";
        case P::NE:
            return "a comparison";
        case P::OPERATOR:
            return "an operator";
        case P::IN_BATCHES:
            return "`in batches of`";
        case P::VALUE_WORD:
        case P::BIT_STRING:
            return "a value";
        default:
            return "`" + spelled(parser, token) + "`";
    }
}

void walk_rule(const atn::ATN& atn, const atn::ATNState* state,
               std::set<std::pair<const void*, const void*>>& seen, std::set<std::size_t>& rules,
               std::set<std::size_t>& tokens) {
    if (!seen.insert({state, nullptr}).second || type_of(state) == kRuleStop) { return; }
    for (const auto& pointer : state->transitions) {
        const atn::Transition* transition = &*pointer;
        if (const auto* call = dynamic_cast<const atn::RuleTransition*>(transition)) {
            const std::size_t rule = call->target->ruleIndex;
            if (is_named(rule)) {
                rules.insert(rule);
            } else {
                walk_rule(atn, call->target, seen, rules, tokens);
            }
            if (atn.nextTokens(call->target).contains(static_cast<std::size_t>(Token::EPSILON))) {
                walk_rule(atn, call->followState, seen, rules, tokens);
            }
        } else if (transition->isEpsilon()) {
            walk_rule(atn, transition->target, seen, rules, tokens);
        } else {
            add_tokens(transition->label(), tokens);
        }
    }
}

/// "a, b or c", at most seven, each once.
std::string joined(std::vector<std::string> words) {
    std::vector<std::string> unique;
    for (std::string& word : words) {
        if (std::find(unique.begin(), unique.end(), word) == unique.end()) {
            unique.push_back(std::move(word));
        }
    }
    const bool cut = unique.size() > 7;
    if (cut) { unique.resize(6); }
    std::string text;
    for (std::size_t i = 0; i < unique.size(); ++i) {
        const bool last = i + 1 == unique.size() && !cut;
        text += (i == 0 ? "" : last ? " or " : ", ") + unique[i];
    }
    return cut ? text + ", …" : text;
}

std::string shown(std::string_view text) {
    text = text.substr(0, text.find_first_of("\r\n"));
    if (text.size() <= 30) { return std::string(text); }
    std::size_t end = 27;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) { --end; }
    return std::string(text.substr(0, end)) + "…";
}

Span span_of(FileId file, const Token* token) {
    const auto& raw = static_cast<const grammar::OffsetToken*>(token)->raw;
    return {file, raw.begin, raw.end};
}

}  // namespace

void ReportingStrategy::collect(const atn::ATN& atn, const atn::ATNState* state,
                                const RuleContext* context, Seen& seen, Expected& result) {
    if (!seen.insert({state, context}).second) { return; }
    if (type_of(state) == kRuleStop) {
        if (context == nullptr || context->parent == nullptr) {
            result.tokens.insert(Token::EOF);
            return;
        }
        const atn::ATNState* caller = atn.states[context->invokingState];
        const auto* call = dynamic_cast<const atn::RuleTransition*>(&*caller->transitions[0]);
        if (call != nullptr) {
            collect(atn, call->followState, dynamic_cast<const RuleContext*>(context->parent), seen,
                    result);
        }
        return;
    }
    for (const auto& pointer : state->transitions) {
        const atn::Transition* transition = &*pointer;
        if (const auto* call = dynamic_cast<const atn::RuleTransition*>(transition)) {
            const std::size_t rule = call->target->ruleIndex;
            if (is_named(rule)) {
                result.rules.insert(rule);
            } else {
                Seen inside;
                walk_rule(atn, call->target, inside, result.rules, result.tokens);
            }
            if (atn.nextTokens(call->target).contains(static_cast<std::size_t>(Token::EPSILON))) {
                collect(atn, call->followState, context, seen, result);
            }
        } else if (transition->isEpsilon()) {
            collect(atn, transition->target, context, seen, result);
        } else {
            add_tokens(transition->label(), result.tokens);
        }
    }
}

ReportingStrategy::Expected ReportingStrategy::expected(Parser* parser) const {
    Expected result;
    Seen seen;
    const std::size_t at = parser->getTokenStream()->index();
    // A rule that was entered at this very token counts as a whole, not as the tokens inside it.
    const auto from = [&](std::size_t state, RuleContext* context) {
        const RuleContext* whole = nullptr;
        for (auto* c = dynamic_cast<ParserRuleContext*>(context); c != nullptr;
             c = dynamic_cast<ParserRuleContext*>(c->parent)) {
            if (c->start == nullptr || c->start->getTokenIndex() != at) { break; }
            if (is_named(c->getRuleIndex())) { whole = c; }
        }
        if (whole != nullptr) {
            result.rules.insert(whole->getRuleIndex());
        } else {
            collect(parser->getATN(), parser->getATN().states[state], context, seen, result);
        }
    };
    if (trail_at_ == at) {
        for (const auto& [state, context] : trail_) { from(state, context); }
    }
    from(parser->getState(), parser->getContext());
    return result;
}

void ReportingStrategy::sync(Parser* parser) {
    if (inErrorRecoveryMode(parser)) { return; }
    TokenStream* tokens = parser->getTokenStream();
    if (tokens->index() != trail_at_) {
        trail_.clear();
        trail_at_ = tokens->index();
    }
    trail_.emplace_back(parser->getState(), parser->getContext());
    const atn::ATNState* state = parser->getATN().states[parser->getState()];
    const misc::IntervalSet& next = parser->getATN().nextTokens(const_cast<atn::ATNState*>(state));
    if (next.contains(tokens->LA(1)) || next.contains(static_cast<std::size_t>(Token::EPSILON))) {
        return;
    }
    const int type = type_of(state);
    const bool loop = type == kStarLoopEntry || type == kStarLoopBack || type == kPlusLoopBack ||
                      type == kStarBlockStart;
    if (!loop || !holds_items(parser->getContext()->getRuleIndex())) {
        // Where a `;` or `)` may stand, its absence may be all that is wrong: recoverInline sees to
        // it.
        for (const std::size_t missing : {P::SEMICOLON, P::RPAREN}) {
            if (next.contains(missing)) { return; }
        }
        throw InputMismatchException(parser);
    }
    // Junk between items: one report, then on to the next item without leaving the block.
    beginErrorCondition(parser);
    report(parser, parser->getCurrentToken());
    while (!next.contains(tokens->LA(1)) && tokens->LA(1) != Token::EOF) {
        const std::size_t before = tokens->index();
        skip_item(parser);
        if (tokens->index() == before) { tokens->consume(); }
    }
    endErrorCondition(parser);
}

bool ReportingStrategy::fits_after(Parser* parser, std::size_t missing) const {
    const atn::ATN& atn = parser->getATN();
    const atn::ATNState* state = atn.states[parser->getState()];
    if (state->transitions.empty()) { return false; }
    const atn::Transition* transition = &*state->transitions[0];
    if (!transition->matches(missing, 0, 0x10ffff)) { return false; }
    const misc::IntervalSet after = atn.nextTokens(transition->target, parser->getContext());
    return after.contains(parser->getTokenStream()->LA(1));
}

Token* ReportingStrategy::recoverInline(Parser* parser) {
    for (const std::size_t missing : {P::SEMICOLON, P::RPAREN}) {
        Token* previous = parser->getTokenStream()->LT(-1);
        if (previous == nullptr || !fits_after(parser, missing)) { continue; }
        const auto& before = static_cast<grammar::OffsetToken*>(previous)->raw;
        if (!inErrorRecoveryMode(parser)) {
            beginErrorCondition(parser);
            const std::string mark = missing == P::SEMICOLON ? ";" : ")";
            diagnostics_
                .report(diag::MissingToken, {file_, before.end, before.end}, mark,
                        "`" + shown(previous->getText()) + "`")
                .help("insert `" + mark + "` here");
            endErrorCondition(parser);
        }
        auto token = std::make_unique<grammar::OffsetToken>();
        token->raw = {before.end, before.end, static_cast<std::uint16_t>(missing)};
        token->index = static_cast<std::uint32_t>(previous->getTokenIndex());
        inserted_.push_back(std::move(token));
        return inserted_.back().get();
    }
    throw InputMismatchException(parser);
}

void ReportingStrategy::reportError(Parser* parser, const RecognitionException& error) {
    if (inErrorRecoveryMode(parser)) { return; }
    beginErrorCondition(parser);
    Token* token = error.getOffendingToken();
    report(parser, token != nullptr ? token : parser->getCurrentToken());
}

void ReportingStrategy::recover(Parser* parser, std::exception_ptr error) {
    const std::size_t rule = parser->getContext()->getRuleIndex();
    if (!is_anchor(rule)) { std::rethrow_exception(error); }
    if (rule == P::RuleTableElement) {
        skip_element(parser);
    } else {
        skip_item(parser);
    }
    endErrorCondition(parser);
}

void ReportingStrategy::skip_element(Parser* parser) {
    TokenStream* tokens = parser->getTokenStream();
    const auto change = [](std::size_t type, std::size_t depth) {
        if (type == P::LPAREN || type == P::LBRACKET) { return depth + 1; }
        const bool closes = type == P::RPAREN || type == P::RBRACKET;
        return closes && depth > 0 ? depth - 1 : depth;
    };
    // The error may lie inside brackets of the element itself.
    std::size_t depth = 0;
    for (std::size_t i = parser->getContext()->start->getTokenIndex(); i < tokens->index(); ++i) {
        depth = change(tokens->get(i)->getType(), depth);
    }
    while (true) {
        const std::size_t type = tokens->LA(1);
        if (type == Token::EOF || type == P::SEMICOLON || type == P::RBRACE) { return; }
        if (depth == 0 && (type == P::COMMA || type == P::RPAREN)) { return; }
        depth = change(type, depth);
        tokens->consume();
    }
}

void ReportingStrategy::skip_item(Parser* parser) {
    TokenStream* tokens = parser->getTokenStream();
    std::size_t depth = 0;
    while (true) {
        const std::size_t type = tokens->LA(1);
        if (type == Token::EOF) { return; }
        const bool opens = type == P::LBRACE || type == P::LPAREN || type == P::LBRACKET;
        const bool closes = type == P::RBRACE || type == P::RPAREN || type == P::RBRACKET;
        if (depth == 0) {
            if (type == P::RBRACE) { return; }
            if (type == P::SEMICOLON) {
                tokens->consume();
                return;
            }
        }
        if (opens) { ++depth; }
        const bool end_of_block = closes && depth == 1 && type == P::RBRACE;
        if (closes && depth > 0) { --depth; }
        // Brackets may be what is wrong: the end of a statement ends the skipping too.
        if (type == P::SEMICOLON) { depth = 0; }
        tokens->consume();
        if (end_of_block || (type == P::SEMICOLON && depth == 0)) { return; }
    }
}

void ReportingStrategy::report_end(Parser* parser, Token* token, const std::string& wanted) {
    if (reported_end_) { return; }
    reported_end_ = true;
    auto& finding = diagnostics_.report(diag::UnexpectedEnd, span_of(file_, token), wanted);
    std::vector<Token*> open;
    TokenStream* tokens = parser->getTokenStream();
    for (std::size_t i = 0; i < token->getTokenIndex(); ++i) {
        Token* candidate = tokens->get(i);
        const std::size_t type = candidate->getType();
        if (type == P::LBRACE || type == P::LPAREN || type == P::LBRACKET) {
            open.push_back(candidate);
        } else if ((type == P::RBRACE || type == P::RPAREN || type == P::RBRACKET) &&
                   !open.empty()) {
            open.pop_back();
        }
    }
    if (!open.empty()) {
        finding.note(span_of(file_, open.back()),
                     "this `" + open.back()->getText() + "` is never closed");
    }
}

/// What a person most likely did, where the list of what could stand here does not say it.
std::string ReportingStrategy::likely_slip(Parser* parser, Token* token, const Expected& next) {
    TokenStream* tokens = parser->getTokenStream();
    // `add colunm phone text` reads as a column called colunm of the type phone.
    Token* before = tokens->LT(-2);
    if (before != nullptr && before->getType() == P::IDENTIFIER) {
        const Token* third = tokens->LT(-3);
        const bool action = third != nullptr && third->getType() == P::KW_ADD;
        const std::string word = before->getText();
        if (action && !nearest_name(word, {"column", "constraint"}).empty()) {
            return "did you mean `" + std::string(nearest_name(word, {"column", "constraint"})) +
                   "` instead of `" + word + "`?";
        }
    }
    // The next column stands on a line of its own: what is missing is the comma before it.
    const bool list = next.tokens.count(P::COMMA) != 0 && next.tokens.count(P::RPAREN) != 0;
    const bool name = token->getType() == P::IDENTIFIER || token->getType() == P::QUOTED_IDENTIFIER;
    Token* previous = tokens->LT(-1);
    if (!list || !name || previous == nullptr) { return {}; }
    const std::size_t end = static_cast<grammar::OffsetToken*>(previous)->raw.end;
    const auto& raw = static_cast<grammar::OffsetToken*>(token)->raw;
    const std::string_view source = static_cast<grammar::OffsetToken*>(token)->source;
    const bool new_line = source.substr(end, raw.begin - end).find('\n') != std::string_view::npos;
    return new_line ? "a `,` is missing after `" + shown(previous->getText()) + "`" : std::string();
}

void ReportingStrategy::report(Parser* parser, Token* token) {
    const Expected next = expected(parser);
    std::vector<std::string> words;
    for (const NamedRule& named : kNamedRules) {
        if (next.rules.count(named.rule) != 0) { words.emplace_back(named.words); }
    }
    std::vector<std::string> marks;
    for (const std::size_t candidate : next.tokens) {
        // What a call may go on with is nothing that a person would write first.
        if (candidate == P::SQL_TEXT && next.tokens.size() + words.size() > 1) { continue; }
        const bool mark = candidate >= P::LBRACE && candidate <= P::CARET;
        (mark ? marks : words).push_back(token_words(parser, candidate));
    }
    words.insert(words.end(), marks.begin(), marks.end());
    const std::string wanted = joined(std::move(words));
    if (token->getType() == Token::EOF) {
        report_end(parser, token, wanted);
        return;
    }
    const bool operates = token->getType() >= P::DOUBLE_COLON && token->getType() <= P::OPERATOR;

    const std::string found = token->getText();
    Token* previous = parser->getTokenStream()->LT(-1);
    std::string message = "expected " + wanted;
    if (previous != nullptr) { message += " after `" + shown(previous->getText()) + "`"; }
    // A script's last statement may end without its `;`.
    message +=
        found.empty() ? ", found the end of the statement" : ", found `" + shown(found) + "`";
    auto& finding = diagnostics_.report(diag::SyntaxError, span_of(file_, token), message);
    if (operates && next.rules.count(P::RuleOperatorClass) != 0) {
        finding.help("put the expression in parentheses: on t ((a || b))");
        return;
    }

    if (const std::string missed = likely_slip(parser, token, next); !missed.empty()) {
        finding.help(missed);
        return;
    }

    std::set<std::size_t> all = next.tokens;
    for (const std::size_t rule : next.rules) {
        const atn::ATN& atn = parser->getATN();
        add_tokens(atn.nextTokens(reinterpret_cast<atn::ATNState*>(atn.ruleToStartState[rule])),
                   all);
    }
    const bool word = token->getType() == P::IDENTIFIER || is_keyword(token->getType());
    if (!word) { return; }
    std::vector<std::string> keywords;
    for (const std::size_t candidate : all) {
        if (is_keyword(candidate)) { keywords.push_back(spelled(parser, candidate)); }
    }
    const std::vector<std::string_view> candidates(keywords.begin(), keywords.end());
    const std::string_view near = nearest_name(found, candidates);
    if (!near.empty() && near != found) {
        finding.help("did you mean `" + std::string(near) + "`?");
    } else if (is_keyword(token->getType()) && all.count(P::IDENTIFIER) != 0) {
        finding.help("`" + found + "` is a key word here; write \"" + found +
                     "\" to use it as a name");
    }
}

}  // namespace retort::syntax
