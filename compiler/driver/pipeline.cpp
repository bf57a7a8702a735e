// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/pipeline.h"

#include "compiler/base/parallel.h"
#include "compiler/plan/plan.h"
#include "compiler/plan/stale_code.h"
#include "compiler/revisions/commuting.h"
#include "compiler/syntax/parse.h"
#include "dialects/all.h"

#include <algorithm>
#include <utility>

namespace retort::driver {
namespace {

/// Enough revisions that a thread is worth its start.
constexpr std::size_t kRevisionsAPart = 256;

void emit_revisions(const dialects::Dialect& dialect, const plan::Plan& plan, std::size_t begin,
                    std::size_t end, std::vector<script::EmittedRevision>& emitted,
                    Diagnostics& diagnostics) {
    for (std::size_t i = begin; i < end; ++i) {
        emitted[i].planned = &plan.revisions[i];
        for (const plan::Step& step : plan.revisions[i].steps) {
            std::vector<script::SqlStatement> statements = dialect.emit(step, diagnostics);
            std::move(statements.begin(), statements.end(),
                      std::back_inserter(emitted[i].statements));
        }
    }
}

/// A revision for a target that is not configured would be applied nowhere, without a word.
void check_targets(const revisions::RevisionHeader& header,
                   const project::Configuration& configuration, Diagnostics& diagnostics) {
    for (const Name& name : header.targets) {
        std::vector<std::string_view> known;
        for (const project::Target& target : configuration.targets) {
            known.push_back(target.name);
        }
        if (std::find(known.begin(), known.end(), name.text) != known.end()) { continue; }
        const std::string_view near = nearest_name(name.text, known);
        diagnostics.report(diag::UnknownRevisionTarget, name.span, header.id.text, name.text)
            .help(near.empty() ? "`targets` names targets of " + configuration.file
                               : "did you mean \"" + std::string(near) + "\"?");
    }
}

}  // namespace

std::optional<revisions::RevisionGraph> load_graph(const Project& project,
                                                   Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    std::vector<std::optional<revisions::RevisionHeader>> headers =
        syntax::parse_headers(project.sources, project.files, diagnostics);
    std::vector<revisions::RevisionHeader> readable;
    readable.reserve(headers.size());
    for (std::optional<revisions::RevisionHeader>& header : headers) {
        // A revision without a header would be missed by all that revise it.
        if (!header) { return std::nullopt; }
        check_targets(*header, project.configuration, diagnostics);
        readable.push_back(std::move(*header));
    }
    revisions::RevisionGraph graph =
        revisions::RevisionGraph::build(std::move(readable), diagnostics);
    if (diagnostics.error_count() != errors_before) { return std::nullopt; }
    return graph;
}

std::optional<ParsedHistory> order_history(std::vector<revisions::Revision> revisions,
                                           const project::Configuration& configuration,
                                           Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    std::vector<revisions::RevisionHeader> headers;
    headers.reserve(revisions.size());
    for (const revisions::Revision& revision : revisions) {
        check_targets(revision.header, configuration, diagnostics);
        headers.push_back(revision.header);
    }
    ParsedHistory history;
    history.revisions = std::move(revisions);
    history.graph = std::make_shared<const revisions::RevisionGraph>(
        revisions::RevisionGraph::build(std::move(headers), diagnostics));
    if (diagnostics.error_count() != errors_before) { return std::nullopt; }
    return history;
}

std::optional<ParsedHistory> parse_history(const Project& project, const source::FileSystem& files,
                                           Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    std::vector<std::optional<revisions::Revision>> parsed =
        syntax::parse_revisions(project.sources, project.files, diagnostics);
    std::vector<std::string> sql_files =
        project::load_sql_files(files, project.configuration, project.sources, parsed, diagnostics);
    std::vector<revisions::Revision> readable;
    readable.reserve(parsed.size());
    for (std::optional<revisions::Revision>& revision : parsed) {
        if (!revision) { return std::nullopt; }
        readable.push_back(std::move(*revision));
    }
    std::optional<ParsedHistory> history =
        order_history(std::move(readable), project.configuration, diagnostics);
    if (diagnostics.error_count() != errors_before) { return std::nullopt; }
    history->sql_files = std::move(sql_files);
    return history;
}

std::unique_ptr<dialects::Dialect> make_dialect(const project::Configuration& configuration,
                                                const project::Target& target,
                                                Diagnostics& diagnostics) {
    dialects::DialectOptions options;
    options.version = target.version;
    options.schema = target.schema;
    options.skip_unsupported = target.skip_unsupported;
    for (const auto& [type, by_dialect] : configuration.types) {
        const auto found = by_dialect.find(target.dialect);
        if (found != by_dialect.end()) { options.types.emplace(type, found->second); }
    }
    std::variant<std::unique_ptr<dialects::Dialect>, dialects::DialectError> made =
        dialects::make_dialect(target.dialect, std::move(options));
    if (const auto* error = std::get_if<dialects::DialectError>(&made)) {
        const Span place = target.version_span.known() ? target.version_span : target.span;
        diagnostics.report(diag::UnsupportedVersion, place, error->message);
        return nullptr;
    }
    return std::get<std::unique_ptr<dialects::Dialect>>(std::move(made));
}

std::optional<Compilation> compile(ParsedHistory parsed,
                                   const project::Configuration& configuration,
                                   const project::Target& target, std::vector<bool> need_downgrade,
                                   Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    Compilation compilation;
    compilation.target = &target;
    compilation.graph = std::move(parsed.graph);
    compilation.dialect = make_dialect(configuration, target, diagnostics);
    if (compilation.dialect == nullptr) { return std::nullopt; }
    revisions::ReplayOptions options;
    options.dialect = std::string(compilation.dialect->name());
    options.target = target.name;
    options.naming = configuration.naming;
    if (!target.schema.empty()) { options.default_schema = target.schema; }
    for (const auto& [type, by_dialect] : configuration.types) {
        options.foreign_types.push_back(type);
    }
    options.need_downgrade = std::move(need_downgrade);
    compilation.history =
        revisions::replay(*compilation.graph, std::move(parsed.revisions), options, diagnostics);
    if (diagnostics.error_count() != errors_before) { return std::nullopt; }
    return compilation;
}

std::vector<bool> downgrades_of(const revisions::RevisionGraph& graph,
                                const revisions::Range& range) {
    if (range.direction == revisions::Direction::Upgrade) { return {}; }
    std::vector<bool> needed(graph.size(), false);
    for (const revisions::Node node : range.steps) { needed[node] = true; }
    return needed;
}

script::ScriptOptions script_options(const project::Configuration& configuration,
                                     const project::Target& target,
                                     const dialects::Dialect& dialect) {
    script::ScriptOptions options;
    options.project = configuration.file;
    options.target = target.name;
    options.dialect = dialect.display_name();
    options.version_table = target.version_table;
    options.version_table_schema = target.version_table_schema;
    options.transaction = target.transaction;
    options.guard = target.guard;
    options.lock_timeout = target.lock_timeout;
    options.statement_timeout = target.statement_timeout;
    return options;
}

std::optional<plan::Plan> make_legal_plan(const Compilation& compilation,
                                          const project::Configuration& configuration,
                                          const revisions::Range& range, Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    // Heads that nobody has merged: the order of their branches must not matter here either.
    if (range.direction == revisions::Direction::Upgrade) {
        revisions::check_commute(*compilation.graph, compilation.history, range.to,
                                 configuration.naming, diagnostics);
        if (diagnostics.error_count() != errors_before) { return std::nullopt; }
    }
    plan::Plan plan = plan::make_plan(*compilation.graph, compilation.history, range,
                                      configuration.naming, diagnostics);
    if (diagnostics.error_count() != errors_before) { return std::nullopt; }
    plan::report_stale_code(plan, diagnostics);
    return plan::legalize(std::move(plan), compilation.dialect->capabilities(), diagnostics);
}

std::vector<script::EmittedRevision> emit_plan(const dialects::Dialect& dialect,
                                               const plan::Plan& plan, Diagnostics& diagnostics) {
    const std::size_t count = plan.revisions.size();
    std::vector<script::EmittedRevision> emitted(count);
    std::vector<Diagnostics> findings(count_parts(count, kRevisionsAPart));
    for_each_part(count, kRevisionsAPart, count_processors(), [&](const Part& part) {
        emit_revisions(dialect, plan, part.begin, part.end, emitted, findings[part.index]);
    });
    for (Diagnostics& found : findings) { diagnostics.take(std::move(found)); }
    return emitted;
}

std::optional<CompiledScript> compile_script(const Compilation& compilation,
                                             const project::Configuration& configuration,
                                             const revisions::Range& range,
                                             const script::ScriptOptions& options,
                                             Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    std::optional<plan::Plan> plan =
        make_legal_plan(compilation, configuration, range, diagnostics);
    if (!plan) { return std::nullopt; }
    CompiledScript compiled;
    compiled.plan = std::make_unique<plan::Plan>(std::move(*plan));
    compiled.script.plan = compiled.plan.get();
    compiled.script.options = options;
    // Emission goes on where legalize found errors, so that all of them are told in one run.
    compiled.script.revisions = emit_plan(*compilation.dialect, *compiled.plan, diagnostics);
    if (diagnostics.error_count() != errors_before) { return std::nullopt; }
    return compiled;
}

}  // namespace retort::driver
