// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/instant.h"
#include "compiler/driver/authoring.h"
#include "compiler/driver/autogenerate.h"
#include "compiler/driver/import_check.h"
#include "compiler/driver/import_sql.h"
#include "compiler/importing/alembic_import.h"
#include "compiler/importing/alembic_output.h"
#include "compiler/project/text.h"
#include "compiler/syntax/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <utility>

namespace retort::driver {
namespace {

using importing::ImportedHistory;
using importing::ImportRemark;
using revisions::Revision;

/// The files that were named, as sources.
std::vector<FileId> read_inputs(Context& context) {
    std::vector<FileId> ids;
    for (const std::string& name : context.options.files) {
        auto read = context.world->files->read(from_working_directory(context, name));
        if (const auto* error = std::get_if<source::FileError>(&read)) {
            context.diagnostics.report(diag::FileNotReadable, {}, name, error->reason);
            continue;
        }
        ids.push_back(context.project.sources.add(
            {name, importing::clean_output(std::get<std::string>(read))}));
    }
    return ids;
}

/// Where the files go.
struct Destination {
    std::string directory;  ///< as shown
    std::string path;       ///< on disk
    bool in_project = true;
};

Destination choose_destination(const Context& context, const project::Target& target) {
    const std::string& root = context.project.configuration.root;
    const auto normal = [](const std::string& path) {
        return std::filesystem::path(path + "/").lexically_normal();
    };
    Destination destination;
    if (context.options.output.empty()) {
        destination.path = project::join_path(root, target.migrations.front());
        destination.directory = path_from_here(context, target.migrations.front());
        return destination;
    }
    destination.directory = context.options.output;
    destination.path = from_working_directory(context, context.options.output);
    destination.in_project = false;
    for (const std::string& directory : target.migrations) {
        const std::string path = project::join_path(root, directory);
        if (normal(path) == normal(destination.path)) { destination.in_project = true; }
    }
    return destination;
}

struct NewFile {
    std::string shown;
    std::string path;
    std::string text;
};

/// The moment at which a revision was made, which its file is named after; now where none is known.
project::WallTime time_of(const revisions::RevisionHeader& header, const project::WallTime& now) {
    const std::optional<Instant> created = parse_instant(header.created);
    if (!created) { return now; }
    const std::chrono::sys_seconds moment{std::chrono::seconds(created->seconds)};
    const auto midnight = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date(midnight);
    const std::chrono::hh_mm_ss time(moment - midnight);
    project::WallTime result;
    result.year = static_cast<int>(date.year());
    result.month = static_cast<int>(static_cast<unsigned>(date.month()));
    result.day = static_cast<int>(static_cast<unsigned>(date.day()));
    result.hour = static_cast<int>(time.hours().count());
    result.minute = static_cast<int>(time.minutes().count());
    result.second = static_cast<int>(time.seconds().count());
    result.epoch = created->seconds;
    return result;
}

std::string text_of(const Revision& revision,
                    const std::vector<std::vector<std::string>>& comments) {
    const bool any = std::any_of(comments.begin(), comments.end(),
                                 [](const auto& lines) { return !lines.empty(); });
    if (!any) { return syntax::print_revision(revision); }
    std::vector<GeneratedStatement> statements;
    for (std::size_t i = 0; i < revision.upgrade.size(); ++i) {
        statements.push_back({revision.upgrade[i], comments[i]});
    }
    return generated_text(revision, statements);
}

/// The files to write, none of which may be there. Nullopt after a report.
std::optional<std::vector<NewFile>> plan_files(Context& context, const Destination& destination,
                                               const ImportedHistory& imported) {
    const project::Configuration& configuration = context.project.configuration;
    const std::optional<project::WallTime> now = time_now(context);
    if (!now) { return std::nullopt; }
    std::vector<NewFile> planned;
    std::set<std::string> names;
    bool fine = true;
    planned.reserve(imported.revisions.size());
    for (std::size_t i = 0; i < imported.revisions.size(); ++i) {
        const Revision& revision = imported.revisions[i];
        const std::string name =
            project::revision_file_name(configuration.file_template, time_of(revision.header, *now),
                                        revision.header.id.text, revision.header.message);
        NewFile file;
        file.shown = project::join_path(destination.directory, name);
        file.path = project::join_path(destination.path, name);
        if (project::leaves_directory(name) || name.front() == '/') {
            context.diagnostics.report(diag::FileOutside, {}, name, destination.directory)
                .help("correct `file_template` in " + configuration.file);
            return std::nullopt;
        }
        if (!names.insert(name).second || context.world->files->exists(file.path)) {
            context.diagnostics.report(diag::FileExists, {}, file.shown)
                .help("`import` overwrites nothing: name another directory with `-o`");
            fine = false;
            continue;
        }
        file.text = text_of(revision, imported.comments[i]);
        planned.push_back(std::move(file));
    }
    if (!fine) { return std::nullopt; }
    return planned;
}

/// Writes all of them or, where one cannot be written, none.
bool write_files(Context& context, const std::vector<NewFile>& planned) {
    source::FileSystem& files = *context.world->files;
    for (std::size_t i = 0; i < planned.size(); ++i) {
        const auto error = files.write(planned[i].path, planned[i].text);
        if (!error) { continue; }
        context.diagnostics.report(diag::FileNotWritable, {}, planned[i].shown, error->reason);
        for (std::size_t done = 0; done < i; ++done) {
            static_cast<void>(files.remove(planned[done].path));
        }
        return false;
    }
    return true;
}

void check_version_table(Context& context, const project::Target& target,
                         const std::string& printed) {
    const std::string& schema = target.version_table_schema;
    const std::string ours = (schema.empty() ? "" : schema + ".") + target.version_table;
    if (printed.empty() || printed == ours) { return; }
    const std::size_t dot = printed.find('.');
    std::string help = "write `version_table: " + printed.substr(dot + 1) + "`";
    if (dot != std::string::npos) {
        help += " and `version_table_schema: " + printed.substr(0, dot) + "`";
    }
    context.diagnostics.report(diag::OtherVersionTable, {}, printed, ours)
        .help(help + " in " + context.project.configuration.file);
}

void add_remarks(std::string& text, const Context& context, const std::string& head,
                 const std::vector<ImportRemark>& remarks) {
    if (remarks.empty()) { return; }
    text += "\n" + head + ":\n";
    for (const ImportRemark& remark : remarks) {
        text += fmt::format("  {} {}{}{}\n", context.project.sources.place(remark.where),
                            remark.revision, remark.text.empty() ? "" : ": ", remark.text);
    }
}

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string summary(const Context& context, const ImportedHistory& history,
                    const std::vector<NewFile>& written) {
    std::string text;
    for (const NewFile& file : written) { text += file.shown + "\n"; }
    std::size_t derived = 0;
    std::size_t by_hand = 0;
    std::size_t irreversible = 0;
    for (const Revision& revision : history.revisions) {
        switch (revision.downgrade_kind) {
            case revisions::DowngradeKind::Auto:
                ++derived;
                break;
            case revisions::DowngradeKind::Written:
                ++by_hand;
                break;
            case revisions::DowngradeKind::Irreversible:
                ++irreversible;
                break;
        }
    }
    std::size_t kept = 0;
    std::string words;
    for (const auto& [word, count] : history.kept) {
        kept += count;
        words += fmt::format("{}{} `{}`", words.empty() ? "" : ", ", count, word);
    }
    const std::size_t executes = history.texts.size();
    text += fmt::format("\n{}, {}: {} typed, {} as they stand, {} in `execute`\n",
                        counted(history.revisions.size(), "revision"),
                        counted(history.typed + kept + executes, "statement"), history.typed, kept,
                        executes);
    if (kept != 0) { text += "as they stand: " + words + "\n"; }
    text += fmt::format("downgrades: {} derived, {} as printed, {} irreversible\n", derived,
                        by_hand, irreversible);
    if (executes > history.typed + kept) {
        text +=
            "\nmost of it is not understood: was it printed for the database of another target, or "
            "one that is not supported?\n";
    }
    add_remarks(text, context, "not taken from the list of revisions", history.listing);
    add_remarks(text, context, "not printed, so their files are empty", history.unprinted);
    add_remarks(text, context, "in `execute`", history.texts);
    add_remarks(text, context, "downgrades to look at", history.downgrades);
    if (!history.listed) {
        text +=
            "\nmessages, dates, labels and most dependencies are not printed: name what "
            "`alembic history --verbose` lists as a further file\n";
    }
    return text;
}

ExitStatus import_alembic(Context& context, const project::Target& target) {
    const Destination destination = choose_destination(context, target);
    const std::vector<FileId> inputs = read_inputs(context);
    if (context.diagnostics.has_errors()) { return ExitStatus::Failed; }
    ExistingHistory existing;
    if (destination.in_project) {
        std::optional<ExistingHistory> found = read_existing(context, target);
        if (!found) { return ExitStatus::Failed; }
        existing = std::move(*found);
    }
    importing::ImportRules rules;
    rules.naming = context.project.configuration.naming;
    if (!target.schema.empty()) { rules.default_schema = target.schema; }
    ImportedHistory history = importing::import_alembic(
        context.project.sources, inputs, std::move(existing.schema), rules, context.diagnostics);
    if (!context.diagnostics.has_errors() && history.revisions.empty()) {
        context.diagnostics.report(diag::NoPrintedRevisions, {}, context.options.files.front())
            .help("`alembic upgrade head --sql` prints one below a line `-- Running upgrade …`");
    }
    if (context.diagnostics.has_errors()) { return ExitStatus::Failed; }
    check_version_table(context, target, history.version_table);
    if (!check_import(context, target, existing.revisions, history.revisions)) {
        return ExitStatus::Failed;
    }
    const auto planned = plan_files(context, destination, history);
    if (!planned || !write_files(context, *planned)) { return ExitStatus::Failed; }
    context.out = summary(context, history, *planned);
    return ExitStatus::Done;
}

}  // namespace

ExitStatus run_import(Context& context) {
    if (!open_configuration(context)) { return ExitStatus::Usage; }
    const project::Target* target = one_history(context);
    if (target == nullptr) { return ExitStatus::Usage; }
    switch (context.options.import_kind) {
        case ImportKind::Alembic:
            return import_alembic(context, *target);
        case ImportKind::Sql:
            return import_sql(context, *target);
    }
    return ExitStatus::Usage;
}

}  // namespace retort::driver
