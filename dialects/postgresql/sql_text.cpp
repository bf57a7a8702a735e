// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/sql_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

namespace retort::dialects::postgresql {
namespace {

/// How many words of a statement are kept: enough for `alter table if exists only s . t detach
/// partition if exists s . p concurrently` and the like.
constexpr std::size_t kKeptWords = 24;

enum class TokenKind : unsigned char { Space, Comment, String, Name, Dollar, Word, Other };

struct Token {
    TokenKind kind = TokenKind::Other;
    std::string_view text;
};

// ASCII's classes, whatever the locale: what the server's scanner goes by.
constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool starts_word(char c) {
    return is_letter(c) || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool continues_word(char c) {
    return starts_word(c) || is_digit(c) || c == '$';
}

/// The lexical structure of PostgreSQL (manual, 4.1), as far as quotes and comments go.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    [[nodiscard]] bool done() const { return at_ >= text_.size(); }

    Token next() {
        const std::size_t begin = at_;
        const TokenKind kind = skip();
        return {kind, text_.substr(begin, at_ - begin)};
    }

private:
    TokenKind skip() {
        const char c = text_[at_];
        const std::string_view rest = text_.substr(at_);
        if (is_space(c)) {
            while (!done() && is_space(text_[at_])) { ++at_; }
            return TokenKind::Space;
        }
        if (rest.starts_with("--")) {
            at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
            return TokenKind::Comment;
        }
        if (rest.starts_with("/*")) { return skip_block_comment(); }
        if (c == '\'') { return skip_quoted('\'', false, TokenKind::String); }
        if (c == '"') { return skip_quoted('"', false, TokenKind::Name); }
        if (rest.size() > 1 && (c == 'e' || c == 'E') && rest[1] == '\'') {
            ++at_;
            return skip_quoted('\'', true, TokenKind::String);
        }
        if (c == '$') { return skip_dollar(); }
        if (continues_word(c)) {
            while (!done() && continues_word(text_[at_])) { ++at_; }
            return TokenKind::Word;
        }
        ++at_;
        return TokenKind::Other;
    }

    TokenKind skip_block_comment() {
        std::size_t depth = 0;
        do {
            if (text_.substr(at_).starts_with("/*")) {
                ++depth;
                at_ += 2;
            } else if (text_.substr(at_).starts_with("*/")) {
                --depth;
                at_ += 2;
            } else {
                ++at_;
            }
        } while (depth != 0 && !done());
        return TokenKind::Comment;
    }

    TokenKind skip_quoted(char quote, bool escapes, TokenKind kind) {
        ++at_;
        while (!done()) {
            const char c = text_[at_++];
            if (escapes && c == '\\') {
                ++at_;
            } else if (c == quote) {
                if (done() || text_[at_] != quote) { break; }
                ++at_;
            }
        }
        at_ = std::min(at_, text_.size());
        return kind;
    }

    TokenKind skip_dollar() {
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != '$' && continues_word(text_[end])) { ++end; }
        const bool tag = end < text_.size() && text_[end] == '$' && !is_digit(text_[at_ + 1]);
        if (!tag) {
            ++at_;
            return TokenKind::Other;
        }
        const std::string_view mark = text_.substr(at_, end + 1 - at_);
        const std::size_t close = text_.find(mark, end + 1);
        at_ = close == std::string_view::npos ? text_.size() : close + mark.size();
        return TokenKind::Dollar;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return result;
}

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 5> kBeginsQuery{"select", "with", "values", "table",
                                                       "recursive"};
constexpr std::array<std::string_view, 2> kBeginsBody{"begin", "return"};
constexpr std::array<std::string_view, 1> kViewWords{"as"};
/// Of functions and procedures, triggers, policies and statistics.
constexpr std::array<std::string_view, 62> kRoutineWords{
    "after",     "all",         "as",         "before",      "by",       "called",
    "check",     "cost",        "deferrable", "deferred",    "definer",  "delete",
    "each",      "execute",     "external",   "for",         "from",     "function",
    "immediate", "immutable",   "initially",  "input",       "insert",   "instead",
    "invoker",   "language",    "leakproof",  "new",         "not",      "null",
    "of",        "old",         "on",         "or",          "parallel", "permissive",
    "procedure", "referencing", "restricted", "restrictive", "returns",  "row",
    "rows",      "safe",        "security",   "select",      "set",      "setof",
    "stable",    "statement",   "strict",     "support",     "table",    "to",
    "transform", "truncate",    "unsafe",     "update",      "using",    "volatile",
    "when",      "with"};
constexpr std::array<std::string_view, 57> kPrivilegeWords{
    "admin",        "all",        "alter",        "any",        "by",        "cascade",
    "connect",      "create",     "current_user", "data",       "database",  "delete",
    "domain",       "execute",    "for",          "foreign",    "from",      "function",
    "functions",    "grant",      "granted",      "in",         "insert",    "language",
    "large",        "maintain",   "object",       "on",         "option",    "privileges",
    "procedure",    "procedures", "public",       "references", "restrict",  "routine",
    "routines",     "schema",     "select",       "sequence",   "sequences", "server",
    "session_user", "set",        "system",       "table",      "tables",    "tablespace",
    "temporary",    "to",         "trigger",      "truncate",   "type",      "update",
    "usage",        "with",       "wrapper"};
constexpr std::array<std::string_view, 12> kBoundWords{"default", "false",    "for",      "from",
                                                       "in",      "maxvalue", "minvalue", "null",
                                                       "true",    "to",       "values",   "with"};

constexpr std::array<std::string_view, 50> kActionWords{
    "access",      "all",          "alter",    "always", "attach",     "cluster",   "column",
    "compression", "concurrently", "default",  "detach", "disable",    "enable",    "extended",
    "external",    "finalize",     "for",      "from",   "full",       "identity",  "in",
    "index",       "inherit",      "logged",   "main",   "method",     "no",        "not",
    "nothing",     "of",           "on",       "oids",   "owner",      "partition", "plain",
    "replica",     "reset",        "rule",     "set",    "statistics", "storage",   "tablespace",
    "to",          "trigger",      "unlogged", "user",   "using",      "values",    "with",
    "without"};

bool is_any(std::string_view word, Words words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

Words key_words(TextPart part) {
    switch (part) {
        case TextPart::ViewHead:
            return kViewWords;
        case TextPart::RoutineHead:
            return kRoutineWords;
        case TextPart::Privileges:
            return kPrivilegeWords;
        case TextPart::PartitionBound:
            return kBoundWords;
        case TextPart::TableAction:
            return kActionWords;
    }
    return {};
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) { text.remove_prefix(1); }
    while (!text.empty() && is_space(text.back())) { text.remove_suffix(1); }
    return text;
}

bool has_word(const TextStatement& statement, std::string_view word) {
    return std::find(statement.words.begin(), statement.words.end(), word) != statement.words.end();
}

bool starts_with(const TextStatement& statement, std::initializer_list<std::string_view> words) {
    return statement.words.size() >= words.size() &&
           std::equal(words.begin(), words.end(), statement.words.begin());
}

/// Follows a statement's words to know where a `;` ends it.
class Splitter {
public:
    std::vector<TextStatement> run(std::string_view text) {
        Scanner scanner(text);
        while (!scanner.done()) {
            const Token token = scanner.next();
            if (token.kind == TokenKind::Other && token.text == ";" && parentheses_ == 0 &&
                blocks_ == 0) {
                finish();
                continue;
            }
            current_.text += token.text;
            substance_ =
                substance_ || (token.kind != TokenKind::Space && token.kind != TokenKind::Comment);
            follow(token);
        }
        finish();
        return std::move(statements_);
    }

private:
    void follow(const Token& token) {
        if (token.text == "(") { ++parentheses_; }
        if (token.text == ")" && parentheses_ != 0) { --parentheses_; }
        if (token.kind != TokenKind::Word) { return; }
        const std::string word = lower(token.text);
        if (blocks_ == 0) {
            if (word == "atomic" && last_ == "begin") { blocks_ = 1; }
        } else if (word == "case" || word == "begin") {
            ++blocks_;
        } else if (word == "end") {
            --blocks_;
        }
        if (current_.words.size() < kKeptWords) { current_.words.push_back(word); }
        last_ = word;
    }

    void finish() {
        current_.text = std::string(trimmed(current_.text));
        if (substance_) { statements_.push_back(std::move(current_)); }
        current_ = {};
        last_.clear();
        parentheses_ = 0;
        blocks_ = 0;
        substance_ = false;
    }

    std::vector<TextStatement> statements_;
    TextStatement current_;
    std::string last_;
    std::size_t parentheses_ = 0;
    std::size_t blocks_ = 0;
    bool substance_ = false;
};

}  // namespace

std::vector<TextStatement> split_statements(std::string_view text) {
    return Splitter().run(text);
}

bool controls_transaction(const TextStatement& statement) {
    if (statement.words.empty()) { return false; }
    const std::string& first = statement.words[0];
    const std::string second = statement.words.size() > 1 ? statement.words[1] : std::string();
    return first == "begin" || first == "commit" || first == "end" || first == "abort" ||
           (first == "rollback" && second != "to") ||
           ((first == "start" || first == "prepare") && second == "transaction");
}

bool is_transactional(const TextStatement& statement) {
    if (statement.words.empty()) { return true; }
    const std::string& first = statement.words.front();
    const bool concurrently = has_word(statement, "concurrently");
    if (first == "vacuum" || (first == "cluster" && statement.words.size() == 1)) { return false; }
    if (first == "create" || first == "drop") {
        const bool index = starts_with(statement, {first, "index"}) ||
                           starts_with(statement, {first, "unique", "index"});
        return !(starts_with(statement, {first, "database"}) ||
                 starts_with(statement, {first, "tablespace"}) ||
                 starts_with(statement, {first, "subscription"}) || (index && concurrently));
    }
    if (first == "reindex") {
        return !concurrently && !has_word(statement, "database") && !has_word(statement, "system");
    }
    if (first == "alter") {
        return !starts_with(statement, {"alter", "system"}) &&
               !(has_word(statement, "detach") && concurrently);
    }
    return true;
}

bool is_repeatable(const TextStatement& statement) {
    return starts_with(statement, {"vacuum"}) || starts_with(statement, {"reindex"}) ||
           starts_with(statement, {"analyze"}) || starts_with(statement, {"cluster"});
}

std::string added_enum_literal(const TextStatement& statement) {
    if (!starts_with(statement, {"alter", "type"}) || !has_word(statement, "add") ||
        !has_word(statement, "value")) {
        return {};
    }
    Scanner scanner(statement.text);
    while (!scanner.done()) {
        const Token token = scanner.next();
        if (token.kind == TokenKind::String) { return std::string(token.text); }
    }
    return {};
}

void for_each_bare_word(std::string_view text,
                        const std::function<void(std::string_view word, bool is_called)>& visit) {
    Scanner scanner(text);
    bool joined = false;    // a `.` stands before
    std::string_view word;  // the last token, where it is one of those words
    while (!scanner.done()) {
        const Token token = scanner.next();
        if (token.kind == TokenKind::Space || token.kind == TokenKind::Comment) { continue; }
        const bool dot = token.text == ".";
        if (!word.empty() && !dot) { visit(word, token.text == "("); }
        word = token.kind == TokenKind::Word && !joined ? token.text : std::string_view();
        joined = dot;
    }
    if (!word.empty()) { visit(word, false); }
}

std::vector<std::string_view> tokens_of(std::string_view text) {
    std::vector<std::string_view> tokens;
    Scanner scanner(text);
    while (!scanner.done()) {
        const Token token = scanner.next();
        if (token.kind != TokenKind::Space && token.kind != TokenKind::Comment) {
            tokens.push_back(token.text);
        }
    }
    return tokens;
}

std::string upper(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::toupper(c)) : static_cast<char>(c);
    });
    return result;
}

std::string upper_key_words(std::string_view text, TextPart part) {
    std::string result;
    Scanner scanner(text);
    std::size_t depth = 0;
    bool joined = false;  // a `.` stands before
    bool body = false;
    while (!scanner.done()) {
        const Token token = scanner.next();
        if (token.text == "(") { ++depth; }
        if (token.text == ")" && depth != 0) { --depth; }
        const std::string word = token.kind == TokenKind::Word ? lower(token.text) : std::string();
        const bool begins_body =
            part == TextPart::ViewHead ? is_any(word, kBeginsQuery) : is_any(word, kBeginsBody);
        body = body || token.kind == TokenKind::Dollar || (depth == 0 && begins_body);
        const bool outside = depth == 0 || part == TextPart::PartitionBound;
        if (!body && !joined && outside && is_any(word, key_words(part))) {
            result += upper(token.text);
        } else {
            result += token.text;
        }
        joined = token.text == ".";
    }
    return result;
}

std::string protect_colons(std::string_view text) {
    std::string result;
    Scanner scanner(text);
    bool colon = false;
    while (!scanner.done()) {
        const Token token = scanner.next();
        const bool variable = token.kind == TokenKind::Word || token.kind == TokenKind::String ||
                              token.kind == TokenKind::Name;
        // The second `:` of a cast is no variable's mark.
        const bool cast = result.size() > 1 && result[result.size() - 2] == ':';
        if (colon && variable && !cast) { result += ' '; }
        result += token.text;
        colon = token.kind == TokenKind::Other && token.text == ":";
    }
    return result;
}

bool ends_in_comment(std::string_view text) {
    Scanner scanner(text);
    Token last;
    while (!scanner.done()) { last = scanner.next(); }
    return last.kind == TokenKind::Comment;
}

bool has_stray_backslash(std::string_view text) {
    Scanner scanner(text);
    while (!scanner.done()) {
        const Token token = scanner.next();
        if (token.kind == TokenKind::Other && token.text == "\\") { return true; }
    }
    return false;
}

}  // namespace retort::dialects::postgresql
