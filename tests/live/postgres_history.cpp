// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_history.h"

#include "compiler/diagnostics/render.h"
#include "compiler/syntax/parse.h"
#include "dialects/all.h"
#include "tests/live/postgres_server.h"
#include "tests/support/tree.h"

#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

namespace retort::live {
namespace {

void expect_no_errors(const Diagnostics& diagnostics, const source::SourceFiles& sources) {
    if (!diagnostics.has_errors()) { return; }
    throw std::runtime_error(
        diagnostics::render(diagnostics, sources, diagnostics::Format::Human, false));
}

}  // namespace

struct PostgresHistory::Compiled {
    plan::Plan plan;
    script::Script script;
};

PostgresHistory::PostgresHistory(const std::vector<std::string>& files) {
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
    expect_no_errors(diagnostics, sources_);
    graph_ = std::make_unique<revisions::RevisionGraph>(
        revisions::RevisionGraph::build(std::move(headers), diagnostics));
    dialects::DialectOptions dialect_options;
    dialect_options.version = std::to_string(PostgresServer::instance().version());
    dialect_ = std::get<std::unique_ptr<dialects::Dialect>>(
        dialects::make_dialect("postgresql", std::move(dialect_options)));
    revisions::ReplayOptions replay;
    replay.dialect = "postgresql";
    replay.target = "primary";
    replay.need_downgrade.assign(graph_->size(), true);
    history_ = revisions::replay(*graph_, std::move(revisions), replay, diagnostics);
    options.target = replay.target;
    options.dialect = dialect_->display_name();
    expect_no_errors(diagnostics, sources_);
}

PostgresHistory PostgresHistory::line(const std::vector<std::string>& upgrades) {
    std::vector<std::string> files;
    for (std::size_t i = 0; i < upgrades.size(); ++i) {
        std::string text = "revision r" + std::to_string(i + 1) + ";\n";
        if (i != 0) { text += "revises r" + std::to_string(i) + ";\n"; }
        const bool whole = upgrades[i].find("upgrade {") != std::string::npos;
        files.push_back(text + (whole ? upgrades[i] : "upgrade {\n" + upgrades[i] + "\n}\n"));
    }
    return PostgresHistory(files);
}

PostgresHistory PostgresHistory::read(const std::filesystem::path& folder) {
    return PostgresHistory(support::texts_below(folder, ".mig"));
}

std::string PostgresHistory::upgrade(const std::string& range) const {
    return script::render_script(compile(revisions::Direction::Upgrade, range)->script,
                                 dialect_->frame());
}

std::string PostgresHistory::downgrade(const std::string& range) const {
    return script::render_script(compile(revisions::Direction::Downgrade, range)->script,
                                 dialect_->frame());
}

std::vector<script::SqlStatement> PostgresHistory::statements(const std::string& range) const {
    std::vector<script::SqlStatement> all;
    for (script::EmittedRevision& revision :
         compile(revisions::Direction::Upgrade, range)->script.revisions) {
        std::move(revision.statements.begin(), revision.statements.end(), std::back_inserter(all));
    }
    return all;
}

std::vector<std::string> PostgresHistory::order() const {
    std::vector<std::string> ids;
    for (const revisions::Node node : graph_->order()) { ids.emplace_back(graph_->id(node)); }
    return ids;
}

std::unique_ptr<PostgresHistory::Compiled> PostgresHistory::compile(
    revisions::Direction direction, const std::string& range) const {
    Diagnostics diagnostics;
    auto compiled = std::make_unique<Compiled>();
    const std::optional<revisions::Range> steps =
        revisions::resolve_range(*graph_, direction, range, diagnostics);
    expect_no_errors(diagnostics, sources_);
    compiled->plan = plan::legalize(plan::make_plan(*graph_, history_, *steps, {}, diagnostics),
                                    dialect_->capabilities(), diagnostics);
    compiled->script.plan = &compiled->plan;
    compiled->script.options = options;
    for (const plan::PlannedRevision& revision : compiled->plan.revisions) {
        script::EmittedRevision& emitted = compiled->script.revisions.emplace_back();
        emitted.planned = &revision;
        for (const plan::Step& step : revision.steps) {
            auto statements = dialect_->emit(step, diagnostics);
            std::move(statements.begin(), statements.end(), std::back_inserter(emitted.statements));
        }
    }
    expect_no_errors(diagnostics, sources_);
    return compiled;
}

}  // namespace retort::live
