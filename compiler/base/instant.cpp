// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/instant.h"

namespace retort {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// What is left of the text.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    [[nodiscard]] bool done() const { return text_.empty(); }
    [[nodiscard]] bool at_digit() const { return !text_.empty() && is_digit(text_.front()); }
    [[nodiscard]] bool at(char c) const { return !text_.empty() && text_.front() == c; }

    bool take(char c) {
        if (!at(c)) { return false; }
        text_.remove_prefix(1);
        return true;
    }
    /// Exactly `count` digits.
    std::optional<int> number(std::size_t count) {
        if (text_.size() < count) { return std::nullopt; }
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (!is_digit(text_[i])) { return std::nullopt; }
            value = value * 10 + (text_[i] - '0');
        }
        text_.remove_prefix(count);
        return value;
    }
    /// The digits behind a decimal sign, as nanoseconds.
    std::optional<std::uint32_t> fraction() {
        if (!at_digit()) { return std::nullopt; }
        std::uint32_t value = 0;
        std::uint32_t unit = 100'000'000;
        while (at_digit()) {
            value += static_cast<std::uint32_t>(text_.front() - '0') * unit;
            unit /= 10;
            text_.remove_prefix(1);
        }
        return value;
    }

private:
    std::string_view text_;
};

bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_of(int year, int month) {
    if (month == 2) { return is_leap(year) ? 29 : 28; }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// Days from 1970-01-01 to a date of the Gregorian calendar.
std::int64_t days_since_epoch(int year, int month, int day) {
    const std::int64_t before = static_cast<std::int64_t>(year) - 1;
    std::int64_t days = before * 365 + before / 4 - before / 100 + before / 400;
    for (int m = 1; m < month; ++m) { days += days_of(year, m); }
    constexpr std::int64_t kEpoch = 719'162;  // the days of the years 1 to 1969
    return days + day - 1 - kEpoch;
}

std::optional<std::int64_t> read_date(Reader& reader) {
    const auto year = reader.number(4);
    if (!year || *year == 0) { return std::nullopt; }
    const bool extended = reader.take('-');
    const auto month = reader.number(2);
    if (!month || *month < 1 || *month > 12) { return std::nullopt; }
    if (extended && !reader.take('-')) { return std::nullopt; }
    const auto day = reader.number(2);
    if (!day || *day < 1 || *day > days_of(*year, *month)) { return std::nullopt; }
    return days_since_epoch(*year, *month, *day) * 86'400;
}

/// `23`, `23:00`, `23:00:00`, `230000`, the seconds with or without a fraction.
std::optional<Instant> read_time(Reader& reader) {
    const auto hour = reader.number(2);
    if (!hour || *hour > 24) { return std::nullopt; }
    int minute = 0;
    int second = 0;
    Instant time;
    const bool extended = reader.at(':');
    const auto next = [&] { return extended ? reader.take(':') : reader.at_digit(); };
    if (next()) {
        const auto minutes = reader.number(2);
        if (!minutes || *minutes > 59) { return std::nullopt; }
        minute = *minutes;
        if (next()) {
            const auto seconds = reader.number(2);
            if (!seconds || *seconds > 60) { return std::nullopt; }  // 60: a leap second
            second = *seconds;
            if (reader.take('.') || reader.take(',')) {
                const auto rest = reader.fraction();
                if (!rest) { return std::nullopt; }
                time.nanoseconds = *rest;
            }
        }
    }
    if (*hour == 24 && (minute != 0 || second != 0 || time.nanoseconds != 0)) {
        return std::nullopt;
    }
    time.seconds = *hour * 3600 + minute * 60 + second;
    return time;
}

/// The zone's offset in seconds; nothing written is UTC.
std::optional<std::int64_t> read_zone(Reader& reader) {
    if (reader.done() || reader.take('Z') || reader.take('z')) { return 0; }
    const bool east = reader.at('+');
    if (!reader.take('+') && !reader.take('-')) { return std::nullopt; }
    const auto hours = reader.number(2);
    if (!hours || *hours > 23) { return std::nullopt; }
    std::int64_t offset = static_cast<std::int64_t>(*hours) * 3600;
    if (!reader.done()) {
        reader.take(':');
        const auto minutes = reader.number(2);
        if (!minutes || *minutes > 59) { return std::nullopt; }
        offset += static_cast<std::int64_t>(*minutes) * 60;
    }
    return east ? offset : -offset;
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
    Reader reader(text);
    const auto date = read_date(reader);
    if (!date) { return std::nullopt; }
    if (reader.done()) { return Instant{*date, 0}; }
    if (!reader.take('T') && !reader.take('t') && !reader.take(' ')) { return std::nullopt; }
    const auto time = read_time(reader);
    if (!time) { return std::nullopt; }
    const auto zone = read_zone(reader);
    if (!zone || !reader.done()) { return std::nullopt; }
    return Instant{*date + time->seconds - *zone, time->nanoseconds};
}

}  // namespace retort
