// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "MigrationParser.h"

// Private to compiler/syntax: messages about syntax in the user's words, one a statement.

namespace retort::syntax {

/// Reports each error once, then skips to the `;` that ends the item, matching brackets, and goes
/// on. Used only for a file that the bail-out strategy refused: files without errors pay nothing.
class ReportingStrategy final : public antlr4::DefaultErrorStrategy {
public:
    ReportingStrategy(FileId file, Diagnostics& diagnostics)
        : file_(file), diagnostics_(diagnostics) {}

    void sync(antlr4::Parser* parser) override;
    antlr4::Token* recoverInline(antlr4::Parser* parser) override;
    void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;
    void recover(antlr4::Parser* parser, std::exception_ptr error) override;

private:
    /// What could come next: rules that have a name for people, and single tokens.
    struct Expected {
        std::set<std::size_t> rules;
        std::set<std::size_t> tokens;
    };
    using Seen = std::set<std::pair<const void*, const void*>>;

    [[nodiscard]] Expected expected(antlr4::Parser* parser) const;
    static void collect(const antlr4::atn::ATN& atn, const antlr4::atn::ATNState* state,
                        const antlr4::RuleContext* context, Seen& seen, Expected& result);
    void report(antlr4::Parser* parser, antlr4::Token* token);
    void report_end(antlr4::Parser* parser, antlr4::Token* token, const std::string& wanted);
    [[nodiscard]] static std::string likely_slip(antlr4::Parser* parser, antlr4::Token* token,
                                                 const Expected& next);
    [[nodiscard]] bool fits_after(antlr4::Parser* parser, std::size_t missing) const;
    void skip_item(antlr4::Parser* parser);
    void skip_element(antlr4::Parser* parser);

    FileId file_;
    Diagnostics& diagnostics_;
    /// Every decision that was passed while looking at the same token: an optional part that was
    /// skipped is still something that could have stood here.
    std::vector<std::pair<std::size_t, antlr4::RuleContext*>> trail_;
    std::size_t trail_at_ = static_cast<std::size_t>(-1);
    bool reported_end_ = false;
    std::vector<std::unique_ptr<antlr4::Token>> inserted_;
};

}  // namespace retort::syntax
