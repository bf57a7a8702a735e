// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "grammar/token_stream.h"

namespace retort::grammar {

/// Superclass of the generated parser. It makes no terminal nodes (tokens are reached by labels) and
/// steps through the token array itself: together a quarter of the parse time.
class LeanParser : public antlr4::Parser {
public:
    explicit LeanParser(antlr4::TokenStream* input)
        : Parser(input), stream_(static_cast<OffsetTokenStream*>(input)) {}

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
