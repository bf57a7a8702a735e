// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/script_translate.h"

#include "compiler/syntax/lower.h"

#include <optional>

namespace retort::syntax {
namespace {

class Translator {
public:
    Translator(std::string_view text, const std::vector<RawToken>& in, std::vector<RawToken>& out)
        : text_(text), in_(in), out_(out) {}

    Translation run() {
        creates_ = type(0) == P::KW_CREATE;
        while (at_ < in_.size()) { step(); }
        return std::move(result_);
    }

private:
    [[nodiscard]] std::uint16_t type(std::size_t ahead) const {
        return in_[std::min(at_ + ahead, in_.size() - 1)].type;
    }
    [[nodiscard]] bool is(std::size_t ahead, std::string_view word) const {
        const RawToken& token = in_[std::min(at_ + ahead, in_.size() - 1)];
        return same_word(text_.substr(token.begin, token.end - token.begin), word);
    }
    /// A word that the script leaves out.
    void insert(std::uint16_t word) {
        const std::uint32_t place = out_.back().end;
        out_.push_back({place, place, word});
    }
    void write_as(std::size_t ahead, std::uint16_t word) {
        const RawToken& token = in_[at_ + ahead];
        out_.push_back({token.begin, token.end, word});
    }

    void step() {
        if (type(0) == P::IDENTIFIER && is(0, "autoincrement")) {
            result_.autoincrement = true;
            ++at_;
        } else if (type(0) == P::KW_ON && type(1) == P::KW_CONFLICT) {
            at_ += 3;  // what an insert does then says nothing about the schema
        } else if (depth_ == 1 && in_.front().type == P::KW_ALTER &&
                   (is(0, "logged") || is(0, "unlogged"))) {
            ++at_;  // of the sequence of an identity column: as its table, until PostgreSQL 14
        } else if (at_ == 1 && type(0) == P::KW_UNLOGGED && type(1) == P::KW_SEQUENCE) {
            ++at_;
        } else if (type(0) == P::KW_SEQUENCE && is(1, "name")) {
            sequence_name();
        } else if (type(0) == P::KW_ADD && type(1) == P::KW_CONSTRAINT && type(3) == P::KW_NOT &&
                   type(4) == P::KW_NULL) {
            named_not_null();
        } else if (creates_ && depth_ == 1 && type(0) == P::KW_NO && type(1) == P::KW_INHERIT &&
                   follows_not_null()) {
            at_ += 2;
        } else if (creates_ && depth_ == 1 && not_null_at() != 0) {
            not_null_of_parent();
        } else if (creates_ && depth_ == 1 && type(0) == P::KW_COLLATE && option_) {
            collation();
        } else if (creates_ && depth_ == 1 && type(0) == P::KW_AS && type(1) == P::LPAREN) {
            generated();
        } else {
            copy();
        }
    }

    void copy() {
        const RawToken token = in_[at_++];
        switch (token.type) {
            case P::LPAREN:
                ++depth_;
                if (depth_ == 1) { option_.reset(); }
                break;
            case P::RPAREN:
                if (depth_ > 0) { --depth_; }
                break;
            case P::COMMA:
                if (depth_ == 1) { option_.reset(); }
                break;
            case P::KW_CONSTRAINT:
            case P::KW_NOT:
            case P::KW_NULL:
            case P::KW_DEFAULT:
            case P::KW_PRIMARY:
            case P::KW_UNIQUE:
            case P::KW_CHECK:
            case P::KW_REFERENCES:
                if (depth_ == 1 && !option_) { option_ = out_.size(); }
                break;
            default:
                break;
        }
        out_.push_back(token);
    }

    /// `sequence name a.b` among the options of an identity column.
    void sequence_name() {
        const std::size_t place = in_[at_].begin;
        at_ += 2;
        while (type(1) == P::DOT) { at_ += 2; }
        result_.sequences.emplace_back(place, name());
    }

    /// The name that stands here, behind which it goes on.
    std::string name() {
        const RawToken& name = in_[at_++];
        const std::string_view written = text_.substr(name.begin, name.end - name.begin);
        if (name.type != P::QUOTED_IDENTIFIER) { return lower(written); }
        std::string plain;
        for (std::size_t i = 1; i + 1 < written.size(); ++i) {
            plain += written[i];
            if (written[i] == '"') { ++i; }
        }
        return plain;
    }

    /// Among the columns stands `[constraint n] not null c [no inherit]`: where c stands, else 0.
    [[nodiscard]] std::size_t not_null_at() const {
        const bool begins =
            !out_.empty() && (out_.back().type == P::LPAREN || out_.back().type == P::COMMA);
        const std::size_t words = type(0) == P::KW_CONSTRAINT ? 2 : 0;
        const bool says = type(words) == P::KW_NOT && type(words + 1) == P::KW_NULL;
        return begins && says ? words + 2 : 0;
    }

    [[nodiscard]] bool follows_not_null() const {
        return out_.size() > 1 && out_.back().type == P::KW_NULL &&
               out_[out_.size() - 2].type == P::KW_NOT;
    }

    /// PostgreSQL 18 prints it of a column that the table has from its parent.
    void not_null_of_parent() {
        at_ += not_null_at();
        result_.not_null.push_back(name());
        if (type(0) == P::KW_NO) { at_ += 2; }
        if (type(0) == P::COMMA) {
            ++at_;
        } else if (out_.back().type == P::COMMA) {
            out_.pop_back();
        }
    }

    /// PostgreSQL 18 prints `add constraint n not null c [no inherit] [not valid]` where the name
    /// is not the usual one. The model has no names for them.
    void named_not_null() {
        write_as(0, P::KW_ALTER);
        write_as(5, type(5));
        write_as(1, P::KW_SET);
        write_as(3, P::KW_NOT);
        write_as(4, P::KW_NULL);
        at_ += 6;
        if (type(0) == P::KW_NO) { at_ += 2; }
        if (type(0) == P::KW_NOT) { at_ += 2; }
    }

    /// SQLite takes a column's collation anywhere among its options; pg_dump prints it behind them.
    void collation() {
        std::size_t length = 2;
        while (type(length) == P::DOT) { length += 2; }
        const auto begin = in_.begin() + static_cast<std::ptrdiff_t>(at_);
        out_.insert(out_.begin() + static_cast<std::ptrdiff_t>(*option_), begin,
                    begin + static_cast<std::ptrdiff_t>(length));
        *option_ += length;
        at_ += length;
    }

    /// `[generated always] as (…)`: virtual where nothing else is said, since PostgreSQL 18 and on
    /// SQLite.
    void generated() {
        if (out_.back().type != P::KW_ALWAYS) {
            insert(P::KW_GENERATED);
            insert(P::KW_ALWAYS);
        }
        const std::size_t outside = depth_;
        do { copy(); } while (at_ + 1 < in_.size() && (depth_ > outside || type(0) == P::LPAREN));
        if (type(0) != P::KW_STORED && type(0) != P::KW_VIRTUAL) { insert(P::KW_VIRTUAL); }
    }

    std::string_view text_;
    const std::vector<RawToken>& in_;
    std::vector<RawToken>& out_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    bool creates_ = false;
    std::optional<std::size_t> option_;  ///< where the first option of a column was written
    Translation result_;
};

}  // namespace

Translation translate(std::string_view text, std::vector<RawToken>& tokens) {
    const std::vector<RawToken> in = std::move(tokens);
    tokens.clear();
    tokens.reserve(in.size());
    return Translator(text, in, tokens).run();
}

void plain_default(schema::Column& column) {
    // SQLite has no words for truth in its older versions, and programs write numbers.
    if (column.type.kind != schema::TypeKind::Boolean || !column.default_value) { return; }
    schema::Expr& value = *column.default_value;
    if (value.kind != schema::ExprKind::Number || (value.text != "0" && value.text != "1")) {
        return;
    }
    value.kind = schema::ExprKind::Boolean;
    value.text = value.text == "1" ? "true" : "false";
}

void complete(schema::CreateTable& table, const Translation& translation) {
    for (schema::TableElement& element : table.elements) {
        if (auto* definition = std::get_if<schema::ColumnDefinition>(&element)) {
            plain_default(definition->column);
        }
    }
    for (const std::string& name : translation.not_null) {
        for (schema::TableElement& element : table.elements) {
            auto* definition = std::get_if<schema::ColumnDefinition>(&element);
            if (definition != nullptr && definition->column.name.text == name) {
                definition->column.not_null = true;
            }
        }
    }
    if (translation.autoincrement) { table.options.with.emplace_back("autoincrement", "true"); }
    for (const auto& [place, name] : translation.sequences) {
        schema::ColumnDefinition* column = nullptr;
        for (schema::TableElement& element : table.elements) {
            auto* definition = std::get_if<schema::ColumnDefinition>(&element);
            const bool before = definition != nullptr && definition->column.name.span.begin < place;
            if (before && definition->column.identity) { column = definition; }
        }
        if (column != nullptr) { column->sequence = name; }
    }
}

}  // namespace retort::syntax
