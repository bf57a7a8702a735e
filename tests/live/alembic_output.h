// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace retort::live {

/// One revision in the script that Alembic prints for a whole history.
struct PrintedRevision {
    std::string id;
    std::vector<std::string> parents;
    /// Its statements as they stand, without those on the version table and without the COMMIT and
    /// BEGIN around what may not run in a transaction. Empty where Alembic could not print it.
    std::string statements;
    /// The same as a script that runs: in a transaction, with the COMMIT and BEGIN.
    std::string script;
};

/// What `alembic upgrade base:head --sql` printed, revision by revision.
[[nodiscard]] std::vector<PrintedRevision> read_alembic_output(const std::filesystem::path& path);

/// A revision file with the statements in its upgrade block; `rest` follows the block.
[[nodiscard]] std::string revision_file(const PrintedRevision& revision, const std::string& rest);

}  // namespace retort::live
