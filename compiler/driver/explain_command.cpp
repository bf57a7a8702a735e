// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/names.h"
#include "compiler/diagnostics/render.h"
#include "compiler/driver/context.h"

#include <utility>

namespace retort::driver {
namespace {

std::string list_of_codes() {
    std::string text;
    for (const diagnostics::DiagnosticRow& row : diagnostics::all_diagnostics()) {
        text += diagnostics::code_text(row.code) + "  " + std::string(row.name) + "\n";
    }
    return text;
}

}  // namespace

ExitStatus run_explain(Context& context) {
    const std::string& word = context.options.word;
    if (word.empty()) { return deliver(context, list_of_codes()); }
    const std::string_view page = diagnostics::explanation(word);
    if (!page.empty()) {
        std::string text(page);
        if (text.back() != '\n') { text += '\n'; }
        return deliver(context, std::move(text));
    }
    std::vector<std::string> codes;
    for (const diagnostics::DiagnosticRow& row : diagnostics::all_diagnostics()) {
        codes.push_back(diagnostics::code_text(row.code));
        codes.emplace_back(row.name);
    }
    const std::string_view nearest =
        nearest_name(word, std::vector<std::string_view>(codes.begin(), codes.end()));
    context.diagnostics.report(diag::UnknownCode, {}, word)
        .help(nearest.empty() ? "`retort explain` without a code lists all"
                              : "did you mean \"" + std::string(nearest) + "\"?");
    return ExitStatus::Usage;
}

}  // namespace retort::driver
