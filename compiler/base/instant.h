// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace retort {

/// A moment in time: seconds since 1970-01-01T00:00:00Z, and what is left of the second.
struct Instant {
    std::int64_t seconds = 0;
    std::uint32_t nanoseconds = 0;
    auto operator<=>(const Instant&) const = default;
};

/// Reads ISO 8601: a calendar date, or a date and a time of day (`T` or a blank between them) with
/// or without a zone, in the extended (`2025-10-01T23:00:00.5+02:00`) or the basic form
/// (`20251001T2300Z`). A date alone is its midnight, a time without a zone is UTC; digits beyond
/// nanoseconds are ignored. Nullopt for anything else, and for a day or time that does not exist.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

}  // namespace retort
