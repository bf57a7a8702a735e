// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/driver.h"
#include "compiler/plan/plan.h"
#include "compiler/revisions/replay.h"
#include "compiler/revisions/revision_words.h"
#include "compiler/script/script.h"
#include "compiler/syntax/parse.h"
#include "dialects/all.h"
#include "tests/bench/history.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

// Each phase of the compiler alone, in this process, on the benchmark's history.

namespace retort::bench {
namespace {

struct Input {
    source::SourceFiles sources;
    std::vector<FileId> files;
    std::int64_t bytes = 0;
};

Input make_input(std::size_t count) {
    Input input;
    for (std::size_t i = 0; i < count; ++i) {
        std::string text = revision_text(i);
        input.bytes += static_cast<std::int64_t>(text.size());
        input.files.push_back(input.sources.add({revision_id(i) + ".mig", std::move(text)}));
    }
    return input;
}

void require(bool holds) {
    if (!holds) { std::abort(); }
}

std::vector<revisions::Revision> parse_all(const Input& input) {
    Diagnostics diagnostics;
    std::vector<revisions::Revision> parsed;
    for (auto& revision : syntax::parse_revisions(input.sources, input.files, diagnostics)) {
        require(revision.has_value());
        parsed.push_back(std::move(*revision));
    }
    require(diagnostics.empty());
    return parsed;
}

std::vector<revisions::RevisionHeader> headers_of(const std::vector<revisions::Revision>& all) {
    std::vector<revisions::RevisionHeader> headers;
    for (const revisions::Revision& revision : all) { headers.push_back(revision.header); }
    return headers;
}

std::size_t count_of(const benchmark::State& state) {
    return static_cast<std::size_t>(state.range(0));
}

void count_revisions(benchmark::State& state) {
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void parse_one_thread(benchmark::State& state) {
    const Input input = make_input(count_of(state));
    for (auto _ : state) {
        Diagnostics diagnostics;
        for (const FileId file : input.files) {
            benchmark::DoNotOptimize(syntax::parse_revision(input.sources.get(file), file,
                                                            syntax::KeepComments::No, diagnostics));
        }
    }
    count_revisions(state);
    state.SetBytesProcessed(state.iterations() * input.bytes);
}
BENCHMARK(parse_one_thread)->Arg(1000)->Unit(benchmark::kMillisecond);

void parse(benchmark::State& state) {
    const Input input = make_input(count_of(state));
    for (auto _ : state) { benchmark::DoNotOptimize(parse_all(input)); }
    count_revisions(state);
    state.SetBytesProcessed(state.iterations() * input.bytes);
}
BENCHMARK(parse)->Arg(5000)->UseRealTime()->Unit(benchmark::kMillisecond);

void scan_headers(benchmark::State& state) {
    const Input input = make_input(count_of(state));
    for (auto _ : state) {
        Diagnostics diagnostics;
        benchmark::DoNotOptimize(syntax::parse_headers(input.sources, input.files, diagnostics));
    }
    count_revisions(state);
    state.SetBytesProcessed(state.iterations() * input.bytes);
}
BENCHMARK(scan_headers)->Arg(5000)->UseRealTime()->Unit(benchmark::kMillisecond);

void order(benchmark::State& state) {
    const auto headers = headers_of(parse_all(make_input(count_of(state))));
    for (auto _ : state) {
        Diagnostics diagnostics;
        benchmark::DoNotOptimize(revisions::RevisionGraph::build(headers, diagnostics));
    }
    count_revisions(state);
}
BENCHMARK(order)->Arg(5000)->Arg(50000)->Unit(benchmark::kMillisecond);

void replay(benchmark::State& state) {
    const auto parsed = parse_all(make_input(count_of(state)));
    Diagnostics diagnostics;
    const auto graph = revisions::RevisionGraph::build(headers_of(parsed), diagnostics);
    revisions::ReplayOptions options;
    options.dialect = "postgresql";
    options.target = "primary";
    options.need_downgrade.assign(parsed.size(), state.range(1) != 0);
    for (auto _ : state) {
        state.PauseTiming();
        auto copy = parsed;
        state.ResumeTiming();
        benchmark::DoNotOptimize(revisions::replay(graph, std::move(copy), options, diagnostics));
    }
    require(diagnostics.empty());
    count_revisions(state);
}
BENCHMARK(replay)
    ->ArgNames({"", "downgrades"})
    ->Args({5000, 0})
    ->Args({5000, 1})
    ->Args({50000, 0})
    ->Unit(benchmark::kMillisecond);

/// plan, legalize, emit and render, on a replayed history.
void emit(benchmark::State& state, const char* name) {
    auto parsed = parse_all(make_input(count_of(state)));
    Diagnostics diagnostics;
    const auto graph = revisions::RevisionGraph::build(headers_of(parsed), diagnostics);
    revisions::ReplayOptions options;
    options.dialect = name;
    options.target = "primary";
    const auto history = revisions::replay(graph, std::move(parsed), options, diagnostics);
    const auto range =
        revisions::resolve_range(graph, revisions::Direction::Upgrade, "head", diagnostics);
    require(range.has_value());
    auto made = dialects::make_dialect(name, {});
    const auto& dialect = *std::get<std::unique_ptr<dialects::Dialect>>(made);
    for (auto _ : state) {
        const plan::Plan plan =
            plan::legalize(plan::make_plan(graph, history, *range, options.naming, diagnostics),
                           dialect.capabilities(), diagnostics);
        script::Script script;
        script.plan = &plan;
        script.options.dialect = dialect.display_name();
        for (const plan::PlannedRevision& revision : plan.revisions) {
            script::EmittedRevision emitted{&revision, {}};
            for (const plan::Step& step : revision.steps) {
                for (script::SqlStatement& statement : dialect.emit(step, diagnostics)) {
                    emitted.statements.push_back(std::move(statement));
                }
            }
            script.revisions.push_back(std::move(emitted));
        }
        benchmark::DoNotOptimize(script::render_script(script, dialect.frame()));
    }
    require(!diagnostics.has_errors());
    count_revisions(state);
}
BENCHMARK_CAPTURE(emit, postgresql, "postgresql")->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(emit, sqlite, "sqlite")->Arg(5000)->Unit(benchmark::kMillisecond);

/// The whole program, without the disk.
void whole_program(benchmark::State& state) {
    source::MemoryFileSystem files;
    files.files["/bench/retort.yaml"] = configuration_text();
    for (std::size_t i = 0; i < count_of(state); ++i) {
        files.files["/bench/migrations/" + revision_id(i) + ".mig"] = revision_text(i);
    }
    for (auto _ : state) {
        driver::World world;
        world.files = &files;
        world.working_directory = "/bench";
        world.environment = [](const std::string&) { return std::nullopt; };
        require(driver::run({"-n", "primary", "upgrade", "head"}, world) ==
                driver::ExitStatus::Done);
    }
    count_revisions(state);
}
BENCHMARK(whole_program)->Arg(5000)->Arg(50000)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace retort::bench
