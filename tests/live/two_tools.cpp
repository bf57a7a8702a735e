// SPDX-License-Identifier: Apache-2.0
#include "tests/live/two_tools.h"

#include "compiler/driver/driver.h"
#include "compiler/source/file_system.h"
#include "tests/support/process.h"
#include "tests/support/tree.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace retort::live {
namespace {

std::filesystem::path folder() {
    return support::source_root() / "tests/live/alembic_history";
}

}  // namespace

TwoTools::TwoTools(std::string target, std::string version)
    : target_(std::move(target)), version_(std::move(version)) {}

std::string TwoTools::retort(const std::vector<std::string>& command) const {
    source::RealFileSystem files;
    driver::World world;
    world.files = &files;
    world.working_directory = folder().string();
    world.environment = [](const std::string&) { return std::nullopt; };
    std::vector<std::string> words = {"-n", target_, "-x", "VERSION=" + version_};
    words.insert(words.end(), command.begin(), command.end());
    if (driver::run(words, world) != driver::ExitStatus::Done) {
        throw std::runtime_error("retort " + joined(command, " ") + ": " + world.err);
    }
    return world.out;
}

std::vector<std::vector<std::string>> TwoTools::alembic(const std::vector<Errand>& errands) const {
    // Debian's Python, whatever else is called so, with the system's libraries, and without writing
    // its compiled files beside the sources.
    std::vector<std::string> words = {
        "/usr/bin/env",     "-u", "LD_LIBRARY_PATH",
        "/usr/bin/python3", "-B", (folder() / "commands.py").string()};
    for (const Errand& errand : errands) {
        words.push_back("@" + errand.url);
        words.insert(words.end(), errand.commands.begin(), errand.commands.end());
        words.emplace_back("current");
    }
    const support::ProcessResult result = support::run_process(words, "", {});
    if (result.status != 0) {
        throw std::runtime_error("alembic: " + result.output + result.errors);
    }
    std::vector<std::vector<std::string>> shown;
    std::istringstream lines(result.output);
    bool current = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("> ")) {
            current = line == "> current";
            if (current) { shown.emplace_back(); }
        } else if (current) {
            shown.back().push_back(line.substr(0, line.find(' ')));
        }
    }
    for (std::vector<std::string>& rows : shown) { std::sort(rows.begin(), rows.end()); }
    if (shown.size() != errands.size()) { throw std::runtime_error("alembic: " + result.output); }
    return shown;
}

const std::vector<Place>& places() {
    static const std::vector<Place> all = {
        {{"a1"}, {"a1"}, {}},
        {{"b1"}, {"b1"}, {}},
        {{"b2"}, {"b2"}, {}},
        {{"c1"}, {"c1"}, {}},
        {{"b1", "c1"}, {"b1", "c1"}, {}},
        {{"b2", "c1"}, {"b2", "c1"}, {}},
        // Alembic shows what others depend on, too, unless something revises it.
        {{"c2"}, {"c2"}, {"b1", "c2"}},
        {{"b2", "c2"}, {"b2", "c2"}, {}},
        {{"m1"}, {"m1"}, {}},
        {{"d1"}, {"d1"}, {}},
        {{"x1"}, {"x1"}, {}},
        {{"b2", "c1", "x1"}, {"b2", "c1", "x1"}, {}},
        {{"m1", "x1"}, {"m1", "x1"}, {}},
        {{"heads"}, {"d1", "x1"}, {}},
    };
    return all;
}

std::string joined(const std::vector<std::string>& words, const char* separator) {
    std::string text;
    for (const std::string& word : words) { text += (text.empty() ? "" : separator) + word; }
    return text;
}

}  // namespace retort::live
