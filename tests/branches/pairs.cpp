// SPDX-License-Identifier: Apache-2.0
#include "tests/branches/pairs.h"

#include "compiler/plan/plan.h"
#include "compiler/revisions/commuting.h"
#include "compiler/revisions/revision_words.h"
#include "compiler/script/script.h"
#include "compiler/source/source_file.h"
#include "compiler/syntax/parse.h"
#include "dialects/all.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace retort::branches {
namespace {

std::string texts(const Diagnostics& diagnostics) {
    std::string result;
    for (const diag::Diagnostic& each : diagnostics.sorted()) {
        if (each.severity != diag::Severity::Error) { continue; }
        result += diag::code_text(each.code) + " " + each.message + "\n";
    }
    return result;
}

revisions::Revision renamed(revisions::Revision revision, const std::string& id,
                            const std::vector<std::string>& parents) {
    revision.header.id = Name(id);
    revision.header.parents.clear();
    for (const std::string& parent : parents) { revision.header.parents.emplace_back(parent); }
    return revision;
}

}  // namespace

struct PairCompiler::Compiled {
    std::unique_ptr<revisions::RevisionGraph> graph;
    revisions::History history;
    std::string errors;
};

PairCompiler::PairCompiler(std::string dialect, std::string version)
    : dialect_name_(std::move(dialect)), operations_(operations_for(dialect_name_)) {
    dialects::DialectOptions options;
    options.version = std::move(version);
    dialect_ = std::get<std::unique_ptr<dialects::Dialect>>(
        dialects::make_dialect(dialect_name_, std::move(options)));
    source::SourceFiles sources;
    std::vector<FileId> files;
    const auto add = [&](const std::string& text) {
        const std::string name = "f" + std::to_string(files.size()) + ".mig";
        files.push_back(sources.add({name, "revision r;\nupgrade {\n" + text + "\n}\n"}));
    };
    add(std::string(base_text()));
    for (const BranchOperation& operation : operations_) { add(operation.text); }
    Diagnostics diagnostics;
    auto parsed = syntax::parse_revisions(sources, files, diagnostics);
    if (diagnostics.has_errors()) { throw std::runtime_error(texts(diagnostics)); }
    base_ = std::move(*parsed[0]);
    for (std::size_t i = 1; i < parsed.size(); ++i) { branches_.push_back(std::move(*parsed[i])); }
}

std::vector<Pair> PairCompiler::pairs() const {
    std::vector<Pair> result;
    for (std::size_t i = 0; i < size(); ++i) {
        for (std::size_t j = i + 1; j < size(); ++j) { result.push_back({i, j}); }
    }
    return result;
}

PairCompiler::Compiled PairCompiler::compile(Shape shape, std::size_t first,
                                             std::size_t then) const {
    std::vector<revisions::Revision> all{renamed(base_, "r1", {})};
    if (shape != Shape::Base) {
        all.push_back(renamed(branches_[first], "r2", {"r1"}));
        all.push_back(renamed(branches_[then], "r3", {shape == Shape::Line ? "r2" : "r1"}));
    }
    if (shape == Shape::Merge) { all.push_back(renamed({}, "r4", {"r2", "r3"})); }
    std::vector<revisions::RevisionHeader> headers;
    for (const revisions::Revision& revision : all) { headers.push_back(revision.header); }
    Diagnostics diagnostics;
    Compiled compiled;
    compiled.graph = std::make_unique<revisions::RevisionGraph>(
        revisions::RevisionGraph::build(std::move(headers), diagnostics));
    revisions::ReplayOptions options;
    options.dialect = dialect_name_;
    options.target = "primary";
    compiled.history = revisions::replay(*compiled.graph, std::move(all), options, diagnostics);
    if (shape == Shape::Heads) {
        revisions::check_heads_commute(*compiled.graph, compiled.history, {}, diagnostics);
    }
    compiled.errors = texts(diagnostics);
    return compiled;
}

std::string PairCompiler::conflict(Pair pair) const {
    const auto key = std::minmax(pair.first, pair.second);
    const auto known = said_.find(key);
    if (known != said_.end()) { return known->second; }
    return said_[key] = compile(Shape::Merge, key.first, key.second).errors;
}

std::string PairCompiler::heads_conflict(Pair pair) const {
    return compile(Shape::Heads, pair.first, pair.second).errors;
}

PairCompiler::Compiled PairCompiler::in_order(std::size_t first, std::size_t then) const {
    return compile(conflict({first, then}).empty() ? Shape::Merge : Shape::Line, first, then);
}

std::optional<std::vector<std::string>> PairCompiler::statements(std::size_t first,
                                                                 std::size_t then) const {
    const Compiled compiled = in_order(first, then);
    if (!compiled.errors.empty()) { return std::nullopt; }
    Diagnostics diagnostics;
    const auto range = revisions::resolve_range(*compiled.graph, revisions::Direction::Upgrade,
                                                "r1:heads", diagnostics);
    if (!range) { return std::nullopt; }
    const plan::Plan plan =
        plan::legalize(plan::make_plan(*compiled.graph, compiled.history, *range, {}, diagnostics),
                       dialect_->capabilities(), diagnostics);
    std::vector<std::string> result;
    for (const plan::PlannedRevision& revision : plan.revisions) {
        for (const plan::Step& step : revision.steps) {
            for (const script::SqlStatement& statement : dialect_->emit(step, diagnostics)) {
                result.push_back(statement.text);
            }
        }
    }
    if (diagnostics.has_errors()) { return std::nullopt; }
    return result;
}

std::string PairCompiler::render(const Compiled& compiled, const std::string& range) const {
    if (!compiled.errors.empty()) { return {}; }
    Diagnostics diagnostics;
    const auto steps = revisions::resolve_range(*compiled.graph, revisions::Direction::Upgrade,
                                                range, diagnostics);
    if (!steps) { return {}; }
    const plan::Plan plan =
        plan::legalize(plan::make_plan(*compiled.graph, compiled.history, *steps, {}, diagnostics),
                       dialect_->capabilities(), diagnostics);
    script::Script whole;
    whole.plan = &plan;
    whole.options.target = "primary";
    whole.options.dialect = dialect_->display_name();
    for (const plan::PlannedRevision& revision : plan.revisions) {
        script::EmittedRevision& emitted = whole.revisions.emplace_back();
        emitted.planned = &revision;
        for (const plan::Step& step : revision.steps) {
            auto statements = dialect_->emit(step, diagnostics);
            std::move(statements.begin(), statements.end(), std::back_inserter(emitted.statements));
        }
    }
    return diagnostics.has_errors() ? std::string()
                                    : script::render_script(whole, dialect_->frame());
}

std::string PairCompiler::base_script() const {
    const Compiled compiled = compile(Shape::Base, 0, 0);
    if (!compiled.errors.empty()) { throw std::runtime_error(compiled.errors); }
    return render(compiled, "r1");
}

std::string PairCompiler::script(std::size_t first, std::size_t then) const {
    return render(in_order(first, then), "r1:heads");
}

}  // namespace retort::branches
