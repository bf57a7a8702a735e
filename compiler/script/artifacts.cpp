// SPDX-License-Identifier: Apache-2.0
#include "compiler/script/artifacts.h"

#include <openssl/sha.h>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace retort::script {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kManifest = "manifest.json";
constexpr std::size_t kLongestSlug = 40;

bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

std::string in_directory(const std::string& directory, const std::string& path) {
    return directory.empty() || directory == "." ? path : directory + "/" + path;
}

std::optional<std::string> read_file(const source::FileSystem& files, const std::string& path) {
    std::variant<std::string, source::FileError> read = files.read(path);
    if (std::holds_alternative<source::FileError>(read)) { return std::nullopt; }
    return std::get<std::string>(std::move(read));
}

/// A manifest is only a file: a path in it may not lead out of its directory.
bool is_safe_path(std::string_view path) {
    return !path.empty() && path.front() != '/' && path != kManifest &&
           path.find("..") == std::string_view::npos && path.find('\\') == std::string_view::npos;
}

/// The files that the manifest on disk names; none where there is no readable one.
std::set<std::string> manifest_files(const source::FileSystem& files,
                                     const std::string& directory) {
    std::set<std::string> result;
    const std::optional<std::string> text =
        read_file(files, in_directory(directory, std::string(kManifest)));
    if (!text) { return result; }
    // Not the ordered kind, whose look-ups walk all keys.
    const nlohmann::json manifest = nlohmann::json::parse(*text, nullptr, false);
    if (!manifest.is_object() || !manifest.contains("files")) { return result; }
    for (const auto& [path, sum] : manifest["files"].items()) {
        if (is_safe_path(path)) { result.insert(path); }
    }
    return result;
}

std::set<std::string> leftovers(const source::FileSystem& files, const std::string& directory,
                                const std::vector<Artifact>& artifacts) {
    std::set<std::string> old = manifest_files(files, directory);
    for (const Artifact& artifact : artifacts) { old.erase(artifact.path); }
    return old;
}

Json entry_json(const ManifestEntry& entry) {
    Json json;
    json["id"] = entry.id;
    json["message"] = entry.message;
    json["parents"] = entry.parents;
    json["depends_on"] = entry.dependencies;
    json["source"] = entry.source;
    json["source_sha256"] = entry.source_sha256;
    json["files"] = entry.files;
    json["upgrade_statements"] = entry.upgrade_statements;
    json["downgrade_statements"] = entry.downgrade_statements;
    json["transactional"] = entry.transactional;
    json["irreversible"] = entry.irreversible;
    json["data_loss"] = entry.data_loss;
    json["downgrade_data_loss"] = entry.downgrade_data_loss;
    return json;
}

/// A file that is written beside its place and waits to be renamed into it.
struct Staged {
    std::string beside;
    std::string path;
};

}  // namespace

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string result;
    result.reserve(digest.size() * 2);
    for (const unsigned char byte : digest) {
        result += kDigits[byte >> 4U];
        result += kDigits[byte & 0xfU];
    }
    return result;
}

std::string slug(std::string_view message) {
    std::string result;
    bool gap = false;
    for (const char original : message) {
        const char c =
            original >= 'A' && original <= 'Z' ? static_cast<char>(original - 'A' + 'a') : original;
        if (!is_word_character(c)) {
            gap = true;
            continue;
        }
        if (gap && !result.empty()) { result += '_'; }
        gap = false;
        result += c;
    }
    if (result.size() > kLongestSlug) {
        // At a word's end, as far as there is one.
        const std::size_t end = result.rfind('_', kLongestSlug);
        result.resize(end == std::string::npos || end == 0 ? kLongestSlug : end);
    }
    while (!result.empty() && result.back() == '_') { result.pop_back(); }
    return result;
}

std::string artifact_stem(std::size_t number, std::string_view id, std::string_view message) {
    std::string result = fmt::format("{:04}_", number);
    for (const char c : id) {
        const bool plain = is_word_character(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
        result += plain ? c : '_';
    }
    const std::string words = slug(message);
    if (!words.empty()) { result += "_" + words; }
    return result;
}

std::string render_manifest(const Manifest& manifest, const std::vector<Artifact>& artifacts) {
    std::vector<const Artifact*> sorted;
    for (const Artifact& artifact : artifacts) {
        if (artifact.path != kManifest) { sorted.push_back(&artifact); }
    }
    std::sort(sorted.begin(), sorted.end(),
              [](const Artifact* a, const Artifact* b) { return a->path < b->path; });
    Json json;
    json["format"] = 1;
    json["tool"] = manifest.tool_version;
    json["target"] = manifest.target;
    json["dialect"] = manifest.dialect;
    json["heads"] = manifest.heads;
    json["downgrade_to"] = manifest.downgrade_to;
    json["revisions"] = Json::array();
    for (const ManifestEntry& entry : manifest.revisions) {
        json["revisions"].push_back(entry_json(entry));
    }
    Json sums = Json::object();
    // ordered_json looks a key up by walking all of them; appending to its container does not.
    auto& rows = sums.get_ref<Json::object_t&>();
    rows.reserve(sorted.size());
    for (const Artifact* artifact : sorted) {
        static_cast<std::vector<std::pair<const std::string, Json>>&>(rows).emplace_back(
            artifact->path, sha256(artifact->bytes));
    }
    json["files"] = std::move(sums);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<source::FileError> write_artifacts(source::FileSystem& files,
                                                 const std::string& directory,
                                                 const std::vector<Artifact>& artifacts) {
    const std::set<std::string> old = leftovers(files, directory, artifacts);
    std::vector<Staged> staged;
    const auto discard = [&](std::size_t from) {
        for (std::size_t i = from; i < staged.size(); ++i) { files.remove(staged[i].beside); }
    };
    for (const Artifact& artifact : artifacts) {
        const std::string path = in_directory(directory, artifact.path);
        if (read_file(files, path) == artifact.bytes) { continue; }
        std::string beside = path + ".new";
        if (std::optional<source::FileError> error = files.write(beside, artifact.bytes)) {
            discard(0);
            return source::FileError{path + ": " + error->reason};
        }
        staged.push_back({std::move(beside), path});
    }
    // The manifest last: until then the old one's sums tell that the build is not whole.
    std::stable_partition(staged.begin(), staged.end(), [&](const Staged& file) {
        return file.path != in_directory(directory, std::string(kManifest));
    });
    for (std::size_t i = 0; i < staged.size(); ++i) {
        if (std::optional<source::FileError> error =
                files.rename(staged[i].beside, staged[i].path)) {
            discard(i);
            return source::FileError{staged[i].path + ": " + error->reason};
        }
    }
    for (const std::string& path : old) {
        const std::string whole = in_directory(directory, path);
        if (!files.exists(whole)) { continue; }
        if (std::optional<source::FileError> error = files.remove(whole)) {
            return source::FileError{whole + ": " + error->reason};
        }
    }
    return std::nullopt;
}

std::vector<std::string> stale_artifacts(const source::FileSystem& files,
                                         const std::string& directory,
                                         const std::vector<Artifact>& artifacts) {
    std::vector<std::string> stale;
    for (const Artifact& artifact : artifacts) {
        if (read_file(files, in_directory(directory, artifact.path)) != artifact.bytes) {
            stale.push_back(artifact.path);
        }
    }
    for (const std::string& path : leftovers(files, directory, artifacts)) {
        if (files.exists(in_directory(directory, path))) { stale.push_back(path); }
    }
    std::sort(stale.begin(), stale.end());
    return stale;
}

}  // namespace retort::script
