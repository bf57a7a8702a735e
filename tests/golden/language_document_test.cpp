// SPDX-License-Identifier: Apache-2.0
#include "tests/support/language_document.h"
#include "compiler/schema/operation.h"
#include "compiler/syntax/parse.h"
#include "tests/golden/compiled_example.h"
#include "tests/golden/golden_case.h"
#include "tests/support/text_diff.h"
#include "tests/support/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxxabi.h>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <regex>
#include <set>
#include <typeinfo>

// docs/language.md says what is so: its sources parse, its outputs are what the compiler emits, and
// every operation has an example. UPDATE_GOLDENS=1 rewrites the outputs.

namespace retort::support {
namespace {

std::filesystem::path document_path() {
    return source_root() / "docs" / "language.md";
}

const LanguageDocument& document() {
    static const LanguageDocument read = read_language_document(read_file(document_path()));
    return read;
}

std::string at_line(std::size_t line) {
    return "docs/language.md:" + std::to_string(line + 1);
}

ExampleInput input_of(const DocumentExample& example, const std::string& dialect) {
    ExampleInput input;
    input.schema = document().schema;
    input.given = example.given;
    input.source = example.source.text;
    input.files = example.files;
    input.dialect = dialect;
    return input;
}

CompiledExample compile_shown(const DocumentExample& example, const ShownOutput& shown,
                              const std::string& dialect) {
    ExampleInput input = input_of(example, dialect);
    input.version = shown.version;
    input.skip_unsupported = shown.skip_unsupported;
    return compile_example(
        input, shown.downgrade ? revisions::Direction::Downgrade : revisions::Direction::Upgrade);
}

/// The tables that a claim such as "[a rebuild](#a-rebuild) of `a` and `b`." names.
std::set<std::string> rebuilds_claimed(const std::string& claim) {
    static const std::regex form(R"(\[a rebuild\]\(#a-rebuild\) of (`[^`]+`(, | and )?)+\.)");
    std::set<std::string> tables;
    if (!std::regex_match(claim, form)) { return tables; }
    static const std::regex name("`([^`]+)`");
    for (auto at = std::sregex_iterator(claim.begin(), claim.end(), name);
         at != std::sregex_iterator(); ++at) {
        tables.insert((*at)[1]);
    }
    return tables;
}

std::set<std::string> rebuilds_made(const std::string& sql) {
    std::set<std::string> tables;
    static const std::regex made("CREATE TABLE retort_new_([A-Za-z0-9_]+) ");
    for (auto at = std::sregex_iterator(sql.begin(), sql.end(), made); at != std::sregex_iterator();
         ++at) {
        tables.insert((*at)[1]);
    }
    return tables;
}

void expect_claim(const ShownOutput& shown, const CompiledExample& compiled) {
    if (shown.claim == "nothing.") {
        EXPECT_TRUE(compiled.text.empty()) << at_line(shown.line) << ": there is something:\n"
                                           << compiled.text;
        return;
    }
    const std::set<std::string> claimed = rebuilds_claimed(shown.claim);
    ASSERT_FALSE(claimed.empty()) << at_line(shown.line) << ": unknown claim: " << shown.claim;
    EXPECT_FALSE(compiled.failed) << at_line(shown.line) << "\n" << compiled.text;
    EXPECT_EQ(rebuilds_made(compiled.text), claimed) << at_line(shown.line) << "\n"
                                                     << compiled.text;
}

TEST(LanguageDocument, HasTheFormThatTheTestsRead) {
    EXPECT_THAT(document().problems, ::testing::IsEmpty());
    EXPECT_FALSE(document().schema.empty());
    EXPECT_GT(document().examples.size(), 50U);
}

TEST(LanguageDocument, OutputsAreWhatTheCompilerEmits) {
    std::map<std::size_t, BlockText> blocks;
    std::map<std::size_t, std::string> seen;
    for (const DocumentExample& example : document().examples) {
        for (const ShownOutput& shown : example.shown) {
            for (const std::string& dialect : shown.dialects) {
                const CompiledExample compiled = compile_shown(example, shown, dialect);
                if (!shown.claim.empty()) {
                    expect_claim(shown, compiled);
                    continue;
                }
                const auto [at, first] = seen.emplace(shown.line, compiled.text);
                EXPECT_EQ(at->second, compiled.text)
                    << at_line(shown.line) << ": not the same on both";
                if (!first) { continue; }
                const std::string language = compiled.failed ? "text" : "sql";
                if (shown.block.text != compiled.text || shown.block.language != language) {
                    blocks[shown.block.first] = {language, compiled.text};
                }
            }
        }
    }
    const std::string rewritten = with_blocks(document(), blocks);
    if (std::getenv("UPDATE_GOLDENS") != nullptr) {
        write_or_remove(document_path(), rewritten);
        GTEST_SKIP() << "rewritten; run again without UPDATE_GOLDENS to test";
    }
    EXPECT_TRUE(blocks.empty()) << unified_diff(read_file(document_path()), rewritten);
}

/// What stands between lines of `…`.
std::vector<std::string> pieces_of(const std::string& excerpt) {
    std::vector<std::string> pieces(1);
    for (const std::string_view line : lines_of(excerpt)) {
        if (line == "…\n") {
            pieces.emplace_back();
        } else {
            pieces.back() += line;
        }
    }
    return pieces;
}

// The tour is a project: its configuration and its revision files, in order.
TEST(LanguageDocument, TheToursScriptsAreWhatTheCompilerEmits) {
    GoldenCase tour;
    ASSERT_FALSE(document().settings.empty());
    tour.files["retort.yaml"] = document().settings.front().text;
    ASSERT_FALSE(document().scripts.empty());
    for (const CodeBlock& block : document().sources) {
        if (block.first > document().scripts.back().first) { break; }
        tour.files["migrations/" + std::to_string(block.first) + ".mig"] = block.text;
    }
    EXPECT_EQ(tour.files.size(), 4U);
    tour.commands = {{"-n", "server", "upgrade", "a1f0"},
                     {"-n", "device", "upgrade", "a1f0"},
                     {"-n", "server", "upgrade", "head"},
                     {"-n", "device", "upgrade", "head"},
                     {"-n", "server", "downgrade", "-1"}};
    const Outcome outcome = run_case(tour);
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    for (const CodeBlock& block : document().scripts) {
        for (const std::string& piece : pieces_of(block.text)) {
            EXPECT_THAT(outcome.out, ::testing::HasSubstr(piece)) << at_line(block.first);
        }
    }
}

TEST(LanguageDocument, EveryExampleShowsBothDialects) {
    for (const DocumentExample& example : document().examples) {
        std::set<std::string> shown;
        for (const ShownOutput& output : example.shown) {
            if (!output.downgrade) { shown.insert(output.dialects.begin(), output.dialects.end()); }
        }
        EXPECT_THAT(shown, ::testing::ElementsAre("postgresql", "sqlite"))
            << at_line(example.source.first);
    }
}

// An example whose downgrade the document does not show has one nevertheless.
TEST(LanguageDocument, EveryExampleCanBeTakenBack) {
    for (const DocumentExample& example : document().examples) {
        for (const char* dialect : {"postgresql", "sqlite"}) {
            const ExampleInput input = input_of(example, dialect);
            if (compile_example(input, revisions::Direction::Upgrade).failed) { continue; }
            bool said = false;
            for (const ShownOutput& output : example.shown) { said = said || output.downgrade; }
            if (said) { continue; }
            const CompiledExample back = compile_example(input, revisions::Direction::Downgrade);
            EXPECT_FALSE(back.failed) << at_line(example.source.first) << "\n" << back.text;
        }
    }
}

std::vector<schema::Operation> parse_source(const CodeBlock& block) {
    const source::SourceFile file{at_line(block.first), block.text};
    Diagnostics diagnostics;
    static const std::regex revision("(^|\n)revision ");
    std::vector<schema::Operation> operations;
    if (std::regex_search(block.text, revision)) {
        const auto parsed = syntax::parse_revision(file, 0, syntax::KeepComments::No, diagnostics);
        if (parsed) { operations = parsed->revision.upgrade; }
    } else if (block.text.starts_with("upgrade {")) {
        const source::SourceFile whole{file.path, "revision r;\n" + block.text};
        const auto parsed = syntax::parse_revision(whole, 0, syntax::KeepComments::No, diagnostics);
        if (parsed) { operations = parsed->revision.upgrade; }
    } else {
        operations = syntax::parse_statements(file, 0, diagnostics);
    }
    for (const diagnostics::Diagnostic& found : diagnostics.all()) {
        ADD_FAILURE() << file.path << ": " << diagnostics::code_text(found.code) << " "
                      << found.message << "\n"
                      << block.text;
    }
    return operations;
}

TEST(LanguageDocument, EverySourceParses) {
    EXPECT_GT(document().sources.size(), document().examples.size());
    for (const CodeBlock& block : document().sources) { parse_source(block); }
}

template <class... Alternatives>
std::set<std::string> names_of(const std::variant<Alternatives...>* /*type*/) {
    const auto name = [](const std::type_info& type) {
        int status = 0;
        const std::unique_ptr<char, decltype(&std::free)> text(
            abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
        const std::string whole = text.get();
        return whole.substr(whole.rfind(':') + 1);
    };
    return {name(typeid(Alternatives))...};
}

template <class Variant>
std::string name_in(const Variant& value) {
    return std::visit(
        [](const auto& held) {
            using Held = std::decay_t<decltype(held)>;
            return *names_of(static_cast<const std::variant<Held>*>(nullptr)).begin();
        },
        value);
}

/// Every kind of operation, action and constraint in statements, those inside of others included.
class Kinds {
public:
    void add(const std::vector<schema::Operation>& operations) {
        for (const schema::Operation& operation : operations) { add(operation); }
    }
    [[nodiscard]] const std::set<std::string>& seen() const { return seen_; }

private:
    void add(const schema::Operation& operation) {
        seen_.insert(name_in(operation.kind));
        if (const auto* alter = std::get_if<schema::AlterTable>(&operation.kind)) {
            for (const schema::TableAction& action : alter->actions) {
                seen_.insert(name_in(action));
            }
        } else if (const auto* table = std::get_if<schema::CreateTable>(&operation.kind)) {
            for (const schema::TableElement& element : table->elements) {
                seen_.insert(name_in(element));
            }
        } else if (const auto* block = std::get_if<schema::OnDialect>(&operation.kind)) {
            add(block->body);
        } else if (const auto* raw = std::get_if<schema::Execute>(&operation.kind)) {
            add(raw->effects);
        }
    }
    std::set<std::string> seen_;
};

TEST(LanguageDocument, EveryOperationHasAnExample) {
    Kinds kinds;
    for (const DocumentExample& example : document().examples) {
        kinds.add(parse_source(example.source));
    }
    std::set<std::string> all = names_of(static_cast<const schema::OperationKind*>(nullptr));
    all.merge(names_of(static_cast<const schema::TableAction*>(nullptr)));
    all.merge(names_of(static_cast<const schema::TableElement*>(nullptr)));
    for (const std::string& name : all) {
        EXPECT_TRUE(kinds.seen().contains(name)) << "no example in docs/language.md: " << name;
    }
}

}  // namespace
}  // namespace retort::support
