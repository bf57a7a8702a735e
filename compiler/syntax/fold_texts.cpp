// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/scanner.h"

#include <algorithm>
#include <array>

#include "MigrationParser.h"

namespace retort::syntax {
namespace {

using P = grammar::MigrationParser;
using Words = std::initializer_list<std::string_view>;

/// Statements that are always kept whole.
constexpr std::array<std::string_view, 47> kTextStatements{
    "abort",   "analyse",  "analyze",   "attach",     "begin",   "call",    "checkpoint", "close",
    "cluster", "commit",   "copy",      "deallocate", "declare", "detach",  "discard",    "do",
    "explain", "fetch",    "import",    "listen",     "load",    "lock",    "merge",      "move",
    "notify",  "pragma",   "prepare",   "reassign",   "refresh", "reindex", "release",    "replace",
    "reset",   "rollback", "savepoint", "security",   "select",  "set",     "show",       "start",
    "table",   "truncate", "unlisten",  "vacuum",     "values",  "with",    "end"};

/// Kinds of objects that the model does not know: `create`, `alter` and `drop` of them stay text.
constexpr std::array<std::string_view, 29> kForeignKinds{
    "access",  "aggregate", "cast",    "collation",    "conversion", "database",
    "event",   "foreign",   "global",  "group",        "language",   "large",
    "local",   "operator",  "owned",   "publication",  "recursive",  "role",
    "routine", "rule",      "server",  "subscription", "system",     "tablespace",
    "text",    "transform", "trusted", "user",         "virtual"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view candidate) { return same_word(word, candidate); });
}

/// Walks the tokens once, statement by statement.
class Folder {
public:
    Folder(std::string_view text, const std::vector<RawToken>& in, std::vector<RawToken>& out)
        : text_(text), in_(in), out_(out) {}

    void run() {
        while (type(at_) != grammar::kEndOfFile) {
            if (starts_statement_ && fold_statement()) { continue; }
            copy();
        }
        out_.push_back(in_[at_]);
    }

private:
    [[nodiscard]] std::uint16_t type(std::size_t index) const {
        return in_[std::min(index, in_.size() - 1)].type;
    }
    [[nodiscard]] std::string_view word(std::size_t index) const {
        const RawToken& token = in_[std::min(index, in_.size() - 1)];
        return text_.substr(token.begin, token.end - token.begin);
    }
    [[nodiscard]] bool is(std::size_t index, std::string_view lower_case) const {
        return same_word(word(index), lower_case);
    }
    [[nodiscard]] bool is_any(std::size_t index, Words words) const {
        return std::any_of(words.begin(), words.end(),
                           [&](std::string_view candidate) { return is(index, candidate); });
    }
    [[nodiscard]] bool ends_statement(std::size_t index) const {
        const std::uint16_t t = type(index);
        return t == P::SEMICOLON || t == P::RBRACE || t == grammar::kEndOfFile;
    }

    /// Just behind the bracket that closes the one at `index`, or where the statement ends.
    [[nodiscard]] std::size_t behind_brackets(std::size_t index) const {
        std::size_t depth = 0;
        for (std::size_t i = index; !ends_statement(i); ++i) {
            const std::uint16_t t = type(i);
            if (t == P::LPAREN || t == P::LBRACKET) { ++depth; }
            if (t == P::RPAREN || t == P::RBRACKET) {
                if (depth == 0) { return i; }
                if (--depth == 0) { return i + 1; }
            }
            if (depth == 0) { return i + 1; }
        }
        return statement_end(index);
    }
    [[nodiscard]] std::size_t statement_end(std::size_t index) const {
        while (!ends_statement(index)) { ++index; }
        return index;
    }
    /// The first token outside brackets, from `index` to the end, for which `stop` holds.
    template <class Stop>
    [[nodiscard]] std::size_t find_outside(std::size_t index, Stop stop) const {
        while (!ends_statement(index)) {
            if (stop(index)) { return index; }
            const std::uint16_t t = type(index);
            index = t == P::LPAREN || t == P::LBRACKET ? behind_brackets(index) : index + 1;
        }
        return index;
    }
    /// The end of a body in which `begin … end` may hold semicolons.
    [[nodiscard]] std::size_t body_end(std::size_t index) const {
        std::size_t blocks = 0;
        for (; type(index) != grammar::kEndOfFile; ++index) {
            const std::uint16_t t = type(index);
            if (is(index, "begin") || (blocks > 0 && t == P::KW_CASE)) { ++blocks; }
            if (blocks > 0 && t == P::KW_END) { --blocks; }
            if (blocks == 0 && (t == P::SEMICOLON || t == P::RBRACE)) { return index; }
        }
        return index;
    }
    /// The end of a rule, whose commands in brackets have semicolons between them.
    [[nodiscard]] std::size_t rule_end(std::size_t index) const {
        std::size_t depth = 0;
        for (; type(index) != grammar::kEndOfFile; ++index) {
            const std::uint16_t t = type(index);
            if (t == P::LPAREN) { ++depth; }
            if (t == P::RPAREN && depth > 0) { --depth; }
            if (depth > 0) { continue; }
            if (ends_statement(index) || starts_reverse(index)) { return index; }
        }
        return index;
    }
    [[nodiscard]] std::size_t behind_create(std::size_t index) const {
        return index + (type(index + 1) == P::KW_OR ? 3 : 1);
    }
    [[nodiscard]] bool starts_rule(std::size_t index) const {
        return is(index, "create") && is(behind_create(index), "rule");
    }
    [[nodiscard]] bool starts_reverse(std::size_t index) const {
        return type(index) == P::KW_REVERSE &&
               (is_any(index + 1, {"nothing", "insert", "update", "delete", "execute"}) ||
                type(index + 1) == P::DOLLAR_QUOTE || starts_text(index + 1) ||
                starts_definition(index + 1));
    }
    [[nodiscard]] bool starts_definition(std::size_t index) const {
        return is_any(index, {"alter", "create", "drop", "comment", "grant", "revoke"});
    }
    [[nodiscard]] bool starts_text(std::size_t index) const {
        return is_one_of(word(index), kTextStatements);
    }

    // ---- writing ------------------------------------------------------------------------------

    /// One token, resolved where it needs more look-ahead than the parser has.
    void copy() {
        RawToken token = in_[at_];
        starts_statement_ = false;
        switch (token.type) {
            case P::SEMICOLON:
            case P::LBRACE:
            case P::RBRACE:
                starts_statement_ = true;
                calls_position_.clear();
                break;
            case P::LPAREN:
                calls_position_.push_back(behind_position());
                break;
            case P::RPAREN:
                if (!calls_position_.empty()) { calls_position_.pop_back(); }
                break;
            case P::KW_IF:
                if (type(at_ + 1) != P::KW_NOT && type(at_ + 1) != P::KW_EXISTS) {
                    token.type = P::IDENTIFIER;
                }
                break;
            case P::KW_EXCLUDE:
                if (type(at_ + 1) != P::KW_USING && type(at_ + 1) != P::LPAREN) {
                    token.type = P::IDENTIFIER;
                }
                break;
            case P::KW_IN:
                if (type(at_ + 1) == P::KW_BATCHES) {
                    token.type = P::IN_BATCHES;
                } else if (!calls_position_.empty() && calls_position_.back()) {
                    token.type = P::POSITION_IN;
                    calls_position_.back() = false;
                }
                break;
            case P::KW_REVERSE:
                starts_statement_ = starts_reverse(at_);
                break;
            case P::IDENTIFIER:
                if (folds_call_tail()) { return; }
                break;
            default:
                break;
        }
        out_.push_back(token);
        ++at_;
        if (token.type == P::LPAREN) { fold_query(); }
    }
    /// The token written last is the function `position`.
    [[nodiscard]] bool behind_position() const {
        if (out_.empty() || out_.back().type != P::IDENTIFIER) { return false; }
        const RawToken& last = out_.back();
        return same_word(text_.substr(last.begin, last.end - last.begin), "position");
    }
    void copy_to(std::size_t end) {
        while (at_ < end) { copy(); }
    }
    /// One token of `kind` for everything up to `end` (nothing for nothing).
    void fold_to(std::size_t end, std::uint16_t kind) {
        if (end <= at_) { return; }
        out_.push_back({in_[at_].begin, in_[end - 1].end, kind});
        at_ = end;
        starts_statement_ = false;
    }
    void fold_query() {
        const bool query = is(at_, "select") || type(at_) == P::KW_WITH ||
                           (type(at_) == P::KW_VALUES && type(at_ + 1) == P::LPAREN);
        if (!query) { return; }
        std::size_t end = at_;
        while (!ends_statement(end) && type(end) != P::RPAREN) { end = behind_brackets(end); }
        fold_to(end, P::QUERY);
    }
    /// `filter (…)`, `over (…)`, `over w`, `within group (…)` behind a call.
    bool folds_call_tail() {
        const bool behind_call =
            !out_.empty() && (out_.back().type == P::RPAREN || out_.size() == call_tail_);
        if (!behind_call) { return false; }
        std::size_t next = at_ + 1;
        if (is(at_, "within") && is(next, "group")) {
            ++next;
        } else if (!is(at_, "filter") && !is(at_, "over")) {
            return false;
        }
        if (type(next) != P::LPAREN && !(is(at_, "over") && type(next) == P::IDENTIFIER)) {
            return false;
        }
        fold_to(behind_brackets(next), P::SQL_TEXT);
        call_tail_ = out_.size();
        return true;
    }

    /// The whole statement (or what stands before its `reverse`) as one token.
    bool fold_whole() {
        const std::size_t end = find_outside(at_, [&](std::size_t i) { return starts_reverse(i); });
        fold_to(end, P::SQL_STATEMENT);
        return true;
    }

    // ---- statements ---------------------------------------------------------------------------

    /// Handles the statement that starts here where it needs it. False: nothing was done.
    bool fold_statement() {
        // What takes back a statement that is kept as text is kept as text, too.
        if (!out_.empty() && out_.back().type == P::KW_REVERSE && starts_definition(at_)) {
            fold_to(starts_rule(at_)    ? rule_end(at_)
                    : is(at_, "create") ? body_end(at_)
                                        : statement_end(at_),
                    P::SQL_STATEMENT);
            return true;
        }
        switch (type(at_)) {
            case P::KW_CREATE:
                return fold_create();
            case P::KW_ALTER:
                return fold_alter();
            case P::KW_DROP:
                return fold_drop();
            case P::KW_COMMENT:
                return fold_comment();
            case P::KW_GRANT:
            case P::KW_REVOKE:
                copy();
                fold_to(statement_end(at_), P::SQL_TEXT);
                return true;
            case P::KW_ALLOW:
                copy();
                fold_to(find_outside(at_, [&](std::size_t i) { return type(i) == P::KW_BECAUSE; }),
                        P::SQL_TEXT);
                return true;
            case P::KW_INSERT:
                return !is_plain_insert() && fold_whole();
            case P::KW_UPDATE:
                return !is_plain_update() && fold_whole();
            case P::KW_DELETE:
                return !is_plain_delete() && fold_whole();
            default:
                return starts_text(at_) && !ends_statement(at_) && fold_whole();
        }
    }

    /// Behind `name` or `schema.name`.
    [[nodiscard]] std::size_t behind_name(std::size_t index) const {
        ++index;
        while (type(index) == P::DOT) { index += 2; }
        return index;
    }
    [[nodiscard]] std::size_t behind_if_exists(std::size_t index) const {
        if (type(index) != P::KW_IF) { return index; }
        return type(index + 1) == P::KW_NOT ? index + 3 : index + 2;
    }

    bool fold_create() {
        if (starts_rule(at_)) {
            fold_to(rule_end(at_), P::SQL_STATEMENT);
            return true;
        }
        const std::size_t kind = behind_create(at_);
        switch (type(kind)) {
            case P::KW_TABLE:
                return fold_create_table(kind);
            case P::KW_UNLOGGED:
            case P::KW_TEMP:
            case P::KW_TEMPORARY:
                return type(kind + 1) == P::KW_TABLE ? fold_create_table(kind + 1) : fold_whole();
            case P::KW_MATERIALIZED:
                return fold_body(kind + 2);
            case P::KW_VIEW:
            case P::KW_FUNCTION:
            case P::KW_PROCEDURE:
            case P::KW_TRIGGER:
            case P::KW_POLICY:
            case P::KW_STATISTICS:
                return fold_body(kind + 1);
            case P::KW_TYPE: {
                const std::size_t as = behind_name(kind + 1);
                return !(type(as) == P::KW_AS && type(as + 1) == P::KW_ENUM) && fold_whole();
            }
            case P::KW_CONSTRAINT:  // constraint trigger
                return fold_body(kind + 2);
            case P::KW_SCHEMA:
                return is(statement_end(kind) - 2, "authorization") && fold_whole();
            default:
                return is_one_of(word(kind), kForeignKinds) && fold_whole();
        }
    }
    bool fold_body(std::size_t name) {
        copy_to(behind_name(behind_if_exists(name)));
        fold_to(body_end(at_), P::SQL_TEXT);
        return true;
    }
    bool fold_create_table(std::size_t table) {
        const std::size_t name = behind_name(behind_if_exists(table + 1));
        const std::size_t as =
            find_outside(name, [&](std::size_t i) { return type(i) == P::KW_AS; });
        if (!ends_statement(as) || type(name) == P::KW_OF) { return fold_whole(); }
        copy_to(name);
        std::size_t depth = 0;
        while (!ends_statement(at_)) {
            if (type(at_) == P::LPAREN) { ++depth; }
            if (type(at_) == P::RPAREN && depth > 0) { --depth; }
            const bool element_start =
                depth == 1 && (out_.back().type == P::LPAREN || out_.back().type == P::COMMA);
            if (depth == 0 && type(at_) == P::KW_FOR) {
                fold_partition_bound();
            } else if (element_start && type(at_) == P::KW_LIKE) {
                copy_to(behind_name(at_ + 1));
                std::size_t end = at_;
                while (!ends_statement(end) && type(end) != P::COMMA && type(end) != P::RPAREN) {
                    ++end;
                }
                fold_to(end, P::SQL_TEXT);
            } else {
                copy();
            }
        }
        return true;
    }
    void fold_partition_bound() {
        std::size_t end = at_ + 2;
        if (type(end) == P::KW_WITH) { ++end; }
        fold_to(find_outside(end,
                             [&](std::size_t i) {
                                 const std::uint16_t t = type(i);
                                 const bool option = t == P::KW_WITH && !is(i - 1, "values");
                                 return t == P::KW_PARTITION || t == P::KW_TABLESPACE ||
                                        t == P::KW_USING || option;
                             }),
                P::SQL_TEXT);
    }

    bool fold_alter() {
        const std::size_t kind = at_ + 1;
        const std::size_t name = behind_if_exists(kind + 1);
        switch (type(kind)) {
            case P::KW_TABLE:
                return fold_alter_table(kind);
            case P::KW_INDEX: {
                const std::size_t change = behind_name(name);
                return type(change) != P::KW_RENAME && fold_whole();
            }
            case P::KW_SEQUENCE: {
                const std::size_t change = behind_name(name);
                return is_any(change, {"rename", "set", "owner", "reset"}) && fold_whole();
            }
            case P::KW_TYPE: {
                const std::size_t change = behind_name(kind + 1);
                const bool typed =
                    (type(change) == P::KW_ADD && type(change + 1) == P::KW_VALUE) ||
                    (type(change) == P::KW_DROP && type(change + 1) == P::KW_VALUE) ||
                    (type(change) == P::KW_RENAME &&
                     (type(change + 1) == P::KW_VALUE || type(change + 1) == P::KW_TO));
                return !typed && fold_whole();
            }
            case P::KW_VIEW:
            case P::KW_MATERIALIZED:
            case P::KW_FUNCTION:
            case P::KW_PROCEDURE:
            case P::KW_DOMAIN:
            case P::KW_SCHEMA:
            case P::KW_EXTENSION:
            case P::KW_POLICY:
            case P::KW_TRIGGER:
            case P::KW_STATISTICS:
            case P::KW_DEFAULT:
                return fold_whole();
            default:
                return is_one_of(word(kind), kForeignKinds) && fold_whole();
        }
    }
    bool fold_alter_table(std::size_t table) {
        std::size_t name = behind_if_exists(table + 1);
        if (type(name) == P::KW_ONLY) { ++name; }
        std::size_t action = behind_name(name);
        if (type(action) == P::STAR) { ++action; }
        copy_to(action);
        while (!ends_statement(at_)) {
            const std::size_t end =
                find_outside(at_, [&](std::size_t i) { return type(i) == P::COMMA; });
            if (is_other_action(at_)) {
                fold_to(end, P::SQL_TEXT);
            } else {
                copy_to(end);
            }
            if (type(at_) == P::COMMA) { copy(); }
        }
        return true;
    }
    [[nodiscard]] bool is_other_action(std::size_t i) const {
        switch (type(i)) {
            case P::KW_SET:
                return type(i + 1) != P::KW_SCHEMA;
            case P::KW_INHERIT:
            case P::KW_OF:
                return true;
            case P::KW_NO:
                return type(i + 1) == P::KW_INHERIT;
            case P::KW_NOT:
                return type(i + 1) == P::KW_OF;
            case P::KW_ENABLE:
            case P::KW_DISABLE:
                return type(i + 1) != P::KW_ROW;
            case P::KW_ALTER: {
                if (type(i + 1) == P::KW_CONSTRAINT) { return true; }
                const std::size_t change = type(i + 1) == P::KW_COLUMN ? i + 3 : i + 2;
                if (is(change, "reset")) { return true; }
                return type(change) == P::KW_SET &&
                       (is_any(change + 1,
                               {"statistics", "storage", "compression", "expression"}) ||
                        type(change + 1) == P::LPAREN);
            }
            case P::IDENTIFIER:
                return is_any(i, {"reset", "owner", "attach", "detach", "cluster", "replica"});
            default:
                return false;
        }
    }

    bool fold_drop() {
        const std::size_t kind = at_ + 1;
        if (type(kind) == P::KW_FUNCTION || type(kind) == P::KW_PROCEDURE) {
            copy_to(behind_name(behind_if_exists(kind + 1)));
            if (type(at_) == P::LPAREN) { fold_to(behind_brackets(at_), P::SQL_TEXT); }
            return true;
        }
        return is_one_of(word(kind), kForeignKinds) && fold_whole();
    }
    bool fold_comment() {
        const std::size_t kind = at_ + 2;
        if (type(at_ + 1) != P::KW_ON) { return false; }
        if (type(kind) == P::KW_FUNCTION || type(kind) == P::KW_PROCEDURE) {
            copy_to(behind_name(kind + 1));
            if (type(at_) == P::LPAREN) { fold_to(behind_brackets(at_), P::SQL_TEXT); }
            return true;
        }
        return is_one_of(word(kind), kForeignKinds) && fold_whole();
    }

    /// What `insert` takes its rows from, `values` apart.
    [[nodiscard]] bool starts_source(std::size_t index) const {
        return type(index) == P::KW_DEFAULT || type(index) == P::KW_WITH ||
               type(index) == P::KW_TABLE || type(index) == P::LPAREN || is(index, "select") ||
               is(index, "overriding");
    }
    /// `insert into t (…) values …` with no more than `on conflict do nothing`.
    [[nodiscard]] bool is_plain_insert() const {
        if (type(at_ + 1) != P::KW_INTO) { return true; }
        const std::size_t columns = behind_name(at_ + 2);
        if (type(columns) != P::LPAREN) {
            return !starts_source(columns) && type(columns) != P::KW_VALUES &&
                   type(columns) != P::KW_AS;
        }
        const std::size_t values = behind_brackets(columns);
        if (type(values) != P::KW_VALUES) { return !starts_source(values); }
        const std::size_t other = find_outside(values, [&](std::size_t i) {
            if (starts_reverse(i)) { return true; }
            return is(i, "returning") ||
                   (type(i) == P::KW_ON && !(type(i + 2) == P::KW_DO && is(i + 3, "nothing")));
        });
        return ends_statement(other) || starts_reverse(other);
    }
    /// `update t set c = …` without `from`, alias, `returning` or `(a, b) =`.
    [[nodiscard]] bool is_plain_update() const {
        if (type(at_ + 1) == P::KW_ONLY) { return false; }
        const std::size_t set = behind_name(at_ + 1);
        if (type(set) != P::KW_SET) { return type(set) != P::KW_AS && type(set + 1) != P::KW_SET; }
        const std::size_t other = find_outside(set, [&](std::size_t i) {
            return starts_reverse(i) || is(i, "returning") ||
                   (type(i) == P::KW_FROM && type(i - 1) != P::KW_DISTINCT) ||
                   (type(i) == P::LPAREN && (type(i - 1) == P::KW_SET || type(i - 1) == P::COMMA));
        });
        return ends_statement(other) || starts_reverse(other);
    }
    /// `delete from t [where …]` without `using`, alias or `returning`.
    [[nodiscard]] bool is_plain_delete() const {
        if (type(at_ + 1) != P::KW_FROM) { return true; }
        if (type(at_ + 2) == P::KW_ONLY) { return false; }
        const std::size_t next = behind_name(at_ + 2);
        const std::size_t after = next + 1;
        const bool alias =
            type(next) == P::KW_AS || (type(next) == P::IDENTIFIER &&
                                       (type(after) == P::KW_WHERE || type(after) == P::KW_USING ||
                                        is(after, "returning") || ends_statement(after)));
        if (alias || type(next) == P::KW_USING) { return false; }
        const std::size_t other = find_outside(
            next, [&](std::size_t i) { return starts_reverse(i) || is(i, "returning"); });
        return ends_statement(other) || starts_reverse(other);
    }

    std::string_view text_;
    const std::vector<RawToken>& in_;
    std::vector<RawToken>& out_;
    std::size_t at_ = 0;
    bool starts_statement_ = true;
    std::size_t call_tail_ =
        0;  ///< how much was written when a call's tail was: another may follow
    /// Of each open parenthesis: whether it is that of `position(a in b)` and `in` is still to
    /// come.
    std::vector<bool> calls_position_;
};

}  // namespace

void fold_texts(std::string_view text, const std::vector<RawToken>& tokens,
                std::vector<RawToken>& result) {
    result.clear();
    result.reserve(tokens.size());
    Folder(text, tokens, result).run();
}

}  // namespace retort::syntax
