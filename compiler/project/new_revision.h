// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/revision.h"

#include <string>
#include <string_view>
#include <vector>

// A revision that no file holds yet: its text, and where it goes.

namespace retort::project {

/// A moment as the clocks of a time zone show it.
struct WallTime {
    int year = 1970;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int offset_minutes = 0;  ///< east of UTC
    long long epoch = 0;     ///< seconds since 1970-01-01T00:00:00Z
};

/// ISO 8601: `2025-10-01T21:00:00Z`, `2025-10-01T23:00:00+02:00`.
[[nodiscard]] std::string iso_time(const WallTime& time);

/// The file's path below its directory: the template with `{year}`, `{rev}`, `{slug}`, … filled in,
/// and `.mig`. Where the message is empty, what joined the slug to the rest goes with it.
[[nodiscard]] std::string revision_file_name(std::string_view file_template, const WallTime& time,
                                             std::string_view id, std::string_view message);

/// Which of the migration directories a file lies in: the innermost; the first one if in none.
[[nodiscard]] std::string directory_of(const std::vector<std::string>& directories,
                                       std::string_view path);

/// The text of a new file, in the canonical layout. One with an upgrade block that is still empty
/// says there what belongs into it.
[[nodiscard]] std::string new_revision_text(const revisions::Revision& revision);

}  // namespace retort::project
