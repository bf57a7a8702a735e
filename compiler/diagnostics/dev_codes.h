#pragma once
#include "compiler/diagnostics/diagnostics.h"
namespace retort::diagnostics {
#define D(code, severity, name, message, ...) \
    inline constexpr DiagnosticKind<__VA_ARGS__> name { code, Severity::severity, #name, message }
D(810, Error, NoPrintedRevisions, "\"{}\" has no upgrade that Alembic printed", Text);
D(811, Error, PrintBreaksOff, "what Alembic printed breaks off in the {} of \"{}\"", Text, Text);
D(812, Warning, OtherVersionTable, "the script keeps the version in \"{}\", the target in \"{}\"", Text, Text);
D(813, Warning, DowngradeWithoutUpgrade, "revision \"{}\" is undone here, but its upgrade is not printed", Text);
#undef D
}
