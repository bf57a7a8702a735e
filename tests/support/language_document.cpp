// SPDX-License-Identifier: Apache-2.0
#include "tests/support/language_document.h"

#include "tests/support/text_diff.h"

#include <optional>
#include <regex>
#include <utility>

namespace retort::support {
namespace {

constexpr std::string_view kFence = "```";

std::string without_line_end(std::string_view line) {
    while (line.ends_with('\n')) { line.remove_suffix(1); }
    return std::string(line);
}

/// `PostgreSQL:`, ``Downgrade, SQLite 3.34, `unsupported: skip`: nothing.``; nothing if it is no
/// such line.
std::optional<ShownOutput> read_shown(const std::string& line, std::size_t number) {
    static const std::regex form(
        "(Downgrade, )?(PostgreSQL|SQLite|[Bb]oth)( [0-9][0-9.]*)?(, `unsupported: skip`)?:( .*)?");
    std::smatch found;
    if (!std::regex_match(line, found, form)) { return std::nullopt; }
    ShownOutput shown;
    shown.downgrade = found[1].matched;
    const std::string who = found[2];
    if (who != "SQLite") { shown.dialects.emplace_back("postgresql"); }
    if (who != "PostgreSQL") { shown.dialects.emplace_back("sqlite"); }
    if (found[3].matched) { shown.version = found[3].str().substr(1); }
    shown.skip_unsupported = found[4].matched;
    if (found[5].matched) { shown.claim = found[5].str().substr(1); }
    shown.line = number;
    return shown;
}

/// The name of a file in "`undo.sql`:"; empty if the line is none.
std::string file_of(const std::string& line) {
    static const std::regex form("`([A-Za-z0-9_.-]+\\.sql)`:");
    std::smatch found;
    return std::regex_match(line, found, form) ? found[1].str() : std::string();
}

class Reader {
public:
    LanguageDocument read(std::string_view text) {
        for (const std::string_view line : lines_of(text)) {
            document_.lines.push_back(without_line_end(line));
        }
        for (at_ = 0; at_ < document_.lines.size(); ++at_) { line(document_.lines[at_]); }
        flush_shown();
        return std::move(document_);
    }

private:
    void problem(std::size_t line, const std::string& text) {
        document_.problems.push_back("line " + std::to_string(line + 1) + ": " + text);
    }

    void line(const std::string& text) {
        if (text.starts_with(kFence)) {
            block();
            return;
        }
        if (text.empty()) { return; }
        if (text.starts_with("#")) {
            heading(text);
        } else if (in_operations_) {
            if (std::optional<ShownOutput> shown = read_shown(text, at_)) {
                flush_shown();
                pending_ = std::move(shown);
            }
        }
        intro_ = text;
    }

    void heading(const std::string& text) {
        flush_shown();
        if (!given_.empty() || !files_.empty()) { problem(at_, "`Given:` without an example"); }
        given_.clear();
        files_.clear();
        open_example_ = false;
        if (text.starts_with("# ")) { in_operations_ = text == "# Operations"; }
        if (in_operations_ && text.starts_with("### ")) {
            section_ = text.substr(4);
            document_.sections.push_back(section_);
        }
    }

    /// A line such as `SQLite: nothing.` stands alone; `SQLite:` waits for its block.
    void flush_shown() {
        if (!pending_) { return; }
        if (pending_->claim.empty()) {
            problem(pending_->line, "no block follows");
        } else {
            add_shown();
        }
        pending_.reset();
    }

    void add_shown() {
        if (!open_example_) {
            problem(pending_->line, "an output without an example");
            return;
        }
        document_.examples.back().shown.push_back(std::move(*pending_));
    }

    void block() {
        CodeBlock block;
        block.language = document_.lines[at_].substr(kFence.size());
        block.intro = intro_;
        block.first = at_;
        while (++at_ < document_.lines.size() && document_.lines[at_] != kFence) {
            block.text += document_.lines[at_] + "\n";
        }
        block.last = at_;
        intro_.clear();
        if (in_operations_ && pending_ && pending_->claim.empty()) {
            pending_->block = std::move(block);
            add_shown();
            pending_.reset();
            return;
        }
        flush_shown();
        if (block.language == "sql script") {
            document_.scripts.push_back(std::move(block));
        } else if (block.language == "yaml") {
            document_.settings.push_back(std::move(block));
        } else if (block.language == "sql") {
            source(std::move(block));
        }
    }

    void source(CodeBlock block) {
        const std::string file = in_operations_ ? file_of(block.intro) : std::string();
        if (!file.empty()) {
            files_[file] = block.text;
            return;
        }
        document_.sources.push_back(block);
        if (!in_operations_) { return; }
        if (document_.schema.empty()) {
            document_.schema = block.text;
        } else if (block.intro == "Given:") {
            given_ += block.text;
        } else {
            if (section_.empty()) { problem(block.first, "an example outside of a section"); }
            document_.examples.push_back({section_,
                                          std::exchange(given_, {}),
                                          std::exchange(files_, {}),
                                          std::move(block),
                                          {}});
            open_example_ = true;
        }
    }

    LanguageDocument document_;
    std::size_t at_ = 0;
    std::string intro_;
    bool in_operations_ = false;
    std::string section_;
    std::string given_;
    std::map<std::string, std::string> files_;
    bool open_example_ = false;
    std::optional<ShownOutput> pending_;
};

}  // namespace

LanguageDocument read_language_document(std::string_view text) {
    return Reader().read(text);
}

std::string with_blocks(const LanguageDocument& document,
                        const std::map<std::size_t, BlockText>& blocks) {
    std::string result;
    for (std::size_t i = 0; i < document.lines.size(); ++i) {
        const auto changed = blocks.find(i);
        if (changed == blocks.end()) {
            result += document.lines[i] + "\n";
            continue;
        }
        result += std::string(kFence) + changed->second.language + "\n" + changed->second.text;
        while (++i < document.lines.size() && document.lines[i] != kFence) {}
        result += std::string(kFence) + "\n";
    }
    return result;
}

}  // namespace retort::support
