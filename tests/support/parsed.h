// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/operation.h"
#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// One statement, action, column or constraint out of a text, for tests of what the parser makes.

namespace retort::test {

inline std::vector<schema::Operation> parse(std::string_view text) {
    const source::SourceFile file{"test.mig", std::string(text)};
    Diagnostics diagnostics;
    std::vector<schema::Operation> operations = syntax::parse_statements(file, 0, diagnostics);
    EXPECT_EQ(messages(diagnostics), std::vector<std::string>()) << text;
    return operations;
}

/// The one statement of a text, which must be a `T`.
template <class T>
T one(std::string_view text) {
    std::vector<schema::Operation> operations = parse(text);
    EXPECT_EQ(operations.size(), 1U) << text;
    if (operations.size() != 1 || !std::holds_alternative<T>(operations[0].kind)) {
        ADD_FAILURE() << "another statement: " << text;
        return {};
    }
    return std::get<T>(std::move(operations[0].kind));
}

/// The one action of an `alter table`.
template <class T>
T action(const std::string& text) {
    schema::AlterTable alter = one<schema::AlterTable>("alter table t " + text + ";");
    if (alter.actions.size() != 1 || !std::holds_alternative<T>(alter.actions[0])) {
        ADD_FAILURE() << "another action: " << text;
        return {};
    }
    return std::get<T>(std::move(alter.actions[0]));
}

/// The one column of a table.
inline schema::ColumnDefinition column(const std::string& text) {
    schema::CreateTable table = one<schema::CreateTable>("create table t (" + text + ");");
    if (table.elements.size() != 1 ||
        !std::holds_alternative<schema::ColumnDefinition>(table.elements[0])) {
        ADD_FAILURE() << "no column: " << text;
        return {};
    }
    return std::get<schema::ColumnDefinition>(std::move(table.elements[0]));
}

/// A constraint of a table.
inline schema::Constraint constraint(const std::string& text) {
    return action<schema::AddConstraint>("add " + text).constraint;
}

inline std::vector<std::string> texts(const std::vector<Name>& names) {
    std::vector<std::string> result;
    for (const Name& name : names) { result.push_back(name.text); }
    return result;
}

}  // namespace retort::test
