// SPDX-License-Identifier: Apache-2.0
#include "compiler/importing/alembic_listing.h"

#include "compiler/base/instant.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>

namespace retort::importing {
namespace {

constexpr std::string_view kRevision = "Rev: ";
constexpr std::string_view kIndent = "    ";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r";
    const std::size_t first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) { return {}; }
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// What stands behind `key`; nothing where the line begins otherwise.
std::optional<std::string_view> value_of(std::string_view line, std::string_view key) {
    if (!line.starts_with(key)) { return std::nullopt; }
    return trimmed(line.substr(key.size()));
}

/// `a, b`.
std::vector<std::string> items(std::string_view list) {
    std::vector<std::string> result;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        const std::string_view item = trimmed(list.substr(0, comma));
        if (!item.empty()) { result.emplace_back(item); }
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return result;
}

/// A line of the part above the docstring.
void read_field(std::string_view line, ListedRevision& revision) {
    for (const std::string_view key : {"Parent: ", "Merges: "}) {
        const auto value = value_of(line, key);
        if (value && *value != "<base>") { revision.parents = items(*value); }
    }
    if (const auto value = value_of(line, "Also depends on: ")) {
        revision.dependencies = items(*value);
    }
    if (const auto value = value_of(line, "Branch names: ")) { revision.labels = items(*value); }
}

/// The lines that Alembic's template for new revisions puts into every docstring. All but the date
/// say again what stands above it.
bool is_of_template(std::string_view line, ListedRevision& revision) {
    for (const std::string_view key : {"Revision ID:", "Revises:", "Branch Labels:"}) {
        if (line.starts_with(key)) { return true; }
    }
    const auto date = value_of(line, "Create Date:");
    if (!date) { return false; }
    std::string created(*date);
    const std::size_t space = created.find(' ');
    if (space != std::string::npos) { created[space] = 'T'; }
    if (parse_instant(created)) { revision.created = std::move(created); }
    return true;
}

void read_docstring(const std::vector<std::string_view>& lines, ListedRevision& revision) {
    bool in_message = true;
    for (const std::string_view line : lines) {
        const std::string_view text = trimmed(line);
        if (is_of_template(text, revision)) {
            in_message = false;
        } else if (text.empty()) {
            in_message = in_message && revision.message.empty();
            if (!revision.description.empty()) { revision.description.emplace_back(); }
        } else if (in_message) {
            revision.message += (revision.message.empty() ? "" : " ") + std::string(text);
        } else {
            revision.description.emplace_back(line.substr(0, line.find_last_not_of(" \t\r") + 1));
        }
    }
    while (!revision.description.empty() && revision.description.back().empty()) {
        revision.description.pop_back();
    }
}

/// The lines from a `Rev: ` to the next.
ListedRevision read_block(const std::vector<std::string_view>& lines, FileId file,
                          std::size_t offset) {
    ListedRevision revision;
    const std::string_view first = lines.front().substr(kRevision.size());
    const std::size_t end = std::min(first.find_first_of(" \r"), first.size());
    const auto begin = static_cast<std::uint32_t>(offset + kRevision.size());
    revision.id = Name(std::string(first.substr(0, end)),
                       Span{file, begin, begin + static_cast<std::uint32_t>(end)});
    std::vector<std::string_view> docstring;
    bool above = true;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (trimmed(lines[i]).empty()) { above = false; }
        if (above) {
            read_field(lines[i], revision);
        } else {
            std::string_view line = lines[i];
            if (line.starts_with(kIndent)) { line.remove_prefix(kIndent.size()); }
            docstring.push_back(line);
        }
    }
    read_docstring(docstring, revision);
    return revision;
}

using ById = std::unordered_map<std::string, const ListedRevision*>;

/// Labels are listed all along their branches: they stay where these begin.
void keep_first_labels(std::vector<ListedRevision>& revisions, const ById& by_id) {
    std::vector<std::vector<std::string>> first(revisions.size());
    for (std::size_t i = 0; i < revisions.size(); ++i) {
        std::set<std::string> below;
        for (const std::string& parent : revisions[i].parents) {
            const auto found = by_id.find(parent);
            // A listing that starts further up does not tell where the branch begins.
            const ListedRevision& parent_or_self =
                found == by_id.end() ? revisions[i] : *found->second;
            below.insert(parent_or_self.labels.begin(), parent_or_self.labels.end());
        }
        for (const std::string& label : revisions[i].labels) {
            if (!below.contains(label)) { first[i].push_back(label); }
        }
    }
    for (std::size_t i = 0; i < revisions.size(); ++i) {
        revisions[i].labels = std::move(first[i]);
    }
}

}  // namespace

std::optional<std::vector<ListedRevision>> read_alembic_listing(const source::SourceFile& file,
                                                                FileId id) {
    const std::string_view text = file.text;
    std::vector<ListedRevision> revisions;
    std::vector<std::string_view> block;
    std::size_t start = 0;
    const auto close = [&] {
        if (!block.empty()) { revisions.push_back(read_block(block, id, start)); }
        block.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        if (line.starts_with(kRevision)) {
            close();
            start = at;
        }
        if (!block.empty() || line.starts_with(kRevision)) {
            block.push_back(line);
        } else if (!trimmed(line).empty()) {
            return std::nullopt;
        }
        at = end + 1;
    }
    close();
    if (revisions.empty()) { return std::nullopt; }
    ById by_id;
    for (const ListedRevision& revision : revisions) { by_id.emplace(revision.id.text, &revision); }
    keep_first_labels(revisions, by_id);
    return revisions;
}

}  // namespace retort::importing
