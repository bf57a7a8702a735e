// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace retort {

/// Reports a defect of this program (never a user's mistake) on standard error and ends it with
/// exit status 3.
[[noreturn]] void defect(const char* file, int line, const char* what);

}  // namespace retort

/// States what the code relies on. A failure is a bug in Retort, whatever the input was.
#define RETORT_CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::retort::defect(__FILE__, __LINE__, #condition))
#define RETORT_UNREACHABLE() ::retort::defect(__FILE__, __LINE__, "unreachable")
