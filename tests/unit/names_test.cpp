// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/names.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace retort {
namespace {

TEST(NearestName, FindsSwapsAndSlips) {
    EXPECT_EQ(nearest_name("emial", {"id", "email", "name"}), "email");
    EXPECT_EQ(nearest_name("usres", {"users", "orders"}), "users");
    EXPECT_EQ(nearest_name("USERS", {"users"}), "users");
}

TEST(NearestName, StaysSilentWhereNothingIsNear) {
    EXPECT_EQ(nearest_name("price", {"users", "orders"}), "");
    EXPECT_EQ(nearest_name("x", {}), "");
}

TEST(NearestName, TiesAreBrokenByTheNameAndNotByTheOrder) {
    EXPECT_EQ(nearest_name("cat", {"hat", "bat"}), "bat");
    EXPECT_EQ(nearest_name("cat", {"bat", "hat"}), "bat");
}

TEST(QualifiedName, OrdersBySchemaThenName) {
    EXPECT_LT(QualifiedName("z"), QualifiedName("billing", "a"));
    EXPECT_EQ(QualifiedName("billing", "a").text(), "billing.a");
}

/// The whole table of distances, without a short cut.
std::size_t plain_distance(const std::string& a, const std::string& b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) { d[i][0] = i; }
    for (std::size_t j = 0; j <= b.size(); ++j) { d[0][j] = j; }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t other = a[i - 1] == b[j - 1] ? 0 : 1;
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + other});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.size()][b.size()];
}

TEST(NearestName, IsTheNearestOfMany) {
    std::mt19937 random(3);
    const auto word = [&] {
        std::string text;
        for (std::size_t size = 1 + random() % 9; text.size() < size;) {
            text += static_cast<char>('a' + random() % 4);
        }
        return text;
    };
    for (int round = 0; round < 500; ++round) {
        std::vector<std::string> words;
        for (int i = 0; i < 40; ++i) { words.push_back(word()); }
        const std::string sought = word();
        std::string expected;
        std::size_t least = std::max<std::size_t>(1, sought.size() / 3) + 1;
        std::sort(words.begin(), words.end());
        for (const std::string& each : words) {
            const std::size_t distance = plain_distance(sought, each);
            if (distance < least) {
                least = distance;
                expected = each;
            }
        }
        std::shuffle(words.begin(), words.end(), random);
        EXPECT_EQ(nearest_name(sought, {words.begin(), words.end()}), expected) << sought;
    }
}

}  // namespace
}  // namespace retort
