// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/span.h"

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace retort::source {

/// One text that the compiler read: a revision file, a desired schema, the configuration.
struct SourceFile {
    std::string path;  ///< As shown to people: relative to the project's root, `/` as separator.
    std::string text;  ///< The bytes, without a byte order mark.
};

/// A place as people count it: both from one; the column in characters (code points), not bytes.
struct LineColumn {
    std::size_t line = 1;
    std::size_t column = 1;
};

/// All texts of a run. Files stay where they are, so views into their text live as long as this.
class SourceFiles {
public:
    FileId add(SourceFile file);
    [[nodiscard]] const SourceFile& get(FileId id) const { return files_[id]; }
    [[nodiscard]] std::size_t size() const { return files_.size(); }

    /// The text under a span; empty for an unknown span.
    [[nodiscard]] std::string_view text(Span span) const;
    [[nodiscard]] LineColumn locate(FileId id, std::size_t offset) const;
    /// `path:line:column`, or empty for an unknown span.
    [[nodiscard]] std::string place(Span span) const;

private:
    std::deque<SourceFile> files_;
    std::map<FileId, std::vector<std::size_t>>
        line_starts_;  ///< of large files, from the second line on
};

}  // namespace retort::source
