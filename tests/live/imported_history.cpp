// SPDX-License-Identifier: Apache-2.0
#include "tests/live/imported_history.h"

#include "compiler/driver/driver.h"
#include "compiler/importing/alembic_output.h"
#include "compiler/syntax/parse.h"
#include "tests/support/process.h"
#include "tests/support/tree.h"

#include <stdexcept>

namespace retort::live {
namespace {

constexpr const char* kFolder = "/p/migrations/";

driver::World world_of(source::MemoryFileSystem& files) {
    driver::World world;
    world.files = &files;
    world.working_directory = "/p";
    world.environment = [](const std::string&) { return std::nullopt; };
    world.now = [](const std::string&) { return project::WallTime(); };
    return world;
}

revisions::Revision parse(const std::string& text) {
    source::SourceFiles sources;
    const FileId id = sources.add({"r.mig", text});
    Diagnostics diagnostics;
    auto parsed =
        syntax::parse_revision(sources.get(id), id, syntax::KeepComments::No, diagnostics);
    if (diagnostics.has_errors() || !parsed) {
        throw std::runtime_error("this does not parse:\n" + text);
    }
    return std::move(parsed->revision);
}

/// Each revision's part of a script, with the transaction that it starts in.
std::map<std::string, std::string> cut(const std::string& up) {
    std::map<std::string, std::string> scripts;
    const importing::PrintedScript script = importing::read_alembic_output({"up.sql", up}, 0);
    for (const importing::PrintedRevision& revision : script.revisions) {
        const Span section = revision.section;
        scripts[revision.id.text] =
            "BEGIN;\n" + up.substr(section.begin, section.end - section.begin) + "COMMIT;\n";
    }
    return scripts;
}

}  // namespace

std::string run_alembic(const std::string& arguments, const std::vector<std::string>& settings) {
    const std::string folder = (support::source_root() / "tests/live/imported_history").string();
    std::string line = "exec alembic -c '" + folder + "/alembic.ini'";
    for (const std::string& setting : settings) { line += " -x " + setting; }
    const support::ProcessResult result = support::run_process(
        {"/usr/bin/env", "PYTHONDONTWRITEBYTECODE=1", "/bin/sh", "-c", line + " " + arguments}, "",
        {});
    if (result.status != 0) {
        throw std::runtime_error("alembic " + arguments + ": " + result.errors);
    }
    return result.output;
}

PrintedScripts print_history(const std::string& dialect, const std::vector<std::string>& settings) {
    std::vector<std::string> words = {"dialect=" + dialect};
    words.insert(words.end(), settings.begin(), settings.end());
    return {run_alembic("upgrade head --sql", words),
            run_alembic("downgrade head:base --sql", words),
            run_alembic("history --verbose", words)};
}

ImportedHistory import_history(const std::string& dialect, const std::string& up,
                               const std::string& down, const std::string& listing,
                               const std::string& settings) {
    source::MemoryFileSystem files;
    files.files["/p/retort.yaml"] = settings + "targets:\n  t: { dialect: " + dialect + " }\n";
    files.files["/p/up.sql"] = up;
    files.files["/p/down.sql"] = down;
    files.files["/p/history.txt"] = listing;
    driver::World world = world_of(files);
    std::vector<std::string> words = {"import", "alembic", "up.sql", "down.sql"};
    if (!listing.empty()) { words.emplace_back("history.txt"); }
    const driver::ExitStatus status = driver::run(words, world);
    if (status != driver::ExitStatus::Done) { throw std::runtime_error(world.err); }
    ImportedHistory history;
    history.summary = world.out;
    history.warnings = world.err;
    history.scripts = cut(up);
    history.scripts_back = cut(down);
    for (const auto& [path, text] : files.files) {
        if (!path.starts_with(kFolder)) { continue; }
        const revisions::Revision revision = parse(text);
        if (revision.downgrade_kind == revisions::DowngradeKind::Irreversible) {
            history.irreversible.insert(revision.header.id.text);
        }
        if (revision.downgrade_kind == revisions::DowngradeKind::Written) {
            history.as_printed.insert(revision.header.id.text);
        }
        history.files.push_back(text);
        history.by_path[path] = text;
    }
    return history;
}

std::string one_down(const revisions::RevisionGraph& graph, const std::string& id) {
    const revisions::Node node = *graph.find(id);
    const auto parents = graph.parents(node);
    if (parents.empty()) { return id + "@base"; }
    // A merge has two lines down; the sides themselves stay.
    return parents.size() > 1 ? graph.header(parents.front()).id.text : id + "@-1";
}

}  // namespace retort::live
