// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/span.h"

#include <fmt/core.h>

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace retort::diagnostics {

enum class Severity { Error, Warning, Note };

/// One row of diagnostics.def: a stable code, its severity, and a message whose placeholders are
/// checked against `Args` when this program is compiled.
template <class... Args>
struct DiagnosticKind {
    int code;
    Severity severity;
    std::string_view name;
    fmt::format_string<const Args&...> message;
};

/// A second place that explains the first ("first defined here"), or a remark without a place.
struct Note {
    Span where;
    std::string text;
};

/// What was found, where, and what to do about it. Wording: lower case, no full stop, what was seen
/// before what was wanted, the user's text in double quotes (names) or backquotes (code).
struct Diagnostic {
    int code = 0;
    Severity severity = Severity::Error;
    Span where;
    std::string message;
    std::vector<Note> notes;
    std::string help_text;  ///< Shown at the caret or, where there is no place, on its own line.

    Diagnostic& note(Span at, std::string text) {
        notes.push_back({at, std::move(text)});
        return *this;
    }
    Diagnostic& help(std::string text) {
        help_text = std::move(text);
        return *this;
    }
};

/// `R0312`.
[[nodiscard]] std::string code_text(int code);

/// One row of the table, for `explain` and for the tests that walk all codes.
struct DiagnosticRow {
    int code;
    Severity severity;
    std::string_view name;
    std::string_view message;
};
[[nodiscard]] const std::vector<DiagnosticRow>& all_diagnostics();

/// Collects what every pass finds. Passes go on after an error and return what they could make.
class Diagnostics {
public:
    /// Adds a finding. The reference stays valid, so notes and help can be chained.
    template <class... Args>
    Diagnostic& report(const DiagnosticKind<Args...>& kind, Span where,
                       const std::type_identity_t<Args>&... args) {
        return add({kind.code, kind.severity, where, fmt::format(kind.message, args...), {}, {}});
    }

    Diagnostic& add(Diagnostic diagnostic);
    /// Moves another sink's findings to the end of this one (passes that ran in parallel).
    void take(Diagnostics&& other);

    [[nodiscard]] bool has_errors() const { return errors_ != 0; }
    [[nodiscard]] std::size_t error_count() const { return errors_; }
    [[nodiscard]] const std::deque<Diagnostic>& all() const { return diagnostics_; }
    [[nodiscard]] bool empty() const { return diagnostics_.empty(); }

    /// Findings by file, then place; those without a place first; exact repetitions once.
    [[nodiscard]] std::vector<Diagnostic> sorted() const;

private:
    std::deque<Diagnostic> diagnostics_;
    std::size_t errors_ = 0;
};

/// The argument type of most placeholders.
using Text = std::string_view;

#define RETORT_DIAGNOSTIC(code, severity, name, message, ...) \
    inline constexpr DiagnosticKind<__VA_ARGS__> name {       \
        code, Severity::severity, #name, message              \
    }
#include "compiler/diagnostics/diagnostics.def"
#undef RETORT_DIAGNOSTIC

}  // namespace retort::diagnostics

namespace retort {
namespace diag = diagnostics;
using diagnostics::Diagnostics;
}  // namespace retort
