// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/revision.h"
#include "compiler/syntax/parse.h"

#include <string>
#include <string_view>

// The formatter: the canonical layout of the migration language. Parsing what it prints gives the
// value that was printed. It needs no grammar, so generated revisions are printed by it too.

namespace retort::syntax {

/// A whole revision file, with its comments kept where they stood (`source` is the text that
/// `parsed` was read from; comments are copied out of it).
[[nodiscard]] std::string print_revision(const ParsedRevision& parsed, std::string_view source);

/// A revision that no file holds yet.
[[nodiscard]] std::string print_revision(const revisions::Revision& revision);

/// One statement with its `;`, indented by `indent` spaces, no line end after it.
[[nodiscard]] std::string print_operation(const schema::Operation& operation, int indent = 0);

/// An identifier, quoted where the language needs it.
[[nodiscard]] std::string print_name(std::string_view name);
[[nodiscard]] std::string print_name(const QualifiedName& name);

/// A string literal of the language, quotes doubled; E'…' where it holds a backslash or a control
/// character.
[[nodiscard]] std::string print_string(std::string_view text);

}  // namespace retort::syntax
