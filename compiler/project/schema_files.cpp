// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/project.h"
#include "compiler/project/text.h"

#include <algorithm>
#include <utility>

namespace retort::project {
namespace {

/// Every target reads the files again: what is found in them twice is then told once.
FileId add_once(source::SourceFiles& sources, source::SourceFile file) {
    for (auto id = static_cast<FileId>(sources.size()); id-- > 0;) {
        const source::SourceFile& known = sources.get(id);
        if (known.path == file.path && known.text == file.text) { return id; }
    }
    return sources.add(std::move(file));
}

}  // namespace

std::vector<FileId> load_schema_files(const source::FileSystem& files, const std::string& path,
                                      const std::string& shown, source::SourceFiles& sources,
                                      Diagnostics& diagnostics) {
    std::vector<std::string> paths;
    for (const std::string_view suffix : {".mig", ".sql"}) {
        auto listed = files.list(path, suffix);
        if (auto* found = std::get_if<std::vector<std::string>>(&listed)) {
            paths.insert(paths.end(), std::make_move_iterator(found->begin()),
                         std::make_move_iterator(found->end()));
        }
    }
    const bool directory = !paths.empty();
    if (!directory) { paths = {path}; }
    std::sort(paths.begin(), paths.end());
    std::vector<FileId> ids;
    for (const std::string& each : paths) {
        const std::string name = directory ? shown + each.substr(path.size()) : shown;
        std::variant<std::string, source::FileError> read = files.read(each);
        if (const auto* error = std::get_if<source::FileError>(&read)) {
            diagnostics.report(diag::FileNotReadable, {}, name, error->reason);
            continue;
        }
        ids.push_back(
            add_once(sources, {name, without_bom(std::get<std::string>(std::move(read)))}));
    }
    return ids;
}

}  // namespace retort::project
