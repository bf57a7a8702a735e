// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

// Cases in tests/live/alembic_statements: files of sections, each introduced by a line.
//
//     @case NAME
//     @since 15                  the oldest PostgreSQL that knows the statement (absent: all)
//     @refused R0617 REASON      the compiler answers with this error (absent: it compiles)
//     @accepted by PostgreSQL    what is refused runs on PostgreSQL (absent: it does not)
//     @irreversible R0409        what the compiler says where a downgrade is asked for (absent: one
//                                is derived)
//     @before                    statements, SQL and migration language alike, that go before
//     @printed                   what Alembic prints

namespace retort::live {

struct AlembicCase {
    std::string theme;  ///< the file's name
    std::string name;
    int since = 0;
    std::string refused;  ///< code of the diagnostic; empty: accepted
    bool accepted_by_postgresql = true;
    std::string irreversible;
    std::string before;
    std::string printed;
};

/// The cases of a file, in order. Throws where it is not as said above.
[[nodiscard]] std::vector<AlembicCase> read_alembic_cases(const std::filesystem::path& path);

}  // namespace retort::live
