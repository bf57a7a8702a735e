// SPDX-License-Identifier: Apache-2.0
#include "tests/golden/golden_case.h"

#include "compiler/driver/driver.h"
#include "tests/support/text_diff.h"
#include "tests/support/tree.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace retort::support {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kRoot = "/project";

constexpr std::string_view kDefaultConfiguration = R"(migrations: [.]
targets:
  postgresql: { dialect: postgresql, version: 15, output: build/postgresql }
  sqlite: { dialect: sqlite, version: "3.40", output: build/sqlite }
)";

std::string without_line_end(std::string_view line) {
    while (line.ends_with('\n') || line.ends_with('\r')) { line.remove_suffix(1); }
    return std::string(line);
}

std::string in_project(const std::string& path) {
    return std::string(kRoot) + "/" + path;
}

bool is_project_file(const fs::path& path) {
    return path.filename() == "retort.yaml" || path.extension() == ".mig" ||
           path.extension() == ".sql" || path.extension() == ".txt";
}

void take_file(const fs::path& path, GoldenCase& golden) {
    const std::string name = path.lexically_relative(golden.directory).generic_string();
    const std::string text = read_file(path);
    if (name == "command") {
        for (const std::string_view line : lines_of(text)) {
            golden.commands.push_back(split_command(without_line_end(line)));
        }
    } else if (name == "stdout") {
        golden.expected.out = text;
    } else if (name == "stderr") {
        golden.expected.err = text;
    } else if (name == "status") {
        golden.expected.status = std::stoi(text);
    } else if (name == "environment") {
        for (const std::string_view line : lines_of(text)) {
            const std::string entry = without_line_end(line);
            const std::size_t equals = entry.find('=');
            golden.environment[entry.substr(0, equals)] = entry.substr(equals + 1);
        }
    } else if (name.starts_with("written/")) {
        golden.expected.written[name.substr(std::string_view("written/").size())] = text;
    } else if (name.starts_with("git/") && is_project_file(path)) {
        golden.commits[name.substr(std::string_view("git/").size())] = text;
    } else if (is_project_file(path)) {
        golden.files[name] = text;
    } else {
        golden.unknown_files.push_back(name);
    }
}

/// 2026-01-02T03:04:05Z, as clocks of two zones show it.
std::optional<project::WallTime> fixed_time(const std::string& zone) {
    project::WallTime time{2026, 1, 2, 3, 4, 5, 0, 1767323045};
    if (zone == "Asia/Tokyo") {
        time.hour += 9;
        time.offset_minutes = 9 * 60;
    } else if (zone != "UTC") {
        return std::nullopt;
    }
    return time;
}

/// What git says of the commits of a case.
driver::ProgramResult run_git(const GoldenCase& golden, const driver::ProgramCall& call) {
    driver::ProgramResult result;
    result.status = 0;
    const auto has = [&](const std::string& commit) {
        const auto found = golden.commits.lower_bound(commit + "/");
        return found != golden.commits.end() && found->first.starts_with(commit + "/");
    };
    const std::string& task = call.words[3];
    const std::string& last = call.words.back();
    if (task == "rev-parse") {
        const std::string commit = last.substr(0, last.find('^'));
        result.status = has(commit) ? 0 : 128;
        (has(commit) ? result.out : result.err) =
            has(commit) ? commit + "\n" : "fatal: Needed a single revision\n";
    } else if (task == "merge-base") {
        result.status = has("base") ? 0 : 1;
        if (has("base")) { result.out = "base\n"; }
    } else if (task == "ls-tree") {
        const std::string start = call.words[6] + "/";
        for (const auto& [path, text] : golden.commits) {
            if (!path.starts_with(start)) { continue; }
            result.out += "100644 blob " + path + "\t" + path.substr(start.size()) + '\0';
        }
    } else if (task == "cat-file") {
        for (const std::string_view line : lines_of(call.input)) {
            const std::string object = without_line_end(line);
            const std::string& text = golden.commits.at(object);
            result.out += object + " blob " + std::to_string(text.size()) + "\n" + text + "\n";
        }
    }
    return result;
}

/// The programs that there are in a golden case: `true`, `false`, an editor (`echo`), and git where
/// the case has commits.
driver::ProgramResult run_program(const GoldenCase& golden, const driver::ProgramCall& call) {
    driver::ProgramResult result;
    const std::string& program = call.words.front();
    if (program == "env" && !golden.commits.empty()) { return run_git(golden, call); }
    if (program == "true" || program == "echo") {
        result.status = 0;
    } else if (program == "false") {
        result.status = 1;
        result.err = "it does not like " + call.words.back() + "\n";
    } else {
        result.failure = "there is no such program";
    }
    return result;
}

}  // namespace

std::vector<fs::path> golden_directories() {
    std::vector<fs::path> directories;
    for (const fs::path& path : files_below(source_root() / "tests" / "golden")) {
        if (path.filename() == "command") { directories.push_back(path.parent_path()); }
    }
    std::sort(directories.begin(), directories.end());
    return directories;
}

GoldenCase load_case(const fs::path& directory) {
    GoldenCase golden;
    golden.directory = directory;
    for (const fs::path& path : files_below(directory)) { take_file(path, golden); }
    const auto is_revision = [](const auto& file) { return file.first.ends_with(".mig"); };
    if (!golden.files.contains("retort.yaml") &&
        std::any_of(golden.files.begin(), golden.files.end(), is_revision)) {
        golden.files["retort.yaml"] = kDefaultConfiguration;
    }
    return golden;
}

Outcome run_case(const GoldenCase& golden) {
    source::MemoryFileSystem files;
    for (const auto& [name, text] : golden.files) { files.files[in_project(name)] = text; }
    Outcome outcome;
    std::uint64_t random = 0;
    for (const std::vector<std::string>& arguments : golden.commands) {
        driver::World world;
        world.files = &files;
        world.working_directory = kRoot;
        world.environment = [&](const std::string& name) -> std::optional<std::string> {
            const auto found = golden.environment.find(name);
            return found == golden.environment.end() ? std::nullopt : std::optional(found->second);
        };
        world.now = fixed_time;
        world.random = [&] { return 0x5bd1e995ULL * ++random; };
        world.run_program = [&](const driver::ProgramCall& call) {
            return run_program(golden, call);
        };
        outcome.status = static_cast<int>(driver::run(arguments, world));
        outcome.out += world.out;
        outcome.err += world.err;
        if (outcome.status != 0) { break; }
    }
    for (const auto& [path, text] : files.files) {
        const std::string name = path.substr(kRoot.size() + 1);
        const auto before = golden.files.find(name);
        if (before == golden.files.end() || before->second != text) {
            outcome.written[name] = text;
        }
    }
    return outcome;
}

void rewrite_case(const GoldenCase& golden, const Outcome& outcome) {
    write_or_remove(golden.directory / "stdout", outcome.out);
    write_or_remove(golden.directory / "stderr", outcome.err);
    write_or_remove(golden.directory / "status",
                    outcome.status == 0 ? "" : std::to_string(outcome.status) + "\n");
    fs::remove_all(golden.directory / "written");
    for (const auto& [name, text] : outcome.written) {
        write_or_remove(golden.directory / "written" / name, text);
    }
}

}  // namespace retort::support
