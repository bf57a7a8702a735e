// SPDX-License-Identifier: Apache-2.0
#include "tests/random/pairs.h"

#include "compiler/schema/apply.h"
#include "compiler/schema/changes.h"
#include "compiler/syntax/print.h"
#include "tests/random/report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace retort::random {
namespace {

/// What the problem says up to its first number or name; of a database's message, that.
std::string kind_of(const std::string& problem) {
    const std::size_t message = problem.find("ERROR:");
    const std::size_t begin = message == std::string::npos ? 0 : message;
    return problem.substr(0, problem.find(':')) +
           problem.substr(begin, problem.find_first_of("0123456789\"", begin) - begin);
}

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
    check_pairs_together(pool, count, 1, [&](const std::vector<Pair>& pairs) {
        std::vector<std::string> problems;
        for (const Pair& pair : pairs) { problems.push_back(problem_of(pair)); }
        return problems;
    });
}

void check_pairs_together(const Pool& pool, std::size_t count, std::size_t together,
                          const ProblemsOf& problems_of) {
    const std::size_t first = setting("RETORT_RANDOM_SEED", 1);
    const std::size_t end = first + setting("RETORT_RANDOM_COUNT", count);
    std::size_t failures = setting("RETORT_RANDOM_FAILURES", 1);
    const bool whole = setting("RETORT_RANDOM_WHOLE", 0) != 0;
    const auto problem_of = [&](const Pair& pair) { return problems_of({pair}).front(); };
    for (std::size_t begin = first; begin < end; begin += together) {
        std::vector<Pair> pairs;
        for (std::size_t seed = begin; seed < std::min(begin + together, end); ++seed) {
            const PooledSchema one = pooled_schema(2 * seed, pool);
            const PooledSchema other = pooled_schema(2 * seed + 1, pool);
            pairs.push_back({one.statements, other.statements});
            pairs.push_back({other.statements, one.statements});
            pairs.push_back({{}, one.statements});
            pairs.push_back({one.statements, {}});
        }
        const std::vector<std::string> problems = problems_of(pairs);
        std::size_t reported = 0;  // the seed after the one that was reported last
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const std::size_t seed = begin + i / 4;
            if (problems.at(i).empty() || seed < reported) { continue; }
            reported = seed + 1;
            const std::string kind = kind_of(problems[i]);
            const Pair small = whole ? pairs[i] : shrunk(pairs[i], pool, [&](const Pair& less) {
                return kind_of(problem_of(less)) == kind;
            });
            ADD_FAILURE() << "seed " << seed << "\n-- from\n"
                          << joined(small.from) << "-- to\n"
                          << joined(small.to) << "-- " << problem_of(small);
            if (--failures == 0) { return; }
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
