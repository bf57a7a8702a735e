// SPDX-License-Identifier: Apache-2.0
#include "tests/live/sqlite_history.h"

#include "compiler/syntax/parse.h"
#include "dialects/all.h"
#include "tests/support/tree.h"

#include <iterator>
#include <optional>
#include <utility>

namespace retort::live {

SqliteHistory::SqliteHistory(const std::vector<std::string>& files, std::string target,
                             std::string version) {
    Diagnostics diagnostics;
    std::vector<FileId> ids;
    for (std::size_t i = 0; i < files.size(); ++i) {
        ids.push_back(sources_.add({"r" + std::to_string(i + 1) + ".mig", files[i]}));
    }
    std::vector<revisions::Revision> revisions;
    std::vector<revisions::RevisionHeader> headers;
    for (auto& parsed : syntax::parse_revisions(sources_, ids, diagnostics)) {
        if (!parsed) { continue; }
        headers.push_back(parsed->header);
        revisions.push_back(std::move(*parsed));
    }
    graph_ = std::make_unique<revisions::RevisionGraph>(
        revisions::RevisionGraph::build(std::move(headers), diagnostics));
    dialects::DialectOptions dialect_options;
    dialect_options.version = std::move(version);
    dialect_ = std::get<std::unique_ptr<dialects::Dialect>>(
        dialects::make_dialect("sqlite", std::move(dialect_options)));
    revisions::ReplayOptions replay;
    replay.dialect = "sqlite";
    replay.target = std::move(target);
    replay.need_downgrade.assign(graph_->size(), true);
    history_ = revisions::replay(*graph_, std::move(revisions), replay, diagnostics);
    options.target = replay.target;
    options.dialect = dialect_->display_name();
    take(diagnostics);
}

SqliteHistory SqliteHistory::line(const std::vector<std::string>& upgrades, std::string version) {
    std::vector<std::string> files;
    for (std::size_t i = 0; i < upgrades.size(); ++i) {
        std::string text = "revision r" + std::to_string(i + 1) + ";\n";
        if (i != 0) { text += "revises r" + std::to_string(i) + ";\n"; }
        files.push_back(text + "upgrade {\n" + upgrades[i] + "\n}\n");
    }
    return SqliteHistory(files, "embedded", std::move(version));
}

SqliteHistory SqliteHistory::read(const std::filesystem::path& folder) {
    return SqliteHistory(support::texts_below(folder, ".mig"));
}

std::string SqliteHistory::upgrade(const std::string& range) {
    return compile(revisions::Direction::Upgrade, range);
}

std::string SqliteHistory::downgrade(const std::string& range) {
    return compile(revisions::Direction::Downgrade, range);
}

std::vector<std::string> SqliteHistory::order() const {
    std::vector<std::string> ids;
    for (const revisions::Node node : graph_->order()) { ids.emplace_back(graph_->id(node)); }
    return ids;
}

std::string SqliteHistory::compile(revisions::Direction direction, const std::string& range) {
    Diagnostics diagnostics;
    const std::optional<revisions::Range> steps =
        revisions::resolve_range(*graph_, direction, range, diagnostics);
    if (!steps) {
        take(diagnostics);
        return {};
    }
    return script(*steps);
}

std::optional<revisions::Range> SqliteHistory::range(revisions::Direction direction,
                                                     const std::string& word) const {
    Diagnostics ignored;
    return revisions::resolve_range(*graph_, direction, word, ignored);
}

std::string SqliteHistory::script(const revisions::Range& range) {
    Diagnostics diagnostics;
    const plan::Plan plan =
        plan::legalize(plan::make_plan(*graph_, history_, range, {}, diagnostics),
                       dialect_->capabilities(), diagnostics);
    script::Script whole;
    whole.plan = &plan;
    whole.options = options;
    for (const plan::PlannedRevision& revision : plan.revisions) {
        script::EmittedRevision& emitted = whole.revisions.emplace_back();
        emitted.planned = &revision;
        for (const plan::Step& step : revision.steps) {
            auto statements = dialect_->emit(step, diagnostics);
            std::move(statements.begin(), statements.end(), std::back_inserter(emitted.statements));
        }
    }
    take(diagnostics);
    return diagnostics.has_errors() ? std::string()
                                    : script::render_script(whole, dialect_->frame());
}

void SqliteHistory::take(const Diagnostics& diagnostics) {
    for (const diagnostics::Diagnostic& diagnostic : diagnostics.sorted()) {
        errors_ += diagnostics::code_text(diagnostic.code) + " " + diagnostic.message + "\n";
    }
}

}  // namespace retort::live
