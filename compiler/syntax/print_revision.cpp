// SPDX-License-Identifier: Apache-2.0
// Whole revision files: the header in its canonical order, then the blocks, with the comments of
// the source where they stood.
#include "compiler/schema/spelling.h"
#include "compiler/syntax/layout.h"
#include "compiler/syntax/print.h"
#include "compiler/syntax/scanner.h"

#include <algorithm>
#include <array>
#include <map>

namespace retort::syntax {
namespace {

using revisions::Revision;
using revisions::RevisionHeader;
using schema::spell_name;
using schema::spell_string;

/// Where a header item or a block stands in the source.
struct Place {
    std::uint32_t begin = 0;
    std::uint32_t open = 0;  ///< the `{` of a block; else equal to end
    std::uint32_t end = 0;   ///< behind the `;`, or at the `}`
};

/// The places of items by their first word; `allow` may stand several times.
std::multimap<std::string, Place> item_places(std::string_view source) {
    Scan tokens;
    scan(source, ScanTo::EndOfFile, tokens);
    std::multimap<std::string, Place> places;
    std::size_t depth = 0;
    bool at_start = true;
    std::string word;
    Place place;
    for (const RawToken& token : tokens.tokens) {
        if (token.type == grammar::kEndOfFile) { break; }
        const std::string_view text = source.substr(token.begin, token.end - token.begin);
        if (at_start && depth == 0) {
            word.assign(text);
            std::transform(word.begin(), word.end(), word.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            });
            place = {token.begin, 0, 0};
            at_start = false;
        }
        if (text == "{" && depth++ == 0) { place.open = token.begin; }
        bool ends = depth == 0 && text == ";";
        if (text == "}" && depth > 0 && --depth == 0) { ends = true; }
        if (!ends) { continue; }
        place.end = text == "}" ? token.begin : token.end;
        places.emplace(word, place);
        at_start = true;
    }
    return places;
}

/// Bare where the language reads it as one word.
std::string spell_revision(std::string_view id) {
    const auto word_char = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    };
    std::string lower(id);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const bool bare = !id.empty() && std::all_of(id.begin(), id.end(), word_char) &&
                      !schema::is_reserved_word(lower);
    return bare ? std::string(id) : spell_string(id);
}

std::string list(const std::vector<Name>& names, bool revisions) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i != 0) { text += ", "; }
        text += revisions ? spell_revision(names[i].text) : spell_name(names[i].text);
    }
    return text;
}

/// The grammar takes some key words bare as names of targets (its rule `targetName`).
std::string target_list(const std::vector<Name>& names) {
    constexpr std::array<std::string_view, 7> kBare = {"all",  "check",   "default", "end",
                                                       "only", "primary", "user"};
    std::string text;
    for (const Name& name : names) {
        const bool bare = std::find(kBare.begin(), kBare.end(), name.text) != kBare.end();
        text += (text.empty() ? "" : ", ") + (bare ? name.text : spell_name(name.text));
    }
    return text;
}

class Writer {
public:
    Writer(std::string_view source, const std::vector<Comment>& comments)
        : source_(source), layout_(source, comments) {
        if (!source.empty()) { places_ = item_places(source); }
    }

    std::string write(const Revision& revision) {
        header(revision.header);
        if (revision.has_upgrade) { block("upgrade", revision.upgrade); }
        switch (revision.downgrade_kind) {
            case revisions::DowngradeKind::Auto:
                if (revision.downgrade_auto_written) { downgrade_item("downgrade auto;"); }
                break;
            case revisions::DowngradeKind::Written:
                block("downgrade", revision.downgrade);
                break;
            case revisions::DowngradeKind::Irreversible:
                downgrade_item("downgrade irreversible " +
                               spell_string(revision.irreversible_reason) + ";");
                break;
        }
        layout_.flush(static_cast<std::uint32_t>(source_.size()), 0);
        return layout_.take();
    }

private:
    Place next_place(const std::string& word) {
        const auto found = places_.find(word);
        if (found == places_.end()) { return {}; }
        const Place place = found->second;
        places_.erase(found);
        return place;
    }

    void item(const std::string& word, const std::string& value) {
        const Place place = next_place(word.substr(0, word.find(' ')));
        std::string text = word;
        // The short words are those that most headers have: their values stand in one column.
        if (text.size() < 8) { text.resize(8, ' '); }
        Line line{0, text + (value.empty() ? "" : " " + value) + ";", place.begin, place.end};
        if (word == "revision" && place.end != 0) {
            // The comment right above is the description: none may join it, nor leave it.
            line.end = place.begin + 1;
            line.statement = true;
        }
        layout_.write(line);
    }

    void header(const RevisionHeader& h) {
        std::string id = spell_revision(h.id.text);
        item("revision", h.message.empty() ? id : id + " " + spell_string(h.message));
        if (!h.parents.empty()) { item("revises", list(h.parents, true)); }
        if (!h.created.empty()) { item("created", spell_string(h.created)); }
        if (!h.author.empty()) { item("author", spell_string(h.author)); }
        if (!h.labels.empty()) { item("branch", list(h.labels, false)); }
        if (!h.dependencies.empty()) { item("depends on", list(h.dependencies, true)); }
        if (!h.targets.empty()) { item("targets", target_list(h.targets)); }
        if (!h.lock_timeout.empty()) { item("lock_timeout", spell_string(h.lock_timeout)); }
        if (!h.statement_timeout.empty()) {
            item("statement_timeout", spell_string(h.statement_timeout));
        }
        if (h.transaction_off) { item("transaction off", ""); }
        for (const revisions::LintWaiver& waiver : h.waivers) {
            std::string rules;
            for (const Name& rule : waiver.rules) {
                rules += (rules.empty() ? "" : ", ") + rule.text;
            }
            item("allow", rules + " because " + spell_string(waiver.reason));
        }
    }

    void block(const std::string& word, const std::vector<schema::Operation>& body) {
        const Place place = next_place(word);
        if (place.end != 0) { layout_.flush(place.begin, 0); }
        const bool above = place.end != 0 && comment_right_above(place.begin);
        if (!above) { layout_.blank(); }
        if (body.empty() && !comment_between(place)) {
            layout_.write_brace(word + " {}", place.open, 0);
            return;
        }
        layout_.write_brace(word + " {", place.open, 0);
        layout_.write(body_lines(body, 4));
        if (place.end != 0) { layout_.flush(place.end, 4); }
        layout_.write_brace("}", place.end, 0);
    }

    void downgrade_item(const std::string& text) {
        const Place place = next_place("downgrade");
        if (place.end != 0) { layout_.flush(place.begin, 0); }
        if (place.end == 0 || !comment_right_above(place.begin)) { layout_.blank(); }
        layout_.write(Line{0, text, place.begin, place.end});
    }

    /// Whether a comment ends on the line before `offset`.
    [[nodiscard]] bool comment_right_above(std::uint32_t offset) const {
        const std::string_view before = source_.substr(0, offset);
        const std::size_t last = before.find_last_not_of(" \t\r\n");
        if (last == std::string_view::npos) { return false; }
        std::string_view line = before.substr(before.rfind('\n', last) + 1);
        line = line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
        const bool comment = line.substr(0, 2) == "--" || before[last] == '/';
        return comment && std::count(before.begin() + static_cast<std::ptrdiff_t>(last),
                                     before.end(), '\n') == 1;
    }

    [[nodiscard]] bool comment_between(const Place& place) const {
        if (place.end == 0) { return false; }
        const std::string_view inside = source_.substr(place.open + 1, place.end - place.open - 1);
        return inside.find_first_not_of(" \t\r\n;") != std::string_view::npos;
    }

    std::string_view source_;
    Layout layout_;
    std::multimap<std::string, Place> places_;
};

}  // namespace

std::string print_revision(const ParsedRevision& parsed, std::string_view source) {
    return Writer(source, parsed.comments).write(parsed.revision);
}

std::string print_revision(const Revision& revision) {
    std::string text;
    const std::string& description = revision.header.description;
    std::size_t begin = 0;
    while (!description.empty() && begin <= description.size()) {
        const std::size_t end = std::min(description.find('\n', begin), description.size());
        const std::string line = description.substr(begin, end - begin);
        text += line.empty() ? "--\n" : "-- " + line + "\n";
        begin = end + 1;
    }
    const std::vector<Comment> none;
    return text + Writer("", none).write(revision);
}

}  // namespace retort::syntax
