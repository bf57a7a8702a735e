// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/script/script.h"
#include "compiler/source/file_system.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retort::script {

/// One file that `build` writes, path relative to the target's output directory.
struct Artifact {
    std::string path;
    std::string bytes;
};

/// One revision in the manifest.
struct ManifestEntry {
    std::string id;
    std::vector<std::string> parents;
    std::vector<std::string> dependencies;
    std::string message;
    std::string source;  ///< project-relative path of the revision file
    std::string source_sha256;
    std::vector<std::string> files;  ///< artifact paths of this revision
    std::size_t upgrade_statements = 0;
    std::size_t downgrade_statements = 0;
    bool transactional = true;
    bool irreversible = false;
    std::vector<std::string> data_loss;  ///< of the upgrade
    std::vector<std::string> downgrade_data_loss;
};

struct Manifest {
    std::string tool_version;
    std::string target;
    std::string dialect;
    std::vector<std::string> heads;
    std::vector<std::string> downgrade_to;  ///< rows after downgrade.sql; empty: base
    std::vector<ManifestEntry> revisions;
};

/// Lower-case hexadecimal SHA-256 (OpenSSL).
[[nodiscard]] std::string sha256(std::string_view bytes);

/// manifest.json, with the SHA-256 of every other artifact.
[[nodiscard]] std::string render_manifest(const Manifest& manifest,
                                          const std::vector<Artifact>& artifacts);

/// `0001_3f2a9c1b7d04_add_user_profiles`: number in the order, identifier, slug of the message;
/// only characters that every file system takes.
[[nodiscard]] std::string artifact_stem(std::size_t number, std::string_view id,
                                        std::string_view message);
/// Lower case ASCII words joined by `_`, at most 40 characters (Alembic's slug).
[[nodiscard]] std::string slug(std::string_view message);

/// Writes all or, where anything fails, nothing that a reader could take for a whole: every file is
/// written beside its target first, then all are renamed, the manifest last; then files of an
/// earlier build that are no longer part of it (named by its manifest) are removed.
[[nodiscard]] std::optional<source::FileError> write_artifacts(
    source::FileSystem& files, const std::string& directory,
    const std::vector<Artifact>& artifacts);

/// Paths whose bytes on disk differ from `artifacts`, are missing, or are left over.
[[nodiscard]] std::vector<std::string> stale_artifacts(const source::FileSystem& files,
                                                       const std::string& directory,
                                                       const std::vector<Artifact>& artifacts);

}  // namespace retort::script
