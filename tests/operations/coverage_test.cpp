// SPDX-License-Identifier: Apache-2.0
// What the cases do not reach: an operation, or an alternative of the grammar, without a live case.
#include "tests/operations/case_file.h"
#include "tests/operations/grammar_walk.h"

#include "compiler/base/match.h"
#include "compiler/syntax/parse.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace retort::operations {
namespace {

std::vector<schema::Operation> parsed(const std::string& text) {
    Diagnostics diagnostics;
    const source::SourceFile file{"case.mig", text};
    std::vector<schema::Operation> operations = syntax::parse_statements(file, 0, diagnostics);
    EXPECT_TRUE(diagnostics.empty()) << text;
    return operations;
}

/// The alternatives of operations and of actions of `alter table` that a list holds.
struct Kinds {
    std::set<std::size_t> operations;
    std::set<std::size_t> actions;

    void add(const std::vector<schema::Operation>& list) {
        for (const schema::Operation& operation : list) {
            operations.insert(operation.kind.index());
            if (const auto* alter = std::get_if<schema::AlterTable>(&operation.kind)) {
                for (const auto& action : alter->actions) { actions.insert(action.index()); }
            } else if (const auto* on = std::get_if<schema::OnDialect>(&operation.kind)) {
                add(on->body);
            }
        }
    }
};

template <class Variant, std::size_t... I>
std::vector<std::string> names_of(std::index_sequence<I...>) {
    return {std::string(typeid(std::variant_alternative_t<I, Variant>).name())...};
}

template <class Variant>
void expect_all(const std::set<std::size_t>& found) {
    constexpr std::size_t kCount = std::variant_size_v<Variant>;
    const std::vector<std::string> names = names_of<Variant>(std::make_index_sequence<kCount>());
    for (std::size_t i = 0; i < kCount; ++i) {
        EXPECT_EQ(found.count(i), 1U) << "no case changes by " << names[i];
    }
}

TEST(Coverage, EveryOperationIsTheChangeOfACase) {
    Kinds kinds;
    for (const Case& each : all_cases()) { kinds.add(parsed(each.change)); }
    expect_all<schema::OperationKind>(kinds.operations);
    expect_all<schema::TableAction>(kinds.actions);
}

TEST(Coverage, SqliteTakesWhatItCan) {
    // What SQLite has no counterpart for, whatever is written.
    const std::set<std::string> without = {"SetTableSchema",  "CreateSequence", "AlterSequence",
                                           "DropSequence",    "CreateSchema",   "DropSchema",
                                           "CreateExtension", "DropExtension",  "Grant",
                                           "SetIdentity",     "SetRowSecurity", "OtherTableAction"};
    Kinds kinds;
    for (const Case& each : all_cases()) {
        if (each.refused.count("sqlite") == 0) { kinds.add(parsed(each.change)); }
    }
    const auto check = [&](const std::set<std::size_t>& found,
                           const std::vector<std::string>& names) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            bool left_out = false;
            for (const std::string& name : without) {
                left_out = left_out || names[i].find(name) != std::string::npos;
            }
            EXPECT_TRUE(left_out || found.count(i) == 1) << "no case on SQLite for " << names[i];
        }
    };
    check(kinds.operations,
          names_of<schema::OperationKind>(
              std::make_index_sequence<std::variant_size_v<schema::OperationKind>>()));
    check(kinds.actions, names_of<schema::TableAction>(
                             std::make_index_sequence<std::variant_size_v<schema::TableAction>>()));
}

/// Ways that no case can take, and why.
const std::map<std::string, std::string> kWithoutCase = {
    {"atom: ')'", "`current_timestamp()` is SQL of neither database"},
    {"columnOrCall: '*'", "a whole row, `t.*`, is refused: the model checks column by column"},
    {"columnDefinition: 'renamed'", "only in a desired schema: refused in a revision"},
    {"createTable: 'renamed'", "only in a desired schema, too"},
    {"executeTail: 'file'", "needs files beside it: tests of the program have them"},
    {"executeTail: {<EPSILON>, 'as'}", "without its reverse it cannot go down"},
    {"excludeOperator: one of several: '%'", "no built-in operator of this name can exclude"},
    {"excludeOperator: one of several: '*'", "the same"},
    {"excludeOperator: one of several: '+'", "the same"},
    {"excludeOperator: one of several: '-'", "the same"},
    {"excludeOperator: one of several: '/'", "the same"},
    {"excludeOperator: one of several: '<'", "the same"},
    {"excludeOperator: one of several: '<='", "the same"},
    {"excludeOperator: one of several: '>'", "the same"},
    {"excludeOperator: one of several: '>='", "the same"},
    {"excludeOperator: one of several: '^'", "the same"},
    {"parameterValue: 'null'", "no parameter takes it"},
    {"typeArgument: STRING", "arguments of types that extensions bring"},
    {"typeArgument: one of several: DECIMAL", "the same"},
};

TEST(Coverage, EveryAlternativeOfTheGrammarIsInACase) {
    GrammarWalk walk;
    for (const Case& each : all_cases()) {
        for (const std::string* text : {&each.before, &each.rows, &each.dependants, &each.change}) {
            EXPECT_TRUE(walk.take(*text)) << *text;
        }
    }
    std::map<std::string, std::string> without = kWithoutCase;
    for (const std::string& missing : walk.missing()) {
        // Words as arguments of types belong to types that extensions bring.
        if (missing.starts_with("typeArgument: {")) { continue; }
        EXPECT_EQ(kWithoutCase.count(missing), 1U) << missing;
        without.erase(missing);
    }
    for (const auto& [way, reason] : without) { ADD_FAILURE() << way << " has a case after all"; }
}

}  // namespace
}  // namespace retort::operations
