// SPDX-License-Identifier: Apache-2.0
#include "tests/random/compiled.h"

#include "compiler/plan/plan.h"
#include "compiler/schema/changes.h"
#include "compiler/schema/invert.h"
#include "compiler/script/script.h"
#include "compiler/source/source_file.h"
#include "compiler/syntax/parse.h"
#include "dialects/all.h"

#include <iterator>
#include <utility>

namespace retort::random {
Compiled::Compiled(const std::vector<std::string>& upgrades, std::string dialect,
                   std::string version)
    : dialect_name_(std::move(dialect)) {
    Diagnostics diagnostics;
    source::SourceFiles sources;
    std::vector<FileId> ids;
    for (std::size_t i = 0; i < upgrades.size(); ++i) {
        std::string text = "revision r" + std::to_string(i + 1) + ";\n";
        if (i != 0) { text += "revises r" + std::to_string(i) + ";\n"; }
        text += "upgrade {\n" + upgrades[i] + "}\n";
        ids.push_back(sources.add({"r" + std::to_string(i + 1) + ".mig", std::move(text)}));
    }
    std::vector<revisions::Revision> revisions;
    for (auto& parsed : syntax::parse_revisions(sources, ids, diagnostics)) {
        if (parsed) { revisions.push_back(std::move(*parsed)); }
    }
    dialects::DialectOptions options;
    options.version = std::move(version);
    dialect_ = std::get<std::unique_ptr<dialects::Dialect>>(
        dialects::make_dialect(dialect_name_, std::move(options)));
    line_ = replay(std::move(revisions), diagnostics);
    take(diagnostics);
}

Compiled::Line Compiled::replay(std::vector<revisions::Revision> revisions,
                                Diagnostics& diagnostics) {
    std::vector<revisions::RevisionHeader> headers;
    for (const revisions::Revision& revision : revisions) { headers.push_back(revision.header); }
    Line line;
    line.graph = std::make_unique<revisions::RevisionGraph>(
        revisions::RevisionGraph::build(std::move(headers), diagnostics));
    revisions::ReplayOptions options;
    options.dialect = dialect_name_;
    options.target = "primary";
    options.need_downgrade.assign(line.graph->size(), true);
    line.history = revisions::replay(*line.graph, std::move(revisions), options, diagnostics);
    return line;
}

std::string Compiled::upgrade(const std::string& range) {
    return script(line_, revisions::Direction::Upgrade, range);
}

std::string Compiled::downgrade(const std::string& range) {
    return script(line_, revisions::Direction::Downgrade, range);
}

const schema::Schema& Compiled::after(std::size_t revision) const {
    return line_.history.revisions.at(revision - 1).after;
}

bool Compiled::loses_data(std::size_t revision) const {
    const revisions::ReplayedRevision& replayed = line_.history.revisions.at(revision - 1);
    for (std::size_t i = 0; i < replayed.upgrade.size(); ++i) {
        const schema::Schema& before = i == 0 ? replayed.before : replayed.states[i - 1];
        if (!schema::data_loss(*replayed.upgrade[i], before).empty()) { return true; }
    }
    return false;
}

std::string Compiled::from_nothing(std::size_t revision) {
    Diagnostics diagnostics;
    revisions::Revision whole;
    whole.header.id = Name("s1");
    whole.has_upgrade = true;
    whole.upgrade = schema::changes(schema::Schema(), after(revision));
    std::vector<revisions::Revision> revisions;
    revisions.push_back(std::move(whole));
    const Line line = replay(std::move(revisions), diagnostics);
    take(diagnostics);
    return script(line, revisions::Direction::Upgrade, "heads");
}

std::string Compiled::script(const Line& line, revisions::Direction direction,
                             const std::string& range) {
    Diagnostics diagnostics;
    const auto steps = revisions::resolve_range(*line.graph, direction, range, diagnostics);
    if (!steps) {
        take(diagnostics);
        return {};
    }
    const plan::Plan plan =
        plan::legalize(plan::make_plan(*line.graph, line.history, *steps, {}, diagnostics),
                       dialect_->capabilities(), diagnostics);
    script::Script script;
    script.plan = &plan;
    script.options.target = "primary";
    script.options.dialect = dialect_->display_name();
    for (const plan::PlannedRevision& revision : plan.revisions) {
        script::EmittedRevision& emitted = script.revisions.emplace_back();
        emitted.planned = &revision;
        for (const plan::Step& step : revision.steps) {
            auto statements = dialect_->emit(step, diagnostics);
            std::move(statements.begin(), statements.end(), std::back_inserter(emitted.statements));
        }
    }
    take(diagnostics);
    return diagnostics.has_errors() ? std::string()
                                    : script::render_script(script, dialect_->frame());
}

void Compiled::take(const Diagnostics& diagnostics) {
    for (const diagnostics::Diagnostic& diagnostic : diagnostics.sorted()) {
        errors_ += diagnostics::code_text(diagnostic.code) + " " + diagnostic.message + "\n";
        for (const diagnostics::Note& note : diagnostic.notes) {
            errors_ += "    " + note.text + "\n";
        }
    }
}

}  // namespace retort::random
