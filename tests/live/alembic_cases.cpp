// SPDX-License-Identifier: Apache-2.0
#include "tests/live/alembic_cases.h"

#include "tests/support/tree.h"

#include <sstream>
#include <stdexcept>
#include <string_view>

namespace retort::live {
namespace {

/// What follows `word` and a space where the line begins with them.
bool section(const std::string& line, std::string_view word, std::string& rest) {
    if (!line.starts_with(word)) { return false; }
    if (line.size() != word.size() && line[word.size()] != ' ') { return false; }
    rest = line.size() > word.size() ? line.substr(word.size() + 1) : std::string();
    return true;
}

void check(const AlembicCase& read) {
    if (read.name.empty() || read.printed.empty()) {
        throw std::runtime_error("case \"" + read.name + "\" is incomplete");
    }
}

}  // namespace

std::vector<AlembicCase> read_alembic_cases(const std::filesystem::path& path) {
    std::vector<AlembicCase> cases;
    std::string* text = nullptr;
    std::string rest;
    std::istringstream lines(support::read_file(path));
    for (std::string line; std::getline(lines, line);) {
        if (section(line, "@case", rest)) {
            AlembicCase& begun = cases.emplace_back();
            begun.theme = path.stem().string();
            begun.name = rest;
            text = nullptr;
        } else if (cases.empty()) {
            continue;  // what the file is about
        } else if (section(line, "@since", rest)) {
            cases.back().since = std::stoi(rest);
        } else if (section(line, "@refused", rest)) {
            cases.back().refused = rest.substr(0, rest.find(' '));
            cases.back().accepted_by_postgresql = false;
        } else if (section(line, "@accepted", rest)) {
            cases.back().accepted_by_postgresql = true;
        } else if (section(line, "@irreversible", rest)) {
            cases.back().irreversible = rest;
        } else if (section(line, "@before", rest)) {
            text = &cases.back().before;
        } else if (section(line, "@printed", rest)) {
            text = &cases.back().printed;
        } else if (line.starts_with('@')) {
            throw std::runtime_error(path.string() + ": " + line);
        } else if (text != nullptr) {
            *text += line + '\n';
        }
    }
    for (const AlembicCase& read : cases) { check(read); }
    return cases;
}

}  // namespace retort::live
