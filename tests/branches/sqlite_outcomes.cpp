// SPDX-License-Identifier: Apache-2.0
#include "tests/branches/pairs.h"
#include "tests/live/sqlite_database.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <regex>
#include <stdexcept>

namespace retort::branches {
namespace {

struct Seen {
    std::string catalog;
    std::string rows;
    std::string rows_without_numbers;
};

/// Everything that a script leaves on a copy of the base, or nothing where it fails.
std::optional<Seen> run(const std::filesystem::path& base, const std::filesystem::path& copy,
                        const std::string& script) {
    if (script.empty()) { return std::nullopt; }
    std::filesystem::copy_file(base, copy, std::filesystem::copy_options::overwrite_existing);
    live::SqliteDatabase database(copy);
    (void)database.run("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;");
    if (!database.run(script).empty()) { return std::nullopt; }
    Seen seen;
    seen.catalog = database.catalog();
    for (const auto& table :
         database.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE "
                       "'sqlite_%' AND name NOT IN ('alembic_version') ORDER BY name")) {
        // In the order of names: that of columns may be another one.
        std::string columns;
        std::string others;
        // 3.26 brought table_xinfo, which shows generated columns too; those came with 3.31.
        const std::string columns_of =
            sqlite3_libversion_number() < 3026000 ? "pragma_table_info" : "pragma_table_xinfo";
        for (const auto& column : database.rows("SELECT name, pk, type FROM " + columns_of + "('" +
                                                table[0] + "') ORDER BY name")) {
            const std::string quoted = "quote(\"" + column[0] + "\")";
            const auto append = [&](std::string& list) {
                list += (list.empty() ? "" : " || ',' || ") + quoted;
            };
            append(columns);
            const bool numbered = column[1] != "0" && table[0] == "s";
            if (!numbered) { append(others); }
        }
        const auto list = [&](const std::string& what) {
            std::string text = table[0] + "\n";
            for (const auto& row :
                 database.rows("SELECT " + what + " FROM \"" + table[0] + "\" ORDER BY 1")) {
                text += row[0] + "\n";
            }
            return text;
        };
        seen.rows += list(columns);
        seen.rows_without_numbers += list(others);
    }
    return seen;
}

/// A catalog without the order of its columns: their lines, sorted table by table.
std::string sorted_lines(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    std::sort(lines.begin(), lines.end());
    std::string result;
    for (const std::string& line : lines) { result += line + "\n"; }
    return result;
}

}  // namespace

std::string database_version() {
    return live::sqlite_version();
}

std::vector<Outcome> outcomes(const PairCompiler& compiler, const std::vector<Pair>& pairs) {
    const live::TemporaryFolder folder;
    const std::filesystem::path base = folder.file("base.db");
    {
        live::SqliteDatabase database(base);
        for (const std::string& error : database.run(compiler.base_script())) {
            throw std::runtime_error(error);
        }
    }
    std::vector<Outcome> found;
    for (const Pair& pair : pairs) {
        const auto one =
            run(base, folder.file("copy.db"), compiler.script(pair.first, pair.second));
        const auto other =
            run(base, folder.file("copy.db"), compiler.script(pair.second, pair.first));
        if (!one || !other) {
            found.push_back(Outcome::Fails);
        } else if (sorted_lines(one->catalog) != sorted_lines(other->catalog)) {
            found.push_back(Outcome::Catalog);
        } else if (one->rows_without_numbers != other->rows_without_numbers) {
            found.push_back(Outcome::Rows);
        } else {
            found.push_back(one->rows != other->rows ? Outcome::Numbers : Outcome::Same);
        }
    }
    return found;
}

}  // namespace retort::branches
