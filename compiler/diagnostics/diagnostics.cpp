// SPDX-License-Identifier: Apache-2.0
#include "compiler/diagnostics/diagnostics.h"

#include <algorithm>
#include <tuple>

namespace retort::diagnostics {

std::string code_text(int code) {
    return fmt::format("R{:04}", code);
}

const std::vector<DiagnosticRow>& all_diagnostics() {
    static const std::vector<DiagnosticRow> rows = [] {
        std::vector<DiagnosticRow> table;
#define RETORT_DIAGNOSTIC(code, severity, name, message, ...) \
    table.push_back({code, Severity::severity, #name, message})
        {
#include "compiler/diagnostics/diagnostics.def"
        }
#undef RETORT_DIAGNOSTIC
        return table;
    }();
    return rows;
}

Diagnostic& Diagnostics::add(Diagnostic diagnostic) {
    if (diagnostic.severity == Severity::Error) { ++errors_; }
    diagnostics_.push_back(std::move(diagnostic));
    return diagnostics_.back();
}

void Diagnostics::take(Diagnostics&& other) {
    for (Diagnostic& diagnostic : other.diagnostics_) { add(std::move(diagnostic)); }
    other.diagnostics_.clear();
    other.errors_ = 0;
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    std::vector<Diagnostic> result(diagnostics_.begin(), diagnostics_.end());
    const auto place = [](const Diagnostic& d) {
        // kNoFile is the largest id; what has no place comes first.
        return std::tuple(d.where.known(), d.where.file, d.where.begin);
    };
    std::stable_sort(result.begin(), result.end(),
                     [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
    const auto repeated = [&](const Diagnostic& a, const Diagnostic& b) {
        return a.code == b.code && place(a) == place(b) && a.message == b.message;
    };
    result.erase(std::unique(result.begin(), result.end(), repeated), result.end());
    return result;
}

}  // namespace retort::diagnostics
