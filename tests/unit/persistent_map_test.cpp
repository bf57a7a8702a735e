// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/persistent_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

namespace retort {
namespace {

template <class Key, class Value>
std::vector<std::pair<Key, Value>> entries(const PersistentMap<Key, Value>& map) {
    std::vector<std::pair<Key, Value>> result;
    map.for_each([&](const Key& key, const Value& value) { result.emplace_back(key, value); });
    return result;
}

TEST(PersistentMap, IteratesInKeyOrderWhateverTheInsertionOrder) {
    PersistentMap<std::string, int> map;
    map.set("pear", 3);
    map.set("apple", 1);
    map.set("fig", 2);
    const std::vector<std::pair<std::string, int>> expected{{"apple", 1}, {"fig", 2}, {"pear", 3}};
    EXPECT_EQ(entries(map), expected);
}

TEST(PersistentMap, ASnapshotKeepsWhatItSaw) {
    PersistentMap<std::string, int> map;
    map.set("a", 1);
    const PersistentMap<std::string, int> snapshot = map;
    map.set("a", 2);
    map.set("b", 3);
    EXPECT_TRUE(map.erase("a"));
    EXPECT_EQ(*snapshot.find("a"), 1);
    EXPECT_EQ(snapshot.find("b"), nullptr);
    EXPECT_EQ(map.find("a"), nullptr);
    EXPECT_FALSE(map == snapshot);
}

TEST(PersistentMap, BehavesAsStdMapThroughRandomChangesAndSnapshots) {
    PersistentMap<int, int> map;
    std::map<int, int> model;
    std::vector<std::pair<PersistentMap<int, int>, std::map<int, int>>> snapshots;
    std::mt19937 random(7);
    for (int i = 0; i < 20000; ++i) {
        const int key = static_cast<int>(random() % 500);
        if (random() % 3 != 0) {
            map.set(key, i);
            model[key] = i;
        } else {
            EXPECT_EQ(map.erase(key), model.erase(key) != 0);
        }
        if (i % 500 == 0) { snapshots.emplace_back(map, model); }
    }
    snapshots.emplace_back(map, model);
    for (const auto& [taken, expected] : snapshots) {
        EXPECT_EQ(taken.size(), expected.size());
        EXPECT_EQ(entries(taken),
                  (std::vector<std::pair<int, int>>(expected.begin(), expected.end())));
    }
}

}  // namespace
}  // namespace retort
