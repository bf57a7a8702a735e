// SPDX-License-Identifier: Apache-2.0
#include "tests/support/language_document.h"
#include "tests/support/text_diff.h"
#include "tests/support/tree.h"

#include <gtest/gtest.h>

#include <pg_query.h>

#include <filesystem>

// PostgreSQL's own parser reads every PostgreSQL script of the goldens.

namespace retort::live {
namespace {

namespace fs = std::filesystem;

/// The scripts in a text: each begins with a line that says what it is for.
std::vector<std::string> postgresql_scripts(const std::string& text) {
    std::vector<std::string> scripts;
    bool inside = false;
    for (const std::string_view line : support::lines_of(text)) {
        const bool head =
            line.starts_with("-- Upgrade for ") || line.starts_with("-- Downgrade for ");
        if (head) {
            inside = line.find("PostgreSQL") != std::string_view::npos;
            if (inside) { scripts.emplace_back(); }
        }
        if (inside) { scripts.back().append(line); }
    }
    return scripts;
}

TEST(PgParse, ReadsEveryGoldenScript) {
    std::size_t scripts = 0;
    for (const fs::path& path : support::files_below(support::source_root() / "tests/golden")) {
        if (path.extension() == ".cpp" || path.extension() == ".h") { continue; }
        for (const std::string& script : postgresql_scripts(support::read_file(path))) {
            ++scripts;
            const PgQueryParseResult result = pg_query_parse(script.c_str());
            EXPECT_EQ(result.error, nullptr)
                << path << ": " << (result.error == nullptr ? "" : result.error->message);
            pg_query_free_parse_result(result);
            const PgQueryPlpgsqlParseResult blocks = pg_query_parse_plpgsql(script.c_str());
            EXPECT_EQ(blocks.error, nullptr)
                << path << ": " << (blocks.error == nullptr ? "" : blocks.error->message);
            pg_query_free_plpgsql_parse_result(blocks);
        }
    }
    EXPECT_GT(scripts, 0U);
}

TEST(PgParse, ReadsEveryStatementThatTheDocumentShows) {
    const support::LanguageDocument document = support::read_language_document(
        support::read_file(support::source_root() / "docs" / "language.md"));
    std::size_t outputs = 0;
    for (const support::DocumentExample& example : document.examples) {
        for (const support::ShownOutput& shown : example.shown) {
            if (shown.dialects.front() != "postgresql" || shown.block.language != "sql") {
                continue;
            }
            ++outputs;
            const PgQueryParseResult result = pg_query_parse(shown.block.text.c_str());
            EXPECT_EQ(result.error, nullptr)
                << "docs/language.md:" << shown.line + 1 << ": "
                << (result.error == nullptr ? "" : result.error->message);
            pg_query_free_parse_result(result);
        }
    }
    EXPECT_GT(outputs, 50U);
}

}  // namespace
}  // namespace retort::live
