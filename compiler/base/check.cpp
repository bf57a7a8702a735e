// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace retort {

void defect(const char* file, int line, const char* what) {
    std::fprintf(stderr,
                 "retort: internal defect at %s:%d: %s\n"
                 "This is a bug in retort, not in your migrations. Nothing was written.\n",
                 file, line, what);
    std::_Exit(3);
}

}  // namespace retort
