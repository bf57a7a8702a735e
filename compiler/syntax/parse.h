// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/revisions/revision.h"
#include "compiler/source/source_file.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The only public door to the parser. No ANTLR type leaves this folder, and no parse tree outlives
// these functions. All of them may be called from several threads at once.

namespace retort::syntax {

/// A comment as it stands in the file, for the formatter.
struct Comment {
    Span span;          ///< with its marks (`-- …` without the line end, or `/* … */`)
    bool own_line;      ///< nothing but white space stands before it on its line
    bool blank_before;  ///< an empty line stands before it
};

/// A revision file and what the formatter needs to write it again.
struct ParsedRevision {
    revisions::Revision revision;
    std::vector<Comment> comments;  ///< in order of place; empty unless asked for
};

enum class KeepComments : bool { No, Yes };

/// Parses one whole revision file. Every error is reported (one a statement at most, resuming after
/// its `;`); what could be read is returned. `nullopt` only when not even a header could be read.
[[nodiscard]] std::optional<ParsedRevision> parse_revision(const source::SourceFile& file,
                                                           FileId id, KeepComments comments,
                                                           Diagnostics& diagnostics);

/// Parses only the header, stopping at `upgrade`: what graph commands need. The body is not looked
/// at, except that its bytes are checked to be UTF-8 without NUL.
[[nodiscard]] std::optional<revisions::RevisionHeader> parse_header(const source::SourceFile& file,
                                                                    FileId id,
                                                                    Diagnostics& diagnostics);

/// Parses many files on several threads; results in the order of `files`, diagnostics as if they
/// had been parsed one after another. Entry i is empty where file i had no readable header.
[[nodiscard]] std::vector<std::optional<revisions::Revision>> parse_revisions(
    const source::SourceFiles& sources, std::span<const FileId> files, Diagnostics& diagnostics);
[[nodiscard]] std::vector<std::optional<revisions::RevisionHeader>> parse_headers(
    const source::SourceFiles& sources, std::span<const FileId> files, Diagnostics& diagnostics);

/// Parses statements without a header: a desired schema, or the body of an upgrade block on its
/// own. Many are parsed on several threads; results and diagnostics do not show it.
[[nodiscard]] std::vector<schema::Operation> parse_statements(const source::SourceFile& file,
                                                              FileId id, Diagnostics& diagnostics);

/// Where the statements of SQL stand, their `;` left out: quotes and bodies may hold others.
/// Nothing is reported; what cannot be cut into tokens (a quote that is never closed) is cut where
/// an empty line follows a `;`.
[[nodiscard]] std::vector<Span> split_statements(std::string_view sql, FileId id);

/// The comments of SQL, in their order.
[[nodiscard]] std::vector<Span> comments_in(std::string_view sql, FileId id);
/// What a comment says: its lines without marks, and without the blanks that only align them.
[[nodiscard]] std::string comment_text(std::string_view comment);

/// The quotes, bodies and comments of SQL that go on over the end of a line. None where one of them
/// is never closed.
[[nodiscard]] std::vector<Span> texts_of_several_lines(std::string_view sql, FileId id);

/// SQL that was written for a database, which reads names without quotes in lower case, in the
/// language, which takes them exactly: as long as it was, with the same words at the same places.
/// Texts that are kept whole are not looked into.
[[nodiscard]] std::string with_exact_names(std::string_view sql);

}  // namespace retort::syntax
