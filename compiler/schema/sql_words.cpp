// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/sql_words.h"

#include "compiler/schema/spelling.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace retort::schema {
namespace {

bool word_start(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80U;
}
bool word_part(char c) {
    return word_start(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '$';
}

std::size_t skip_block_comment(std::string_view sql, std::size_t at) {
    int depth = 0;
    while (at < sql.size()) {
        if (sql.compare(at, 2, "/*") == 0) {
            ++depth;
            at += 2;
        } else if (sql.compare(at, 2, "*/") == 0) {
            at += 2;
            if (--depth == 0) { break; }
        } else {
            ++at;
        }
    }
    return at;
}

/// The end of a literal or quoted name that starts at `at` with `quote`; a doubled quote is inside.
std::size_t quoted_end(std::string_view sql, std::size_t at, char quote, bool backslashes) {
    std::size_t i = at + 1;
    while (i < sql.size()) {
        if (backslashes && sql[i] == '\\') {
            i += 2;
        } else if (sql[i] != quote) {
            ++i;
        } else if (i + 1 < sql.size() && sql[i + 1] == quote) {
            i += 2;
        } else {
            return i + 1;
        }
    }
    return sql.size();
}

std::size_t dollar_quoted_end(std::string_view sql, std::size_t at) {
    std::size_t tag = at + 1;
    while (tag < sql.size() && word_part(sql[tag]) && sql[tag] != '$') { ++tag; }
    if (tag >= sql.size() || sql[tag] != '$') { return at + 1; }
    const std::string_view mark = sql.substr(at, tag + 1 - at);
    const std::size_t close = sql.find(mark, tag + 1);
    return close == std::string_view::npos ? sql.size() : close + mark.size();
}

std::string unquote(std::string_view text, char quote) {
    std::string result;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        result += text[i];
        if (text[i] == quote) { ++i; }
    }
    return result;
}

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) ==
               std::tolower(static_cast<unsigned char>(y));
    });
}

bool is_any(const SqlWord& word, std::initializer_list<std::string_view> keywords) {
    return std::any_of(keywords.begin(), keywords.end(),
                       [&](std::string_view keyword) { return word.is(keyword); });
}

/// For each word the clause keyword that governs it (`select`, `from`, `where` …) at its depth.
std::vector<std::string> clauses_of(const std::vector<SqlWord>& words) {
    std::vector<std::string> result(words.size());
    std::vector<std::string> open{""};
    for (std::size_t i = 0; i < words.size(); ++i) {
        const SqlWord& word = words[i];
        if (word.is("(")) {
            result[i] = open.back();
            // `from (a join b …)`: a parenthesis inside from may hold tables again.
            open.push_back(open.back() == "from" ? "from" : "");
            continue;
        }
        if (word.is(")")) {
            if (open.size() > 1) { open.pop_back(); }
        } else if (word.kind == SqlWord::Kind::Word) {
            for (const char* clause :
                 {"select", "from", "where", "group", "order", "having", "on", "limit", "union",
                  "with", "set", "values", "returning", "window"}) {
                if (word.is(clause)) { open.back() = clause; }
            }
            if (word.is("join") || word.is("into") || word.is("update")) { open.back() = "from"; }
        }
        result[i] = open.back();
    }
    return result;
}

}  // namespace

bool names_it(const SqlWord& word, std::string_view name) {
    if (word.kind == SqlWord::Kind::Quoted) { return word.text == name; }
    return word.kind == SqlWord::Kind::Word && same_word(word.text, name);
}

bool SqlWord::is(std::string_view word) const {
    return (kind == Kind::Word || kind == Kind::Symbol) && same_word(text, word);
}

std::string lower_case(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') { c = static_cast<char>(c - 'A' + 'a'); }
    }
    return result;
}

std::string folded(const SqlWord& word) {
    return word.kind == SqlWord::Kind::Word ? lower_case(word.text) : word.text;
}

std::vector<SqlWord> split_sql(std::string_view sql) {
    std::vector<SqlWord> words;
    std::size_t at = 0;
    const auto add = [&](SqlWord::Kind kind, std::size_t end, std::string text) {
        words.push_back({kind, std::move(text), at, end});
        at = end;
    };
    while (at < sql.size()) {
        const char c = sql[at];
        if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            ++at;
        } else if (sql.compare(at, 2, "--") == 0) {
            at = std::min(sql.find('\n', at), sql.size());
        } else if (sql.compare(at, 2, "/*") == 0) {
            at = skip_block_comment(sql, at);
        } else if (c == '\'') {
            add(SqlWord::Kind::String, quoted_end(sql, at, '\'', false), {});
        } else if ((c == 'E' || c == 'e') && at + 1 < sql.size() && sql[at + 1] == '\'') {
            add(SqlWord::Kind::String, quoted_end(sql, at + 1, '\'', true), {});
        } else if (c == '"' || c == '`') {
            const std::size_t end = quoted_end(sql, at, c, false);
            add(SqlWord::Kind::Quoted, end, unquote(sql.substr(at, end - at), c));
        } else if (c == '$') {
            add(SqlWord::Kind::String, dollar_quoted_end(sql, at), {});
        } else if (word_start(c)) {
            std::size_t end = at;
            while (end < sql.size() && word_part(sql[end])) { ++end; }
            add(SqlWord::Kind::Word, end, std::string(sql.substr(at, end - at)));
        } else if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
            std::size_t end = at;
            while (end < sql.size() && (word_part(sql[end]) || sql[end] == '.')) { ++end; }
            add(SqlWord::Kind::Number, end, std::string(sql.substr(at, end - at)));
        } else {
            add(SqlWord::Kind::Symbol, at + 1, std::string(1, c));
        }
    }
    return words;
}

std::vector<TableUse> table_uses(const std::vector<SqlWord>& words, const QualifiedName& table) {
    std::vector<TableUse> uses;
    const std::vector<std::string> clauses = clauses_of(words);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!words[i].is_name() || !names_it(words[i], table.name)) { continue; }
        TableUse use;
        use.name = i;
        std::size_t first = i;
        if (i >= 2 && words[i - 1].is(".")) {
            use.schema = i - 2;
            first = i - 2;
            const std::string& schema = words[i - 2].text;
            if (!names_it(words[i - 2], table.schema) &&
                !(table.schema.empty() && same_word(schema, "public"))) {
                continue;
            }
        }
        if (first == 0 || clauses[first] != "from") { continue; }
        const SqlWord& before = words[first - 1];
        if (!is_any(before, {"from", "join", "only", ",", "(", "lateral", "into", "update"})) {
            continue;
        }
        // `from f(x)` is a function.
        if (i + 1 < words.size() && words[i + 1].is("(") && !before.is("into")) { continue; }
        std::size_t next = i + 1;
        if (next < words.size() && words[next].is("as")) { ++next; }
        if (next < words.size() && words[next].is_name() &&
            !is_any(words[next], {"join",      "inner", "left",   "right",       "full",   "cross",
                                  "natural",   "on",    "using",  "where",       "group",  "order",
                                  "having",    "limit", "union",  "intersect",   "except", "offset",
                                  "fetch",     "for",   "window", "tablesample", "set",    "values",
                                  "returning", "with",  "select", "default"})) {
            use.alias = words[next].text;
        }
        uses.push_back(std::move(use));
    }
    return uses;
}

std::string sql_name(const std::string& name) {
    const bool plain =
        !name.empty() && word_start(name[0]) && std::all_of(name.begin(), name.end(), [](char c) {
            return word_part(c) && std::isupper(static_cast<unsigned char>(c)) == 0;
        });
    if (plain && !is_reserved_word(name)) { return name; }
    std::string text = "\"";
    for (const char c : name) {
        text += c;
        if (c == '"') { text += c; }
    }
    return text + '"';
}

namespace {

struct Edit {
    std::size_t begin;
    std::size_t end;
    std::string text;
};

std::string with_edits(const std::string& text, const std::vector<Edit>& edits) {
    std::string result;
    std::size_t at = 0;
    for (const Edit& edit : edits) {
        result.append(text, at, edit.begin - at);
        result += edit.text;
        at = edit.end;
    }
    result.append(text, at, std::string::npos);
    return result;
}

}  // namespace

std::string rename_table_at(const std::string& text, const std::vector<std::size_t>& places,
                            const QualifiedName& from, const QualifiedName& to) {
    const std::vector<SqlWord> words = split_sql(text);
    std::vector<Edit> edits;
    for (const std::size_t i : places) {
        const bool quoted = words[i].kind == SqlWord::Kind::Quoted;
        const std::string name = quoted ? quote_name(to.name) : sql_name(to.name);
        const bool dotted = i >= 2 && words[i - 1].is(".");
        // `t.c`: a column's table has no schema of its own there.
        const bool owns = !dotted && i + 1 < words.size() && words[i + 1].is(".");
        if (from.schema == to.schema || owns) {
            edits.push_back({words[i].begin, words[i].end, name});
        } else {
            const std::string schema = to.schema.empty() ? "" : sql_name(to.schema) + ".";
            edits.push_back({words[dotted ? i - 2 : i].begin, words[i].end, schema + name});
        }
    }
    return with_edits(text, edits);
}

std::string rename_column_in_query(const std::string& query, const std::vector<std::size_t>& uses,
                                   const std::string& from, const std::string& to) {
    const std::vector<SqlWord> words = split_sql(query);
    const std::vector<std::string> clauses = clauses_of(words);
    std::vector<Edit> edits;
    for (const std::size_t i : uses) {
        std::size_t first = i;
        while (first >= 2 && words[first - 1].is(".")) { first -= 2; }
        const bool selected =
            clauses[i] == "select" && first > 0 &&
            is_any(words[first - 1], {"select", ",", "distinct", "all"}) &&
            (i + 1 == words.size() || is_any(words[i + 1], {",", "from", "as", ")"}));
        std::size_t end = words[i].end;
        std::string text = sql_name(to);
        if (selected && i + 2 < words.size() && words[i + 1].is("as")) {
            // Renamed back: `old as old` says no more than `old`.
            if (names_it(words[i + 2], to)) { end = words[i + 2].end; }
        } else if (selected) {
            text += " as " + sql_name(from);
        }
        edits.push_back({words[i].begin, end, std::move(text)});
    }
    return with_edits(query, edits);
}

std::string rename_at(const std::string& text, const std::vector<std::size_t>& places,
                      const std::vector<std::size_t>& exposed, const std::string& from,
                      const std::string& to) {
    const std::vector<SqlWord> words = split_sql(text);
    std::vector<Edit> edits;
    for (const std::size_t i : places) {
        const bool quoted = words[i].kind == SqlWord::Kind::Quoted;
        Edit edit{words[i].begin, words[i].end, quoted ? quote_name(to) : sql_name(to)};
        if (std::find(exposed.begin(), exposed.end(), i) != exposed.end()) {
            const bool called = i + 2 < words.size() && words[i + 1].is("as");
            if (!called) {
                edit.text += " as " + sql_name(from);
            } else if (names_it(words[i + 2], to)) {
                // Renamed back: `old as old` says no more than `old`.
                edit.end = words[i + 2].end;
            }
        }
        edits.push_back(std::move(edit));
    }
    return with_edits(text, edits);
}

std::string in_plain_spelling(const std::string& text) {
    std::vector<Edit> edits;
    for (const SqlWord& word : split_sql(text)) {
        if (word.kind == SqlWord::Kind::Quoted) {
            std::string bare = sql_name(word.text);
            if (bare[0] != '"') { edits.push_back({word.begin, word.end, std::move(bare)}); }
        } else if (word.kind == SqlWord::Kind::Word) {
            std::string small = lower_case(word.text);
            if (small != word.text) { edits.push_back({word.begin, word.end, std::move(small)}); }
        }
    }
    return with_edits(text, edits);
}

std::string rename_word(const std::string& text, const std::string& from, const std::string& to) {
    const std::vector<SqlWord> words = split_sql(text);
    std::vector<Edit> edits;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!words[i].is_name() || !names_it(words[i], from)) { continue; }
        if (i + 1 < words.size() && words[i + 1].is("(")) { continue; }
        edits.push_back({words[i].begin, words[i].end, sql_name(to)});
    }
    return with_edits(text, edits);
}

}  // namespace retort::schema
