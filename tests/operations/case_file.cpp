// SPDX-License-Identifier: Apache-2.0
#include "tests/operations/case_file.h"

#include "tests/support/tree.h"

#include <filesystem>
#include <set>
#include <sstream>
#include <stdexcept>

namespace retort::operations {
namespace {

/// `query => answer` on each line; `\n` in an answer is the end of a row.
std::vector<random::Trip::Question> questions(const std::string& text) {
    std::vector<random::Trip::Question> result;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        const std::size_t mark = line.rfind(" => ");
        if (mark == std::string::npos) { continue; }
        std::string answer = line.substr(mark + 4);
        for (std::size_t at = 0; (at = answer.find("\\n", at)) != std::string::npos;) {
            answer.replace(at, 2, "\n");
        }
        result.push_back({line.substr(0, mark), std::move(answer)});
    }
    return result;
}

class Reader {
public:
    Reader(const std::filesystem::path& path, const std::vector<Case>& worlds)
        : path_(path), worlds_(worlds) {}

    std::vector<Case> read() {
        std::istringstream in(support::read_file(path_));
        for (std::string line; std::getline(in, line);) {
            if (line.starts_with("=== ")) {
                finish();
                now_.name = path_.stem().string() + "." + line.substr(4);
                open_ = true;
            } else if (line.starts_with("--- ")) {
                end_section();
                section_ = line.substr(4);
            } else if (open_) {
                text_ += line + "\n";
            }
        }
        finish();
        return std::move(cases_);
    }

private:
    [[noreturn]] void refuse(const std::string& what) const {
        throw std::runtime_error(path_.string() + ": " + now_.name + ": " + what);
    }

    void finish() {
        end_section();
        if (open_) {
            if (path_.stem() == "worlds") {
                cases_.push_back(now_);
                now_ = {};
                open_ = false;
                return;
            }
            if (!now_.like.empty()) { take_world(); }
            if (now_.change.empty()) { refuse("no change"); }
            if (now_.rows.empty() == now_.no_rows.empty()) { refuse("rows, or `no rows` and why"); }
            if (now_.dependants.empty() == now_.no_dependants.empty()) {
                refuse("dependants, or `no dependants` and why");
            }
            cases_.push_back(now_);
        }
        now_ = {};
        open_ = false;
    }

    /// What the case does not say itself.
    void take_world() {
        for (const Case& world : worlds_) {
            if (world.name != "worlds." + now_.like) { continue; }
            if (now_.before.empty()) { now_.before = world.before; }
            if (now_.rows.empty() && now_.no_rows.empty()) { now_.rows = world.rows; }
            if (now_.dependants.empty() && now_.no_dependants.empty()) {
                now_.dependants = world.dependants;
            }
            return;
        }
        refuse("no world " + now_.like);
    }

    void end_section() {
        std::istringstream in(section_);
        std::string word;
        in >> word;
        std::string rest;
        std::getline(in >> std::ws, rest);
        if (word == "like") {
            now_.like = rest;
        } else if (word == "before") {
            now_.before = text_;
        } else if (word == "rows") {
            now_.rows = text_;
        } else if (word == "dependants") {
            now_.dependants = text_;
        } else if (word == "change") {
            now_.change = text_;
        } else if (word == "no") {
            const bool rows = rest.starts_with("rows ");
            (rows ? now_.no_rows : now_.no_dependants) = rest;
        } else if (word == "unmodelled") {
            now_.unmodelled = rest;
        } else if (word == "unprinted") {
            now_.unprinted = rest;
        } else if (word == "after") {
            now_.after[rest.empty() ? "both" : rest] = questions(text_);
        } else if (word == "refused") {
            const std::size_t code = rest.rfind(' ');
            if (code == std::string::npos) { refuse("refused WHERE CODE"); }
            now_.refused[rest.substr(0, code)] = rest.substr(code + 1);
        } else if (word == "fails") {
            std::istringstream words(rest);
            std::string before;
            std::string dialect;
            int version = 0;
            if (!(words >> before >> dialect >> version)) {
                refuse("fails before DIALECT VERSION");
            }
            now_.fails_before[dialect] = version;
        } else if (word == "since") {
            std::istringstream words(rest);
            std::string dialect;
            int version = 0;
            if (!(words >> dialect >> version)) { refuse("since DIALECT VERSION"); }
            now_.since[dialect] = version;
        } else if (!word.empty()) {
            refuse("no such section: " + section_);
        }
        section_.clear();
        text_.clear();
    }

    std::filesystem::path path_;
    const std::vector<Case>& worlds_;
    std::vector<Case> cases_;
    Case now_;
    bool open_ = false;
    std::string section_;
    std::string text_;
};

}  // namespace

std::string Variant::refused(const std::string& dialect) const {
    for (const std::string& where : {dialect + " " + state, dialect, state}) {
        const auto found = the_case.refused.find(where);
        if (found != the_case.refused.end()) { return found->second; }
    }
    return {};
}

random::Trip Variant::trip(const std::string& dialect) const {
    random::Trip trip;
    std::string start = the_case.before;
    if (state != "empty") { start += the_case.rows; }
    if (state == "dependants") { start += the_case.dependants; }
    trip.upgrades = {start, the_case.change};
    trip.modelled = the_case.unmodelled.empty();
    trip.printed = the_case.unprinted.empty();
    if (state == "empty" && the_case.no_rows.empty()) { return trip; }
    for (const std::string& whose : {std::string("both"), dialect}) {
        const auto found = the_case.after.find(whose);
        if (found == the_case.after.end()) { continue; }
        trip.after.insert(trip.after.end(), found->second.begin(), found->second.end());
    }
    return trip;
}

void PrintTo(const Variant& variant, std::ostream* out) {
    *out << variant.the_case.name << " " << variant.state;
}

const std::vector<Case>& all_cases() {
    static const std::vector<Case> kCases = [] {
        std::vector<Case> all;
        std::set<std::string> names;
        const std::filesystem::path folder =
            support::source_root() / "tests" / "operations" / "cases";
        const std::vector<Case> worlds = Reader(folder / "worlds.cases", {}).read();
        for (const std::filesystem::path& path : support::files_below(folder)) {
            if (path.extension() != ".cases" || path.stem() == "worlds") { continue; }
            for (Case& each : Reader(path, worlds).read()) {
                if (!names.insert(each.name).second) {
                    throw std::runtime_error("two cases are called " + each.name);
                }
                all.push_back(std::move(each));
            }
        }
        return all;
    }();
    return kCases;
}

std::vector<Variant> all_variants() {
    std::vector<Variant> variants;
    for (const Case& each : all_cases()) {
        variants.push_back({each, "empty"});
        if (each.no_rows.empty()) { variants.push_back({each, "rows"}); }
        if (each.no_dependants.empty()) { variants.push_back({each, "dependants"}); }
    }
    return variants;
}

}  // namespace retort::operations
