// SPDX-License-Identifier: Apache-2.0
#include "tests/random/pairs.h"

#include "compiler/schema/apply.h"
#include "compiler/schema/changes.h"
#include "compiler/syntax/print.h"
#include "tests/random/report.h"

#include <gtest/gtest.h>

#include <numeric>

namespace retort::random {
namespace {

/// Without the statements that are not needed for a problem of the same kind.
Pair shrunk(Pair pair, const Pool& pool, const std::function<bool(const Pair&)>& fails) {
    for (bool shorter = true; shorter;) {
        shorter = false;
        for (std::vector<std::string> Pair::*part : {&Pair::from, &Pair::to}) {
            for (std::size_t i = (pair.*part).size(); i-- > 0;) {
                if (i >= (pair.*part).size()) { continue; }
                Pair less = pair;
                (less.*part).erase((less.*part).begin() + static_cast<std::ptrdiff_t>(i));
                (void)built(less.from, pool);
                (void)built(less.to, pool);
                if (!fails(less)) { continue; }
                pair = std::move(less);
                shorter = true;
            }
        }
    }
    return pair;
}

}  // namespace

std::string joined(const std::vector<std::string>& statements) {
    return std::accumulate(statements.begin(), statements.end(), std::string());
}

std::string printed(const std::vector<schema::Operation>& operations) {
    std::string text;
    for (const schema::Operation& each : operations) {
        text += syntax::print_operation(each) + "\n";
    }
    return text;
}

void check_pairs(const Pool& pool, std::size_t count,
                 const std::function<std::string(const Pair&)>& problem_of) {
    const std::size_t first = setting("RETORT_RANDOM_SEED", 1);
    count = setting("RETORT_RANDOM_COUNT", count);
    std::size_t failures = setting("RETORT_RANDOM_FAILURES", 1);
    const bool whole = setting("RETORT_RANDOM_WHOLE", 0) != 0;
    for (std::size_t seed = first; seed < first + count; ++seed) {
        const PooledSchema one = pooled_schema(2 * seed, pool);
        const PooledSchema other = pooled_schema(2 * seed + 1, pool);
        for (const Pair& pair :
             {Pair{one.statements, other.statements}, Pair{other.statements, one.statements},
              Pair{{}, one.statements}, Pair{one.statements, {}}}) {
            const std::string problem = problem_of(pair);
            if (problem.empty()) { continue; }
            const std::string kind = problem.substr(0, problem.find_first_of("0123456789\""));
            const Pair small = whole ? pair : shrunk(pair, pool, [&](const Pair& less) {
                return problem_of(less).starts_with(kind);
            });
            ADD_FAILURE() << "seed " << seed << "\n-- from\n"
                          << joined(small.from) << "-- to\n"
                          << joined(small.to) << "-- " << problem_of(small);
            if (--failures == 0) { return; }
            break;
        }
    }
}

std::string model_problem(const Pair& pair, const Pool& pool) {
    Pair copy = pair;
    const schema::Schema from = built(copy.from, pool);
    const schema::Schema to = built(copy.to, pool);
    const std::vector<schema::Operation> operations = schema::changes(from, to);
    schema::Schema state = from;
    for (const schema::Operation& operation : operations) {
        schema::Operation applied = operation;
        Diagnostics diagnostics;
        (void)schema::apply(applied, state, {}, diagnostics);
        if (!diagnostics.has_errors()) { continue; }
        const diag::Diagnostic found = diagnostics.sorted()[0];
        return "refused: " + found.message + "\n" + syntax::print_operation(operation) + "\nof\n" +
               printed(operations);
    }
    const std::vector<std::string> left = schema::list_differences(to, state, false);
    if (!left.empty()) { return "left: " + left[0] + "\n" + printed(operations); }
    if (const auto more = schema::changes(state, to); !more.empty()) {
        return "more: \n" + printed(more) + "after\n" + printed(operations);
    }
    return {};
}

std::vector<std::string> as_revisions(const Pair& pair, const Pool& pool) {
    Pair copy = pair;
    const schema::Schema from = built(copy.from, pool);
    const schema::Schema to = built(copy.to, pool);
    return {joined(copy.from), printed(schema::changes(from, to))};
}

}  // namespace retort::random
