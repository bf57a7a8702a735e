// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/expression.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <vector>

// SQL that is kept as it stands is read just closely enough to find what no version of SQLite, or
// not the target's, can read.

namespace retort::dialects::sqlite {

namespace {

using Tokens = std::vector<std::string_view>;

bool starts_name(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The end of what begins at `at` with a quote; a doubled one is inside.
std::size_t quoted_end(std::string_view sql, std::size_t at) {
    const char close = sql[at] == '[' ? ']' : sql[at];
    for (std::size_t i = at + 1; i < sql.size(); ++i) {
        if (sql[i] != close) { continue; }
        if (close == ']' || i + 1 == sql.size() || sql[i + 1] != close) { return i + 1; }
        ++i;
    }
    return sql.size();
}

/// Words, numbers, quoted text and symbols; comments and blanks are left out.
Tokens tokens_of(std::string_view sql) {
    Tokens tokens;
    std::size_t at = 0;
    const auto add = [&](std::size_t end) {
        tokens.push_back(sql.substr(at, end - at));
        at = end;
    };
    while (at < sql.size()) {
        const char c = sql[at];
        const std::string_view rest = sql.substr(at);
        if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            ++at;
        } else if (rest.starts_with("--")) {
            at = std::min(sql.find('\n', at), sql.size());
        } else if (rest.starts_with("/*")) {
            const std::size_t end = sql.find("*/", at + 2);
            at = end == std::string_view::npos ? sql.size() : end + 2;
        } else if (c == '\'' || c == '"' || c == '`' || c == '[') {
            add(quoted_end(sql, at));
        } else if (starts_name(c) || is_digit(c)) {
            std::size_t end = at;
            while (end < sql.size() &&
                   (starts_name(sql[end]) || is_digit(sql[end]) || sql[end] == '$')) {
                ++end;
            }
            add(end);
        } else if (rest.starts_with("->>")) {
            add(at + 3);
        } else if (rest.starts_with("->") || rest.starts_with("::")) {
            add(at + 2);
        } else {
            add(at + 1);
        }
    }
    return tokens;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view token, std::string_view lower_case) {
    return std::equal(token.begin(), token.end(), lower_case.begin(), lower_case.end(),
                      [](char a, char b) { return lower(a) == b; });
}

bool is_any(std::string_view token, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return same(token, word); });
}

/// Tokens in a row, and the second number of the version that brought them (changes.html).
struct Form {
    std::string_view words;
    int since;
    std::string_view what;
};
constexpr std::array kForms = {
    Form{"->", 38, "`->`"},
    Form{"->>", 38, "`->>`"},
    Form{"as materialized (", 35, "`as materialized`"},
    Form{"as not materialized (", 35, "`as not materialized`"},
    Form{"conflict do update", 35, "`on conflict do update` without columns"},
    Form{"exclude current row", 28, "`exclude current row`"},
    Form{"exclude group", 28, "`exclude group`"},
    Form{"exclude no others", 28, "`exclude no others`"},
    Form{"exclude ties", 28, "`exclude ties`"},
    Form{"full join", 39, "`full join`"},
    Form{"full outer join", 39, "`full join`"},
    Form{"groups between", 28, "`groups` in a window"},
    Form{"groups current row", 28, "`groups` in a window"},
    Form{"groups unbounded preceding", 28, "`groups` in a window"},
    Form{"is distinct from", 39, "`is distinct from`"},
    Form{"is not distinct from", 39, "`is not distinct from`"},
    Form{"nulls first", 30, "`nulls first`"},
    Form{"nulls last", 30, "`nulls last`"},
    Form{"right join", 39, "`right join`"},
    Form{"right outer join", 39, "`right join`"},
};

class KeptSql {
public:
    KeptSql(const Context& context, Span where, std::string_view sql)
        : context_(&context), where_(where), tokens_(tokens_of(sql)) {}

    void check() {
        if (std::find(tokens_.begin(), tokens_.end(), "::") != tokens_.end()) {
            context_->diagnostics->report(diag::SqliteCannotSay, context_->place(where_), "`::`")
                .help(
                    "write `cast(… as …)` in SQL that is kept as it stands: both databases know "
                    "it");
            return;
        }
        for (at_ = 0; at_ < tokens_.size(); ++at_) {
            check_forms();
            check_number();
            const bool groups = same(tokens_[at_], "groups") && is_digit(ahead(1)[0]);
            if (groups && same(ahead(2), "preceding")) { require("`groups` in a window", 28); }
            check_statement();
            if (tokens_[at_] == "(") { open(); }
            if (tokens_[at_] == ")" && !calls_.empty()) { calls_.pop_back(); }
            check_inside();
        }
    }

private:
    /// A parenthesis that is open.
    struct Open {
        bool is_call = false;    ///< `f(…)`, whose `order by` is its own
        bool is_window = false;  ///< `over (…)`, `window w as (…)`
    };

    std::string_view token(std::size_t at) const {
        return at < tokens_.size() ? tokens_[at] : std::string_view(" ");
    }
    std::string_view ahead(std::size_t distance) const { return token(at_ + distance); }

    void require(std::string_view what, int version) {
        if (version <= context_->version) { return; }
        if (std::find(reported_.begin(), reported_.end(), what) != reported_.end()) { return; }
        reported_.emplace_back(what);
        require_version(*context_, where_, what, version);
    }

    bool stands_here(std::string_view words) const {
        for (std::size_t i = 0; !words.empty(); ++i) {
            const std::size_t blank = std::min(words.find(' '), words.size());
            if (!same(ahead(i), words.substr(0, blank))) { return false; }
            words.remove_prefix(std::min(blank + 1, words.size()));
        }
        return true;
    }

    void check_forms() {
        for (const Form& form : kForms) {
            if (form.words[0] != lower(tokens_[at_][0]) || form.since <= context_->version) {
                continue;
            }
            if (stands_here(form.words)) { require(form.what, form.since); }
        }
    }

    void check_number() {
        const std::string_view number = tokens_[at_];
        if (is_digit(number[0]) && number.find('_') != std::string_view::npos) {
            require("the number `" + std::string(number) + "`", 46);
        }
    }

    /// What only the statement itself can have: `returning`, `from` in an update, two upserts.
    void check_statement() {
        const bool begins = at_ == 0 || tokens_[at_ - 1] == ";" || same(tokens_[at_ - 1], "begin");
        const bool changes = is_any(tokens_[at_], {"insert", "update", "delete", "replace"});
        if (changes && calls_.empty() && (begins || tokens_[at_ - 1] == ")")) {
            statement_ = tokens_[at_];
            conflicts_ = 0;
            sets_ = false;
            return;
        }
        if (begins) { statement_ = {}; }
        if (statement_.empty() || !calls_.empty()) { return; }
        if (same(tokens_[at_], "set")) { sets_ = true; }
        if (same(tokens_[at_], "returning")) { require("`returning`", 35); }
        if (same(tokens_[at_], "from") && same(statement_, "update") && sets_) {
            require("`from` in an update", 33);
        }
        if (stands_here("on conflict") && ++conflicts_ == 2) {
            require("a second `on conflict`", 35);
        }
    }

    void open() {
        const std::string_view before = at_ == 0 ? std::string_view() : tokens_[at_ - 1];
        Open found;
        found.is_window = same(before, "over") || (same(before, "as") && is_window_here());
        found.is_call =
            !before.empty() && starts_name(before[0]) &&
            !is_any(before,
                    {"all",    "and",    "any",    "as",   "between", "by",        "case", "else",
                     "except", "exists", "filter", "from", "in",      "intersect", "is",   "join",
                     "like",   "not",    "on",     "or",   "over",    "select",    "set",  "then",
                     "union",  "using",  "values", "when", "where",   "with"});
        if (found.is_call && !is_common_table()) { check_function(before); }
        const bool filters = same(before, "filter") && at_ > 1 && tokens_[at_ - 2] == ")";
        // Aggregates over a window had one before.
        if (filters && !same(token(closing() + 1), "over")) { require("`filter (…)`", 30); }
        calls_.push_back(found);
    }

    /// `window w as (`, and the next ones after a comma.
    bool is_window_here() const {
        for (std::size_t i = at_; i-- > 0;) {
            if (same(tokens_[i], "window")) { return true; }
            if (is_any(tokens_[i], {"with", "select", ";"})) { return false; }
        }
        return false;
    }

    /// The index of the parenthesis that closes the one here.
    std::size_t closing() const {
        std::size_t depth = 0;
        for (std::size_t i = at_; i < tokens_.size(); ++i) {
            if (tokens_[i] == "(") { ++depth; }
            if (tokens_[i] == ")" && --depth == 0) { return i; }
        }
        return tokens_.size();
    }

    /// `with name (a, b) as (…)`, `insert into name (…)`: a table, not a function.
    bool is_common_table() const {
        if (at_ > 1 && is_any(tokens_[at_ - 2], {"into", "table", "with", "recursive"})) {
            return true;
        }
        const std::size_t end = closing();
        return same(token(end + 1), "as") &&
               (token(end + 2) == "(" || is_any(token(end + 2), {"not", "materialized"}));
    }

    void check_function(std::string_view name) {
        if (at_ > 1 && tokens_[at_ - 2] == ".") { return; }
        for (const KnownFunction& known : known_functions()) {
            if (same(name, known.name)) {
                require("function \"" + std::string(known.name) + "\"", known.since);
            }
        }
    }

    /// `f(… order by …)`, and what only a window can have.
    void check_inside() {
        if (calls_.empty()) { return; }
        const Open& open = calls_.back();
        const bool first = tokens_[at_ == 0 ? 0 : at_ - 1] == "(";
        if (open.is_call && !first && stands_here("order by")) {
            require("`order by` in a call", 44);
        }
        if (!open.is_window) { return; }
        const bool named = first && starts_name(tokens_[at_][0]) &&
                           !is_any(tokens_[at_], {"partition", "order", "range", "rows", "groups"});
        if (named) { require("a window that is built on another", 28); }
        const bool bound =
            is_digit(tokens_[at_][0]) && is_any(ahead(1), {"preceding", "following"});
        if (bound && ranges()) { require("a number in `range between`", 28); }
    }

    /// Whether the frame at hand is a `range`.
    bool ranges() const {
        for (std::size_t i = at_; i-- > 0 && tokens_[i] != "(";) {
            if (is_any(tokens_[i], {"range", "rows", "groups"})) {
                return same(tokens_[i], "range");
            }
        }
        return false;
    }

    const Context* context_;
    Span where_;
    Tokens tokens_;
    std::size_t at_ = 0;
    std::vector<Open> calls_;
    std::string_view statement_;  ///< the key word of the change at hand
    int conflicts_ = 0;
    bool sets_ = false;
    std::vector<std::string> reported_;
};

}  // namespace

void check_kept_sql(const Context& context, Span where, std::string_view sql) {
    KeptSql(context, where, sql).check();
}

std::size_t count_tokens(std::string_view sql) {
    return tokens_of(sql).size();
}

}  // namespace retort::dialects::sqlite
