// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_value.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

// What literals mean that can be written in several ways. What is not understood stays as it is.

namespace retort::schema {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// `1.5e3` is 1500.
std::string without_exponent(std::string digits, int exponent) {
    const std::size_t point = std::min(digits.find('.'), digits.size());
    const int places = static_cast<int>(digits.size()) - static_cast<int>(point) - 1;
    if (point < digits.size()) { digits.erase(point, 1); }
    const int shift = (places > 0 ? -places : 0) + exponent;
    if (shift >= 0) { return digits + std::string(static_cast<std::size_t>(shift), '0'); }
    const auto behind = static_cast<std::size_t>(-shift);
    if (digits.size() <= behind) { digits.insert(0, behind + 1 - digits.size(), '0'); }
    digits.insert(digits.size() - behind, ".");
    return digits;
}

struct Unit {
    std::string_view name;
    int months;
    int days;
    std::int64_t microseconds;
};
constexpr std::int64_t kSecond = 1000000;
constexpr std::array kUnits{
    Unit{"year", 12, 0, 0},
    Unit{"years", 12, 0, 0},
    Unit{"yr", 12, 0, 0},
    Unit{"y", 12, 0, 0},
    Unit{"month", 1, 0, 0},
    Unit{"months", 1, 0, 0},
    Unit{"mon", 1, 0, 0},
    Unit{"mons", 1, 0, 0},
    Unit{"week", 0, 7, 0},
    Unit{"weeks", 0, 7, 0},
    Unit{"day", 0, 1, 0},
    Unit{"days", 0, 1, 0},
    Unit{"d", 0, 1, 0},
    Unit{"hour", 0, 0, 3600 * kSecond},
    Unit{"hours", 0, 0, 3600 * kSecond},
    Unit{"h", 0, 0, 3600 * kSecond},
    Unit{"minute", 0, 0, 60 * kSecond},
    Unit{"minutes", 0, 0, 60 * kSecond},
    Unit{"min", 0, 0, 60 * kSecond},
    Unit{"mins", 0, 0, 60 * kSecond},
    Unit{"second", 0, 0, kSecond},
    Unit{"seconds", 0, 0, kSecond},
    Unit{"sec", 0, 0, kSecond},
    Unit{"secs", 0, 0, kSecond},
    Unit{"s", 0, 0, kSecond},
};

/// `hh:mm[:ss]` in microseconds.
bool read_clock(const std::string& text, std::int64_t& microseconds) {
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    int read = 0;
    const bool negative = text.starts_with("-");
    const char* begin = text.c_str() + (negative ? 1 : 0);
    if (std::sscanf(begin, "%6d:%2d%n", &hours, &minutes, &read) != 2) { return false; }
    if (begin[read] == ':') {
        int more = 0;
        if (std::sscanf(begin + read, ":%2d%n", &seconds, &more) != 1) { return false; }
        read += more;
    }
    double fraction = 0;
    if (begin[read] == '.') {
        char* end = nullptr;
        fraction = std::strtod(begin + read, &end);
        read = static_cast<int>(end - begin);
    }
    if (begin[read] != '\0' || minutes > 59 || seconds > 59 || hours < 0) { return false; }
    microseconds = (hours * std::int64_t{3600} + minutes * 60 + seconds) * kSecond +
                   std::llround(fraction * static_cast<double>(kSecond));
    if (negative) { microseconds = -microseconds; }
    return true;
}

}  // namespace

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\n");
    if (begin == std::string_view::npos) { return {}; }
    return std::string(text.substr(begin, text.find_last_not_of(" \t\n") + 1 - begin));
}

std::string quoted_literal(std::string_view raw) {
    std::string result = "'";
    for (const char c : raw) {
        result += c;
        if (c == '\'') { result += c; }
    }
    return result + "'";
}

std::optional<std::string> plain_number(std::string_view raw, const TypeName& type) {
    std::string text = lower_case(trimmed(raw));
    const bool negative = text.starts_with("-");
    if (negative || text.starts_with("+")) { text.erase(0, 1); }
    const std::size_t exponent = text.find('e');
    std::string digits = text.substr(0, exponent);
    const bool plain =
        !digits.empty() &&
        std::all_of(digits.begin(), digits.end(), [](char c) { return is_digit(c) || c == '.'; }) &&
        std::count(digits.begin(), digits.end(), '.') <= 1 && digits != ".";
    if (!plain) { return std::nullopt; }
    if (exponent != std::string::npos) {
        const std::string power = text.substr(exponent + 1);
        char* end = nullptr;
        const long value = std::strtol(power.c_str(), &end, 10);
        if (power.empty() || *end != '\0' || value > 400 || value < -400) { return std::nullopt; }
        digits = without_exponent(digits, static_cast<int>(value));
    }
    if (is_integer_type(type) && digits.find('.') != std::string::npos) { return std::nullopt; }
    if (digits.starts_with(".")) { digits.insert(0, "0"); }
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty() || digits.starts_with(".")) { digits.insert(0, "0"); }
    if (digits.ends_with(".")) { digits.pop_back(); }
    const bool floating = type == "double precision" || type == "real";
    if (floating && digits.find('.') != std::string::npos) {
        // Zeros at the end are a scale to `numeric` alone.
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.ends_with(".")) { digits.pop_back(); }
    }
    const bool zero = digits.find_first_not_of("0.") == std::string::npos;
    return (negative && !zero ? "-" : "") + digits;
}

std::string plain_interval(const std::string& raw) {
    std::int64_t months = 0;
    std::int64_t days = 0;
    std::int64_t microseconds = 0;
    std::string text = lower_case(trimmed(raw));
    bool ago = false;
    if (text.ends_with(" ago")) {
        ago = true;
        text.erase(text.size() - 4);
    }
    std::size_t at = 0;
    bool any = false;
    while (at < text.size()) {
        if (text[at] == ' ') {
            ++at;
            continue;
        }
        const std::size_t end = std::min(text.find(' ', at), text.size());
        std::int64_t clock = 0;
        if (read_clock(text.substr(at, end - at), clock)) {
            microseconds += clock;
            at = end;
            any = true;
            continue;
        }
        std::size_t number_end = at;
        if (text[number_end] == '-' || text[number_end] == '+') { ++number_end; }
        while (number_end < text.size() && is_digit(text[number_end])) { ++number_end; }
        const std::size_t whole_end = number_end;
        double fraction = 0;
        if (number_end < text.size() && text[number_end] == '.') {
            ++number_end;
            while (number_end < text.size() && is_digit(text[number_end])) { ++number_end; }
            fraction = std::strtod(text.substr(whole_end, number_end - whole_end).c_str(), nullptr);
            if (text[at] == '-') { fraction = -fraction; }
        }
        std::size_t unit = number_end;
        while (unit < text.size() && text[unit] == ' ') { ++unit; }
        std::size_t unit_end = unit;
        while (unit_end < text.size() && text[unit_end] >= 'a' && text[unit_end] <= 'z') {
            ++unit_end;
        }
        std::string_view word = std::string_view(text).substr(unit, unit_end - unit);
        // A number alone is seconds.
        if (word.empty() && unit == text.size()) { word = "s"; }
        const auto known = std::find_if(kUnits.begin(), kUnits.end(),
                                        [&](const Unit& each) { return each.name == word; });
        if (whole_end - at > 9 || whole_end == at || known == kUnits.end()) { return raw; }
        // Parts of days and months become smaller units in ways of their own.
        if (fraction != 0 && known->microseconds == 0) { return raw; }
        const long number = std::strtol(text.c_str() + at, nullptr, 10);
        months += number * known->months;
        days += number * known->days;
        microseconds += number * known->microseconds;
        microseconds += std::llround(fraction * static_cast<double>(known->microseconds));
        at = unit_end;
        any = true;
    }
    if (!any) { return raw; }
    const int sign = ago ? -1 : 1;
    return std::to_string(sign * months) + " months " + std::to_string(sign * days) + " days " +
           std::to_string(sign * microseconds) + " us";
}

std::string plain_moment(const std::string& raw, const TypeName& type) {
    std::string text = trimmed(raw);
    // 2024-01-31[( |T)hh:mm[:ss[.f]]][offset]
    constexpr std::string_view kDate = "0000-00-00";
    const auto has_form = [&](std::size_t at, std::string_view form) {
        if (text.size() < at + form.size()) { return false; }
        for (std::size_t i = 0; i < form.size(); ++i) {
            const bool fits = form[i] == '0' ? is_digit(text[at + i]) : text[at + i] == form[i];
            if (!fits) { return false; }
        }
        return true;
    };
    if (type == "time") {
        if (text.size() == 5 && has_form(0, "00:00")) { return text + ":00"; }
        return raw;
    }
    if (!has_form(0, kDate)) { return raw; }
    if (type == "date") {
        // A time of that day is read and means nothing.
        const bool time = has_form(kDate.size(), " 00:00") || has_form(kDate.size(), "T00:00");
        return time ? text.substr(0, kDate.size()) : text;
    }
    if (text.size() == kDate.size()) { return type == "timestamp" ? text + " 00:00:00" : raw; }
    if (text[kDate.size()] == 'T') { text[kDate.size()] = ' '; }
    if (!has_form(kDate.size(), " 00:00")) { return raw; }
    std::size_t end = kDate.size() + 6;
    if (!has_form(end, ":00")) { text.insert(end, ":00"); }
    end += 3;
    if (end < text.size() && text[end] == '.') {
        std::size_t digits = end + 1;
        while (digits < text.size() && is_digit(text[digits])) { ++digits; }
        std::size_t last = digits;
        while (last > end + 1 && text[last - 1] == '0') { --last; }
        if (last == end + 1) { last = end; }
        text.erase(last, digits - last);
        end = last;
    }
    if (type == "timestamp") {
        // A zone is read and means nothing (the manual, 8.5.1.3).
        const std::string rest = trimmed(std::string_view(text).substr(end));
        const bool zone = rest.empty() || rest == "Z" || rest[0] == '+' || rest[0] == '-';
        return zone ? text.substr(0, end) : raw;
    }
    if (end == text.size()) { return raw; }
    // A moment in another zone is the same moment.
    std::string zone = trimmed(std::string_view(text).substr(end));
    if (zone == "Z" || zone == "z" || lower_case(zone) == "utc") { zone = "+00"; }
    int hours = 0;
    int minutes = 0;
    const bool signed_zone = zone.starts_with("+") || zone.starts_with("-");
    if (!signed_zone || std::sscanf(zone.c_str() + 1, "%2d:%2d", &hours, &minutes) < 1) {
        return raw;
    }
    const int offset = (hours * 60 + minutes) * (zone[0] == '-' ? -1 : 1);
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2d %2d:%2d", &year, &month, &day, &hour, &minute) !=
        5) {
        return raw;
    }
    // Days since the year 0, in the proleptic Gregorian calendar.
    const int shifted = month <= 2 ? year - 1 : year;
    const std::int64_t days = std::int64_t{365} * shifted + shifted / 4 - shifted / 100 +
                              shifted / 400 + (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day;
    const std::int64_t minute_count = (days * 24 + hour) * 60 + minute - offset;
    return "@" + std::to_string(minute_count) + text.substr(kDate.size() + 6, end - 16);
}

std::string plain_bytes(const std::string& raw) {
    if (raw.starts_with("\\x")) { return lower_case(raw); }
    // Escapes: as they stand.
    if (raw.find('\\') != std::string::npos) { return raw; }
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string result = "\\x";
    for (const char c : raw) {
        result += kDigits[static_cast<unsigned char>(c) >> 4U];
        result += kDigits[static_cast<unsigned char>(c) & 15U];
    }
    return result;
}

}  // namespace retort::schema
