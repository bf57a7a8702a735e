// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply.h"
#include "compiler/schema/changes.h"
#include "compiler/source/source_file.h"
#include "compiler/syntax/parse.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

// The changes between two schemas of many tables with keys, indexes, views and privileges, that
// were built apart: they share nothing in memory.

namespace retort::bench {
namespace {

enum class Kind : std::int64_t {
    Same,           ///< no difference
    Few,            ///< one table in a hundred has one more column
    AllAltered,     ///< every table has another column, type, key and index
    AllOther,       ///< no table has the name of one before: all go, all come
    ViewsInTheWay,  ///< every table has a view, of a column that gets another type
};

std::string table_text(std::size_t number, Kind kind, bool after) {
    const bool altered = after && (kind == Kind::AllAltered || kind == Kind::AllOther);
    const std::string i = std::to_string(number);
    const std::string prefix = after && kind == Kind::AllOther ? "other" : "t";
    const std::string name = prefix + i;
    const bool views = kind == Kind::ViewsInTheWay;
    std::string text = "create table " + name + " (id bigint primary key, name " +
                       (views && after ? "text" : "varchar(100)") + " not null, amount " +
                       (altered ? "numeric(12, 2)" : "integer") + ", state text default 'new'";
    if (altered) { text += ", note text"; }
    if (after && kind == Kind::Few && number % 100 == 0) { text += ", more integer"; }
    text += ", parent bigint" +
            std::string(number == 0 ? "" : " references " + prefix + std::to_string(number / 2));
    text += ", constraint " + name + "_amount check (amount > " + (altered ? "1" : "0") + "));\n";
    text += "create index " + name + "_name on " + name + " (name" + (altered ? ", state" : "") +
            ");\n";
    text += "grant select on " + name + " to public;\n";
    if (views) {
        text += "create view v" + i + " as select id, name from " + name + ";\n";
        text += "grant select on v" + i + " to public;\n";
    }
    return text;
}

schema::Schema schema_of(std::size_t tables, Kind kind, bool after) {
    std::string text;
    for (std::size_t i = 0; i < tables; ++i) { text += table_text(i, kind, after); }
    const source::SourceFile file{"bench.mig", std::move(text)};
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
    const Kind kind = static_cast<Kind>(state.range(1));
    const schema::Schema from = schema_of(tables, kind, false);
    const schema::Schema to = schema_of(tables, kind, true);
    for (auto _ : state) { benchmark::DoNotOptimize(schema::changes(from, to)); }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(changes)
    ->ArgNames({"tables", "kind"})
    ->ArgsProduct({{500, 5000}, {0, 1, 2, 3, 4}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace retort::bench
