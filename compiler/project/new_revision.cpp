// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/new_revision.h"

#include "compiler/project/text.h"
#include "compiler/script/artifacts.h"
#include "compiler/syntax/print.h"

#include <fmt/format.h>

#include <cstdlib>

namespace retort::project {
namespace {

constexpr std::string_view kSuffix = ".mig";
constexpr std::string_view kEmptyBlock = "upgrade {}\n";
constexpr std::string_view kOpenBlock =
    "upgrade {\n"
    "    -- the change, in SQL's DDL; the downgrade is derived from it\n"
    "}\n";

/// The value of a placeholder of `file_template`.
std::string placeholder(std::string_view name, const WallTime& time, std::string_view id,
                        std::string_view slug) {
    if (name == "year") { return fmt::format("{:04}", time.year); }
    if (name == "month") { return fmt::format("{:02}", time.month); }
    if (name == "day") { return fmt::format("{:02}", time.day); }
    if (name == "hour") { return fmt::format("{:02}", time.hour); }
    if (name == "minute") { return fmt::format("{:02}", time.minute); }
    if (name == "second") { return fmt::format("{:02}", time.second); }
    if (name == "epoch") { return std::to_string(time.epoch); }
    if (name == "rev") { return std::string(id); }
    return std::string(slug);
}

bool is_joint(char c) {
    return c == '_' || c == '-';
}

/// Drops the joints that an empty slug leaves at the end of a part of the path.
void trim_joints(std::string& text) {
    while (!text.empty() && is_joint(text.back())) { text.pop_back(); }
}

}  // namespace

std::string iso_time(const WallTime& time) {
    std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", time.year, time.month,
                                   time.day, time.hour, time.minute, time.second);
    if (time.offset_minutes == 0) { return text + "Z"; }
    const int minutes = std::abs(time.offset_minutes);
    return text + fmt::format("{}{:02}:{:02}", time.offset_minutes < 0 ? '-' : '+', minutes / 60,
                              minutes % 60);
}

std::string revision_file_name(std::string_view file_template, const WallTime& time,
                               std::string_view id, std::string_view message) {
    const std::string slug = script::slug(message);
    std::string name;
    for (std::size_t at = 0; at < file_template.size();) {
        const char c = file_template[at];
        const std::size_t close = c == '{' ? file_template.find('}', at) : std::string_view::npos;
        if (close != std::string_view::npos) {
            name += placeholder(file_template.substr(at + 1, close - at - 1), time, id, slug);
            at = close + 1;
            const bool starts = name.empty() || name.back() == '/';
            while (starts && at < file_template.size() && is_joint(file_template[at])) { ++at; }
            continue;
        }
        if (c == '/' && slug.empty()) { trim_joints(name); }
        name += c;
        ++at;
    }
    if (slug.empty()) { trim_joints(name); }
    if (name.ends_with(kSuffix)) { name.resize(name.size() - kSuffix.size()); }
    return normal_path(name + std::string(kSuffix));
}

std::string directory_of(const std::vector<std::string>& directories, std::string_view path) {
    const std::string* best = nullptr;
    for (const std::string& directory : directories) {
        const bool inside = directory == "." || path.starts_with(directory + "/");
        if (inside && (best == nullptr || directory.size() > best->size())) { best = &directory; }
    }
    return best != nullptr ? *best : directories.front();
}

std::string new_revision_text(const revisions::Revision& revision) {
    std::string text = syntax::print_revision(revision);
    if (text.ends_with(kEmptyBlock)) {
        text.replace(text.size() - kEmptyBlock.size(), kEmptyBlock.size(), kOpenBlock);
    }
    return text;
}

}  // namespace retort::project
