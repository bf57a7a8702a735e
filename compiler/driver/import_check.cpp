// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/import_check.h"

#include "compiler/project/text.h"
#include "compiler/schema/apply.h"

#include <algorithm>
#include <utility>

namespace retort::driver {
namespace {

using revisions::Revision;

/// A revision can wait for one more in each turn, and rarely does.
constexpr std::size_t kMostTurns = 50;

/// Imported revisions by their places in the printed script.
class Places {
public:
    explicit Places(const std::vector<Revision>& imported) {
        for (std::size_t i = 0; i < imported.size(); ++i) {
            starts_.emplace_back(imported[i].header.id.span, i);
        }
        std::stable_sort(starts_.begin(), starts_.end(),
                         [](const auto& a, const auto& b) { return before(a.first, b.first); });
    }
    /// The revision that a place belongs to.
    [[nodiscard]] std::optional<std::size_t> find(Span where) const {
        if (!where.known()) { return std::nullopt; }
        const auto after =
            std::upper_bound(starts_.begin(), starts_.end(), where,
                             [](Span at, const auto& start) { return before(at, start.first); });
        if (after == starts_.begin() || std::prev(after)->first.file != where.file) {
            return std::nullopt;
        }
        return std::prev(after)->second;
    }

private:
    static bool before(Span a, Span b) {
        return a.file != b.file ? a.file < b.file : a.begin < b.begin;
    }

    std::vector<std::pair<Span, std::size_t>> starts_;
};

/// Adds the dependencies that the findings miss; whether there were any.
bool add_dependencies(const Diagnostics& found, const Places& places,
                      std::vector<Revision>& imported) {
    bool added = false;
    for (const diag::Diagnostic& finding : found.all()) {
        if (finding.code != diag::MissingDependency.code || finding.notes.empty()) { continue; }
        const auto user = places.find(finding.where);
        const auto maker = places.find(finding.notes.front().where);
        // One that was printed later cannot have been there.
        if (!user || !maker || *maker >= *user) { continue; }
        std::vector<Name>& dependencies = imported[*user].header.dependencies;
        const std::string& id = imported[*maker].header.id.text;
        if (std::any_of(dependencies.begin(), dependencies.end(),
                        [&](const Name& name) { return name.text == id; })) {
            continue;
        }
        dependencies.emplace_back(id);
        added = true;
    }
    return added;
}

void tell_as_warnings(Context& context, const Diagnostics& found) {
    for (diag::Diagnostic finding : found.sorted()) {
        finding.severity = diag::Severity::Warning;
        context.diagnostics.add(std::move(finding));
    }
}

}  // namespace

std::optional<ExistingHistory> read_existing(Context& context, const project::Target& target) {
    const project::Configuration& configuration = context.project.configuration;
    ExistingHistory existing;
    for (const auto& [type, by_dialect] : configuration.types) {
        existing.schema.traces.foreign_types.set(type, true);
    }
    // A directory that the first import makes is not there yet.
    std::vector<std::string> directories;
    for (const std::string& directory : target.migrations) {
        const std::string path = project::join_path(configuration.root, directory);
        if (context.world->files->exists(path)) { directories.push_back(directory); }
    }
    const std::size_t errors_before = context.diagnostics.error_count();
    context.project.files =
        project::load_revision_files(*context.world->files, configuration, directories,
                                     context.project.sources, context.diagnostics);
    if (context.diagnostics.error_count() != errors_before) { return std::nullopt; }
    if (context.project.files.empty()) { return existing; }
    std::optional<ParsedHistory> parsed =
        parse_history(context.project, *context.world->files, context.diagnostics);
    if (!parsed) { return std::nullopt; }
    existing.revisions = parsed->revisions;
    const std::optional<Compilation>& compilation =
        keep(context, compile(std::move(*parsed), configuration, target, {}, context.diagnostics));
    if (!compilation) { return std::nullopt; }
    for (const revisions::Node node : compilation->graph->order()) {
        for (const revisions::OperationRef& operation :
             compilation->history.revisions[node].upgrade) {
            schema::Operation copy = *operation;
            Diagnostics told_already;
            (void)schema::apply(copy, existing.schema, configuration.naming, told_already);
        }
    }
    return existing;
}

bool check_import(Context& context, const project::Target& target,
                  const std::vector<Revision>& existing, std::vector<Revision>& imported) {
    const project::Configuration& configuration = context.project.configuration;
    const Places places(imported);
    for (std::size_t turn = 0;; ++turn) {
        std::vector<Revision> all = existing;
        all.insert(all.end(), imported.begin(), imported.end());
        std::optional<ParsedHistory> history =
            order_history(std::move(all), configuration, context.diagnostics);
        if (!history) { return false; }
        Diagnostics found;
        std::vector<bool> downgrades(history->graph->size(), true);
        const std::optional<Compilation>& compilation =
            keep(context,
                 compile(std::move(*history), configuration, target, std::move(downgrades), found));
        if (compilation) {
            const auto range = revisions::resolve_range(
                *compilation->graph, revisions::Direction::Upgrade, "heads", found);
            if (range) {
                (void)compile_script(*compilation, configuration, *range,
                                     script_options(configuration, target, *compilation->dialect),
                                     found);
            }
        } else if (turn < kMostTurns && add_dependencies(found, places, imported)) {
            continue;
        }
        tell_as_warnings(context, found);
        return true;
    }
}

}  // namespace retort::driver
