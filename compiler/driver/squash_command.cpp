// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/authoring.h"
#include "compiler/driver/autogenerate.h"
#include "compiler/driver/schemas.h"
#include "compiler/project/text.h"
#include "compiler/schema/changes.h"
#include "compiler/schema/footprint.h"
#include "compiler/schema/rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

namespace retort::driver {
namespace {

using revisions::Node;
using revisions::RevisionGraph;
using schema::Operation;

/// What a moved-aside file is called: no revision file any more.
constexpr const char* kAside = ".squashed";

/// The revisions that become one, in order, the last of which gives its identifier.
struct Squashed {
    std::vector<Node> nodes;
    std::set<Node> members;
    Node last = 0;
};

bool contains(const Squashed& squashed, Node node) {
    return squashed.members.count(node) != 0;
}

/// Reports a revision that hangs on the inner ones, or that joins them from the side.
void check_borders(Context& context, const RevisionGraph& graph, const Squashed& squashed) {
    const Node first = squashed.nodes.front();
    const auto refuse = [&](Node inner, Node outer, const char* how) {
        context.diagnostics
            .report(diag::CannotSquash, graph.header(outer).id.span, graph.id(inner),
                    fmt::format("revision \"{}\" {}", graph.id(outer), how))
            .note(graph.header(inner).id.span, "the inner revision is here")
            .help("choose a range whose inner revisions nobody else builds on");
    };
    for (const Node node : squashed.nodes) {
        if (node != squashed.last) {
            for (const Node user : graph.children(node)) {
                if (!contains(squashed, user)) { refuse(node, user, "revises it"); }
            }
            for (const Node user : graph.dependents(node)) {
                if (!contains(squashed, user)) { refuse(node, user, "depends on it"); }
            }
        }
        if (node == first) { continue; }
        for (const Node parent : graph.parents(node)) {
            if (!contains(squashed, parent)) { refuse(node, parent, "joins from the side"); }
        }
    }
}

/// The revisions of `A:B`; nullopt, with a report, where they cannot become one.
std::optional<Squashed> chosen_range(Context& context, const RevisionGraph& graph) {
    const std::string& word = context.options.word;
    const std::size_t colon = word.find(':');
    if (colon == std::string::npos) {
        context.diagnostics.report(diag::WrongOptionValue, {}, "squash", word, "FIRST:LAST")
            .help("the first and the last of the revisions that become one");
        return std::nullopt;
    }
    const auto first =
        revisions::resolve_revision(graph, word.substr(0, colon), context.diagnostics);
    const auto last =
        revisions::resolve_revision(graph, word.substr(colon + 1), context.diagnostics);
    if (!first || !last) { return std::nullopt; }
    const std::vector<Node> from{*first};
    const std::vector<Node> to{*last};
    const std::vector<bool> above = graph.descendants(from);
    const std::vector<bool> below = graph.ancestors(to);
    Squashed squashed;
    squashed.last = *last;
    for (const Node node : graph.order()) {
        if (!above[node] || !below[node]) { continue; }
        squashed.nodes.push_back(node);
        squashed.members.insert(node);
    }
    if (squashed.nodes.size() < 2) {
        context.diagnostics.report(diag::NothingToMerge, {}, word)
            .help("name the older revision first, and a newer one that descends from it");
        return std::nullopt;
    }
    check_borders(context, graph, squashed);
    if (context.diagnostics.has_errors()) { return std::nullopt; }
    return squashed;
}

/// Header items of all of them; the identifier, time and author of the last.
revisions::RevisionHeader joint_header(const Context& context, const RevisionGraph& graph,
                                       const Squashed& squashed) {
    const revisions::RevisionHeader& last = graph.header(squashed.last);
    revisions::RevisionHeader header;
    header.id = last.id;
    header.message = context.options.message.empty() ? last.message : context.options.message;
    header.created = last.created;
    header.author = last.author;
    header.parents = graph.header(squashed.nodes.front()).parents;
    const auto add = [](std::vector<Name>& list, const Name& name) {
        if (std::find(list.begin(), list.end(), name) == list.end()) { list.push_back(name); }
    };
    for (const Node node : squashed.nodes) {
        const revisions::RevisionHeader& each = graph.header(node);
        for (const Name& label : each.labels) { add(header.labels, label); }
        for (const revisions::LintWaiver& waiver : each.waivers) {
            header.waivers.push_back(waiver);
        }
        for (const Node needed : graph.dependencies(node)) {
            if (!contains(squashed, needed)) {
                add(header.dependencies, Name(std::string(graph.id(needed))));
            }
        }
    }
    return header;
}

struct PlacedOperation {
    const Operation* operation = nullptr;
    const schema::Schema* before = nullptr;
    const schema::Schema* after = nullptr;
};

/// What a statement about rows and a later change of the schema have against each other's place.
std::string clash_of(const PlacedOperation& first, const PlacedOperation& second) {
    const auto a = schema::footprint(*first.operation, *first.before, *first.after);
    const auto b = schema::footprint(*second.operation, *second.before, *second.after);
    for (const schema::Mark& mark : a) {
        for (const schema::Mark& other : b) {
            if (mark.key() == other.key() && schema::clash(mark.access, other.access)) {
                return schema::clash_text(mark, other);
            }
        }
    }
    return {};
}

/// The statements about rows, in their order: they run after all changes of the schema, which is
/// where each of them has to fit.
std::vector<GeneratedStatement> row_statements(Context& context, const RevisionGraph& graph,
                                               const Squashed& squashed,
                                               const revisions::History& history) {
    std::vector<PlacedOperation> all;
    for (const Node node : squashed.nodes) {
        const revisions::ReplayedRevision& revision = history.revisions[node];
        for (std::size_t i = 0; i < revision.upgrade.size(); ++i) {
            all.push_back({revision.upgrade[i].get(),
                           i == 0 ? &revision.before : &revision.states[i - 1],
                           &revision.states[i]});
        }
    }
    std::vector<GeneratedStatement> kept;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!schema::is_about_rows(*all[i].operation)) { continue; }
        const auto in_the_way = std::find_if(all.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                             all.end(), [&](const PlacedOperation& later) {
                                                 return !schema::is_about_rows(*later.operation) &&
                                                        !clash_of(all[i], later).empty();
                                             });
        if (in_the_way == all.end()) {
            kept.push_back({*all[i].operation, {}});
            continue;
        }
        context.diagnostics
            .report(diag::CannotSquash, all[i].operation->span, graph.id(squashed.last),
                    "this statement cannot run after the schema is whole")
            .note(in_the_way->operation->span, clash_of(all[i], *in_the_way))
            .help("end the range before it, or begin behind it");
    }
    return kept;
}

/// The statements of the one revision, for one target.
std::optional<std::vector<GeneratedStatement>> joint_statements(Context& context,
                                                                const RevisionGraph& graph,
                                                                const Squashed& squashed,
                                                                const project::Target& target,
                                                                schema::Schema& after) {
    const std::optional<Compilation>& compilation = keep(context, compile_open(context, target));
    if (!compilation) { return std::nullopt; }
    const std::size_t errors_before = context.diagnostics.error_count();
    const revisions::History& history = compilation->history;
    const schema::Schema& before = history.revisions[squashed.nodes.front()].before;
    after = history.revisions[squashed.last].after;
    std::vector<GeneratedStatement> statements;
    for (Operation& operation : schema::changes(before, after)) {
        statements.push_back({std::move(operation), {}});
    }
    std::vector<GeneratedStatement> rows = row_statements(context, graph, squashed, history);
    std::move(rows.begin(), rows.end(), std::back_inserter(statements));
    if (context.diagnostics.error_count() != errors_before) { return std::nullopt; }
    return statements;
}

/// The files of the project with the new one in place of those that go.
std::vector<FileId> files_with(const Context& context, const RevisionGraph& graph,
                               const Squashed& squashed, FileId fresh) {
    std::set<FileId> gone;
    for (const Node node : squashed.nodes) { gone.insert(graph.header(node).file); }
    std::vector<FileId> files;
    for (const FileId id : context.project.files) {
        if (gone.count(id) == 0) { files.push_back(id); }
    }
    files.push_back(fresh);
    return files;
}

/// Compiles the history with the new file in place of the old ones: it must end where they did, and
/// come back.
bool is_proven(Context& context, const std::vector<const project::Target*>& targets,
               const std::vector<FileId>& files, const std::string& id,
               const std::vector<schema::Schema>& wanted) {
    Project project = context.project;
    project.files = files;
    std::optional<ParsedHistory> parsed =
        parse_history(project, *context.world->files, context.diagnostics);
    if (!parsed) { return false; }
    const Node node = *parsed->graph->find(id);
    std::vector<bool> need_downgrade(parsed->revisions.size(), false);
    need_downgrade[node] =
        parsed->revisions[node].downgrade_kind != revisions::DowngradeKind::Irreversible;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const std::optional<Compilation>& compilation =
            keep(context, compile(*parsed, project.configuration, *targets[i], need_downgrade,
                                  context.diagnostics));
        if (!compilation) { continue; }
        const std::vector<std::string> differences =
            schema::list_differences(wanted[i], compilation->history.revisions[node].after, false);
        if (differences.empty()) { continue; }
        auto& finding = context.diagnostics.report(diag::CannotSquash, {}, id,
                                                   "the whole is not what its parts were");
        for (const std::string& difference : differences) { finding.note({}, difference); }
    }
    return !context.diagnostics.has_errors();
}

/// Moves the old files aside and writes the new one; where anything fails all is as it was.
bool replace_files(Context& context, const std::vector<std::string>& old_paths,
                   const std::string& path, const std::string& text) {
    source::FileSystem& files = *context.world->files;
    const auto in_root = [&](const std::string& each) {
        return project::join_path(context.project.configuration.root, each);
    };
    std::vector<std::string> moved;
    std::optional<source::FileError> error;
    std::string where;
    for (const std::string& old : old_paths) {
        where = old + kAside;
        error = files.exists(in_root(where)) ? source::FileError{"it exists already"}
                                             : files.rename(in_root(old), in_root(where));
        if (error) { break; }
        moved.push_back(old);
    }
    if (!error) {
        where = path;
        error = files.write(in_root(path), text);
    }
    if (!error) { return true; }
    for (const std::string& old : moved) {
        static_cast<void>(files.rename(in_root(old + kAside), in_root(old)));
    }
    context.diagnostics.report(diag::FileNotWritable, {}, where, error->reason);
    return false;
}

/// Says what became of the files, and what a database in the middle of the range has to do.
void explain(Context& context, const RevisionGraph& graph, const Squashed& squashed,
             const std::vector<std::string>& old_paths, const std::string& path) {
    const std::string last(graph.id(squashed.last));
    context.out += fmt::format("{}: {} revisions are one\n", path_from_here(context, path),
                               squashed.nodes.size());
    for (const std::string& old : old_paths) {
        context.out += fmt::format("moved aside: {}\n", path_from_here(context, old + kAside));
    }
    std::vector<std::string> inner;
    for (const Node node : squashed.nodes) {
        if (node != squashed.last) { inner.emplace_back(graph.id(node)); }
    }
    context.out += fmt::format(
        "A database at {0} or above goes on as it is. One at {1} has no way on from here: bring "
        "it\n"
        "to {0} with a script of the old files first (retort upgrade {2}:{0}, with the files as "
        "they\n"
        "were), or keep the old files until none is there any more.\n",
        last, fmt::join(inner, ", "), inner.front());
}

/// What the revisions say about their way back, together.
void join_downgrades(const ParsedHistory& parsed, const Squashed& squashed,
                     revisions::Revision& whole) {
    for (const Node node : squashed.nodes) {
        const revisions::Revision& each = parsed.revisions[node];
        whole.header.transaction_off |= each.header.transaction_off;
        if (each.downgrade_kind != revisions::DowngradeKind::Irreversible) { continue; }
        whole.downgrade_kind = revisions::DowngradeKind::Irreversible;
        whole.irreversible_reason = each.irreversible_reason;
    }
}

bool has_targets(Context& context, const RevisionGraph& graph, const Squashed& squashed) {
    bool found = false;
    for (const Node node : squashed.nodes) {
        for (const Name& target : graph.header(node).targets) {
            context.diagnostics
                .report(diag::CannotSquash, target.span, graph.id(squashed.last),
                        fmt::format("revision \"{}\" is for some targets only", graph.id(node)))
                .help("end the range before it, or begin behind it");
            found = true;
            break;
        }
    }
    return found;
}

}  // namespace

ExitStatus run_squash(Context& context) {
    if (!open_configuration(context)) { return ExitStatus::Usage; }
    const project::Target* target = one_history(context);
    if (target == nullptr) { return ExitStatus::Usage; }
    if (!open_revisions(context, *target)) { return ExitStatus::Failed; }
    const std::optional<ParsedHistory> parsed =
        parse_history(context.project, *context.world->files, context.diagnostics);
    if (!parsed) { return ExitStatus::Failed; }
    const RevisionGraph& graph = *parsed->graph;
    const std::optional<Squashed> squashed = chosen_range(context, graph);
    if (!squashed || has_targets(context, graph, *squashed)) { return ExitStatus::Failed; }
    const std::vector<const project::Target*> targets = targets_like(context, *target);
    std::vector<schema::Schema> wanted;
    StatementsByDialect by_dialect;
    for (const project::Target* each : targets) {
        schema::Schema after;
        auto statements = joint_statements(context, graph, *squashed, *each, after);
        if (!statements) { continue; }
        wanted.push_back(std::move(after));
        by_dialect.insert_or_assign(each->dialect, std::move(*statements));
    }
    if (context.diagnostics.has_errors()) { return ExitStatus::Failed; }
    revisions::Revision whole;
    whole.header = joint_header(context, graph, *squashed);
    join_downgrades(*parsed, *squashed, whole);
    const std::string text = generated_text(whole, in_one_list(std::move(by_dialect)));
    const std::string& last_path =
        context.project.sources.get(graph.header(squashed->last).file).path;
    const FileId fresh = context.project.sources.add({last_path, text});
    if (!is_proven(context, targets, files_with(context, graph, *squashed, fresh),
                   whole.header.id.text, wanted)) {
        return ExitStatus::Failed;
    }
    std::vector<std::string> old_paths;
    for (const Node node : squashed->nodes) {
        old_paths.push_back(context.project.sources.get(graph.header(node).file).path);
    }
    if (!replace_files(context, old_paths, last_path, text)) { return ExitStatus::Failed; }
    explain(context, graph, *squashed, old_paths, last_path);
    return ExitStatus::Done;
}

}  // namespace retort::driver
