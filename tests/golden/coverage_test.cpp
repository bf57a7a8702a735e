// SPDX-License-Identifier: Apache-2.0
#include "compiler/diagnostics/diagnostics.h"
#include "tests/support/tree.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

// Every code in the table of diagnostics is shown by a golden case and explained by a page.

namespace retort::support {
namespace {

std::string all_golden_errors() {
    std::string text;
    for (const auto& path : files_below(source_root() / "tests" / "golden")) {
        if (path.filename() == "stderr") { text += read_file(path); }
    }
    return text;
}

/// The sections of docs/diagnostics/*.md by their heading (`R0312 UnknownColumn`).
std::map<std::string, std::string> explanation_sections() {
    std::map<std::string, std::string> sections;
    for (const auto& path : files_below(source_root() / "docs" / "diagnostics")) {
        if (path.extension() != ".md") { continue; }
        const std::string text = "\n" + read_file(path);
        std::size_t begin = text.find("\n## ");
        while (begin != std::string::npos) {
            const std::size_t title = begin + 4;
            const std::size_t line_end = text.find('\n', title);
            const std::size_t end = text.find("\n## ", line_end);
            const std::string heading = text.substr(title, line_end - title);
            EXPECT_FALSE(sections.contains(heading)) << "two sections: " << heading;
            sections[heading] = text.substr(line_end, end - line_end);
            begin = end;
        }
    }
    return sections;
}

bool has_block_after(const std::string& section, const std::string& title) {
    const std::size_t begin = section.find("\n" + title + "\n```");
    if (begin == std::string::npos) { return false; }
    const std::size_t body = section.find('\n', begin + title.size() + 2);
    return section.find("\n```", body) != std::string::npos;
}

TEST(Coverage, EveryCodeHasAGolden) {
    const std::string errors = all_golden_errors();
    for (const diag::DiagnosticRow& row : diag::all_diagnostics()) {
        EXPECT_NE(errors.find("[" + diag::code_text(row.code) + "]"), std::string::npos)
            << diag::code_text(row.code) << " " << row.name << " is in no golden's stderr";
    }
}

TEST(Coverage, EveryCodeHasAnExplanation) {
    const std::map<std::string, std::string> sections = explanation_sections();
    std::set<std::string> known;
    for (const diag::DiagnosticRow& row : diag::all_diagnostics()) {
        const std::string heading = diag::code_text(row.code) + " " + std::string(row.name);
        known.insert(heading);
        const auto section = sections.find(heading);
        if (section == sections.end()) {
            ADD_FAILURE() << "no section `## " << heading << "` below docs/diagnostics";
            continue;
        }
        EXPECT_TRUE(has_block_after(section->second, "Wrong:")) << heading << ": no Wrong: block";
        EXPECT_TRUE(has_block_after(section->second, "Right:")) << heading << ": no Right: block";
    }
    for (const auto& [heading, text] : sections) {
        EXPECT_TRUE(known.contains(heading)) << "a section for no diagnostic: " << heading;
    }
}

TEST(Coverage, CodesAreUniqueAndSorted) {
    int last = 0;
    std::set<std::string_view> names;
    for (const diag::DiagnosticRow& row : diag::all_diagnostics()) {
        EXPECT_GT(row.code, last) << row.name;
        last = row.code;
        EXPECT_TRUE(names.insert(row.name).second) << row.name << " twice";
    }
}

}  // namespace
}  // namespace retort::support
