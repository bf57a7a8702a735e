// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/script/script.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// SQLite has no procedural code, and the sqlite3 shell goes on after an error unless it is told not
// to. So every proof is a row of a temporary table whose named checks refuse a proof that failed;
// the last row, inserted with OR ROLLBACK, asks whether all others are there, and takes everything
// back where they are not. COMMIT then has nothing to commit. The proofs go through a view: an
// insert into a view leaves changes() at 0, so the statement that follows is seen to have changed
// something only if it did. SQLite 3.25 renames no table while a trigger on a view exists ("no such
// column: new.kind"): there a table takes the view's place, whose trigger ignores every row.

namespace retort::dialects::sqlite {

/// SQL texts, one empty line between statements.
class Lines {
public:
    /// A statement without its `;`.
    void add(std::string_view statement);
    /// A comment line that stands right above the next statement.
    void comment(std::string_view line);
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string text_;
    std::string comment_;
};

/// The version rows as a condition over all rows of the version table.
[[nodiscard]] std::string rows_condition(const std::vector<std::string>& rows);
/// `base`, `revision a`, `revisions a, b`.
[[nodiscard]] std::string rows_words(const std::vector<std::string>& rows);
[[nodiscard]] std::string version_table(const script::ScriptOptions& options);
[[nodiscard]] std::string create_version_table_text(const script::ScriptOptions& options);

/// The table, the view and the trigger of the proofs, for one segment that makes these kinds.
void add_guard_tables(const script::Script& script, const script::Segment& segment,
                      const std::set<std::string>& kinds, int version, Lines& lines);
void drop_guard_tables(int version, Lines& lines);

/// `INSERT INTO temp.retort_guard …`: a proof, or a value to compare with later.
[[nodiscard]] std::string proof(std::string_view kind, std::string_view condition);
[[nodiscard]] std::string note(std::string_view kind, std::string_view query);

/// What the catalog must hold at the end of a segment, as rows, and the last question of all.
/// `proofs`: rows that the segment inserted before.
void add_gate(const script::Segment& segment, const std::string& version_table, std::size_t proofs,
              int version, Lines& lines);

}  // namespace retort::dialects::sqlite
