// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/project.h"
#include "compiler/project/text.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace retort::project {
namespace {

using schema::Execute;
using schema::Operation;

class SqlFileLoader {
public:
    SqlFileLoader(const source::FileSystem& files, const Configuration& configuration,
                  const source::SourceFiles& sources, Diagnostics& diagnostics)
        : files_(&files),
          root_(configuration.root),
          sources_(&sources),
          diagnostics_(&diagnostics) {}

    void load(revisions::Revision& revision) {
        file_ = revision.header.file;
        load(revision.upgrade);
        load(revision.downgrade);
    }

    std::vector<std::string> take_paths() {
        std::sort(paths_.begin(), paths_.end());
        paths_.erase(std::unique(paths_.begin(), paths_.end()), paths_.end());
        return std::move(paths_);
    }

private:
    // Statements nest as deep as the parser lets them (`on … { execute … as { … } }`).
    void load(std::vector<Operation>& operations) {
        for (Operation& operation : operations) {
            if (auto* execute = std::get_if<Execute>(&operation.kind)) {
                load(execute->up, operation.span);
                if (execute->reverse) { load(*execute->reverse, operation.span); }
                load(execute->effects);
            } else if (auto* block = std::get_if<schema::OnDialect>(&operation.kind)) {
                load(block->body);
            } else if (auto* insert = std::get_if<schema::InsertRows>(&operation.kind)) {
                load(insert->reverse);
            } else if (auto* update = std::get_if<schema::UpdateRows>(&operation.kind)) {
                load(update->reverse);
            } else if (auto* remove = std::get_if<schema::DeleteRows>(&operation.kind)) {
                load(remove->reverse);
            } else if (auto* text = std::get_if<schema::SqlStatementText>(&operation.kind)) {
                load(text->reverse);
            }
        }
    }
    void load(Box<schema::Reverse>& reverse) {
        if (reverse) { load(reverse->operations); }
    }

    void load(schema::RawSql& sql, Span span) {
        if (sql.file.empty() || !sql.texts.empty()) { return; }
        const std::string& revision_file = sources_->get(file_).path;
        const std::string path = normal_path(join_path(parent_path(revision_file), sql.file));
        if (leaves_directory(path) || !stays_inside(path)) {
            diagnostics_->report(diag::SqlFileOutside, span, sql.file)
                .help("move the file below the directory of the configuration");
            return;
        }
        std::variant<std::string, source::FileError> read = files_->read(join_path(root_, path));
        if (const auto* error = std::get_if<source::FileError>(&read)) {
            diagnostics_->report(diag::SqlFileNotReadable, span, path, error->reason)
                .help("the path is relative to the revision file");
            return;
        }
        std::string text = without_bom(std::get<std::string>(std::move(read)));
        if (const std::optional<std::size_t> bad = find_bad_text(text)) {
            diagnostics_->report(diag::SqlFileNotText, span, path, std::to_string(*bad + 1));
            return;
        }
        sql.texts.emplace_back("", std::move(text));
        paths_.push_back(path);
    }

    /// Whether the file still lies below the root when symbolic links are followed.
    [[nodiscard]] bool stays_inside(const std::string& path) const {
        const std::string real_root = files_->real_path(root_);
        const std::string real = files_->real_path(join_path(root_, path));
        return real_root == "/" || real.empty() ||
               real.compare(0, real_root.size() + 1, real_root + "/") == 0;
    }

    const source::FileSystem* files_;
    std::string root_;
    const source::SourceFiles* sources_;
    Diagnostics* diagnostics_;
    FileId file_ = kNoFile;
    std::vector<std::string> paths_;
};

}  // namespace

std::vector<std::string> load_sql_files(const source::FileSystem& files,
                                        const Configuration& configuration,
                                        const source::SourceFiles& sources,
                                        std::vector<std::optional<revisions::Revision>>& revisions,
                                        Diagnostics& diagnostics) {
    SqlFileLoader loader(files, configuration, sources, diagnostics);
    for (std::optional<revisions::Revision>& revision : revisions) {
        if (revision) { loader.load(*revision); }
    }
    return loader.take_paths();
}

}  // namespace retort::project
