// SPDX-License-Identifier: Apache-2.0
#include "compiler/diagnostics/explanations.h"
#include "compiler/diagnostics/render.h"

#include <cstdlib>

namespace retort::diagnostics {
namespace {

/// The row that `code` means: `R0312`, `r312`, `312`, or `UnknownColumn`.
const DiagnosticRow* find_row(std::string_view code) {
    for (const DiagnosticRow& row : all_diagnostics()) {
        if (row.name == code) { return &row; }
    }
    if (!code.empty() && (code.front() == 'R' || code.front() == 'r')) { code.remove_prefix(1); }
    if (code.empty() || code.size() > 5 ||
        code.find_first_not_of("0123456789") != std::string_view::npos) {
        return nullptr;
    }
    const int number = std::atoi(std::string(code).c_str());
    for (const DiagnosticRow& row : all_diagnostics()) {
        if (row.code == number) { return &row; }
    }
    return nullptr;
}

}  // namespace

std::string_view explanation(std::string_view code) {
    const DiagnosticRow* row = find_row(code);
    if (row == nullptr) { return {}; }
    const std::string heading = "## " + code_text(row->code) + " ";
    std::string_view pages = kExplanations;
    std::size_t begin = pages.find(heading);
    while (begin != std::string_view::npos && begin != 0 && pages[begin - 1] != '\n') {
        begin = pages.find(heading, begin + 1);
    }
    if (begin == std::string_view::npos) { return {}; }
    pages.remove_prefix(begin + 3);
    const std::size_t end = pages.find("\n## ");
    return end == std::string_view::npos ? pages : pages.substr(0, end + 1);
}

}  // namespace retort::diagnostics
