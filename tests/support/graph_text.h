// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/revision_graph.h"
#include "compiler/revisions/revision_words.h"

#include <sstream>
#include <string>
#include <vector>

// Revision graphs for tests, a line a revision: `ID [< PARENT…] [+ DEPENDENCY…] [# LABEL…] [@
// CREATED]`.

namespace retort::test {

inline std::vector<revisions::RevisionHeader> headers(const std::string& text) {
    std::vector<revisions::RevisionHeader> result;
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        revisions::RevisionHeader header;
        std::string word;
        if (!(words >> word)) { continue; }
        const FileId file = static_cast<FileId>(result.size());
        header.file = file;
        header.id = Name(word, {file, 0, 1});
        char mark = ' ';
        while (words >> word) {
            if (word == "<" || word == "+" || word == "#" || word == "@") {
                mark = word[0];
            } else if (mark == '<') {
                header.parents.emplace_back(word, Span{file, 1, 2});
            } else if (mark == '+') {
                header.dependencies.emplace_back(word, Span{file, 2, 3});
            } else if (mark == '#') {
                header.labels.emplace_back(word, Span{file, 3, 4});
            } else {
                header.created = word;
            }
        }
        result.push_back(std::move(header));
    }
    return result;
}

/// The identifiers, separated by blanks.
template <class Nodes>
std::string ids(const revisions::RevisionGraph& graph, const Nodes& nodes) {
    std::string text;
    for (const revisions::Node node : nodes) {
        text += (text.empty() ? "" : " ") + std::string(graph.id(node));
    }
    return text;
}

}  // namespace retort::test
