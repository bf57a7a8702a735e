// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

// Small matters of text and paths that the readers of this folder share.

namespace retort::project {

/// Offset of the first byte that is not part of well-formed UTF-8, or of a NUL; nullopt if none.
[[nodiscard]] std::optional<std::size_t> find_bad_text(std::string_view text);

/// The bytes without a byte order mark.
[[nodiscard]] std::string without_bom(std::string bytes);

[[nodiscard]] std::string lower_ascii(std::string_view text);

/// `directory/path`, or `path` itself where it is absolute or the directory is `.` or empty.
[[nodiscard]] std::string join_path(std::string_view directory, std::string_view path);

/// The part before the last `/`; `.` if there is none, `/` for a file in the root.
[[nodiscard]] std::string parent_path(std::string_view path);

/// The path without `.` and `..` steps where they can be resolved by its text alone.
[[nodiscard]] std::string normal_path(std::string_view path);

/// Whether a normal, relative path leaves the directory that it starts from.
[[nodiscard]] bool leaves_directory(std::string_view path);

}  // namespace retort::project
