// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/persistent_map.h"

#include "compiler/schema/schema.h"

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

TEST(PersistentMap, MadeAtOnceIsAsMadeOneByOne) {
    using Map = PersistentMap<int, int>;
    std::mt19937 random(5);
    for (int round = 0; round < 200; ++round) {
        Map one_by_one;
        std::vector<std::pair<int, int>> list;
        for (int i = 0; i < round; ++i) {
            // In order in every other round; some keys twice.
            const int key = round % 2 == 0 ? i / 2 : static_cast<int>(random() % 150);
            one_by_one.set(key, i);
            list.emplace_back(key, i);
        }
        const Map at_once(list);
        EXPECT_EQ(at_once.size(), one_by_one.size());
        EXPECT_EQ(entries(at_once), entries(one_by_one));
        // Only trees of one shape are shared to the root.
        EXPECT_TRUE(share_equal(one_by_one, at_once).same_as(one_by_one));
    }
}

/// Texts of which many are equal, start alike, or differ behind what a KeyStart holds.
std::string some_text(std::mt19937& random) {
    std::string text = random() % 3 == 0 ? "a_rather_long_beginning" : "";
    for (std::size_t rest = random() % 4; rest > 0; --rest) {
        text += random() % 4 == 0 ? "\xc3\xa9" : random() % 2 == 0 ? "a" : "b";
    }
    return text;
}

/// Every order that the map has by itself is the order of the keys.
template <class Map, class Key, class MakeKey>
void expect_order_of_keys(const MakeKey& make_key) {
    std::mt19937 random(3);
    Map map;
    std::map<Key, int> model;
    for (int i = 0; i < 3000; ++i) {
        const Key key = make_key(random);
        if (random() % 3 != 0) {
            map.set(key, i);
            model[key] = i;
        } else {
            EXPECT_EQ(map.erase(key), model.erase(key) != 0);
        }
        const Key other = make_key(random);
        const int* found = map.find(other);
        const auto expected = model.find(other);
        ASSERT_EQ(found != nullptr, expected != model.end());
        if (found != nullptr) { EXPECT_EQ(*found, expected->second); }
        auto from = model.lower_bound(other);
        std::size_t seen = 0;
        map.for_each_from(other, [&](const Key& each, int value) {
            EXPECT_TRUE(from != model.end() && from->first == each && from->second == value);
            ++from;
            return ++seen < 3;
        });
        EXPECT_TRUE(seen == 3 || from == model.end());
    }
    auto next = model.begin();
    map.for_each([&](const Key& key, int value) {
        ASSERT_TRUE(next != model.end());
        EXPECT_TRUE(next->first == key && next->second == value);
        ++next;
    });
    EXPECT_EQ(map.size(), model.size());
    const std::vector<std::pair<Key, int>> list(model.begin(), model.end());
    EXPECT_TRUE(share_equal(map, Map(list)).same_as(map));
}

TEST(PersistentMap, KeepsTheOrderOfKeysThatStartAlike) {
    expect_order_of_keys<PersistentMap<std::string, int>, std::string>(some_text);
    const auto qualified = [](std::mt19937& random) {
        std::string schema = some_text(random);
        return QualifiedName(std::move(schema), some_text(random));
    };
    expect_order_of_keys<schema::NameMap<int>, QualifiedName>(qualified);
    const auto reference = [&](std::mt19937& random) {
        QualifiedName target = qualified(random);
        return schema::Reference{std::move(target), qualified(random)};
    };
    expect_order_of_keys<PersistentMap<schema::Reference, int, schema::ReferenceHash>,
                         schema::Reference>(reference);
    const auto privilege = [&](std::mt19937& random) {
        schema::PrivilegeKey key;
        key.kind = random() % 2 == 0 ? schema::SecuredKind::Relation : schema::SecuredKind::Routine;
        key.object = qualified(random);
        key.grantee = some_text(random);
        return key;
    };
    expect_order_of_keys<PersistentMap<schema::PrivilegeKey, int, schema::PrivilegeKeyHash>,
                         schema::PrivilegeKey>(privilege);
}

TEST(PersistentMap, SharesWhatIsEqualAndKeepsTheRest) {
    using Map = PersistentMap<int, int>;
    std::mt19937 random(11);
    for (int round = 0; round < 200; ++round) {
        Map a;
        Map b;
        std::map<int, int> model;
        const int differing = round % 5;  // in five keys: those of one map only, other values
        for (int i = 0; i < 300; ++i) {
            const int key = static_cast<int>(random() % 1000);
            const int kind = static_cast<int>(random() % 5);
            if (kind != 0 || differing < 1) { a.set(key, key); }
            if (kind != 1 || differing < 2) {
                const int value = kind == 2 && differing > 2 ? -key : key;
                b.set(key, value);
                model[key] = value;
            }
        }
        const auto before = entries(a);
        const Map shared = share_equal(a, b);
        EXPECT_EQ(entries(shared), (std::vector<std::pair<int, int>>(model.begin(), model.end())));
        EXPECT_EQ(shared.size(), model.size());
        EXPECT_EQ(entries(a), before);
        EXPECT_TRUE(shared == b);
        shared.for_each([&](int key, const int& value) {
            const int* own = a.find(key);
            EXPECT_EQ(&value == own, own != nullptr && *own == value) << key;
        });
        if (a == b) { EXPECT_TRUE(shared.same_as(a)); }
    }
}

}  // namespace
}  // namespace retort
