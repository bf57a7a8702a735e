// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply.h"
#include "compiler/schema/changes.h"
#include "compiler/source/source_file.h"
#include "compiler/syntax/parse.h"
#include "tests/bench/tables.h"

#include <benchmark/benchmark.h>

#include <cstdlib>

// The changes between two schemas that were built apart: they share nothing in memory.

namespace retort::bench {
namespace {

schema::Schema schema_of(std::size_t tables, Change change, Side side) {
    const source::SourceFile file{"bench.mig", tables_text(tables, change, side)};
    Diagnostics diagnostics;
    schema::Schema schema;
    for (schema::Operation& operation : syntax::parse_statements(file, 0, diagnostics)) {
        (void)schema::apply(operation, schema, {}, diagnostics);
    }
    if (!diagnostics.empty()) { std::abort(); }
    return schema;
}

void changes(benchmark::State& state) {
    const auto tables = static_cast<std::size_t>(state.range(0));
    const Change change = static_cast<Change>(state.range(1));
    const schema::Schema from = schema_of(tables, change, Side::Before);
    const schema::Schema to = schema_of(tables, change, Side::After);
    for (auto _ : state) { benchmark::DoNotOptimize(schema::changes(from, to)); }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(changes)
    ->ArgNames({"tables", "change"})
    ->ArgsProduct({{500, 5000}, {0, 1, 2, 3, 4}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace retort::bench
