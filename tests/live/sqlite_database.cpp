// SPDX-License-Identifier: Apache-2.0
#include "tests/live/sqlite_database.h"

#include <sqlite3.h>
#include <stdlib.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace retort::live {

namespace {

std::string in_quotes(const std::string& name) {
    std::string result = "\"";
    for (const char c : name) {
        result += c;
        if (c == '"') { result += c; }
    }
    return result + "\"";
}

std::string as_literal(const std::string& text) {
    std::string result = "'";
    for (const char c : text) {
        result += c;
        if (c == '\'') { result += c; }
    }
    return result + "'";
}

bool is_word(std::string_view text) {
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
           });
}

/// Where the quotes that open at `begin` close; doubled ones do not.
std::size_t end_of_quotes(std::string_view sql, std::size_t begin) {
    const char mark = sql[begin];
    std::size_t end = begin + 1;
    while (end < sql.size() &&
           (sql[end] != mark || (end + 1 < sql.size() && sql[end + 1] == mark))) {
        end += sql[end] == mark ? 2 : 1;
    }
    return end;
}

/// White space squeezed, lower case outside of quotes, which are dropped where names need none:
/// what may change in a text that is rewritten.
std::string squeezed(std::string_view sql) {
    std::string result;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const char c = sql[i];
        if (c == '"' || c == '\'') {
            const std::size_t end = end_of_quotes(sql, i);
            const std::string_view inner = sql.substr(i + 1, end - i - 1);
            const bool bare = c == '"' && is_word(inner);
            result += bare ? inner : sql.substr(i, end - i + 1);
            i = end;
        } else if (std::isspace(static_cast<unsigned char>(c)) == 0) {
            result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (!result.empty() && result.back() != ' ') {
            result += ' ';
        }
    }
    // SQLite 3.25 keeps the space before a `;`.
    if (!result.empty() && result.back() == ' ') { result.pop_back(); }
    return result;
}

/// From an opening parenthesis to the one that closes it.
std::string parenthesized(std::string_view text, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        if (text[i] == '\'' || text[i] == '"') { i = end_of_quotes(text, i); }
        if (i >= text.size()) { break; }
        if (text[i] == '(') { ++depth; }
        if (text[i] == ')' && --depth == 0) { return std::string(text.substr(open, i - open + 1)); }
    }
    return std::string(text.substr(open));
}

/// The checks and the constraint names of a CREATE TABLE, sorted.
std::vector<std::string> checks_and_names(const std::string& create) {
    const std::string sql = squeezed(create);
    std::vector<std::string> found;
    for (std::size_t at = sql.find("CHECK ("); at != std::string::npos;
         at = sql.find("CHECK (", at + 1)) {
        found.push_back("check " + parenthesized(sql, at + 6));
    }
    for (std::size_t at = sql.find("CONSTRAINT "); at != std::string::npos;
         at = sql.find("CONSTRAINT ", at + 1)) {
        const std::size_t name = at + 11;
        const std::size_t end =
            sql[name] == '"' ? end_of_quotes(sql, name) + 1 : sql.find(' ', name);
        found.push_back("constraint " + sql.substr(name, end - name));
    }
    for (std::size_t at = sql.find(" AS ("); at != std::string::npos;
         at = sql.find(" AS (", at + 1)) {
        found.push_back("generated " + parenthesized(sql, at + 4));
    }
    std::sort(found.begin(), found.end());
    return found;
}

void append_rows(std::string& text, const std::vector<std::vector<std::string>>& rows,
                 std::string_view label, bool sorted) {
    std::vector<std::string> lines;
    for (const auto& row : rows) {
        std::string line = "  ";
        line += label;
        for (const std::string& value : row) { line += " | " + value; }
        lines.push_back(line + "\n");
    }
    if (sorted) { std::sort(lines.begin(), lines.end()); }
    for (const std::string& line : lines) { text += line; }
}

}  // namespace

namespace {

/// The shell that belongs to the library.
std::string shell_program() {
    const char* folder = std::getenv("RETORT_TEST_SQLITE");
    return folder == nullptr || *folder == '\0' ? "sqlite3" : std::string(folder) + "/sqlite3";
}

/// What the shell says of itself: "3.40.1 2022-12-28 …". The shell of a folder is linked with the
/// library beside it.
std::string shell_version() {
    const TemporaryFolder folder;
    const std::string output = folder.file("version").string();
    const std::string command = shell_program() + " -version > '" + output + "'";
    std::string version;
    if (std::system(command.c_str()) == 0) { std::ifstream(output) >> version; }
    return version;
}

}  // namespace

int sqlite_minor_version() {
    static const int minor = [] {
        const std::string shell = shell_version();
        if (shell != sqlite3_libversion()) {
            throw std::runtime_error("the library in use is SQLite " +
                                     std::string(sqlite3_libversion()) + ", but " +
                                     shell_program() + " is \"" + shell + "\"");
        }
        return sqlite3_libversion_number() / 1000 % 1000;
    }();
    return minor;
}

std::string sqlite_version() {
    return "3." + std::to_string(sqlite_minor_version());
}

SqliteDatabase::SqliteDatabase(const std::filesystem::path& path) {
    if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) {
        throw std::runtime_error("cannot open " + path.string());
    }
    // The files need not outlive the machine: waiting for the disk took most of the tests' time.
    run("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF");
}

SqliteDatabase::~SqliteDatabase() {
    sqlite3_close(handle_);
}

namespace {

/// Behind the first statement of `sql`, found as the sqlite3 shell finds it: a client that goes on
/// after an error goes on there, and not in the middle of a trigger, whose `end` would commit.
const char* end_of_statement(const char* sql) {
    std::string statement;
    for (const char* at = sql; *at != '\0'; ++at) {
        statement += *at;
        if (*at == ';' && sqlite3_complete(statement.c_str()) != 0) { return at + 1; }
    }
    return sql + statement.size();
}

}  // namespace

std::vector<std::string> SqliteDatabase::run(std::string_view sql, OnError on_error) {
    std::vector<std::string> errors;
    const std::string text(sql);
    const char* rest = text.c_str();
    while (*rest != '\0') {
        sqlite3_stmt* statement = nullptr;
        const char* begin = rest;
        int status = sqlite3_prepare_v2(handle_, rest, -1, &statement, &rest);
        if (status == SQLITE_OK && statement != nullptr) {
            do { status = sqlite3_step(statement); } while (status == SQLITE_ROW);
            if (status == SQLITE_DONE) { status = SQLITE_OK; }
        }
        if (status != SQLITE_OK) {
            errors.emplace_back(
                std::string(sqlite3_errmsg(handle_)) + "  [" +
                std::string(begin,
                            std::min<std::size_t>(static_cast<std::size_t>(rest - begin), 200)) +
                "]");
        }
        if (statement == nullptr && status != SQLITE_OK) { rest = end_of_statement(begin); }
        sqlite3_finalize(statement);
        if (status != SQLITE_OK && on_error == OnError::Stop) { break; }
    }
    return errors;
}

std::vector<std::vector<std::string>> SqliteDatabase::rows(const std::string& query) {
    std::vector<std::vector<std::string>> result;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(handle_, query.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
        throw std::runtime_error(std::string(sqlite3_errmsg(handle_)) + ": " + query);
    }
    int status = sqlite3_step(statement);
    for (; status == SQLITE_ROW; status = sqlite3_step(statement)) {
        std::vector<std::string>& row = result.emplace_back();
        for (int i = 0; i < sqlite3_column_count(statement); ++i) {
            const unsigned char* value = sqlite3_column_text(statement, i);
            row.emplace_back(value == nullptr ? std::string(kNull)
                                              : reinterpret_cast<const char*>(value));
        }
    }
    sqlite3_finalize(statement);
    if (status != SQLITE_DONE) { throw std::runtime_error(sqlite3_errmsg(handle_)); }
    return result;
}

std::string SqliteDatabase::value(const std::string& query) {
    const auto found = rows(query);
    return found.empty() || found[0].empty() ? std::string() : found[0][0];
}

std::string SqliteDatabase::describe_table(const std::string& table) {
    const std::string name = as_literal(table);
    std::string text = "table " + table + "\n";
    // 3.26 brought table_xinfo, which shows generated columns too; those came with 3.31.
    const std::string columns = sqlite_minor_version() < 26 ? "0 FROM pragma_table_info("
                                                            : "hidden FROM pragma_table_xinfo(";
    append_rows(text,
                rows("SELECT name, type, \"notnull\", dflt_value, pk, " + columns + name +
                     ") ORDER BY cid"),
                "column", false);
    append_rows(text,
                rows("SELECT \"table\", \"from\", \"to\", on_update, on_delete FROM "
                     "pragma_foreign_key_list(" +
                     name + ")"),
                "references", true);
    append_rows(
        text,
        rows("SELECT l.origin, l.\"unique\", l.partial, CASE WHEN l.origin = 'c' THEN "
             "l.name END, (SELECT group_concat(coalesce(x.name, '<expr>') || ' ' || "
             "x.\"desc\" || ' ' || x.coll, ', ') FROM pragma_index_xinfo(l.name) AS x WHERE "
             "x.key) FROM pragma_index_list(" +
             name + ") AS l"),
        "index", true);
    const std::string create =
        value("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = " + name);
    for (const std::string& line : checks_and_names(create)) { text += "  " + line + "\n"; }
    const std::string plain = squeezed(create);
    const std::size_t end = plain.rfind(')');
    if (end != std::string::npos) { text += "  options" + plain.substr(end + 1) + "\n"; }
    return text;
}

std::string SqliteDatabase::catalog() {
    std::string text;
    for (const auto& row :
         rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE "
              "'sqlite_%' AND name <> 'alembic_version' ORDER BY name")) {
        text += describe_table(row[0]);
    }
    for (const auto& row : rows("SELECT type, name, sql FROM sqlite_master WHERE type IN ('view', "
                                "'trigger') OR (type = 'index' AND sql IS NOT NULL) ORDER BY type, "
                                "name")) {
        text += row[0] + " " + row[1] + ": " + squeezed(row[2]) + "\n";
    }
    return text;
}

std::string SqliteDatabase::contents() {
    std::string text;
    for (const auto& row :
         rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")) {
        // SQLite keeps these for good, once a table counted or was analyzed.
        if (row[0].starts_with("sqlite_stat") ||
            (row[0] == "sqlite_sequence" && rows("SELECT 1 FROM sqlite_sequence").empty())) {
            continue;
        }
        text += row[0] + "\n";
        append_rows(text, rows("SELECT * FROM " + in_quotes(row[0])), "row", true);
    }
    return text;
}

ShellResult run_shell(const std::filesystem::path& path, std::string_view script, bool bail) {
    const std::string input = path.string() + ".in.sql";
    const std::string output = path.string() + ".out.txt";
    std::ofstream(input, std::ios::binary) << script;
    const std::string command = shell_program() + " " + (bail ? "-bail " : "") + "'" +
                                path.string() + "' < '" + input + "' > '" + output + "' 2>&1";
    ShellResult result;
    result.status = std::system(command.c_str());
    std::ostringstream text;
    text << std::ifstream(output, std::ios::binary).rdbuf();
    result.output = text.str();
    return result;
}

}  // namespace retort::live
