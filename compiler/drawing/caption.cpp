// SPDX-License-Identifier: Apache-2.0
#include "compiler/drawing/caption.h"

#include <fmt/format.h>

#include <algorithm>

namespace retort::drawing {
namespace {

/// How many revisions a remark names.
constexpr std::size_t kNamed = 3;

constexpr char32_t kReplacement = 0xFFFD;

/// The character at `at`, which moves behind it; the replacement character for a broken one.
char32_t take_character(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned first = byte(at);
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (size == 1) {
        ++at;
        return first;
    }
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    char32_t value = first & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80) {
            ++at;
            return kReplacement;
        }
        value = value << 6 | (byte(at + i) & 0x3FU);
    }
    const bool surrogate = value >= 0xD800 && value < 0xE000;
    if (first < 0xC0 || first > 0xF4 || value < kSmallest[size] || value > 0x10FFFF || surrogate) {
        ++at;
        return kReplacement;
    }
    at += size;
    return value;
}

void add_character(std::string& text, char32_t c) {
    const auto tail = [&](int shift) {
        text += static_cast<char>(0x80U | (static_cast<unsigned>(c >> shift) & 0x3FU));
    };
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0U | static_cast<unsigned>(c >> 6));
        tail(0);
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0U | static_cast<unsigned>(c >> 12));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0U | static_cast<unsigned>(c >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

bool within(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

bool is_blank(char32_t c) {
    return c <= 0x20 || within(c, 0x7F, 0xA0) || c == 0x2028 || c == 0x2029;
}

/// Marks, embeddings, overrides and isolates of the bidirectional algorithm, and non-characters,
/// which XML forbids.
bool is_left_out(char32_t c) {
    return c == 0x061C || within(c, 0x200E, 0x200F) || within(c, 0x202A, 0x202E) ||
           within(c, 0x2066, 0x2069) || c == 0xFEFF || (c & 0xFFFEU) == 0xFFFE;
}

bool is_right_to_left(char32_t c) {
    return within(c, 0x0590, 0x08FF) || within(c, 0xFB1D, 0xFDFF) || within(c, 0xFE70, 0xFEFC) ||
           within(c, 0x10800, 0x10FFF) || within(c, 0x1E800, 0x1EFFF);
}

std::size_t columns_of(char32_t c) {
    if (within(c, 0x0300, 0x036F) || within(c, 0x200B, 0x200D) || within(c, 0x2060, 0x2069) ||
        within(c, 0x20D0, 0x20FF) || within(c, 0xFE00, 0xFE0F)) {
        return 0;
    }
    if (within(c, 0x1100, 0x115F) || within(c, 0x2E80, 0xA4CF) || within(c, 0xAC00, 0xD7A3) ||
        within(c, 0xF900, 0xFAFF) || within(c, 0xFE30, 0xFE6F) || within(c, 0xFF00, 0xFF60) ||
        within(c, 0xFFE0, 0xFFE6) || within(c, 0x1F300, 0x1FAFF) || within(c, 0x20000, 0x3FFFD)) {
        return 2;
    }
    return 1;
}

std::string_view remark_verb(const Stub& stub) {
    switch (stub.kind) {
        case EdgeKind::Revises:
            return stub.upwards ? "revised by" : "revises";
        case EdgeKind::DependsOn:
            break;
    }
    return stub.upwards ? "needed by" : "depends on";
}

std::vector<std::string> remarks(const RevisionGraph& graph, std::span<const Stub> stubs) {
    std::vector<std::string> result;
    for (const bool upwards : {false, true}) {
        for (const EdgeKind kind : {EdgeKind::Revises, EdgeKind::DependsOn}) {
            std::string text;
            std::size_t count = 0;
            for (const Stub& stub : stubs) {
                if (stub.upwards != upwards || stub.kind != kind) { continue; }
                if (count == 0) { text = std::string(remark_verb(stub)) + " "; }
                if (count < kNamed) {
                    text += (count == 0 ? "" : ", ") + std::string(graph.id(stub.other));
                }
                ++count;
            }
            if (count > kNamed) { text += fmt::format(" and {} more", count - kNamed); }
            if (count != 0) { result.push_back(std::move(text)); }
        }
    }
    return result;
}

Mark mark_of(const RevisionGraph& graph, const Row& row) {
    if (row.folded()) { return Mark::Folded; }
    const bool branches = graph.is_branch_point(row.newest);
    if (graph.is_merge_point(row.newest)) {
        return branches ? Mark::BranchAndMerge : Mark::MergePoint;
    }
    return branches ? Mark::BranchPoint : Mark::Plain;
}

}  // namespace

Caption caption(const RevisionGraph& graph, const Row& row, std::span<const Stub> stubs) {
    Caption result;
    result.mark = mark_of(graph, row);
    result.remarks = remarks(graph, stubs);
    if (row.folded()) {
        result.name = fmt::format("{} revisions, {} … {}", row.count, graph.id(row.oldest),
                                  graph.id(row.newest));
        return result;
    }
    const revisions::RevisionHeader& header = graph.header(row.newest);
    result.name = header.id.text;
    for (const Name& label : header.labels) { result.labels.push_back(one_line(label.text)); }
    if (graph.children(row.newest).empty()) {
        result.head = graph.dependents(row.newest).empty() ? "head" : "effective head";
    }
    result.message = one_line(header.message);
    return result;
}

std::span<const Stub> StubReader::of(std::size_t row) {
    std::size_t count = 0;
    while (count < rest_.size() && rest_[count].row == row) { ++count; }
    const std::span<const Stub> result = rest_.first(count);
    rest_ = rest_.subspan(count);
    return result;
}

std::string one_line(std::string_view text) {
    std::string line;
    bool right_to_left = false;
    bool blank = false;
    std::size_t at = 0;
    while (at < text.size()) {
        const char32_t c = take_character(text, at);
        if (is_left_out(c)) { continue; }
        if (is_blank(c)) {
            blank = !line.empty();
            continue;
        }
        if (blank) { line += ' '; }
        blank = false;
        right_to_left = right_to_left || is_right_to_left(c);
        add_character(line, c);
    }
    // An isolate keeps right-to-left writing from pulling its neighbours along.
    if (right_to_left) { line = "\u2068" + line + "\u2069"; }
    return line;
}

std::size_t columns(std::string_view line) {
    std::size_t sum = 0;
    std::size_t at = 0;
    while (at < line.size()) { sum += columns_of(take_character(line, at)); }
    return sum;
}

std::string shortened(std::string_view line, std::size_t most) {
    std::size_t sum = 0;
    std::size_t fits = 0;  // with an ellipsis behind it
    std::size_t at = 0;
    while (at < line.size()) {
        sum += columns_of(take_character(line, at));
        if (sum < most) { fits = at; }
        if (sum <= most) { continue; }
        std::string cut(line.substr(0, fits));
        while (!cut.empty() && cut.back() == ' ') { cut.pop_back(); }
        const bool isolated = cut.starts_with("\u2068");
        return cut + "…" + (isolated ? "\u2069" : "");
    }
    return std::string(line);
}

}  // namespace retort::drawing
