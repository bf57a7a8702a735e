// SPDX-License-Identifier: Apache-2.0
#include "tests/live/alembic_output.h"

#include "tests/support/tree.h"

#include <sstream>
#include <stdexcept>
#include <string_view>

namespace retort::live {
namespace {

constexpr std::string_view kHead = "-- Running upgrade ";

/// `a, b -> c`, `-> c`.
PrintedRevision read_head(const std::string& text) {
    PrintedRevision revision;
    std::istringstream words(text);
    bool parents = true;
    for (std::string word; words >> word;) {
        if (word == "->") {
            parents = false;
        } else if (parents) {
            if (word.back() == ',') { word.pop_back(); }
            revision.parents.push_back(word);
        } else {
            revision.id = word;
            return revision;
        }
    }
    throw std::runtime_error("not a revision: " + text);
}

bool is_version_row(std::string_view line) {
    return line.starts_with("INSERT INTO alembic_version ") ||
           line.starts_with("UPDATE alembic_version ") ||
           line.starts_with("DELETE FROM alembic_version ");
}

}  // namespace

std::vector<PrintedRevision> read_alembic_output(const std::filesystem::path& path) {
    std::vector<PrintedRevision> revisions;
    bool skipped = false;
    std::istringstream lines(support::read_file(path));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(kHead)) {
            revisions.push_back(read_head(line.substr(kHead.size())));
            skipped = false;
        } else if (line.starts_with("-- SKIPPED ")) {
            skipped = true;
        } else if (!revisions.empty() && !skipped && !is_version_row(line)) {
            const bool frame = line == "COMMIT;" || line == "BEGIN;";
            if (!frame) { revisions.back().statements += line + '\n'; }
            revisions.back().script += line + '\n';
        }
    }
    if (revisions.empty()) { throw std::runtime_error("no revisions in " + path.string()); }
    // The COMMIT at the end of the file is the last one's own.
    for (PrintedRevision& revision : revisions) {
        revision.script = "BEGIN;\n" + revision.script;
        if (&revision != &revisions.back()) { revision.script += "COMMIT;\n"; }
    }
    return revisions;
}

std::string revision_file(const PrintedRevision& revision, const std::string& rest) {
    std::string text = "revision '" + revision.id + "';\n";
    for (std::size_t i = 0; i < revision.parents.size(); ++i) {
        text += (i == 0 ? "revises '" : ", '") + revision.parents[i] + '\'';
    }
    if (!revision.parents.empty()) { text += ";\n"; }
    return text + "upgrade {\n" + revision.statements + "}\n" + rest;
}

}  // namespace retort::live
