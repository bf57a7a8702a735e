// SPDX-License-Identifier: Apache-2.0
#include "compiler/source/source_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace retort::source {

namespace {

/// Files up to this size are searched for line ends whenever a place in them is asked for.
constexpr std::size_t kSmall = 64 * 1024;

}  // namespace

FileId SourceFiles::add(SourceFile file) {
    const auto id = static_cast<FileId>(files_.size());
    if (file.text.size() > kSmall) {
        std::vector<std::size_t>& starts = line_starts_[id];
        for (std::size_t at = file.text.find('\n'); at != std::string::npos;
             at = file.text.find('\n', at + 1)) {
            starts.push_back(at + 1);
        }
    }
    files_.push_back(std::move(file));
    return id;
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
    std::size_t begin = 0;
    if (const auto known = line_starts_.find(id); known != line_starts_.end()) {
        const std::vector<std::size_t>& starts = known->second;
        const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
        result.line += static_cast<std::size_t>(next - starts.begin());
        if (next != starts.begin()) { begin = *(next - 1); }
    }
    for (std::size_t i = begin; i < offset && i < text.size(); ++i) {
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
