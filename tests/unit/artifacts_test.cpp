// SPDX-License-Identifier: Apache-2.0
#include "compiler/script/artifacts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace retort::script {
namespace {

using Paths = std::vector<std::string>;

std::vector<Artifact> with_manifest(std::vector<Artifact> artifacts) {
    artifacts.push_back({"manifest.json", render_manifest({}, artifacts)});
    return artifacts;
}

/// Refuses to write one path or to rename to one.
class FailingFileSystem final : public source::FileSystem {
public:
    source::MemoryFileSystem memory;
    std::string refuse_write;
    std::string refuse_rename;

    std::variant<std::string, source::FileError> read(const std::string& path) const override {
        return memory.read(path);
    }
    std::variant<std::vector<std::string>, source::FileError> list(
        const std::string& directory, std::string_view suffix) const override {
        return memory.list(directory, suffix);
    }
    std::optional<source::FileError> write(const std::string& path,
                                           std::string_view bytes) override {
        if (path.find(refuse_write) != std::string::npos) { return source::FileError{"full"}; }
        return memory.write(path, bytes);
    }
    std::optional<source::FileError> remove(const std::string& path) override {
        return memory.remove(path);
    }
    std::optional<source::FileError> rename(const std::string& from,
                                            const std::string& to) override {
        if (to == refuse_rename) { return source::FileError{"full"}; }
        return memory.rename(from, to);
    }
    bool exists(const std::string& path) const override { return memory.exists(path); }
    std::string real_path(const std::string& path) const override { return memory.real_path(path); }
};

TEST(Sha256, KnownSums) {
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Slug, WordsOfAMessage) {
    EXPECT_EQ(slug("Add user profiles"), "add_user_profiles");
    EXPECT_EQ(slug("  Don't -- drop: `x`!  "), "don_t_drop_x");
    EXPECT_EQ(slug("Café für alle"), "caf_f_r_alle");
    EXPECT_EQ(slug("../../etc/passwd"), "etc_passwd");
    EXPECT_EQ(slug(""), "");
    EXPECT_EQ(slug("one two three four five six seven eight nine ten"),
              "one_two_three_four_five_six_seven_eight");
    EXPECT_EQ(slug(std::string(60, 'x')), std::string(40, 'x'));
}

TEST(ArtifactStem, NumberIdentifierSlug) {
    EXPECT_EQ(artifact_stem(1, "3f2a9c1b7d04", "Add user profiles"),
              "0001_3f2a9c1b7d04_add_user_profiles");
    EXPECT_EQ(artifact_stem(12345, "a", ""), "12345_a");
    EXPECT_EQ(artifact_stem(2, "2024-01.x", "m"), "0002_2024-01.x_m");
}

TEST(Manifest, NamesEveryFileWithItsSum) {
    Manifest manifest;
    manifest.tool_version = "retort 1";
    manifest.heads = {"b"};
    ManifestEntry entry;
    entry.id = "b";
    entry.message = "say \"hi\"";
    entry.files = {"revisions/0001_b.up.sql"};
    manifest.revisions.push_back(entry);
    const std::string text =
        render_manifest(manifest, {{"upgrade.sql", "abc"}, {"downgrade.sql", ""}});
    EXPECT_EQ(text.substr(0, 2), "{\n");
    EXPECT_EQ(text.substr(text.size() - 2), "}\n");
    EXPECT_NE(text.find("\"message\": \"say \\\"hi\\\"\""), std::string::npos);
    const std::size_t down = text.find("\"downgrade.sql\": \"e3b0c442");
    const std::size_t up = text.find("\"upgrade.sql\": \"ba7816bf");
    EXPECT_NE(down, std::string::npos);
    EXPECT_NE(up, std::string::npos);
    EXPECT_LT(down, up);
}

TEST(WriteArtifacts, WritesAndRemovesWhatIsLeftOver) {
    source::MemoryFileSystem files;
    files.files["out/other.txt"] = "mine";
    const auto first = with_manifest({{"upgrade.sql", "1"}, {"revisions/0001_a.up.sql", "a"}});
    EXPECT_FALSE(write_artifacts(files, "out", first).has_value());
    EXPECT_EQ(files.files.size(), 4U);
    EXPECT_TRUE(stale_artifacts(files, "out", first).empty());

    const auto second = with_manifest({{"upgrade.sql", "2"}});
    EXPECT_EQ(stale_artifacts(files, "out", second),
              (Paths{"manifest.json", "revisions/0001_a.up.sql", "upgrade.sql"}));
    EXPECT_FALSE(write_artifacts(files, "out", second).has_value());
    EXPECT_EQ(files.files.count("out/revisions/0001_a.up.sql"), 0U);
    EXPECT_EQ(files.files.at("out/upgrade.sql"), "2");
    EXPECT_EQ(files.files.at("out/other.txt"), "mine");
    EXPECT_TRUE(stale_artifacts(files, "out", second).empty());
}

TEST(WriteArtifacts, StaleWhereEditedOrMissing) {
    source::MemoryFileSystem files;
    const auto artifacts = with_manifest({{"upgrade.sql", "1"}, {"downgrade.sql", "2"}});
    EXPECT_EQ(stale_artifacts(files, "out", artifacts).size(), 3U);
    ASSERT_FALSE(write_artifacts(files, "out", artifacts).has_value());
    files.files["out/upgrade.sql"] += " ";
    files.files.erase("out/downgrade.sql");
    EXPECT_EQ(stale_artifacts(files, "out", artifacts), (Paths{"downgrade.sql", "upgrade.sql"}));
}

TEST(WriteArtifacts, AFailureLeavesTheEarlierOnesWhole) {
    FailingFileSystem files;
    files.refuse_write = "nothing of this name";
    const auto first = with_manifest({{"a.sql", "1"}, {"b.sql", "1"}});
    ASSERT_FALSE(write_artifacts(files, "out", first).has_value());
    const auto before = files.memory.files;

    files.refuse_write = "b.sql";
    const auto second = with_manifest({{"a.sql", "2"}, {"b.sql", "2"}});
    const auto error = write_artifacts(files, "out", second);
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->reason, "out/b.sql: full");
    EXPECT_EQ(files.memory.files, before);
}

TEST(WriteArtifacts, TheManifestComesLast) {
    FailingFileSystem files;
    files.refuse_write = "nothing of this name";
    const auto first = with_manifest({{"a.sql", "1"}, {"b.sql", "1"}});
    ASSERT_FALSE(write_artifacts(files, "out", first).has_value());
    const std::string manifest = files.memory.files.at("out/manifest.json");

    files.refuse_rename = "out/b.sql";
    const auto second = with_manifest({{"a.sql", "2"}, {"b.sql", "2"}});
    ASSERT_TRUE(write_artifacts(files, "out", second).has_value());
    EXPECT_EQ(files.memory.files.at("out/manifest.json"), manifest);
    EXPECT_EQ(files.memory.files.size(), 3U);
    EXPECT_FALSE(stale_artifacts(files, "out", first).empty());
}

TEST(WriteArtifacts, AForgedManifestCannotReachOutside) {
    source::MemoryFileSystem files;
    files.files["precious"] = "1";
    files.files["/precious"] = "1";
    files.files["out/manifest.json"] =
        R"({"files": {"../precious": "", "/precious": "", "manifest.json": ""}})";
    ASSERT_FALSE(write_artifacts(files, "out", {{"a.sql", "1"}}).has_value());
    EXPECT_EQ(files.files.count("precious"), 1U);
    EXPECT_EQ(files.files.count("/precious"), 1U);
    files.files["out/manifest.json"] = "not json";
    EXPECT_FALSE(write_artifacts(files, "out", {{"a.sql", "1"}}).has_value());
}

}  // namespace
}  // namespace retort::script
