// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

namespace retort::live {

/// The version of the library in use: "3.40". Throws where it is not the library of the folder that
/// RETORT_TEST_SQLITE names (which the dynamic linker must be told by LD_LIBRARY_PATH).
std::string sqlite_version();
/// Its second number: 40.
int sqlite_minor_version();

/// What a client does with the rest of a script after an error.
enum class OnError : bool { Stop, GoOn };

/// How a null is written among the values of a row.
inline constexpr std::string_view kNull = "\xe2\x88\x85";

/// An SQLite database file through its C library.
class SqliteDatabase {
public:
    /// Opens or creates the file, and turns foreign keys on, as careful clients do.
    explicit SqliteDatabase(const std::filesystem::path& path);
    ~SqliteDatabase();
    SqliteDatabase(const SqliteDatabase&) = delete;
    SqliteDatabase& operator=(const SqliteDatabase&) = delete;

    /// Runs every statement of `sql`; the errors, in order (at most one where it stops).
    std::vector<std::string> run(std::string_view sql, OnError on_error = OnError::Stop);
    /// The rows of one query, values as text, `∅` for null.
    std::vector<std::vector<std::string>> rows(const std::string& query);
    /// The first value of the first row; empty where there is none.
    std::string value(const std::string& query);

    /// The whole schema, object by object, whatever way it came about: columns, keys, indexes,
    /// foreign keys, checks and names of constraints, views, triggers. Not the version table.
    std::string catalog();
    /// Every row of every table, the version table's too.
    std::string contents();

private:
    std::string describe_table(const std::string& table);
    sqlite3* handle_ = nullptr;
};

/// What a program said and how it ended.
struct ShellResult {
    int status = 0;
    std::string output;  ///< both streams
};
/// `sqlite3 [-bail] path < script`, with the shell of the folder that RETORT_TEST_SQLITE names, or
/// the installed one.
ShellResult run_shell(const std::filesystem::path& path, std::string_view script, bool bail);

using support::TemporaryFolder;

}  // namespace retort::live
