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

/// What shows that a statement did its work, for a database whose clients may go on after an error
/// and which has no procedural code to ask (SQLite): its frame asks, and keeps nothing otherwise.
struct StatementCheck {
    std::string kind;    ///< which message the frame gives: "copy", "rows", "values", "drift", …
    std::string before;  ///< SQL of one value, taken right before the statement; may be empty
    /// SQL of one value right after it, which must be what `before` gave or, without a `before`,
    /// true. Empty: `before` itself must be true.
    std::string after;
};

/// What a statement leaves in the catalog, for a frame that looks before it commits. Of several for
/// one object the last counts.
struct CatalogEffect {
    std::string kind;  ///< "table", "index", "view", "trigger"
    std::string name;
    bool exists = true;
    std::vector<std::string> columns;       ///< of a table: columns that it must have
    std::vector<std::string> gone_columns;  ///< and must not have
};

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
    /// SQL condition that shows that a non-transactional statement did its work (its index is there
    /// and valid): checked right after it. Empty: nothing can be asked.
    std::string holds_after;
    bool repeatable = true;  ///< a non-transactional one may run again after a failure
    /// Text (a new enum value's literal) that no later statement of the same transaction may
    /// contain: the transaction is closed before it. Empty: none.
    std::string settles;
    std::string lock;  ///< "ACCESS EXCLUSIVE on users"; empty: nothing worth a word
    std::vector<QualifiedName> locked;   ///< the tables that `lock` names
    bool rewrites = false;               ///< copies the whole table
    bool scans = false;                  ///< reads the whole table under its lock
    std::vector<std::string> remarks;    ///< comment lines printed above the statement
    std::vector<StatementCheck> checks;  ///< see StatementCheck; empty on most databases
    std::vector<CatalogEffect> effects;  ///< see CatalogEffect; empty on most databases
    bool without_foreign_keys = false;   ///< they must not be enforced while it runs
    /// Statements around this one that do what its foreign keys' actions would, for a transaction
    /// in which foreign keys cannot be enforced.
    std::vector<std::string> stand_in_before;
    std::vector<std::string> stand_in_after;
    Span origin;  ///< the statement in the revision file; unknown if derived
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
    bool stamps = false;  ///< it only moves the version
    /// It forgets every row of the version table first, wherever the database stands.
    bool purges = false;
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
    bool without_foreign_keys = false;  ///< one of its statements wants it so
};

/// Cuts a script where a statement cannot run inside the transaction (or where the mode says so).
[[nodiscard]] std::vector<Segment> make_segments(const Script& script);

/// What differs between databases around the statements. Every text ends with a line end or is
/// empty. Where a text (but not `statement`'s) holds several statements, an empty line stands
/// between them and none inside one, so that each can be told to a driver alone.
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
    /// What stands before the first statement of a part (its revision's own timeouts).
    [[nodiscard]] virtual std::string begin_part(const Script& /*script*/,
                                                 const std::vector<Segment>& /*segments*/,
                                                 std::size_t /*segment*/,
                                                 std::size_t /*part*/) const {
        return {};
    }
    /// Statements, each with its `;` and line end, that prove right before and right after a
    /// statement that it did its work (see StatementCheck).
    [[nodiscard]] virtual std::vector<std::string> proofs_before(
        const Segment& /*segment*/, const SqlStatement& /*statement*/) const {
        return {};
    }
    [[nodiscard]] virtual std::vector<std::string> proofs_after(
        const Segment& /*segment*/, const SqlStatement& /*statement*/) const {
        return {};
    }
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
