// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/revision.h"

#include <algorithm>

namespace retort::revisions {
namespace {

constexpr std::string_view kWordFault = "the word has a meaning of its own in `retort upgrade`";
constexpr std::string_view kDashFault = "it begins with `-`, as options do";

}  // namespace

bool is_revision_word(std::string_view word) {
    return word == "head" || word == "heads" || word == "base" || word == "current";
}

std::string_view find_id_fault(std::string_view id) {
    if (id.empty()) { return "it is empty"; }
    const bool characters = std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '.' || c == '-';
    });
    if (!characters) { return "it may hold letters, digits, `_`, `.` and `-`"; }
    if (id.size() > kMaxRevisionIdLength) { return "the version column holds 32 characters"; }
    if (is_revision_word(id)) { return kWordFault; }
    if (id.front() == '-') { return kDashFault; }
    return {};
}

std::string_view find_label_fault(std::string_view label) {
    if (label.empty()) { return "it is empty"; }
    if (is_revision_word(label)) { return kWordFault; }
    if (label.find_first_of("@:,+") != std::string_view::npos) {
        return "`@`, `:`, `,` and `+` have a meaning in revision words";
    }
    const bool blank = std::any_of(label.begin(), label.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
    });
    if (blank) { return "it holds a blank or a control character"; }
    if (label.front() == '-') { return kDashFault; }
    return {};
}

}  // namespace retort::revisions
