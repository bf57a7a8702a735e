// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/changes.h"

#include "compiler/syntax/print.h"
#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

// tests/unit/changes: single changes by theme, each with the statements that make them. A file is a
// list of
//
//     == what changes
//     -- both          what there is before and after (may be left out)
//     -- before
//     -- after
//     -- changes       what leads from the one to the other; `none` where they are the same
//
// With UPDATE_GOLDENS=1 in the environment the statements are written anew, to be read by a person.

namespace retort::schema {
namespace {

const std::string kFolder = RETORT_SOURCE_DIR "/tests/unit/changes";

struct Case {
    std::string title;
    std::string both;
    std::string before;
    std::string after;
    std::string changes;
};

std::vector<Case> cases_in(const std::string& text) {
    std::vector<Case> cases;
    std::string* part = nullptr;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("== ")) {
            cases.emplace_back().title = line.substr(3);
            part = nullptr;
        } else if (line == "-- both") {
            part = &cases.back().both;
        } else if (line == "-- before") {
            part = &cases.back().before;
        } else if (line == "-- after") {
            part = &cases.back().after;
        } else if (line == "-- changes") {
            part = &cases.back().changes;
        } else if (part != nullptr) {
            *part += line + "\n";
        } else {
            EXPECT_EQ(line, "");
        }
    }
    return cases;
}

std::string without_blank_end(std::string text) {
    while (text.ends_with("\n")) { text.pop_back(); }
    return text.empty() ? text : text + "\n";
}

std::string text_of(const std::vector<Case>& cases) {
    std::string text;
    for (const Case& each : cases) {
        text += (text.empty() ? "== " : "\n== ") + each.title + "\n";
        if (!each.both.empty()) { text += "-- both\n" + without_blank_end(each.both); }
        text += "-- before\n" + without_blank_end(each.before);
        text += "-- after\n" + without_blank_end(each.after);
        text += "-- changes\n" + without_blank_end(each.changes);
    }
    return text;
}

Schema schema_of(const std::string& text) {
    Schema schema;
    Diagnostics diagnostics;
    test::run(text, schema, diagnostics);
    EXPECT_EQ(test::messages(diagnostics), std::vector<std::string>()) << text;
    return schema;
}

std::string lines_of(const std::vector<Operation>& operations) {
    std::string text;
    for (const Operation& each : operations) { text += syntax::print_operation(each) + "\n"; }
    return text.empty() ? "none\n" : text;
}

/// The statements as a person would run them lead to the wanted schema.
void expect_to_lead(const std::string& changes, const Schema& from, const Schema& to) {
    Schema state = from;
    Diagnostics diagnostics;
    if (changes != "none\n") { test::run(changes, state, diagnostics); }
    EXPECT_EQ(test::messages(diagnostics), std::vector<std::string>()) << changes;
    EXPECT_EQ(list_differences(to, state, false), std::vector<std::string>()) << changes;
}

class Changes : public ::testing::TestWithParam<std::string> {};

TEST_P(Changes, AreTheStatementsThatTheFileSays) {
    const std::string path = kFolder + "/" + GetParam() + ".txt";
    std::ifstream in(path);
    std::stringstream content;
    content << in.rdbuf();
    std::vector<Case> cases = cases_in(content.str());
    ASSERT_FALSE(cases.empty()) << path;
    const bool update = std::getenv("UPDATE_GOLDENS") != nullptr;
    for (Case& each : cases) {
        SCOPED_TRACE(each.title);
        const Schema from = schema_of(each.both + each.before);
        const Schema to = schema_of(each.both + each.after);
        const std::string found = lines_of(changes(from, to));
        expect_to_lead(found, from, to);
        expect_to_lead(lines_of(changes(to, from)), to, from);
        if (update) {
            each.changes = found;
        } else {
            EXPECT_EQ(found, without_blank_end(each.changes));
        }
    }
    if (update) { std::ofstream(path) << text_of(cases); }
}

std::vector<std::string> themes() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
        names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

INSTANTIATE_TEST_SUITE_P(Themes, Changes, ::testing::ValuesIn(themes()),
                         [](const auto& theme) { return theme.param; });

}  // namespace
}  // namespace retort::schema
