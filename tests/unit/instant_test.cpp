// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/instant.h"

#include <gtest/gtest.h>

#include <string>

namespace retort {
namespace {

/// `seconds` or `seconds.nanoseconds`; `none`.
std::string read(std::string_view text) {
    const auto instant = parse_instant(text);
    if (!instant) { return "none"; }
    std::string result = std::to_string(instant->seconds);
    if (instant->nanoseconds != 0) { result += "+" + std::to_string(instant->nanoseconds); }
    return result;
}

TEST(Instant, DatesAndTimes) {
    EXPECT_EQ(read("1970-01-01"), "0");
    EXPECT_EQ(read("1970-01-01T00:00:00Z"), "0");
    EXPECT_EQ(read("1969-12-31T23:59:59Z"), "-1");
    EXPECT_EQ(read("2025-10-01"), "1759276800");
    EXPECT_EQ(read("2025-10-01T21:00:00Z"), "1759352400");
    EXPECT_EQ(read("2025-10-01 21:00"), "1759352400");
    EXPECT_EQ(read("2025-10-01T21"), "1759352400");
    EXPECT_EQ(read("20251001T2100Z"), "1759352400");
    EXPECT_EQ(read("20251001t210000z"), "1759352400");
    EXPECT_EQ(read("2025-10-01T24:00:00Z"), "1759363200");
    EXPECT_EQ(read("2000-02-29"), "951782400");
    EXPECT_EQ(read("0001-01-01"), "-62135596800");
    EXPECT_EQ(read("9999-12-31T23:59:59Z"), "253402300799");
}

TEST(Instant, ZonesAreTakenOff) {
    EXPECT_EQ(read("2025-10-01T23:00:00+02:00"), "1759352400");
    EXPECT_EQ(read("2025-10-01T23:00:00+0200"), "1759352400");
    EXPECT_EQ(read("2025-10-01T23:00:00+02"), "1759352400");
    EXPECT_EQ(read("2025-10-01T15:30:00-05:30"), "1759352400");
}

TEST(Instant, FractionsAreKept) {
    EXPECT_EQ(read("1970-01-01T00:00:01.5Z"), "1+500000000");
    EXPECT_EQ(read("1970-01-01T00:00:01,000000001Z"), "1+1");
    EXPECT_EQ(read("1970-01-01T00:00:01.1234567899Z"), "1+123456789");
}

TEST(Instant, EverythingElseIsNone) {
    for (const char* text : {"",
                             "yesterday",
                             "2025",
                             "2025-10",
                             "2025-13-01",
                             "2025-00-01",
                             "2025-02-29",
                             "1900-02-29",
                             "2025-10-32",
                             "2025-10-01T",
                             "2025-10-01T25:00",
                             "2025-10-01T24:01",
                             "2025-10-01T12:60",
                             "2025-10-01T12:00:61",
                             "2025-10-01T12:00:00.",
                             "2025-10-01T12:0",
                             "2025-10-01T12:00:00+",
                             "2025-10-01T12:00:00+2",
                             "2025-10-01T12:00:00+24:00",
                             "2025-10-01T12:00:00+02:60",
                             "2025-10-01T12:00:00Zulu",
                             "2025-1001",
                             "202510-01",
                             "01.10.2025",
                             "2025-10-01  12:00",
                             "0000-01-01",
                             "+2025-10-01"}) {
        EXPECT_EQ(read(text), "none") << text;
    }
}

}  // namespace
}  // namespace retort
