// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/tables.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <utility>

namespace retort::dialects::sqlite {

namespace {

bool is_space(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}
bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Walks SQL token by token, as far as cutting it into statements needs.
class Splitter {
public:
    explicit Splitter(std::string_view sql) : sql_(sql) {}

    std::vector<std::string> run() {
        while (at_ < sql_.size()) { step(); }
        cut(sql_.size());
        return std::move(statements_);
    }

private:
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0';
    }

    void step() {
        const char c = peek();
        if (c == '-' && peek(1) == '-') {
            at_ = std::min(sql_.find('\n', at_), sql_.size());
        } else if (c == '/' && peek(1) == '*') {
            const std::size_t end = sql_.find("*/", at_ + 2);
            at_ = end == std::string_view::npos ? sql_.size() : end + 2;
        } else if (c == '\'' || c == '"' || c == '`') {
            skip_quoted(c);
        } else if (c == '[') {
            skip_quoted(']');
        } else if (is_word(c)) {
            word();
        } else if (c == ';' && !inside_trigger()) {
            cut(at_);
            ++at_;
            begin_ = at_;
        } else {
            if (!is_space(c)) { has_token_ = true; }
            ++at_;
        }
    }

    void skip_quoted(char close) {
        has_token_ = true;
        ++at_;
        while (at_ < sql_.size()) {
            if (sql_[at_++] != close) { continue; }
            if (close == ']' || peek() != close) { return; }
            ++at_;  // a doubled quote
        }
    }

    void word() {
        const std::size_t start = at_;
        while (at_ < sql_.size() && is_word(sql_[at_])) { ++at_; }
        const std::string text = lower(sql_.substr(start, at_ - start));
        has_token_ = true;
        ++words_;
        if (words_ == 1) { creates_ = text == "create"; }
        if (creates_ && words_ <= 3 && text == "trigger") { trigger_ = true; }
        if (!trigger_) { return; }
        if (text == "begin" || text == "case") { ++depth_; }
        if (text == "begin") { begun_ = true; }
        if (text == "end" && depth_ > 0) { --depth_; }
    }

    bool inside_trigger() const { return trigger_ && (!begun_ || depth_ > 0); }

    void cut(std::size_t end) {
        std::string_view text = sql_.substr(begin_, end - begin_);
        while (!text.empty() && is_space(text.front())) { text.remove_prefix(1); }
        while (!text.empty() && is_space(text.back())) { text.remove_suffix(1); }
        if (has_token_) { statements_.emplace_back(text); }
        has_token_ = creates_ = trigger_ = begun_ = false;
        words_ = 0;
        depth_ = 0;
    }

    std::string_view sql_;
    std::size_t at_ = 0;
    std::size_t begin_ = 0;
    std::vector<std::string> statements_;
    bool has_token_ = false;
    bool creates_ = false;
    bool trigger_ = false;
    bool begun_ = false;
    int words_ = 0;
    int depth_ = 0;
};

/// The first two words of a statement, in lower case, comments skipped.
std::pair<std::string, std::string> first_words(std::string_view sql) {
    std::array<std::string, 2> words;
    std::size_t found = 0;
    std::size_t at = 0;
    while (at < sql.size() && found < 2) {
        if (sql.substr(at, 2) == "--") {
            at = std::min(sql.find('\n', at), sql.size());
        } else if (sql.substr(at, 2) == "/*") {
            const std::size_t end = sql.find("*/", at + 2);
            at = end == std::string_view::npos ? sql.size() : end + 2;
        } else if (is_word(sql[at])) {
            const std::size_t start = at;
            while (at < sql.size() && is_word(sql[at])) { ++at; }
            words[found++] = lower(sql.substr(start, at - start));
        } else if (is_space(sql[at])) {
            ++at;
        } else {
            break;
        }
    }
    return {words[0], words[1]};
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// These would end the transaction that the script relies on.
bool controls_transactions(std::string_view word) {
    return is_one_of(word, {"begin", "commit", "end", "rollback", "savepoint", "release"});
}

bool needs_no_transaction(std::string_view word, std::string_view second) {
    if (word == "pragma") {
        // Those that read or write the database file itself belong to its transaction.
        return !is_one_of(second, {"user_version", "application_id", "foreign_key_check",
                                   "integrity_check", "quick_check", "table_info", "optimize"});
    }
    return is_one_of(word, {"vacuum", "attach", "detach"});
}

bool starts_with_dot_command(std::string_view text) {
    return !text.empty() && text[0] == '.';
}

void push_raw(const Context& context, const std::string& text, Statements& out) {
    const auto [word, second] = first_words(text);
    if (starts_with_dot_command(text)) {
        const std::string command = text.substr(0, text.find_first_of(" \n"));
        context.diagnostics->report(diag::SqliteShellCommand, context.span, command)
            .help("a script must run in every client: write it as SQL");
        return;
    }
    if (controls_transactions(word)) {
        context.diagnostics->report(diag::SqliteTransactionControl, context.span, word)
            .help(
                "leave it out: the script opens and ends the transaction; `transaction off;` in "
                "the header takes a revision out of it");
        return;
    }
    script::SqlStatement statement = make_statement(context, "execute", text);
    statement.transactional = !needs_no_transaction(word, second);
    out.push_back(std::move(statement));
}

const std::string* text_for_sqlite(const schema::RawSql& sql) {
    for (const auto& [dialect, text] : sql.texts) {
        if (dialect.empty() || dialect == "sqlite") { return &text; }
    }
    return nullptr;
}

/// What `as { … }` says that raw SQL does: what earlier statements left in the catalog is no more.
void add_declared_effects(const Context& context, script::SqlStatement& statement) {
    const auto add = [&](std::string kind, const QualifiedName& name, bool exists) {
        statement.effects.push_back(effect(std::move(kind), name.name, exists));
    };
    for_each_difference(context.before->tables, context.after->tables,
                        [&](const QualifiedName& name, const auto* from, const auto* to) {
                            if (to == nullptr) {
                                add("table", name, false);
                                return;
                            }
                            script::CatalogEffect changed = table_effect(**to);
                            for (const schema::Column& column :
                                 from == nullptr ? (*to)->columns : (*from)->columns) {
                                if ((*to)->find_column(column.name.text) == nullptr) {
                                    changed.gone_columns.push_back(column.name.text);
                                }
                            }
                            statement.effects.push_back(std::move(changed));
                        });
    for_each_difference(context.before->index_owners, context.after->index_owners,
                        [&](const QualifiedName& name, const auto* from, const auto* to) {
                            // A key's own index has another name there.
                            const auto& owner = to != nullptr ? *to : *from;
                            const schema::Table* table = context.find_table(owner);
                            if (table != nullptr && table->find_constraint(name.name) == nullptr) {
                                add("index", name, to != nullptr);
                            }
                        });
    for_each_difference(context.before->code_objects, context.after->code_objects,
                        [&](const std::string&, const auto* from, const auto* to) {
                            const schema::CodeObject& object =
                                to != nullptr ? (*to)->object : (*from)->object;
                            const bool trigger = object.kind == schema::CodeKind::Trigger;
                            if (trigger || object.kind == schema::CodeKind::View) {
                                add(trigger ? "trigger" : "view", object.name, to != nullptr);
                            }
                        });
}

}  // namespace

std::vector<std::string> split_statements(std::string_view sql) {
    return Splitter(sql).run();
}

void emit_execute(const Context& context, const schema::Execute& execute, Statements& out) {
    const std::string* text = text_for_sqlite(execute.up);
    if (text == nullptr) { return; }
    const std::size_t first = out.size();
    for (const std::string& statement : split_statements(*text)) {
        push_raw(context, statement, out);
    }
    if (execute.declares_effects && out.size() > first) {
        add_declared_effects(context, out.back());
    }
}

void emit_sql_text(const Context& context, const schema::SqlStatementText& sql, Statements& out) {
    const std::string word = lower(sql.keyword);
    const bool known =
        is_one_of(word, {"insert", "update", "delete", "replace", "with", "select", "values",
                         "vacuum", "analyze", "reindex", "pragma", "explain", "create table"});
    if (!known) {
        context.diagnostics->report(diag::SqliteHasNoStatement, context.span, word)
            .help(word == "truncate"
                      ? "write `delete from …`, or put the statement in `on postgresql { }`"
                      : "put the statement in `on postgresql { }`, or set `unsupported: skip` for "
                        "the target to leave such statements out");
        return;
    }
    check_kept_sql(context, context.span, sql.text);
    push_raw(context, sql.text, out);
}

}  // namespace retort::dialects::sqlite
