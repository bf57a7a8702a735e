// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/git_files.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace retort::driver {
namespace {

/// Runs git in a directory.
ProgramResult run_git(const World& world, const std::string& directory,
                      std::vector<std::string> words, std::string input = {}) {
    ProgramCall call;
    // Messages of git are quoted to the user, so they shall not depend on the locale.
    call.words = {"env", "LC_ALL=C", "git"};
    call.words.insert(call.words.end(), std::make_move_iterator(words.begin()),
                      std::make_move_iterator(words.end()));
    call.directory = directory;
    call.input = std::move(input);
    return world.run_program(call);
}

/// The first line of what git complains about, without its mark.
std::string complaint(const ProgramResult& result) {
    if (!result.failure.empty()) { return result.failure; }
    std::string line = result.err.substr(0, result.err.find('\n'));
    for (const std::string_view mark : {"fatal: ", "error: "}) {
        if (line.starts_with(mark)) { line.erase(0, mark.size()); }
    }
    return line.empty() ? "its exit status is " + std::to_string(result.status) : line;
}

bool failed(const ProgramResult& result) {
    return result.status != 0 || !result.failure.empty();
}

std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

/// A line of `git ls-tree -z`: `<mode> <type> <object>\t<path>`.
struct TreeEntry {
    std::string_view mode;
    std::string_view object;
    std::string_view path;
};

std::vector<TreeEntry> read_tree(std::string_view text) {
    std::vector<TreeEntry> entries;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\0'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const std::size_t tab = line.find('\t');
        const std::size_t mode = line.find(' ');
        const std::size_t type = line.find(' ', mode + 1);
        if (tab == line.npos || mode == line.npos || type == line.npos || type > tab) { continue; }
        entries.push_back(
            {line.substr(0, mode), line.substr(type + 1, tab - type - 1), line.substr(tab + 1)});
    }
    return entries;
}

/// What `git cat-file --batch` prints: `<object> blob <size>\n<bytes>\n`, one after another. False
/// where it is anything else.
bool read_objects(std::string_view text, std::vector<std::string>& contents) {
    while (!text.empty()) {
        const std::size_t line_end = text.find('\n');
        if (line_end == text.npos) { return false; }
        const std::string_view line = text.substr(0, line_end);
        const std::size_t blank = line.rfind(' ');
        std::size_t size = 0;
        if (blank == line.npos) { return false; }
        const char* end = line.data() + line.size();
        const auto [rest, error] = std::from_chars(line.data() + blank + 1, end, size);
        if (error != std::errc() || rest != end || text.size() < line_end + size + 2) {
            return false;
        }
        contents.emplace_back(text.substr(line_end + 1, size));
        text.remove_prefix(line_end + size + 2);
    }
    return true;
}

constexpr std::string_view kLink = "120000";  // the mode of a symbolic link
constexpr const char* kReadOnly = "a commit cannot be written to";

}  // namespace

std::variant<GitFiles, GitError> GitFiles::open(const World& world, const std::string& directory,
                                                const std::string& commit, std::string name) {
    GitFiles files;
    files.name_ = std::move(name);
    const ProgramResult listed =
        run_git(world, directory, {"ls-tree", "-r", "-z", commit, "--", "./"});
    if (failed(listed)) { return GitError{"list the files of " + files.name_, complaint(listed)}; }
    std::vector<std::string> paths;
    std::string objects;
    for (const TreeEntry& entry : read_tree(listed.out)) {
        if (!entry.path.ends_with(".mig") && !entry.path.ends_with(".sql")) { continue; }
        std::string path = files.path_of(entry.path);
        if (entry.mode == kLink) {
            return GitError{"read \"" + path + "\"", "it is a symbolic link"};
        }
        paths.push_back(std::move(path));
        objects += std::string(entry.object) + "\n";
    }
    const ProgramResult read =
        run_git(world, directory, {"cat-file", "--batch"}, std::move(objects));
    std::vector<std::string> contents;
    const bool whole = !failed(read) && read_objects(read.out, contents);
    if (!whole || contents.size() != paths.size()) {
        return GitError{"read the files of " + files.name_, complaint(read)};
    }
    for (std::size_t i = 0; i < paths.size(); ++i) {
        files.texts_.emplace(std::move(paths[i]), std::move(contents[i]));
    }
    return files;
}

std::string GitFiles::path_of(std::string_view path) const {
    return path == "." ? name_ + ":" : name_ + ":/" + std::string(path);
}

std::variant<std::string, source::FileError> GitFiles::read(const std::string& path) const {
    const auto found = texts_.find(path);
    if (found == texts_.end()) { return source::FileError{"no such file"}; }
    return found->second;
}

std::variant<std::vector<std::string>, source::FileError> GitFiles::list(
    const std::string& directory, std::string_view suffix) const {
    const std::string start = directory + "/";
    std::vector<std::string> paths;
    for (auto at = texts_.lower_bound(start); at != texts_.end() && at->first.starts_with(start);
         ++at) {
        if (at->first.ends_with(suffix)) { paths.push_back(at->first); }
    }
    return paths;
}

std::optional<source::FileError> GitFiles::write(const std::string&, std::string_view) {
    return source::FileError{kReadOnly};
}

std::optional<source::FileError> GitFiles::remove(const std::string&) {
    return source::FileError{kReadOnly};
}

std::optional<source::FileError> GitFiles::rename(const std::string&, const std::string&) {
    return source::FileError{kReadOnly};
}

bool GitFiles::exists(const std::string& path) const {
    return texts_.find(path) != texts_.end();
}

/// Nothing links anywhere in here.
std::string GitFiles::real_path(const std::string&) const {
    return {};
}

std::variant<std::string, GitError> find_commit(const World& world, const std::string& directory,
                                                const std::string& revision) {
    const ProgramResult result = run_git(
        world, directory, {"rev-parse", "--verify", "--end-of-options", revision + "^{commit}"});
    if (failed(result)) {
        return GitError{"find the revision \"" + revision + "\"", complaint(result)};
    }
    return first_line(result.out);
}

std::variant<std::string, GitError> find_merge_base(const World& world,
                                                    const std::string& directory,
                                                    const std::string& commit) {
    const ProgramResult result = run_git(world, directory, {"merge-base", "HEAD", commit});
    // Status 1 says that the two have no common ancestor.
    if (result.status == 1 && result.err.empty()) { return std::string(); }
    if (failed(result)) { return GitError{"find where the two lines part", complaint(result)}; }
    return first_line(result.out);
}

}  // namespace retort::driver
