// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/parallel.h"
#include "compiler/project/project.h"
#include "compiler/project/text.h"

#include <algorithm>
#include <utility>

namespace retort::project {
namespace {

constexpr std::string_view kSuffix = ".mig";
constexpr std::size_t kLargestFile = std::size_t{1} << 30U;
/// Reading waits for the disk more than it computes, so more threads than processors pay.
constexpr std::size_t kMostReaders = 16;
constexpr std::size_t kFilesAPart = 64;

using ReadResult = std::variant<std::string, source::FileError>;

std::vector<std::string> list_revision_files(const source::FileSystem& files,
                                             const Configuration& configuration,
                                             const std::vector<std::string>& directories,
                                             Diagnostics& diagnostics) {
    std::vector<std::string> paths;
    for (const std::string& directory : directories) {
        std::variant<std::vector<std::string>, source::FileError> listed =
            files.list(join_path(configuration.root, directory), kSuffix);
        if (const auto* error = std::get_if<source::FileError>(&listed)) {
            diagnostics.report(diag::MigrationsDirectory, {}, directory, error->reason)
                .help("make the directory, or correct `migrations` in " + configuration.file);
            continue;
        }
        auto& found = std::get<std::vector<std::string>>(listed);
        std::move(found.begin(), found.end(), std::back_inserter(paths));
    }
    // Directories may lie inside one another.
    std::sort(paths.begin(), paths.end());
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
    return paths;
}

std::vector<ReadResult> read_all(const source::FileSystem& files,
                                 const std::vector<std::string>& paths) {
    std::vector<ReadResult> results(paths.size());
    for_each_part(paths.size(), kFilesAPart, kMostReaders, [&](const Part& part) {
        for (std::size_t i = part.begin; i < part.end; ++i) { results[i] = files.read(paths[i]); }
    });
    return results;
}

/// The path as people see it: relative to the project's root.
std::string shown_path(const std::string& path, const std::string& root) {
    const std::string prefix = join_path(root, "x").substr(0, join_path(root, "x").size() - 1);
    return path.compare(0, prefix.size(), prefix) == 0 ? path.substr(prefix.size()) : path;
}

}  // namespace

std::vector<FileId> load_revision_files(const source::FileSystem& files,
                                        const Configuration& configuration,
                                        const std::vector<std::string>& directories,
                                        source::SourceFiles& sources, Diagnostics& diagnostics) {
    const std::vector<std::string> paths =
        list_revision_files(files, configuration, directories, diagnostics);
    std::vector<ReadResult> results = read_all(files, paths);
    std::vector<FileId> ids;
    ids.reserve(paths.size());
    for (std::size_t i = 0; i < paths.size(); ++i) {
        std::string shown = shown_path(paths[i], configuration.root);
        if (const auto* error = std::get_if<source::FileError>(&results[i])) {
            diagnostics.report(diag::FileNotReadable, {}, shown, error->reason);
            continue;
        }
        std::string text = without_bom(std::get<std::string>(std::move(results[i])));
        if (text.size() > kLargestFile) {
            diagnostics.report(diag::FileNotReadable, {}, shown, "it is larger than 1 GiB");
            continue;
        }
        ids.push_back(sources.add({std::move(shown), std::move(text)}));
    }
    return ids;
}

}  // namespace retort::project
