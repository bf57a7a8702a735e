// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "antlr4-runtime.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The parser's input: tokens in one array, byte offsets into the source, no copies of text.

namespace retort::grammar {

/// What the scanner makes. `type` is one of the lexer's token types; the last token has kEndOfFile.
struct RawToken {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint16_t type;
};

inline constexpr std::uint16_t kEndOfFile = 0xffff;

/// A token as ANTLR sees it. Lines and columns are never asked for: diagnostics go by offsets.
class OffsetToken final : public antlr4::Token {
public:
    RawToken raw{};
    std::uint32_t index = 0;
    std::string_view source;

    [[nodiscard]] std::string_view view() const {
        return source.substr(raw.begin, raw.end - raw.begin);
    }
    std::string getText() const override { return std::string(view()); }
    std::size_t getType() const override {
        return raw.type == kEndOfFile ? antlr4::Token::EOF : raw.type;
    }
    std::size_t getLine() const override { return 0; }
    std::size_t getCharPositionInLine() const override { return 0; }
    std::size_t getChannel() const override { return 0; }
    std::size_t getTokenIndex() const override { return index; }
    std::size_t getStartIndex() const override { return raw.begin; }
    std::size_t getStopIndex() const override { return static_cast<std::size_t>(raw.end) - 1; }
    antlr4::TokenSource* getTokenSource() const override { return nullptr; }
    antlr4::CharStream* getInputStream() const override { return nullptr; }
    std::string toString() const override { return getText(); }
};

/// The tokens of one file; reused from file to file.
class OffsetTokenStream final : public antlr4::TokenStream, public antlr4::TokenSource {
public:
    void load(std::string_view source, const std::vector<RawToken>& tokens);
    [[nodiscard]] OffsetToken* current() { return &tokens_[position_]; }
    [[nodiscard]] OffsetToken* at(std::size_t index) { return &tokens_[index]; }
    void advance() { ++position_; }

    antlr4::Token* LT(ssize_t k) override;
    std::size_t LA(ssize_t i) override;
    void consume() override;
    ssize_t mark() override { return 0; }
    void release(ssize_t) override {}
    std::size_t index() override { return position_; }
    void seek(std::size_t index) override { position_ = index; }
    std::size_t size() override { return count_; }
    std::string getSourceName() const override { return {}; }
    antlr4::Token* get(std::size_t index) const override {
        return const_cast<OffsetToken*>(&tokens_[index]);
    }
    antlr4::TokenSource* getTokenSource() const override {
        return const_cast<OffsetTokenStream*>(this);
    }
    std::string getText(const antlr4::misc::Interval& interval) override;
    std::string getText() override { return std::string(source_); }
    std::string getText(antlr4::RuleContext* context) override;
    std::string getText(antlr4::Token* start, antlr4::Token* stop) override;

    std::unique_ptr<antlr4::Token> nextToken() override { return nullptr; }
    std::size_t getLine() const override { return 0; }
    std::size_t getCharPositionInLine() override { return 0; }
    antlr4::CharStream* getInputStream() override { return nullptr; }
    std::string getSourceName() override { return {}; }
    antlr4::TokenFactory<antlr4::CommonToken>* getTokenFactory() override { return &factory_; }

private:
    std::string_view source_;
    std::vector<OffsetToken> tokens_;
    std::size_t position_ = 0;
    std::size_t count_ = 0;
    antlr4::CommonTokenFactory factory_;
};

}  // namespace retort::grammar
