// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace retort::support {

/// The root of the project's sources.
[[nodiscard]] std::filesystem::path source_root();

/// A file's bytes; throws where it cannot be read.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Writes a file and makes its directories; an empty text removes it.
void write_or_remove(const std::filesystem::path& path, std::string_view text);

/// Regular files below a directory, sorted; paths start with `directory`.
[[nodiscard]] std::vector<std::filesystem::path> files_below(
    const std::filesystem::path& directory);

/// The texts of the files below a directory whose names end so, in the order of their paths.
[[nodiscard]] std::vector<std::string> texts_below(const std::filesystem::path& directory,
                                                   std::string_view extension);

/// The words of a command line; '…' and "…" keep spaces, no other quoting.
[[nodiscard]] std::vector<std::string> split_command(std::string_view line);

}  // namespace retort::support
