// SPDX-License-Identifier: Apache-2.0
// What the grammar promises: one token decides everything, and its lists of words are complete.
#include "compiler/schema/spelling.h"
#include "tests/support/tree.h"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

namespace retort {
namespace {

using Words = std::set<std::string>;

/// Every keyword token and the word that it stands for.
std::map<std::string, std::string> keywords() {
    const std::string text =
        support::read_file(support::source_root() / "grammar" / "MigrationLexer.g4");
    const std::regex rule("\\b(KW_[A-Z_]+): '([a-z_]+)'");
    std::map<std::string, std::string> result;
    for (std::sregex_iterator at(text.begin(), text.end(), rule), end; at != end; ++at) {
        result.emplace((*at)[1], (*at)[2]);
    }
    return result;
}

/// The tokens of a rule that is one flat list.
Words tokens_of(const std::string& rule) {
    const std::string text =
        support::read_file(support::source_root() / "grammar" / "MigrationParser.g4");
    const std::size_t begin = text.find("\n" + rule + " :");
    EXPECT_NE(begin, std::string::npos) << rule;
    const std::string body = text.substr(begin, text.find(';', begin) - begin);
    const std::regex token("[A-Z][A-Z_]+");
    Words result;
    for (std::sregex_iterator at(body.begin(), body.end(), token), end; at != end; ++at) {
        EXPECT_TRUE(result.insert(at->str()).second) << at->str() << " stands twice in " << rule;
    }
    return result;
}

Words without(Words words, const Words& others) {
    for (const std::string& other : others) { EXPECT_EQ(words.erase(other), 1U) << other; }
    return words;
}

TEST(Grammar, TheParserNeverPredicts) {
    const std::string parser = support::read_file(RETORT_GENERATED_PARSER);
    ASSERT_NE(parser.find("MigrationParser::expr()"), std::string::npos);
    EXPECT_EQ(parser.find("adaptivePredict"), std::string::npos);
}

TEST(Grammar, WordsThatPostgresqlDoesNotReserveAreNames) {
    // `if` and `exclude` become identifiers in the scanner, unless they open their clause.
    Words expected{"IDENTIFIER", "QUOTED_IDENTIFIER"};
    for (const auto& [token, word] : keywords()) {
        if (schema::is_reserved_word(word) || token == "KW_IF" || token == "KW_EXCLUDE") {
            continue;
        }
        expected.insert(token);
    }
    expected.insert("KW_FULL");  // only `match full` needs the word
    EXPECT_GT(expected.size(), 100U);
    EXPECT_EQ(tokens_of("name"), expected);
}

TEST(Grammar, OtherListsOfWordsKeepStep) {
    const Words name = tokens_of("name");
    // Types that are spelled with key words, and what may follow where a type could.
    EXPECT_EQ(tokens_of("typeWord"),
              without(name, {"KW_BIT", "KW_BY_DIALECT", "KW_CHAR", "KW_CHARACTER", "KW_DOUBLE",
                             "KW_INTERVAL", "KW_NULLS", "KW_RENAMED", "KW_TIME", "KW_TIMESTAMP"}));
    EXPECT_EQ(tokens_of("exprWord"),
              without(name, {"KW_BY_DIALECT", "KW_EXISTS", "KW_INTERVAL", "KW_ROW"}));
    Words revision = name;
    revision.insert({"DIGIT_WORD", "INTEGER", "DECIMAL", "STRING"});
    EXPECT_EQ(tokens_of("revisionId"), revision);
}

}  // namespace
}  // namespace retort
