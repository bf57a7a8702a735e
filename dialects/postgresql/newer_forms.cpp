// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/newer_forms.h"

#include "dialects/postgresql/sql_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

namespace retort::dialects::postgresql {
namespace {

using namespace schema;
using Tokens = std::vector<std::string_view>;

/// Tokens in a row, as PostgreSQL's release notes (manual, appendix E) have them: `_` stands for
/// any name, `'` for any string, `..` for up to nine tokens without parentheses.
struct Form {
    std::string_view kind;  ///< with which the statement's kind begins
    std::string_view words;
    int since;
    std::string_view what;
};
constexpr std::array kForms = {
    Form{"alter table", "set compression", 14, "`set compression`"},
    Form{"alter table", "detach partition .. concurrently", 14, "`detach partition concurrently`"},
    Form{"alter table", "detach partition .. finalize", 14, "`detach partition finalize`"},
    Form{"alter table", "set access method", 15, "`set access method`"},
    Form{"alter table", "set storage default", 16, "`set storage default`"},
    Form{"alter table", "set statistics default", 17, "`set statistics default`"},
    Form{"alter table", "set expression as", 17, "`set expression`"},
    Form{"alter table", "alter constraint _ inherit", 18, "`alter constraint inherit`"},
    Form{"alter table", "alter constraint _ no inherit", 18, "`alter constraint no inherit`"},
    Form{"alter table", "alter constraint _ enforced", 18, "`alter constraint enforced`"},
    Form{"alter table", "alter constraint _ not enforced", 18, "`alter constraint not enforced`"},
    Form{"create table", "including compression", 14, "`including compression`"},
    Form{"create table", "excluding compression", 14, "`excluding compression`"},
    Form{"create procedure", "( out _", 14, "an `out` parameter of a procedure"},
    Form{"create procedure", ", out _", 14, "an `out` parameter of a procedure"},
    Form{"create policy", "to current_role", 14, "`to current_role`"},
    Form{"create policy", ", current_role", 14, "`to current_role`"},
    Form{"grant", "to current_role", 14, "`to current_role`"},
    Form{"revoke", "from current_role", 14, "`from current_role`"},
    Form{"grant", "granted by", 14, "`granted by`"},
    Form{"revoke", "granted by", 14, "`granted by`"},
    Form{"grant", "on parameter", 15, "`on parameter`"},
    Form{"revoke", "on parameter", 15, "`on parameter`"},
    Form{"grant", "with inherit", 16, "`with inherit`"},
    Form{"grant", "with set", 16, "`with set`"},
    Form{"grant", "maintain on", 17, "the privilege `maintain`"},
    Form{"grant", "maintain ,", 17, "the privilege `maintain`"},
    Form{"revoke", "maintain on", 17, "the privilege `maintain`"},
    Form{"revoke", "maintain ,", 17, "the privilege `maintain`"},
    Form{"", "with ties", 13, "`with ties`"},
    Form{"", "group by distinct", 14, "`group by distinct`"},
    Form{"", "group by all", 14, "`group by all`"},
    Form{"", "search depth first by", 14, "`search depth first`"},
    Form{"", "search breadth first by", 14, "`search breadth first`"},
    Form{"", ") cycle _ .. set _", 14, "`cycle`"},
    Form{"create view", "using ( .. ) as _", 14, "an alias after `using (…)`"},
    Form{"create materialized view", "using ( .. ) as _", 14, "an alias after `using (…)`"},
    Form{"", "is normalized", 13, "`is normalized`"},
    Form{"", "is not normalized", 13, "`is normalized`"},
    Form{"", "is _ normalized", 13, "`is normalized`"},
    Form{"", "is not _ normalized", 13, "`is normalized`"},
    Form{"", "is json", 16, "`is json`"},
    Form{"", "is not json", 16, "`is json`"},
    Form{"", "json_object ( _ :", 16, "`json_object(… : …)`"},
    Form{"", "json_object ( ' :", 16, "`json_object(… : …)`"},
    Form{"", "json_object ( _ value", 16, "`json_object(… value …)`"},
    Form{"", "json_object ( ' value", 16, "`json_object(… value …)`"},
    Form{"", "at local", 17, "`at local`"},
    Form{"", "collate unicode", 16, "the collation `unicode`"},
    Form{"", "collate pg_c_utf8", 17, "the collation `pg_c_utf8`"},
    Form{"", "collate pg_unicode_fast", 18, "the collation `pg_unicode_fast`"},
    Form{"create index", "deduplicate_items =", 13, "`deduplicate_items`"},
    Form{"alter table", "vacuum_index_cleanup = auto", 14, "`vacuum_index_cleanup = auto`"},
    Form{"create table", "vacuum_index_cleanup = auto", 14, "`vacuum_index_cleanup = auto`"},
    Form{"alter table", "autovacuum_vacuum_insert_threshold =", 13,
         "`autovacuum_vacuum_insert_threshold`"},
    Form{"create table", "autovacuum_vacuum_insert_threshold =", 13,
         "`autovacuum_vacuum_insert_threshold`"},
    Form{"alter table", "autovacuum_vacuum_insert_scale_factor =", 13,
         "`autovacuum_vacuum_insert_scale_factor`"},
    Form{"create table", "autovacuum_vacuum_insert_scale_factor =", 13,
         "`autovacuum_vacuum_insert_scale_factor`"},
    Form{"alter table", "autovacuum_vacuum_max_threshold =", 18,
         "`autovacuum_vacuum_max_threshold`"},
    Form{"create table", "autovacuum_vacuum_max_threshold =", 18,
         "`autovacuum_vacuum_max_threshold`"},
    Form{"alter table", "vacuum_max_eager_freeze_failure_rate =", 18,
         "`vacuum_max_eager_freeze_failure_rate`"},
    Form{"create table", "vacuum_max_eager_freeze_failure_rate =", 18,
         "`vacuum_max_eager_freeze_failure_rate`"},
};
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view token, std::string_view lower_case) {
    return std::equal(token.begin(), token.end(), lower_case.begin(), lower_case.end(),
                      [](char a, char b) { return lower(a) == b; });
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name(std::string_view token) {
    const auto first = static_cast<unsigned char>(token[0]);
    return first == '"' || first == '_' || first >= 0x80 || std::isalpha(first) != 0;
}

bool matches(std::string_view token, std::string_view wanted) {
    if (wanted == "_") { return is_name(token) && token.back() != '\''; }
    if (wanted == "'") { return token.back() == '\''; }
    return same(token, wanted);
}

/// Whether the form stands at `at`.
bool stands_at(const Tokens& tokens, std::size_t at, std::string_view form) {
    while (!form.empty()) {
        const std::size_t blank = std::min(form.find(' '), form.size());
        const std::string_view wanted = form.substr(0, blank);
        form.remove_prefix(std::min(blank + 1, form.size()));
        if (wanted == "..") {
            for (std::size_t end = at; end < std::min(at + 10, tokens.size()); ++end) {
                if (stands_at(tokens, end, form)) { return true; }
                if (tokens[end] == "(" || tokens[end] == ")") { return false; }
            }
            return false;
        }
        if (at >= tokens.size() || !matches(tokens[at], wanted)) { return false; }
        ++at;
    }
    return true;
}

/// Reports each of the forms once.
void report_forms(const Emission& e, const Tokens& tokens, std::vector<const Form*> forms) {
    for (std::size_t at = 0; at < tokens.size() && !forms.empty(); ++at) {
        const char first = lower(tokens[at][0]);
        std::erase_if(forms, [&](const Form* form) {
            return form->words[0] == first && stands_at(tokens, at, form->words) &&
                   e.too_new(form->since, form->what);
        });
    }
}

int number(std::string_view token) {
    int value = -1;
    std::from_chars(token.data(), token.data() + token.size(), value);
    return value;
}

/// `numeric(2, 5)` and `numeric(2, -5)`.
void check_scales(const Emission& e, const Tokens& tokens) {
    for (std::size_t at = 0; at + 5 < tokens.size(); ++at) {
        const bool type = same(tokens[at], "numeric") || same(tokens[at], "decimal");
        if (!type || tokens[at + 1] != "(" || tokens[at + 3] != ",") { continue; }
        if (tokens[at + 4] == "-") {
            e.too_new(15, "a negative scale");
        } else if (number(tokens[at + 4]) > number(tokens[at + 2])) {
            e.too_new(15, "a scale above the precision");
        }
    }
}

/// `0xff`, `1_000`.
void check_numbers(const Emission& e, const Tokens& tokens) {
    for (const std::string_view token : tokens) {
        if (!is_digit(token[0]) || token.size() < 2) { continue; }
        const char second = lower(token[1]);
        const bool based = token[0] == '0' && (second == 'x' || second == 'o' || second == 'b') &&
                           token.size() > 2;
        if (based || token.find('_') != std::string_view::npos) {
            e.too_new(16, "the number `" + std::string(token) + "`");
        }
    }
}

/// `create statistics … on (a + b), lower(c) from t`.
void check_statistics(const Emission& e, const Tokens& tokens) {
    bool list = false;
    for (const std::string_view token : tokens) {
        if (same(token, "from")) { return; }
        if (list && token == "(") {
            e.too_new(14, "an expression in `create statistics`");
            return;
        }
        list = list || same(token, "on");
    }
}

/// `create function … return …`, without quotes.
void check_routine(const Emission& e, const Tokens& tokens) {
    std::size_t depth = 0;
    for (const std::string_view token : tokens) {
        if (token == "(") { ++depth; }
        if (token == ")" && depth != 0) { --depth; }
        if (depth == 0 && same(token, "return")) {
            e.too_new(14, "`return` without quotes around it");
            return;
        }
    }
}

}  // namespace

void check_constraint(const Emission& e, const Constraint& constraint, bool partitioned) {
    if (constraint.nulls_not_distinct) { e.too_new(15, "`nulls not distinct`"); }
    if (constraint.not_enforced) { e.too_new(18, "`not enforced`"); }
    if (constraint.period) { e.too_new(18, "`without overlaps` or `period`"); }
    if (!constraint.on_delete_columns.empty()) { e.too_new(15, "a column list after `on delete`"); }
    if (constraint.match == MatchKind::Partial) {
        e.diagnostics.report(diag::MatchPartial,
                             constraint.span.known() ? constraint.span : e.origin);
    }
    const bool exclude = constraint.kind == ConstraintKind::Exclude;
    if (exclude) {
        check_keys(e, constraint.method, constraint.keys, !constraint.include.empty());
        if (partitioned) { e.too_new(17, "an exclusion constraint on a partitioned table"); }
    }
}

void check_trigger(const Emission& e, const CodeObject& trigger) {
    const Table* table = e.before.find_table(trigger.table);
    if (table == nullptr || !table->options.partition_by) { return; }
    const Tokens tokens = tokens_of(trigger.definition);
    if (tokens.empty() || !same(tokens[0], "before")) { return; }
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (stands_at(tokens, at, "for each row") || stands_at(tokens, at, "for row")) {
            e.too_new(13, "a `before` trigger for each row of a partitioned table");
            return;
        }
    }
}

void check_keys(const Emission& e, std::string_view method, const std::vector<IndexKey>& keys,
                bool includes) {
    if (includes && same(method, "spgist")) { e.too_new(14, "`include` in an SP-GiST index"); }
    for (const IndexKey& key : keys) {
        if (!key.operator_class_options.empty()) {
            e.too_new(13, "a parameter of an operator class");
        }
        if (!key.operator_class || !same(method, "brin")) { continue; }
        const std::string& name = key.operator_class->name;
        if (name.ends_with("_minmax_multi_ops") || name.ends_with("_bloom_ops")) {
            e.too_new(14, "operator class \"" + name + "\"");
        }
    }
}

void check_forms(const Emission& e, std::string_view kind, std::string_view statement) {
    if (e.settings.version >= 18) { return; }
    std::vector<const Form*> forms;
    for (const Form& form : kForms) {
        if (e.settings.version < form.since && kind.starts_with(form.kind)) {
            forms.push_back(&form);
        }
    }
    const Tokens tokens = tokens_of(statement);
    report_forms(e, tokens, std::move(forms));
    check_scales(e, tokens);
    check_numbers(e, tokens);
    if (kind == "create statistics") { check_statistics(e, tokens); }
    if (kind == "create function" || kind == "create procedure") { check_routine(e, tokens); }
}

}  // namespace retort::dialects::postgresql
