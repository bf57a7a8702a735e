// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/check.h"

#include "compiler/syntax/error_strategy.h"
#include "compiler/syntax/scanner.h"

#include "compiler/source/source_file.h"

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "MigrationParser.h"

// Private to compiler/syntax: from tokens to a tree.

namespace retort::syntax {

/// What one thread reuses from text to text.
class Session {
public:
    Session() : parser_(&tokens_) {
        parser_.removeErrorListeners();
        bail_ = std::make_shared<antlr4::BailErrorStrategy>();
    }

    [[nodiscard]] const Scan& scan_of() const { return scan_; }

    /// Scans and checks a text. False where parsing would only repeat what was reported.
    bool load(const source::SourceFile& file, FileId id, ScanTo limit, Diagnostics& diagnostics) {
        if (!cut(file, id, limit, diagnostics)) { return false; }
        tokens_.load(file.text, folded_);
        return true;
    }
    /// As `load`, but the tokens are only put into `folded`.
    bool cut(const source::SourceFile& file, FileId id, ScanTo limit, Diagnostics& diagnostics) {
        if (!check_bytes(file.text, id, diagnostics)) { return false; }
        scan(file.text, limit, scan_);
        if (!check_tokens(file.text, id, scan_, diagnostics)) { return false; }
        fold_texts(file.text, scan_.tokens, folded_);
        return check_parameters(file.text, id, folded_, diagnostics);
    }
    /// Tokens that were cut, checked and folded already.
    void load(std::string_view text, const std::vector<RawToken>& folded) {
        tokens_.load(text, folded);
    }
    /// Only the end of the file stands there.
    [[nodiscard]] bool empty() const { return folded_.size() == 1; }
    [[nodiscard]] grammar::OffsetTokenStream& tokens() { return tokens_; }
    /// What `load` or `cut` made of a whole text.
    [[nodiscard]] const std::vector<RawToken>& folded() const { return folded_; }

    /// The tree of an entry rule, null where it has an error; nothing is reported. The tree lives
    /// until the next call.
    template <class Context>
    [[nodiscard]] Context* parse_if_good(Context* (grammar::MigrationParser::*rule)()) {
        parser_.setErrorHandler(bail_);
        parser_.reset();
        tokens_.seek(0);
        try {
            return (parser_.*rule)();
        } catch (const antlr4::ParseCancellationException&) { return nullptr; }
    }

    /// The tree of an entry rule; null where it has an error, which was then reported. The tree
    /// lives until the next call.
    template <class Context>
    std::pair<Context*, bool> parse(Context* (grammar::MigrationParser::*rule)(), FileId id,
                                    Diagnostics& diagnostics) {
        if (Context* tree = parse_if_good(rule)) { return {tree, true}; }
        // Parsed again, for the messages.
        const std::size_t before = diagnostics.error_count();
        parser_.setErrorHandler(std::make_shared<ReportingStrategy>(id, diagnostics));
        parser_.reset();
        tokens_.seek(0);
        Context* tree = (parser_.*rule)();
        RETORT_CHECK(diagnostics.error_count() > before);
        return {tree, false};
    }

private:
    grammar::OffsetTokenStream tokens_;
    grammar::MigrationParser parser_;
    std::shared_ptr<antlr4::BailErrorStrategy> bail_;
    Scan scan_;
    std::vector<RawToken> folded_;
};

/// That of the calling thread.
inline Session& session() {
    thread_local Session instance;
    return instance;
}

}  // namespace retort::syntax
