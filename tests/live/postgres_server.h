// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace retort::live {

/// What psql said and how it ended.
struct PsqlResult {
    int status = -1;
    std::string output;
    std::string errors;  ///< standard error: notices and errors
};

/// How a script is run: as one who stops at the first error does, or not.
enum class Psql : unsigned char {
    StopOnError,     ///< psql -v ON_ERROR_STOP=1 -f
    IgnoreErrors,    ///< psql -f
    OneTransaction,  ///< psql -1 -f
    OneString,       ///< the whole script as one query string
};

/// A PostgreSQL server of its own in a temporary directory, reached only through a socket there,
/// run by a user who is not root. Started once a process; stopped and removed at its end. Where the
/// server's programs are missing, or do not start, construction throws: tests fail, never skip.
class PostgresServer {
public:
    static PostgresServer& instance();

    /// A new, empty database; its name.
    std::string create_database();

    PsqlResult run(const std::string& database, std::string_view script,
                   Psql how = Psql::StopOnError);
    /// Runs statements that must succeed (throws otherwise); their result, unaligned, one row a
    /// line, values separated by `|`.
    std::string query(const std::string& database, std::string_view sql);
    /// Runs a statement in a session of its own that goes on; its process, for
    /// support::stop_process().
    int start(const std::string& database, const std::string& sql);
    /// The whole catalog of a database as text (pg_dump --schema-only), the version table left out.
    std::string catalog(const std::string& database);

    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

private:
    PostgresServer();
    ~PostgresServer();

    std::filesystem::path programs_;
    std::filesystem::path directory_;
    int postmaster_ = -1;
    int databases_ = 0;
};

}  // namespace retort::live
