// SPDX-License-Identifier: Apache-2.0
#include "tests/support/tree.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace retort::support {

namespace fs = std::filesystem;

fs::path source_root() {
    return RETORT_SOURCE_DIR;
}

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) { throw std::runtime_error("cannot read " + path.string()); }
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_or_remove(const fs::path& path, std::string_view text) {
    if (text.empty()) {
        fs::remove(path);
        return;
    }
    fs::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.flush()) { throw std::runtime_error("cannot write " + path.string()); }
}

std::vector<fs::path> files_below(const fs::path& directory) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
        if (entry.is_regular_file()) { files.push_back(entry.path()); }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<std::string> texts_below(const std::filesystem::path& directory,
                                     std::string_view extension) {
    std::vector<std::string> texts;
    for (const std::filesystem::path& path : files_below(directory)) {
        if (path.extension() == extension) { texts.push_back(read_file(path)); }
    }
    return texts;
}

std::vector<std::string> split_command(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    bool in_word = false;
    char quote = 0;
    for (const char c : line) {
        if (quote != 0) {
            if (c == quote) {
                quote = 0;
            } else {
                word += c;
            }
        } else if (c == '\'' || c == '"') {
            quote = c;
            in_word = true;
        } else if (c == ' ') {
            if (in_word) { words.push_back(std::move(word)); }
            word.clear();
            in_word = false;
        } else {
            word += c;
            in_word = true;
        }
    }
    if (in_word) { words.push_back(std::move(word)); }
    return words;
}

}  // namespace retort::support
