// SPDX-License-Identifier: Apache-2.0
#include "tests/support/text_diff.h"
#include "tests/support/tree.h"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

// The walls of the house (docs/ARCHITECTURE.md), checked by reading the sources.

namespace retort::support {
namespace {

struct Source {
    std::string path;    // from the root
    std::string folder;  // "compiler/syntax", "dialects/sqlite", …
    std::string text;
    std::string code;  // without comments
};

std::string without_comments(const std::string& text) {
    std::string code;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            code += c;
            if (c == '\\' && i + 1 < text.size()) {
                code += text[++i];
            } else if (c == quote) {
                quote = 0;
            }
        } else if (text.compare(i, 2, "//") == 0) {
            i = std::min(text.find('\n', i), text.size()) - 1;
        } else if (text.compare(i, 2, "/*") == 0) {
            const std::size_t end = text.find("*/", i);
            i = end == std::string::npos ? text.size() : end + 1;
        } else {
            // A ' between digits or letters separates digits: 1'000.
            const bool separator = c == '\'' && i > 0 && std::isalnum(text[i - 1]) != 0;
            if (c == '"' || (c == '\'' && !separator)) { quote = c; }
            code += c;
        }
    }
    return code;
}

const std::vector<Source>& sources() {
    static const std::vector<Source> all = [] {
        std::vector<Source> result;
        for (const char* top : {"compiler", "dialects", "grammar"}) {
            for (const auto& file : files_below(source_root() / top)) {
                if (file.extension() != ".h" && file.extension() != ".cpp") { continue; }
                const auto path = file.lexically_relative(source_root());
                std::string text = read_file(file);
                std::string code = without_comments(text);
                result.push_back({path.generic_string(), path.parent_path().generic_string(),
                                  std::move(text), std::move(code)});
            }
        }
        return result;
    }();
    return all;
}

/// Every source outside `homes` (folders or files) whose code matches is a failure.
void expect_only_in(const std::string& pattern, const std::set<std::string>& homes) {
    const std::regex regex(pattern);
    for (const Source& source : sources()) {
        bool at_home = false;
        for (const std::string& home : homes) {
            at_home = at_home || source.path == home || source.path.starts_with(home + "/");
        }
        if (at_home) { continue; }
        std::size_t number = 0;
        for (const std::string_view line : lines_of(source.code)) {
            ++number;
            if (std::regex_search(line.begin(), line.end(), regex)) {
                ADD_FAILURE() << source.path << " crosses a wall: " << line;
            }
        }
    }
}

TEST(Architecture, AntlrStaysInSyntax) {
    expect_only_in("antlr", {"compiler/syntax", "grammar"});
}

TEST(Architecture, BoostStaysInTheGraph) {
    expect_only_in("boost", {"compiler/revisions/revision_graph.cpp"});
}

TEST(Architecture, YamlStaysInProject) {
    expect_only_in("yaml-cpp|YAML::", {"compiler/project"});
}

TEST(Architecture, CommandLineLibraryStaysInDriver) {
    expect_only_in("CLI11|CLI/|CLI::", {"compiler/driver"});
}

TEST(Architecture, OnlyMainTalksToTheTerminal) {
    expect_only_in("<iostream>|std::cout|std::cerr", {"compiler/driver/main.cpp"});
    // The table generator is a program of its own; a defect is reported where it is found.
    expect_only_in(R"(\b(printf|puts|fputs|fprintf|perror)\s*\()",
                   {"compiler/driver/main.cpp", "compiler/base/check.cpp", "grammar"});
}

TEST(Architecture, NothingBelowTheDriverExitsOrReadsTheEnvironment) {
    expect_only_in(R"(\b(getenv|secure_getenv)\b|\bstd::(quick_)?exit\b|\bstd::system\b)",
                   {"compiler/driver", "grammar"});
    expect_only_in(R"(\babort\s*\()", {"compiler/base/check.cpp"});
}

TEST(Architecture, NothingReadsAClockOrChance) {
    expect_only_in(R"(system_clock|\btime\s*\(\s*(0|NULL|nullptr)|random_device|\brand\s*\()",
                   {"compiler/driver"});
}

TEST(Architecture, TheCoreNamesNoDialect) {
    // The configuration knows the schemes of database URLs, and who reads the scripts that others
    // print knows whose they are.
    expect_only_in(R"([Ss][Qq][Ll]ite|SQLITE|[Pp]ostgre)",
                   {"dialects", "compiler/project", "compiler/syntax/parse_script.cpp",
                    "compiler/syntax/script_kinds.cpp", "compiler/syntax/script_reader.h",
                    "compiler/syntax/script_reader.cpp"});
}

TEST(Architecture, DependenciesPointOneWay) {
    // Each folder may include itself and what stands before it.
    const std::vector<std::string> order = {
        "compiler/base",       "compiler/source",  "compiler/diagnostics", "compiler/schema",
        "compiler/revisions",  "compiler/drawing", "compiler/syntax",      "compiler/plan",
        "compiler/script",     "compiler/project", "compiler/importing",   "dialects",
        "dialects/postgresql", "dialects/sqlite",  "compiler/driver"};
    std::map<std::string, std::size_t> rank;
    for (std::size_t i = 0; i < order.size(); ++i) { rank[order[i]] = i; }
    // The rooms of the schema are its own: what they do is offered by the headers beside them.
    for (const char* room : {"apply", "change", "footprint", "invert", "meaning"}) {
        rank[std::string("compiler/schema/") + room] = rank["compiler/schema"];
    }
    const std::regex include(R"(#include \"((?:compiler|dialects)/[^\"]*)/[^/\"]*\")");
    for (const Source& source : sources()) {
        if (source.folder.starts_with("grammar")) { continue; }
        ASSERT_TRUE(rank.contains(source.folder)) << source.path << ": a folder without a place";
        for (std::sregex_iterator it(source.code.begin(), source.code.end(), include), end;
             it != end; ++it) {
            const std::string folder = (*it)[1];
            ASSERT_TRUE(rank.contains(folder)) << source.path << " includes " << folder;
            // The explicit list of dialects is the one place that knows them all.
            if (source.path == "dialects/all.cpp") { continue; }
            EXPECT_LE(rank[folder], rank[source.folder]) << source.path << " includes " << folder;
            EXPECT_TRUE(!folder.starts_with("compiler/schema/") ||
                        source.folder.starts_with("compiler/schema"))
                << source.path << " includes " << folder;
            const bool sibling_dialects =
                source.folder == "dialects/sqlite" && folder == "dialects/postgresql";
            EXPECT_FALSE(sibling_dialects) << source.path << " includes " << folder;
        }
    }
}

TEST(Architecture, EveryFileSaysItsLicenseAndGuardsItself) {
    for (const Source& source : sources()) {
        EXPECT_TRUE(source.text.starts_with("// SPDX-License-Identifier: Apache-2.0\n"))
            << source.path;
        if (source.path.ends_with(".h")) {
            EXPECT_NE(source.text.find("#pragma once"), std::string::npos) << source.path;
        }
    }
}

}  // namespace
}  // namespace retort::support
