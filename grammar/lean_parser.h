// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "grammar/token_stream.h"

namespace retort::grammar {

/// Superclass of the generated parser. It keeps no lists of children and makes no terminal nodes
/// (rules and tokens are reached by labels), and steps through the token array itself: together a
/// good third of the parse time.
class LeanParser : public antlr4::Parser {
public:
    explicit LeanParser(antlr4::TokenStream* input)
        : Parser(input), stream_(static_cast<OffsetTokenStream*>(input)) {}

    void enterRule(antlr4::ParserRuleContext* context, std::size_t state, std::size_t) override {
        setState(state);
        _ctx = context;
        _ctx->start = stream_->current();
    }
    /// Hides the runtime's: the generated code calls this one.
    void exitRule() {
        _ctx->stop = _matchedEOF ? stream_->current() : stream_->LT(-1);
        setState(_ctx->invokingState);
        _ctx = static_cast<antlr4::ParserRuleContext*>(_ctx->parent);
    }
    /// Labelled alternatives and left recursion would swap contexts here; the grammar has neither.
    void enterOuterAlt(antlr4::ParserRuleContext*, std::size_t) override {}

    antlr4::Token* match(std::size_t type) override {
        OffsetToken* token = stream_->current();
        if (token->raw.type == type && !_errHandler->inErrorRecoveryMode(this)) {
            stream_->advance();
            return token;
        }
        return Parser::match(type);
    }
    antlr4::Token* consume() override {
        if (_errHandler->inErrorRecoveryMode(this)) { return Parser::consume(); }
        OffsetToken* token = stream_->current();
        if (token->raw.type != kEndOfFile) { stream_->advance(); }
        return token;
    }

private:
    OffsetTokenStream* stream_;
};

}  // namespace retort::grammar
