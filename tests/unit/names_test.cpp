// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/names.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace retort
