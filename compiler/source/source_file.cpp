// SPDX-License-Identifier: Apache-2.0
#include "compiler/source/source_file.h"

#include <fmt/format.h>

namespace retort::source {

FileId SourceFiles::add(SourceFile file) {
    files_.push_back(std::move(file));
    return static_cast<FileId>(files_.size() - 1);
}

std::string_view SourceFiles::text(Span span) const {
    if (!span.known()) { return {}; }
    const std::string_view all = files_[span.file].text;
    if (span.begin >= all.size()) { return {}; }
    return all.substr(span.begin, span.end - span.begin);
}

LineColumn SourceFiles::locate(FileId id, std::size_t offset) const {
    const std::string_view text = files_[id].text;
    LineColumn result;
    for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
        if (text[i] == '\n') {
            ++result.line;
            result.column = 1;
        } else if ((static_cast<unsigned char>(text[i]) & 0xc0U) != 0x80U) {
            ++result.column;
        }
    }
    return result;
}

std::string SourceFiles::place(Span span) const {
    if (!span.known()) { return {}; }
    const LineColumn at = locate(span.file, span.begin);
    return fmt::format("{}:{}:{}", files_[span.file].path, at.line, at.column);
}

}  // namespace retort::source
