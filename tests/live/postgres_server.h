// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/temporary_folder.h"

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
///
/// It is the installed one, or that of the folder in RETORT_TEST_POSTGRES, which needs no more than
/// bin/initdb and bin/postgres: clients (psql, pg_dump) are always the installed ones.
class PostgresServer {
public:
    static PostgresServer& instance();

    /// The major version that runs: 15.
    [[nodiscard]] int version() const { return version_; }

    /// Where its socket is, for other clients; they log in as `retort`.
    [[nodiscard]] std::string socket_folder() const { return folder_.path().string(); }

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
    /// The whole catalog of a database as text, the version table and the order of columns left
    /// out: what postgres_catalog.h reads and, where the installed pg_dump knows the server's
    /// version (the other one takes too long for this), pg_dump --schema-only.
    std::string catalog(const std::string& database);

    /// What pg_dump prints of a database: the installed one, or for a newer server the one that was
    /// fetched with it (throws where it was not).
    std::string pg_dump(const std::string& database, const std::vector<std::string>& options);

    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

private:
    PostgresServer();
    ~PostgresServer();

    [[nodiscard]] std::string dump(const std::string& database);

    std::filesystem::path clients_;
    support::TemporaryFolder folder_;  ///< its socket, its log, scripts
    support::TemporaryFolder data_;    ///< apart: programs need not be allowed to run from there
    int version_ = 0;
    int newest_dump_ = 0;  ///< the newest version that pg_dump knows
    int postmaster_ = -1;
    int databases_ = 0;
};

}  // namespace retort::live
