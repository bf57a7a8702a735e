// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/script_kinds.h"

#include "compiler/syntax/lower.h"

#include <algorithm>
#include <array>

namespace retort::syntax {
namespace {

using Words = std::initializer_list<std::string_view>;

Place none(std::string what) {
    return {Place::Kind::None, std::move(what)};
}

class Statement {
public:
    Statement(std::string_view text, const std::vector<RawToken>& tokens)
        : text_(text), tokens_(tokens) {}

    [[nodiscard]] Place place() const {
        const std::string first = at(0);
        if (first == "create") { return create(); }
        if (first == "alter") { return alter(); }
        if (first == "drop") { return of_kind(kind_at(1)); }
        if (first == "comment") { return comment(); }
        if (first == "grant" || first == "revoke") { return grant(); }
        if (first == "select") { return none(select()); }
        if (first == "set" && at(1) == "constraints") { return none("set constraints"); }
        if (first == "security") { return none("security label"); }
        if (first == "insert" || first == "replace") { return none(first + " into"); }
        if (first == "delete") { return none("delete from"); }
        if (first == "start") { return none("start transaction"); }
        // Data, transactions, settings and upkeep.
        static constexpr std::array<std::string_view, 45> kOther{
            "abort",    "analyse",   "analyze",  "attach",  "begin",      "call",     "checkpoint",
            "close",    "cluster",   "commit",   "copy",    "deallocate", "declare",  "detach",
            "discard",  "do",        "end",      "execute", "explain",    "fetch",    "go",
            "import",   "listen",    "load",     "lock",    "merge",      "move",     "notify",
            "pragma",   "prepare",   "reassign", "refresh", "reindex",    "release",  "reset",
            "rollback", "savepoint", "set",      "show",    "truncate",   "unlisten", "update",
            "vacuum",   "values",    "with"};
        if (std::find(kOther.begin(), kOther.end(), first) != kOther.end()) { return none(first); }
        return {};
    }

    /// The name behind `create KIND`.
    [[nodiscard]] QualifiedName made() const {
        std::size_t index = behind_words();
        const std::string kind = kind_at(index);
        index += 1 + static_cast<std::size_t>(std::count(kind.begin(), kind.end(), ' '));
        index = behind_conditions(index);
        if (at(index + 1) == ".") { return QualifiedName(name(index), name(index + 2)); }
        return QualifiedName(name(index));
    }

private:
    /// Behind `create` and what stands before the kind.
    [[nodiscard]] std::size_t behind_words() const {
        std::size_t index = 1;
        while (
            is_any(index, {"or", "replace", "global", "local", "temp", "temporary", "unlogged"})) {
            ++index;
        }
        return index;
    }
    [[nodiscard]] std::string written(std::size_t index) const {
        if (index >= tokens_.size()) { return {}; }
        const RawToken& token = tokens_[index];
        return std::string(text_.substr(token.begin, std::min(token.end - token.begin, 200U)));
    }
    [[nodiscard]] std::string at(std::size_t index) const { return lower(written(index)); }
    [[nodiscard]] bool is_any(std::size_t index, Words words) const {
        const std::string word = at(index);
        return std::find(words.begin(), words.end(), word) != words.end();
    }
    /// A name, its quotes left out.
    [[nodiscard]] std::string name(std::size_t index) const {
        const std::string word = written(index);
        const bool quoted = word.size() > 2 && word.front() == '"';
        return quoted ? word.substr(1, word.size() - 2) : lower(word);
    }
    [[nodiscard]] std::size_t behind_conditions(std::size_t index) const {
        if (at(index) != "if") { return index; }
        return at(index + 1) == "not" ? index + 3 : index + 2;
    }
    /// The kind of object behind `create`, `alter`, `drop` or `comment on`, in as many words as it
    /// needs.
    [[nodiscard]] std::string kind_at(std::size_t index) const {
        const std::string word = at(index);
        if (is_any(index,
                   {"access", "event", "foreign", "large", "materialized", "text", "default"}) ||
            (word == "user" && at(index + 1) == "mapping") ||
            (word == "operator" && is_any(index + 1, {"class", "family"}))) {
            const bool wrapper = word == "foreign" && at(index + 1) == "data";
            return word + " " + (wrapper ? "data wrapper" : at(index + 1));
        }
        return word;
    }

    [[nodiscard]] static bool is_one_of(std::string_view word, Words words) {
        return std::find(words.begin(), words.end(), word) != words.end();
    }
    /// Those of the cluster, or of replication, rather than of a schema.
    [[nodiscard]] static bool is_outside(std::string_view kind) {
        return is_one_of(
            kind, {"role", "user", "group", "database", "system", "tablespace", "publication",
                   "subscription", "event trigger", "large object", "default privileges"});
    }
    [[nodiscard]] static bool is_text(std::string_view kind) {
        return is_one_of(kind, {"access method",
                                "aggregate",
                                "cast",
                                "collation",
                                "conversion",
                                "foreign data wrapper",
                                "foreign table",
                                "language",
                                "operator",
                                "operator class",
                                "operator family",
                                "procedural",
                                "recursive",
                                "rule",
                                "server",
                                "transform",
                                "trusted",
                                "user mapping",
                                "virtual",
                                "routine"}) ||
               kind.substr(0, 5) == "text ";
    }
    [[nodiscard]] Place of_kind(const std::string& kind) const {
        if (is_outside(kind)) { return none(at(0) + " " + kind); }
        if (is_text(kind)) { return {Place::Kind::Text, {}}; }
        return {};
    }

    [[nodiscard]] Place create() const {
        const std::size_t index = behind_words();
        const std::string kind = kind_at(index);
        const std::size_t named = behind_conditions(index + 1);
        // Every database has these; a dump says it all the same.
        if (kind == "schema" && name(named) == "public" && named + 1 >= tokens_.size()) {
            return none("create schema public");
        }
        if (kind == "extension" && name(named) == "plpgsql") {
            return none("create extension plpgsql");
        }
        if (kind == "table") { return create_table(named); }
        return of_kind(kind);
    }

    [[nodiscard]] Place create_table(std::size_t named) const {
        const std::string table = name(named);
        if (table.substr(0, 7) == "sqlite_") { return none("create table " + table); }
        // So SQLite names what its virtual tables keep their rows in.
        if (table.substr(0, 1) == "'") { return none("create table of a virtual table"); }
        // `create table t of a_type`: its columns are the type's, which the model does not know.
        std::size_t behind = named + 1;
        while (at(behind) == ".") { behind += 2; }
        if (at(behind) == "of") { return {Place::Kind::Text, {}}; }
        return {};
    }

    [[nodiscard]] Place alter() const {
        const std::size_t count = tokens_.size();
        if (count > 4 && at(count - 3) == "owner" && at(count - 2) == "to") {
            return none("owner to");
        }
        return of_kind(kind_at(1));
    }

    [[nodiscard]] Place comment() const {
        const std::string kind = kind_at(2);
        if (is_outside(kind) || kind == "extension") { return none("comment on " + kind); }
        if (is_text(kind)) { return {Place::Kind::Text, {}}; }
        // What initdb says about it, since 15 nothing.
        const bool usual = is_any(5, {"''", "'standard public schema'"});
        if (kind == "schema" && name(3) == "public" && usual) {
            return none("comment on schema public");
        }
        return {};
    }

    [[nodiscard]] Place grant() const {
        const std::string first = at(0);
        for (std::size_t i = 1; i < tokens_.size(); ++i) {
            if (at(i) == "to" || at(i) == "from") { break; }
            if (at(i) != "on") { continue; }
            if (is_any(i + 1, {"database", "tablespace", "parameter", "large"})) {
                return none(first + " on " + kind_at(i + 1));
            }
            return {};
        }
        return none(first + " of a role");
    }

    /// `select pg_catalog.setval(…)`, `select * from pg_catalog.pg_restore_relation_stats(…)`.
    [[nodiscard]] std::string select() const {
        const std::size_t first = at(1) == "*" && at(2) == "from" ? 3 : 1;
        const std::size_t index = at(first + 1) == "." ? first + 2 : first;
        return at(index + 1) == "(" ? "select " + name(index) : "select";
    }

    std::string_view text_;
    const std::vector<RawToken>& tokens_;
};

}  // namespace

Place place_of(std::string_view text, const std::vector<RawToken>& tokens) {
    return Statement(text, tokens).place();
}

QualifiedName made_by(std::string_view text, const std::vector<RawToken>& tokens) {
    return Statement(text, tokens).made();
}

}  // namespace retort::syntax
