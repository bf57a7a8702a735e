// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/footprint/marks.h"
#include "compiler/schema/sql_reader.h"

#include <algorithm>
#include <map>

// What a text means is not known; what it names is. A word that is also the name of a table, or of
// a column of a table that the text names, counts as that.

namespace retort::schema {
namespace {

using Words = std::vector<SqlWord>;

/// The inside of a dollar-quoted string; empty for other words.
std::string_view quoted_body(const SqlWord& word, std::string_view sql) {
    if (word.kind != SqlWord::Kind::String || sql[word.begin] != '$') { return {}; }
    const std::string_view all = sql.substr(word.begin, word.end - word.begin);
    const std::size_t mark = all.find('$', 1);
    if (mark == std::string_view::npos || all.size() < 2 * (mark + 1)) { return {}; }
    return all.substr(mark + 1, all.size() - 2 * (mark + 1));
}

/// The words of a text, those of bodies inside it too.
Words all_words(std::string_view sql) {
    Words result;
    std::vector<std::string> open{std::string(sql)};
    while (!open.empty()) {
        const std::string text = std::move(open.back());
        open.pop_back();
        for (SqlWord& word : split_sql(text)) {
            const std::string_view body = quoted_body(word, text);
            if (!body.empty()) { open.emplace_back(body); }
            result.push_back(std::move(word));
        }
        SqlWord end;
        end.text = ";";
        result.push_back(std::move(end));
    }
    return result;
}

bool is_relation(const Schema& schema, const QualifiedName& name) {
    return schema.tables.contains(name) || schema.sequences.contains(name) ||
           schema.index_owners.contains(name) ||
           schema.find_code_object(CodeKind::View, {}, name, {}) != nullptr ||
           schema.find_code_object(CodeKind::MaterializedView, {}, name, {}) != nullptr;
}

bool is_type(const Schema& schema, const QualifiedName& name) {
    return schema.enums.contains(name) || schema.domains.contains(name);
}

/// `*` that stands for columns, not for a product or the argument of count.
bool takes_all(const Words& words, std::size_t at) {
    if (!words[at].is("*") || at == 0) { return false; }
    const SqlWord& left = words[at - 1];
    return is_any_word(left, {"select", "distinct", "all", ",", ".", "returning"});
}

/// The name at `at`, with its schema; moves behind it.
std::string table_name(const Words& words, std::size_t& at) {
    if (at >= words.size() || !words[at].is_name()) { return {}; }
    std::string name = folded(words[at++]);
    if (at + 1 < words.size() && words[at].is(".") && words[at + 1].is_name()) {
        name += "." + folded(words[at + 1]);
        at += 2;
    }
    return name;
}

struct NamedThings {
    std::set<QualifiedName> relations;
    std::set<QualifiedName> types;
    std::set<std::string> words;
    std::set<std::string> called;
    std::set<std::string> in_table_places;  ///< whether or not there is such a table
    bool all_columns = false;
};

NamedThings find_names(const Words& words, const Schema& before, const Schema& after) {
    NamedThings found;
    const auto look = [&](const QualifiedName& name) {
        if (is_relation(before, name) || is_relation(after, name)) { found.relations.insert(name); }
        if (is_type(before, name) || is_type(after, name)) { found.types.insert(name); }
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
        const SqlWord& word = words[i];
        found.all_columns = found.all_columns || takes_all(words, i);
        if (word.kind == SqlWord::Kind::String) {
            // `nextval('s')`, `'t'::regclass`.
            std::string inside = word.text;
            inside.erase(std::remove_if(inside.begin(), inside.end(),
                                        [](char c) { return c == '\'' || c == '"'; }),
                         inside.end());
            const std::size_t dot = inside.find('.');
            look(dot == std::string::npos
                     ? QualifiedName(inside)
                     : QualifiedName(inside.substr(0, dot), inside.substr(dot + 1)));
            continue;
        }
        if (!word.is_name()) { continue; }
        const std::string name = folded(word);
        if (i > 0 && is_any_word(words[i - 1], {"from", "join", "into", "update"})) {
            std::size_t at = i;
            found.in_table_places.insert(table_name(words, at));
        }
        found.words.insert(name);
        look(QualifiedName(name));
        if (i >= 2 && words[i - 1].is(".") && words[i - 2].is_name()) {
            look(QualifiedName(folded(words[i - 2]), name));
        }
        if (i + 1 < words.size() && words[i + 1].is("(")) { found.called.insert(name); }
    }
    // Queries that have a name in the text itself.
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        if (words[i].is_name() && words[i + 1].is("as") &&
            is_any_word(words[i + 2], {"(", "materialized", "not"})) {
            found.in_table_places.erase(folded(words[i]));
        }
    }
    return found;
}

/// What a data statement in a text does to the rows of the table that it names.
enum class RowsDeed : unsigned char { Insert, Update, Delete, Empty };

struct RowsChange {
    RowsDeed deed = RowsDeed::Insert;
    std::string table;
    std::size_t at = 0;  ///< of the word after the name
};

std::vector<RowsChange> rows_changes(const Words& words) {
    std::vector<RowsChange> found;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        RowsChange change;
        change.at = i + 1;
        if (words[i].is("into") && i > 0 && words[i - 1].is("insert")) {
            change.deed = RowsDeed::Insert;
        } else if (words[i].is("into") && i > 0 && words[i - 1].is("merge")) {
            change.deed = RowsDeed::Empty;
        } else if (words[i].is("update") &&
                   (i == 0 || !is_any_word(words[i - 1], {"do", "on", "for", "or"}))) {
            change.deed = RowsDeed::Update;
        } else if (words[i].is("from") && i > 0 && words[i - 1].is("delete")) {
            change.deed = RowsDeed::Delete;
        } else if (words[i].is("truncate") || words[i].is("copy")) {
            change.deed = RowsDeed::Empty;
        } else {
            continue;
        }
        while (change.at < words.size() && is_any_word(words[change.at], {"only", "table"})) {
            ++change.at;
        }
        change.table = table_name(words, change.at);
        if (!change.table.empty()) { found.push_back(std::move(change)); }
    }
    return found;
}

/// The columns that `set a = …, (b, c) = …` assigns, from the word after the table's name on.
std::set<std::string> assigned_columns(const Words& words, std::size_t at) {
    std::set<std::string> columns;
    while (at < words.size() && !words[at].is("set") && !words[at].is(";")) { ++at; }
    int depth = 0;
    bool target = true;
    for (++at; at < words.size() && depth >= 0; ++at) {
        const SqlWord& word = words[at];
        if (word.is("(")) { ++depth; }
        if (word.is(")")) { --depth; }
        if (word.is(";") || (depth == 0 && is_any_word(word, {"where", "from", "returning"}))) {
            break;
        }
        if (word.is("=") && depth == 0) { target = false; }
        if (word.is(",") && depth == 0) { target = true; }
        if (target && word.is_name()) { columns.insert(folded(word)); }
    }
    return columns;
}

/// A statement that changes the schema, or one that nobody can read: `execute` in a body.
bool changes_schema(const Words& words) {
    return std::any_of(words.begin(), words.end(), [](const SqlWord& word) {
        return is_any_word(word, {"alter", "create", "drop", "rename", "execute", "call", "perform",
                                  "pragma", "reindex", "cluster"});
    });
}

/// Names that the text makes or drops.
std::vector<std::string> made_names(const Words& words) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!is_any_word(words[i], {"create", "drop"})) { continue; }
        std::size_t at = i + 1;
        bool thing = false;
        while (at < words.size() && words[at].kind == SqlWord::Kind::Word &&
               is_any_word(words[at], {"or", "replace", "unique", "temp", "temporary", "unlogged",
                                       "materialized", "recursive", "table", "view", "index",
                                       "sequence", "concurrently", "if", "not", "exists"})) {
            thing = thing || is_any_word(words[at], {"table", "view", "index", "sequence"});
            ++at;
        }
        if (std::string name = table_name(words, at); thing && !name.empty()) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

}  // namespace

void Marks::text(std::string_view sql, bool with_rows) {
    const NamedThings found = find_names(all_words(sql), before, after);
    for (const QualifiedName& name : found.relations) {
        relation(name);
        const Table* table = find_table(name);
        if (table == nullptr) { continue; }
        if (with_rows) { read(Facet::Rows, name.text()); }
        if (found.all_columns) { read(Facet::Columns, name.text()); }
        for (const Column& each : table->columns) {
            const bool used = found.words.count(each.name.text) != 0;
            if (!used && !(found.all_columns && with_rows)) { continue; }
            column(name, each.name.text);
            if (each.type.kind == TypeKind::Named) { read(Facet::Labels, each.type.name->text()); }
            if (with_rows) { values(name, each.name.text); }
        }
    }
    for (const std::string& name : found.in_table_places) { read(Facet::Relation, name); }
    for (const QualifiedName& name : found.types) {
        type_name(name);
        read(Facet::Labels, name.text());
    }
    for (const std::string& name : found.called) { function(name); }
}

void Marks::raw(std::string_view sql, bool declared) {
    const Words words = all_words(sql);
    const std::vector<RowsChange> changed = rows_changes(words);
    const bool reads = std::any_of(words.begin(), words.end(), [](const SqlWord& word) {
        return is_any_word(word, {"select", "insert", "update", "delete", "merge", "copy",
                                  "truncate", "refresh", "call", "perform"});
    });
    text(sql, reads);
    const NamedThings found = find_names(words, before, after);
    if (!declared && changes_schema(words)) {
        for (const QualifiedName& name : found.relations) { read(Facet::Anything, name.text()); }
        for (const QualifiedName& name : found.types) { read(Facet::Anything, name.text()); }
        for (std::string& name : made_names(words)) {
            write(Facet::Relation, Deed::Changes, std::move(name));
        }
    }
    for (const RowsChange& change : changed) {
        switch (change.deed) {
            case RowsDeed::Insert:
                add(Facet::Rows, Access::Join, Deed::Inserts, change.table);
                write(Facet::NewKeys, Deed::Inserts, change.table);
                read(Facet::Columns, change.table);
                break;
            case RowsDeed::Delete:
                add(Facet::Rows, Access::Leave, Deed::Deletes, change.table);
                break;
            case RowsDeed::Empty:
                write(Facet::Rows, Deed::Changes, change.table);
                break;
            case RowsDeed::Update:
                add(Facet::Rows, Access::Pass, Deed::Changes, change.table);
                for (const std::string& name : assigned_columns(words, change.at)) {
                    write(Facet::Values, Deed::Changes, change.table, name);
                }
                break;
        }
        read(Facet::Triggers, change.table);
    }
}

}  // namespace retort::schema
