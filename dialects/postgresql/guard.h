// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/script/script.h"

#include <string>
#include <vector>

// The pieces of the frame that look at the version table.

namespace retort::dialects::postgresql {

/// The version table's name, qualified and quoted.
[[nodiscard]] std::string version_table(const script::ScriptOptions& options);
/// The table beside it that records how far a split revision got.
[[nodiscard]] std::string progress_table(const script::ScriptOptions& options);

/// Whether a part belongs to a revision whose pieces must be recorded: one of them cannot simply
/// run a second time.
[[nodiscard]] bool records_progress(const std::vector<script::Segment>& segments,
                                    std::size_t segment);

/// `version_num = '…' AND direction = '…'`: the record of a split revision.
[[nodiscard]] std::string progress_row(const script::Script& script,
                                       const script::SegmentPart& part);

/// Arms read-only mode, then a block that disarms it only where the database is where `segment`
/// starts, no other run is under way, and every earlier segment was finished.
[[nodiscard]] std::string guard_sql(const script::Script& script,
                                    const std::vector<script::Segment>& segments,
                                    std::size_t segment);
/// The guard of a script that has nothing to do.
[[nodiscard]] std::string empty_guard_sql(const script::Script& script);

/// The version rows' moves after a revision's last piece; `rows` are what the table must hold then,
/// checked where `check_rows`.
[[nodiscard]] std::string version_moves_sql(const script::Script& script,
                                            const script::SegmentPart& part, bool drops_progress,
                                            const std::vector<std::string>* check_rows);

/// `IF place … ` as text: rows joined by a comma, or `base`.
[[nodiscard]] std::string place_text(const std::vector<std::string>& rows);

}  // namespace retort::dialects::postgresql
