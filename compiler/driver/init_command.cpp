// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/context.h"
#include "compiler/project/new_project.h"
#include "compiler/project/text.h"

namespace retort::driver {

ExitStatus run_init(Context& context) {
    source::FileSystem& files = *context.world->files;
    const std::string& directory = context.options.directory;
    const std::vector<project::NewFile> planned =
        project::new_project_files(context.options.project_template);
    const auto shown = [&](const project::NewFile& file) {
        return project::join_path(directory, file.path);
    };
    for (const project::NewFile& file : planned) {
        if (!files.exists(from_working_directory(context, shown(file)))) { continue; }
        context.diagnostics.report(diag::FileExists, {}, shown(file))
            .help("`init` starts a new project and overwrites nothing: name another directory");
    }
    if (context.diagnostics.has_errors()) { return ExitStatus::Failed; }
    std::vector<std::string> written;
    for (const project::NewFile& file : planned) {
        if (auto error = files.write(from_working_directory(context, shown(file)), file.text)) {
            context.diagnostics.report(diag::FileNotWritable, {}, shown(file), error->reason);
            for (const std::string& path : written) { static_cast<void>(files.remove(path)); }
            return ExitStatus::Failed;
        }
        written.push_back(from_working_directory(context, shown(file)));
        context.out += shown(file) + "\n";
    }
    return ExitStatus::Done;
}

}  // namespace retort::driver
