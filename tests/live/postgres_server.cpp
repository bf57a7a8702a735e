// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_server.h"

#include "tests/live/postgres_catalog.h"
#include "tests/support/process.h"
#include "tests/support/tree.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace retort::live {
namespace {

namespace fs = std::filesystem;

void give_away(const fs::path& folder, support::RunAs owner) {
    if (geteuid() == 0 && chown(folder.c_str(), owner.user, owner.group) != 0) {
        throw std::runtime_error("cannot give " + folder.string() + " away");
    }
}

/// The programs of the newest PostgreSQL that is installed, 15 first: it is the default version.
fs::path installed_programs() {
    std::vector<fs::path> found;
    const fs::path root = "/usr/lib/postgresql";
    if (fs::is_directory(root)) {
        for (const fs::directory_entry& entry : fs::directory_iterator(root)) {
            if (fs::exists(entry.path() / "bin" / "initdb")) {
                found.push_back(entry.path() / "bin");
            }
        }
    }
    std::sort(found.begin(), found.end());
    const auto fifteen = std::find(found.begin(), found.end(), root / "15" / "bin");
    if (fifteen != found.end()) { return *fifteen; }
    if (found.empty()) {
        throw std::runtime_error("no PostgreSQL server in /usr/lib/postgresql/*/bin");
    }
    return found.back();
}

/// "postgres (PostgreSQL) 12.22": 12.
int major_version(const std::string& printed) {
    const std::size_t digit = printed.find_first_of("0123456789");
    return digit == std::string::npos ? 0 : std::atoi(printed.c_str() + digit);
}

void expect_success(const support::ProcessResult& result, const std::string& what) {
    if (result.status != 0) {
        throw std::runtime_error(what + " failed (" + std::to_string(result.status) +
                                 "): " + result.output + result.errors);
    }
}

/// The programs of the server that is to be tested. A folder that the server's user may not enter
/// (in root's home, say) is copied to `directory` for it.
fs::path server_programs(const fs::path& directory, support::RunAs user) {
    const char* chosen = std::getenv("RETORT_TEST_POSTGRES");
    if (chosen == nullptr || *chosen == '\0') { return installed_programs(); }
    const fs::path folder = chosen;
    const std::string postgres = (folder / "bin" / "postgres").string();
    if (!fs::exists(postgres)) { throw std::runtime_error("there is no " + postgres); }
    if (support::run_process({postgres, "--version"}, "", user).status == 0) {
        return folder / "bin";
    }
    fs::copy(folder, directory / "server",
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    return directory / "server" / "bin";
}

/// The command of the pg_dump that was fetched with the databases.
std::vector<std::string> newer_pg_dump(const std::string& host, const std::string& user,
                                       const std::string& database) {
    const char* chosen = std::getenv("RETORT_TEST_POSTGRES");
    const fs::path tools =
        chosen == nullptr ? fs::path() : fs::path(chosen).parent_path() / "pg_dump-18";
    if (!fs::exists(tools / "dist" / "pg_dump.cjs")) {
        throw std::runtime_error(
            "the installed pg_dump is older than the server, and there is no " + tools.string() +
            ": ./dev databases fetches it");
    }
    const fs::path script = support::source_root() / "tests" / "live" / "pg_dump.cjs";
    return {"/usr/bin/env", "node", script.string(), tools.string(), host, user, database};
}

}  // namespace

PostgresServer& PostgresServer::instance() {
    static PostgresServer server;
    return server;
}

PostgresServer::PostgresServer()
    : clients_(installed_programs()), folder_(fs::temp_directory_path()) {
    const support::RunAs user = support::unprivileged_user();
    give_away(folder_.path(), user);
    give_away(data_.path(), user);
    const fs::path programs = server_programs(folder_.path(), user);
    const std::string data = data_.file("data").string();
    expect_success(
        support::run_process({(programs / "initdb").string(), "-D", data, "-U", "retort", "-A",
                              "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"},
                             "", user),
        "initdb");
    postmaster_ = support::start_process(
        {(programs / "postgres").string(), "-D", data, "-k", socket_folder(), "-h", "", "-c",
         "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c",
         "max_connections=20", "-c", "shared_buffers=32MB", "-c", "autovacuum=off", "-c",
         // Compiling a query over the catalog takes seconds, running it milliseconds.
         "jit=off"},
        folder_.file("log").string(), user);
    for (int attempt = 0; attempt < 600; ++attempt) {
        const support::ProcessResult ready = support::run_process(
            {(clients_ / "pg_isready").string(), "-q", "-h", socket_folder(), "-U", "retort"}, "",
            user);
        if (ready.status == 0) {
            version_ = std::stoi(query("postgres", "SHOW server_version_num")) / 10000;
            newest_dump_ = major_version(
                support::run_process({(clients_ / "pg_dump").string(), "--version"}, "", user)
                    .output);
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    const std::string log = support::read_file(folder_.file("log"));
    support::stop_process(postmaster_);
    throw std::runtime_error("the server did not start: " + log);
}

PostgresServer::~PostgresServer() {
    support::stop_process(postmaster_);
}

std::string PostgresServer::create_database() {
    const std::string name = "d" + std::to_string(++databases_);
    query("postgres", "CREATE DATABASE " + name + " TEMPLATE template0");
    return name;
}

PsqlResult PostgresServer::run(const std::string& database, std::string_view script, Psql how) {
    std::vector<std::string> command{(clients_ / "psql").string(),
                                     "-X",
                                     "-q",
                                     "-h",
                                     socket_folder(),
                                     "-U",
                                     "retort",
                                     "-d",
                                     "dbname=" + database + " application_name=script"};
    const fs::path file = folder_.file("script.sql");
    std::ofstream(file, std::ios::binary) << script;
    std::string text;
    switch (how) {
        case Psql::StopOnError:
            command.insert(command.end(), {"-v", "ON_ERROR_STOP=1", "-f", file.string()});
            break;
        case Psql::IgnoreErrors:
            command.insert(command.end(), {"-f", file.string()});
            break;
        case Psql::OneTransaction:
            command.insert(command.end(), {"-1", "-f", file.string()});
            break;
        case Psql::OneString:
            command.insert(command.end(), {"-c", std::string(script)});
            break;
    }
    const support::ProcessResult result =
        support::run_process(command, "", support::unprivileged_user());
    // A session's locks outlive its client until the server has noticed that it is gone.
    const std::string left =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'script'";
    for (int i = 0; i < 500 && query("postgres", left) != "0"; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {result.status, result.output, result.errors};
}

std::string PostgresServer::query(const std::string& database, std::string_view sql) {
    const support::ProcessResult result = support::run_process(
        {(clients_ / "psql").string(), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h",
         socket_folder(), "-U", "retort", "-d", database, "-f", "-"},
        sql, support::unprivileged_user());
    expect_success(result, "query");
    std::string output = result.output;
    while (!output.empty() && output.back() == '\n') { output.pop_back(); }
    return output;
}

int PostgresServer::start(const std::string& database, const std::string& sql) {
    return support::start_process({(clients_ / "psql").string(), "-X", "-q", "-h", socket_folder(),
                                   "-U", "retort", "-d", database, "-c", sql},
                                  folder_.file("log").string(), support::unprivileged_user());
}

std::string PostgresServer::catalog(const std::string& database) {
    std::string text;
    std::istringstream lines(query(database, postgres_catalog_query()));
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("order of ")) { text += line + '\n'; }
    }
    return version_ > newest_dump_ ? text : text + dump(database);
}

std::string PostgresServer::pg_dump(const std::string& database,
                                    const std::vector<std::string>& options) {
    const bool known = version_ <= newest_dump_;
    std::vector<std::string> command{
        (clients_ / "pg_dump").string(), "-h", socket_folder(), "-U", "retort", "-d", database};
    if (!known) { command = newer_pg_dump(socket_folder(), "retort", database); }
    command.insert(command.end(), options.begin(), options.end());
    // Where the other one lies, the server's user need not be able to read.
    const support::ProcessResult result =
        support::run_process(command, "", known ? support::unprivileged_user() : support::RunAs());
    expect_success(result, "pg_dump");
    return result.output;
}

std::string PostgresServer::dump(const std::string& database) {
    const support::ProcessResult result = support::run_process(
        {(clients_ / "pg_dump").string(), "--schema-only", "--no-owner", "-h", socket_folder(),
         "-U", "retort", "-T", "alembic_version", "-d", database},
        "", support::unprivileged_user());
    expect_success(result, "pg_dump");
    // `\restrict` carries a new random word every time.
    std::string text;
    std::size_t begin = 0;
    while (begin < result.output.size()) {
        const std::size_t end = std::min(result.output.find('\n', begin), result.output.size());
        const std::string_view line = std::string_view(result.output).substr(begin, end - begin);
        if (!line.empty() && line.front() != '\\' && !line.starts_with("--")) {
            text += line;
            text += '\n';
        }
        begin = end + 1;
    }
    return text;
}

}  // namespace retort::live
