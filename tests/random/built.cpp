// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply.h"
#include "compiler/source/source_file.h"
#include "compiler/syntax/parse.h"
#include "tests/random/pool.h"

#include <algorithm>
#include <optional>

// What of a list of statements fits: the model lets pass what someone else may have made.

namespace retort::random {
namespace {

/// What the statement names of schemas, types, routines and sequences is there: the model lets pass
/// what someone else may have made.
bool names_what_is_there(const std::string& statement, const schema::Schema& schema) {
    const auto names = [&](const std::string& word) {
        return statement.find(word) != std::string::npos;
    };
    if (names("citext") && !statement.starts_with("create extension") &&
        !schema.extensions.contains("citext")) {
        return false;
    }
    if (names("s1.") && !schema.schemas.contains("s1")) { return false; }
    for (const std::string type : {"e1", "e2", "d1", "d2"}) {
        const QualifiedName name(type);
        if (names(" " + type + " ") && !statement.starts_with("create type " + type + " ") &&
            !statement.starts_with("create domain " + type + " ") &&
            schema.find_enum(name) == nullptr && schema.find_domain(name) == nullptr) {
            return false;
        }
    }
    for (const std::string function : {"f1", "f2"}) {
        if ((names(function + "(1)")) &&
            schema.find_code_object(schema::CodeKind::Function, {}, QualifiedName(function),
                                    "(integer)") == nullptr) {
            return false;
        }
    }
    for (const std::string sequence : {"q1", "q2", "x1", "x2"}) {
        if (names("'" + sequence + "'") &&
            schema.find_sequence(QualifiedName(sequence)) == nullptr) {
            return false;
        }
    }
    return true;
}

/// A table or view that the statement reads, or gives rights on, is there; a parent is partitioned.
bool reads_what_is_there(const std::string& statement, const schema::Schema& schema) {
    const std::string partition = " partition of ";
    if (const std::size_t of = statement.find(partition); of != std::string::npos) {
        const std::size_t start = of + partition.size();
        const schema::Table* parent = schema.find_table(
            QualifiedName(statement.substr(start, statement.find(' ', start) - start)));
        const bool range = statement.find(" from (") != std::string::npos;
        return parent != nullptr && parent->options.partition_by &&
               (!range || parent->options.partition_by->strategy == "range");
    }
    const bool view =
        statement.starts_with("create view ") || statement.starts_with("create materialized view ");
    const bool grant = statement.starts_with("grant ") && !statement.starts_with("grant usage");
    if (!view && !grant) { return true; }
    const std::string word = view ? " from " : " on ";
    const std::size_t at = statement.find(word) + word.size();
    const std::string relation = statement.substr(at, statement.find_first_of(" ;", at) - at);
    const std::size_t dot = relation.find('.');
    const QualifiedName name =
        dot == std::string::npos ? QualifiedName(relation)
                                 : QualifiedName(relation.substr(0, dot), relation.substr(dot + 1));
    return schema.find_table(name) != nullptr ||
           schema.find_code_object(schema::CodeKind::View, {}, name, {}) != nullptr ||
           schema.find_code_object(schema::CodeKind::MaterializedView, {}, name, {}) != nullptr;
}

/// The words of a statement, without what separates them.
std::vector<std::string> words_of(const std::string& statement) {
    std::vector<std::string> words(1);
    for (const char c : statement) {
        if (c == ' ' || c == ',' || c == ';' || c == '(' || c == ')' || c == '\n') {
            if (!words.back().empty()) { words.emplace_back(); }
        } else {
            words.back() += c;
        }
    }
    return words;
}

/// The columns that statistics, triggers and settings name are there: of a table whose name was
/// used twice there may be others.
bool has_columns(const std::string& statement, const schema::Schema& schema) {
    const std::vector<std::string> words = words_of(statement);
    const auto after = [&](const std::string& word, std::size_t start = 0) {
        const auto from = words.begin() + static_cast<std::ptrdiff_t>(start);
        return static_cast<std::size_t>(std::find(from, words.end(), word) - words.begin()) + 1;
    };
    std::string name;
    std::vector<std::string> columns;
    if (statement.starts_with("create statistics ")) {
        const std::size_t on = after("on");
        name = words.at(after("from", on));
        columns = {words.at(on), words.at(on + 1)};
    } else if (statement.starts_with("create trigger ")) {
        const std::size_t of = after("of");
        name = words.at(after("on", of));
        columns = {words.at(of)};
    } else if (statement.starts_with("alter table ") && words.at(3) == "alter") {
        name = words.at(2);
        columns = {words.at(5)};
    } else if (statement.starts_with("create policy ")) {
        name = words.at(after("on"));
        columns = {words.at(after("using"))};
    } else if (statement.starts_with("grant select (")) {
        name = words.at(after("on"));
        columns = {words.at(2)};
    } else if (const std::size_t from = after("from"); statement.starts_with("create ") &&
                                                       after("view") < after("select") &&
                                                       from < words.size()) {
        name = words.at(from);
        columns.assign(words.begin() + static_cast<std::ptrdiff_t>(after("select")),
                       words.begin() + static_cast<std::ptrdiff_t>(from) - 1);
        if (columns.front() == "*") { return true; }
    } else {
        return true;
    }
    const std::size_t dot = name.find('.');
    const schema::Table* table = schema.find_table(
        dot == std::string::npos ? QualifiedName(name)
                                 : QualifiedName(name.substr(0, dot), name.substr(dot + 1)));
    return table != nullptr &&
           std::all_of(columns.begin(), columns.end(), [&](const std::string& column) {
               return table->find_column(column) != nullptr;
           });
}

/// The schema after the statement, or nothing where it is refused.
std::optional<schema::Schema> after(const std::string& statement, const Pool& pool,
                                    const schema::Schema& before) {
    if (!names_what_is_there(statement, before) || !reads_what_is_there(statement, before) ||
        !(statement.find('\"') != std::string::npos || has_columns(statement, before))) {
        return std::nullopt;
    }
    const source::SourceFile file{"pool.mig", statement};
    Diagnostics diagnostics;
    auto operations =
        schema::flatten(syntax::parse_statements(file, 0, diagnostics), pool.dialect, diagnostics);
    schema::Schema schema = before;
    for (schema::Operation& operation : operations) {
        schema::resolve_schemas(operation, schema, "public");
        if (schema::prune(operation, schema)) {
            (void)schema::apply(operation, schema, {}, diagnostics);
        }
    }
    if (diagnostics.has_errors()) { return std::nullopt; }
    return schema;
}

}  // namespace

schema::Schema built(std::vector<std::string>& statements, const Pool& pool,
                     const schema::Schema& start) {
    schema::Schema schema = start;
    std::erase_if(statements, [&](const std::string& statement) {
        std::optional<schema::Schema> next = after(statement, pool, schema);
        if (next) { schema = std::move(*next); }
        return !next;
    });
    return schema;
}

}  // namespace retort::random
