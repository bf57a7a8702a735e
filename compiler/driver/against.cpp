// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/against.h"

#include "compiler/driver/git_files.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"

#include <map>
#include <set>
#include <utility>

namespace retort::driver {
namespace {

using revisions::Revision;
using ById = std::map<std::string, Revision>;

/// Takes git's answer, or reports why there is none.
template <class T>
std::optional<T> answer(Context& context, std::variant<T, GitError> result) {
    if (const auto* error = std::get_if<GitError>(&result)) {
        context.diagnostics.report(diag::GitFailed, {}, error->task, error->reason);
        return std::nullopt;
    }
    return std::get<T>(std::move(result));
}

/// The revision files of a commit: text by path, paths without the commit's name.
std::map<std::string, std::string> revision_texts(const GitFiles& files,
                                                  const project::Target& target) {
    std::map<std::string, std::string> texts;
    const std::size_t prefix = files.path_of("").size();
    for (const std::string& directory : target.migrations) {
        auto listed = files.list(files.path_of(directory), ".mig");
        for (const std::string& path : std::get<std::vector<std::string>>(listed)) {
            texts.emplace(path.substr(prefix), std::get<std::string>(files.read(path)));
        }
    }
    return texts;
}

/// Parses those of a commit's files that are not the same in another one.
std::optional<ById> parse_changed(Context& context, const GitFiles& files,
                                  const std::map<std::string, std::string>& texts,
                                  const std::map<std::string, std::string>& others) {
    std::vector<FileId> ids;
    for (const auto& [path, text] : texts) {
        const auto same = others.find(path);
        if (same != others.end() && same->second == text) { continue; }
        ids.push_back(context.project.sources.add({files.path_of(path), text}));
    }
    const std::size_t errors_before = context.diagnostics.error_count();
    std::vector<std::optional<Revision>> parsed =
        syntax::parse_revisions(context.project.sources, ids, context.diagnostics);
    project::Configuration at_top = context.project.configuration;
    at_top.root = ".";
    static_cast<void>(project::load_sql_files(files, at_top, context.project.sources, parsed,
                                              context.diagnostics));
    if (context.diagnostics.error_count() != errors_before) { return std::nullopt; }
    ById revisions;
    for (std::optional<Revision>& revision : parsed) {
        std::string id = revision->header.id.text;
        revisions.emplace(std::move(id), std::move(*revision));
    }
    return revisions;
}

/// Whether two files say the same, however they are laid out.
bool same_meaning(const Revision& a, const Revision& b) {
    return syntax::print_revision(a) == syntax::print_revision(b);
}

/// Joins three states of the files, as git does with lines: ours, theirs, and where they part.
class Joining {
public:
    Joining(Context& context, JointHistory& joint, const ById& theirs, const ById& base)
        : context_(context), joint_(joint), theirs_(theirs), base_(base) {}

    void run(std::vector<Revision> ours) {
        for (Revision& revision : ours) {
            ours_.insert(revision.header.id.text);
            keep_ours(std::move(revision));
        }
        for (const auto& [id, revision] : theirs_) {
            if (ours_.count(id) != 0) { continue; }
            const Revision* before = find(base_, id);
            if (before == nullptr) {
                joint_.there.push_back(id);
                joint_.revisions.push_back(revision);
            } else if (!same_meaning(*before, revision)) {
                context_.diagnostics
                    .report(diag::RevisionChanged, revision.header.id.span, id, joint_.name)
                    .note({}, "it was changed there and removed here")
                    .help("keep it, or remove it there too");
            }
        }
        for (const Revision& revision : joint_.revisions) { miss_parents(revision); }
    }

private:
    static const Revision* find(const ById& revisions, const std::string& id) {
        const auto found = revisions.find(id);
        return found == revisions.end() ? nullptr : &found->second;
    }

    void keep_ours(Revision revision) {
        const std::string& id = revision.header.id.text;
        const Revision* theirs = find(theirs_, id);
        const Revision* before = find(base_, id);
        // What git finds the same on their side and at the parting is ours to change.
        if (theirs == nullptr && before == nullptr) {
            joint_.revisions.push_back(std::move(revision));
            return;
        }
        const bool ours_changed = before == nullptr || !same_meaning(*before, revision);
        if (theirs == nullptr) {
            if (ours_changed) { report_clash(revision, nullptr); }
            removed_.insert(id);
            return;
        }
        const bool same = same_meaning(*theirs, revision);
        const bool theirs_changed = before == nullptr || !same_meaning(*before, *theirs);
        if (!same && ours_changed && theirs_changed) { report_clash(revision, theirs); }
        joint_.revisions.push_back(!ours_changed && !same ? *theirs : std::move(revision));
    }

    /// What was removed there cannot be revised here any more.
    void miss_parents(const Revision& revision) {
        for (const Name& parent : revision.header.parents) {
            if (removed_.count(parent.text) == 0) { continue; }
            context_.diagnostics
                .report(diag::UnknownParent, parent.span, revision.header.id.text, parent.text)
                .note({}, "it was removed in " + joint_.name)
                .help("revise another one, or put it back there");
        }
    }

    void report_clash(const Revision& ours, const Revision* theirs) {
        auto& finding = context_.diagnostics.report(diag::RevisionChanged, ours.header.id.span,
                                                    ours.header.id.text, joint_.name);
        if (theirs != nullptr) {
            finding.note(theirs->header.id.span, "it is otherwise here");
            finding.help(
                "a revision that others have stays as it is: put the change into a new one");
        } else {
            finding.note({}, "it was removed there and changed here");
            finding.help("remove it, or put it back there");
        }
    }

    Context& context_;
    JointHistory& joint_;
    const ById& theirs_;
    const ById& base_;
    std::set<std::string> ours_;
    std::set<std::string> removed_;  ///< there, and not changed here
};

/// What only the work tree has: neither the other side nor the parting.
void name_ours(JointHistory& joint, const std::vector<Revision>& ours,
               const std::map<std::string, std::string>& base_texts,
               const std::map<std::string, std::string>& their_texts,
               const source::SourceFiles& sources, const ById& theirs, const ById& base) {
    for (const Revision& revision : ours) {
        const std::string& path = sources.get(revision.header.file).path;
        const std::string& id = revision.header.id.text;
        const bool known = base_texts.count(path) != 0 || their_texts.count(path) != 0 ||
                           theirs.count(id) != 0 || base.count(id) != 0;
        if (!known) { joint.here.push_back(id); }
    }
}

}  // namespace

std::optional<JointHistory> join_with(Context& context, const project::Target& target,
                                      const std::string& git_revision) {
    const World& world = *context.world;
    const std::string& root = context.project.configuration.root;
    const auto commit = answer(context, find_commit(world, root, git_revision));
    if (!commit) { return std::nullopt; }
    const auto parting = answer(context, find_merge_base(world, root, *commit));
    if (!parting) { return std::nullopt; }
    const auto their_files = answer(context, GitFiles::open(world, root, *commit, git_revision));
    if (!their_files) { return std::nullopt; }
    std::optional<GitFiles> base_files = GitFiles();
    if (!parting->empty()) {
        base_files = answer(context, GitFiles::open(world, root, *parting, parting->substr(0, 12)));
        if (!base_files) { return std::nullopt; }
    }
    const auto their_texts = revision_texts(*their_files, target);
    const auto base_texts = revision_texts(*base_files, target);
    const std::optional<ById> theirs =
        parse_changed(context, *their_files, their_texts, base_texts);
    const std::optional<ById> base = parse_changed(context, *base_files, base_texts, their_texts);
    std::optional<ParsedHistory> ours =
        parse_history(context.project, *world.files, context.diagnostics);
    if (!theirs || !base || !ours) { return std::nullopt; }
    JointHistory joint;
    joint.name = git_revision;
    name_ours(joint, ours->revisions, base_texts, their_texts, context.project.sources, *theirs,
              *base);
    Joining(context, joint, *theirs, *base).run(std::move(ours->revisions));
    return joint;
}

}  // namespace retort::driver
