# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a header with the text of all PAGES as one constant.
list(SORT PAGES)
set(text "")
foreach(page IN LISTS PAGES)
    file(READ ${page} content)
    string(APPEND text "${content}\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from docs/diagnostics/*.md\n#pragma once\n#include <string_view>\n"
     "namespace retort::diagnostics {\ninline constexpr std::string_view kExplanations = "
     "R\"RETORT_PAGES(${text})RETORT_PAGES\";\n}  // namespace retort::diagnostics\n")
