// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// docs/language.md as its tests read it. Blocks of code:
//
//     ```sql             migration source, which must parse: statements, or a whole revision file
//     ```sql synopsis    a form with […] and …, not source
//     ```sql script      an excerpt of a script
//
// The chapter `# Operations` holds sections (`###`) of examples. Its first block is the schema on
// which all of them stand. In a section, a block of source begins an example; blocks after one of
// these lines belong to it, and are what the compiler makes of it:
//
//     Given:                                (above the source) statements that ran before it
//     `undo.sql`:                           (above the source) a file beside it
//     PostgreSQL:      SQLite:      Both:
//     PostgreSQL 18:   Downgrade, SQLite:   SQLite, `unsupported: skip`:
//
// or, without a block: `SQLite: nothing.`, ``SQLite: [a rebuild](#a-rebuild) of `orders`.``

namespace retort::support {

/// A block of code; lines count from zero and are those of the fences.
struct CodeBlock {
    std::string language;  ///< all of what stands after the opening fence
    std::string text;
    std::string intro;  ///< the last line with words above it
    std::size_t first = 0;
    std::size_t last = 0;
};

/// What the document says that an example compiles to.
struct ShownOutput {
    bool downgrade = false;
    std::vector<std::string> dialects;  ///< `postgresql`, `sqlite`: one, or both
    std::string version;                ///< empty: that of the examples
    bool skip_unsupported = false;
    std::string claim;  ///< the words after the colon; empty where a block follows
    CodeBlock block;
    std::size_t line = 0;
};

struct DocumentExample {
    std::string section;
    std::string given;
    std::map<std::string, std::string> files;
    CodeBlock source;
    std::vector<ShownOutput> shown;
};

struct LanguageDocument {
    std::vector<std::string> lines;
    std::vector<CodeBlock> sources;   ///< every block of migration source, of all chapters
    std::vector<CodeBlock> scripts;   ///< every excerpt of a script
    std::vector<CodeBlock> settings;  ///< every block of YAML
    std::string schema;               ///< on which the examples stand
    std::vector<std::string> sections;
    std::vector<DocumentExample> examples;
    std::vector<std::string> problems;  ///< what is not of the form above, with its line
};

[[nodiscard]] LanguageDocument read_language_document(std::string_view text);

/// The document with other texts in some of its blocks, by the line of the opening fence.
struct BlockText {
    std::string language;
    std::string text;
};
[[nodiscard]] std::string with_blocks(const LanguageDocument& document,
                                      const std::map<std::size_t, BlockText>& blocks);

}  // namespace retort::support
