// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/plan/plan.h"
#include "compiler/source/source_file.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

// From statements to a script: segments (what runs in which transaction), comments, and the frame
// (guard, version table, transactions) that each dialect supplies.

namespace retort::script {

/// One statement as a database takes it, and what a driver or a reviewer asks about it.
struct SqlStatement {
    std::string text;           ///< formatted, without the final `;`
    std::string kind;           ///< "create table", "insert", … for the plan and the counts
    bool transactional = true;  ///< may run inside a transaction block
    /// Must see the committed effect of an earlier statement of the script (a use of an enum value
    /// added before it): the transaction is closed before it.
    bool needs_commit_before = false;
    /// A statement to run right before a non-transactional one, so that running it again after a
    /// failure is safe (drops an INVALID index of that name). Empty where there is none.
    std::string cleanup;
    /// The invalid leftover that `cleanup` and the next segment's guard check: a qualified, quoted
    /// index name; empty where there is none.
    std::string index_to_verify;
    std::string lock;                  ///< "ACCESS EXCLUSIVE on users"; empty: nothing worth a word
    bool rewrites = false;             ///< copies the whole table
    bool scans = false;                ///< reads the whole table under its lock
    std::vector<std::string> remarks;  ///< comment lines printed above the statement
    Span origin;                       ///< the statement in the revision file; unknown if derived
};

enum class TransactionMode : std::uint8_t { PerScript, PerRevision, None };

struct ScriptOptions {
    std::string project;  ///< shown in the head of the script
    std::string target;
    std::string dialect;  ///< display name with the version: "PostgreSQL 15"
    std::string version_table = "alembic_version";
    std::string version_table_schema;  ///< empty: none
    TransactionMode transaction = TransactionMode::PerScript;
    bool guard = true;
    bool comments = true;
    std::string lock_timeout;  ///< empty: not set
    std::string statement_timeout;
};

/// The statements of one revision, in order.
struct EmittedRevision {
    const plan::PlannedRevision* planned = nullptr;
    std::vector<SqlStatement> statements;
};

/// A whole script before it is text.
struct Script {
    const plan::Plan* plan = nullptr;
    ScriptOptions options;
    std::vector<EmittedRevision> revisions;
};

/// A piece of one revision inside one segment.
struct SegmentPart {
    std::size_t revision = 0;  ///< index into Script::revisions
    std::vector<const SqlStatement*> statements;
    bool first_piece = true;  ///< of its revision: the comment head is printed here
    bool last_piece = true;   ///< the version rows move at the end of this one
    std::size_t piece = 0;    ///< of a split revision: 0, 1, 2 …
    std::size_t pieces = 1;
};

/// What runs in one transaction, or one statement that runs outside any.
struct Segment {
    bool transactional = true;
    std::vector<SegmentPart> parts;
    std::vector<std::string> rows_before;  ///< version rows when it starts (sorted)
    std::vector<std::string> rows_after;
};

/// Cuts a script where a statement cannot run inside the transaction (or where the mode says so).
[[nodiscard]] std::vector<Segment> make_segments(const Script& script);

/// What differs between databases around the statements. Every text ends with a line end or is
/// empty.
class ScriptFrame {
public:
    virtual ~ScriptFrame() = default;
    /// Settings, and whatever must stand before the first segment.
    [[nodiscard]] virtual std::string prologue(const Script& script,
                                               const std::vector<Segment>& segments) const = 0;
    /// Guard, version table where it may be missing, start of the transaction.
    [[nodiscard]] virtual std::string open(const Script& script,
                                           const std::vector<Segment>& segments,
                                           std::size_t segment) const = 0;
    /// One statement with its `;`.
    [[nodiscard]] virtual std::string statement(const Script& script,
                                                const std::vector<Segment>& segments,
                                                std::size_t segment, std::size_t part,
                                                const SqlStatement& statement) const = 0;
    /// The version rows' moves after a revision's last piece (or the record that an earlier piece
    /// is done), proving that each hit exactly one row.
    [[nodiscard]] virtual std::string finish_part(const Script& script,
                                                  const std::vector<Segment>& segments,
                                                  std::size_t segment, std::size_t part) const = 0;
    /// Last checks and the end of the transaction.
    [[nodiscard]] virtual std::string close(const Script& script,
                                            const std::vector<Segment>& segments,
                                            std::size_t segment) const = 0;
    [[nodiscard]] virtual std::string epilogue(const Script& script,
                                               const std::vector<Segment>& segments) const = 0;
};

/// The script as text: UTF-8, LF, comments free of control characters, a final line end.
[[nodiscard]] std::string render_script(const Script& script, const ScriptFrame& frame);

/// The plan as JSON: one entry a statement, with its revision, source place, kind, lock,
/// transactional, rewrites, data loss, and the SQL.
[[nodiscard]] std::string render_plan_json(const Script& script, const ScriptFrame& frame,
                                           const source::SourceFiles& sources);

}  // namespace retort::script
