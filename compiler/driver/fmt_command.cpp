// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/context.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"

#include <set>
#include <utility>

namespace retort::driver {
namespace {

constexpr std::string_view kBom = "\xef\xbb\xbf";

struct FormattedFile {
    std::string path;  ///< on disk
    FileId id = kNoFile;
    std::string text;  ///< as it should be
};

/// The files to look at: those named, or every revision file of the project.
std::vector<FormattedFile> read_files(Context& context, ExitStatus& status) {
    std::vector<FormattedFile> files;
    status = ExitStatus::Failed;
    if (context.options.files.empty()) {
        if (!open_configuration(context)) {
            status = ExitStatus::Usage;
            return files;
        }
        const project::Configuration& configuration = context.project.configuration;
        std::set<std::string> directories;
        for (const project::Target& target : configuration.targets) {
            directories.insert(target.migrations.begin(), target.migrations.end());
        }
        const std::vector<FileId> all = project::load_revision_files(
            *context.world->files, configuration, {directories.begin(), directories.end()},
            context.project.sources, context.diagnostics);
        const std::string& root = configuration.root;
        for (const FileId id : all) {
            const std::string& shown = context.project.sources.get(id).path;
            files.push_back({root == "." ? shown : root + "/" + shown, id, ""});
        }
    }
    for (const std::string& name : context.options.files) {
        const std::string path = from_working_directory(context, name);
        std::variant<std::string, source::FileError> read = context.world->files->read(path);
        if (const auto* error = std::get_if<source::FileError>(&read)) {
            context.diagnostics.report(diag::FileNotReadable, {}, name, error->reason);
            continue;
        }
        std::string text = std::get<std::string>(std::move(read));
        if (text.compare(0, kBom.size(), kBom) == 0) { text.erase(0, kBom.size()); }
        files.push_back({path, context.project.sources.add({name, std::move(text)}), ""});
    }
    if (!context.diagnostics.has_errors()) { status = ExitStatus::Done; }
    return files;
}

}  // namespace

ExitStatus run_fmt(Context& context) {
    ExitStatus status = ExitStatus::Done;
    std::vector<FormattedFile> files = read_files(context, status);
    if (status != ExitStatus::Done) { return status; }
    for (FormattedFile& file : files) {
        const source::SourceFile& given = context.project.sources.get(file.id);
        const std::optional<syntax::ParsedRevision> parsed =
            syntax::parse_revision(given, file.id, syntax::KeepComments::Yes, context.diagnostics);
        if (parsed) { file.text = syntax::print_revision(*parsed, given.text); }
    }
    // A file that cannot be read whole is not written, nor are the others: all or nothing.
    if (context.diagnostics.has_errors()) { return ExitStatus::Failed; }
    for (const FormattedFile& file : files) {
        const source::SourceFile& given = context.project.sources.get(file.id);
        if (file.text == given.text) { continue; }
        if (context.options.check) {
            context.diagnostics.report(diag::NotFormatted, {file.id, 0, 0}, given.path)
                .help("run `retort fmt`");
            continue;
        }
        if (auto error = context.world->files->write(file.path, file.text)) {
            context.diagnostics.report(diag::FileNotWritable, {}, given.path, error->reason);
            continue;
        }
        context.out += given.path + "\n";
    }
    return context.diagnostics.has_errors() ? ExitStatus::Failed : ExitStatus::Done;
}

}  // namespace retort::driver
