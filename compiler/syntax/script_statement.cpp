// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/script_statement.h"

#include "compiler/syntax/lower.h"
#include "compiler/syntax/session.h"

#include <algorithm>
#include <utility>

namespace retort::syntax {
namespace {

/// What is never closed takes the rest of the script with it.
bool swallows_rest(const RawToken& token) {
    return token.type == P::UNTERMINATED_STRING || token.type == P::UNTERMINATED_NAME ||
           token.type == P::UNTERMINATED_COMMENT || token.type == P::UNTERMINATED_DOLLAR;
}

}  // namespace

void StatementReader::read(ScriptStatement& statement) {
    Diagnostics found;
    if (prepare(statement, found)) { parse(statement, found); }
    if (found.has_errors()) {
        statement.error = found.all().front();
        statement.operations.clear();
    }
}

/// Makes the tokens that the parser shall read. False where there is nothing for it to read.
bool StatementReader::prepare(ScriptStatement& statement, Diagnostics& found) {
    const std::string_view text = script_.text;
    if (swallows_rest(statement.tokens.back())) {
        scan_.tokens.assign({statement.tokens.back()});
        return check_tokens(text, id_, scan_, found);
    }
    statement.place = place_of(text, statement.tokens);
    if (statement.place.kind == Place::Kind::None) { return false; }
    if (!check_bytes(text.substr(0, statement.where.end), id_, found, statement.where.begin)) {
        statement.ends_text = true;
        return false;
    }
    load_tokens(statement);
    if (!check_tokens(text, id_, scan_, found)) { return false; }
    if (statement.place.kind == Place::Kind::Text) {
        keep_as_text();
    } else {
        if (makes_table()) { statement.translation = translate(text, scan_.tokens); }
        fold_texts(text, scan_.tokens, folded_);
        if (!check_parameters(text, id_, folded_, found)) { return false; }
    }
    fold_ ? fold_names() : fold_collations();
    return true;
}

/// The statement's tokens with a `;` and an end.
void StatementReader::load_tokens(const ScriptStatement& statement) {
    const Span where = statement.where;
    scan_.tokens = statement.tokens;
    const std::uint32_t behind = scan_.tokens.back().end;
    const bool written = where.end > behind;
    scan_.tokens.push_back(
        {written ? where.end - 1 : behind, where.end, static_cast<std::uint16_t>(P::SEMICOLON)});
    scan_.tokens.push_back({where.end, where.end, grammar::kEndOfFile});
}

void StatementReader::keep_as_text() {
    const std::vector<RawToken>& all = scan_.tokens;
    folded_.assign(
        {{all.front().begin, all[all.size() - 3].end, static_cast<std::uint16_t>(P::SQL_STATEMENT)},
         all[all.size() - 2],
         all.back()});
}

/// `create [unlogged] table`, `alter table`, `create [unlogged] sequence`.
bool StatementReader::makes_table() const {
    const std::vector<RawToken>& tokens = scan_.tokens;
    const std::uint16_t first = tokens.front().type;
    if (first != P::KW_CREATE && first != P::KW_ALTER) { return false; }
    for (std::size_t i = 1; i < std::min<std::size_t>(4, tokens.size()); ++i) {
        if (tokens[i].type == P::KW_TABLE || tokens[i].type == P::KW_SEQUENCE) { return true; }
        const bool before = tokens[i].type == P::KW_UNLOGGED || tokens[i].type == P::KW_TEMP ||
                            tokens[i].type == P::KW_TEMPORARY;
        if (!before) { return false; }
    }
    return false;
}

/// Unquoted names in lower case, and bounds of partitions and the like with them. Bodies are
/// left as they are, what reads them folds them; but the table that a trigger, policy or
/// statistics object stands on is looked up by its name.
void StatementReader::fold_names() {
    const auto kind = [&](const RawToken& token) {
        return token.type == P::SQL_TEXT || token.type == P::SQL_STATEMENT;
    };
    const std::uint16_t second = scan_.tokens[1].type;
    const bool body = second != P::KW_TABLE && std::any_of(folded_.begin(), folded_.end(), kind);
    if (!body) {
        for (const RawToken& token : scan_.tokens) { fold(token); }
        return;
    }
    for (const RawToken& token : folded_) {
        if (!kind(token)) { fold(token); }
    }
    const std::vector<RawToken>& all = scan_.tokens;
    if (all.front().type == P::KW_COMMENT) { return; }
    const auto is_event = [](const RawToken& token) {
        return token.type == P::KW_DELETE || token.type == P::KW_INSERT ||
               token.type == P::KW_UPDATE;
    };
    for (std::size_t i = 0; i + 4 < all.size(); ++i) {
        if (all[i].type != P::KW_ON && all[i].type != P::KW_FROM) { continue; }
        if (is_event(all[i + 1])) { continue; }  // `on delete to`, of a rule
        fold(all[i + 1]);
        if (all[i + 2].type == P::DOT) { fold(all[i + 3]); }
    }
}

/// Where names keep their letters, those of collations mean the same in lower case.
void StatementReader::fold_collations() {
    const std::vector<RawToken>& all = folded_;
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (all[i - 1].type == P::KW_COLLATE) { fold(all[i]); }
    }
}

void StatementReader::fold(const RawToken& token) {
    const bool keyword = token.type >= P::KW_ACTION && token.type <= P::KW_ZONE;
    if (!keyword && token.type != P::IDENTIFIER) { return; }
    for (std::uint32_t at = token.begin; at < token.end; ++at) {
        char& c = script_.text[at];
        if (c >= 'A' && c <= 'Z') { c = static_cast<char>(c - 'A' + 'a'); }
    }
}

void StatementReader::parse(ScriptStatement& statement, Diagnostics& found) {
    Session& own = session();
    own.load(script_.text, folded_);
    const auto [tree, good] = own.parse(&grammar::MigrationParser::statementsOnly, id_, found);
    if (!good) { return; }
    statement.operations = Lowering(script_, id_, own.tokens(), found).statements(tree->statements);
    for (schema::Operation& operation : statement.operations) { operation.span = statement.where; }
}

}  // namespace retort::syntax
