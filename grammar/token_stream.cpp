// SPDX-License-Identifier: Apache-2.0
#include "grammar/token_stream.h"

namespace retort::grammar {

void OffsetTokenStream::load(std::string_view source, const std::vector<RawToken>& tokens) {
    source_ = source;
    count_ = tokens.size();
    position_ = 0;
    if (tokens_.size() < count_) { tokens_.resize(count_ * 2); }
    for (std::size_t i = 0; i < count_; ++i) {
        tokens_[i].raw = tokens[i];
        tokens_[i].index = static_cast<std::uint32_t>(i);
        tokens_[i].source = source;
    }
}

antlr4::Token* OffsetTokenStream::LT(ssize_t k) {
    if (k > 0) {
        const std::size_t index = position_ + static_cast<std::size_t>(k) - 1;
        return &tokens_[index < count_ ? index : count_ - 1];
    }
    if (k == 0 || static_cast<std::size_t>(-k) > position_) { return nullptr; }
    return &tokens_[position_ - static_cast<std::size_t>(-k)];
}

std::size_t OffsetTokenStream::LA(ssize_t i) {
    const antlr4::Token* token = LT(i);
    return token == nullptr ? antlr4::Token::INVALID_TYPE : token->getType();
}

void OffsetTokenStream::consume() {
    if (position_ + 1 < count_) { ++position_; }
}

std::string OffsetTokenStream::getText(const antlr4::misc::Interval& interval) {
    if (count_ == 0 || interval.a < 0 || interval.b < interval.a) { return {}; }
    return getText(get(static_cast<std::size_t>(interval.a)),
                   get(static_cast<std::size_t>(interval.b)));
}

std::string OffsetTokenStream::getText(antlr4::RuleContext* context) {
    return getText(context->getSourceInterval());
}

std::string OffsetTokenStream::getText(antlr4::Token* start, antlr4::Token* stop) {
    if (start == nullptr || stop == nullptr) { return {}; }
    const std::size_t begin = start->getStartIndex();
    return std::string(source_.substr(begin, stop->getStopIndex() + 1 - begin));
}

}  // namespace retort::grammar
